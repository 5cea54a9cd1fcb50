"""What an officer decided about printers lies in the vault, outlives a lock, and is logged without secrets."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, opening, print_, printer_access, printer_choice, printer_ready
from desktop_app.desk.printer_choice import PaperSize, Place
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from tests.support import certificates
from tests.support.ipp_printer import A3, A4, LoopbackPrinter, Setup
from tests.support.plaintext import traces

from .conftest import PASSPHRASE

USER, PASSWORD = "printing-clerk-7", "Ikh-Zuu-47-lantern"
TWO_TRAYS = Setup(trays=(("tray-1", A4), ("tray-2", A3)))


def _again(session: Session, tmp_path: Path, clock: FixedClock) -> Session:
    """Lock and unlock."""
    session.close()
    return opening.unlock(tmp_path / "UNIT01", PASSPHRASE, clock)


def test_a_kept_password_prints_after_a_new_unlocking(
    unit: Session, submitted: ApplicationId, tmp_path: Path, clock: FixedClock
) -> None:
    with LoopbackPrinter(Setup(sign_in=(USER, PASSWORD))) as printer:
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert caught.value.code is Code.PRINTER_PASSWORD_NEEDED
        assert print_.register(unit, submitted) == []
        printer_access.give_password(unit, printer.uri, USER, PASSWORD, keep=True)
        again = _again(unit, tmp_path, clock)
        formal_print.confirm(again, PASSPHRASE)
        outcome = print_.print_missing(again, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert len(outcome.copies) == 15
        log = str(list(again.vault.audit.entries()))
        again.close()
    assert USER not in log
    assert PASSWORD not in log
    assert traces([tmp_path], [USER, PASSWORD]) == []


def test_a_password_for_now_is_gone_with_the_lock(unit: Session, tmp_path: Path, clock: FixedClock) -> None:
    with LoopbackPrinter(Setup(sign_in=(USER, PASSWORD))) as printer:
        printer_access.give_password(unit, printer.uri, USER, PASSWORD, keep=False)
        assert printer_ready.ready(
            printer.uri, Document.REVIEW_FORM, access=printer_access.access(unit)
        ).readiness.loaded
        again = _again(unit, tmp_path, clock)
        assert unit.passwords_for_now == {}
        with pytest.raises(Fault) as caught:
            printer_ready.ready(printer.uri, Document.REVIEW_FORM, access=printer_access.access(again))
        assert caught.value.code is Code.PRINTER_PASSWORD_NEEDED
        again.close()


def test_keeping_replaces_the_one_for_now(unit: Session) -> None:
    uri = "ipps://p:631/ipp/print"
    printer_access.give_password(unit, uri, USER, "old", keep=False)
    printer_access.give_password(unit, uri, USER, PASSWORD, keep=True)
    assert printer_access.access(unit).credentials["p:631"].password == PASSWORD


@pytest.mark.parametrize(
    ("user", "password"),
    [("", "x"), ("x", ""), ("a:b", "x"), ("x" * 256, "x"), ("x", "x" * 256), ("a\nb", "x"), ("x", "a\u202eb")],
)
def test_what_cannot_be_sent_is_refused(unit: Session, user: str, password: str) -> None:
    with pytest.raises(Fault) as caught:
        printer_access.give_password(unit, "ipps://p/", user, password, keep=True)
    assert caught.value.code is Code.PRINTER_PASSWORD_FORM


def test_trust_is_kept_logged_and_withdrawn(unit: Session, tmp_path: Path, clock: FixedClock) -> None:
    fingerprint = certificates.made("p").fingerprint
    printer_access.trust(unit, "ipps://P:8631/ipp/print", fingerprint.lower())
    again = _again(unit, tmp_path, clock)
    assert printer_access.access(again).certificates == {"p:8631": fingerprint}
    last = again.vault.audit.entries(act=Act.PRINTERS_CHANGED)[0]
    assert (last.objects["server"], last.objects["certificate"]) == ("p:8631", fingerprint)
    printer_access.give_password(again, "ipps://p:8631/", USER, PASSWORD, keep=True)
    printer_access.forget(again, "ipps://p:8631/other")
    known = printer_access.access(again)
    assert (dict(known.certificates), dict(known.credentials)) == ({}, {})
    again.close()


def test_what_is_no_fingerprint_is_not_trusted(unit: Session) -> None:
    with pytest.raises(Fault) as caught:
        printer_access.trust(unit, "ipps://p/", "AB:CD")
    assert caught.value.code is Code.PRINTER_FINGERPRINT
    assert printer_access.access(unit).certificates == {}


def test_an_offices_authority_is_taken_from_a_file_and_given_up(unit: Session, tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    with pytest.raises(Fault) as caught:
        printer_access.use_authority(unit, file)
    assert caught.value.code is Code.FILE_NOT_FOUND
    file.write_bytes(b"-" * (2 << 20))
    with pytest.raises(Fault) as caught:
        printer_access.use_authority(unit, file)
    assert caught.value.code is Code.PRINTER_AUTHORITY
    file.write_bytes(certificates.made("CA", authority=True).pem)
    printer_access.use_authority(unit, file)
    assert printer_access.access(unit).authorities == file.read_text(encoding="ascii")
    printer_access.no_authority(unit)
    assert printer_access.access(unit).authorities == ""


def test_each_size_has_its_printer_and_tray(unit: Session, tmp_path: Path, clock: FixedClock) -> None:
    assert printer_choice.chosen(unit, PaperSize.A3) == Place()
    printer_choice.choose(unit, PaperSize.A4, Place("ipp://p/", "tray-1"))
    printer_choice.choose(unit, PaperSize.A3, Place("ipp://p/", "tray-2"))
    printer_choice.choose(unit, PaperSize.A3, Place("ipp://q/"))
    acts = len(list(unit.vault.audit.entries(act=Act.PRINTERS_CHANGED)))
    printer_choice.choose(unit, PaperSize.A3, Place("ipp://q/"))
    assert len(list(unit.vault.audit.entries(act=Act.PRINTERS_CHANGED))) == acts
    again = _again(unit, tmp_path, clock)
    assert printer_choice.chosen(again, PaperSize.A4) == Place("ipp://p/", "tray-1")
    assert printer_choice.chosen(again, PaperSize.A3) == Place("ipp://q/")
    again.close()


def test_a4_and_a3_from_two_trays_of_one_printer(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(TWO_TRAYS) as printer:
        for document, tray in ((Document.REVIEW_FORM, "tray-1"), (Document.SUBMISSION_FORM, "tray-2")):
            print_.print_missing(unit, submitted, document, printer.uri, Progress(), tray=tray)
        assert [(job.tray, job.size, job.sides) for job in printer.jobs] == [
            ("tray-1", (21000, 29700), "two-sided-long-edge"),
            ("tray-2", (29700, 42000), "one-sided"),
        ]


def test_the_wrong_tray_is_refused_before_a_number_is_taken(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(TWO_TRAYS) as printer:
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress(), tray="tray-1")
        assert caught.value.code is Code.PRINTER_WRONG_PAPER
        assert printer.jobs == []
    assert print_.register(unit, submitted) == []


def test_a_print_server_that_leaves_traces_needs_a_word_that_is_logged(
    unit: Session, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVERROOT", str(tmp_path / "no settings to read"))
    with LoopbackPrinter() as device, LoopbackPrinter(Setup(cups_device=device.uri)) as queue:
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, queue.uri, Progress())
        assert caught.value.code is Code.PRINT_TRACES
        assert (queue.jobs, print_.register(unit, submitted)) == ([], [])
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, queue.uri, Progress(), leave_traces=True)
        assert queue.jobs[0].pages == 15
    entry = unit.vault.audit.entries(act=Act.PRINTED)[0]
    assert (entry.objects["printer"], entry.objects["traces"]) == (queue.uri, "unknown")


def test_straight_to_the_printer_leaves_nothing_to_log(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(TWO_TRAYS) as printer:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress(), tray="tray-2")
    entry = unit.vault.audit.entries(act=Act.PRINTED)[0]
    assert (entry.objects["tray"], "traces" in entry.objects) == ("tray-2", False)
