"""An unlocked vault with what every act needs beside it: clock and policy pack.

The unlock window asks this module where a vault lies, so what is heavy is imported on use.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import Clock, office_day
from desktop_app.core.errors import Fault
from desktop_app.core.text import composed
from desktop_app.domain.findings import Words, bilingual
from desktop_app.host import paths

if TYPE_CHECKING:
    from desktop_app.core.progress import Progress
    from desktop_app.crypto.kdf import KdfCost
    from desktop_app.domain.marking import SecrecyLevel
    from desktop_app.domain.offices import Machine, Office
    from desktop_app.papers.fonts import Added
    from desktop_app.policy.pack import Pack
    from desktop_app.printing.access import Credentials
    from desktop_app.sealing.writer import Begun
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


@dataclass(slots=True)
class Confirmations:
    """When the passphrase was typed again in this sitting, and by whom; `formal_print` alone writes it."""

    unlocked_at: datetime | None = None  # typing it at the door counts for what is no print
    own_at: datetime | None = None
    second_at: datetime | None = None
    second: str = ""

    def forget(self) -> None:
        self.unlocked_at = self.own_at = self.second_at = None
        self.second = ""


class Session:
    """One unlocked vault. Lives on the one database thread; `close` ends it."""

    def __init__(self, vault: "Vault", clock: Clock) -> None:
        self.vault = vault
        self.clock = clock
        #: Printers' passwords that are to be forgotten when the vault is locked.
        self.passwords_for_now: dict[str, Credentials] = {}
        self.confirmations = Confirmations(unlocked_at=clock.now())
        #: What a package is made of whose medium was pulled while it was written; `sending` fills it.
        self.pulled: dict[str, Begun] = {}
        self.packs_read: dict[tuple[object, ...], Pack | Fault] = {}  # `kept_packs` fills it
        self.fonts_read: dict[str, Added] = {}  # `added_fonts` fills it
        self._pack: Pack | None = None
        from desktop_app.desk import roles

        vault.guard(roles.Check(vault))

    @property
    def pack(self) -> "Pack":
        """What new applications are written under, with what this office has settled; read it once before other
        threads do. An application that exists has a pack of its own: see `kept_packs.of_application`.

        Frozen: a change of settings puts a new pack in its place, so whoever holds the old one may go on with it.
        """
        if self._pack is None:
            self._pack = self.pack_as_settled()
        return self._pack

    def pack_as_settled(self) -> "Pack":
        """The pack in force with the settings and the imported workdays as the vault has them now.

        A setting that fits no more counts as open.
        """
        from desktop_app.desk import kept_packs

        return kept_packs.in_force(self)

    def use(self, pack: "Pack") -> None:
        """Judge by this pack from now on."""
        self._pack = pack

    @property
    def office(self) -> "Office":
        return self.vault.office

    @property
    def machine(self) -> "Machine":
        return self.vault.machine

    @property
    def user(self) -> str:
        return self.vault.user

    def today(self) -> date:
        """The office's day (UTC+8)."""
        return office_day(self.clock)

    def change_passphrase(self, old: str, new: str) -> None:
        """Re-wrap the database key under a new passphrase."""
        self.vault.change_passphrase(old, new)

    def close(self) -> None:
        """Lock the vault. Safe to call twice."""
        self.passwords_for_now.clear()
        self.confirmations.forget()
        self.fonts_read.clear()
        self.pulled.clear()
        if self.vault.is_open and not self.vault.acting:
            from desktop_app.desk import heads

            # a full or pulled disk must not keep the vault open
            with contextlib.suppress(Fault):
                heads.lock(self)
        self.vault.close()


def create(new: NewVault, clock: Clock, *, cost: "KdfCost | None" = None) -> Session:
    """Make a vault and unlock it. Raises `Fault(VAULT_EXISTS | PASSPHRASE_WEAK | …)`."""
    from desktop_app.vault.store import Vault

    vault = Vault.create(
        new.folder,
        new.passphrase,
        office=new.office,
        machine=new.machine,
        user=new.user,
        clock=clock,
        cost=cost,
        seen=witness(),
        device_secrets=device_secret,
    )
    return Session(vault, clock)


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

    One that is older than what this machine saw last (`VAULT_OLDER`, `VAULT_FORKED`) is opened only when `older`, an
    officer's reason, says why; the log keeps that. `progress` hears of the work on a vault of an older release.
    """
    return Session(open_vault(folder, passphrase, clock, witness(), name=name, older=older, progress=progress), clock)


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


@contextlib.contextmanager
def typed(*secrets: str) -> Iterator[None]:
    """Overwrite what a field handed out for one job alone, as soon as that job is done with it."""
    from desktop_app.crypto.locked import overwrite

    try:
        yield
    finally:
        for one in secrets:
            overwrite(one)


@dataclass(frozen=True, slots=True)
class Strength:
    """How a new passphrase is judged: zxcvbn's score 0-4, and why in words."""

    score: int
    reason: Words


def strength(passphrase: str, machine_level: "SecrecyLevel", personal: Sequence[str] = ()) -> Strength:
    """Judge a new passphrase for a machine of this level; `personal` are words that an attacker tries first."""
    from desktop_app.crypto import passphrase as passphrases

    least = passphrases.minimum_length(machine_level)
    score = passphrases.score(composed(passphrase), personal) if passphrase else 0
    if len(passphrase) < least:
        left = least - len(passphrase)
        reason = bilingual("至少 {least} 个字符，还差 {left} 个", least=least, left=left)
        return Strength(score, reason)
    if score < passphrases.SCORE_FLOOR:
        reason = bilingual("容易被猜中：请加入不相关的词语")
        return Strength(score, reason)
    return Strength(score, bilingual("强度足够"))
