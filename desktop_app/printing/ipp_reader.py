"""Bytes to IPP messages (RFC 8010); trusts nothing it is given."""

import struct

from desktop_app.printing.ipp_values import (
    Attribute,
    AttributeGroup,
    Collection,
    Group,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
)

_END = 0x03
_END_COLLECTION = 0x37
_MEMBER_NAME = 0x4A
#: Far above any printer seen (a full media-col-database is some 300 kB), far below what would hurt.
MAX_MESSAGE = 4 << 20
_MAX_VALUES = 20_000
_MAX_DEPTH = 8

_NUMBERS = (Tag.INTEGER, Tag.ENUM)
_WITH_LANGUAGE = (Tag.TEXT_LANGUAGE, Tag.NAME_LANGUAGE)
#: Written for people; a printer that spells them in another charset is still a printer.
_FOR_PEOPLE = (Tag.TEXT, Tag.NAME, *_WITH_LANGUAGE)


class MalformedError(Exception):
    """These bytes are not an IPP message."""


def decode(untrusted: bytes) -> Message:
    """The message that `untrusted` spells. Raises `MalformedError` for anything else."""
    if len(untrusted) > MAX_MESSAGE:
        raise MalformedError("too long")
    return _Reader(untrusted).message()


class _Reader:
    """Walks the bytes once; every step checks that there is something to read."""

    def __init__(self, untrusted: bytes) -> None:
        self._bytes = untrusted
        self._at = 0
        self._values = 0

    def message(self) -> Message:
        major, minor, code, request_id = struct.unpack(">BBHI", self._take(8))
        if major not in (1, 2):
            raise MalformedError("version")
        groups: list[AttributeGroup] = []
        tag = self._byte()
        while tag != _END:
            try:
                kind = Group(tag)
            except ValueError:
                raise MalformedError("group") from None
            attributes, tag = self._attributes()
            groups.append(AttributeGroup(kind, attributes))
        return Message(code, request_id, tuple(groups), (major, minor), self._bytes[self._at :])

    def _attributes(self) -> tuple[tuple[Attribute, ...], int]:
        """The attributes up to the next group's tag, and that tag."""
        found = _Gathering()
        while (number := self._byte()) > 0x0F:
            tag = _tag(number)
            name = self._name()
            if name:
                found.begin(name, tag)
            elif tag.out_of_band:
                raise MalformedError("no name")
            found.add(tag, self._read(tag, 0))
        return found.done(), number

    def _read(self, tag: Tag, depth: int) -> Value | None:
        raw = self._sized()
        self._values += 1
        if self._values > _MAX_VALUES:
            raise MalformedError("too many values")
        if tag is not Tag.COLLECTION:
            return _meaning(tag, raw)
        if raw or depth >= _MAX_DEPTH:
            raise MalformedError("collection")
        return self._collection(depth + 1)

    def _collection(self, depth: int) -> Collection:
        found = _Gathering()
        while (number := self._byte()) != _END_COLLECTION:
            if self._name():
                raise MalformedError("member with a name")
            if number == _MEMBER_NAME:
                name = _spelled(self._sized(), "strict")
                number = self._byte()
                if self._name():
                    raise MalformedError("member with a name")
                found.begin(name, _tag(number))
            tag = _tag(number)
            found.add(tag, self._read(tag, depth))
        if self._name() or self._sized():
            raise MalformedError("end of collection")
        return Collection(found.done())

    def _byte(self) -> int:
        return self._take(1)[0]

    def _name(self) -> str:
        return _spelled(self._sized(), "strict")

    def _sized(self) -> bytes:
        return self._take(int.from_bytes(self._take(2), "big"))

    def _take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._bytes):
            raise MalformedError("cut short")
        taken, self._at = self._bytes[self._at : end], end
        return taken


class _Gathering:
    """Attributes as they come: a named value opens one, nameless values join it."""

    def __init__(self) -> None:
        self._done: list[tuple[str, Tag, list[Value]]] = []

    def begin(self, name: str, tag: Tag) -> None:
        if not name:
            raise MalformedError("name")
        self._done.append((name, tag, []))

    def add(self, tag: Tag, value: Value | None) -> None:
        """Join a value to the attribute opened last; `None` for an out-of-band one."""
        if not self._done:
            raise MalformedError("value without a name")
        if value is None:
            return
        if self._done[-1][1].out_of_band and not tag.out_of_band:
            raise MalformedError("value beside none")
        self._done[-1][2].append(value)

    def done(self) -> tuple[Attribute, ...]:
        return tuple(Attribute(name, tag, tuple(values)) for name, tag, values in self._done)


def _tag(number: int) -> Tag:
    try:
        return Tag(number)
    except ValueError:
        raise MalformedError("value tag") from None


def _meaning(tag: Tag, raw: bytes) -> Value | None:
    """What the bytes of one value say; `None` for an out-of-band one."""
    if tag.out_of_band:
        return None
    if tag in _NUMBERS:
        return int(_exactly(">i", raw)[0])
    if tag is Tag.BOOLEAN:
        return _truth(raw)
    if tag is Tag.RANGE:
        return Range(*_exactly(">ii", raw))
    if tag is Tag.RESOLUTION:
        return Resolution(*_exactly(">iib", raw))
    if tag in (Tag.OCTETS, Tag.DATE_TIME):
        return raw
    if tag in _WITH_LANGUAGE:
        return _after_language(raw)
    return _spelled(raw, "replace" if tag in _FOR_PEOPLE else "strict")


def _truth(raw: bytes) -> bool:
    if raw not in (b"\x00", b"\x01"):
        raise MalformedError("boolean")
    return raw == b"\x01"


def _exactly(form: str, raw: bytes) -> tuple[int, ...]:
    try:
        return struct.unpack(form, raw)
    except struct.error:
        raise MalformedError("length of a value") from None


def _after_language(raw: bytes) -> str:
    """The text of a textWithLanguage: language and text, each with its length before it."""
    language = int.from_bytes(raw[:2], "big")
    text = raw[4 + language :]
    if len(raw) < 4 + language or int.from_bytes(raw[2 + language : 4 + language], "big") != len(text):
        raise MalformedError("text with language")
    return _spelled(text, "replace")


def _spelled(raw: bytes, errors: str) -> str:
    try:
        return raw.decode("utf-8", errors)
    except UnicodeDecodeError:
        raise MalformedError("charset") from None
