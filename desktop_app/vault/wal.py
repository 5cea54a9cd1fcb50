"""The log beside the database that a program which died left: whether SQLite will read all of it, and only ours.

SQLite folds whatever reads as a log into the file, another vault's as well, and throws away without a word what comes
behind a frame that does not. Both are looked for before it sees the file (sqlite.org/fileformat2.html#walformat).
"""

import os
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.crypto.locked import LockedBytes
from desktop_app.vault import files, pages
from desktop_app.vault.faults import file_faults

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hmac import HMAC

NAME = files.DATABASE + "-wal"
#: Where it is put when an officer opens the vault without it.
ASIDE = NAME + ".damaged"
_HEADER, _FRAME = struct.Struct(">IIIIIIII"), struct.Struct(">IIIIII")
#: The last bit says in which order of bytes the sums are.
_MAGIC = 0x377F0682
_WORDS = 0xFFFFFFFF

Sum = tuple[int, int]


class State(Enum):
    """What becomes of the log when the database is opened."""

    WHOLE = "whole"  # at most the last transaction is torn: a power cut
    BROKEN = "broken"  # a finished transaction lies behind one that cannot be read
    FOREIGN = "foreign"  # it reads as a log, but its pages are not this vault's


@dataclass(frozen=True, slots=True)
class _Frame:
    page: int
    commit: int  # pages of the file after the transaction that it ends; 0 within one
    salts: tuple[int, int]
    sum: Sum
    head: bytes
    content: bytes


def require_whole(folder: Path, keys: tuple[LockedBytes, ...], *, set_aside: bool) -> str:
    """The name under which a log that is not whole was set aside, where that is allowed; empty for one that is whole.

    Raises `Fault(VAULT_LOG_DAMAGED)` where it is not allowed; then nothing was changed.
    """
    with file_faults(NAME):
        found = state(folder, keys)
        if found is State.WHOLE or (found is State.BROKEN and (folder / files.BULK).exists()):
            return ""
        aside = _free(folder)
        if not set_aside:
            raise Fault(Code.VAULT_LOG_DAMAGED, part=NAME, aside=aside.name)
        if found is State.FOREIGN:
            (folder / NAME).replace(aside)
        else:
            _copy(folder / NAME, aside)  # what SQLite can read of it goes into the file
        sync_folder(folder)
        return aside.name


def _copy(log: Path, aside: Path) -> None:
    """On the medium before anything is folded in, or not there at all."""
    try:
        shutil.copyfile(log, aside)
        with aside.open("r+b") as copied:
            os.fsync(copied.fileno())
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def state(folder: Path, keys: tuple[LockedBytes, ...]) -> State:
    """What is there, judged under the one of the keys that the database has."""
    try:
        file = (folder / NAME).open("rb")
    except FileNotFoundError:
        return State.WHOLE
    with file:
        begins = file.read(_HEADER.size)
        if len(begins) < _HEADER.size or not any(begins):
            return State.WHOLE
        little, running, salts = _begun(begins)
        if salts is None:
            return State.BROKEN
        return _walked(file, little, running, salts, _judge(folder / files.DATABASE, keys))


def _walked(file: BinaryIO, little: bool, running: Sum, salts: tuple[int, int], judge: "HMAC | None") -> State:
    frames = _frames(file)
    torn: list[_Frame] = []
    for frame in frames:
        running = _summed(frame.head + frame.content, running, little=little)
        if frame.salts != salts or frame.sum != running:
            torn = [frame]
            break
        if judge is not None and not pages.genuine(frame.content, frame.page, judge):
            return State.FOREIGN
    # What an earlier round of the log left has other salts. A power cut tears the last transaction alone, but may
    # leave its end without its middle: the medium writes in what order it likes until it is told to have written all.
    ends = sum(1 for frame in chain(torn, frames) if frame.commit and frame.salts == salts)
    return State.BROKEN if ends > 1 else State.WHOLE


def _begun(header: bytes) -> tuple[bool, Sum, tuple[int, int] | None]:
    """The order of bytes, the sum so far and the salts, `None` for a header that SQLite will not take."""
    magic, _, size, _, *salts, first, second = _HEADER.unpack(header)
    little = magic == _MAGIC
    running = _summed(header[:24], (0, 0), little=little)
    whole = magic in (_MAGIC, _MAGIC | 1) and size == pages.SIZE and running == (first, second)
    return little, running, (salts[0], salts[1]) if whole else None


def _frames(file: BinaryIO) -> Iterator[_Frame]:
    while len(read := file.read(_FRAME.size + pages.SIZE)) == _FRAME.size + pages.SIZE:
        page, commit, *salts, first, second = _FRAME.unpack_from(read)
        yield _Frame(page, commit, (salts[0], salts[1]), (first, second), read[:8], read[_FRAME.size :])


def _summed(data: bytes, before: Sum, *, little: bool) -> Sum:
    first, second = before
    words = struct.unpack(f"{'<' if little else '>'}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _WORDS
        second = (second + odd + first) & _WORDS
    return first, second


def _judge(database: Path, keys: tuple[LockedBytes, ...]) -> "HMAC | None":
    """`None` where the file's own first page says nothing: the database is damaged itself."""
    with database.open("rb") as file:
        first = file.read(pages.SIZE)
    for key in keys:
        judge = pages.keyed_by(key, first[: pages.SALT])
        if pages.genuine(first, 1, judge):
            return judge
    return None


def _free(folder: Path) -> Path:
    """A name that nothing has: an earlier one that was set aside stays."""
    names = (ASIDE, *(f"{ASIDE}-{number}" for number in range(2, 1000)))
    return folder / next(name for name in names if not os.path.lexists(folder / name))
