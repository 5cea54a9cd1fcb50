"""One press for many: what is missing, where each size goes, what a jam leaves, and that the balance comes out."""

import io
from collections import Counter

import msgspec
import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import batch, draft, formal_print, print_, print_centre, submit
from desktop_app.desk.batch import Batch, Done
from desktop_app.desk.print_centre import NUMBERED, CentreRow
from desktop_app.desk.printer_choice import PaperSize, Place, chosen
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.queries import RowFilter
from tests.support.destroying import destroyed
from tests.support.filings import another
from tests.support.ipp_printer import A3, A4, ABORTED, LoopbackPrinter, Setup

pytestmark = pytest.mark.slow


@pytest.fixture
def three(unit: Session, submitted: ApplicationId) -> list[ApplicationId]:
    return [
        submitted,
        another(unit, 1, "乌云毕力格"),
        another(unit, 2, "欧阳夏丹", "青城第二测绘院"),
    ]


def rows(session: Session, wanted: RowFilter | None = None) -> list[CentreRow]:
    found, _ = print_centre.found(session, wanted or RowFilter())
    return print_centre.read(session, found, Progress())


def start(session: Session, printer: LoopbackPrinter, *documents: Document) -> Batch:
    places = {size: Place(printer.uri) for size in PaperSize}
    return batch.start(session, batch.plan(rows(session), documents or NUMBERED), places)


def run(session: Session, order: Batch) -> list[Done]:
    return list(batch.run(session, order, Progress()))


def test_one_press_prints_what_is_missing_for_all(unit: Session, three: list[ApplicationId]) -> None:
    before = rows(unit)
    assert {row.id for row in before} == set(three)
    assert [row.missing for row in before] == [17, 17, 17]
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, three[1], Document.REVIEW_FORM, printer.uri, Progress())
        order = start(unit, printer)
        assert (len(order.steps), order.copies) == (5, 49)
        ended = run(unit, order)
    assert [done.fault for done in ended] == [None] * 5
    assert all(row.settled for row in rows(unit))
    assert Counter(job.size for job in printer.jobs) == {(21000, 29700): 3, (29700, 42000): 3}
    for job in printer.jobs:
        pdf = pypdfium2.PdfDocument(io.BytesIO(job.pdf))
        assert len(pdf) in (15, 2 * (len(pdf) // 2))
        pdf.close()
    with pytest.raises(Fault) as caught:
        start(unit, printer)
    assert caught.value.code is Code.NOTHING_MISSING


def test_each_size_goes_to_its_own_printer_and_is_offered_again(unit: Session, three: list[ApplicationId]) -> None:
    with (
        LoopbackPrinter(Setup(media_supported=(A4,), media_ready=(A4,))) as small,
        LoopbackPrinter(Setup(trays=(("tray-1", A4), ("tray-2", A3)))) as large,
    ):
        places = {PaperSize.A4: Place(small.uri), PaperSize.A3: Place(large.uri, "tray-2")}
        ended = run(unit, batch.start(unit, batch.plan(rows(unit), NUMBERED), places))
        assert [done.fault for done in ended] == [None] * 6
        assert (len(small.jobs), [job.tray for job in large.jobs]) == (3, ["tray-2"] * 3)
        assert chosen(unit, PaperSize.A3) == Place(large.uri, "tray-2")


def test_a_jam_stops_the_batch_and_the_rest_is_printed_after_the_count(
    unit: Session, three: list[ApplicationId]
) -> None:
    with LoopbackPrinter(Setup(ends_as=ABORTED, ends_after=6)) as jammed:
        (first,) = run(unit, start(unit, jammed, Document.SUBMISSION_FORM))
    assert (first.stops, first.in_doubt) == (True, True)
    assert first.fault is not None
    assert first.fault.code is Code.PRINT_STOPPED
    waiting = print_centre.unconfirmed(unit, three)
    assert {copy.application for copy in waiting} == {first.step.application}
    assert len(waiting) == 15
    halted = next(row for row in rows(unit) if row.id == first.step.application)
    assert (halted.unconfirmed, halted.missing_of(Document.SUBMISSION_FORM), halted.settled) == (15, 0, False)
    ids = [copy.id for copy in waiting]
    print_.came_out(unit, ids[:5], ids[5:6], ids[6:])
    with LoopbackPrinter() as printer:
        order = start(unit, printer, Document.SUBMISSION_FORM)
        assert sorted(step.copies for step in order.steps) == [10, 15, 15]
        assert not [done for done in run(unit, order) if done.fault]
    mended = next(row for row in rows(unit) if row.id == first.step.application)
    assert not mended.settled  # the spoiled sheet waits
    with pytest.raises(Fault) as caught:
        print_.destroy(unit, [ids[5]], destroyed("陆怀谷", "陆怀谷 ", "卡纸"))
    assert caught.value.code is Code.TWO_NAMES_NEEDED
    print_.destroy(unit, [ids[5]], destroyed("陆怀谷", "段知白", "卡纸"))
    done = next(row for row in rows(unit) if row.id == first.step.application)
    counted = done.cells[Document.SUBMISSION_FORM].balance
    assert (counted.printed, counted.in_hand, counted.destroyed, counted.balanced) == (16, 15, 1, True)


def test_what_cannot_be_printed_does_not_hold_the_others_up(unit: Session, three: list[ApplicationId]) -> None:
    draft.take_in(unit, resource("demo", "county_teacher.json"))  # a draft: nothing numbered is printed of it
    with LoopbackPrinter() as printer:
        order = start(unit, printer, Document.SUBMISSION_FORM, Document.PLEDGE)
        assert Counter(step.document for step in order.steps) == {Document.SUBMISSION_FORM: 3, Document.PLEDGE: 4}
        ended = run(unit, order)
    refused = [done for done in ended if done.fault]
    assert len(ended) == 7
    assert not any(done.stops or done.in_doubt for done in refused)


def test_no_printer_for_a_size_is_said_before_anything(unit: Session, three: list[ApplicationId]) -> None:
    with pytest.raises(Fault) as caught:
        batch.start(unit, batch.plan(rows(unit), NUMBERED), {PaperSize.A4: Place("ipp://127.0.0.1:9/ipp/print")})
    assert caught.value.code is Code.PRINTER_NONE
    assert print_.register(unit) == []


def test_a_batch_has_one_permit_from_its_first_sheet_to_its_last(unit: Session, three: list[ApplicationId]) -> None:
    formal_print.change(unit, formal_print.Terms(minutes=0))
    with LoopbackPrinter() as printer:
        with pytest.raises(Fault) as caught:
            start(unit, printer)
        assert caught.value.code is Code.PRINT_CONFIRM_NEEDED
        formal_print.confirm(unit, "青山-河套-1958-骆驼")
        ended = run(unit, start(unit, printer))
        assert [done.fault for done in ended] == [None] * 6
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, three[0], Document.SUBMISSION_FORM, printer.uri, Progress(), extra=1, reason="x")
        assert caught.value.code is Code.PRINT_CONFIRM_NEEDED
    assert len([e for e in unit.vault.audit.entries() if e.act is Act.PRINTED]) == 6


def test_the_filter_by_unit(unit: Session, three: list[ApplicationId]) -> None:
    assert [row.id for row in rows(unit, RowFilter(unit="第二测绘院"))] == [three[2]]


def test_old_sheets_show_beside_what_is_missing(unit: Session, three: list[ApplicationId]) -> None:
    with LoopbackPrinter() as printer:
        run(unit, start(unit, printer, Document.REVIEW_FORM))
    submit.withdraw(unit, three[0], "电话改了")
    content = draft.load(unit, three[0]).draft
    person = msgspec.structs.replace(content.person, phone="13900000000")
    draft.save(unit, three[0], msgspec.structs.replace(content, person=person))
    submit.submit(unit, three[0])
    cell = next(row for row in rows(unit) if row.id == three[0]).cells[Document.REVIEW_FORM]
    assert (cell.stale, cell.balance.missing, cell.balance.in_hand) == (2, 2, 0)
    assert {c.fate for c in print_.register(unit, three[0])} == {CopyFate.IN_HAND}
