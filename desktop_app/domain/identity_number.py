"""Resident identity numbers (GB 11643-1999): length, birth date and the MOD 11-2 check digit (ISO 7064).

The region is never checked: county codes of this city were assigned later than many applicants' births.
"""

import re
from datetime import date

from desktop_app.domain.kinds import Sex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")


def check_digit(first_17: str) -> str:
    """The eighteenth character that belongs to 17 digits."""
    return _CHECK[sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True)) % 11]


def well_formed(number: str) -> bool:
    """Eighteen characters, the last a digit or an upper-case X."""
    return _FORM.fullmatch(number) is not None


def birth_date(number: str) -> date | None:
    """The date in digits 7-14, or `None` when there is no such day."""
    if not well_formed(number):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex(number: str) -> Sex | None:
    """From digit 17: odd is male."""
    if not well_formed(number):
        return None
    return Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def valid(number: str) -> bool:
    """Whether form, date and check digit hold."""
    return birth_date(number) is not None and check_digit(number[:17]) == number[17]


def masked(number: str) -> str:
    """For screens and lists: first six and last two characters."""
    return number[:6] + "*" * (len(number) - 8) + number[-2:] if len(number) > 8 else "*" * len(number)
