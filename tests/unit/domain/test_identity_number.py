"""Identity numbers: form, date and check digit decide; the region never does."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.identity_number import birth_date, check_digit, masked, sex, valid, well_formed
from desktop_app.domain.kinds import Sex

NUMBERS = st.tuples(
    st.integers(110000, 659999), st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 999)
).map(lambda parts: f"{parts[0]}{parts[1]:%Y%m%d}{parts[2]:03}")


def made(first_17: str) -> str:
    return first_17 + check_digit(first_17)


@given(NUMBERS)
def test_the_check_digit_makes_the_weighted_sum_one_modulo_eleven(first_17: str) -> None:
    number = made(first_17)
    values = [10 if character == "X" else int(character) for character in number]
    assert sum(value * pow(2, 17 - place, 11) for place, value in enumerate(values)) % 11 == 1
    assert valid(number)


@pytest.mark.parametrize("digits", ["", "1501021986060699", "150102198606069991"])
def test_a_check_digit_belongs_to_seventeen_digits_only(digits: str) -> None:
    with pytest.raises(ValueError, match="argument"):
        check_digit(digits)


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(first_17: str, place: int, by: int) -> None:
    number = made(first_17)
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not valid(wrong)


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbours_swapped_are_always_noticed(first_17: str, place: int) -> None:
    number = made(first_17)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert valid(swapped) is (swapped == number)


@given(NUMBERS)
def test_the_date_and_the_sex_are_read_back(first_17: str) -> None:
    number = made(first_17)
    day = birth_date(number)
    assert day is not None
    assert f"{day:%Y%m%d}" == number[6:14]
    assert sex(number) is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@pytest.mark.parametrize(
    ("digits", "exists"),
    [
        ("20000229", True),
        ("19960229", True),
        ("19000229", False),  # a century that is no leap year
        ("21000229", False),
        ("20010229", False),
        ("19850431", False),
        ("19850010", False),
        ("19851301", False),
        ("19850100", False),
        ("00000101", False),
    ],
)
def test_only_days_that_exist(digits: str, exists: bool) -> None:
    number = made(f"150102{digits}999")
    assert valid(number) is exists
    assert (birth_date(number) is not None) is exists


# Local county codes came into use long after many applicants' births; 1526xx are the former codes of three counties.
@pytest.mark.parametrize(
    ("area", "day"),
    [
        ("150102", "19600101"),  # code in use from 1983
        ("150105", "19750101"),
        ("150123", "19800101"),  # from 1995
        ("150124", "19850101"),
        ("150125", "19700101"),  # from 1996
        ("152621", "19700101"),
        ("152622", "19700101"),
        ("152623", "19700101"),
        ("150171", "19990101"),  # the development zones' own codes
        ("150172", "19990101"),
        ("999999", "19990101"),
    ],
)
def test_the_region_never_refuses_a_number(area: str, day: str) -> None:
    assert valid(made(f"{area}{day}999"))


def number_with_x() -> str:
    for sequence in range(1000):
        number = made(f"15010219860606{sequence:03}")
        if number.endswith("X"):
            return number
    raise AssertionError("no number ends in X")


def test_only_the_upper_case_x_is_one() -> None:
    number = number_with_x()
    assert valid(number)
    for wrong in (number[:-1] + "x", number[:-1] + "Ｘ", number[:-1] + "Х"):  # full-width, Cyrillic
        assert not well_formed(wrong)
        assert not valid(wrong)
        assert birth_date(wrong) is None
        assert sex(wrong) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15010219860606999",
        "1501021986060699911",
        "150102860606999",  # fifteen digits, no longer issued
        "０５０１０２１９８６０６０６９９９１",
        "１５０１０２１９８６０６０６９９９１",  # digits to Unicode, not to the standard
        "١٥٠١٠٢١٩٨٦٠٦٠٦٩٩٩١",
        " 50102198606069991",
        "150102198606069991\n",
        "050102198606069991",
        "15010219860606X991",
        "150102-19860606-99",
    ],
)
def test_anything_else_is_not_even_formed(text: str) -> None:
    assert not well_formed(text)
    assert not valid(text)
    assert birth_date(text) is None
    assert sex(text) is None


def test_a_wrong_check_digit_leaves_the_date_readable() -> None:
    number = made("15010219860606999")
    wrong = number[:-1] + ("2" if number[-1] != "2" else "3")
    assert not valid(wrong)
    assert birth_date(wrong) == date(1986, 6, 6)


@given(st.text(max_size=30))
def test_a_mask_keeps_the_length_and_shows_no_birthday(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert set(shown[6:-2]) <= {"*"}
    if len(text) <= 8:
        assert set(shown) <= {"*"}


def test_a_masked_number_shows_region_and_end() -> None:
    assert masked("150102198606069991") == "150102**********91"


def test_the_demo_people_are_nobody() -> None:
    for path in resource("demo").glob("*.json"):
        person = exchange.read(path).person
        assert valid(person.identity_number), path.stem
        assert birth_date(person.identity_number) == person.birth
        assert sex(person.identity_number) is person.sex
        assert person.identity_number[14:17] in ("998", "999"), "set aside for people over a hundred"
