"""Keeping the vault: checks and the log."""

from desktop_app.core.progress import Progress
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.vault_report import CheckReport


def check_vault(session: Session, progress: Progress) -> CheckReport:
    """Pages, chain, head, foreign keys and attachment digests; the check itself is in the log."""
    report = session.vault.check(progress)
    with session.vault.act(Act.VAULT_CHECKED, {"problems": str(len(report.problems))}):
        pass
    return report


def audit(session: Session, limit: int = 200, offset: int = 0) -> list[AuditEntry]:
    """Entries of the chain, newest first."""
    return session.vault.audit.entries(limit=limit, offset=offset)
