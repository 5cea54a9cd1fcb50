"""Papers straight to a printer: counted, in the log, on no disk; and what is refused before anything is sent."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import direct_print, office_papers, printer_ready
from desktop_app.desk.direct_print import ToPrinter
from desktop_app.desk.printer_choice import PaperSize, Place, choose
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from tests.faults.test_vault_full_disk import full
from tests.support.ipp_printer import ABORTED, LoopbackPrinter, Setup
from tests.support.pdf_words import pages

CARD = Document.CONTACT_CARD


def test_each_copy_is_a_job_of_its_own_and_nothing_lies_on_the_disk(unit: Session, tmp_path: Path) -> None:
    with LoopbackPrinter() as printer:
        where = direct_print.ready(unit, CARD, Place(printer.uri), copies=2)
        office_papers.save(unit, CARD, where, Progress())
        assert printer.jobs == []  # it is drawn and on record; the printer comes next
        before = {path for path in tmp_path.rglob("*") if path.is_file()}
        sent = direct_print.send(where, Progress())
        assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    one, other = (pages(job.pdf) for job in printer.jobs)
    assert one == other
    assert (sent.pages, sent.proved) == (2 * len(one), True)
    entry = unit.vault.audit.entries(limit=1)[0]
    assert entry.act is Act.PRINTED
    assert entry.objects["printer"] == printer.uri
    assert entry.objects["pages"] == str(len(one))


def test_without_a_word_it_goes_to_the_printer_chosen_for_its_size(unit: Session) -> None:
    with pytest.raises(Fault) as none:
        direct_print.ready(unit, CARD, Place())
    assert none.value.code is Code.PRINTER_NONE
    with LoopbackPrinter() as printer:
        choose(unit, PaperSize.A4, Place(printer.uri))
        assert direct_print.ready(unit, CARD, Place()).place.printer == printer.uri


def test_a_queue_that_keeps_files_is_refused_until_an_officer_accepts_it(unit: Session) -> None:
    with LoopbackPrinter(Setup(cups_device="usb://brand/model")) as printer:
        with pytest.raises(Fault) as kept:
            direct_print.ready(unit, CARD, Place(printer.uri))
        assert kept.value.code is Code.PRINT_TRACES
        where = direct_print.ready(unit, CARD, Place(printer.uri), leave_traces=True)
        office_papers.save(unit, CARD, where, Progress())
    assert "traces" in unit.vault.audit.entries(limit=1)[0].objects


def test_hours_after_unlocking_the_passphrase_is_asked_for_and_nothing_was_ordered(
    unit: Session, clock: FixedClock
) -> None:
    where = ToPrinter(Place("ipp://127.0.0.1:9/ipp/print"))
    clock.advance(hours=9)
    with pytest.raises(Fault) as asked:
        office_papers.save(unit, CARD, where, Progress())
    assert asked.value.code is Code.PRINT_CONFIRM_NEEDED
    assert where.orders == []


def test_what_could_not_be_entered_in_the_log_is_not_printed_with_the_next(unit: Session) -> None:
    where = ToPrinter(Place("ipp://127.0.0.1:9/ipp/print"))
    drawn = ToPrinter(Place("ipp://127.0.0.1:9/ipp/print"))
    office_papers.save(unit, CARD, drawn, Progress())
    full(unit)
    with pytest.raises(Fault) as refused:
        direct_print.order(unit, where, drawn.orders[0].pdf, {"document": CARD.value, "note": "x" * 50_000})
    assert refused.value.code is Code.VAULT_FULL
    assert where.orders == []


@pytest.mark.parametrize("copies", [0, direct_print.MOST + 1])
def test_a_number_of_copies_that_was_mistyped_prints_nothing(copies: int) -> None:
    with pytest.raises(Fault):
        ToPrinter(Place("ipp://127.0.0.1:9/ipp/print"), copies)


def test_a_printer_that_stopped_halfway_says_how_far_it_came(unit: Session) -> None:
    with LoopbackPrinter(Setup(ends_as=ABORTED, ends_after=0)) as printer:
        where = direct_print.ready(unit, Document.DIRECTORY, Place(printer.uri))
        office_papers.save(unit, Document.DIRECTORY, where, Progress())
        with pytest.raises(Fault) as stopped:
            direct_print.send(where, Progress())
    assert stopped.value.code is Code.PRINT_STOPPED


def test_every_size_of_paper_is_known() -> None:
    assert set(Document) <= set(printer_ready.SIZES)
