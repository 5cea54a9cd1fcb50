"""Looks the papers of annex 1 up: copies, whether required, how many are attached."""

from desktop_app.domain.findings import Paper
from desktop_app.domain.kinds import MaterialKind
from desktop_app.policy.compiling import CompiledPaper
from desktop_app.policy.situation import Situation


def paper_at(at: Situation, paper: CompiledPaper) -> Paper:
    """One line of annex 1 for this application."""
    row = paper.row
    return Paper(
        number=row.number,
        kind=row.kind,
        name=row.name.words(),
        size=row.size,
        copies=copies_at(at, paper),
        required=paper.required.holds(at.facts),
        present=sum(material.kind is row.kind for material in at.application.materials),
        clause=row.clause,
        note=row.note,
    )


def copies_at(at: Situation, paper: CompiledPaper) -> int:
    """The count of the first row that fits, 0 when none does."""
    return next((count for when, count in paper.copies if when.holds(at.facts)), 0)


def copies_of(at: Situation, kind: MaterialKind) -> int:
    """Copies of one kind of paper; 0 for a kind that annex 1 does not list."""
    return next((copies_at(at, paper) for paper in at.pack.papers if paper.row.kind is kind), 0)
