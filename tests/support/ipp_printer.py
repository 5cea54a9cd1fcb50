"""A printer for tests: a real IPP server on loopback that keeps its jobs in memory and can be told to misbehave."""

import base64
import io
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pikepdf
import pytest

from desktop_app.printing.ipp_reader import decode
from desktop_app.printing.ipp_values import (
    Attribute,
    AttributeGroup,
    Collection,
    Group,
    Message,
    Operation,
    Range,
    Resolution,
    Tag,
    boolean,
    integer,
    keyword,
)
from desktop_app.printing.ipp_writer import encode, standard_operation_group

A4 = "iso_a4_210x297mm"
A3 = "iso_a3_297x420mm"
_SIZES = {A4: (21000, 29700), A3: (29700, 42000)}
PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 5, 6, 7, 8, 9


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What kind of printer to be."""

    media_supported: tuple[str, ...] = (A4, A3)
    media_ready: tuple[str, ...] = (A4, A3)
    formats: tuple[str, ...] = ("application/pdf", "image/pwg-raster")
    sides: tuple[str, ...] = ("one-sided", "two-sided-long-edge", "two-sided-short-edge")
    job_attributes: tuple[str, ...] = ("copies", "sides", "media", "media-col", "print-scaling")
    scaling: tuple[str, ...] = ("none", "fit", "auto")
    state: int = 3
    name: str = "回环打印机"
    #: Pages that come out between two looks at the job; 0 means all at once, before the first look.
    pages_a_look: int = 0
    #: Stays at work, without a page, until `release()`.
    held: bool = False
    #: How a job ends that nobody cancels, and after how many pages.
    ends_as: int = COMPLETED
    ends_after: int | None = None
    #: Looks after which the printer is gone from the network.
    vanishes_after_looks: int | None = None
    #: Hangs up after this many bytes of a request's body, job half taken.
    hangs_up_after: int | None = None
    counts_pages: bool = True
    forgets: bool = False
    #: Says successful-ok-ignored-or-substituted-attributes and prints on A4 whatever was asked.
    substitutes: bool = False
    #: Is a CUPS with queues by these names instead of a printer.
    queues: tuple[str, ...] = ()
    #: Is a queue of CUPS, sending to this device.
    cups_device: str = ""
    #: Damages every answer.
    garble: Callable[[bytes], bytes] | None = None
    http_status: int = 200
    #: Wants this name and this password, by HTTP Basic.
    sign_in: tuple[str, str] | None = None
    #: Trays, and the paper in each; "" when it is not told.
    trays: tuple[tuple[str, str], ...] = ()


@dataclass
class Job:
    """A job as the printer took it."""

    number: int
    name: str
    user: str
    attributes: AttributeGroup
    pdf: bytes = field(repr=False)
    pages: int
    state: int = PROCESSING
    done: int = 0

    @property
    def copies(self) -> int | None:
        return self.attributes.number("copies")

    @property
    def sides(self) -> str:
        return self.attributes.text("sides")

    @property
    def tray(self) -> object:
        """The tray asked for; `None` when the printer may choose."""
        return next((asked.first("media-source") for asked in self.attributes.collections("media-col")), None)

    @property
    def size(self) -> tuple[object, object] | str:
        """The media asked for: dimensions in 1/100 mm, or the name."""
        for asked in self.attributes.collections("media-col"):
            size = asked.first("media-size")
            assert isinstance(size, Collection)
            return size.first("x-dimension"), size.first("y-dimension")
        return self.attributes.text("media")


class LoopbackPrinter:
    """Use as a context manager; `uri` is where it listens."""

    def __init__(self, setup: Setup | None = None, tls: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.setup = setup or Setup()
        self.jobs: list[Job] = []
        self.operations: list[Operation] = []
        self.requests: list[Message] = []
        self.looks = 0
        self.signatures: list[str] = []
        self._held = self.setup.held
        self._lock = threading.Lock()
        self._server = _Server(self, port)
        self._scheme = "ipps" if tls else "ipp"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.004}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def uri(self) -> str:
        path = "/printers/queue" if self.setup.cups_device else "/ipp/print"
        return f"{self._scheme}://127.0.0.1:{self.port}{path}"

    def __enter__(self) -> "LoopbackPrinter":
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.switch_off()

    def switch_off(self) -> None:
        """Stop listening; later connections are refused."""
        self._server.shutdown()
        self._server.server_close()

    def release(self) -> None:
        """Let a held job run on."""
        self._held = False

    def answer(self, request: Message) -> Message | None:
        """The answer; `None` when the printer is gone."""
        with self._lock:
            self.requests.append(request)
            operation = Operation(request.code)
            self.operations.append(operation)
            handlers = {
                Operation.GET_PRINTER_ATTRIBUTES: self._describe,
                Operation.CUPS_GET_PRINTERS: self._queues,
                Operation.VALIDATE_JOB: self._validate,
                Operation.PRINT_JOB: self._print,
                Operation.GET_JOB_ATTRIBUTES: self._look,
                Operation.GET_JOBS: self._list,
                Operation.CANCEL_JOB: self._cancel,
            }
            return handlers[operation](request)

    def _describe(self, request: Message) -> Message:
        return _reply(request, 0, self._attributes())

    def _queues(self, request: Message) -> Message:
        if not self.setup.queues:
            return _reply(request, 0x0406)
        return _reply(request, 0, *(self._attributes(name) for name in self.setup.queues))

    def _attributes(self, queue: str = "") -> AttributeGroup:
        setup = self.setup
        told = [
            Attribute("printer-name", Tag.NAME, (queue or "loopback",)),
            Attribute("printer-info", Tag.TEXT, (queue or setup.name,)),
            Attribute("printer-location", Tag.TEXT, ("203 室",)),
            Attribute("printer-state", Tag.ENUM, (setup.state,)),
            Attribute("copies-supported", Tag.RANGE, (Range(1, 99),)),
            _set("media-supported", setup.media_supported),
            _set("media-ready", setup.media_ready),
            _set("sides-supported", setup.sides),
            Attribute("document-format-supported", Tag.MIME_TYPE, setup.formats),
            _set("job-creation-attributes-supported", setup.job_attributes),
            _set("print-scaling-supported", setup.scaling),
            *_everywhere(setup.media_supported, with_trays=bool(setup.trays)),
            *_trays(setup.trays),
        ]
        if queue or setup.cups_device:
            uri = f"ipp://some-host.invalid:631/printers/{queue or 'queue'}"
            told.append(Attribute("printer-uri-supported", Tag.URI, (uri,)))
            told.append(Attribute("cups-version", Tag.TEXT, ("2.4.2",)))
        if setup.cups_device:
            told.append(Attribute("device-uri", Tag.URI, (setup.cups_device,)))
        return AttributeGroup(Group.PRINTER, tuple(told))

    def _refusal(self, request: Message) -> Message | None:
        """What a printer asked for fidelity says to a ticket it cannot keep; CUPS says nothing of the sort."""
        operation, job = request.first(Group.OPERATION), request.first(Group.JOB)
        if operation.text("document-format") not in self.setup.formats:
            return _reply(request, 0x040A)
        if self.setup.cups_device or operation.values("ipp-attribute-fidelity") != (True,):
            return None
        sizes = [_SIZES[name] for name in self.setup.media_supported]
        asked = Job(0, "", "", job, b"", 0)
        bad = []
        if asked.size not in sizes and asked.size not in self.setup.media_supported:
            bad.append(keyword("media-col", "x"))
        if asked.sides not in self.setup.sides:
            bad.append(keyword("sides", asked.sides))
        if asked.tray is not None and asked.tray not in [source for source, _ in self.setup.trays]:
            bad.append(keyword("media-source", str(asked.tray)))
        bad += [keyword(a.name, "x") for a in job.attributes if a.name not in self.setup.job_attributes]
        if self.setup.substitutes:
            return None
        return _reply(request, 0x040B, AttributeGroup(Group.UNSUPPORTED, tuple(bad))) if bad else None

    def _validate(self, request: Message) -> Message:
        return self._refusal(request) or _reply(request, 0)

    def _print(self, request: Message) -> Message:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        job = self._take(request, request.data)
        groups = [_job_group(job)]
        if self.setup.substitutes:
            groups.insert(0, AttributeGroup(Group.UNSUPPORTED, (keyword("media-col", "x"),)))
        return _reply(request, 1 if self.setup.substitutes else 0, *groups)

    def take_half(self, request: Message) -> None:
        """A job whose document never came to its end."""
        with self._lock:
            self._take(request, b"")

    def _take(self, request: Message, pdf: bytes) -> Job:
        operation = request.first(Group.OPERATION)
        pages = len(pikepdf.open(io.BytesIO(pdf)).pages) if pdf else 0
        name, user = operation.text("job-name"), operation.text("requesting-user-name")
        job = Job(len(self.jobs) + 1, name, user, request.first(Group.JOB), pdf, pages)
        self.jobs.append(job)
        return job

    def _look(self, request: Message) -> Message | None:
        self.looks += 1
        limit = self.setup.vanishes_after_looks
        if limit is not None and self.looks > limit:
            return None
        job = self._job(request)
        if job is None:
            return _reply(request, 0x0406)
        self._advance(job)
        if self.setup.forgets and job.state > STOPPED:
            return _reply(request, 0x0406)
        return _reply(request, 0, _job_group(job, counts=self.setup.counts_pages))

    def _advance(self, job: Job) -> None:
        if job.state > STOPPED or self._held:
            return
        last = job.pages if self.setup.ends_after is None else self.setup.ends_after
        if job.done >= last:
            job.state = self.setup.ends_as
        elif self.setup.pages_a_look:
            job.done = min(last, job.done + self.setup.pages_a_look)
        else:
            job.done, job.state = last, self.setup.ends_as

    def _list(self, request: Message) -> Message:
        live = [job for job in self.jobs if job.state <= STOPPED]
        return _reply(request, 0, *(_job_group(job) for job in live))

    def _cancel(self, request: Message) -> Message:
        job = self._job(request)
        if job is None:
            return _reply(request, 0x0406)
        if job.state > STOPPED:
            return _reply(request, 0x0404)
        job.state = CANCELED
        return _reply(request, 0)

    def _job(self, request: Message) -> Job | None:
        number = request.first(Group.OPERATION).number("job-id")
        return next((job for job in self.jobs if job.number == number), None)


def _job_group(job: Job, *, counts: bool = True) -> AttributeGroup:
    told = [
        integer("job-id", job.number),
        Attribute("job-name", Tag.NAME, (job.name,)),
        Attribute("job-state", Tag.ENUM, (job.state,)),
    ]
    if counts:
        told.append(integer("job-impressions-completed", job.done))
    return AttributeGroup(Group.JOB, tuple(told))


def _trays(trays: tuple[tuple[str, str], ...]) -> tuple[Attribute, ...]:
    if not trays:
        return ()
    ready = tuple(
        Collection(
            (
                Attribute(
                    "media-size",
                    Tag.COLLECTION,
                    (Collection((integer("x-dimension", _SIZES[n][0]), integer("y-dimension", _SIZES[n][1]))),),
                ),
                keyword("media-source", source),
            )
        )
        for source, n in trays
        if n
    )
    sources = keyword("media-source-supported", "auto", *(source for source, _ in trays))
    return (sources, Attribute("media-col-ready", Tag.COLLECTION, ready))


def _everywhere(names: tuple[str, ...], *, with_trays: bool) -> tuple[Attribute, ...]:
    """What CUPS must be told (PWG 5100.14) before it makes a queue of a printer."""
    sizes = tuple(
        Collection((integer("x-dimension", _SIZES[n][0]), integer("y-dimension", _SIZES[n][1])))
        for n in names
        if n in _SIZES
    )
    margins = [integer(f"media-{side}-margin", 300) for side in ("top", "bottom", "left", "right")]
    whole = tuple(Collection((Attribute("media-size", Tag.COLLECTION, (size,)), *margins)) for size in sizes)
    operations = tuple(o.value for o in Operation if o is not Operation.CUPS_GET_PRINTERS)
    told = [
        keyword("ipp-versions-supported", "1.1", "2.0"),
        Attribute("operations-supported", Tag.ENUM, operations),
        Attribute("printer-make-and-model", Tag.TEXT, ("Loopback Test Printer",)),
        keyword(
            "media-col-supported",
            "media-size",
            *(["media-source"] if with_trays else []),
            *(margin.name for margin in margins),
        ),
        boolean("color-supported", value=False),
        keyword("print-color-mode-supported", "monochrome"),
        Attribute("printer-resolution-supported", Tag.RESOLUTION, (Resolution(600, 600, 3),)),
        Attribute("pwg-raster-document-resolution-supported", Tag.RESOLUTION, (Resolution(600, 600, 3),)),
        keyword("pwg-raster-document-type-supported", "sgray_8"),
        *(
            Attribute(f"media-{side}-margin-supported", Tag.INTEGER, (300,))
            for side in ("top", "bottom", "left", "right")
        ),
    ]
    if sizes:
        told.append(Attribute("media-size-supported", Tag.COLLECTION, sizes))
        told.append(Attribute("media-col-database", Tag.COLLECTION, whole))
        told.append(Attribute("media-col-default", Tag.COLLECTION, whole[:1]))
        told.append(keyword("media-default", names[0]))
    return tuple(told)


def _set(name: str, values: tuple[str, ...]) -> Attribute:
    return keyword(name, *values) if values else Attribute(name, Tag.NO_VALUE)


def _reply(request: Message, status: int, *groups: AttributeGroup) -> Message:
    return Message(status, request.request_id, (standard_operation_group(), *groups), request.version)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, printer: LoopbackPrinter, port: int) -> None:
        self.printer = printer
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests; an assertion that fails here shows as a missing answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_POST(self) -> None:
        printer, declared = self.server.printer, self.headers["Content-Length"]
        limit = printer.setup.hangs_up_after
        length = int(declared) if declared else 0
        if printer.setup.sign_in is not None and not self._signed_in(*printer.setup.sign_in):
            self.rfile.read(length)
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="printer", charset="UTF-8"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if limit is not None and length > limit:
            printer.take_half(decode(self.rfile.read(limit)))
            self._hang_up()
            return
        body = self.rfile.read(length) if declared else self._chunks()
        if len(body) < length:  # the client stopped sending: this printer starts with the first bytes
            printer.take_half(decode(body))
            self._hang_up()
            return
        answer = printer.answer(decode_request(body))
        if answer is None:
            self._hang_up()
            return
        self._send(encode(answer))

    def _signed_in(self, user: str, password: str) -> bool:
        told = self.headers["Authorization"] or ""
        self.server.printer.signatures.append(told)
        return told == "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def _chunks(self) -> bytes:
        """A chunked body, as CUPS sends it."""
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, body: bytes) -> None:
        setup = self.server.printer.setup
        body = setup.garble(body) if setup.garble else body
        self.send_response(setup.http_status)
        self.send_header("Content-Type", "application/ipp")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def decode_request(body: bytes) -> Message:
    """A request; its document may be longer than an answer may be."""
    end = body.find(b"%PDF")
    if end < 0:
        return decode(body)
    head = decode(body[:end])
    return Message(head.code, head.request_id, head.groups, head.version, body[end:])


@pytest.fixture
def printers() -> Iterator[Callable[..., LoopbackPrinter]]:
    """Makes printers that are switched off after the test: `printers(media_supported=(A4,))`."""
    with ExitStack() as stack:
        yield lambda **setup: stack.enter_context(LoopbackPrinter(Setup(**setup)))
