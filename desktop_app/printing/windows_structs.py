"""The structures that Windows' spooler and its drawing functions exchange, byte for byte as winspool.h and wingdi.h."""

import ctypes
from ctypes import c_int16, c_int32, c_uint16, c_uint32, c_void_p, c_wchar_p
from enum import IntFlag

_NAME = c_uint16 * 32  # CCHDEVICENAME and CCHFORMNAME; read by nobody here


class Field(IntFlag):
    """DM_…: which members of a DevMode count."""

    ORIENTATION = 0x1
    PAPER_SIZE = 0x2
    PAPER_LENGTH = 0x4
    PAPER_WIDTH = 0x8
    SCALE = 0x10
    COPIES = 0x100
    DEFAULT_SOURCE = 0x200
    DUPLEX = 0x1000
    COLLATE = 0x8000
    FORM_NAME = 0x10000


class DevMode(ctypes.Structure):
    """DEVMODEW; a driver's own part follows it."""

    _fields_ = (
        ("device_name", _NAME),
        ("spec_version", c_uint16),
        ("driver_version", c_uint16),
        ("size", c_uint16),
        ("driver_extra", c_uint16),
        ("fields", c_uint32),
        ("orientation", c_int16),
        ("paper_size", c_int16),
        ("paper_length", c_int16),
        ("paper_width", c_int16),
        ("scale", c_int16),
        ("copies", c_int16),
        ("default_source", c_int16),
        ("print_quality", c_int16),
        ("color", c_int16),
        ("duplex", c_int16),
        ("y_resolution", c_int16),
        ("tt_option", c_int16),
        ("collate", c_int16),
        ("form_name", _NAME),
        ("log_pixels", c_uint16),
        ("rest", c_uint32 * 13),
    )


class PrinterInfo2(ctypes.Structure):
    """PRINTER_INFO_2W."""

    _fields_ = (
        ("server_name", c_wchar_p),
        ("printer_name", c_wchar_p),
        ("share_name", c_wchar_p),
        ("port_name", c_wchar_p),
        ("driver_name", c_wchar_p),
        ("comment", c_wchar_p),
        ("location", c_wchar_p),
        ("dev_mode", c_void_p),
        ("sep_file", c_wchar_p),
        ("print_processor", c_wchar_p),
        ("datatype", c_wchar_p),
        ("parameters", c_wchar_p),
        ("security_descriptor", c_void_p),
        ("attributes", c_uint32),
        ("priority", c_uint32),
        ("default_priority", c_uint32),
        ("start_time", c_uint32),
        ("until_time", c_uint32),
        ("status", c_uint32),
        ("jobs", c_uint32),
        ("average_ppm", c_uint32),
    )


class PrinterInfo4(ctypes.Structure):
    """PRINTER_INFO_4W."""

    _fields_ = (("printer_name", c_wchar_p), ("server_name", c_wchar_p), ("attributes", c_uint32))


class JobInfo1(ctypes.Structure):
    """JOB_INFO_1W."""

    _fields_ = (
        ("job_id", c_uint32),
        ("printer_name", c_wchar_p),
        ("machine_name", c_wchar_p),
        ("user_name", c_wchar_p),
        ("document", c_wchar_p),
        ("datatype", c_wchar_p),
        ("status_words", c_wchar_p),
        ("status", c_uint32),
        ("priority", c_uint32),
        ("position", c_uint32),
        ("total_pages", c_uint32),
        ("pages_printed", c_uint32),
        ("submitted", c_uint16 * 8),
    )


class DocInfo(ctypes.Structure):
    """DOCINFOW."""

    _fields_ = (
        ("size", c_int32),
        ("doc_name", c_wchar_p),
        ("output", c_wchar_p),
        ("datatype", c_wchar_p),
        ("kind", c_uint32),
    )


class BlackAndWhite(ctypes.Structure):
    """BITMAPINFO of a bit a dot: its header, then black for 0 and white for 1."""

    _fields_ = (
        ("size", c_uint32),
        ("width", c_int32),
        ("height", c_int32),
        ("planes", c_uint16),
        ("bit_count", c_uint16),
        ("compression", c_uint32),
        ("size_image", c_uint32),
        ("x_per_metre", c_int32),
        ("y_per_metre", c_int32),
        ("colours_used", c_uint32),
        ("colours_important", c_uint32),
        ("colours", c_uint32 * 2),
    )


def wished(mode: DevMode, *, paper: int, landscape: bool, duplex: int, source: int | None) -> None:
    """Write a wish into the driver's defaults: one copy, full size, and a paper by its number alone."""
    mode.orientation = 2 if landscape else 1
    mode.paper_size = paper
    mode.scale = 100
    mode.copies = 1
    mode.duplex = duplex
    fields = Field.ORIENTATION | Field.PAPER_SIZE | Field.SCALE | Field.COPIES | Field.DUPLEX
    if source is not None:
        mode.default_source = source
        fields |= Field.DEFAULT_SOURCE
    # A length, a width or a form's name would outrank the number.
    mode.fields = (mode.fields | fields) & ~(Field.PAPER_LENGTH | Field.PAPER_WIDTH | Field.FORM_NAME)


def dots(width: int, rows: int) -> BlackAndWhite:
    """How a band of dots is laid out; the negative height says that its first row is the top one."""
    return BlackAndWhite(
        size=40, width=width, height=-rows, planes=1, bit_count=1, colours_used=2, colours=(0x000000, 0xFFFFFF)
    )
