"""Which rule of the table is carried out where; what is not carried out is listed as such, nothing is left out."""

from dataclasses import dataclass

from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Home, RuleKind


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule: its clause and kind, the part of the program it belongs to, and where it is carried out.

    `where` holds names of the pack's tables or a function's dotted name; empty: not carried out yet. `screen` false:
    nothing on screen shows it yet.
    """

    rule: str
    clause: str
    kind: RuleKind
    home: Home
    where: tuple[str, ...]
    screen: bool

    @property
    def carried_out(self) -> bool:
        return bool(self.where)


def coverage(pack: Pack) -> tuple[CoverageRow, ...]:
    """Every rule of the pack's table, in its order."""
    return tuple(
        CoverageRow(
            row.id,
            row.clause,
            row.kind,
            row.home,
            (*pack.carried_out.get(row.id, ()), *((row.code,) if row.code else ())),
            row.screen,
        )
        for row in pack.coverage
    )
