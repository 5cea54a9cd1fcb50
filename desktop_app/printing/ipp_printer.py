"""A printer reached by IPP: straight, through ipp-usb's loopback port, or as a queue of CUPS."""

import time

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import safe_for_screen
from desktop_app.printing import media
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.address import Address
from desktop_app.printing.backend import JobState, JobStatus, Printer, PrinterState, Sending, Sides, Ticket, TicketNote
from desktop_app.printing.ipp_client import IppClient
from desktop_app.printing.ipp_values import (
    Attribute,
    AttributeGroup,
    Group,
    Message,
    Operation,
    Range,
    Status,
    Tag,
    boolean,
    collection,
    integer,
    keyword,
)
from desktop_app.printing.trays import trays

PDF = "application/pdf"
_QUESTIONS = keyword(
    "requested-attributes",
    "printer-uri-supported",
    "printer-name",
    "printer-info",
    "printer-location",
    "printer-make-and-model",
    "printer-state",
    "media-supported",
    "media-size-supported",
    "media-ready",
    "media-col-ready",
    "media-col-supported",
    "media-source-supported",
    "sides-supported",
    "document-format-supported",
    "copies-supported",
    "job-creation-attributes-supported",
    "print-scaling-supported",
    "device-uri",
    "cups-version",
)
_JOB_QUESTIONS = keyword("requested-attributes", "job-state", "job-impressions-completed", "job-media-sheets-completed")
_PRINTER_STATES = {3: PrinterState.IDLE, 4: PrinterState.PROCESSING, 5: PrinterState.STOPPED}
_JOB_STATES = {
    3: JobState.PENDING,
    4: JobState.HELD,
    5: JobState.PROCESSING,
    6: JobState.STOPPED,
    7: JobState.CANCELED,
    8: JobState.ABORTED,
    9: JobState.COMPLETED,
}
_MEDIA_NAMES = ("media", "media-col", "media-size", "x-dimension", "y-dimension")


def printer_from(untrusted: AttributeGroup, address: Address) -> Printer:
    """What a printer's answer says, in this program's words."""
    name = untrusted.text("printer-info") or untrusted.text("printer-name") or untrusted.text("printer-make-and-model")
    sides = untrusted.texts("sides-supported")
    creation = frozenset(untrusted.texts("job-creation-attributes-supported"))
    copies = next((v for v in untrusted.values("copies-supported") if isinstance(v, Range)), None)
    return Printer(
        uri=address.uri,
        name=safe_for_screen(name, 80) or address.uri,
        location=safe_for_screen(untrusted.text("printer-location"), 80),
        state=_PRINTER_STATES.get(untrusted.number("printer-state") or 0, PrinterState.STOPPED),
        media_supported=media.supported(untrusted),
        media_ready=media.ready(untrusted),
        sides=tuple(side for side in Sides if side.value in sides),
        formats=untrusted.texts("document-format-supported"),
        copies=copies.high if copies else 1,
        spooled=bool(untrusted.text("cups-version")),
        job_attributes=creation,
        unscaled="none" in untrusted.texts("print-scaling-supported"),
        device=untrusted.text("device-uri"),
        trays=trays(untrusted) if not creation or "media-col" in creation else (),
    )


#: How often, and how many seconds apart, a job is looked for that a broken line may have left behind.
_LOOKS_FOR_HALF_SENT = 6
_BETWEEN_LOOKS = 0.2


class IppPrinter:
    """`PrinterBackend` over IPP."""

    def __init__(
        self, uri: str, access: Access = NOTHING_KNOWN, *, connect_seconds: float = 5.0, answer_seconds: float = 30.0
    ) -> None:
        self._client = IppClient(uri, access, connect_seconds=connect_seconds, answer_seconds=answer_seconds)

    def describe(self) -> Printer:
        answer = self._client.call(Operation.GET_PRINTER_ATTRIBUTES, _QUESTIONS)
        self._must_be_ok(answer)
        return printer_from(answer.first(Group.PRINTER), self._client.address)

    def queues(self) -> tuple[Printer, ...]:
        """All queues of the CUPS at this address. Its own name for itself may not resolve: only paths are taken."""
        answer = self._client.call(Operation.CUPS_GET_PRINTERS, _QUESTIONS)
        if answer.code == Status.NOT_FOUND:
            return ()
        self._must_be_ok(answer)
        address = self._client.address
        found = []
        for group in answer.all(Group.PRINTER):
            path = group.text("printer-uri-supported").partition("://")[2].partition("/")[2]
            if path and path.isascii() and path.isprintable():
                found.append(printer_from(group, address.at(f"/{path}")))
        return tuple(found)

    def validate(self, printer: Printer, ticket: Ticket) -> tuple[TicketNote, ...]:
        answer = self._client.call(
            Operation.VALIDATE_JOB, *_operation_part(ticket), groups=(_job_part(printer, ticket),)
        )
        self._must_be_ok(answer, ticket)
        return () if printer.unscaled else (TicketNote.SCALING_NOT_SETTABLE,)

    def submit(self, printer: Printer, ticket: Ticket, pdf: bytes, sending: Sending) -> int:
        begun = answered = False

        def sent(done: int, total: int) -> None:
            nonlocal begun
            begun = True
            sending(done, total)

        try:
            answer = self._client.call(
                Operation.PRINT_JOB,
                *_operation_part(ticket),
                groups=(_job_part(printer, ticket),),
                document=pdf,
                sending=sent,
            )
            answered = True
        finally:
            if begun and not answered:
                self._remove_half_sent(ticket)
        number = answer.first(Group.JOB).number("job-id")
        try:
            self._must_be_ok(answer, ticket)
        except Fault:
            # Accepted with something put in place of what was asked: not the form that was asked for.
            if number is not None:
                self.cancel(number)
            raise
        if number is None:
            raise self._fault(Code.PRINTER_ANSWER)
        return number

    def status(self, job: int, ticket: Ticket) -> JobStatus:
        answer = self._client.call(Operation.GET_JOB_ATTRIBUTES, integer("job-id", job), _JOB_QUESTIONS)
        if answer.code == Status.NOT_FOUND:
            return JobStatus(JobState.FORGOTTEN, 0)
        self._must_be_ok(answer)
        told = answer.first(Group.JOB)
        state = _JOB_STATES.get(told.number("job-state") or 0)
        if state is None:
            raise self._fault(Code.PRINTER_ANSWER)
        sheets = (told.number("job-media-sheets-completed") or 0) * (1 if ticket.sides is Sides.ONE else 2)
        return JobStatus(state, max(0, told.number("job-impressions-completed") or sheets))

    def cancel(self, job: int) -> bool:
        answer = self._client.call(Operation.CANCEL_JOB, integer("job-id", job))
        if answer.code in (Status.NOT_POSSIBLE, Status.NOT_FOUND):
            return False
        self._must_be_ok(answer)
        return True

    def _remove_half_sent(self, ticket: Ticket) -> None:
        """Some printers start a job with the first bytes; its number was never told, its title is known.

        A busy printer may enter such a job a moment after the line broke, so it is looked for more than once.
        """
        try:
            for look in range(_LOOKS_FOR_HALF_SENT):
                if look:
                    time.sleep(_BETWEEN_LOOKS)
                if self._cancelled_by_title(ticket.title):
                    return
        except Fault:
            return  # the printer is gone or does not tell: what stopped the sending is the thing to report

    def _cancelled_by_title(self, title: str) -> bool:
        mine = (keyword("requested-attributes", "job-id", "job-name"), boolean("my-jobs", value=True))
        answer = self._client.call(Operation.GET_JOBS, *mine)
        found = [job.number("job-id") for job in answer.all(Group.JOB) if job.text("job-name") == title]
        for number in found:
            if number is not None:
                self.cancel(number)
        return bool(found)

    def _must_be_ok(self, answer: Message, ticket: Ticket | None = None) -> None:
        """Raise the fault that a refusal means. Substituting media or sides is a refusal too."""
        refused = {a.name for group in answer.all(Group.UNSUPPORTED) for a in group.attributes}
        if answer.code == Status.DOCUMENT_FORMAT or "document-format" in refused:
            raise self._fault(Code.PRINTER_NO_PDF)
        if ticket is not None and answer.code in (Status.ATTRIBUTES, Status.OK_SUBSTITUTED):
            if "sides" in refused:
                raise self._fault(Code.PRINTER_NO_DUPLEX)
            if "media-source" in refused:
                raise self._fault(Code.PRINTER_NO_TRAY)
            if refused.intersection(_MEDIA_NAMES) or (answer.code == Status.ATTRIBUTES and not refused):
                raise self._fault(Code.PRINTER_NO_SUCH_MEDIA, size=ticket.size.name)
        if answer.code == Status.NOT_AUTHENTICATED:
            raise self._client.password_fault()
        if answer.code in (Status.FORBIDDEN, Status.NOT_AUTHORIZED):
            raise self._fault(Code.PRINTER_FORBIDDEN)
        if answer.code > 0x00FF:
            raise self._fault(Code.PRINTER_REFUSED, reason=f"IPP 0x{answer.code:04x}")

    def _fault(self, code: Code, **fields: object) -> Fault:
        return Fault(code, printer=self._client.address.uri, **fields)


def _operation_part(ticket: Ticket) -> tuple[Attribute, ...]:
    # Fidelity: print as asked or not at all (RFC 8011 section 4.2.1.2); without it A3 silently becomes A4.
    return (
        Attribute("job-name", Tag.NAME, (ticket.title,)),
        boolean("ipp-attribute-fidelity", value=True),
        Attribute("document-format", Tag.MIME_TYPE, (PDF,)),
    )


def _job_part(printer: Printer, ticket: Ticket) -> AttributeGroup:
    """Only names the printer knows: with fidelity an unknown one would refuse a job that it can print."""
    known = printer.job_attributes
    chosen = [integer("copies", 1), keyword("sides", ticket.sides.value)]
    if known and "media-col" not in known:
        chosen.append(keyword("media", ticket.size.value))
    else:
        size = collection(
            "media-size", (integer("x-dimension", ticket.size.width), integer("y-dimension", ticket.size.height))
        )
        tray = (keyword("media-source", ticket.tray),) if ticket.tray else ()
        chosen.append(collection("media-col", (size, *tray)))
    if printer.unscaled:
        chosen.append(keyword("print-scaling", "none"))
    return AttributeGroup(Group.JOB, tuple(chosen))
