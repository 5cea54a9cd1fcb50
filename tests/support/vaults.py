"""Vaults for tests: made and opened in milliseconds, with people in them; and the raw keyed file beneath."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

from desktop_app.core.clock import Clock
from desktop_app.core.ids import ApplicationId, UserId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost, derive
from desktop_app.crypto.keywrap import wrap
from desktop_app.crypto.locked import LockedBytes
from desktop_app.desk.opening import NewVault
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Filing, Person, Unit
from desktop_app.domain.audit import Act
from desktop_app.domain.identity_number import check_digit
from desktop_app.domain.kinds import Desk, IdentityKind, Level, Track
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.status import Status
from desktop_app.vault import early_keyslots, keyslots, migrations
from desktop_app.vault.checking import Examination
from desktop_app.vault.database import Database
from desktop_app.vault.store import Vault
from tests.support import founded

PASSPHRASE = "骏马 ridge 41 lantern 云"
OFFICE = Office(desk=Desk.UNIT, code="NMG01", name="呼和浩特某研究所", officer="苏日娜")
#: The database's format in the first release that had one user only.
EARLY_FORMAT = 8
MACHINE = Machine(number="JM-2026-007", level=SecrecyLevel.SECRET, keeper="额尔敦")


def made(folder: Path, clock: Clock, *, passphrase: str = PASSPHRASE, machine: Machine = MACHINE) -> Vault:
    new = NewVault(folder=folder, passphrase=passphrase, office=OFFICE, machine=machine, user="苏日娜")
    return founded.vault(new, clock)


def number(serial: int) -> str:
    """A well-formed resident identity number; `serial` tells them apart."""
    first = f"150102{1960 + serial // 1000 % 40:04d}0{1 + serial // 1000000 % 9:d}15{serial % 1000:03d}"
    return first + check_digit(first)


def filing(name: str, serial: int = 1, *, year: int = 2026, reading: str = "", unit: str = "第三研究室") -> Application:
    return Application(
        year=year,
        filing=Filing(level=Level.ASSOCIATE_SENIOR, track=Track.CLASSIFIED, title="高级工程师"),
        person=Person(
            name=name,
            name_reading=reading,
            identity_kind=IdentityKind.RESIDENT,
            identity_number=number(serial),
            birth=date(1980, 1, 15),
        ),
        unit=Unit(name=unit),
    )


def entered(vault: Vault, application: Application) -> ApplicationId:
    with vault.act(Act.APPLICATION_CREATED, {}) as act:
        made_id = vault.applications.create(application, Status.DRAFT)
        act.note(application=made_id)
    return made_id


def database_key(folder: Path, passphrase: str = PASSPHRASE) -> LockedBytes:
    """What the only user's slot opens to."""
    slots = keyslots.read(folder)
    assert isinstance(slots, keyslots.KeySlots)
    return keyslots.open_slot(slots, passphrase).key


@contextmanager
def raw(folder: Path, passphrase: str = PASSPHRASE) -> Iterator[Any]:
    """The closed vault's file, opened with its key behind the program's back; committed at the end."""
    with raw_by(folder, database_key(folder, passphrase)) as connection:
        yield connection


@contextmanager
def raw_early(folder: Path, passphrase: str = PASSPHRASE) -> Iterator[Any]:
    """The same for a vault that `made_early` made."""
    slots = keyslots.read(folder)
    assert isinstance(slots, early_keyslots.EarlyKeySlots)
    with raw_by(folder, early_keyslots.opened(slots, passphrase)) as connection:
        yield connection


@contextmanager
def raw_by(folder: Path, key: LockedBytes) -> Iterator[Any]:
    """The same by the key itself, whatever has become of the file."""
    connection = dbapi2.connect(str(folder / "vault.db"), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.view.hex()}'\"")
    try:
        yield connection
    finally:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


@contextmanager
def opened_unlogged(folder: Path, passphrase: str = PASSPHRASE) -> Iterator[Examination]:
    """The examination of a closed vault's file as it lies there: opening a vault would write to its log first."""
    key = database_key(folder, passphrase)
    database = Database(folder / "vault.db", key)
    try:
        yield Examination(database, key, Progress())
    finally:
        database.close()


def _taken_back(database: Any, script: str) -> None:
    """Undo a step that makes tables, indexes and triggers, or adds columns; what a step fills in goes with them."""
    for kind in ("TRIGGER", "INDEX", "TABLE"):
        for name in re.findall(rf"CREATE (?:UNIQUE )?{kind} (\w+)", script):
            database.execute(f"DROP {kind} IF EXISTS {name}")  # a later step may have put its own in its place
            database.execute("DELETE FROM audit_marks WHERE name = ?", [name])
    for table, column in re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", script):
        database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    assert script.count("ALTER") == script.count("ADD COLUMN"), "this changes a table in a way that is not undone here"


def made_early(vault: Vault, passphrase: str = PASSPHRASE) -> bytes:
    """Close a vault of one user and make it one of the first release; its key file's bytes."""
    user, cost = UserId(vault.access.users()[0].id), KdfCost.unsafe_small()
    slots = vault.access.key_file.current()
    key = keyslots.open_slot(slots, passphrase).key
    folder = vault.folder
    vault.close()
    with raw(folder, passphrase) as database:
        for step in reversed(migrations.STEPS):
            if step.to > EARLY_FORMAT:
                _taken_back(database, resource("migrations", step.file).read_text(encoding="utf-8"))
        database.execute(f"PRAGMA user_version = {EARLY_FORMAT}")
    bare = early_keyslots.EarlySlot(
        user=user,
        role="owner",
        memory_kib=cost.memory_kib,
        iterations=cost.iterations,
        lanes=cost.lanes,
        salt="5a" * 16,
        nonce="00" * 12,
        wrapped="00" * 48,
    )
    wrapping = derive(passphrase, bytes.fromhex(bare.salt), cost)
    wrapped = wrap(wrapping, key, early_keyslots.description(slots.vault, bare))
    slot = msgspec.structs.replace(bare, nonce=wrapped.nonce.hex(), wrapped=wrapped.sealed.hex())
    early = early_keyslots.EarlyKeySlots(vault=slots.vault, slots=(slot,))
    content = exchange.canonical(early_keyslots.summed(early))
    (folder / "keyslots.json").write_bytes(content)
    return content


def searches(session: Session, act: Callable[[], object]) -> int:
    """How many statements the database runs meanwhile."""
    run: list[str] = []
    connection = session.vault._ledger.database._connection
    connection.set_trace_callback(run.append)
    try:
        act()
    finally:
        connection.set_trace_callback(None)
    return len(run)
