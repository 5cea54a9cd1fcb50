"""Numbered copies at a real loopback printer: right in number, refused in time, accounted for after a jam."""

import io
import re
from collections import Counter
from pathlib import Path

import msgspec
import pdfplumber
import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, paper, print_, printer_ready, submit
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import CopyBalance, CopyFate, Document
from tests.support.destroying import destroyed
from tests.support.ipp_printer import A4, ABORTED, LoopbackPrinter, Setup


def _balance(session: Session, application: ApplicationId, document: Document) -> CopyBalance:
    return next(
        line.balance for line in paper.lines(session, application) if line.document is document and line.balance
    )


def test_two_booklets_and_fifteen_sheets(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        for document, count in ((Document.REVIEW_FORM, 2), (Document.SUBMISSION_FORM, 15)):
            outcome = print_.print_missing(unit, submitted, document, printer.uri, Progress())
            assert [c.number for c in outcome.copies] == list(range(1, count + 1))
            assert {c.fate for c in outcome.copies} == {CopyFate.IN_HAND}
            balance = _balance(unit, submitted, document)
            assert (balance.required, balance.in_hand, balance.missing, balance.balanced) == (count, count, 0, True)
        sheets = pypdfium2.PdfDocument(io.BytesIO(printer.jobs[1].pdf))
        assert len(sheets) == 15
        sheets.close()


def test_nothing_more_than_required_without_a_reason(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert caught.value.code is Code.NOTHING_MISSING
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress(), extra=1)
        assert caught.value.code is Code.PRINT_REASON_NEEDED
        more = print_.print_missing(
            unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress(), extra=1, reason="专家组增加一人"
        )
        assert [c.number for c in more.copies] == [16]
        assert len(printer.jobs) == 2


def test_printer_without_a3_is_refused_before_a_number_is_taken(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(Setup(media_supported=(A4,), media_ready=(A4,))) as printer:
        with pytest.raises(Fault) as caught:
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert caught.value.code is Code.PRINTER_NO_SUCH_MEDIA
        assert printer.jobs == []
    assert print_.register(unit, submitted) == []


def test_no_printer_there(unit: Session, submitted: ApplicationId) -> None:
    with pytest.raises(Fault) as caught:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, "ipp://127.0.0.1:9/ipp/print", Progress())
    assert caught.value.code is Code.PRINTER_UNREACHABLE
    assert print_.register(unit, submitted) == []


def test_draft_prints_no_formal_copy(unit: Session, drafted: ApplicationId) -> None:
    with LoopbackPrinter() as printer, pytest.raises(Fault) as caught:
        print_.print_missing(unit, drafted, Document.REVIEW_FORM, printer.uri, Progress())
    assert caught.value.code is Code.NOT_SUBMITTED
    assert print_.register(unit, drafted) == []


def test_jam_spoiled_and_destroyed_copies_balance(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(Setup(ends_as=ABORTED, ends_after=9)) as printer:
        with pytest.raises(Fault):
            print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        copies = print_.register(unit, submitted)
        assert Counter(c.fate for c in copies) == {CopyFate.SENT: 15}
        open_ = _balance(unit, submitted, Document.SUBMISSION_FORM)
        assert (open_.missing, open_.unconfirmed, open_.balanced) == (0, 15, False)  # an officer must speak first
    good, spoiled, lost = copies[:8], copies[8:9], copies[9:]
    print_.came_out(unit, [c.id for c in good], [c.id for c in spoiled], [c.id for c in lost])
    balance = _balance(unit, submitted, Document.SUBMISSION_FORM)
    assert (balance.missing, balance.in_hand, balance.spoiled, balance.balanced) == (7, 8, 1, True)
    with LoopbackPrinter() as printer:
        again = print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
    assert [c.number for c in again.copies] == list(range(16, 23))  # a number once given is never used again
    with pytest.raises(Fault) as caught:
        print_.destroy(unit, [spoiled[0].id], destroyed("王", "王", "卡纸"))
    assert caught.value.code is Code.TWO_NAMES_NEEDED
    print_.destroy(unit, [spoiled[0].id], destroyed("王", "李", "卡纸"))
    balance = _balance(unit, submitted, Document.SUBMISSION_FORM)
    assert (balance.missing, balance.destroyed, balance.balanced) == (0, 1, True)


def test_printer_that_does_not_count_leaves_the_word_to_an_officer(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter(Setup(forgets=True)) as printer:
        outcome = print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
    assert not outcome.proved
    assert {c.fate for c in outcome.copies} == {CopyFate.SENT}
    assert _balance(unit, submitted, Document.REVIEW_FORM).unconfirmed == 2


def test_queue_that_spools_is_told_before_a_print(unit: Session) -> None:
    with LoopbackPrinter(Setup(cups_device="usb://Loop/Back")) as queue:
        told = printer_ready.ready(queue.uri, Document.SUBMISSION_FORM)
    assert told.spool  # something to say, whatever this machine's spool is like
    with LoopbackPrinter() as printer:
        assert printer_ready.ready(printer.uri, Document.SUBMISSION_FORM).spool == ()


@pytest.mark.slow
def test_sheets_of_an_older_version_are_stale(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
        submit.withdraw(unit, submitted, "论文日期有误")
        content = draft.load(unit, submitted).draft
        draft.save(unit, submitted, _with_phone(content))
        submit.submit(unit, submitted)
        assert [c.number for c in paper.stale_copies(unit, submitted)] == [1, 2]
        again = print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
        print_.spoil(unit, [again.copies[1].id], "溅了茶")
        print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
        sets = [_sets(job.pdf) for job in printer.jobs]
    assert [(c.number, c.version_number) for c in again.copies] == [(3, 2), (4, 2)]
    # A version's first printing is no reprint, whatever numbers an earlier one took; what replaces a sheet of it is.
    assert sets == [["一式2份 第1份", "一式2份 第2份"], ["一式2份 第1份", "一式2份 第2份"], ["一式2份 补印"]]
    print_.destroy(unit, [c.id for c in paper.stale_copies(unit, submitted)], destroyed("王", "李", "旧版"))
    assert paper.stale_copies(unit, submitted) == []


def test_spoiled_sheets_of_an_older_version_still_wait_for_destruction(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        first = print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
    print_.spoil(unit, [first.copies[0].id], "印歪了")
    assert paper.stale_copies(unit, submitted) == []  # of the version that stands, the balance tells of it
    submit.withdraw(unit, submitted, "论文日期有误")
    draft.save(unit, submitted, _with_phone(draft.load(unit, submitted).draft))
    submit.submit(unit, submitted)
    assert [(c.number, c.fate) for c in paper.stale_copies(unit, submitted)] == [
        (1, CopyFate.SPOILED),
        (2, CopyFate.IN_HAND),
    ]


def _sets(pdf: bytes) -> list[str]:
    """Which copy of how many each first page says it is."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        text = "\n".join(page.extract_text() for page in opened.pages)
    return re.findall(r"一式\d+份\s(?:第\d+份|补印)", text)


def _with_phone(content: Application) -> Application:
    return msgspec.structs.replace(content, person=msgspec.structs.replace(content.person, phone="0471-0000002"))


def test_printing_is_in_the_log_without_names(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.REVIEW_FORM, printer.uri, Progress())
        title = printer.jobs[0].name
    entry = next(e for e in unit.vault.audit.entries(limit=20) if e.act is Act.PRINTED)
    assert entry.objects["numbers"] == "000001-000002"
    name = draft.load(unit, submitted).draft.person.name
    assert name not in str(entry.objects)
    assert name not in title


def test_more_copies_to_a_file_need_a_reason_and_keep_it(
    unit: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    form, out = Document.REVIEW_FORM, tmp_path / "a.pdf"
    with pytest.raises(Fault) as caught:
        print_.print_to_file(unit, submitted, form, out, Progress(), extra=1)
    assert caught.value.code is Code.PRINT_REASON_NEEDED
    assert not out.exists()
    made = print_.print_to_file(unit, submitted, form, out, Progress(), extra=1, reason="专家组增加一人")
    assert [(c.number, c.reason) for c in made.copies] == [(n, "专家组增加一人") for n in (1, 2, 3)]
    with pytest.raises(Fault) as caught:
        print_.print_to_file(unit, submitted, form, out, Progress(), extra=-1, reason="x")
    assert caught.value.code is Code.NOTHING_MISSING


def test_saving_a_numbered_form_gives_a_proof_without_a_number(
    unit: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    rendered = paper.save_pdf(unit, submitted, Document.SUBMISSION_FORM, tmp_path / "a.pdf", Progress())
    document = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "校对样张" in text
    assert "000001" not in text.split()
    assert print_.register(unit, submitted) == []
