"""Thirty digits that people compare: on the seal label, on contact cards.

99.7 bits: making another package or card with the same digits takes 2^99 tries; 20 digits would be within a state's
reach. Digits and not words: they survive every font, dialect, telephone and input method.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Mapping

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, own

GROUPS = 6
_WIDTH = 5
_SPACE = 10 ** (GROUPS * _WIDTH)


def thirty(purpose: str, raw: bytes) -> str:
    """`raw` as six groups of five digits, different for every purpose."""
    number = int.from_bytes(hashlib.sha256(purpose.encode("ascii") + b"\0" + raw).digest(), "big") % _SPACE
    text = f"{number:030d}"
    return " ".join(text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH))


#: How digits are said over a telephone, so that one and seven are never mistaken for one another.
_SPOKEN = {
    "zh": ("洞", "幺", "两", "三", "四", "五", "六", "拐", "八", "勾"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}


def spoken(groups: str, language: Language) -> str:
    """Thirty digits in the words in which they are read aloud, group by group."""
    words, between = own(_SPOKEN, language), "" if language is Language.ZH else " "
    said = [between.join(words[int(digit)] for digit in group) for group in groups.split(" ")]
    return ("　" if language is Language.ZH else ", ").join(said)


def check_groups(expected: str, typed: Mapping[int, str], code: Code = Code.FINGERPRINT_MISMATCH) -> None:
    """Raises `Fault(code)` naming the first typed group (by 0…5) that is not the one in `expected`.

    Nothing typed is no comparison, so it fails too.
    """
    groups = expected.split(" ")
    if not typed:
        raise Fault(code, group=1)
    for index in sorted(typed):
        right = 0 <= index < GROUPS and hmac.compare_digest(_plain(typed[index]), groups[index].encode("ascii"))
        if not right:
            raise Fault(code, group=index + 1)


def _plain(text: str) -> bytes:
    """Digits as typed, also full-width ones from a Chinese input method, without blanks around."""
    return "".join(str(unicodedata.decimal(c, "x")) for c in text.strip()).encode("ascii")
