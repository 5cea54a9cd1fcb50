"""Queues of Windows, against a spooler as its documentation describes it. The real one is not run here."""

import ctypes
import io
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PIL import Image, ImageChops
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.papers import raster
from desktop_app.printing import backends, spool, windows_queue
from desktop_app.printing import windows_structs as structs
from desktop_app.printing.backend import JobState, PrinterState, Sides, SpoolWarning, Ticket
from desktop_app.printing.bands import Pages
from desktop_app.printing.jobs import PrintWarning, check, print_pdf
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import discover
from desktop_app.printing.trays import Tray
from desktop_app.printing.windows_spooler import Attribute, Duplex, JobFlag, Paper, PrinterStatus, Settings
from tests.support.windows_spooler import Machine, Queue

NAME = r"\\fileserver\二楼 A3"
URI = windows_queue.address(NAME)
A3_LANDSCAPE = (420 / 25.4 * 72, 297 / 25.4 * 72)


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture(autouse=True)
def machine(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    made = Machine(**{NAME: queue})
    monkeypatch.setattr(backends, "_spooler", lambda: made)
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    yield made
    assert made.open_devices == 0


def drawn(pages: int = 1, size: tuple[float, float] = A3_LANDSCAPE) -> bytes:
    """Pages with a frame a centimetre inside, a diagonal, words and a grey photograph."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for number in range(1, pages + 1):
        canvas.rect(28, 28, size[0] - 56, size[1] - 56)
        canvas.line(28, 28, size[0] - 28, size[1] - 28)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(200, 300, f"Copy {number:06d}")
        photo = Image.linear_gradient("L")
        canvas.drawImage(ImageReader(photo), 400, 100, 100, 140)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def send(pdf: bytes, pages: int = 1, **changes: object) -> object:
    asked: dict[str, object] = {
        "size": PaperSize.A3, "landscape": True, "duplex": False, "title": "FJ-000017", "progress": Progress(),
        "page_count": pages, "poll_seconds": 0.01, "patience_seconds": 0.1,
    }  # fmt: skip
    return print_pdf(URI, pdf, **(asked | changes))  # type: ignore[arg-type]


def refused(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def test_it_stands_in_the_list_with_what_its_driver_tells(queue: Queue) -> None:
    [found] = discover(usb_ports=())
    assert (found.uri, found.name, found.location) == (URI, NAME, "二楼")
    assert found.state is PrinterState.IDLE
    assert (found.takes(PaperSize.A3), found.loaded(PaperSize.A3)) == (True, None)
    assert found.sides == tuple(Sides)
    assert found.trays == (
        Tray("bin-1", label="纸盒 1"),
        Tray("bin-2", label="纸盒 2"),
        Tray("manual", label="手动进纸"),
    )
    readiness = check(URI, PaperSize.A3, duplex=True)
    assert readiness.warnings == (PrintWarning.PAPER_UNKNOWN, PrintWarning.DEVICE_NOT_ASKED)


@pytest.mark.parametrize(
    ("status", "attributes", "state"),
    [
        (PrinterStatus.PAPER_JAM, 0, PrinterState.STOPPED),
        (PrinterStatus.OFFLINE | PrinterStatus.PRINTING, 0, PrinterState.STOPPED),
        (0, Attribute.WORK_OFFLINE, PrinterState.STOPPED),
        (PrinterStatus.PRINTING, 0, PrinterState.PROCESSING),
        (0x01000000, 0, PrinterState.IDLE),  # saving power
    ],
)
def test_its_state(queue: Queue, status: int, attributes: int, state: PrinterState) -> None:
    queue.status, queue.attributes = int(status), int(attributes)
    assert backends.backend_of(URI).describe().state is state


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        (0, (SpoolWarning.SPOOL_ON_DISK,)),
        (Attribute.KEEP_PRINTED_JOBS, (SpoolWarning.SPOOL_ON_DISK, SpoolWarning.JOBS_KEPT)),
        (Attribute.DIRECT, ()),
        (Attribute.NETWORK, (SpoolWarning.OTHER_MACHINE,)),
        (Attribute.TERMINAL, (SpoolWarning.OTHER_MACHINE,)),
    ],
)
def test_the_officer_is_told_what_it_leaves(queue: Queue, attributes: int, told: tuple[SpoolWarning, ...]) -> None:
    queue.attributes = int(attributes)
    assert spool.check(backends.backend_of(URI).describe()) == told


@pytest.mark.parametrize(
    ("ports", "attributes"),
    [
        (("PORTPROMPT:",), 0),
        (("XPSPort:",), 0),
        (("FILE:",), 0),
        (("nul:",), 0),
        (("LPT1:", "C:\\Users\\Public\\out.prn"), 0),
        (("SHRFAX:",), 0),
        (("WSD-5c1f",), int(Attribute.FAX)),
    ],
)
def test_a_queue_that_makes_no_paper_is_no_printer(queue: Queue, ports: tuple[str, ...], attributes: int) -> None:
    queue.ports, queue.attributes = ports, attributes
    assert discover(usb_ports=()) == ()
    assert refused(lambda: check(URI, PaperSize.A3, duplex=True)).code is Code.PRINTER_TO_FILE
    assert refused(lambda: send(drawn())).code is Code.PRINTER_TO_FILE
    assert queue.jobs == []


@pytest.mark.parametrize("port", ["LPT1:", "USB001", "COM3:", "IP_10.0.0.9", "WSD-5c1f", "\\\\server\\A3"])
def test_a_port_of_a_device_is_one(queue: Queue, port: str) -> None:
    queue.ports = (port,)
    assert len(discover(usb_ports=())) == 1


def test_pages_come_out_at_their_own_size_and_place(queue: Queue) -> None:
    pdf = drawn(3)
    done = _while_printing(queue, lambda: send(pdf, 3, tray="bin-2"))
    assert done.state is JobState.FORGOTTEN  # sent whole; what came out is for an officer to count
    [job] = queue.seen
    assert job.settings == Settings(Paper.A3, landscape=True, duplex=Duplex.SIMPLEX, source=2)
    assert (job.title, len(job.pages)) == ("FJ-000017", 3)
    for index, page in enumerate(job.pages):
        picture = raster.page(pdf, index, queue.dots, grayscale=True)
        size = (picture.width, picture.height)
        shown = Image.frombytes("L", size, picture.data, "raw", "L", picture.stride).resize(page.size)
        expected = shown.point(lambda value: 255 if value > 160 else 0)
        differing = sum(ImageChops.difference(page.convert("L"), expected).crop((0, 0, 1100, 500)).histogram()[128:])
        assert differing < page.width * page.height // 100
        assert _ink(page, (20, 20, 40, 860)) > 500  # the frame's left edge, a centimetre in


def _ink(page: Image.Image, box: tuple[int, int, int, int]) -> int:
    return page.crop(box).convert("L").histogram()[0]


def _while_printing(queue: Queue, act: Callable[[], object]) -> object:
    """Let the job leave the queue once the spooler has it whole, keeping it for the test to look at."""
    over = threading.Event()

    def print_out() -> None:
        while not over.wait(0.01):
            for job in [job for job in queue.jobs if job.status is JobFlag.PRINTING]:
                queue.seen.append(job)
                queue.jobs.remove(job)

    worker = threading.Thread(target=print_out)
    worker.start()
    try:
        return act()
    finally:
        over.set()
        worker.join()


@pytest.mark.parametrize(("duplex", "expected"), [(True, Duplex.VERTICAL), (False, Duplex.SIMPLEX)])
def test_a_booklet_is_turned_over_its_long_edge(queue: Queue, duplex: bool, expected: Duplex) -> None:
    a4 = (210 / 25.4 * 72, 297 / 25.4 * 72)
    _while_printing(queue, lambda: send(drawn(2, a4), 2, size=PaperSize.A4, landscape=False, duplex=duplex))
    [job] = queue.seen
    assert job.settings == Settings(Paper.A4, landscape=False, duplex=expected, source=7)


@pytest.mark.parametrize(
    ("changed", "asked", "code"),
    [
        ({"papers": (Paper.A4,)}, {}, Code.PRINTER_NO_SUCH_MEDIA),
        ({"duplex": False}, {"duplex": True}, Code.PRINTER_NO_DUPLEX),
        ({}, {"tray": "bin-9"}, Code.PRINTER_NO_TRAY),
        ({"shrinks": 0.9}, {}, Code.PRINTER_NO_SUCH_MEDIA),
    ],
    ids=["no A3", "one side", "no such tray", "a sheet of another size"],
)
def test_nothing_is_sent_that_would_not_be_printed_as_asked(
    queue: Queue, changed: dict[str, object], asked: dict[str, object], code: Code
) -> None:
    for name, value in changed.items():
        setattr(queue, name, value)
    assert refused(lambda: send(drawn(), **asked)).code is code
    assert queue.jobs == []


def test_a_driver_that_changes_its_mind_is_found_out(queue: Queue, machine: Machine) -> None:
    """The lists say yes, and the settings that come back say no."""
    queue.papers = (Paper.A4, Paper.A3)
    backend = backends.backend_of(URI)
    printer = backend.describe()
    queue.papers = (Paper.A4,)
    ticket = Ticket(PaperSize.A3, Sides.ONE, "FJ-1")
    assert refused(lambda: backend.validate(printer, ticket)).code is Code.PRINTER_NO_SUCH_MEDIA


def test_a_page_of_another_size_among_the_pages_is_refused(queue: Queue) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A3_LANDSCAPE)
    canvas.showPage()
    canvas.setPageSize((595, 842))
    canvas.showPage()
    canvas.save()
    assert refused(lambda: send(out.getvalue(), 2)).code is Code.PRINTER_NO_SUCH_MEDIA
    assert queue.jobs == []


def test_a_spooler_that_fails_half_way_leaves_the_word_to_an_officer(queue: Queue) -> None:
    queue.breaks_at_page = 2
    fault = refused(lambda: send(drawn(4), 4))
    assert (fault.code, fault.fields["total"]) == (Code.PRINTER_LOST, 4)
    assert queue.jobs == []


def test_a_cancel_while_drawing_takes_the_job_back(queue: Queue) -> None:
    class Stop(Progress):
        def step(self, done: int, total: int, what: str) -> None:
            if what == "print.sending" and done > total // 2:
                self.cancel()
            super().step(done, total, what)

    with pytest.raises(Cancelled):
        send(drawn(4), 4, progress=Stop())
    assert queue.jobs == []


def test_a_cancel_while_printing_removes_the_job(queue: Queue) -> None:
    class Stop(Progress):
        def step(self, done: int, total: int, what: str) -> None:
            if what == "print.pages":
                self.cancel()
            super().step(done, total, what)

    with pytest.raises(Cancelled):
        send(drawn(2), 2, progress=Stop())
    assert queue.jobs == []


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (JobFlag.SPOOLING, JobState.PENDING),
        (JobFlag.PRINTING, JobState.PROCESSING),
        (JobFlag.PRINTING | JobFlag.PAPER_OUT, JobState.STOPPED),
        (JobFlag.BLOCKED, JobState.STOPPED),
        (JobFlag.DELETING, JobState.CANCELED),
        (JobFlag.PRINTED, JobState.FORGOTTEN),
        (0x80000000, JobState.PENDING),  # a flag of a later Windows
    ],
)
def test_where_a_job_is(queue: Queue, machine: Machine, flags: int, state: JobState) -> None:
    device = machine.open(NAME, Settings(Paper.A3, True, Duplex.SIMPLEX))
    number = device.begin("FJ-1")
    device.close()
    queue.jobs[0].status = JobFlag(flags)
    ticket = Ticket(PaperSize.A3, Sides.ONE, "FJ-1")
    assert backends.backend_of(URI).status(number, ticket).state is state


def test_a_queue_that_is_gone_is_told() -> None:
    assert refused(lambda: check(windows_queue.address("gone"), PaperSize.A3, duplex=False)).code is (
        Code.PRINTER_UNREACHABLE
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there it has queues")
def test_elsewhere_such_an_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert refused(lambda: check(URI, PaperSize.A3, duplex=False)).code is Code.PRINTER_ADDRESS


# --- dots ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dots", [72, 100, 203])
def test_bands_joined_are_the_page(dots: int) -> None:
    pdf = drawn()
    width, height = round(420 / 25.4 * dots), round(297 / 25.4 * dots)
    whole = Image.new("1", (width, height), 1)
    at = 0
    with Pages(pdf) as pages:
        assert len(pages) == 1
        for band in pages.bands(0, width, height):
            assert (band.top, band.width) == (at, width)
            stride = -(-width // 32) * 4
            whole.paste(Image.frombytes("1", (width, band.rows), band.bits, "raw", "1", stride), (0, at))
            at += band.rows
    assert at == height
    # black is black: away from the photograph no dot is dithered, so the frame's line is unbroken across the bands
    left = round(28 / 72 * dots)
    columns = [x for x in (left - 1, left, left + 1) if _ink(whole, (x, 0, x + 1, height)) > height * 0.9]
    assert columns
    grey = _ink(whole, tuple(round(v / 72 * dots) for v in (400, 842 - 240, 500, 842 - 100)))  # type: ignore[arg-type]
    area = round(100 / 72 * dots) * round(140 / 72 * dots)
    assert 0.35 * area < grey < 0.65 * area


# --- the structures, as 64-bit Windows lays them out ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("structure", "size", "offsets"),
    [
        (structs.DevMode, 220, {"fields": 72, "orientation": 76, "default_source": 88, "duplex": 94, "form_name": 102}),
        (structs.PrinterInfo2, 136, {"port_name": 24, "location": 48, "attributes": 104, "status": 124}),
        (structs.PrinterInfo4, 24, {"attributes": 16}),
        (structs.JobInfo1, 96, {"status": 56, "pages_printed": 72}),
        (structs.DocInfo, 40, {"doc_name": 8, "kind": 32}),
        (structs.BlackAndWhite, 48, {"bit_count": 14, "colours": 40}),
    ],
)
def test_structures_lie_as_windows_has_them(
    structure: type[ctypes.Structure], size: int, offsets: dict[str, int]
) -> None:
    assert ctypes.sizeof(structure) == size
    assert {name: getattr(structure, name).offset for name in offsets} == offsets


def test_a_wish_outranks_what_the_driver_had() -> None:
    mode = structs.DevMode(copies=3, scale=50, paper_length=2000, default_source=7)
    mode.fields = structs.Field.PAPER_LENGTH | structs.Field.FORM_NAME | structs.Field.COLLATE
    structs.wished(mode, paper=Paper.A3, landscape=True, duplex=Duplex.SIMPLEX, source=None)
    assert (mode.copies, mode.scale, mode.paper_size, mode.orientation) == (1, 100, 8, 2)
    has = structs.Field(mode.fields)
    assert structs.Field.COLLATE in has
    assert not has & (structs.Field.PAPER_LENGTH | structs.Field.FORM_NAME | structs.Field.DEFAULT_SOURCE)


def test_a_band_begins_at_the_top_and_its_ones_are_white() -> None:
    made = structs.dots(100, 7)
    assert (made.height, made.bit_count, list(made.colours)) == (-7, 1, [0, 0xFFFFFF])
