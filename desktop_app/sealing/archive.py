"""A package's archive as a stream of bytes, and the promises of its manifest held against that stream."""

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from desktop_app.core.errors import Code, Fault
from desktop_app.sealing import bag
from desktop_app.sealing.content import Payload
from desktop_app.sealing.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Part:
    """So many bytes of the archive. `digest` is what a file of another's was signed for; ours need none."""

    size: int
    open: Callable[[], BinaryIO]
    name: str = ""
    digest: str = ""


def parts(manifest: Manifest, before: Sequence[tuple[str, bytes]], payloads: Sequence[Payload]) -> Iterator[Part]:
    """The archive from front to back: tags, then every file between its header and its padding."""
    when = int(manifest.sealed_at.timestamp())
    for name, data in before:
        yield _made(bag.header(manifest.package_id, name, len(data), when) + data + bag.padding(len(data)))
    for entry, payload in zip(manifest.files, payloads, strict=True):
        yield _made(bag.header(manifest.package_id, entry.path, entry.size, when))
        if isinstance(payload, bytes):
            yield _made(payload)
        else:
            yield Part(payload.size, payload.open, payload.name, payload.digest)
        yield _made(bag.padding(entry.size))
    yield _made(bag.END)


def _made(data: bytes) -> Part:
    return Part(len(data), lambda: io.BytesIO(data))


class Archive:
    """Reads the parts straight into the buffers offered. Raises `Fault(SOURCE_CHANGED)` where a size is not kept."""

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self._part = Part(0, io.BytesIO)
        self._stream: BinaryIO = io.BytesIO()
        self._left = 0

    def readinto(self, buffer: memoryview, /) -> int:
        """Some bytes of one part, nothing at the end."""
        while not self._left:
            if self._stream.read(1):  # it goes on behind the size that was promised
                raise Fault(Code.SOURCE_CHANGED, name=self._part.name)
            self._stream.close()
            part = next(self._parts, None)
            if part is None:
                return 0
            self._part, self._stream, self._left = part, part.open(), part.size
        size: int = self._stream.readinto(buffer[: self._left])  # type: ignore[attr-defined]
        if not size:
            raise Fault(Code.SOURCE_CHANGED, name=self._part.name)
        self._left -= size
        return size

    def close(self) -> None:
        """Close a source that was being read."""
        self._stream.close()


class Promised:
    """Looks at the archive's bytes in order and holds each file against the digest it was signed for."""

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self._part = Part(0, io.BytesIO)
        self._left = 0
        self._found = hashlib.sha256()

    def look(self, block: memoryview) -> None:
        """Raises `Fault(SOURCE_CHANGED)` when the first byte after such a file comes; the last file is not the end."""
        while block:
            while not self._left:
                self._turn()
            here = block[: self._left]
            if self._part.digest:
                self._found.update(here)
            self._left -= len(here)
            block = block[len(here) :]

    def _turn(self) -> None:
        if self._part.digest and self._found.hexdigest() != self._part.digest:
            raise Fault(Code.SOURCE_CHANGED, name=self._part.name)
        self._part = next(self._parts)
        self._left = self._part.size
        self._found = hashlib.sha256()
