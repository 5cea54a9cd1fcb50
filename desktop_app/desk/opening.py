"""Making and unlocking vaults. The unlock window asks here where one lies, so what is heavy is imported on use."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Fault
from desktop_app.desk.session import Session
from desktop_app.host import paths

if TYPE_CHECKING:
    from desktop_app.core.progress import Progress
    from desktop_app.crypto.kdf import KdfCost
    from desktop_app.domain.offices import Machine, Office
    from desktop_app.vault.store import Vault
    from desktop_app.vault.witness import Witness


@dataclass(frozen=True, slots=True)
class NewVault:
    """What first start asks: where, whose desk, which machine, who."""

    folder: Path
    passphrase: str
    office: "Office"
    machine: "Machine"
    user: str


def create(new: NewVault, clock: Clock, *, cost: "KdfCost | None" = None, noted: bool = True) -> Session:
    """Make a vault and unlock it. Raises `Fault(VAULT_EXISTS | PASSPHRASE_WEAK | …)`.

    Of a vault that is gone in a moment nothing is `noted` outside it.
    """
    from desktop_app.vault.store import Vault
    from desktop_app.vault.witness import NoWitness

    vault = Vault.create(
        new.folder,
        new.passphrase,
        office=new.office,
        machine=new.machine,
        user=new.user,
        clock=clock,
        cost=cost,
        seen=witness() if noted else NoWitness(),
        device_secrets=device_secret,
    )
    return opened(vault, clock)


def unlock(
    folder: Path,
    passphrase: str,
    clock: Clock,
    *,
    name: str = "",
    older: str = "",
    progress: "Progress | None" = None,
) -> Session:
    """Open a vault, for the user of `name` where it has several. Raises `Fault(VAULT_*)`, each with its own sentence.

    One that is older than what this machine saw last (`VAULT_OLDER`, `VAULT_FORKED`), or whose latest changes cannot be
    read (`VAULT_LOG_DAMAGED`), is opened only when `older`, an officer's reason, says why; the log keeps that.
    `progress` hears of the work on a vault of an older release.
    """
    return opened(open_vault(folder, passphrase, clock, witness(), name=name, older=older, progress=progress), clock)


def opened(vault: "Vault", clock: Clock) -> Session:
    """The session of an open vault: its acts are checked against roles from here on."""
    from desktop_app.desk import heads, kept_packs, roles, told_files

    # a full or failing disk must not keep the vault closed: the next opening settles it all the same
    with contextlib.suppress(Fault):
        told_files.settle(vault, clock)
    vault.guard(roles.Check(vault))
    return Session(vault, clock, settled=kept_packs.in_force, parting=heads.lock)


def open_vault(
    folder: Path,
    passphrase: str,
    clock: Clock,
    seen: "Witness",
    *,
    name: str,
    older: str,
    save: bool = True,
    progress: "Progress | None" = None,
) -> "Vault":
    """As `unlock`; `save` keeps a backup before an old vault is brought to the present format."""
    from desktop_app.vault.store import Vault

    return Vault.open(
        folder,
        passphrase,
        clock=clock,
        name=name.strip(),
        seen=seen,
        older=older,
        save=save,
        device_secrets=device_secret,
        progress=progress,
    )


def device_secret(name: str) -> bytes | None:
    """What this machine's key ring has under that id; asked only for a passphrase that is bound to a machine."""
    from desktop_app.desk import device

    return device.secret(name)


def warm() -> None:
    """Read the program's own pack and import what opening and home need: half a second while somebody types."""
    from desktop_app.desk import home
    from desktop_app.policy import pack
    from desktop_app.vault import store

    assert home
    assert store
    pack.load_shipped()


def asks_name(folder: Path) -> bool:
    """Whether a name is typed with the passphrase: the vault has several users. Raises `Fault` for no key file."""
    from desktop_app.vault import keyslots

    return keyslots.several_users(folder)


def witness() -> "Witness":
    """Where it is noted how far each vault's log had come: this user's key ring where there is one, and a file."""
    from desktop_app.host.head_notes import FolderNotes
    from desktop_app.host.ring_notes import Notes, RingNotes

    return Notes(FolderNotes(paths.notes_folder()), RingNotes())


def default_folder() -> Path:
    """Where a vault is made unless the user says otherwise."""
    return paths.default_vault_folder()


def is_vault(folder: Path) -> bool:
    """Whether the folder looks like a vault, without opening it."""
    from desktop_app.vault import asides

    asides.finish(folder)
    return (folder / "vault.db").is_file() and (folder / "keyslots.json").is_file()
