"""What runs off the main thread before a vault is open; here the heavy imports are paid."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.progress import Progress
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.ui.context import Opened
from desktop_app.ui.options import Options

if TYPE_CHECKING:
    from desktop_app.desk.session import Strength


def unlocked(folder: Path, passphrase: str, clock: Clock, progress: Progress) -> Opened:
    """Open the vault; runs on the database thread, where the heavy imports are paid."""
    del progress
    from desktop_app.desk import session

    return Opened.of(session.unlock(folder, passphrase, clock))


def strength(passphrase: str, level: SecrecyLevel, progress: Progress) -> "Strength":
    del progress
    from desktop_app.desk import session

    return session.strength(passphrase, level)


def made(
    folder: Path, passphrase: str, office: Office, machine: Machine, options: Options, progress: Progress
) -> Opened:
    del progress
    from desktop_app.desk import session

    new = session.NewVault(folder=folder, passphrase=passphrase, office=office, machine=machine, user=office.officer)
    return Opened.of(session.create(new, options.clock, cost=options.cost))
