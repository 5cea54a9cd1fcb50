"""Copy numbers as they are typed, and a stack counted against the register."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId
from desktop_app.domain import sheets
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.domain.sheets import Counted

NOW, OLD = "a" * 64, "b" * 64


def copy(number: int, fate: CopyFate = CopyFate.IN_HAND, digest: str = NOW) -> Copy:
    return Copy(
        id=CopyId(f"{number:026d}"),
        application=ApplicationId("0" * 26),
        document=Document.SUBMISSION_FORM,
        number=number,
        version_number=1,
        version_digest=digest,
        sheets=1,
        printer="ipp://127.0.0.1/ipp/print",
        printed_by="陆怀谷",
        printed_at=datetime(2026, 7, 6, tzinfo=UTC),
        fate=fate,
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1-3", (1, 2, 3)),
        ("000001", (1,)),
        (" 1、3，5 7 ", (1, 3, 5, 7)),
        ("１－２，９", (1, 2, 9)),
        ("2 - 4", (2, 3, 4)),
        ("1～2。8", (1, 2, 8)),
        ("1至3；3", (1, 2, 3, 3)),
        ("999999", (999999,)),
    ],
)
def test_numbers_as_officers_type_them(typed: str, meant: tuple[int, ...]) -> None:
    assert sheets.numbers(typed) == meant


def test_a_stack_has_two_thousand_sheets_at_most() -> None:
    assert len(sheets.numbers("1-1000、2001-3000")) == 2000
    assert len(sheets.numbers("1-2000")) == 2000
    for more in ("1-2001", "1-1000、2001-3001", "1-2000、9"):
        with pytest.raises(Fault):
            sheets.numbers(more)


@pytest.mark.parametrize("typed", ["", "0", "3-1", "一", "1-", "1-2-3", "1000000", "1-999999", "1,,x", "-4", "²x"])
def test_what_is_no_number_is_said_with_it(typed: str) -> None:
    with pytest.raises(Fault) as caught:
        sheets.numbers(typed)
    assert caught.value.code is Code.COPY_NUMBERS


def test_of_a_long_mistake_the_beginning_is_said() -> None:
    with pytest.raises(Fault) as caught:
        sheets.numbers("1-2、" + 50 * "甲")
    assert caught.value.fields["typed"] == 40 * "甲"


@pytest.mark.parametrize(
    ("fate", "digest", "counted"),
    [
        (CopyFate.IN_HAND, NOW, Counted.RIGHT),
        (CopyFate.IN_HAND, OLD, Counted.STALE),
        (CopyFate.SENT, NOW, Counted.UNCONFIRMED),
        (CopyFate.SENT, OLD, Counted.STALE),
        (CopyFate.SPOILED, NOW, Counted.SPOILED),
        (CopyFate.HANDED_OVER, NOW, Counted.GONE),
        (CopyFate.DESTROYED, OLD, Counted.IMPOSSIBLE),
        (CopyFate.NOT_PRINTED, NOW, Counted.IMPOSSIBLE),
    ],
)
def test_a_sheet_that_is_here_is_judged_by_its_fate(fate: CopyFate, digest: str, counted: Counted) -> None:
    (found,) = sheets.count([copy(4, fate, digest)], [4], NOW)
    assert (found.number, found.counted) == (4, counted)


def test_a_stack_with_one_lost_one_doubled_and_one_stranger() -> None:
    register = [copy(number) for number in range(1, 6)]
    found = {one.number: one.counted for one in sheets.count(register, [1, 2, 2, 4, 5, 9], NOW)}
    assert found == {
        1: Counted.RIGHT,
        2: Counted.DOUBLED,
        3: Counted.LOST,
        4: Counted.RIGHT,
        5: Counted.RIGHT,
        9: Counted.UNKNOWN,
    }


def test_what_is_known_to_be_elsewhere_is_not_lost() -> None:
    gone = [copy(1, CopyFate.HANDED_OVER), copy(2, CopyFate.DESTROYED), copy(3, CopyFate.SPOILED), copy(4)]
    assert [one.number for one in sheets.count(gone, [4], NOW)] == [4]


@given(st.lists(st.integers(1, 40), max_size=60), st.sets(st.integers(1, 40)))
def test_every_number_here_or_in_hand_is_answered_once(here: list[int], registered: set[int]) -> None:
    found = sheets.count([copy(number) for number in registered], here, NOW)
    assert [one.number for one in found] == sorted(set(here) | registered)
    right = {one.number for one in found if one.counted is Counted.RIGHT}
    assert right == {number for number in registered if here.count(number) == 1}
