"""Whole answers as text, compared with what somebody has read and approved: FENGJUAN_APPROVE=1 writes them anew."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "answers"


def approve(name: str, lines: Iterable[str]) -> None:
    """Fail unless `lines` are those of tests/golden/answers/`name`.txt."""
    file = FOLDER / f"{name}.txt"
    text = "".join(f"{line}\n" for line in lines)
    if os.environ.get("FENGJUAN_APPROVE"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def told(value: Any) -> str:
    """A value with all that is in it on one line; what is empty is left out, so that the line can be read."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if is_dataclass(value) and not isinstance(value, type):
        return _parts((field.name, getattr(value, field.name)) for field in fields(value))
    if isinstance(value, msgspec.Struct):
        return _parts((name, getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, dict):
        return _parts((told(key), each) for key, each in value.items())
    if isinstance(value, (tuple, list)):
        return "[" + "; ".join(told(each) for each in value) + "]"
    if isinstance(value, (set, frozenset)):
        return "{" + "; ".join(sorted(told(each) for each in value)) + "}"
    return str(value)


def _parts(pairs: Iterable[tuple[str, Any]]) -> str:
    named = [(name, each) for name, each in pairs if each not in (None, "", (), [], False)]
    if [name for name, _ in named] == ["zh", "en"]:
        return " / ".join(told(each) for _, each in named)
    texts = [(name, told(each)) for name, each in named]
    return "(" + ", ".join(f"{name}={text}" for name, text in texts if text != "()") + ")"


def approve_line(name: str, key: str, text: str) -> None:
    """The same for one line of a file: fail unless `text` is what the file has for `key`."""
    file = FOLDER / f"{name}.txt"
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    known = dict(line.split("\t", 1) for line in before.splitlines())
    if os.environ.get("FENGJUAN_APPROVE"):
        known[key] = text
        file.write_text("".join(f"{each}\t{known[each]}\n" for each in sorted(known)), encoding="utf-8")
    assert text == known.get(key)


def refusal(fields: Mapping[str, object], text: str) -> str:
    """A refusal: what it says and the two lines to which it points, for their numbers move with every edit."""
    line = int(str(fields["line"]))
    there = " ⏎ ".join(each.strip() for each in text.splitlines()[line - 1 : line + 1]) if line else "the whole file"
    said = " ".join(re.sub(r"\bline \d+", "line …", str(fields["detail"])).split())
    return f"{fields['path']}: {said} @ {there[:120]}"
