"""A committee as the office keeps it: its own pool of experts, its draws, and the changes after a draw with reasons."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Literal

import msgspec

from desktop_app.domain.kinds import Level
from desktop_app.domain.offices import OfficeCode
from desktop_app.domain.review_meeting import Committee, Expert, Number
from desktop_app.domain.values import Count, Digest, Line, Short, Text, Value, Year

#: What a witness says aloud after the commitment, mixed into the seed: digits only, so that anyone can type it again.
Spoken = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{0,20}$(?!\n)")]


class ChangeKind(Enum):
    """How a committee came to differ from what was drawn."""

    STANDS_IN = "stands_in"  # the next reserve for a member
    TAKEN_IN = "taken_in"  # without a draw, such as a member who stays for the whole term
    LEAVES = "leaves"


class MemberChange(Value, frozen=True, kw_only=True):
    """One change. `draw` is the draw whose members it changes; a change under a draw that was replaced has no effect.

    Empty for one that is not about a drawn member.
    """

    kind: ChangeKind
    leaves: Short = ""
    comes: Short = ""
    draw: str = ""
    reason: Line
    by: Short
    at: datetime


class KeptCommittee(Value, frozen=True, kw_only=True):
    """A committee under its id. Kept without experts and members: these are read from the pool and the valid draw."""

    id: str
    year: Year
    committee: Committee
    changes: tuple[MemberChange, ...] = ()


class KeptExpert(Value, frozen=True, kw_only=True):
    """An expert in the pool of one committee. Who left it stays on record, because draws and members name numbers."""

    id: str
    committee: str
    expert: Expert
    left: Line = ""  # why; empty while in the pool

    @property
    def in_pool(self) -> bool:
        return not self.left


class Exclusion(Enum):
    """Why an expert of the pool is not in a draw."""

    SERVED = "served"  # in each of the last years (六（二）2)
    OUT_OF_TERM = "out_of_term"  # 40号令
    NO_TERM = "no_term"
    RELATED = "related"  # 回避
    MEMBER = "member"  # sits in the committee already
    INCOMPLETE = "incomplete"  # no specialty or level
    OTHER = "other"


class LeftOut(Value, frozen=True, kw_only=True):
    """One expert left out, or taken in all the same, with the reason where an officer decided it."""

    expert: Number
    why: Exclusion
    reason: Line = ""


class ListedExpert(Value, frozen=True, kw_only=True):
    """An expert as a draw knows them: no name. `outside`: of another unit than the self-reviewing one."""

    id: Number
    specialty: Line
    level: Level
    outside: bool = False


class DrawLot(Value, frozen=True, kw_only=True):
    """How many of one specialty and level; `outside` takes only experts of other units (六（二）2)."""

    specialty: Line
    level: Level
    seats: Count
    reserves: Count = 0
    outside: bool = False


class LotResult(Value, frozen=True, kw_only=True):
    """Whom one lot gave, in the order drawn."""

    members: tuple[Number, ...] = ()
    reserves: tuple[Number, ...] = ()


class DrawPlan(Value, frozen=True, kw_only=True):
    """All that is settled and signed before the seed is shown: who may be drawn, who not and why, the lots.

    `pool_digest` covers the whole pool with names, `list_digest` the list below as text (`policy/draw_record.py`).
    """

    fj: Literal[1] = 1
    type: Literal["draw-plan"] = "draw-plan"
    draw: str
    committee: str
    title: Line
    office: OfficeCode
    year: Year
    seed_digest: Digest
    pool_digest: Digest
    list_digest: Digest
    experts: tuple[ListedExpert, ...]
    left_out: tuple[LeftOut, ...] = ()
    kept_in: tuple[LeftOut, ...] = ()
    lots: tuple[DrawLot, ...]
    replaces: str = ""
    reason: Line = ""  # of drawing anew
    by: Short
    at: datetime


class DrawOutcome(Value, frozen=True, kw_only=True):
    """The seed, what the witness said, and whom the lots gave. `plan` is the digest of the plan it carries out."""

    fj: Literal[1] = 1
    type: Literal["draw-outcome"] = "draw-outcome"
    plan: Digest
    seed: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
    spoken: Spoken = ""
    lots: tuple[LotResult, ...]
    by: Short
    at: datetime


class DrawRecord(Value, frozen=True, kw_only=True):
    """What proves a draw to anyone: the plan and the outcome, each under the desk's signature. No expert is named."""

    fj: Literal[1] = 1
    type: Literal["draw-record"] = "draw-record"
    key: Digest  # the desk's Ed25519 public key
    plan: DrawPlan
    plan_signature: Text
    outcome: DrawOutcome | None = None
    outcome_signature: Text = ""


class KeptDraw(Value, frozen=True, kw_only=True):
    """A draw at the desk that made it. `seed` is shown by nothing before the draw is carried out."""

    id: str
    committee: str
    seed: str
    record: DrawRecord
    dropped: Line = ""  # why a plan was not carried out, or a draw no longer counts
    dropped_by: Short = ""
    dropped_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether it waits to be carried out."""
        return self.record.outcome is None and not self.dropped

    @property
    def valid(self) -> bool:
        """Whether the committee is made from it."""
        return self.record.outcome is not None and not self.dropped
