"""From a backup to a vault in its folder: unpacked beside it, opened, proved, logged, and only then given the name."""

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.clock import stamp
from desktop_app.core.durable import Paced, sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act, AuditHead
from desktop_app.domain.backups import BackupHead, Restored
from desktop_app.domain.users import RecoveryKind
from desktop_app.vault import asides, files, keyslots, recovering
from desktop_app.vault.backup_file import Opened
from desktop_app.vault.faults import file_faults
from desktop_app.vault.store import Vault
from desktop_app.vault.witness import Witness


@dataclass(slots=True)
class Deferred:
    """A witness that holds its note back: what is being proved may yet be thrown away."""

    seen: Witness
    noted: AuditHead | None = None

    def recall(self, vault: str) -> AuditHead | None:
        """What was noted last."""
        return self.seen.recall(vault)

    def note(self, head: AuditHead) -> bool:
        """Kept for `pass_on`."""
        self.noted = head
        return True

    def pass_on(self) -> None:
        """The vault that wrote it has taken its place."""
        if self.noted is not None:
            self.seen.note(self.noted)


def restore(
    source: Path,
    folder: Path,
    opening: Callable[[Path, Witness], Vault],
    seen: Witness,
    now: datetime,
    progress: Progress,
) -> Restored:
    """Make `folder` the vault that is in the backup `source`; a vault that is there already is kept beside it.

    `opening` opens a folder under the eyes of a witness; it says whose passphrase, and why an older copy is wanted.
    Raises `Fault`, `Cancelled`; until the last step nothing of the vault that was there has changed.
    """
    asides.finish(folder)
    replacing = asides.require_place(folder)
    place, witness = asides.cleared(folder), Deferred(seen)
    try:
        head = _unpack(source, folder if replacing else None, place, progress)
        _prove(place, head, opening, witness, progress)
        with file_faults(folder.name):
            place.rename(asides.ready(folder))
        kept = asides.take_the_name(folder, now)
    except BaseException:
        for left in (place, asides.ready(folder)):
            # the next restoring removes what cannot be removed now; what went wrong first is what is told
            with contextlib.suppress(Fault, OSError):
                asides.remove(left)
        raise
    witness.pass_on()
    return Restored(head=head, kept=str(kept or ""))


def asks_name(source: Path) -> bool:
    """Whether a name is typed with the passphrase. Raises `Fault` for what is no backup."""
    with _opened(source) as file:
        slots = keyslots.decoded(Opened(file, source).keyslots, str(source))
    return keyslots.named(slots)


def recovery_kind(source: Path) -> RecoveryKind | None:
    """What the vault in the backup is recovered with. Raises `Fault` for what is no backup."""
    with _opened(source) as file:
        return recovering.kind_in(keyslots.decoded(Opened(file, source).keyslots, str(source)))


def _opened(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        raise Fault(Code.BACKUP_UNREADABLE, path=str(source)) from error


def _unpack(source: Path, replaced: Path | None, place: Path, progress: Progress) -> BackupHead:
    with _opened(source) as file:
        try:
            backup = Opened(file, source)
            if replaced is not None:
                _require_same(replaced, backup.head.vault, source)
            _write(place / files.KEYSLOTS, [backup.keyslots])
            _write(place / files.UNFINISHED, backup.database(progress, "unpack"))
        except OSError as error:  # of the source: a stick that was pulled
            raise Fault(Code.BACKUP_DAMAGED, path=str(source), part=files.DATABASE) from error
    with file_faults(files.DATABASE):
        (place / files.UNFINISHED).replace(place / files.DATABASE)
        sync_folder(place)
    return backup.head


def _require_same(folder: Path, vault: str, source: Path) -> None:
    """A vault is replaced by its own backups alone, as far as it can still say which it is."""
    try:
        found = keyslots.read(folder).vault
    except Fault:
        return
    if found != vault:
        raise Fault(Code.BACKUP_OTHER_VAULT, path=str(source))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """New, synced; what cannot be written is the folder's fault, what cannot be read is the backup's."""
    with file_faults(path.name):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        paced = Paced(handle)
        for piece in pieces:
            with file_faults(path.name):
                file.write(piece)
                paced.wrote(len(piece))
        with file_faults(path.name):
            file.flush()
            os.fsync(file.fileno())


def _prove(
    place: Path, head: BackupHead, opening: Callable[[Path, Witness], Vault], seen: Witness, progress: Progress
) -> None:
    with opening(place, seen) as vault:
        progress.step(0, 0, "prove")
        if vault.vault_id != head.vault or not vault.holds(head, progress):
            raise Fault(Code.VAULT_DAMAGED, part=files.DATABASE)
        objects = {"backup": head.digest[:16], "sequence": str(head.sequence), "made": stamp(head.made_at)}
        with vault.act(Act.VAULT_RESTORED, objects):
            vault.packages.begin_epochs()
    with file_faults(files.ATTEMPTS):
        (place / files.ATTEMPTS).unlink(missing_ok=True)
