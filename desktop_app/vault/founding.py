"""How a vault comes into being: everything is made beside its final name, and one rename makes it a vault."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop_app.core.clock import Clock, stamp
from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, new_id
from desktop_app.core.reasons import reason_of
from desktop_app.crypto.kdf import KEY_BYTES, KdfCost, measured_cost
from desktop_app.crypto.locked import LockedBytes
from desktop_app.crypto.passphrase import require_strong
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.users import UserRole
from desktop_app.vault import files, keyslots, migrations
from desktop_app.vault.database import Database
from desktop_app.vault.faults import file_faults
from desktop_app.vault.history import PassphraseHistory
from desktop_app.vault.keyfile import KeyFile
from desktop_app.vault.keyslots import KeySlots, Proof
from desktop_app.vault.ledger import Ledger
from desktop_app.vault.locking import FolderLock


@dataclass(frozen=True, slots=True)
class Founder:
    """What a new vault is told about its desk."""

    office: Office
    machine: Machine
    user: str

    @property
    def guessable(self) -> tuple[str, ...]:
        """Words that may not carry a passphrase."""
        return guessable_words(self.office, self.machine, self.user)


def guessable_words(office: Office, machine: Machine, user: str) -> tuple[str, ...]:
    return (user, office.name, office.code, office.officer, machine.number, machine.keeper)


def found(folder: Path, passphrase: str, founder: Founder, clock: Clock, cost: KdfCost | None) -> None:
    """Make a vault in `folder`. Raises `Fault`; after any failure there is no vault there, and the next try may begin.

    `cost` of `None` measures this machine, which takes a moment.
    """
    exchange.require_sound(founder.office)
    exchange.require_sound(founder.machine)
    if founder.machine.level is SecrecyLevel.TOP_SECRET:
        raise Fault(Code.MARKING_TOP_SECRET)
    require_strong(passphrase, founder.machine.level, founder.guessable)
    chosen = cost or measured_cost()
    chosen.require_floor()
    _prepare(folder)
    lock = FolderLock(folder)
    try:
        _make(folder, passphrase, founder, clock, chosen)
    finally:
        lock.release()


def _prepare(folder: Path) -> None:
    with file_faults(folder.name):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileNotFoundError, NotADirectoryError, FileExistsError) as error:  # no vault is there to be damaged
            raise Fault(Code.FOLDER_NOT_WRITABLE, path=str(folder), reason=reason_of(error)) from error
    unfinished = (folder / files.UNFINISHED).exists()
    if (folder / files.DATABASE).exists() or ((folder / files.KEYSLOTS).exists() and not unfinished):
        raise Fault(Code.VAULT_EXISTS, path=str(folder))


def _make(folder: Path, passphrase: str, founder: Founder, clock: Clock, cost: KdfCost) -> None:
    making = folder / files.UNFINISHED
    files.remove_database(making)
    key, vault, user = LockedBytes.random(KEY_BYTES), new_id(clock.now()), UserId(new_id(clock.now()))
    database = Database(making, key)
    try:
        migrations.migrate(database)
        salt = keyslots.new_salt()
        slot = keyslots.new_slot(Proof(passphrase), key, vault=vault, user=user, cost=cost, salt=salt)
        raw = _record(database, passphrase, founder, clock, key, KeySlots(vault=vault, generation=1, slots=(slot,)))
    finally:
        database.close()
    files.replace(folder / files.KEYSLOTS, raw)
    with file_faults(files.DATABASE):
        making.chmod(0o600)
        making.replace(folder / files.DATABASE)
        sync_folder(folder)


def _record(
    database: Database, passphrase: str, founder: Founder, clock: Clock, key: LockedBytes, slots: KeySlots
) -> bytes:
    """The first act: whose desk this is, on which machine, and the owner. Returns the key file's bytes."""
    ledger = Ledger(database, clock, founder.user)
    vault, (slot,) = slots.vault, slots.slots
    user = UserId(slot.user)
    with ledger.act(Act.VAULT_CREATED, {"vault": vault, "user": user}):
        database.run(
            "INSERT INTO identity VALUES (1, ?, ?, ?, ?)",
            [
                vault,
                stamp(clock.now()),
                msgspec.json.encode(founder.office).decode(),
                msgspec.json.encode(founder.machine).decode(),
            ],
        )
        ledger.insert("users", id=user, name=founder.user, role=UserRole.OWNER.value)
        history = PassphraseHistory(ledger, user)
        history.remember(history.hashed(passphrase, slot.cost))
        return KeyFile(ledger, Path()).record(slots, key)
