"""How one field's value is shown and how typed text becomes a value; no widget here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from desktop_app.core.text import normal, unsafe_characters
from desktop_app.domain.words import word
from desktop_app.ui.language import language, say


class Unreadable(ValueError):
    """What was typed is no value of this field; the text says what is expected."""


class Format(Protocol):
    """One kind of field."""

    def show(self, value: object) -> str: ...

    def read(self, typed: str) -> object: ...


_FULL_WIDTH = str.maketrans("０１２３４５６７８９－．／", "0123456789-./")
_PARTS = re.compile(r"[-./年月日\s]+")


def _digits(typed: str) -> str:
    return typed.translate(_FULL_WIDTH).strip()


@dataclass(frozen=True, slots=True)
class TextFormat:
    """Any text up to `limit` characters. Invisible deceivers and controls are dropped; the rest is kept as typed."""

    limit: int
    lines: bool = False

    def show(self, value: object) -> str:
        return str(value or "")

    def read(self, typed: str) -> str:
        bad = set(unsafe_characters(typed, lines=self.lines))
        clean = normal("".join(c for c in typed if c not in bad))
        if len(clean) > self.limit:
            raise Unreadable(say("超过 {limit} 字，请删减。", limit=self.limit))
        return clean


def _whole(typed: str, shape: Sequence[int]) -> tuple[int, ...]:
    """Numbers of a date: parted by anything, or run together in the given widths."""
    clean = _digits(typed)
    if clean.isdecimal() and len(clean) == sum(shape):
        cut, parts = 0, []
        for width in shape:
            parts.append(clean[cut : cut + width])
            cut += width
    else:
        parts = [part for part in _PARTS.split(clean) if part]
    if len(parts) != len(shape) or not all(p.isdecimal() and len(p) <= w for p, w in zip(parts, shape, strict=True)):
        raise Unreadable("")
    if len(parts[0]) != 4:
        raise Unreadable("")
    return tuple(int(part) for part in parts)


class MonthFormat:
    """A month: 201906, 2019.6, 2019-06, 2019年6月."""

    def show(self, value: object) -> str:
        return str(value or "")

    def read(self, typed: str) -> str | None:
        if not typed.strip():
            return None
        try:
            year, month = _whole(typed, (4, 2))
            date(year, month, 1)
            if not 1900 <= year <= 2099:
                raise Unreadable("")
        except ValueError:
            raise Unreadable(say("请写年月，如 2019.6。")) from None
        return f"{year:04}-{month:02}"


class DateFormat:
    """A day: 20190601, 2019.6.1, 2019-06-01, 2019年6月1日."""

    def show(self, value: object) -> str:
        return value.isoformat() if isinstance(value, date) else ""

    def read(self, typed: str) -> date | None:
        if not typed.strip():
            return None
        try:
            year, month, day = _whole(typed, (4, 2, 2))
            if not 1900 <= year <= 2099:
                raise Unreadable("")
            return date(year, month, day)
        except ValueError:
            raise Unreadable(say("请写年月日，如 2019.6.1。")) from None


@dataclass(frozen=True, slots=True)
class CountFormat:
    """A whole number. Where `zero_is_blank`, nothing typed means 0."""

    least: int = 0
    most: int = 10_000
    zero_is_blank: bool = True

    def show(self, value: object) -> str:
        return "" if not value and self.zero_is_blank else str(value)

    def read(self, typed: str) -> int:
        clean = _digits(typed)
        if not clean and self.zero_is_blank:
            return 0
        if not clean.isdecimal() or not self.least <= int(clean) <= self.most:
            raise Unreadable(say("请写 {least} 到 {most} 的整数。", least=self.least, most=self.most))
        return int(clean)


class DecimalFormat:
    """A decimal number, kept as text."""

    _form = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,4})?")

    def show(self, value: object) -> str:
        return str(value or "")

    def read(self, typed: str) -> str | None:
        clean = _digits(typed)
        if not clean:
            return None
        if not self._form.fullmatch(clean):
            raise Unreadable(say("请写数字，如 2.5。"))
        return clean


@dataclass(frozen=True, slots=True)
class ChoiceFormat:
    """One of a closed set; typed or pasted by its word."""

    choices: tuple[tuple[object, str], ...]

    def show(self, value: object) -> str:
        return next((words for choice, words in self.choices if choice == value and value is not None), "")

    def read(self, typed: str) -> object:
        clean = normal(typed.strip())
        for choice, words in self.choices:
            if words == clean:
                return choice
        raise Unreadable(say("请从列表中选择。"))


def enum_choices(members: type[Enum], *, blank: bool) -> ChoiceFormat:
    """All members with their words, before them "not filled in" where that is allowed."""
    found: list[tuple[object, str]] = [(member, word(member, language())) for member in members]
    return ChoiceFormat(tuple([(None, ""), *found] if blank else found))


def yes_no(*, blank: bool) -> ChoiceFormat:
    """是 and 否; with `blank` also "not said"."""
    both: list[tuple[object, str]] = [(True, say("是")), (False, say("否"))]
    return ChoiceFormat(tuple([(None, ""), *both] if blank else both))


def code_choices(table: Sequence[tuple[str, str]]) -> ChoiceFormat:
    """A code table: the value is the code, the word its name; "" is not filled in."""
    return ChoiceFormat((("", ""), *table))
