"""Canonical JSON (RFC 8785) as every signed text of the format is written, and the one strict way to read it."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

import msgspec

from desktop_app.core import canonical_json
from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, unsafe_characters

FJ = 1
_MAX_DEPTH = 32
#: The archive's headers count seconds from 1970 in eleven octal digits, and every desk's clock agrees on such days.
_FIRST_TIME, _LAST_TIME = datetime(1971, 1, 1, tzinfo=UTC), datetime.fromtimestamp(8**11 - 1, UTC)
#: Top-level names a later writer may add without older readers minding.
_EXTENSION = "x_"

S = TypeVar("S", bound=msgspec.Struct)


def dump(value: msgspec.Struct) -> bytes:
    """The one spelling of `value`."""
    return canonical_json.spelled(msgspec.to_builtins(value))


def load(untrusted: bytes, wanted: type[S], what: str, limit: int) -> S:
    """`untrusted` as a `wanted`. Raises `Fault(PACKAGE_VERSION)` for a later format, else `Fault(PACKAGE_FORMAT)`."""
    tree = load_object(untrusted, what, limit)
    if tree.get("fj") != FJ or isinstance(tree["fj"], bool):
        raise Fault(Code.PACKAGE_VERSION, what=what, found=str(tree.get("fj"))[:40])
    known = {name: child for name, child in tree.items() if not name.startswith(_EXTENSION)}
    if unknown := sorted(set(known) - set(wanted.__struct_encode_fields__)):
        raise Fault(Code.PACKAGE_VERSION, what=what, found=unknown[0][:40])
    try:
        value = msgspec.convert(known, wanted)
    except msgspec.ValidationError as error:
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="field") from error
    if any(isinstance(each, datetime) and not _is_time(each) for each in msgspec.structs.asdict(value).values()):
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="time")
    # Every field is always written, and times have one spelling: anything else is another text with the same meaning.
    if dump(value) != (untrusted if len(known) == len(tree) else canonical_json.spelled(known)):
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="spelling")
    return value


def _is_time(instant: datetime) -> bool:
    return not instant.utcoffset() and not instant.microsecond and _FIRST_TIME <= instant <= _LAST_TIME


def load_object(untrusted: bytes, what: str, limit: int) -> dict[str, Any]:
    """Any canonical JSON object. Raises `Fault(PACKAGE_FORMAT)`."""
    if len(untrusted) > limit:
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="size")
    try:
        tree = json.loads(untrusted.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse)
        _check(tree, _MAX_DEPTH)
        same = canonical_json.spelled(tree) == untrusted
    except (ValueError, RecursionError) as error:
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="json") from error
    if not same or not isinstance(tree, dict):
        raise Fault(Code.PACKAGE_FORMAT, what=what, detail="spelling")
    return tree


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _check(node: object, depth: int) -> None:
    """Text in NFC without deceiving characters, no more than 32 levels."""
    if depth == 0:
        raise ValueError("depth")
    if isinstance(node, str):
        if node.isascii() and node.isprintable():  # most of it: names, digests, keys
            return
        if normal(node) != node or unsafe_characters(node, lines=True):
            raise ValueError("text")
    elif isinstance(node, dict):
        for name, child in node.items():
            _check(name, depth)
            _check(child, depth - 1)
    elif isinstance(node, list):
        for child in node:
            _check(child, depth - 1)
