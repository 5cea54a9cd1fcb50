"""The shape of tilts/*.toml: one decision table for each ground on which a level is reached otherwise than by steps."""

from collections.abc import Mapping
from enum import Enum
from typing import Annotated

import msgspec

from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Path
from desktop_app.domain.values import Value
from desktop_app.policy.tables import Both, RuleId, Said, Symbol

Several = Annotated[tuple[Symbol, ...], msgspec.Meta(min_length=1)]


class Outcome(Enum):
    """What a row decides about the ground at the level that is filed for."""

    OPEN = "open"  # the clause opens it
    TO_PROVE = "to_prove"  # it opens once something is confirmed or added
    UNCLEAR = "unclear"  # the notice does not say; a setting answers
    CLOSED = "closed"  # not by this clause; an officer may know another
    SILENT = "silent"  # the notice has no provision for it


#: A closed row is asked, never refused: a series' own conditions may open what this notice does not.
VERDICTS: Mapping[Outcome, Verdict] = {
    Outcome.OPEN: Verdict.PASS,
    Outcome.TO_PROVE: Verdict.TODO,
    Outcome.UNCLEAR: Verdict.ASK,
    Outcome.CLOSED: Verdict.ASK,
}


class Band(Value, frozen=True):
    """A part of an axis: either the words it takes in, or the parameters it lies between."""

    id: Symbol
    words: tuple[str, ...] = ()
    at_least: Symbol | None = None
    below: Symbol | None = None


class Axis(Value, frozen=True):
    """What a table asks of one fact or setting. Flags, and lists asked for `has`, have the bands yes and no."""

    id: Symbol
    fact: Symbol
    has: str = ""
    band: tuple[Band, ...] = ()


class TiltRow(Value, frozen=True):
    """One answer. `when` names axes and the bands this row takes in; an axis it does not name decides nothing here.

    `remains` says of an open row what is still to be shown, `mend` of every other what can be done.
    """

    when: Mapping[Symbol, Symbol | Several]
    outcome: Outcome
    clause: Said
    rule: RuleId | None = None
    says: Both | None = None
    mend: Both | None = None
    remains: Both | None = None
    field: str = ""
    setting: str = ""

    def bands(self, axis: str) -> tuple[str, ...]:
        """The bands of a named axis that the row takes in."""
        named = self.when[axis]
        return (named,) if isinstance(named, str) else named

    def apart_from(self, other: "TiltRow") -> bool:
        """Whether the two take in different bands of some axis, so that no application fits both."""
        both = self.when.keys() & other.when.keys()
        return any(set(self.bands(axis)).isdisjoint(other.bands(axis)) for axis in both)


class TiltFile(Value, frozen=True):
    """tilts/*.toml; `facts` are shown with every answer beside those that its row asks."""

    path: Path
    axis: tuple[Axis, ...]
    row: tuple[TiltRow, ...]
    facts: tuple[Symbol, ...] = ()
