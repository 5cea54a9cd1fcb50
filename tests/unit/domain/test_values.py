"""The small types at the door: months, decimals, digests, names of keys and offices."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain import values
from desktop_app.domain.application import Person, PublicNotice
from desktop_app.domain.offices import KeyId, OfficeCode


def fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_month_of_two_centuries_fits(day: date) -> None:
    assert fits(f"{day:%Y-%m}", values.Month)


@pytest.mark.parametrize(
    "text", ["2026-00", "2026-13", "2026-1", "1899-12", "2100-01", "202６-01", "2026-01\n", "2026/01", ""]
)
def test_what_is_no_month(text: str) -> None:
    assert not fits(text, values.Month)


@pytest.mark.parametrize("text", ["0", "1", "2.5", "0.1", "9999999999.9999"])
def test_decimals_fit(text: str) -> None:
    assert fits(text, values.Decimal)


@pytest.mark.parametrize("text", ["", "00", "01", "-1", "+1", ".5", "1.", "1e3", "１", "1.00000", "1\n", "NaN", "1,5"])
def test_what_is_no_decimal(text: str) -> None:
    assert not fits(text, values.Decimal)


@pytest.mark.parametrize("text", ["A" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n", "g" * 64, "０" * 64])
def test_what_is_no_digest(text: str) -> None:
    assert fits("0a" * 32, values.Digest)
    assert not fits(text, values.Digest)


@pytest.mark.parametrize("text", ["", "A", "a1", "A" * 13, "AB\n", "A/B", "..", "Ａ１", "A B"])
def test_an_office_code_is_safe_as_a_folder_name(text: str) -> None:
    assert fits("HS01", OfficeCode)
    assert not fits(text, OfficeCode)


@pytest.mark.parametrize("text", ["", "0" * 15, "0" * 17, "0" * 16 + "\n", "G" * 16])
def test_what_is_no_key_id(text: str) -> None:
    assert fits("0123456789abcdef", KeyId)
    assert not fits(text, KeyId)


@pytest.mark.parametrize(("size", "good"), [(0, True), (2**40, True), (-1, False), (2**40 + 1, False)])
def test_sizes_stay_where_canonical_json_is_exact(size: int, good: bool) -> None:
    assert fits(size, values.Size) is good


def test_a_value_cannot_be_changed() -> None:
    person = Person(name="沈砚舟")
    with pytest.raises(AttributeError):
        person.name = "别人"  # type: ignore[misc]
    assert msgspec.structs.replace(person, name="别人").name == "别人"
    assert person.name == "沈砚舟"


def test_a_name_of_sixty_characters_fits_whatever_its_plane() -> None:
    assert fits({"name": "𪨰" * 60}, Person)
    assert not fits({"name": "𪨰" * 61}, Person)


@pytest.mark.parametrize(
    "said", ["", "无", "无异议", "公示期间未收到异议", "没有异议。", "公示期满，无异议", "未接到任何异议"]
)
def test_units_write_in_many_ways_that_nobody_objected(said: str) -> None:
    assert not PublicNotice(objections=said).objected


@pytest.mark.parametrize("said", ["有1人提出异议", "收到异议1件，核实不属实", "无法核实的举报一件"])
def test_an_objection_is_not_read_away(said: str) -> None:
    assert PublicNotice(objections=said).objected
