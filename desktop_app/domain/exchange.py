"""The exchange form: an application as JSON, read strictly and written canonically (RFC 8785)."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import rfc8785

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.domain import marking
from desktop_app.domain.application import SCHEMA, Application

#: An application without its attachments is text; anything larger is not one.
MAX_BYTES = 4 * 1024 * 1024

_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_EXPECTED = re.compile(r"Expected `(?P<want>[^`]*)`, got `(?P<got>[^`]*)`")


def read(path: Path) -> Application:
    """The application in a JSON file. Every way it can be unreadable is one `Fault` that names the place."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=error.strerror or "") from error
    return parse(raw, name=path.name)


def parse(untrusted: bytes, name: str = "JSON") -> Application:
    """The application in `untrusted` bytes, checked. Raises `Fault` with the field's place in `where`."""
    tree = _tree(untrusted, name)
    _check_schema(tree, name)
    _check_text(tree, "$")
    try:
        application = msgspec.convert(tree, Application)
    except msgspec.ValidationError as error:
        raise _fault(str(error)) from error
    marking.check(application.marking)
    for material in application.materials:
        marking.check(material.marking)
    return application


def _tree(untrusted: bytes, name: str) -> dict[str, Any]:
    if len(untrusted) > MAX_BYTES:
        raise Fault(Code.JSON_UNREADABLE, path=name, line=0, column=0)
    try:
        tree = json.loads(untrusted.decode("utf-8-sig"), parse_constant=_no_constant, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise Fault(Code.JSON_UNREADABLE, path=name, line=error.lineno, column=error.colno) from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Fault(Code.JSON_UNREADABLE, path=name, line=0, column=0) from error
    if not isinstance(tree, dict):
        raise Fault(Code.SCHEMA_UNKNOWN, path=name, expected=SCHEMA)
    return tree


def _no_constant(word: str) -> None:
    raise ValueError(word)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _check_schema(tree: dict[str, Any], name: str) -> None:
    if tree.get("schema") != SCHEMA:
        raise Fault(Code.SCHEMA_UNKNOWN, path=name, expected=SCHEMA)


def _check_text(node: object, where: str) -> None:
    if isinstance(node, str):
        bad = unsafe_characters(node, lines=True)
        if bad or normal(node) != node:
            raise Fault(Code.TEXT_NOT_ALLOWED, where=where, character=f"U+{ord(bad[0]):04X}" if bad else "NFC")
    elif isinstance(node, dict):
        for key, child in node.items():
            _check_text(child, f"{where}.{key}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            _check_text(child, f"{where}[{index}]")


def _fault(message: str) -> Fault:
    match = _WHERE.match(message)
    what, where = (match["what"], match["path"] or "$") if match else (message, "$")
    if unknown := _UNKNOWN.search(what):
        return Fault(Code.FIELD_UNKNOWN, where=f"{where}.{unknown[1]}")
    if missing := _MISSING.search(what):
        return Fault(Code.FIELD_MISSING, where=f"{where}.{missing[1]}")
    if expected := _EXPECTED.search(what):
        return Fault(Code.FIELD_TYPE, where=where, want=expected["want"], got=expected["got"])
    if "date" in what:
        return Fault(Code.DATE_IMPOSSIBLE, where=where)
    return Fault(Code.FIELD_VALUE, where=where)


def canonical(value: msgspec.Struct) -> bytes:
    """`value` as canonical JSON (RFC 8785): what digests and signatures are made over."""
    return rfc8785.dumps(msgspec.to_builtins(value))


def digest(value: msgspec.Struct) -> str:
    """SHA-256 of the canonical form, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def pretty(application: Application) -> str:
    """The exchange form for people to read: indented, Chinese as Chinese."""
    return json.dumps(msgspec.to_builtins(application), ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the exchange form."""
    made = msgspec.json.schema(Application)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:fengjuan:{SCHEMA}",
        "title": "封卷职称申报交换格式",
        **made,
    }
