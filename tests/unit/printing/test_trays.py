"""Which tray, and what lies in it."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.printing.jobs import PrintWarning, check, print_pdf
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import ask
from tests.support.ipp_printer import A3, A4

TWO = (("tray-1", A4), ("tray-2", A3), ("by-pass-tray", ""))


def _refused(uri, **asked):
    with pytest.raises(Fault) as caught:
        check(uri, **asked)
    return caught.value


def test_trays_are_told_with_their_paper(printers):
    found = ask(printers(trays=TWO).uri)
    assert [(tray.source, tray.media) for tray in found.trays] == [
        ("tray-1", (A4,)),
        ("tray-2", (A3,)),
        ("by-pass-tray", ()),
    ]
    assert (found.loaded(PaperSize.A3), found.loaded(PaperSize.A3, "tray-1")) == (True, False)


def test_the_job_names_its_tray_and_size(printers, document):
    printer = printers(trays=TWO)
    print_pdf(
        printer.uri, document(2), size=PaperSize.A3, landscape=True, duplex=False, title="FJ-1", progress=Progress(),
        page_count=2, tray="tray-2", poll_seconds=0.01,
    )  # fmt: skip
    [job] = printer.jobs
    assert (job.tray, job.size) == ("tray-2", (29700, 42000))


def test_left_to_the_printer_no_tray_is_named(printers, document):
    printer = printers(trays=TWO)
    print_pdf(
        printer.uri, document(1), size=PaperSize.A4, duplex=False, title="FJ-1", progress=Progress(), page_count=1,
        poll_seconds=0.01,
    )  # fmt: skip
    assert printer.jobs[0].tray is None


def test_a_tray_with_other_paper_is_refused(printers, document):
    printer = printers(trays=TWO)
    fault = _refused(printer.uri, size=PaperSize.A3, duplex=False, tray="tray-1")
    assert fault.code is Code.PRINTER_WRONG_PAPER
    assert sentence(fault) == (
        "打印机“回环打印机”里现在装的是 A4，不是 A3 纸，作业未发出。请装入 A3 纸，或改选装有 A3 纸的纸盒或手送纸盘。"
    )
    with pytest.raises(Fault):
        print_pdf(
            printer.uri, document(1), size=PaperSize.A3, duplex=False, title="FJ-1", progress=Progress(),
            page_count=1, tray="tray-1",
        )  # fmt: skip
    assert printer.jobs == []


def test_no_tray_with_the_paper_is_refused(printers):
    fault = _refused(printers(media_ready=(A4,)).uri, size=PaperSize.A3, duplex=False)
    assert (fault.code, fault.fields["loaded"]) == (Code.PRINTER_WRONG_PAPER, "A4")


def test_the_slot_for_single_sheets_says_nothing_of_what_will_lie_there(printers):
    setup = {"trays": (("tray-1", A4), ("by-pass-tray", A4)), "media_ready": (A4,)}
    readiness = check(printers(**setup).uri, PaperSize.A3, duplex=False, tray="by-pass-tray")
    assert readiness.loaded is None
    assert readiness.warnings == (PrintWarning.PAPER_UNKNOWN,)


def test_a_tray_that_is_gone_is_refused(printers):
    assert _refused(printers(trays=TWO).uri, size=PaperSize.A3, duplex=False, tray="tray-7").code is (
        Code.PRINTER_NO_TRAY
    )


def test_where_a_job_cannot_choose_there_are_no_trays(printers):
    assert ask(printers(trays=TWO, job_attributes=("copies", "sides", "media")).uri).trays == ()


def test_what_a_queue_says_is_loaded_is_not_held_against_it(printers):
    device = printers()
    queue = printers(cups_device=device.uri, media_ready=(A4,))
    assert check(queue.uri, PaperSize.A3, duplex=False).warnings == (PrintWarning.PAPER_NOT_LOADED,)
    empty = printers(media_ready=(A4,))
    behind = printers(cups_device=empty.uri)
    assert _refused(behind.uri, size=PaperSize.A3, duplex=False).code is Code.PRINTER_WRONG_PAPER
