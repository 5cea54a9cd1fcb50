"""Windows' spooler as its documentation describes it: queues with drivers, devices that are drawn on, jobs.

It stands in for Windows, not for anything of ours: a driver here changes silently what it cannot do, a device counts
from the corner of its printable part, and drawing out of turn fails, as on the real one.
"""

from dataclasses import dataclass, field, replace

from PIL import Image

from desktop_app.printing.bands import Band
from desktop_app.printing.windows_spooler import Duplex, JobFacts, JobFlag, Paper, QueueFacts, Settings, Sheet

_INCHES = {Paper.A4: (210 / 25.4, 297 / 25.4), Paper.A3: (297 / 25.4, 420 / 25.4)}


@dataclass
class Job:
    """A job with its pages as they would come out, whole sheets with their unprintable edges."""

    number: int
    title: str
    settings: Settings
    pages: list[Image.Image] = field(default_factory=list)
    status: JobFlag = JobFlag.SPOOLING
    printed: int = 0


@dataclass
class Queue:
    """What kind of queue to be."""

    papers: tuple[int, ...] = (Paper.A4, Paper.A3)
    bins: tuple[tuple[int, str], ...] = ((7, "自动选择"), (1, "纸盒 1"), (2, "纸盒\u202e 2"), (4, "手动进纸"))
    duplex: bool = True
    attributes: int = 0
    status: int = 0
    ports: tuple[str, ...] = ("IP_192.0.2.7",)
    dots: int = 75
    edge: int = 9  # dots that cannot be printed on
    shrinks: float = 1.0  # a driver that was told to fit pages to another sheet
    breaks_at_page: int | None = None
    jobs: list[Job] = field(default_factory=list)
    seen: list[Job] = field(default_factory=list)  # those that have left the queue


class Machine:
    """`Spooler` of a made-up machine."""

    def __init__(self, **queues: Queue) -> None:
        self.queues = queues
        self.open_devices = 0

    def names(self) -> tuple[str, ...]:
        return tuple(self.queues)

    def facts(self, queue: str) -> QueueFacts:
        found = self._queue(queue)
        about = (found.attributes, found.status, found.papers, found.bins, found.duplex, found.ports)
        return QueueFacts("二楼", *about)

    def settled(self, queue: str, wish: Settings) -> Settings:
        found = self._queue(queue)
        made = wish
        if wish.paper not in found.papers:
            made = replace(made, paper=found.papers[0])
        if not found.duplex:
            made = replace(made, duplex=Duplex.SIMPLEX)
        if wish.source not in [number for number, _ in found.bins]:
            made = replace(made, source=found.bins[0][0])
        return made

    def open(self, queue: str, settings: Settings) -> "Device":
        self.open_devices += 1
        return Device(self, self._queue(queue), self.settled(queue, settings))

    def job(self, queue: str, number: int) -> JobFacts | None:
        found = [job for job in self._queue(queue).jobs if job.number == number]
        return JobFacts(found[0].status, found[0].printed) if found else None

    def remove(self, queue: str, number: int) -> bool:
        jobs = self._queue(queue).jobs
        found = [job for job in jobs if job.number == number]
        for job in found:
            jobs.remove(job)
        return bool(found)

    def _queue(self, name: str) -> Queue:
        if name not in self.queues:
            raise OSError(1801, "The printer name is invalid.")
        return self.queues[name]


class Device:
    """`Drawing` on a page in memory."""

    def __init__(self, machine: Machine, queue: Queue, settings: Settings) -> None:
        self._machine, self._queue, self._settings = machine, queue, settings
        self._job: Job | None = None
        self._page: Image.Image | None = None

    def sheet(self) -> Sheet:
        across, down = _INCHES[Paper(self._settings.paper)]
        if self._settings.landscape:
            across, down = down, across
        dots, shrinks = self._queue.dots, self._queue.shrinks
        size = (round(across * dots * shrinks), round(down * dots * shrinks))
        return Sheet(dots, dots, *size, self._queue.edge, self._queue.edge)

    def begin(self, title: str) -> int:
        assert self._job is None
        self._job = Job(len(self._queue.jobs) + 1, title, self._settings)
        self._queue.jobs.append(self._job)
        return self._job.number

    def begin_page(self) -> None:
        assert self._job is not None
        assert self._page is None
        if len(self._job.pages) == self._queue.breaks_at_page:
            raise OSError(1722, "The RPC server is unavailable.")
        sheet = self.sheet()
        self._page = Image.new("1", (sheet.width, sheet.height), 1)

    def put(self, band: Band, left: int, top: int, width: int, height: int) -> None:
        assert self._page is not None
        assert len(band.bits) == band.rows * (-(-band.width // 32) * 4)
        picture = Image.frombytes("1", (band.width, band.rows), band.bits, "raw", "1", -(-band.width // 32) * 4)
        edge = self._queue.edge
        if picture.size != (width, height):
            picture = picture.resize((width, height), Image.Resampling.NEAREST)
        self._page.paste(picture, (left + edge, top + edge))

    def end_page(self) -> None:
        assert self._job is not None
        assert self._page is not None
        width, height, edge = *self._page.size, self._queue.edge
        printable = (edge, edge, width - edge, height - edge)
        seen = Image.new("1", self._page.size, 1)
        seen.paste(self._page.crop(printable), printable)
        self._job.pages.append(seen)
        self._page = None

    def end(self) -> None:
        assert self._job is not None
        self._job.status = JobFlag.PRINTING

    def abort(self) -> None:
        assert self._job is not None
        self._queue.jobs.remove(self._job)

    def close(self) -> None:
        self._machine.open_devices -= 1
