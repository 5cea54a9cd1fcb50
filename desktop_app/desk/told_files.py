"""Files outside the vault of which its log tells: written with the act that says so, and gone where the act is not.

One way for all: an act that fails, a full disk in the vault as much as a power cut, leaves no file without its entry.
What a killed program began is noted in the vault's folder, encrypted, and taken away when the vault is opened again.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Fault
from desktop_app.desk import roles
from desktop_app.domain.audit import Act
from desktop_app.host import atomic
from desktop_app.host.atomic import PRIVATE
from desktop_app.vault.begun_files import BegunFiles, path_of, place
from desktop_app.vault.ledger import Beside

if TYPE_CHECKING:
    from desktop_app.desk.session import Session
    from desktop_app.vault.store import Vault

#: What was on a medium that is not here any more; tried again at each opening, a month long.
_LEFT = "files_left"
_TRIED = timedelta(days=30)
#: A file that is replaced is held in memory until the act is done, up to so many bytes.
_KEPT_AT_HAND = 64 << 20


class Left(msgspec.Struct, frozen=True):
    """What an interrupted act wrote and could not be taken away again: its medium was not there."""

    files: BegunFiles
    since: datetime


def put(session: "Session", files: Mapping[Path, bytes], *, mode: int = PRIVATE) -> None:
    """Write files inside an act, all or none; they go again where the act does not come to be, and what they replaced
    comes back.

    Raises what `write_together` raises, and a `Fault` of the vault where this cannot be noted.
    """
    put_back = partial(_put_back, list(_replaced(files)))
    try:
        with announced(session, files):
            atomic.write_together(files, mode=mode)
    except BaseException:
        put_back()
        raise
    session.vault.go_along(Beside(lambda: None, put_back))


@dataclass(frozen=True, slots=True)
class _Replaced:
    """What a file held before."""

    path: Path
    content: bytes = field(repr=False)
    mode: int
    medium: Path


def _replaced(paths: Iterable[Path]) -> Iterator[_Replaced]:
    for path in paths:
        with suppress(OSError):  # what cannot be read, nobody reads after it either
            if path.is_file() and path.stat().st_size <= _KEPT_AT_HAND:
                yield _Replaced(path, path.read_bytes(), stat.S_IMODE(path.stat().st_mode), _medium(path))


def _put_back(replaced: Sequence[_Replaced]) -> None:
    for one in replaced:
        if not os.path.ismount(one.medium):  # else it would lie in plain on the machine's own disk
            continue
        with suppress(OSError, Fault):  # the medium is gone
            if not one.path.is_file() or one.path.read_bytes() != one.content:
                atomic.write_atomic(one.path, one.content, mode=one.mode)


def _medium(path: Path) -> Path:
    """Where what it lies on hangs. The folder of a stick may stay when the stick is out, empty and on another disk."""
    at = path.absolute().parent.resolve()
    while not os.path.ismount(at) and at != at.parent:
        at = at.parent
    return at


@contextmanager
def announced(session: "Session", files: Mapping[Path, bytes], folder: Path | None = None) -> Iterator[None]:
    """The same for what the block writes in another way. `folder`: the one it makes for them."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    # what lies there already stays, whatever becomes of the act; where nothing can be written nothing is left
    fresh = {
        place(path): digest
        for path, digest in digests.items()
        if os.access((folder or path).absolute().parent, os.W_OK) and not _held_before(path, digest)
    }
    medium = place(_medium(next(iter(files)))) if files else ""
    begun = session.vault.begun.note(fresh, place(folder) if folder else "", medium)
    undo = partial(_undo, session, begun)
    try:
        yield
    except BaseException:
        undo()
        raise
    written = {place(path): digest for path, digest in digests.items()}
    _told_of_now(session.vault, written)
    session.vault.go_along(Beside(partial(_done, session, begun, written), undo))


def _done(session: "Session", begun: BegunFiles, written: Mapping[str, str]) -> None:
    session.vault.begun.told(written)
    session.vault.begun.settled(begun)


def _told_of_now(vault: "Vault", written: Mapping[str, str]) -> None:
    """What an interrupted act left on a medium that is back, and was written again with the same content, stays."""
    kept = _kept(vault)
    rest = [msgspec.structs.replace(one, files=one.files.without(written)) for one in kept]
    if rest != kept:
        vault.settings.put(_LEFT, msgspec.to_builtins([one for one in rest if one.files.files]))


def gone_with_it(session: "Session", paths: Iterable[Path]) -> None:
    """Sealed files that the act under way has written: they go where it does not come to be."""

    def undo() -> None:
        for path in paths:
            with suppress(OSError):  # the medium is gone, and it with it
                path.unlink()

    session.vault.go_along(Beside(lambda: None, undo))


def _undo(session: "Session", begun: BegunFiles) -> None:
    """Where the medium went meanwhile, the note stays for the next opening."""
    if _taken_away(begun):
        session.vault.begun.settled(begun)
    else:
        session.vault.begun.void(begun)


def _taken_away(begun: BegunFiles) -> bool:
    """Whether nothing of it is left; `False` where its medium is not there, or takes no change."""
    if begun.medium and not os.path.ismount(path_of(begun.medium)):
        return False
    try:
        for name, digest in begun.files.items():
            path = path_of(name)
            # the folder of a folder that was never made counts, too
            if not (path_of(begun.folder) if begun.folder else path).parent.is_dir():
                return False
            if _holds(path, digest):
                path.unlink()
            if begun.folder:
                path.with_name(path.name + ".part").unlink(missing_ok=True)
            atomic.sweep(path.parent)
    except OSError:
        return False
    if begun.folder:
        with suppress(OSError):  # it was never made, or holds what is not ours
            path_of(begun.folder).rmdir()
    return True


def _holds(path: Path, digest: str) -> bool:
    """Whether the file there has this content. Raises `OSError` where one is there and cannot be read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def _held_before(path: Path, digest: str) -> bool:
    try:
        return _holds(path, digest)
    except OSError:
        return False


def settle(vault: "Vault", clock: Clock) -> None:
    """When a vault is opened: take away what a killed program wrote and its log does not tell of.

    What lies on a medium that is not there is remembered, and said until it is gone. Raises a `Fault` of the vault.
    """
    now = clock.now()
    kept = _kept(vault)
    before = [one for one in kept if now - one.since < _TRIED]
    found = [Left(one, now) for one in vault.begun.left()]
    if not found and not kept:
        return
    gone = [one for one in (*before, *found) if _taken_away(one.files)]
    left = [one for one in (*before, *found) if one not in gone]
    vault.interrupted = tuple(_names(gone))
    if found or left != kept:
        said = {"removed": str(len(gone)), "left": str(len(left))}
        try:
            with vault.act(Act.FILES_SETTLED, said):
                vault.settings.put(_LEFT, msgspec.to_builtins(left))
        except Fault:  # the disk is full: whatever is noted next would take the place of what was found
            vault.begun.keep(one.files for one in found if one in left)
            raise
    vault.begun.clear()


def _kept(vault: "Vault") -> list[Left]:
    kept: Any = vault.settings.get(_LEFT, [])
    try:
        return msgspec.convert(kept, list[Left])
    except msgspec.ValidationError:
        return []


def _names(of: list[Left]) -> Iterator[str]:
    """As they are shown; what is no text in a name is shown as such."""
    for one in of:
        for name in [one.files.folder] if one.files.folder else one.files.files:
            yield os.fsencode(path_of(name)).decode(errors="replace")


def interrupted(session: "Session") -> tuple[str, ...]:
    """What was being written when the program was killed, and is not there any more: it has to be asked for again."""
    return _shown(session, session.vault.interrupted)


def left(session: "Session") -> tuple[str, ...]:
    """What may still lie, whole or in part, where the vault could not look."""
    now = session.clock.now()
    return _shown(session, _names([*_kept(session.vault), *(Left(one, now) for one in session.vault.begun.voided())]))


def _shown(session: "Session", paths: Iterable[str]) -> tuple[str, ...]:
    """A file may be called after whoever it is about: who sees no contents is told the folder."""
    sees = roles.sees_contents(session.vault)
    return tuple(path if sees else str(Path(path).parent) for path in paths)
