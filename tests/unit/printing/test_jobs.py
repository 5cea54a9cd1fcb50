"""Jobs run against a printer that listens on loopback."""

import http.client
import threading

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.printing.backend import JobState
from desktop_app.printing.ipp_reader import decode
from desktop_app.printing.ipp_values import Attribute, AttributeGroup, Group, Message, Operation, Tag, keyword
from desktop_app.printing.ipp_writer import encode, standard_operation_group
from desktop_app.printing.jobs import PrintWarning, check, job_title, print_pdf
from desktop_app.printing.media import PaperSize
from tests.support.ipp_printer import A3, A4, ABORTED, CANCELED
from tests.support.patience import AT_MOST_S, until

_FAST = {"poll_seconds": 0.01, "patience_seconds": 0.3}


def _print(uri, pdf, **changes):
    asked = {
        "size": PaperSize.A3,
        "landscape": True,
        "duplex": False,
        "title": "FJ-000017",
        "progress": Progress(),
        "page_count": 15,
        **_FAST,
    }
    return print_pdf(uri, pdf, **(asked | changes))


def _code(caught):
    return caught.value.code


def test_fifteen_numbered_a3_copies_arrive_as_one_document_byte_for_byte(printers, document):
    printer, pdf = printers(), document(15)
    done = _print(printer.uri, pdf)
    [job] = printer.jobs
    assert job.pdf == pdf
    assert job.pages == 15
    assert job.size == (29700, 42000)
    assert (job.copies, job.sides) == (1, "one-sided")
    assert job.attributes.text("print-scaling") == "none"
    assert (done.state, done.pages_completed, done.job_id) == (JobState.COMPLETED, 15, job.number)


@pytest.mark.parametrize(("landscape", "sides"), [(False, "two-sided-long-edge"), (True, "two-sided-short-edge")])
def test_duplex_turns_like_a_book(printers, document, landscape, sides):
    printer = printers()
    _print(printer.uri, document(2), size=PaperSize.A4, duplex=True, landscape=landscape, page_count=2)
    [job] = printer.jobs
    assert (job.sides, job.size) == (sides, (21000, 29700))


def test_without_a3_no_job_is_sent(printers, document):
    printer = printers(media_supported=(A4,), media_ready=(A4,))
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(15))
    assert _code(caught) is Code.PRINTER_NO_SUCH_MEDIA
    assert caught.value.fields["size"] == "A3"
    assert printer.jobs == []
    assert Operation.PRINT_JOB not in printer.operations


def test_a_printer_that_names_no_sizes_has_not_shown_that_it_takes_a3(printers):
    with pytest.raises(Fault) as caught:
        check(printers(media_supported=(), media_ready=()).uri, PaperSize.A3, duplex=False)
    assert _code(caught) is Code.PRINTER_NO_SUCH_MEDIA


def test_the_range_of_a_custom_size_is_not_a_size(printers):
    names = ("custom_min_76x127mm", "custom_max_297x420mm")
    with pytest.raises(Fault) as caught:
        check(printers(media_supported=names).uri, PaperSize.A3, duplex=False)
    assert _code(caught) is Code.PRINTER_NO_SUCH_MEDIA


def test_a_printer_that_takes_no_pdf_is_sent_none(printers, document):
    printer = printers(formats=("image/pwg-raster",))
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(1))
    assert _code(caught) is Code.PRINTER_NO_PDF
    assert printer.jobs == []


def test_one_sided_printers_refuse_duplex(printers):
    printer = printers(sides=("one-sided",))
    assert check(printer.uri, PaperSize.A4, duplex=False).warnings == ()
    with pytest.raises(Fault) as caught:
        check(printer.uri, PaperSize.A4, duplex=True)
    assert _code(caught) is Code.PRINTER_NO_DUPLEX


@pytest.mark.parametrize(
    ("setup", "loaded", "warning"),
    [
        ({}, True, None),
        ({"media_ready": ()}, None, PrintWarning.PAPER_UNKNOWN),
        ({"scaling": ()}, True, PrintWarning.SCALING_NOT_SETTABLE),
        ({"state": 5}, True, PrintWarning.PRINTER_STOPPED),
    ],
)
def test_readiness_tells_what_should_be_known_before(printers, setup, loaded, warning):
    readiness = check(printers(**setup).uri, PaperSize.A3, duplex=False)
    assert readiness.loaded is loaded
    assert readiness.warnings == ((warning,) if warning else ())


def test_only_attributes_the_printer_knows_are_sent(printers, document):
    printer = printers(job_attributes=("copies", "sides", "media"), scaling=())
    _print(printer.uri, document(1))
    [job] = printer.jobs
    assert job.size == A3
    assert {a.name for a in job.attributes.attributes} == {"copies", "sides", "media"}


def test_a_job_printed_on_other_paper_is_stopped_and_refused(printers, document):
    printer = printers(substitutes=True, held=True)
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(3))
    assert _code(caught) is Code.PRINTER_NO_SUCH_MEDIA
    assert printer.jobs[0].state == CANCELED


def test_a_queue_of_cups_is_not_believed_where_its_device_says_no(printers, document):
    device = printers(media_supported=(A4,), media_ready=(A4,))
    queue = printers(cups_device=device.uri)
    with pytest.raises(Fault) as caught:
        check(queue.uri, PaperSize.A3, duplex=False)
    assert _code(caught) is Code.PRINTER_NO_SUCH_MEDIA
    assert check(queue.uri, PaperSize.A4, duplex=False).warnings == ()


def test_a_queue_whose_device_cannot_be_asked_says_so(printers):
    queue = printers(cups_device="usb://Maker/Model?serial=1")
    assert check(queue.uri, PaperSize.A3, duplex=False).warnings == (PrintWarning.DEVICE_NOT_ASKED,)


def test_progress_counts_bytes_then_pages(printers, document):
    printer, pdf, seen = printers(pages_a_look=4), document(15, 300_000), []
    _print(printer.uri, pdf, progress=Progress(lambda *step: seen.append(step)))
    sent = [done for done, total, what in seen if what == "print.sending" and total == len(pdf)]
    assert sent == sorted(sent)
    assert len(set(sent)) > 3
    assert sent[-1] == len(pdf)
    assert [(done, total) for done, total, what in seen if what == "print.pages"] == [
        (4, 15), (8, 15), (12, 15), (15, 15)
    ]  # fmt: skip


def test_cancel_stops_the_job_at_the_printer(printers, document):
    printer, progress = printers(held=True), Progress()
    caught = []

    def work():
        try:
            _print(printer.uri, document(15), progress=progress)
        except Cancelled as cancelled:
            caught.append(cancelled)

    worker = threading.Thread(target=work)
    worker.start()
    until(lambda: printer.looks >= 2)
    progress.cancel()
    worker.join(AT_MOST_S)
    assert caught
    assert printer.jobs[0].state == CANCELED


def test_cancel_while_sending_leaves_no_job_behind(printers, document):
    printer = printers(held=True)
    progress = Progress(lambda done, total, what: progress.cancel() if done > 100_000 else None)
    with pytest.raises(Cancelled):
        _print(printer.uri, document(2, 3_000_000), progress=progress)
    until(lambda: all(job.state == CANCELED for job in printer.jobs))
    assert all(job.pdf == b"" for job in printer.jobs)


def test_cancel_before_anything_was_sent(printers, document):
    printer, progress = printers(), Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        _print(printer.uri, document(1), progress=progress)
    assert printer.operations == []


def test_a_cancel_too_late_gives_the_job_that_was_printed(printers, document):
    printer = printers(pages_a_look=15)
    progress = Progress(lambda done, total, what: _finish(printer, progress) if what == "print.pages" else None)
    done = _print(printer.uri, document(15), progress=progress)
    assert (done.state, done.pages_completed) == (JobState.COMPLETED, 15)


def _finish(printer, progress):
    printer.jobs[0].state = 9
    progress.cancel()
    progress.step(0, 0, "")


def test_a_printer_that_vanishes_in_mid_job_tells_what_is_known(printers, document):
    printer = printers(pages_a_look=4, vanishes_after_looks=2)
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(15))
    assert _code(caught) is Code.PRINTER_LOST
    assert (caught.value.fields["done"], caught.value.fields["total"]) == (8, 15)


def test_a_printer_that_is_switched_off_while_printing(printers, document):
    printer = printers(held=True)
    off = []

    def switch_off(done, total, what):
        if what == "print.pages" and not off:
            off.append(printer.switch_off())

    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(15), progress=Progress(switch_off))
    assert off
    assert _code(caught) is Code.PRINTER_LOST


def test_a_short_silence_does_not_lose_the_job(printers, document):
    printer = printers(pages_a_look=5)
    silences = iter([False, True, True] + [False] * 20)
    real = printer._look
    printer._look = lambda request: None if next(silences) else real(request)
    seen = []
    done = _print(
        printer.uri, document(15), patience_seconds=AT_MOST_S, progress=Progress(lambda *s: seen.append(s[2]))
    )
    assert done.pages_completed == 15
    assert "print.attention" in seen


def test_a_printer_that_hangs_up_while_the_document_comes(printers, document):
    printer = printers(hangs_up_after=200_000, held=True)
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(2, 20_000_000))
    assert _code(caught) is Code.PRINTER_LOST
    assert [job.state for job in printer.jobs] == [CANCELED]


@pytest.mark.parametrize("end", [ABORTED, CANCELED])
def test_a_job_stopped_at_the_printer(printers, document, end):
    printer = printers(pages_a_look=3, ends_after=6, ends_as=end)
    with pytest.raises(Fault) as caught:
        _print(printer.uri, document(15))
    assert _code(caught) is Code.PRINT_STOPPED
    assert (caught.value.fields["done"], caught.value.fields["total"]) == (6, 15)


def test_a_printer_that_counts_nothing_has_printed_all_when_it_says_completed(printers, document):
    assert _print(printers(counts_pages=False).uri, document(15)).pages_completed == 15


def test_a_queue_that_counts_nothing_has_shown_nothing(printers, document):
    queue = printers(cups_device="usb://Maker/Model", counts_pages=False)
    assert _print(queue.uri, document(15)).pages_completed == 0


def test_a_completed_job_short_of_pages_is_not_rounded_up(printers, document):
    assert _print(printers(ends_after=14, pages_a_look=14).uri, document(15)).pages_completed == 14


def test_a_printer_that_forgets_its_jobs(printers, document):
    done = _print(printers(pages_a_look=10, forgets=True).uri, document(15))
    assert (done.state, done.pages_completed) == (JobState.FORGOTTEN, 15)


def test_the_printer_of_these_tests_takes_bodies_as_cups_sends_them(printers, document):
    printer, pdf = printers(), document(2)
    request = encode(
        Message(
            Operation.PRINT_JOB,
            1,
            (
                standard_operation_group(Attribute("document-format", Tag.MIME_TYPE, ("application/pdf",))),
                AttributeGroup(Group.JOB, (keyword("media", A3), keyword("sides", "one-sided"))),
            ),
        )
    )
    connection = http.client.HTTPConnection("127.0.0.1", printer.port, timeout=AT_MOST_S)
    connection.request("POST", "/ipp/print", iter([request, pdf]), encode_chunked=True)
    assert decode(connection.getresponse().read()).code == 0
    connection.close()
    assert printer.jobs[0].pdf == pdf


def test_unreachable():
    with pytest.raises(Fault) as caught:
        _print("ipp://127.0.0.1:1/ipp/print", b"%PDF-1.7")
    assert _code(caught) is Code.PRINTER_UNREACHABLE


@pytest.mark.parametrize("title", ["张三送审表", "zhang san", "ZHANG-SAN", "fj-1", "", "FJ-1\n", "A" * 41])
def test_no_words_in_job_titles(printers, document, title):
    printer = printers()
    _print(printer.uri, document(1), title=title)
    [job] = printer.jobs
    assert job.name == job_title(title) != title
    assert job.name.startswith("FJ-")
    assert job.name.isascii()


def test_references_stay_legible_in_job_titles_and_the_user_is_nobody(printers, document):
    printer = printers()
    _print(printer.uri, document(1), title="FJ-000017")
    assert (printer.jobs[0].name, printer.jobs[0].user) == ("FJ-000017", "fengjuan")
