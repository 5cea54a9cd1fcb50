"""Printed copies must balance: every sheet is in hand, handed over, spoiled or destroyed."""

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.copies import CopyBalance, CopyFate, Document
from tests.unit.domain.test_sheets import copy


def balance(required: int = 15, **counts: int) -> CopyBalance:
    fates = {"in_hand": 0, "handed_over": 0, "spoiled": 0, "destroyed": 0} | counts
    return CopyBalance(document=Document.SUBMISSION_FORM, required=required, printed=sum(fates.values()), **fates)


@pytest.mark.parametrize(
    ("counts", "missing"),
    [
        ({}, 15),
        ({"in_hand": 15}, 0),
        ({"in_hand": 14, "spoiled": 1}, 1),
        ({"in_hand": 5, "handed_over": 10, "destroyed": 2}, 0),
        ({"in_hand": 16}, 0),
        ({"spoiled": 15}, 15),
    ],
)
def test_only_good_copies_count(counts: dict[str, int], missing: int) -> None:
    assert balance(**counts).missing == missing
    assert balance(**counts).balanced


def test_a_sheet_that_nobody_can_account_for_breaks_the_balance() -> None:
    good = balance(in_hand=14, destroyed=1)
    lost = CopyBalance(
        document=good.document, required=15, printed=16, in_hand=14, handed_over=0, spoiled=0, destroyed=1
    )
    assert good.balanced
    assert not lost.balanced


def test_the_two_forms_bear_numbers() -> None:
    assert {document for document in Document if document.numbered} == {Document.REVIEW_FORM, Document.SUBMISSION_FORM}


FOLLOWS = {
    CopyFate.SENT: {CopyFate.IN_HAND, CopyFate.SPOILED, CopyFate.NOT_PRINTED},
    CopyFate.IN_HAND: {CopyFate.HANDED_OVER, CopyFate.SPOILED, CopyFate.DESTROYED},
    CopyFate.HANDED_OVER: {CopyFate.SPOILED, CopyFate.DESTROYED},
    CopyFate.SPOILED: {CopyFate.DESTROYED},
}


@pytest.mark.parametrize("before", CopyFate)
@pytest.mark.parametrize("after", CopyFate)
def test_a_sheet_goes_only_where_sheets_go(before: CopyFate, after: CopyFate) -> None:
    if after in FOLLOWS.get(before, set()):
        copy(7, before).require_may_become(after)
        return
    with pytest.raises(Fault) as caught:
        copy(7, before).require_may_become(after)
    assert (caught.value.code, caught.value.fields["number"]) == (Code.COPY_FATE, "000007")


@pytest.mark.parametrize("before", [None, *CopyFate])
def test_a_copy_destroyed_by_mistake_is_good_again_only_if_it_was(before: CopyFate | None) -> None:
    again = structs.replace(copy(1, CopyFate.DESTROYED), fate_before=before).reinstated
    assert again is (CopyFate.IN_HAND if before is CopyFate.IN_HAND else CopyFate.SPOILED)


@pytest.mark.parametrize(
    ("document", "letters"), [(Document.REVIEW_FORM, "RF"), (Document.SUBMISSION_FORM, "SF"), (Document.PLEDGE, "P")]
)
def test_the_code_at_the_foot_has_the_documents_initials(document: Document, letters: str) -> None:
    assert document.letters == letters


def test_an_unconfirmed_copy_is_not_printed_again() -> None:
    assert (
        CopyBalance(
            document=Document.SUBMISSION_FORM,
            required=15,
            printed=15,
            in_hand=5,
            handed_over=4,
            spoiled=0,
            destroyed=0,
            unconfirmed=3,
        ).missing
        == 3
    )
