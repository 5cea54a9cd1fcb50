"""Which rule of the table is carried out where; what is not carried out is listed as such, nothing is left out."""

from dataclasses import dataclass

from desktop_app.domain.findings import Words
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import CoverageEntry, Home, RuleKind


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One rule: its clause and kind, the part of the program it belongs to, and where it is carried out.

    `where` holds names of the pack's tables, a function's dotted name, or the rules that read its settings; empty: not
    carried out yet. `settings` answer what the notice leaves open, `answer` says why none could. `screen` false:
    nothing on screen shows it yet.
    """

    rule: str
    clause: str
    kind: RuleKind
    home: Home
    where: tuple[str, ...]
    settings: tuple[str, ...]
    answer: Words
    screen: bool

    @property
    def carried_out(self) -> bool:
        return bool(self.where or self.answer.zh)


def coverage(pack: Pack) -> tuple[CoverageRow, ...]:
    """Every rule of the pack's table, in its order."""
    return tuple(
        CoverageRow(
            row.id,
            row.clause,
            row.kind,
            row.home,
            _where(pack, row),
            row.settings,
            row.answer.words() if row.answer else Words(),
            row.screen,
        )
        for row in pack.coverage
    )


def _where(pack: Pack, row: CoverageEntry) -> tuple[str, ...]:
    """Tables and function of a rule; of an ambiguity, also whatever reads its settings."""
    places = [*pack.carried_out.get(row.id, ()), *((row.code,) if row.code else ())]
    if row.kind is RuleKind.AMBIGUITY:
        places += [reader for name in row.settings for reader in pack.read_by[name] if reader != row.id]
    return tuple(dict.fromkeys(places))
