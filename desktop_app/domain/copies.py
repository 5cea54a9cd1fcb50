"""Printed copies: each has a number, a version it shows, and a fate that must balance."""

from datetime import datetime
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId
from desktop_app.domain.values import Digest, Line, Short, Value
from desktop_app.domain.words import words_of


class Document(Enum):
    """The printed documents this program makes; the value is the form folder's name."""

    REVIEW_FORM = "review_form"
    SUBMISSION_FORM = "submission_form"
    LIST_OF_MATERIALS = "list_of_materials"
    DELIVERY_SLIP = "delivery_slip"
    SEAL_LABEL = "seal_label"
    WALL_CALENDAR = "wall_calendar"
    PLEDGE = "pledge"
    PUBLIC_NOTICE = "public_notice"
    PUBLIC_NOTICE_REPORT = "public_notice_report"
    RECOMMENDATION = "recommendation"
    COPIES_REGISTER = "copies_register"
    CONTACT_CARD = "contact_card"
    TRUST_REGISTER = "trust_register"
    CARD_SHEET = "card_sheet"
    KEY_REVOCATION = "key_revocation"
    DIRECTORY = "directory"
    OUTER_COVER = "outer_cover"
    INNER_COVER = "inner_cover"
    CORRECTION_NOTICE = "correction_notice"
    RECEIPT_CERTIFICATE = "receipt_certificate"
    PACKAGE_RECEIPT = "package_receipt"
    ROSTER = "roster"
    ANNEX2_SUMMARY = "annex2_summary"
    BALLOT = "ballot"
    REVIEW_SCHEME = "review_scheme"
    MEETING_RECORD = "meeting_record"
    RESULT_NOTICE = "result_notice"
    RESULT_REPORT = "result_report"
    RESULT_NOTICE_ACCOUNT = "result_notice_account"
    PASSED_ROSTER = "passed_roster"
    COMMITTEE_COMMITMENT = "committee_commitment"
    READING_LIST = "reading_list"
    DRAW_SHEET = "draw_sheet"
    AUDIT_LOG = "audit_log"
    MAKING_REGISTER = "making_register"
    TRANSIT_REGISTER = "transit_register"
    LOAN_REGISTER = "loan_register"
    COPYING_REGISTER = "copying_register"
    DESTRUCTION_REGISTER = "destruction_register"
    CARRIER_INVENTORY = "carrier_inventory"
    NOTICE_LIST = "notice_list"
    POSTING_RECORD = "posting_record"
    RECOVERY_SHEET = "recovery_sheet"
    SUPPORT_SHEET = "support_sheet"
    PROOF_SHEET = "proof_sheet"

    @property
    def numbered(self) -> bool:
        """Whether each copy bears a number and is kept in the register of copies."""
        return self in (Document.REVIEW_FORM, Document.SUBMISSION_FORM)

    @property
    def of_a_draft(self) -> bool:
        """Whether it is made before anything is submitted: signed, posted or reported on the way there (六（一）1)."""
        return self in (
            Document.PLEDGE,
            Document.PUBLIC_NOTICE,
            Document.PUBLIC_NOTICE_REPORT,
            Document.RECOMMENDATION,
        )

    @property
    def letters(self) -> str:
        """How the code at a sheet's foot names the document: the initials of its value."""
        return "".join(part[0] for part in self.value.split("_")).upper()


#: The papers of one filing: proofs are drawn of them, and an office may print them on forms of its own.
OF_ONE_FILING = (
    Document.REVIEW_FORM,
    Document.SUBMISSION_FORM,
    Document.PLEDGE,
    Document.PUBLIC_NOTICE,
    Document.PUBLIC_NOTICE_REPORT,
    Document.RECOMMENDATION,
    Document.LIST_OF_MATERIALS,
)


class CopyFate(Enum):
    """What became of a printed copy."""

    SENT = "sent"  # handed to the printer, not yet confirmed by an officer
    IN_HAND = "in_hand"
    HANDED_OVER = "handed_over"
    SPOILED = "spoiled"  # came out wrong, waits for destruction
    DESTROYED = "destroyed"
    NOT_PRINTED = "not_printed"  # the number was given out, no sheet came of it


#: What may become of a copy. A number without a sheet stays what it is; of a destroyed sheet see `reinstated`.
_NEXT = {
    CopyFate.SENT: {CopyFate.IN_HAND, CopyFate.SPOILED, CopyFate.NOT_PRINTED},
    CopyFate.IN_HAND: {CopyFate.HANDED_OVER, CopyFate.SPOILED, CopyFate.DESTROYED},
    CopyFate.HANDED_OVER: {CopyFate.SPOILED, CopyFate.DESTROYED},  # came back with a returned dossier
    CopyFate.SPOILED: {CopyFate.DESTROYED},
    CopyFate.DESTROYED: set(),
    CopyFate.NOT_PRINTED: set(),
}


class Copy(Value, frozen=True, kw_only=True):
    """One numbered copy in the register."""

    id: CopyId
    application: ApplicationId
    document: Document
    number: int
    version_number: int
    version_digest: Digest
    sheets: int
    printer: Line
    printed_by: Short
    printed_at: datetime
    fate: CopyFate
    reason: Line = ""
    witnesses: Line = ""
    fate_before: CopyFate | None = None  # what it was when it was entered as destroyed

    @property
    def reinstated(self) -> CopyFate:
        """What it is when its destruction was entered by mistake; where nobody knows, nobody may use it."""
        return CopyFate.IN_HAND if self.fate_before is CopyFate.IN_HAND else CopyFate.SPOILED

    def require_may_become(self, fate: CopyFate) -> None:
        """Raises `Fault(COPY_FATE)` for a fate that cannot follow the present one."""
        if fate not in _NEXT[self.fate]:
            status, wanted = words_of(self.fate), words_of(fate)
            raise Fault(Code.COPY_FATE, number=f"{self.number:06d}", status=status, fate=wanted)


class CopyBalance(Value, frozen=True, kw_only=True):
    """Copies of one document of one application: what the notice requires against what exists."""

    document: Document
    required: int
    printed: int
    in_hand: int
    handed_over: int
    spoiled: int
    destroyed: int
    unconfirmed: int = 0  # sent to a printer that failed: an officer must say which sheets came out

    @property
    def missing(self) -> int:
        """Good copies that still have to be printed."""
        return max(0, self.required - self.in_hand - self.handed_over - self.unconfirmed)

    @property
    def balanced(self) -> bool:
        """Printed = handed over + destroyed + in hand + spoiled and not yet destroyed."""
        return self.printed == self.handed_over + self.destroyed + self.in_hand + self.spoiled
