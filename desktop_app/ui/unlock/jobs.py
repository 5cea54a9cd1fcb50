"""What runs off the main thread before a vault is open; here the heavy imports are paid."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Cancelled, Code
from desktop_app.core.progress import Progress
from desktop_app.ui.options import Options

if TYPE_CHECKING:
    from desktop_app.desk.passphrases import Strength
    from desktop_app.desk.restoring import Offered
    from desktop_app.desk.session import Session
    from desktop_app.domain.backups import Restored
    from desktop_app.domain.marking import SecrecyLevel
    from desktop_app.domain.offices import Machine, Office
    from desktop_app.domain.users import RecoveryKind
    from desktop_app.ui.opened import Opened

#: The vault lies further back than this machine knows: it is opened only for a reason.
OLDER = (Code.VAULT_OLDER, Code.VAULT_FORKED, Code.VAULT_LOG_DAMAGED, Code.VAULT_OLDER_REASON)


def unlocked(
    folder: Path, passphrase: str, clock: Clock, progress: Progress, *, name: str = "", older: str = ""
) -> "Opened":
    """Open the vault; runs on the database thread."""
    from desktop_app.desk import opening, passphrases

    with passphrases.typed(passphrase):
        return _handed_over(
            opening.unlock(folder, passphrase, clock, name=name, older=older, progress=progress), progress
        )


def warmed(progress: Progress) -> None:
    """What opening and home need besides the vault, read on a worker while the passphrase is typed."""
    del progress
    from desktop_app.desk import opening

    opening.warm()


def _handed_over(session: "Session", progress: Progress) -> "Opened":
    """A window that closed meanwhile takes no vault: it is locked again at once."""
    from desktop_app.ui.opened import Opened

    try:
        progress.step(1, 1, "open")
    except Cancelled:
        session.close()
        raise
    return Opened.of(session)


def recovery_kind(folder: Path, progress: Progress) -> "RecoveryKind":
    """Whether a code or shares are to be typed; on a worker."""
    del progress
    from desktop_app.desk import way_back

    return way_back.kind_of(folder)


def recovered(
    folder: Path, typed: Sequence[str], new: str, clock: Clock, progress: Progress, *, name: str, older: str
) -> "Opened":
    """Set a new passphrase by the recovery sheet and open the vault; runs on the database thread."""
    from desktop_app.desk import passphrases, way_back

    with passphrases.typed(new, *typed):
        return _handed_over(
            way_back.use(folder, typed, new, clock, name=name, older=older, progress=progress), progress
        )


def strength(passphrase: str, level: "SecrecyLevel", progress: Progress) -> "Strength":
    """How good a new passphrase is; on a worker, for the guessing tables are large."""
    del progress
    from desktop_app.desk import passphrases

    return passphrases.strength(passphrase, level)


def made(
    folder: Path, passphrase: str, office: "Office", machine: "Machine", options: Options, progress: Progress
) -> "Opened":
    """Make the vault and leave it open; runs on the database thread."""
    from desktop_app.desk import opening, passphrases

    new = opening.NewVault(folder=folder, passphrase=passphrase, office=office, machine=machine, user=office.officer)
    with passphrases.typed(passphrase):
        return _handed_over(opening.create(new, options.clock, cost=options.cost), progress)


def looked_at(source: Path, progress: Progress) -> "Offered":
    """What a backup says of itself; on a worker, for it may lie on a slow stick."""
    del progress
    from desktop_app.desk import restoring

    return restoring.look(source)


def restored(
    source: Path,
    folder: Path,
    passphrase: str,
    name: str,
    reason: str,
    sheet: Sequence[str],
    clock: Clock,
    progress: Progress,
) -> "Restored":
    """Restore; runs on the database thread, which opens the vault to prove it."""
    from desktop_app.desk import passphrases, restoring

    wanted = restoring.Wanted(source, folder, passphrase, name=name, reason=reason, recovery=tuple(sheet))
    with passphrases.typed(passphrase, *sheet):
        return restoring.restore(wanted, clock, progress)
