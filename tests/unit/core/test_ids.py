"""Ids are ULIDs: they sort by the time they were made and hold nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.ids import is_id, new_id

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@given(INSTANTS, st.integers(min_value=2, max_value=10**10))
def test_ids_sort_by_time(instant: datetime, later_by_milliseconds: int) -> None:
    later = instant + timedelta(milliseconds=later_by_milliseconds)
    assert new_id(instant) < new_id(later)


@given(INSTANTS)
def test_a_new_id_has_the_form_of_an_id(instant: datetime) -> None:
    assert is_id(new_id(instant))


def test_the_first_ten_characters_are_the_milliseconds() -> None:
    instant = datetime(2026, 7, 6, 1, 2, 3, 456000, tzinfo=UTC)
    value = 0
    for character in new_id(instant)[:10]:
        value = value * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(character)
    assert value == int(instant.timestamp()) * 1000 + 456


def test_ids_of_one_instant_differ() -> None:
    instant = datetime(2026, 7, 6, tzinfo=UTC)
    assert len({new_id(instant) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 25,
        "0" * 27,
        "8" + "0" * 25,  # more than 128 bits
        "0" * 25 + "I",
        "0" * 25 + "l",
        "0" * 25 + "U",
        "01ARZ3NDEKTSV4RRFFQ69G5fav",
        "０" * 26,
        "0" * 25 + "\n",
        "../../../etc/passwd-000000",
    ],
)
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_id(text)
