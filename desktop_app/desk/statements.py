"""Keeping what a desk said or was told: a statement's own words under their digest, with the way they came."""

from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.records import Direction
from desktop_app.domain.statements import Correction, ExpertPool, KeptStatement, Notice, Roster, StatementKind
from desktop_app.sealing import canonical

Statement = Notice | Correction | Roster | ExpertPool
_KINDS = {
    Notice: StatementKind.NOTICE,
    Correction: StatementKind.CORRECTION,
    Roster: StatementKind.ROSTER,
    ExpertPool: StatementKind.EXPERTS,
}


def keep(session: Session, statement: Statement, direction: Direction, package: str, peer: str) -> None:
    """Keep it, once. Call inside the act that says it or takes it in; a review is kept by `desk/reviews.py`, signed."""
    session.vault.statements.add(
        KeptStatement(
            digest=exchange.digest(statement),
            kind=_KINDS[type(statement)],
            direction=direction,
            package=package,
            peer=peer,
            application=statement.application if isinstance(statement, Notice | Correction) else "",
            content=canonical.dump(statement).decode(),
            at=session.clock.now(),
        )
    )
