"""The papers an application needs, with their copies (annex 1)."""

from collections.abc import Collection, Mapping
from datetime import date

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Paper
from desktop_app.domain.kinds import MaterialKind
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.paper_rows import copies_at, copies_of, paper_at


def papers(application: Application, pack: Pack) -> tuple[Paper, ...]:
    """The lines of annex 1, in its order."""
    at = facts_of(application, date(pack.year, 1, 1), pack).situation
    return tuple(paper_at(at, paper) for paper in pack.papers)


def copies(kind: MaterialKind, application: Application, pack: Pack) -> int:
    """How many copies of one kind must be handed in; 0 for what annex 1 does not list."""
    return copies_of(facts_of(application, date(pack.year, 1, 1), pack).situation, kind)


def copies_of_each(kinds: Collection[MaterialKind], application: Application, pack: Pack) -> Mapping[MaterialKind, int]:
    """The same of several kinds, nothing else of annex 1 looked at; a kind that it does not list is not there."""
    at = facts_of(application, date(pack.year, 1, 1), pack).situation
    return {paper.row.kind: copies_at(at, paper) for paper in pack.papers if paper.row.kind in kinds}
