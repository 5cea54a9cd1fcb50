"""Keeping the vault: checks and the log."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import backups
from desktop_app.desk.backups import State
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.backups import BackupFile
from desktop_app.domain.users import Reading
from desktop_app.domain.vault_report import CheckReport, Problem

#: So often the vault is to be checked.
CHECK_DAYS = 31


@dataclass(frozen=True, slots=True)
class Health:
    """What an examination found, how the backups stand, and which of them leads back when something is damaged."""

    report: CheckReport
    backups: State
    newest: BackupFile | None  # read to its end when the vault is damaged, else only looked at

    @property
    def sound(self) -> bool:
        return self.report.sound

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.report.problems


def check_vault(session: Session, progress: Progress) -> Health:
    """Pages, chain, head, foreign keys, key file, digests and backups; the check itself is in the log."""
    # asked first: after a page that is not authentic the database may answer no more
    state, known = backups.state(session), backups.known(session)
    report = session.vault.check(progress)
    noted = contextlib.nullcontext() if report.sound else contextlib.suppress(Fault)
    # nothing can be written to some damaged vaults, and what was found must be told all the same
    with noted, session.vault.act(Act.VAULT_CHECKED, {"problems": str(len(report.problems))}):
        pass
    newest = backups.newest(known) if report.sound else backups.newest_good(known, session.vault.vault_id, progress)
    return Health(report, state, newest)


def days_unchecked(session: Session) -> int:
    """Days since the last check, or since the vault was made."""
    last = session.vault.audit.entries(limit=1, act=Act.VAULT_CHECKED)
    since = last[0].at if last else session.vault.created_at
    return max((session.clock.now() - since).days, 0)


def audit(session: Session, limit: int = 200, offset: int = 0) -> list[AuditEntry]:
    """Entries of the chain, newest first."""
    session.vault.require(Reading.LOG)
    return session.vault.audit.entries(limit=limit, offset=offset)


def clock_before(session: Session) -> datetime | None:
    """The time of the log's last entry before this unlock, if this machine's clock was more than minutes behind it."""
    return session.vault.clock_before
