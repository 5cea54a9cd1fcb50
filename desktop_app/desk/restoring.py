"""From a backup back to a vault: into a new folder, or in place of a vault that no longer opens."""

from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.desk import backups, way_back
from desktop_app.desk.opening import open_vault, witness
from desktop_app.domain.backups import BackupFile, Restored
from desktop_app.domain.users import RecoveryKind
from desktop_app.host import media
from desktop_app.vault import recovering, restoring
from desktop_app.vault.store import Vault
from desktop_app.vault.witness import Witness


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to restore, where to, who opens it, and why an older copy may be opened.

    With what was typed from the recovery sheet, `passphrase` is the new one that is set by it.
    """

    source: Path
    folder: Path
    passphrase: str
    name: str = ""
    reason: str = ""
    recovery: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be said of a backup before its passphrase is typed."""

    file: BackupFile
    missing: int  # entries that this machine saw in the vault's log and that the backup has not
    asks_name: bool  # it has several users
    recovery: RecoveryKind | None = None  # what opens it without a passphrase


def look(source: Path) -> Offered:
    """Look at a backup. Raises `Fault(BACKUP_UNREADABLE | BACKUP_DAMAGED)`."""
    file = backups.looked_at(source)
    seen = witness().recall(file.head.vault)
    missing = max(seen.sequence - file.head.sequence, 0) if seen else 0
    return Offered(
        file,
        missing,
        restoring.asks_name(source),
        restoring.recovery_kind(source),
    )


def restore(wanted: Wanted, clock: Clock, progress: Progress) -> Restored:
    """Restore and log it. Until the end nothing of what was in the folder changes, and then it is kept beside it.

    Raises `Fault`: `VAULT_OLDER` when this machine saw a newer state and no reason is given.
    """
    offered = backups.looked_at(wanted.source)
    _require_room(wanted.folder, offered.size)

    def opening(place: Path, seen: Witness) -> Vault:
        reason, name = wanted.reason.strip(), wanted.name
        if wanted.recovery:
            secret = way_back.secret_of(way_back.kind_of(place), wanted.recovery)
            name = recovering.recover(
                place, secret, wanted.passphrase, clock, seen, name=name.strip(), older=bool(reason), save=False
            )
        return open_vault(place, wanted.passphrase, clock, seen, name=name, older=reason, save=False)

    return restoring.restore(wanted.source, wanted.folder, opening, witness(), clock.now(), progress)


def _require_room(folder: Path, size: int) -> None:
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    free = media.describe(there).free
    if free < size:
        raise Fault(Code.BACKUP_NO_SPACE, path=str(there), needed=-(-size // MIB), free=free // MIB)
