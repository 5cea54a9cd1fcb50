"""Which rule of the table is carried out where; what is not carried out yet is listed as such, nothing is left out."""

from dataclasses import dataclass

from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Home


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule: its clause, the part of the program it belongs to, whether that part carries it out yet."""

    rule: str
    clause: str
    home: Home
    carried_out: bool


def coverage(pack: Pack) -> tuple[CoverageRow, ...]:
    """Every rule of the pack's table, in its order."""
    return tuple(CoverageRow(row.id, row.clause, row.home, row.done) for row in pack.coverage)
