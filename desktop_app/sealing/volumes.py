"""One age file as several files of a medium that cannot hold it whole: cut anywhere, joined by `cat` or `copy /b`."""

import hashlib
import io
import stat
from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto.digesting import Digests, Hash
from desktop_app.sealing import names
from desktop_app.sealing.disk import Counter, NewFolder, Written, blocks, on_medium
from desktop_app.sealing.manifest import Seal, VolumeEntry


class VolumeWriter:
    """Takes the age file as it comes and begins the next volume when one is full."""

    def __init__(
        self,
        folder: NewFolder,
        volume_names: list[str],
        volume_bytes: int,
        digests: Digests,
        kept: Collection[str] = (),
    ) -> None:
        """`kept` volumes lie there already and are only compared."""
        self._folder = folder
        self._kept = kept
        self._names = volume_names
        self._room = volume_bytes
        self._digests = digests
        # One volume is the whole, and the whole is hashed beside the cipher anyway.
        self._hashes = [hashlib.sha256() for _ in volume_names] if len(volume_names) > 1 else []
        self.files: list[Written] = []
        self._current = self._begin(volume_names[0])

    def write(self, block: memoryview) -> int:
        size = len(block)
        while block:
            room = self._room - self._current.size
            if room == 0:
                self._finish()
                self._current = self._begin(self._names[len(self.files)])
                continue
            if self._hashes:
                self._digests.feed(self._hashes[len(self.files)], block[:room])
            self._current.write(block[:room])
            self._digests.settle()
            block = block[room:]
        return size

    def _begin(self, name: str) -> Written:
        return self._folder.kept(name) if name in self._kept else self._folder.file(name)

    def close(self, whole: str) -> tuple[VolumeEntry, ...]:
        """Make the last volume durable; all volumes in order. `whole` is the digest of all that was written."""
        self._finish()
        found = [one.hexdigest() for one in self._hashes] or [whole]
        return tuple(
            VolumeEntry(n=number, name=file.path.name, bytes=file.size, sha256=digest)
            for number, (file, digest) in enumerate(zip(self.files, found, strict=True), start=1)
        )

    def _finish(self) -> None:
        self._current.finish()
        self.files.append(self._current)


class _Joined(io.RawIOBase):
    """The volumes of a folder, one after the other."""

    def __init__(self, paths: list[Path]) -> None:
        self._paths = paths
        self._at = 0
        self._file: io.FileIO | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object, /) -> int:
        view = memoryview(cast("bytearray", buffer))
        while self._at < len(self._paths):
            with on_medium(self._paths[self._at]):
                if self._file is None:
                    self._file = self._paths[self._at].open("rb", buffering=0)
                if size := self._file.readinto(view):
                    return size
                self._file.close()
            self._file = None
            self._at += 1
        return 0

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def joined(folder: Path, seal: Seal) -> io.BufferedReader:
    """The age file, read from its volumes. Close it."""
    return io.BufferedReader(_Joined([folder / volume.name for volume in seal.cipher.volumes]), 1024 * 1024)


class Place(Protocol):
    """Where volumes lie: a folder, or the image of a disc."""

    def present(self) -> Collection[str]:
        """The names of all files there."""

    def look(self, volume: VolumeEntry, /) -> None:
        """What is seen of a volume without reading it. Raises `Fault(VOLUME_MISSING | VOLUME_SIZE)`."""

    def read(self, volume: VolumeEntry, /) -> Generator[bytes | memoryview, None, None]:
        """Its blocks, each good while the next is read. What `look` cannot see may end at the first byte too many."""


@dataclass(frozen=True, slots=True)
class InFolder:
    """The volumes of a package's folder."""

    folder: Path

    def present(self) -> Collection[str]:
        with on_medium(self.folder):
            return {path.name for path in self.folder.iterdir()}

    def look(self, volume: VolumeEntry) -> None:
        check_size(self.folder / volume.name, volume)

    def read(self, volume: VolumeEntry) -> Generator[bytes | memoryview, None, None]:
        return blocks(self.folder / volume.name)


def check(place: Place, seal: Seal, counter: Counter, numbers: Collection[int] | None = None) -> None:
    """Exactly the listed volumes, each with its size and digest; of `numbers` alone where some lie elsewhere.

    Raises `Fault(VOLUME_MISSING | ENTRY_UNEXPECTED | VOLUME_SIZE | VOLUME_DIGEST)` with the name to copy again.
    """
    listed = {volume.name for volume in seal.cipher.volumes}
    present = set(place.present())
    wanted = [volume for volume in seal.cipher.volumes if numbers is None or volume.n in numbers]
    for volume in wanted:
        if volume.name not in present:
            raise Fault(Code.VOLUME_MISSING, name=volume.name)
    if extra := sorted(name for name in present - listed if names.looks_like_volume(name)):
        raise Fault(Code.ENTRY_UNEXPECTED, name=extra[0])
    for volume in wanted:
        place.look(volume)
    whole = hashlib.sha256()
    with Digests() as beside:
        for volume in wanted:
            _check_digest(place, volume, counter, beside, whole if len(listed) > 1 else None)
    if len(wanted) < len(listed):
        return
    digest = whole.hexdigest() if len(listed) > 1 else seal.cipher.volumes[0].sha256
    if seal.cipher.sha256 != digest:
        raise Fault(Code.VOLUME_DIGEST, name=names.SEAL)


def check_size(path: Path, volume: VolumeEntry) -> None:
    """A regular file of the listed size. Raises `Fault(VOLUME_MISSING | VOLUME_SIZE)`."""
    with on_medium(path):
        found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise Fault(Code.VOLUME_MISSING, name=volume.name)
    _require_size(volume, found.st_size)


def _check_digest(place: Place, volume: VolumeEntry, counter: Counter, beside: Digests, whole: Hash | None) -> None:
    """The volume's digest on one thread and, `beside` it, the one of all volumes on another."""
    found, size = hashlib.sha256(), 0
    with Digests() as digests, closing(place.read(volume)) as read:
        for block in read:
            # What was fed before this block was read is taken in before the block after it is.
            digests.settle()
            beside.settle()
            digests.feed(found, block)
            beside.feed(whole, block)
            size += len(block)
            counter(len(block))
    _require_size(volume, size)
    if found.hexdigest() != volume.sha256:
        raise Fault(Code.VOLUME_DIGEST, name=volume.name)


def _require_size(volume: VolumeEntry, found: int) -> None:
    if found != volume.bytes:
        raise Fault(Code.VOLUME_SIZE, name=volume.name, expected=volume.bytes, found=found)
