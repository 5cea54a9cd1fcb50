"""What the window shows of a committee in one reading: its people, pool, draws, and what the rules say."""

from dataclasses import dataclass

from desktop_app.desk import committees, words
from desktop_app.desk.session import Session
from desktop_app.domain.committees import ChangeKind, KeptCommittee, KeptDraw, KeptExpert
from desktop_app.domain.findings import Finding


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """One committee. `series` are all (code, name) to choose from; `drawn` says of each member whether by lot."""

    kept: KeptCommittee
    pool: tuple[KeptExpert, ...]
    draws: tuple[KeptDraw, ...]
    findings: tuple[Finding, ...]
    series: tuple[tuple[str, str], ...]
    came: dict[str, ChangeKind | None]

    @property
    def open_draw(self) -> KeptDraw | None:
        return next((one for one in self.draws if one.open), None)


def names(session: Session) -> list[tuple[str, str]]:
    """(id, name) of the year's committees, the latest first."""
    return [(one.id, one.committee.name) for one in reversed(committees.all_(session))]


def opened(session: Session, committee: str) -> CommitteeView:
    """Everything about one of them."""
    kept = committees.get(session, committee)
    came: dict[str, ChangeKind | None] = {one.id: None for one in kept.committee.members}
    came |= {one.comes: one.kind for one in kept.changes if one.comes in came}
    return CommitteeView(
        kept=kept,
        pool=tuple(committees.pool_of(session, committee)),
        draws=tuple(committees.draws_of(session, committee)),
        findings=committees.said(session, kept),
        series=tuple(words.series(session.pack)),
        came=came,
    )


def all_series(session: Session) -> tuple[tuple[str, str], ...]:
    """The series to choose from."""
    return tuple(words.series(session.pack))
