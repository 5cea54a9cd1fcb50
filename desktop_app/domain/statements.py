"""What desks say to one another under a signature: a review, a return, a correction, a list."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Literal

import msgspec

from desktop_app.domain.application import Opinion, PublicNotice, Recommendation
from desktop_app.domain.kinds import Desk
from desktop_app.domain.office_acts import ReturnNotice
from desktop_app.domain.offices import KeyId, OfficeCode
from desktop_app.domain.records import Direction
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.review_work import PointAnswer
from desktop_app.domain.values import Digest, DigestOrNone, Line, Short, Ulid, Value, Year

_STEP = r"[a-z][a-z_0-9]*(\[[0-9]{1,4}\])?"
#: A place in an application as `domain/paths.py` reads it, or nothing for the application as a whole.
FieldPath = Annotated[str, msgspec.Meta(max_length=120, pattern=rf"^({_STEP}(\.{_STEP})*)?$(?!\n)")]
VersionNumber = Annotated[int, msgspec.Meta(ge=1)]


class Review(Value, frozen=True, kw_only=True):
    """One desk's word on one version: its opinion, or that it passed the papers on when it gives none.

    `remarks` are the answers to points that say more than yes; recommendation and public notice are the unit's
    (六（一）1).
    `previous` is the digest of the review before it, so that each desk vouches for the steps it received.
    """

    fj: Literal[1] = 1
    type: Literal["review"] = "review"
    application: Ulid
    version: VersionNumber
    digest: Digest
    desk: Desk
    kid: KeyId
    code: OfficeCode
    name: Short
    opinion: Opinion = Opinion()
    remarks: tuple[PointAnswer, ...] = ()
    recommendation: Recommendation = Recommendation()
    public_notice: PublicNotice = PublicNotice()
    previous: Digest | None = None
    signed_at: datetime


class NoticePoint(Value, frozen=True, kw_only=True):
    """One thing to supply or mend: at a field, at an attachment (by its digest), or in the application as a whole."""

    field: FieldPath = ""
    material: DigestOrNone = ""
    says: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Notice(Value, frozen=True, kw_only=True):
    """The one written notice on one version of an application (三（四）5): every point, and the last day to mend."""

    fj: Literal[1] = 1
    type: Literal["notice"] = "notice"
    application: Ulid
    version: VersionNumber
    digest: Digest
    on: date
    mend_by: date
    points: Annotated[tuple[NoticePoint, ...], msgspec.Meta(min_length=1, max_length=500)]

    def plain(self) -> ReturnNotice:
        """As the rules and the paper notice take it."""
        return ReturnNotice(on=self.on, mend_by=self.mend_by, points=tuple(point.says for point in self.points))


class Correction(Value, frozen=True, kw_only=True):
    """A later version over a named one: which fields differ, which attachments are the same and do not travel again.

    `notice` is the digest of the notice that it answers.
    """

    fj: Literal[1] = 1
    type: Literal["correction"] = "correction"
    application: Ulid
    base_version: VersionNumber
    base_digest: Digest
    version: VersionNumber
    digest: Digest
    changed: tuple[FieldPath, ...]
    kept: tuple[Digest, ...] = ()
    notice: Digest | None = None


class Roster(Value, frozen=True, kw_only=True):
    """A list of people as a table: `columns` are the fields' names, every row has as many cells."""

    fj: Literal[1] = 1
    type: Literal["roster"] = "roster"
    year: Year
    title: Line
    columns: Annotated[tuple[Short, ...], msgspec.Meta(min_length=1, max_length=40)]
    rows: tuple[tuple[Line, ...], ...]


class ExpertPool(Value, frozen=True, kw_only=True):
    """The pool of a committee as one office hands it to another: names travel only sealed (40号令)."""

    fj: Literal[1] = 1
    type: Literal["experts"] = "experts"
    year: Year
    title: Line
    experts: Annotated[tuple[Expert, ...], msgspec.Meta(min_length=1, max_length=5000)]


class StatementKind(Enum):
    """What kind of statement a vault keeps."""

    REVIEW = "review"
    NOTICE = "notice"
    CORRECTION = "correction"
    ROSTER = "roster"
    EXPERTS = "experts"


class KeptStatement(Value, frozen=True, kw_only=True):
    """A statement as a vault keeps it: its own words, who said it, in which package it travelled.

    `content` is canonical JSON; for a review the small signed file, and `card` the signed card of the desk that signed.
    """

    digest: Digest
    kind: StatementKind
    direction: Direction
    package: str
    peer: str
    application: str
    content: str
    card: str = ""
    at: datetime
