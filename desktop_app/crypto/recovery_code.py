"""The recovery code: 130 random bits as seven groups that a person copies from paper, each with a check of its own.

A group is four characters and a check over them and the group's number, in GF(32): one wrong character, two that
changed places and two groups that changed places always show, and the group is named. The last two characters of the
seventh group check the whole, for mistakes that happen to fit their group.
"""

import hashlib
import re
import secrets
import unicodedata

from desktop_app.core.errors import Code, Fault

GROUPS = 7
SIZE = 5
_LETTERS = 4  # of a group; the fifth is its check
_RANDOM = 26  # characters of five random bits each
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Crockford's base 32 reads what a pen or an eye confuses as one character.
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_BETWEEN = re.compile(r"[\s\-‐-―－_.,，。、/]+")
_FIELD = 0b100101  # x⁵ + x² + 1, primitive: the powers of 2 are all different


def new_code() -> tuple[str, ...]:
    """A fresh code in its groups."""
    return _grouped([secrets.randbelow(32) for _ in range(_RANDOM)])


def secret_of(typed: str) -> bytes:
    """What the code stands for, however it was typed.

    Raises `Fault(RECOVERY_GROUP | RECOVERY_LENGTH | RECOVERY_WHOLE)`.
    """
    groups = _split(typed)
    if wrong := wrong_groups(groups):
        raise Fault(Code.RECOVERY_GROUP, number=", ".join(map(str, wrong)))
    values = [_VALUES[letter] for group in groups for letter in group[:_LETTERS]]
    random, check = values[:_RANDOM], values[_RANDOM:]
    if check != _whole(random):
        raise Fault(Code.RECOVERY_WHOLE)
    return _packed(random)


def wrong_groups(groups: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of the groups that cannot be right, counted from 1; an empty group is not judged."""
    return tuple(number for number, group in enumerate(groups, 1) if group and not _fits(number, spelled(group)))


def spelled(typed: str) -> str:
    """A group as it is compared: capitals, plain width, nothing between."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()


def _split(typed: str) -> tuple[str, ...]:
    """The groups. Where a person left gaps, a group with a character too few is found by them."""
    parts = tuple(spelled(part) for part in _BETWEEN.split(unicodedata.normalize("NFKC", typed)) if part)
    if len(parts) == GROUPS:
        return parts
    letters = "".join(parts)
    if len(letters) != GROUPS * SIZE:
        raise Fault(Code.RECOVERY_LENGTH, wanted=GROUPS, size=SIZE, found=len(letters))
    return tuple(letters[at : at + SIZE] for at in range(0, len(letters), SIZE))


def _fits(number: int, group: str) -> bool:
    if len(group) != SIZE or any(letter not in _VALUES for letter in group):
        return False
    values = [_VALUES[letter] for letter in group]
    return values[_LETTERS] == _check(number, values[:_LETTERS])


def _grouped(random: list[int]) -> tuple[str, ...]:
    values = [*random, *_whole(random)]
    made = []
    for number in range(1, GROUPS + 1):
        part = values[(number - 1) * _LETTERS : number * _LETTERS]
        made.append("".join(_ALPHABET[value] for value in (*part, _check(number, part))))
    return tuple(made)


def _check(number: int, values: list[int]) -> int:
    """A weighted sum: as no weight is 0 and none is like another, no change of one and no exchange of two is lost."""
    total = _times(number, _power(_LETTERS + 1))
    for place, value in enumerate(values, 1):
        total ^= _times(value, _power(place))
    return total


def _power(exponent: int) -> int:
    value = 1
    for _ in range(exponent):
        value = _times(value, 2)
    return value


def _times(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 0b100000:
            one ^= _FIELD
        other >>= 1
    return product


def _whole(random: list[int]) -> list[int]:
    digest = hashlib.sha256(b"fengjuan recovery code 1\n" + _packed(random)).digest()
    return [digest[0] & 31, digest[1] & 31]


def _packed(random: list[int]) -> bytes:
    number = 0
    for value in random:
        number = number << 5 | value
    return number.to_bytes(-(-_RANDOM * 5 // 8), "big")
