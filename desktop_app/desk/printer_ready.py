"""Whether a printer has a document's paper, and what its queue would leave on a disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.copies import Document
from desktop_app.printing import jobs, spool
from desktop_app.printing import printers as found_printers
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.address import completed
from desktop_app.printing.backend import Printer, PrinterState, SpoolWarning
from desktop_app.printing.jobs import PaperSize, Readiness
from desktop_app.printing.trays import Tray

#: The size of each document's paper (附件1.1, 附件1.2).
SIZES = {
    Document.REVIEW_FORM: PaperSize.A4,
    Document.SUBMISSION_FORM: PaperSize.A3,
    Document.LIST_OF_MATERIALS: PaperSize.A4,
    Document.DELIVERY_SLIP: PaperSize.A4,
    Document.SEAL_LABEL: PaperSize.A4,
    Document.WALL_CALENDAR: PaperSize.A3,
    Document.PLEDGE: PaperSize.A4,
    Document.PUBLIC_NOTICE: PaperSize.A4,
    Document.PUBLIC_NOTICE_REPORT: PaperSize.A4,
    Document.RECOMMENDATION: PaperSize.A4,
    Document.COPIES_REGISTER: PaperSize.A4,
    Document.CONTACT_CARD: PaperSize.A4,
    Document.TRUST_REGISTER: PaperSize.A4,
    Document.CARD_SHEET: PaperSize.A4,
    Document.KEY_REVOCATION: PaperSize.A4,
    Document.DIRECTORY: PaperSize.A4,
    Document.OUTER_COVER: PaperSize.A4,
    Document.INNER_COVER: PaperSize.A4,
    Document.CORRECTION_NOTICE: PaperSize.A4,
    Document.RECEIPT_CERTIFICATE: PaperSize.A4,
    Document.PACKAGE_RECEIPT: PaperSize.A4,
    Document.ROSTER: PaperSize.A3,
    Document.ANNEX2_SUMMARY: PaperSize.A4,
    Document.BALLOT: PaperSize.A4,
    Document.REVIEW_SCHEME: PaperSize.A4,
    Document.MEETING_RECORD: PaperSize.A4,
    Document.RESULT_NOTICE: PaperSize.A4,
    Document.RESULT_REPORT: PaperSize.A4,
    Document.RESULT_NOTICE_ACCOUNT: PaperSize.A4,
    Document.PASSED_ROSTER: PaperSize.A3,
    Document.COMMITTEE_COMMITMENT: PaperSize.A4,
    Document.READING_LIST: PaperSize.A4,
    Document.DRAW_SHEET: PaperSize.A4,
    Document.AUDIT_LOG: PaperSize.A4,
    Document.MAKING_REGISTER: PaperSize.A4,
    Document.TRANSIT_REGISTER: PaperSize.A4,
    Document.LOAN_REGISTER: PaperSize.A4,
    Document.COPYING_REGISTER: PaperSize.A4,
    Document.DESTRUCTION_REGISTER: PaperSize.A4,
    Document.CARRIER_INVENTORY: PaperSize.A4,
    Document.NOTICE_LIST: PaperSize.A4,
    Document.POSTING_RECORD: PaperSize.A4,
    Document.RECOVERY_SHEET: PaperSize.A4,
    Document.SUPPORT_SHEET: PaperSize.A4,
    Document.PROOF_SHEET: PaperSize.A4,
}


@dataclass(frozen=True, slots=True)
class Ready:
    """What an officer should know before a formal print."""

    readiness: Readiness
    spool: tuple[SpoolWarning, ...]

    @property
    def traces(self) -> tuple[SpoolWarning, ...]:
        """What is left of the document itself, or may be: for an officer to decide on."""
        return tuple(one for one in self.spool if one is not SpoolWarning.HISTORY_KEPT)


def typed_address(text: str) -> str:
    """The address of a printer that was typed in. Raises `PRINTER_ADDRESS`."""
    return completed(text)


def answers(printer: Printer) -> bool:
    """Whether it said anything when it was looked for."""
    return printer.state is not PrinterState.UNREACHABLE


def printers(extra: Sequence[str] = (), access: Access = NOTHING_KNOWN) -> tuple[Printer, ...]:
    """Printers this machine can reach. Asks the local CUPS and USB printers: call it off the database thread."""
    return found_printers.discover(extra, access)


def ready(uri: str, document: Document, *, tray: str = "", access: Access = NOTHING_KNOWN) -> Ready:
    """Whether the printer has this document's paper, and what its queue would leave on a disk.

    Raises `Fault(PRINTER_*)`. Call it off the database thread.
    """
    readiness = jobs.check(uri, SIZES[document], duplex=document is Document.REVIEW_FORM, tray=tray, access=access)
    return Ready(readiness, spool.check(readiness.printer))


def require_accepted(told: Ready, accepted: Iterable[SpoolWarning]) -> None:
    """Raises `Fault(PRINT_TRACES)` when a print server would leave what no officer has accepted."""
    if set(told.traces) - set(accepted):
        raise Fault(Code.PRINT_TRACES, printer=told.readiness.printer.name)


# for windows and verbs, which talk to the desk only
__all__ = [
    "SIZES", "Access", "PaperSize", "Printer", "Readiness", "Ready", "SpoolWarning", "Tray",
    "printers", "ready", "require_accepted",
]  # fmt: skip
