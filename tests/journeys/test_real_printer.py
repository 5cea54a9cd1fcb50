"""Formal copies on real printing programs: IPP Everywhere printers, in the clear, encrypted and signed in, and CUPS."""

import hashlib
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, formal_print, opening, print_, printer_access, printer_ready, submit
from desktop_app.desk.demo import DEMO_DAY, SCANS
from desktop_app.desk.print_ import Job, PrintOutcome
from desktop_app.desk.session import Session
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.printing.backend import PrinterState, SpoolWarning
from desktop_app.printing.printers import discover
from tests.support import certificates, founded, real_printing
from tests.support.ipp_printer import CANCELED, LoopbackPrinter, Setup
from tests.support.patience import AT_MOST_S, until
from tests.support.plaintext import traces
from tests.support.real_printing import A4, Cups, Received, everywhere

#: The gate must run these; elsewhere they need root and programs that not every machine has.
pytestmark = pytest.mark.skipif(
    bool(real_printing.missing()) and "FENGJUAN_REAL_CUPS" not in os.environ, reason=real_printing.missing() or "-"
)

PASSPHRASE = "camel-hetao-1958-lantern-steppe"
USER, PASSWORD = "printing-clerk", "Ikh-Zuu 47 lantern"


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Session]:
    new = opening.NewVault(
        folder=tmp_path / "vault",
        passphrase=PASSPHRASE,
        office=Office(desk=Desk.UNIT, code="UNIT01", name="呼和浩特市青城测绘地理信息中心", officer="陆怀谷"),
        machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="段知白"),
        user="陆怀谷",
    )
    session = founded.session(new, FixedClock(DEMO_DAY))
    formal_print.confirm(session, PASSPHRASE)
    yield session
    session.close()


@pytest.fixture
def application(unit: Session) -> ApplicationId:
    made = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(unit, made, kind, resource("demo", "files", name), year)
    submit.submit(unit, made)
    return made


@pytest.fixture(autouse=True)
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The host `far.local` looks like another machine and is this one; no print server but the test's own shows up."""
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: real("127.0.0.1" if host == "far.local" else host, *rest, **more),
    )
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")


def printed(
    session: Session, application: ApplicationId, document: Document, uri: str, tray: str = ""
) -> tuple[Job, PrintOutcome]:
    """Print what is missing; the job as the program drew it, and what came of it."""
    printer_ready.ready(uri, document, tray=tray, access=printer_access.access(session))
    job = print_.begin(session, application, document, uri, Progress(), tray=tray)
    return job, print_.finish(session, job, print_.send(job, Progress()))


def refusal(session: Session, uri: str, document: Document, tray: str = "") -> Code:
    with pytest.raises(Fault) as caught:
        printer_ready.ready(uri, document, tray=tray, access=printer_access.access(session))
    return caught.value.code


#: Files that lay in this process's own folders before the test: what other tests left is not this one's.
_EARLIER: set[Path] = set()


def own_folders() -> list[Path]:
    return [Path(os.environ[name]) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")]


@pytest.fixture(autouse=True)
def earlier() -> None:
    _EARLIER.clear()
    _EARLIER.update(path for folder in own_folders() for path in folder.rglob("*"))


def nothing_plain(session: Session, application: ApplicationId, folder: Path) -> list[str]:
    """Traces of the applicant, of a document or of the password in this process's own folders."""
    person = draft.load(session, application).draft.person
    found = traces([folder, *own_folders()], [person.name, person.identity_number, PASSWORD], [b"%PDF-1."])
    return [trace for trace in found if Path(trace.rsplit(": ", 1)[0]) not in _EARLIER]


# --- straight to the printer ---------------------------------------------------------------------------------------


def test_both_forms_arrive_as_they_were_drawn(unit: Session, application: ApplicationId, tmp_path: Path) -> None:
    with everywhere() as printer:
        sheets, outcome = printed(unit, application, Document.SUBMISSION_FORM, printer.uri, "tray-2")
        booklet, _ = printed(unit, application, Document.REVIEW_FORM, printer.uri, "tray-1")
        a3, a4 = printer.received(2)
    assert (a3.pdf, a4.pdf) == (sheets.rendered.pdf, booklet.rendered.pdf)
    assert (outcome.proved, [copy.number for copy in outcome.copies]) == (True, list(range(1, 16)))
    assert {copy.fate for copy in print_.register(unit, application)} == {CopyFate.IN_HAND}
    assert a3.attributes["media-col"] == "{media-size={x-dimension=29700 y-dimension=42000} media-source=tray-2}"
    assert a4.attributes["media-col"] == "{media-size={x-dimension=21000 y-dimension=29700} media-source=tray-1}"
    assert (a3.attributes["sides"], a4.attributes["sides"]) == ("one-sided", "two-sided-long-edge")
    for one in (a3, a4):
        assert (one.attributes["copies"], one.attributes["print-scaling"]) == ("1", "none")
        assert one.attributes["job-originating-user-name"] == "fengjuan"
        assert draft.load(unit, application).draft.person.name not in str(one.attributes)
    assert nothing_plain(unit, application, tmp_path) == []


def test_an_encrypted_printer_is_compared_then_held_to(unit: Session, application: ApplicationId) -> None:
    with everywhere() as printer:
        uri, port = f"ipps://far.local:{printer.port}/ipp/print", printer.port
        assert refusal(unit, uri, Document.SUBMISSION_FORM) is Code.PRINTER_CERTIFICATE
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(printer.certificate.decode())).hexdigest()
        shown = printer_access.shown_fingerprint(uri)
        assert shown == digest_words(digest)
        printer_access.trust(unit, uri, shown)
        job, _ = printed(unit, application, Document.SUBMISSION_FORM, uri)
        [received] = printer.received(1)
        assert received.pdf == job.rendered.pdf
    with everywhere(port=port) as impostor:
        assert refusal(unit, uri, Document.REVIEW_FORM) is Code.PRINTER_CERTIFICATE_CHANGED
        assert impostor.received(0) == []


def test_the_offices_own_authority_vouches_for_a_printer(
    unit: Session, application: ApplicationId, tmp_path: Path
) -> None:
    authority = certificates.made("ca.office", authority=True)
    file = tmp_path / "authority.pem"
    file.write_bytes(authority.pem)
    with everywhere(certificate=certificates.made("localhost", authority, also="far.local")) as printer:
        uri = f"ipps://far.local:{printer.port}/ipp/print"
        assert refusal(unit, uri, Document.SUBMISSION_FORM) is Code.PRINTER_CERTIFICATE
        printer_access.use_authority(unit, file)
        job, _ = printed(unit, application, Document.SUBMISSION_FORM, uri)
        [received] = printer.received(1)
    assert received.pdf == job.rendered.pdf
    with everywhere(certificate=certificates.made("localhost", authority)) as other_name:
        uri = f"ipps://far.local:{other_name.port}/ipp/print"
        assert refusal(unit, uri, Document.REVIEW_FORM) is Code.PRINTER_CERTIFICATE


def digest_words(digest: str) -> str:
    return ":".join(digest[at : at + 2] for at in range(0, 64, 2)).upper()


def test_a_printer_with_accounts_takes_the_right_one_only(
    unit: Session, application: ApplicationId, tmp_path: Path
) -> None:
    with everywhere(sign_in=(USER, PASSWORD)) as printer:
        uri = f"ipps://far.local:{printer.port}/ipp/print"
        printer_access.trust(unit, uri, printer_access.shown_fingerprint(uri))
        assert refusal(unit, uri, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_NEEDED
        printer_access.give_password(unit, uri, USER, "wrong", keep=False)
        assert refusal(unit, uri, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_WRONG
        plain = f"ipp://far.local:{printer.port}/ipp/print"
        assert refusal(unit, plain, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_PLAIN
        printer_access.give_password(unit, uri, USER, PASSWORD, keep=True)
        assert refusal(unit, plain, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_PLAIN
        job, _ = printed(unit, application, Document.SUBMISSION_FORM, uri)
        [received] = printer.received(1)
    assert received.pdf == job.rendered.pdf
    assert PASSWORD not in str(unit.vault.audit.entries())
    assert nothing_plain(unit, application, tmp_path) == []


@pytest.mark.parametrize(
    ("setup", "document", "tray", "code"),
    [
        ({"media": (A4,), "trays": (("tray-1", A4),)}, Document.SUBMISSION_FORM, "", Code.PRINTER_NO_SUCH_MEDIA),
        ({"trays": (("tray-1", A4),)}, Document.SUBMISSION_FORM, "", Code.PRINTER_WRONG_PAPER),
        ({}, Document.SUBMISSION_FORM, "tray-1", Code.PRINTER_WRONG_PAPER),
        ({}, Document.SUBMISSION_FORM, "tray-3", Code.PRINTER_NO_TRAY),
        ({"sides": ("one-sided",)}, Document.REVIEW_FORM, "", Code.PRINTER_NO_DUPLEX),
    ],
    ids=["no A3", "A3 not loaded", "A4 in the tray", "no such tray", "one side only"],
)
def test_what_a_printer_cannot_do_is_refused_before_a_number_is_taken(
    unit: Session,
    application: ApplicationId,
    setup: dict[str, tuple[str, ...]],
    document: Document,
    tray: str,
    code: Code,
) -> None:
    with everywhere(**setup) as printer:  # type: ignore[arg-type]
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, application, document, printer.uri, Progress(), tray=tray)
        assert caught.value.code is code
        assert printer.received(0) == []
    assert print_.register(unit, application) == []


# --- by way of CUPS ------------------------------------------------------------------------------------------------


@pytest.fixture
def cups(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    with real_printing.cups(
        **getattr(request, "param", {"keeping": "PreserveJobFiles No\nPreserveJobHistory No"})
    ) as made:
        monkeypatch.setenv("CUPS_SERVER", made.address)
        monkeypatch.setenv("CUPS_SERVERROOT", str(made.settings))
        yield made


def pictures(pdf: bytes) -> list[bytes]:
    """Each page upright as grey pixels; a filter of CUPS turns a landscape page onto the paper it is fed as."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            image = page.render(scale=1, grayscale=True, rotation=0).to_pil()
            found.append(image if image.width >= image.height else image.rotate(90, expand=True))
        return [image.tobytes() for image in found]
    finally:
        document.close()


def same_pages(drawn: bytes, received: bytes) -> bool:
    """Whether both show the same pages, up to the turn of a page and the rounding of pixels at its edges."""
    ours, theirs = pictures(drawn), pictures(received)
    return len(ours) == len(theirs) and all(_alike(a, b) for a, b in zip(ours, theirs, strict=True))


def _alike(ours: bytes, theirs: bytes) -> bool:
    return (
        len(ours) == len(theirs) and sum(abs(a - b) > 64 for a, b in zip(ours, theirs, strict=True)) < len(ours) / 500
    )


def through(cups: Cups, unit: Session, application: ApplicationId) -> tuple[Job, PrintOutcome, Received]:
    """Fifteen sheets of A3 by way of a queue of this CUPS."""
    with everywhere() as printer, cups.queue("A3", printer.uri) as uri:
        until(lambda: any(one.uri == uri and one.media_supported for one in discover(usb_ports=())))
        job, outcome = printed(unit, application, Document.SUBMISSION_FORM, uri)
        [received] = printer.received(1)
    return job, outcome, received


def test_a_queue_prints_the_same_sheets_and_keeps_nothing(
    unit: Session, application: ApplicationId, cups: Cups, tmp_path: Path
) -> None:
    job, outcome, received = through(cups, unit, application)
    assert [copy.number for copy in outcome.copies] == list(range(1, 16))
    assert same_pages(job.rendered.pdf, received.pdf)
    assert received.attributes.get("copies", "1") == "1"
    assert "x-dimension=29700 y-dimension=42000" in received.attributes["media-col"]
    assert received.attributes["sides"] == "one-sided"
    until(lambda: cups.spooled() == [])
    assert [name for name, content in cups.written().items() if b"%PDF-1." in content] == []
    name = draft.load(unit, application).draft.person.name
    assert [path for path, content in cups.written().items() if name.encode() in content] == []
    assert nothing_plain(unit, application, tmp_path) == []


@pytest.mark.parametrize(
    ("cups", "told", "left"),
    [
        ({"keeping": "PreserveJobFiles No\nPreserveJobHistory No"}, set(), 0),
        ({"keeping": "PreserveJobFiles No"}, {SpoolWarning.HISTORY_KEPT}, 0),
        ({"keeping": ""}, {SpoolWarning.HISTORY_KEPT, SpoolWarning.JOBS_KEPT}, 1),
    ],
    indirect=["cups"],
    ids=["nothing", "history", "files"],
)
def test_what_the_officer_is_told_of_the_spool_is_what_happens(
    unit: Session, application: ApplicationId, cups: Cups, told: set[SpoolWarning], left: int
) -> None:
    with everywhere() as printer, cups.queue("A3", printer.uri) as uri:
        until(lambda: any(one.uri == uri and one.media_supported for one in discover(usb_ports=())))
        ready = printer_ready.ready(uri, Document.SUBMISSION_FORM)
        assert {SpoolWarning.HISTORY_KEPT, SpoolWarning.JOBS_KEPT} & set(ready.spool) == told
        assert SpoolWarning.UNKNOWN not in ready.spool
        printed(unit, application, Document.SUBMISSION_FORM, uri)
        printer.received(1)
        until(lambda: len(cups.spooled()) == left)
        keeps = SpoolWarning.HISTORY_KEPT in told  # which CUPS writes when it comes to it
        until(lambda: any(name.startswith("RequestRoot/c") for name in cups.written()) is keeps)


def test_queues_and_their_devices_are_found_and_checked(unit: Session, cups: Cups) -> None:
    with (
        everywhere() as has,
        everywhere(media=(A4,), trays=(("tray-1", A4),)) as lacks,
        cups.queue("HasA3", has.uri) as good,
        cups.queue("NoA3", lacks.uri) as bad,
    ):
        until(lambda: sum(bool(one.media_supported) for one in discover(usb_ports=())) == 4)
        found = {one.uri: one for one in discover(usb_ports=())}
        assert (found[good].spooled, found[has.uri].spooled) == (True, False)
        assert found[good].state is PrinterState.IDLE
        assert printer_ready.ready(good, Document.REVIEW_FORM).readiness.printer.name == "HasA3"
        assert refusal(unit, bad, Document.SUBMISSION_FORM) is Code.PRINTER_NO_SUCH_MEDIA


def test_a_cancel_reaches_the_device(unit: Session, application: ApplicationId, cups: Cups) -> None:
    progress, caught = Progress(), []
    with LoopbackPrinter(Setup(held=True)) as device, cups.queue("Held", device.uri) as uri:
        until(lambda: any(one.uri == uri and one.media_supported for one in discover(usb_ports=())))
        job = print_.begin(unit, application, Document.SUBMISSION_FORM, uri, Progress())

        def work() -> None:
            try:
                print_.send(job, progress)
            except Cancelled as cancelled:
                caught.append(cancelled)

        worker = threading.Thread(target=work)
        worker.start()
        until(lambda: device.jobs)
        progress.cancel()
        worker.join(AT_MOST_S)
        assert caught
        until(lambda: device.jobs[0].state == CANCELED)


@pytest.mark.parametrize("cups", [{"sign_in": (USER, PASSWORD)}], indirect=True)
def test_a_print_server_with_accounts_and_encryption(unit: Session, application: ApplicationId, cups: Cups) -> None:
    with everywhere() as printer, cups.queue("A3", printer.uri) as uri:
        until(lambda: any(one.uri == uri and one.media_supported for one in discover(usb_ports=())))
        assert refusal(unit, uri, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_NEEDED
        encrypted = uri.replace("ipp://", "ipps://", 1)
        assert refusal(unit, encrypted, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_NEEDED
        printer_access.give_password(unit, encrypted, USER, "wrong", keep=False)
        assert refusal(unit, encrypted, Document.SUBMISSION_FORM) is Code.PRINTER_PASSWORD_WRONG
        printer_access.give_password(unit, encrypted, USER, PASSWORD, keep=True)
        job, _ = printed(unit, application, Document.SUBMISSION_FORM, encrypted)
        [received] = printer.received(1)
    assert same_pages(job.rendered.pdf, received.pdf)
    assert [
        path for path, content in cups.written().items() if path != "accounts" and PASSWORD.encode() in content
    ] == []
