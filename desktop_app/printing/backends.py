"""Which way of printing an address means: IPP, or a queue of this Windows."""

import sys

from desktop_app.core.errors import Code, Fault
from desktop_app.printing import windows_queue
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import PrinterBackend
from desktop_app.printing.ipp_printer import IppPrinter
from desktop_app.printing.windows_spooler import Spooler


def backend_of(uri: str, access: Access = NOTHING_KNOWN) -> PrinterBackend:
    """The printer at an address. Raises `PRINTER_ADDRESS`."""
    if not uri.startswith(windows_queue.SCHEME):
        return IppPrinter(uri, access)
    spooler = _spooler()
    if spooler is None:
        raise Fault(Code.PRINTER_ADDRESS, printer=uri)
    return windows_queue.WindowsQueue(uri, spooler)


def windows_queues() -> tuple[str, ...]:
    """The addresses of this Windows' queues; none anywhere else."""
    spooler = _spooler()
    try:
        return tuple(windows_queue.address(name) for name in spooler.names()) if spooler else ()
    except OSError:
        return ()  # its service is stopped


def _spooler() -> Spooler | None:
    if sys.platform == "win32":
        from desktop_app.printing.windows_api import SystemSpooler

        return SystemSpooler()
    return None
