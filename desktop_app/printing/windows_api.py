"""Windows' own spooler by ctypes: winspool.drv for queues and jobs, gdi32 for drawing."""

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_int, c_int32, c_uint16, c_uint32, c_void_p, c_wchar_p

from desktop_app.printing.bands import Band
from desktop_app.printing.windows_spooler import Duplex, JobFacts, QueueFacts, Settings, Sheet
from desktop_app.printing.windows_structs import (
    DevMode,
    DocInfo,
    Field,
    JobInfo1,
    PrinterInfo2,
    PrinterInfo4,
    dots,
    wished,
)

_LOCAL_AND_CONNECTIONS = 0x2 | 0x4  # PRINTER_ENUM_…
_PAPERS, _BINS, _DUPLEX, _BIN_NAMES = 2, 6, 7, 12  # DC_…
_BIN_NAME = 24  # characters
_OUT, _IN = 2, 8  # DM_OUT_BUFFER, DM_IN_BUFFER
_OK = 1  # IDOK
_DELETE = 5  # JOB_CONTROL_DELETE
_NO_SUCH_JOB = (87, 6)  # ERROR_INVALID_PARAMETER; Wine says ERROR_INVALID_HANDLE, also for a queue just opened
_TOO_SMALL = 122  # ERROR_INSUFFICIENT_BUFFER
_DOTS_ACROSS, _DOTS_DOWN, _WIDTH, _HEIGHT, _LEFT, _TOP = 88, 90, 110, 111, 112, 113  # GetDeviceCaps
_COPY = 0x00CC0020  # SRCCOPY

if sys.platform == "win32":

    class SystemSpooler:
        """`Spooler` of this machine."""

        def __init__(self) -> None:
            self._winspool = _winspool()

        def names(self) -> tuple[str, ...]:
            needed, count = c_uint32(), c_uint32()
            room = ctypes.create_string_buffer(1)
            for _ in range(3):  # a queue may be added between asking for the size and asking for the list
                done = self._winspool.EnumPrintersW(
                    _LOCAL_AND_CONNECTIONS, None, 4, room, len(room), ctypes.byref(needed), ctypes.byref(count)
                )
                if done:
                    found = ctypes.cast(room, POINTER(PrinterInfo4))
                    return tuple(found[at].printer_name for at in range(count.value))
                if ctypes.get_last_error() != _TOO_SMALL:
                    break
                room = ctypes.create_string_buffer(needed.value)
            raise ctypes.WinError(ctypes.get_last_error())

        def facts(self, queue: str) -> QueueFacts:
            with self._opened(queue) as handle:
                room = self._information(lambda room, size, needed: self._winspool.GetPrinterW(
                    handle, 2, room, size, needed
                ))  # fmt: skip
                info = ctypes.cast(room, POINTER(PrinterInfo2)).contents
                port = info.port_name or ""
                numbers = self._words(queue, port, _BINS)
                names = self._bin_names(queue, port, len(numbers))
                return QueueFacts(
                    location=info.location or "",
                    attributes=info.attributes,
                    status=info.status,
                    papers=self._words(queue, port, _PAPERS),
                    bins=tuple(zip(numbers, names, strict=True)),
                    duplex=self._winspool.DeviceCapabilitiesW(queue, port, _DUPLEX, None, None) == 1,
                    ports=tuple(one.strip() for one in port.split(",")),  # a pool of devices has several
                )

        def settled(self, queue: str, wish: Settings) -> Settings:
            with self._opened(queue) as handle:
                mode = _mode(self._merged(handle, queue, wish))
                has = Field(mode.fields)
                return Settings(
                    paper=mode.paper_size,
                    landscape=mode.orientation == 2,
                    duplex=mode.duplex if Field.DUPLEX in has else Duplex.SIMPLEX,
                    source=mode.default_source if Field.DEFAULT_SOURCE in has else None,
                )

        def open(self, queue: str, settings: Settings) -> "SystemDrawing":
            with self._opened(queue) as handle:
                return SystemDrawing(queue, self._merged(handle, queue, settings))

        def job(self, queue: str, number: int) -> JobFacts | None:
            with self._opened(queue) as handle:
                try:
                    room = self._information(lambda room, size, needed: self._winspool.GetJobW(
                        handle, number, 1, room, size, needed
                    ))  # fmt: skip
                except OSError as error:
                    if error.winerror in _NO_SUCH_JOB:
                        return None
                    raise
                info = ctypes.cast(room, POINTER(JobInfo1)).contents
                return JobFacts(info.status, info.pages_printed)

        def remove(self, queue: str, number: int) -> bool:
            with self._opened(queue) as handle:
                if self._winspool.SetJobW(handle, number, 0, None, _DELETE):
                    return True
                if ctypes.get_last_error() in _NO_SUCH_JOB:
                    return False
                raise ctypes.WinError(ctypes.get_last_error())

        @contextmanager
        def _opened(self, queue: str) -> Iterator[c_void_p]:
            handle = c_void_p()
            if not self._winspool.OpenPrinterW(queue, ctypes.byref(handle), None):
                raise ctypes.WinError(ctypes.get_last_error())
            try:
                yield handle
            finally:
                self._winspool.ClosePrinter(handle)

        def _information(self, ask: Callable[[object, int, object], int]) -> ctypes.Array[ctypes.c_char]:
            """What a function tells that first says how much room it needs."""
            needed = c_uint32()
            if not ask(None, 0, ctypes.byref(needed)) and ctypes.get_last_error() != _TOO_SMALL:
                raise ctypes.WinError(ctypes.get_last_error())
            room = ctypes.create_string_buffer(max(1, needed.value))
            if not ask(room, len(room), ctypes.byref(needed)):
                raise ctypes.WinError(ctypes.get_last_error())
            return room

        def _words(self, queue: str, port: str, capability: int) -> tuple[int, ...]:
            count = self._winspool.DeviceCapabilitiesW(queue, port, capability, None, None)
            if count <= 0:
                return ()
            room = (c_uint16 * count)()
            count = min(count, self._winspool.DeviceCapabilitiesW(queue, port, capability, room, None))
            return tuple(room[:count]) if count > 0 else ()

        def _bin_names(self, queue: str, port: str, count: int) -> tuple[str, ...]:
            told = self._winspool.DeviceCapabilitiesW(queue, port, _BIN_NAMES, None, None)
            if told != count or count == 0:
                return ("",) * count
            room = ctypes.create_unicode_buffer(_BIN_NAME * count)
            self._winspool.DeviceCapabilitiesW(queue, port, _BIN_NAMES, room, None)
            names = ("".join(room[at * _BIN_NAME : (at + 1) * _BIN_NAME]) for at in range(count))
            return tuple(name.partition("\0")[0] for name in names)

        def _merged(self, handle: c_void_p, queue: str, wish: Settings) -> ctypes.Array[ctypes.c_char]:
            """The driver's own settings with the wish in them, as the driver leaves it."""
            size = self._winspool.DocumentPropertiesW(None, handle, queue, None, None, 0)
            if size < ctypes.sizeof(DevMode):
                raise ctypes.WinError(ctypes.get_last_error())
            asked, made = ctypes.create_string_buffer(size), ctypes.create_string_buffer(size)
            if self._winspool.DocumentPropertiesW(None, handle, queue, asked, None, _OUT) != _OK:
                raise ctypes.WinError(ctypes.get_last_error())
            wished(_mode(asked), paper=wish.paper, landscape=wish.landscape, duplex=wish.duplex, source=wish.source)
            if self._winspool.DocumentPropertiesW(None, handle, queue, made, asked, _IN | _OUT) != _OK:
                raise ctypes.WinError(ctypes.get_last_error())
            return made

    class SystemDrawing:
        """`Drawing` on a device context of gdi32."""

        def __init__(self, queue: str, mode: ctypes.Array[ctypes.c_char]) -> None:
            self._gdi = _gdi()
            self._mode = mode  # the context may look at it for as long as it lives
            self._context = self._gdi.CreateDCW("WINSPOOL", queue, None, mode)
            if not self._context:
                raise ctypes.WinError(ctypes.get_last_error())

        def sheet(self) -> Sheet:
            caps = (_DOTS_ACROSS, _DOTS_DOWN, _WIDTH, _HEIGHT, _LEFT, _TOP)
            return Sheet(*(self._gdi.GetDeviceCaps(self._context, cap) for cap in caps))

        def begin(self, title: str) -> int:
            about = DocInfo(size=ctypes.sizeof(DocInfo), doc_name=title)
            return self._must(self._gdi.StartDocW(self._context, ctypes.byref(about)))

        def begin_page(self) -> None:
            self._must(self._gdi.StartPage(self._context))

        def put(self, band: Band, left: int, top: int, width: int, height: int) -> None:
            about = dots(band.width, band.rows)
            place, source = (left, top, width, height), (0, 0, band.width, band.rows)
            self._must(
                self._gdi.StretchDIBits(self._context, *place, *source, band.bits, ctypes.byref(about), 0, _COPY)
            )

        def end_page(self) -> None:
            self._must(self._gdi.EndPage(self._context))

        def end(self) -> None:
            self._must(self._gdi.EndDoc(self._context))

        def abort(self) -> None:
            self._gdi.AbortDoc(self._context)

        def close(self) -> None:
            self._gdi.DeleteDC(self._context)

        def _must(self, result: int) -> int:
            """These functions tell of failure by 0 or a negative number."""
            if result <= 0:
                raise ctypes.WinError(ctypes.get_last_error())
            return result

    def _mode(room: ctypes.Array[ctypes.c_char]) -> DevMode:
        return DevMode.from_buffer(room)  # keeps the room alive

    def _winspool() -> ctypes.WinDLL:
        dll = ctypes.WinDLL("winspool.drv", use_last_error=True)
        number = POINTER(c_uint32)
        signatures: dict[str, tuple[type, list[type]]] = {
            "EnumPrintersW": (c_int, [c_uint32, c_wchar_p, c_uint32, c_void_p, c_uint32, number, number]),
            "OpenPrinterW": (c_int, [c_wchar_p, POINTER(c_void_p), c_void_p]),
            "ClosePrinter": (c_int, [c_void_p]),
            "GetPrinterW": (c_int, [c_void_p, c_uint32, c_void_p, c_uint32, number]),
            "GetJobW": (c_int, [c_void_p, c_uint32, c_uint32, c_void_p, c_uint32, number]),
            "SetJobW": (c_int, [c_void_p, c_uint32, c_uint32, c_void_p, c_uint32]),
            "DocumentPropertiesW": (c_int32, [c_void_p, c_void_p, c_wchar_p, c_void_p, c_void_p, c_uint32]),
            "DeviceCapabilitiesW": (c_int, [c_wchar_p, c_wchar_p, c_uint16, c_void_p, c_void_p]),
        }
        return _declared(dll, signatures)

    def _gdi() -> ctypes.WinDLL:
        dll = ctypes.WinDLL("gdi32", use_last_error=True)
        signatures: dict[str, tuple[type, list[type]]] = {
            "CreateDCW": (c_void_p, [c_wchar_p, c_wchar_p, c_wchar_p, c_void_p]),
            "DeleteDC": (c_int, [c_void_p]),
            "GetDeviceCaps": (c_int, [c_void_p, c_int]),
            "StartDocW": (c_int, [c_void_p, c_void_p]),
            "StartPage": (c_int, [c_void_p]),
            "EndPage": (c_int, [c_void_p]),
            "EndDoc": (c_int, [c_void_p]),
            "AbortDoc": (c_int, [c_void_p]),
            "StretchDIBits": (c_int, [c_void_p, *[c_int] * 8, c_void_p, c_void_p, c_uint32, c_uint32]),
        }
        return _declared(dll, signatures)

    def _declared(dll: ctypes.WinDLL, signatures: dict[str, tuple[type, list[type]]]) -> ctypes.WinDLL:
        for name, (result, arguments) in signatures.items():
            function = getattr(dll, name)
            function.restype, function.argtypes = result, arguments
        return dll
