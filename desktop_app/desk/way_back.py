"""The way back at the door: what was typed from paper, and a new passphrase by it. Light: it stands before the lock."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.progress import Progress
from desktop_app.crypto import recovery_code, recovery_shares
from desktop_app.desk import opening
from desktop_app.desk.session import Session

if TYPE_CHECKING:
    from desktop_app.domain.users import RecoveryKind

__all__ = ["GROUPS", "NEEDED", "SHARES", "SIZE", "WORDS", "kind_of", "secret_of", "use", "wrong_groups"]

GROUPS, SIZE = recovery_code.GROUPS, recovery_code.SIZE
SHARES, NEEDED, WORDS = recovery_shares.SHARES, recovery_shares.NEEDED, recovery_shares.WORDS


def kind_of(folder: Path) -> "RecoveryKind":
    """What the closed vault in `folder` is recovered with. Raises `Fault(RECOVERY_NONE)`."""
    from desktop_app.vault import recovering

    return recovering.kind_of(folder)


def use(
    folder: Path,
    typed: Sequence[str],
    new: str,
    clock: Clock,
    *,
    name: str = "",
    older: str = "",
    progress: Progress | None = None,
) -> Session:
    """Open the vault for the user of `name`, or the only one, and give them the passphrase `new`.

    Raises `Fault(RECOVERY_* | USER_UNKNOWN | PASSPHRASE_*)` and what unlocking raises.
    """
    from desktop_app.vault import recovering

    secret = secret_of(kind_of(folder), typed)
    login = recovering.recover(
        folder, secret, new, clock, opening.witness(), name=name.strip(), older=bool(older), progress=progress
    )
    return opening.unlock(folder, new, clock, name=login, older=older)


def secret_of(kind: "RecoveryKind", typed: Sequence[str]) -> bytes:
    """What code or shares stand for. Raises `Fault(RECOVERY_*)`, which names the group or word that is wrong."""
    if kind.value == "code":
        return recovery_code.secret_of(" ".join(typed))
    return recovery_shares.secret_of(typed)


def wrong_groups(typed: str) -> tuple[int, ...]:
    """Which of the groups that are typed in full cannot be right, counted from 1."""
    letters = recovery_code.spelled(typed)
    whole = len(letters) // SIZE
    return recovery_code.wrong_groups(tuple(letters[at * SIZE : (at + 1) * SIZE] for at in range(min(whole, GROUPS))))
