"""Which printers there are: queues of this machine, USB printers behind ipp-usb, and addresses entered by hand."""

import os
import socket
from collections.abc import Iterator, Sequence

from desktop_app.core.errors import Code, Fault
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.address import Address, parse
from desktop_app.printing.backend import Printer, PrinterState
from desktop_app.printing.backends import backend_of, windows_queues
from desktop_app.printing.ipp_printer import IppPrinter

#: ipp-usb gives each USB printer a port of its own on loopback, from 60000 upwards.
USB_PORTS = range(60000, 60016)
#: On this machine an answer comes at once; what listens there and keeps silent must not hold up the list.
_CONNECT_SECONDS = 2.0
_ANSWER_SECONDS = 5.0
#: What a printer is met with that answers, but not yet to this desk.
_STRANGERS = (
    Code.PRINTER_CERTIFICATE,
    Code.PRINTER_CERTIFICATE_CHANGED,
    Code.PRINTER_PASSWORD_NEEDED,
    Code.PRINTER_PASSWORD_WRONG,
    Code.PRINTER_PASSWORD_PLAIN,
    Code.PRINTER_NEEDS_TLS,
)


def ask(uri: str, access: Access = NOTHING_KNOWN) -> Printer:
    """What the printer at `uri` is and can do. Raises `PRINTER_UNREACHABLE` and the other `PRINTER_…` codes."""
    return backend_of(uri, access).describe()


def discover(
    extra_uris: Sequence[str] = (), access: Access = NOTHING_KNOWN, *, usb_ports: Sequence[int] = USB_PORTS
) -> tuple[Printer, ...]:
    """All printers within reach; none is an empty tuple.

    A printer entered by hand that gives no good answer stays in the list, as unreachable. For a CUPS queue
    whose device speaks IPP the device stands in the list as well: printing to it passes no spool.
    """
    found: dict[str, Printer] = {}
    for printer in (*_windows(), *_queues(access), *_usb(usb_ports), *(_entered(uri, access) for uri in extra_uris)):
        found.setdefault(printer.uri, printer)
    for printer in _devices(tuple(found.values()), access):
        found.setdefault(printer.uri, printer)
    return tuple(found.values())


def _patient_only_locally(uri: str, access: Access = NOTHING_KNOWN) -> IppPrinter:
    return IppPrinter(uri, access, connect_seconds=_CONNECT_SECONDS, answer_seconds=_ANSWER_SECONDS)


def _windows() -> Iterator[Printer]:
    for uri in windows_queues():
        try:
            yield backend_of(uri).describe()
        except Fault:
            continue  # its server is off, or the driver is gone


def _queues(access: Access) -> tuple[Printer, ...]:
    try:
        return _patient_only_locally(cups_address().uri, access).queues()
    except Fault:
        return ()  # no CUPS here, or none that talks: the other ways remain


def cups_address() -> Address:
    """Where this user's CUPS is: the variable that all of CUPS's own programs heed, or this machine."""
    server = os.environ.get("CUPS_SERVER", "").split("/version=")[0]
    if not server or server.startswith("/"):  # a domain socket: the same server listens on loopback
        server = "localhost"
    try:
        return parse(f"ipp://{server}/")
    except Fault:
        return parse("ipp://localhost/")


def _usb(ports: Sequence[int]) -> Iterator[Printer]:
    for port in ports:
        if _listens(port):
            try:
                yield _patient_only_locally(f"ipp://localhost:{port}/ipp/print").describe()
            except Fault:
                continue  # another program's port


def _listens(port: int) -> bool:
    """Whether anything answers there; on loopback a closed port says so at once."""
    try:
        with socket.create_connection(("localhost", port), timeout=0.2):
            return True
    except OSError:
        return False


def _entered(uri: str, access: Access) -> Printer:
    try:
        return _patient_only_locally(uri, access).describe()
    except Fault as fault:
        return Printer(
            uri=uri.strip(),
            name=uri.strip(),
            location="",
            state=PrinterState.STRANGER if fault.code in _STRANGERS else PrinterState.UNREACHABLE,
            media_supported=(),
            media_ready=(),
            sides=(),
            formats=(),
            copies=1,
            spooled=False,
            job_attributes=frozenset(),
            unscaled=False,
        )


def _devices(queues: Sequence[Printer], access: Access) -> Iterator[Printer]:
    for queue in queues:
        if queue.spooled and queue.device:
            try:
                yield _patient_only_locally(queue.device, access).describe()
            except Fault:
                continue  # a device of another kind, or behind a name that only CUPS can resolve
