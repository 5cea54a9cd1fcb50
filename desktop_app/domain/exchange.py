"""The exchange form: an application as JSON, read strictly and written canonically (RFC 8785)."""

import hashlib
import inspect
import json
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from desktop_app.core import canonical_json
from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of
from desktop_app.core.text import normal, safe_for_screen, unsafe_characters
from desktop_app.domain import marking
from desktop_app.domain.application import SCHEMA, Application

#: An application without its attachments is text; anything larger is not one.
MAX_BYTES = 4 * 1024 * 1024
#: An application is five levels deep; anything far below that was made to harm.
MAX_DEPTH = 16
#: Longer numbers would not survive canonical JSON (2^53).
MAX_DIGITS = 15
#: The fields whose text may have more than one line.
LONG_TEXTS = frozenset({"work_summary", "text", "defence", "peer", "committee", "approval"})

_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,40}")
_EXPECTED = re.compile(r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`")


def read(path: Path) -> Application:
    """The application in a JSON file. Every way it can be unreadable is one `Fault` that names the place."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    return parse(raw, name=path.name)


def parse(untrusted: bytes, name: str = "JSON") -> Application:
    """The application in `untrusted` bytes, checked. Raises `Fault` with the field's place in `where`."""
    tree = _tree(untrusted, name)
    _check_schema(tree, name)
    _check_node(tree, "$", name)
    try:
        application = msgspec.convert(tree, Application)
    except msgspec.ValidationError as error:
        raise _fault(str(error)) from error
    marking.check(application.marking, "$.marking")
    for index, material in enumerate(application.materials):
        marking.check(material.marking, f"$.materials[{index}].marking")
    return application


def require_sound(value: msgspec.Struct) -> None:
    """Refuse values that could be written but never read again: too long, out of range, of the wrong kind.

    Raises `Fault(FIELD_VALUE | FIELD_TYPE | …)` with the field's place.
    """
    try:
        msgspec.convert(msgspec.to_builtins(value), type(value))
    except msgspec.ValidationError as error:
        raise _fault(str(error)) from error


def _tree(untrusted: bytes, name: str) -> dict[str, Any]:
    if len(untrusted) > MAX_BYTES:
        raise Fault(Code.INPUT_TOO_LARGE, path=name, limit=MAX_BYTES)
    try:
        text = untrusted.decode("utf-8-sig")  # some editors put a byte order mark first; it says nothing
    except UnicodeDecodeError as error:
        raise Fault(Code.NOT_UTF8, path=name, byte=error.start + 1) from error
    try:
        tree = json.loads(
            text,
            parse_constant=partial(_no_constant, name),
            parse_int=partial(_integer, name),
            object_pairs_hook=partial(_unique, name),
        )
    except json.JSONDecodeError as error:
        raise Fault(Code.JSON_UNREADABLE, path=name, line=error.lineno, column=error.colno) from error
    except RecursionError:
        raise Fault(Code.JSON_TOO_DEEP, path=name, where="$") from None
    if not isinstance(tree, dict):
        raise Fault(Code.SCHEMA_UNKNOWN, path=name, expected=SCHEMA)
    return tree


def _no_constant(name: str, word: str) -> None:
    raise Fault(Code.NUMBER_NOT_ALLOWED, path=name, number=word)


def _integer(name: str, digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Fault(Code.NUMBER_NOT_ALLOWED, path=name, number=f"{digits[:MAX_DIGITS]}…")
    return int(digits)


def _unique(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Fault(Code.KEY_TWICE, path=name, key=safe_for_screen(key, 40))
        found[key] = value
    return found


def _check_schema(tree: dict[str, Any], name: str) -> None:
    if tree.get("schema") != SCHEMA:
        raise Fault(Code.SCHEMA_UNKNOWN, path=name, expected=SCHEMA)


def _check_node(node: object, where: str, name: str, depth: int = 0, *, lines: bool = False) -> None:
    if depth > MAX_DEPTH:
        raise Fault(Code.JSON_TOO_DEEP, path=name, where=where)
    if isinstance(node, str):
        _check_text(node, where, lines=lines)
    elif isinstance(node, dict):
        for key, child in node.items():
            if not _KEY.fullmatch(key):
                raise Fault(Code.FIELD_UNKNOWN, where=f"{where}.{safe_for_screen(key, 40)}")
            _check_node(child, f"{where}.{key}", name, depth + 1, lines=key in LONG_TEXTS)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            _check_node(child, f"{where}[{index}]", name, depth + 1)


def _check_text(text: str, where: str, *, lines: bool) -> None:
    if bad := unsafe_characters(text, lines=lines):
        raise Fault(Code.TEXT_NOT_ALLOWED, where=where, character=f"U+{ord(bad[0]):04X}")
    if normal(text) != text:
        raise Fault(Code.TEXT_NOT_ALLOWED, where=where, character="NFC")


def _fault(message: str) -> Fault:
    match = _WHERE.match(message)
    what, where = (match["what"], match["path"] or "$") if match else (message, "$")
    if unknown := _UNKNOWN.search(what):
        return Fault(Code.FIELD_UNKNOWN, where=f"{where}.{unknown[1]}")
    if missing := _MISSING.search(what):
        return Fault(Code.FIELD_MISSING, where=f"{where}.{missing[1]}")
    if expected := _EXPECTED.search(what):
        return Fault(Code.FIELD_TYPE, where=where, want=expected["want"], got=expected["got"])
    if what.startswith("Invalid RFC3339"):
        return Fault(Code.DATE_IMPOSSIBLE, where=where)
    return Fault(Code.FIELD_VALUE, where=where)


def canonical(value: msgspec.Struct) -> bytes:
    """`value` as canonical JSON (RFC 8785): what digests and signatures are made over.

    An application leaves its empty fields out, so that a field which a later release adds changes no earlier digest.
    """
    return canonical_json.spelled(_spare(value) if isinstance(value, Application) else msgspec.to_builtins(value))


def _spare(value: msgspec.Struct) -> dict[str, Any]:
    """`value` without the fields that hold their default, where that default is nothing at all."""
    kind = type(value)
    nothing = _nothing(kind)
    return {
        name: _spelled(child)
        for name, child in ((name, getattr(value, name)) for name in kind.__struct_fields__)
        if name not in nothing or child != nothing[name]
    }


def _spelled(child: Any) -> Any:
    if type(child) is str:
        return child
    if isinstance(child, msgspec.Struct):
        return _spare(child)
    if isinstance(child, tuple):
        return [_spelled(each) for each in child]
    return msgspec.to_builtins(child)


@cache
def _nothing(kind: type[msgspec.Struct]) -> Mapping[str, Any]:
    """The fields of `kind` whose default is nothing: no text, no rows, no, zero, or a part that is all nothing."""
    defaults = {each.name: each.default for each in msgspec.structs.fields(kind)}
    return {
        name: default
        for name, default in defaults.items()
        if default in (None, UNSET, "", (), False, 0) or (isinstance(default, msgspec.Struct) and not _spare(default))
    }


def digest(value: msgspec.Struct) -> str:
    """SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def pretty(application: Application) -> str:
    """The exchange form for people to read: indented, Chinese as Chinese."""
    return json.dumps(msgspec.to_builtins(application), ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the exchange form."""
    made = json.loads(msgspec.json.encode(msgspec.json.schema(Application)))  # plain JSON: no tuples among defaults
    made["$defs"]["Application"]["required"] = ["schema"]
    for one in made["$defs"].values():
        if "description" in one:  # a docstring, whose indent a later CPython takes away
            one["description"] = inspect.cleandoc(one["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fengjuan:{SCHEMA}",
        "title": "封卷职称申报交换格式",
        **made,
    }
