"""Backups: made while the desk works on, read back, told in the log, and cleared away by age and number.

A backup takes four steps, so that only the first and the last need the vault's thread: `begin`, `carry_out` (any
thread), `settle`; `back_up` does all of them for a verb.
"""

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from desktop_app.core.clock import CHINA
from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.backups import BackupFile, BackupHabits, KeptBackup
from desktop_app.host import atomic, media
from desktop_app.host.faults import as_fault
from desktop_app.vault import backup_file, snapshots

if TYPE_CHECKING:
    from desktop_app.vault.snapshots import Begun

#: Whole sets of habits to choose from: how often, how many are kept, and for how many days.
PRESETS: dict[str, BackupHabits] = {
    "daily": BackupHabits(every_days=1, keep=14, keep_days=366),
    "weekly": BackupHabits(every_days=7, keep=8, keep_days=366),
    "monthly": BackupHabits(every_days=30, keep=12, keep_days=1100),
}
#: However old, so many of the newest stay.
LEAST_KEPT = 2
_HABITS, _KEPT = "backup_habits", "backups"
#: What the vault remembers of its backups.
_MOST_REMEMBERED = 60
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Plan:
    """A backup that is begun: what is copied, and the name it is to have."""

    begun: "Begun"
    path: Path


@dataclass(frozen=True, slots=True)
class Settled:
    """A backup that counts, and what it made needless."""

    kept: KeptBackup
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How the desk stands: the last backup, and the days since then (or since the vault was made)."""

    habits: BackupHabits
    last: KeptBackup | None
    days: int

    @property
    def due(self) -> bool:
        return self.days >= self.habits.every_days


def habits(session: Session) -> BackupHabits:
    """How this desk keeps its backups."""
    try:
        return msgspec.convert(session.vault.settings.get(_HABITS, {}), BackupHabits)
    except msgspec.ValidationError:
        return BackupHabits()


def set_habits(session: Session, wanted: BackupHabits) -> None:
    """Keep backups so from now on."""
    with session.vault.act(Act.SETTINGS_CHANGED, {"setting": _HABITS}):
        session.vault.settings.put(_HABITS, msgspec.to_builtins(wanted))


def begin(session: Session, folder: Path) -> Plan:
    """Begin a backup into `folder`. `settle` or `give_up` must follow. Raises `Fault` before anything is written."""
    _require_place(session, folder)
    _clear_unfinished(folder, session.office.code)
    begun = session.vault.begin_backup()
    when = begun.head.made_at.astimezone(CHINA)
    plan = Plan(begun, _free_name(folder, f"{session.office.code}-{when:%Y%m%d-%H%M%S}"))
    try:
        _require_room(session.vault.folder, folder, begun.hold.size)
    except Fault:
        give_up(session)
        raise
    return plan


def carry_out(plan: Plan, progress: Progress) -> KeptBackup:
    """Copy, open the copy with the key, write it away, read it back, name it. Needs no vault; raises `Fault`."""
    part = plan.path.with_name(plan.path.name + _PART)
    try:
        snapshots.copied(plan.begun, progress)
        content = snapshots.proved(plan.begun, progress)
        atomic.write_new(part, backup_file.pieces(content, plan.begun.path, progress))
        _require_written(part, content, progress)
        _name(part, plan.path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    finally:
        snapshots.discard(plan.begun)
    head = content.head
    return KeptBackup(
        path=str(plan.path),
        made_at=head.made_at,
        sequence=head.sequence,
        size=content.file_size,
        database=content.database,
    )


def settle(session: Session, made: KeptBackup) -> Settled:
    """Write the finished backup into the log, remember it, and remove what the desk's habits no longer keep."""
    session.vault.end_backup()
    folder = Path(made.path).parent
    gone = _outlived(found(folder, session.vault.vault_id), habits(session), session.clock.now())
    objects = {"sequence": str(made.sequence), "backup": made.database[:16], "removed": str(len(gone))}
    with session.vault.act(Act.VAULT_BACKED_UP, objects):
        remembered = [made, *(one for one in known(session) if one.path != made.path)][:_MOST_REMEMBERED]
        session.vault.settings.put(_KEPT, msgspec.to_builtins(remembered))
    return Settled(made, tuple(_removed(gone)))


def give_up(session: Session) -> None:
    """The backup came to nothing."""
    session.vault.end_backup()


def back_up(session: Session, folder: Path, progress: Progress) -> Settled:
    """All of it in one go. Raises `Fault`, `Cancelled`; then there is no new backup and nothing half-written."""
    plan = begin(session, folder)
    try:
        made = carry_out(plan, progress)
    except BaseException:
        give_up(session)
        raise
    return settle(session, made)


def known(session: Session) -> list[KeptBackup]:
    """What the vault remembers of its backups, newest first."""
    try:
        return msgspec.convert(session.vault.settings.get(_KEPT, []), list[KeptBackup])
    except msgspec.ValidationError:
        return []


def state(session: Session) -> State:
    """Whether a backup is due by the desk's own setting."""
    remembered = known(session)
    last = remembered[0] if remembered else None
    since = last.made_at if last else session.vault.created_at
    return State(habits(session), last, max((session.clock.now() - since).days, 0))


def found(folder: Path, vault: str = "") -> list[BackupFile]:
    """The backups in `folder`, of one vault or of any, newest first; what is no backup is passed over."""
    try:
        paths = sorted(folder.glob(f"*{backup_file.SUFFIX}"))
    except OSError as error:
        raise as_fault(error, folder) from error
    rows = [row for path in paths if (row := _looked_at(path)) and vault in ("", row.head.vault)]
    # by the log's length first: a clock that was set back does not make a backup older
    return sorted(rows, key=lambda row: (row.head.sequence, row.head.made_at), reverse=True)


def looked_at(path: Path) -> BackupFile:
    """What the file says of itself. Raises `Fault(BACKUP_UNREADABLE | BACKUP_DAMAGED)`."""
    try:
        with path.open("rb") as file:
            opened = backup_file.Opened(file, path)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise as_fault(error, path) from error
    if size != opened.content.file_size:
        raise Fault(Code.BACKUP_DAMAGED, path=str(path), part="vault.db")
    return BackupFile(path=str(path), head=opened.head, size=size)


def whole(path: Path, progress: Progress) -> BackupFile:
    """Read a backup to its end and compare every digest. Raises `Fault`, `Cancelled`."""
    row = looked_at(path)
    try:
        with path.open("rb") as file:
            backup_file.Opened(file, path).require_whole(progress)
    except OSError as error:
        raise as_fault(error, path) from error
    return row


def is_whole(path: Path) -> bool:
    """Whether a backup can be read to its end and every digest fits."""
    try:
        whole(path, Progress())
    except Fault:
        return False
    return True


def newest(remembered: Sequence[KeptBackup]) -> BackupFile | None:
    """The last backup, if it is where it was put and looks right."""
    return _looked_at(Path(remembered[0].path)) if remembered else None


def newest_good(remembered: Sequence[KeptBackup], vault: str, progress: Progress) -> BackupFile | None:
    """The newest backup of a vault that is where it was put and whole: the way back."""
    for one in remembered:
        try:
            row = whole(Path(one.path), progress)
        except Fault:
            continue
        if row.head.vault == vault and row.head.sequence == one.sequence:
            return row
    return None


def _looked_at(path: Path) -> BackupFile | None:
    try:
        return looked_at(path)
    except Fault:
        return None


def _require_place(session: Session, folder: Path) -> None:
    vault = session.vault.folder.resolve()
    try:
        here = folder.resolve(strict=True)
        fits = here.is_dir() and here != vault and vault not in here.parents
    except OSError as error:
        raise Fault(Code.BACKUP_FOLDER, path=str(folder)) from error
    if not fits:
        raise Fault(Code.BACKUP_FOLDER, path=str(folder))


def _require_room(vault: Path, folder: Path, size: int) -> None:
    there = media.describe(folder)
    if there.read_only:
        raise Fault(Code.MEDIUM_READ_ONLY, path=str(folder))
    if there.largest_file is not None and size > there.largest_file:
        raise Fault(Code.BACKUP_FILE_LIMIT, path=str(folder), needed=size // MIB)
    here = media.describe(vault)
    for place, medium in ((vault, here), (folder, there)):
        # on one file system the copy and the backup lie side by side for a while
        needed = 2 * size if here.folder == there.folder else size
        if medium.free < needed:
            raise Fault(Code.BACKUP_NO_SPACE, path=str(place), needed=-(-needed // MIB), free=medium.free // MIB)


def _clear_unfinished(folder: Path, code: str) -> None:
    """What a backup of this desk left when the machine was switched off in the middle of it."""
    for part in folder.glob(f"{code}-*{backup_file.SUFFIX}{_PART}"):
        with contextlib.suppress(OSError):
            part.unlink()


def _free_name(folder: Path, stem: str) -> Path:
    path = folder / f"{stem}{backup_file.SUFFIX}"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{backup_file.SUFFIX}"
    return path


def _require_written(part: Path, content: backup_file.Content, progress: Progress) -> None:
    """From the medium, not from what the system remembers of it."""
    try:
        with part.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            same = backup_file.Opened(file, part).require_whole(progress) == content
    except OSError as error:
        raise as_fault(error, part) from error
    except Fault as fault:
        raise Fault(Code.BACKUP_NOT_PROVED, path=str(part.parent)) from fault
    if not same:
        raise Fault(Code.BACKUP_NOT_PROVED, path=str(part.parent))


def _name(part: Path, path: Path) -> None:
    try:
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise as_fault(error, path) from error


def _outlived(rows: Sequence[BackupFile], wanted: BackupHabits, now: datetime) -> list[BackupFile]:
    oldest = now - timedelta(days=wanted.keep_days)
    return [row for at, row in enumerate(rows) if at >= wanted.keep or (at >= LEAST_KEPT and row.head.made_at < oldest)]


def _removed(rows: Iterable[BackupFile]) -> Iterable[str]:
    """Those that are really gone: a backup that cannot be removed does not spoil the one that was made."""
    for row in rows:
        with contextlib.suppress(OSError):
            Path(row.path).unlink()
            yield row.path
