"""The vault: created, opened, closed, given a new passphrase, examined; and the door to its repositories."""

import contextlib
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from desktop_app.core.clock import Clock, stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId
from desktop_app.core.progress import Progress
from desktop_app.crypto.kdf import KdfCost
from desktop_app.domain.audit import Act
from desktop_app.domain.backups import BackupHead
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.transit import Transit
from desktop_app.domain.users import Reading
from desktop_app.domain.vault_report import CheckReport
from desktop_app.vault import files, founding, keyfile, snapshots
from desktop_app.vault.access import Access, Who
from desktop_app.vault.added_fonts import AddedFontRepository
from desktop_app.vault.applications import ApplicationRepository
from desktop_app.vault.attachments import AttachmentRepository
from desktop_app.vault.begun_files import BegunNotes
from desktop_app.vault.carriers import CarrierRepository
from desktop_app.vault.chain import AuditRepository
from desktop_app.vault.checking import Examination
from desktop_app.vault.comparisons import ComparisonRepository
from desktop_app.vault.contacts import ContactRepository
from desktop_app.vault.copies import CopyRepository
from desktop_app.vault.examples import ExampleRepository
from desktop_app.vault.faults import file_faults
from desktop_app.vault.inventories import InventoryRepository
from desktop_app.vault.keep import SecretRepository, SettingRepository
from desktop_app.vault.kept_values import KeptValues, OfficeWork
from desktop_app.vault.keyslots import DeviceSecrets, no_device_secrets
from desktop_app.vault.ledger import ActScope, Beside, Check, Ledger
from desktop_app.vault.lowerings import LoweringRepository
from desktop_app.vault.makings import MakingRepository
from desktop_app.vault.office_forms import OfficeFormRepository
from desktop_app.vault.packages import PackageRepository
from desktop_app.vault.people import PeopleRepository
from desktop_app.vault.policies import PolicyRepository
from desktop_app.vault.policy_settings import PolicySettingRepository
from desktop_app.vault.recovering import RecoveryKeeper
from desktop_app.vault.signatures import SignatureRepository
from desktop_app.vault.snapshots import Begun
from desktop_app.vault.statements import StatementRepository
from desktop_app.vault.unlocking import Unlocked, unlock
from desktop_app.vault.versions import VersionRepository
from desktop_app.vault.witness import NoWitness, Witness
from desktop_app.vault.workday_years import WorkdayYearRepository

#: An officer's reason has at least so many characters.
LEAST_REASON = 4
#: The setting that keeps the reasons for which older copies were opened.
OLDER_COPIES = "older_copies"
#: By so much a clock may differ from itself, put right by hand, without anybody being told.
_DRIFT = timedelta(minutes=5)


class Vault:
    """An open vault. The thread that opened it owns it: no other thread may call it."""

    def __init__(
        self, folder: Path, unlocked: Unlocked, clock: Clock, seen: Witness, device_secrets: DeviceSecrets
    ) -> None:
        self._unlocked = unlocked
        self._seen = seen
        self._database = unlocked.database
        self._clock = clock
        self.folder = folder
        self.vault_id = unlocked.vault
        self.office, self.machine, self.user = self._identity()
        self._ledger = Ledger(self._database, clock, self.user)
        who = Who(UserId(unlocked.slot.user), self.office, self.machine)
        self.access = Access(self._ledger, folder, who, device_secrets)
        self.recovery = RecoveryKeeper(self._ledger, self.access)
        self.begun = BegunNotes(self._ledger, folder, lambda: self.access.key)
        self._people = PeopleRepository(self._ledger)
        self._comparisons = ComparisonRepository(self._ledger)
        self._applications = ApplicationRepository(self._ledger, self._people, self._comparisons)
        self._versions = VersionRepository(self._ledger)
        self._attachments = AttachmentRepository(self._ledger)
        self.copies = CopyRepository(self._ledger)
        self.examples = ExampleRepository(self._ledger, self._applications)
        self.contacts = ContactRepository(self._ledger)
        self.packages = PackageRepository(self._ledger)
        self.secrets = SecretRepository(self._ledger)
        self.settings = SettingRepository(self._ledger)
        self.policies = PolicyRepository(self._ledger)
        self.policy_settings = PolicySettingRepository(self._ledger)
        self.workday_years = WorkdayYearRepository(self._ledger)
        self.office_forms = OfficeFormRepository(self._ledger)
        self.added_fonts = AddedFontRepository(self._ledger)
        self.lowerings = LoweringRepository(self._ledger)
        self.carriers = CarrierRepository(self._ledger)
        self.makings = MakingRepository(self._ledger)
        #: See `_ahead`; told to whoever unlocks, and in the log.
        self.clock_before: datetime | None = None
        #: What was being written outside when the program was killed before; `desk/told_files.py` fills it.
        self.interrupted: tuple[str, ...] = ()
        self.transits = KeptValues(self._ledger, "transits", Transit)
        self._work = OfficeWork(self._ledger)
        self._statements = StatementRepository(self._ledger)
        self.inventories = InventoryRepository(self._ledger)
        self.audit = AuditRepository(self._database)
        self.signatures = SignatureRepository(self._ledger, self.vault_id)

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        office: Office,
        machine: Machine,
        user: str,
        clock: Clock,
        cost: KdfCost | None = None,
        seen: Witness = NoWitness(),
        device_secrets: DeviceSecrets = no_device_secrets,
    ) -> Self:
        """A new vault, open. `folder` is made if need be. Raises `Fault`, among them `PASSPHRASE_WEAK`."""
        founding.found(folder, passphrase, founding.Founder(office, machine, user), clock, cost)
        return cls.founded(folder, passphrase, clock=clock, seen=seen, device_secrets=device_secrets)

    @classmethod
    def founded(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock,
        seen: Witness = NoWitness(),
        device_secrets: DeviceSecrets = no_device_secrets,
    ) -> Self:
        """The vault that was founded in `folder` and never opened, open: its log tells of the founding alone."""
        vault = cls._of(folder, unlock(folder, passphrase, clock), clock, seen, device_secrets)
        vault.note_head()
        return vault

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock,
        name: str = "",
        device_secrets: DeviceSecrets = no_device_secrets,
        seen: Witness = NoWitness(),
        older: str = "",
        save: bool = True,
        progress: Progress | None = None,
    ) -> Self:
        """The vault in `folder`, for the user of `name` where there are several. The opening is in its log, and so are
        wrong passphrases before it.

        A vault older than what `seen` noted of it is refused unless `older` says why it is opened all the same. `save`
        keeps a backup before the vault of an older release is brought to the present format; `progress` hears of that.
        """
        if older and len(older.strip()) < LEAST_REASON:
            raise Fault(Code.VAULT_OLDER_REASON, least=LEAST_REASON)
        unlocked = unlock(
            folder,
            passphrase,
            clock,
            seen,
            older=bool(older),
            name=name,
            device_secrets=device_secrets,
            save=save,
            progress=progress,
        )
        with ExitStack() as undo:
            vault = cls._of(folder, unlocked, clock, seen, device_secrets)
            undo.callback(vault._let_go)
            vault._begin(older)
            vault.note_head()
            undo.pop_all()
        return vault

    @classmethod
    def _of(cls, folder: Path, unlocked: Unlocked, clock: Clock, seen: Witness, device_secrets: DeviceSecrets) -> Self:
        with ExitStack() as undo:
            undo.callback(unlocked.let_go)
            keyfile.settle(folder, unlocked, clock)
            vault = cls(folder, unlocked, clock, seen, device_secrets)
            vault.access.finish_rekey(unlocked.way, unlocked.key)
            undo.pop_all()
        return vault

    def note_head(self) -> bool:
        """Note outside the vault how far its log has come; whether there is such a place and it took the note."""
        return self._seen.note(self.signatures.head())

    def _identity(self) -> tuple[Office, Machine, str]:
        row = self._database.row(
            "SELECT vault_id, office, machine, name FROM identity, users WHERE users.id = ?", [self._unlocked.slot.user]
        )
        if row is None or row[0] != self.vault_id:
            raise Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)
        return msgspec.json.decode(row[1], type=Office), msgspec.json.decode(row[2], type=Machine), row[3]

    @property
    def created_at(self) -> datetime:
        """When the vault was made."""
        ((made,),) = self._database.rows("SELECT created_at FROM identity")
        return datetime.fromisoformat(made)

    def _begin(self, older: str) -> None:
        self.attachments.staging.drop_all()
        files.remove_database(self.folder / files.SNAPSHOT)
        with file_faults(files.BULK):
            (self.folder / files.BULK).unlink(missing_ok=True)
        self._database.widen_cache(sum(self.applications.counts().values()))
        self.clock_before = self._ahead()
        user = {"user": self._unlocked.slot.user}
        if self._unlocked.newer or self._unlocked.aside:
            self._acknowledge(older.strip())
        if wrong := self._unlocked.attempts.failed:
            with self.act(Act.UNLOCK_FAILED, {**user, "tries": str(wrong)}):
                pass
        ahead = {"clock_before": stamp(self.clock_before)} if self.clock_before else {}
        with self.act(Act.UNLOCKED, {**user, **ahead}):
            pass
        if wrong:
            self._unlocked.attempts.told()

    def _ahead(self) -> datetime | None:
        """The time of the log's last entry, if this machine's clock says that it is still to come."""
        last = self._database.row("SELECT at FROM audit ORDER BY sequence DESC LIMIT 1")
        at = datetime.fromisoformat(last[0]) if last else None
        return at if at and at - self._ledger.clock.now() > _DRIFT else None

    def _acknowledge(self, reason: str) -> None:
        """An officer opened a vault although a newer one was seen, or without the end of its log: the vault's own log
        says so, and the reason is kept beside it.
        """
        here, newer, aside = self.signatures.head(), self._unlocked.newer, self._unlocked.aside
        objects = {"found": f"{here.sequence} {here.digest[:16]}"} | ({"aside": aside} if aside else {})
        if newer is not None:
            objects["seen"] = f"{newer.sequence} {newer.digest[:16]}"
        with self.act(Act.OLDER_COPY_ACKNOWLEDGED, objects) as scope:
            kept = {"entry": scope.sequence, "at": stamp(here.at), "user": self.user, "reason": reason, **objects}
            self.settings.put(OLDER_COPIES, [*self.settings.get(OLDER_COPIES, []), kept])
            self.packages.begin_epochs()

    def act(self, act: Act, objects: Mapping[str, str]) -> AbstractContextManager[ActScope]:
        """One transaction with one audit entry; everything is written inside one. See `Ledger.act`."""
        return self._ledger.act(act, objects)

    def go_along(self, beside: Beside) -> None:
        """Inside an act: this is done once it is committed, and undone with it."""
        self._ledger.go_along(beside)

    def guard(self, check: Check) -> None:
        """From now on ask `check` before every act and before contents are read."""
        self._ledger.check = check

    def require(self, what: Act | Reading) -> None:
        """Raise the `Fault` if the user may not do or see this, before any work is done for it."""
        self._ledger.require(what)

    # What the applications say is not for every user: see `Ledger.require`.

    @property
    def people(self) -> PeopleRepository:
        self.require(Reading.CONTENTS)
        return self._people

    @property
    def comparisons(self) -> ComparisonRepository:
        self.require(Reading.CONTENTS)
        return self._comparisons

    @property
    def applications(self) -> ApplicationRepository:
        self.require(Reading.CONTENTS)
        return self._applications

    @property
    def versions(self) -> VersionRepository:
        self.require(Reading.CONTENTS)
        return self._versions

    @property
    def attachments(self) -> AttachmentRepository:
        self.require(Reading.CONTENTS)
        return self._attachments

    @property
    def work(self) -> OfficeWork:
        self.require(Reading.CONTENTS)
        return self._work

    @property
    def statements(self) -> StatementRepository:
        self.require(Reading.CONTENTS)
        return self._statements

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the same key anew. Raises `Fault`: wrong, locked out, weak, or among the last five."""
        self.access.change_passphrase(old, new)

    def prove_passphrase(self, passphrase: str) -> None:
        """Whether this is the passphrase of the user who opened the vault; a wrong one counts as a wrong try.

        Takes as long as opening. Raises `Fault(VAULT_WRONG_PASSPHRASE | VAULT_LOCKED_OUT)`.
        """
        self.access.prove(passphrase)

    def begin_backup(self) -> Begun:
        """A copy for a backup, to be made on any thread while work here goes on; `end_backup` must follow."""
        self._database.require_in_place()
        return snapshots.begin(self._database, self.access.key, self.folder, self.vault_id, self._clock.now())

    def end_backup(self) -> None:
        """The copy is made, or nobody wants it any more."""
        self._database.free()

    def holds(self, head: BackupHead, progress: Progress) -> bool:
        """Whether every page is authentic and the log has the entry that `head` names."""
        self._database.fold()
        return snapshots.sound(self._database, self.access.key, head, progress)

    def check(self, progress: Progress) -> CheckReport:
        """Examine everything. Findings are in the report; raised are only `Cancelled` and `Fault(VAULT_GONE)`."""
        self._database.require_in_place()
        return Examination(self._database, self.access.key, progress, self.folder).report()

    @property
    def user_id(self) -> str:
        """Whose slot opened the vault."""
        return self._unlocked.slot.user

    @property
    def acting(self) -> bool:
        """Whether an act is under way."""
        return self._ledger.acting

    @property
    def is_open(self) -> bool:
        return not self._database.closed

    def close(self) -> None:
        """Lock: the log says so unless the caller's own act just did. Does nothing the second time."""
        if not self.is_open:
            return
        # a full or pulled disk must not keep the vault open; the next opening shows in the log all the same
        with contextlib.suppress(Fault):
            head = self.audit.head()
            if not self._ledger.acting and (head is None or head.act is not Act.LOCKED):
                with self.act(Act.LOCKED, {"user": self._unlocked.slot.user}):
                    pass
            self.note_head()
        self._let_go()

    def _let_go(self) -> None:
        try:
            self._unlocked.let_go()
        finally:
            self.access.forget_key()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
