"""The textual part of an age file, read strictly: one accepted spelling of each thing."""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from typing import Protocol

from desktop_app.core.errors import Code, Fault

VERSION_LINE = b"age-encryption.org/v1\n"
MAX_STANZAS = 32
#: 32 post-quantum stanzas take 51 KiB.
MAX_HEADER = 64 * 1024

_COLUMNS = 64
_STANZA_LINE = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)\n")
_BODY_LINE = re.compile(rb"([A-Za-z0-9+/]{0,64})\n")
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapped file key: its kind and further arguments, and its body."""

    arguments: tuple[bytes, ...]
    body: bytes

    @property
    def kind(self) -> bytes:
        return self.arguments[0]


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header; `signed` is what the MAC covers, byte for byte as it was read."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    mac: bytes


def base64_text(raw: bytes) -> bytes:
    """Base 64 without padding."""
    return base64.b64encode(raw).rstrip(b"=")


def base64_bytes(untrusted: bytes) -> bytes:
    """Raises `Fault(AGE_HEADER)` unless `untrusted` is the canonical unpadded spelling."""
    try:
        raw = base64.b64decode(untrusted + b"=" * (-len(untrusted) % 4), validate=True)
    except binascii.Error as error:
        raise Fault(Code.AGE_HEADER, what="base64") from error
    if base64_text(raw) != untrusted:
        raise Fault(Code.AGE_HEADER, what="base64")
    return raw


def written(stanzas: list[Stanza], mac_key: bytes) -> bytes:
    """A whole header with its MAC."""
    lines = [VERSION_LINE]
    for stanza in stanzas:
        text = base64_text(stanza.body)
        lines.append(b"-> " + b" ".join(stanza.arguments) + b"\n")
        lines += [text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text) + 1, _COLUMNS)]
    signed = b"".join(lines) + b"---"
    return signed + b" " + base64_text(hmac.digest(mac_key, signed, "sha256")) + b"\n"


class Lines(Protocol):
    """What a header is read from."""

    def readline(self, size: int, /) -> bytes: ...


def read(source: Lines) -> Header:
    """The header at the start of `source`, which is left at the payload. Raises `Fault(AGE_HEADER)`."""
    lines = _Lines(source)
    if lines.next() != VERSION_LINE:
        raise Fault(Code.AGE_HEADER, what="version")
    stanzas: list[Stanza] = []
    while not (line := lines.next()).startswith(b"---"):
        match = _STANZA_LINE.fullmatch(line)
        if not match or len(stanzas) == MAX_STANZAS:
            raise Fault(Code.AGE_HEADER, what="stanza")
        stanzas.append(Stanza(tuple(match[1].split(b" ")), _body(lines)))
    match = _MAC_LINE.fullmatch(line)
    if not match or not stanzas:
        raise Fault(Code.AGE_HEADER, what="mac")
    return Header(tuple(stanzas), lines.seen[: -len(line)] + b"---", base64_bytes(match[1]))


def _body(lines: "_Lines") -> bytes:
    text = b""
    while True:
        match = _BODY_LINE.fullmatch(lines.next())
        if not match:
            raise Fault(Code.AGE_HEADER, what="body")
        text += match[1]
        if len(match[1]) < _COLUMNS:
            return base64_bytes(text)


class _Lines:
    def __init__(self, source: Lines) -> None:
        self._source = source
        self.seen = b""

    def next(self) -> bytes:
        line = self._source.readline(MAX_HEADER - len(self.seen))
        if not line.endswith(b"\n"):
            raise Fault(Code.AGE_HEADER, what="end")
        self.seen += line
        return line
