"""Printed copies must balance: every sheet is in hand, handed over, spoiled or destroyed."""

import pytest

from desktop_app.domain.copies import CopyBalance, Document


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
