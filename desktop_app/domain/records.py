"""What a vault keeps around an application: its row, its versions, its attachments, its packages."""

from datetime import date, datetime
from enum import Enum

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, AttachmentId, ContactId, PackageId, VersionId
from desktop_app.domain.application import Application, Filing
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Level, MaterialKind, Track
from desktop_app.domain.marking import Marking
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.domain.status import Status
from desktop_app.domain.values import Digest, Line, Short, Value
from desktop_app.domain.words import words_of


class RecordKind(Enum):
    """What is looked for under an id."""

    APPLICATION = "application"
    VERSION = "version"
    ATTACHMENT = "attachment"
    PERSON = "person"
    COPY = "copy"
    CONTACT = "contact"
    PACKAGE = "package"
    COMPARISON = "comparison"
    FORM = "form"
    FONT = "font"
    CARRIER = "carrier"
    INVENTORY = "inventory"
    NOTICE = "notice"
    POSTS = "posts"
    DISHONESTY = "dishonesty"
    COMMITTEE = "committee"
    EXPERT = "expert"
    DRAW = "draw"
    MEETING = "meeting"
    VOTE = "vote"
    COMPLAINT = "complaint"
    READING = "reading"


def not_found(kind: RecordKind) -> Fault:
    """The fault for an id that nothing is kept under."""
    return Fault(Code.RECORD_NOT_FOUND, kind=words_of(kind))


class ApplicationRow(Value, frozen=True, kw_only=True):
    """One line of the applications table; no field values beyond what the list shows."""

    id: ApplicationId
    year: int
    name: str
    unit: str
    title: str
    level: Level | None
    track: Track | None
    status: Status
    marking: Marking
    latest_version: int
    changed_at: datetime


class FilingRow(Value, frozen=True, kw_only=True):
    """What one application asks for, with what a list needs to name it."""

    id: ApplicationId
    name: str
    unit: str
    marking: Marking
    filing: Filing


class ApplicationRecord(Value, frozen=True, kw_only=True):
    """An application at this desk: the draft as it is now, and where it stands."""

    id: ApplicationId
    draft: Application
    status: Status
    latest_version: int
    created_at: datetime
    changed_at: datetime


class Version(Value, frozen=True, kw_only=True):
    """A submitted application: it never changes, and papers, packages and receipts name its digest."""

    id: VersionId
    application: ApplicationId
    number: int
    digest: Digest
    content: Application
    made_at: datetime
    made_by: Short


class PolicyRef(Value, frozen=True, kw_only=True):
    """What a version was filed under: the pack's id, the digest over all its files, and the office's answers then."""

    pack: Short
    digest: Digest
    settings: dict[str, bool | int | str] = msgspec.field(default_factory=dict)


class KeptPolicy(Value, frozen=True, kw_only=True):
    """A policy pack without its files. `issuer` is a key id, empty for a pack that came with the program."""

    digest: Digest
    pack: Short
    year: int
    edition: Short
    issuer: str = ""
    imported_at: datetime | None = None  # None: it came with this program and is not in the vault yet
    imported_by: Short = ""


class PolicyChoice(Value, frozen=True, kw_only=True):
    """An officer's word on which pack is current for a year."""

    year: int
    digest: Digest
    chosen_by: Short
    chosen_at: datetime


class KeptForm(Value, frozen=True, kw_only=True):
    """An office's own form without its content."""

    id: str
    document: Document
    title: Short
    digest: Digest
    saved_by: Short
    saved_at: datetime


class FormChoice(Value, frozen=True, kw_only=True):
    """An officer's word on the form that a paper is printed from."""

    document: Document
    form: str
    chosen_by: Short
    chosen_at: datetime


class AddedFont(Value, frozen=True, kw_only=True):
    """A font that an office added, without its content. `id` is the digest of what is kept.

    `characters`: for which it was added; none for everything that the carried fonts lack. `source`: digest of the file
    it was taken from. `permission`: what the maker allows to be embedded (OS/2, fsType). `ground`: an officer's word on
    the source and the licence.
    """

    id: Digest
    family: str
    file: str
    source: Digest
    characters: str
    count: int
    permission: int
    licence: str
    ground: Line
    added_by: Short
    added_at: datetime
    withdrawn: bool


class SettledQuestion(Value, frozen=True, kw_only=True):
    """What an office settled where the notice leaves it open; `value` is plain, a day is ISO text."""

    pack: Short
    name: Short
    value: bool | int | str
    set_by: Short
    set_at: datetime
    ground: Line


class KeptWorkdays(Value, frozen=True, kw_only=True):
    """A year's table of workdays that this office imported; `content` is the policy's own plain form of it."""

    year: int
    content: str
    imported_at: datetime
    imported_by: Short


class AttachmentRecord(Value, frozen=True, kw_only=True):
    """An attached file as the vault knows it; the bytes are read as a stream."""

    id: AttachmentId
    application: ApplicationId
    kind: MaterialKind
    name: Line
    media_type: Short
    size: int
    digest: Digest
    added_at: datetime


class Trust(Enum):
    """How far a contact's card is trusted."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    REVOKED = "revoked"


class CardState(Enum):
    """Where a card stands on a day."""

    UNVERIFIED = "unverified"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    FOLLOWED = "followed"  # newer keys took its place; what was sealed before still comes in for a while
    REVOKED = "revoked"


class RevocationReason(Enum):
    """Why keys ended."""

    LOST = "lost"
    LEAKED = "leaked"
    LEFT = "left"
    REPLACED = "replaced"


class Compared(Enum):
    """How two people compared a fingerprint."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    STAMPED_PAPER = "stamped_paper"


class CardStanding(Value, frozen=True, kw_only=True):
    """What this desk knows of a card beside how far it is trusted.

    `followed_by` is the key id of the card that took its place, `followed_on` the day on which that one was confirmed
    here; `revoked_on` the day from which nothing under these keys counts, `None` where nobody named one.
    `minimum_suite` is the weakest that this desk takes from the contact or seals to it, beside what the card asks.
    """

    followed_by: str = ""
    followed_on: date | None = None
    revoked_on: date | None = None
    minimum_suite: Suite = Suite.CLASSICAL


class Contact(Value, frozen=True, kw_only=True):
    """Another office's card and what this desk knows of it."""

    id: ContactId
    card: ContactCard
    key_id: str
    trust: Trust
    verified_by: Line = ""
    verified_at: datetime | None = None
    standing: CardStanding = CardStanding()


class Direction(Enum):
    OUT = "out"
    IN = "in"


class PackageKind(Enum):
    """What a package is for."""

    APPLICATION = "application"  # a submission: applications as their own desk sends them
    FORWARD = "forward"  # applications that came from outside, with every step's signed review
    RETURN = "return"  # the one written notice on each, and no attachment
    CORRECTION = "correction"  # a later version: its record, and only the attachments that are new
    RECEIPT = "receipt"
    ROSTER = "roster"
    EXPERTS = "experts"  # the pool of a committee, for the office that draws or keeps it next
    POLICY = "policy"
    CARD = "card"


class PackageState(Enum):
    """The life of a package at this desk, so that a pulled stick can be resumed or voided."""

    SEALING = "sealing"
    WRITTEN = "written"
    VERIFIED = "verified"
    DELIVERED = "delivered"
    RECEIPTED = "receipted"
    VOID = "void"
    IMPORTED = "imported"
    REFUSED = "refused"


class PackageRecord(Value, frozen=True, kw_only=True):
    """One package, sent or received."""

    id: PackageId
    direction: Direction
    peer: str  # key id of the other desk
    peer_name: str
    sequence: int
    state: PackageState
    seal_digest: str
    applications: tuple[str, ...]
    medium: Line = ""
    changed_at: datetime
    receipt_digest: str = ""
    kind: PackageKind = PackageKind.APPLICATION
