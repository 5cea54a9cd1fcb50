"""From starting any program to its first painted window, looked at from outside: a screen in memory, and its pixels.

`missing()` says what this needs and the machine lacks: Xvfb and the library of X.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

#: A window smaller than this is a splash or a helper; with fewer colours across it nothing is painted yet.
_LEAST_SIZE, _LEAST_COLOURS = 200, 8
_LIMIT, _TICK = 60.0, 0.002
_ALL_PLANES, _Z_PIXMAP, _VIEWABLE = 0xFFFFFFFF, 2, 2


def missing() -> str:
    """Why nothing can be looked at here; empty when it can."""
    if shutil.which("Xvfb") is None:
        return "not installed: Xvfb"
    return "" if ctypes.util.find_library("X11") else "not installed: libX11"


class _Attributes(ctypes.Structure):
    """Xlib's `XWindowAttributes`, as far as it is read; the rest is room."""

    _fields_ = [
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int),
        ("border_width", ctypes.c_int), ("depth", ctypes.c_int), ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong), ("window_class", ctypes.c_int), ("bit_gravity", ctypes.c_int),
        ("win_gravity", ctypes.c_int), ("backing_store", ctypes.c_int), ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int), ("map_state", ctypes.c_int), ("rest", ctypes.c_byte * 64),
    ]  # fmt: skip


class Screen:
    """One screen that nobody else draws on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._x: Any = ctypes.CDLL(ctypes.util.find_library("X11"))
        for function in ("XOpenDisplay", "XGetImage"):
            getattr(self._x, function).restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))
        if not self._display.value:
            raise RuntimeError(f"no screen at {name}")
        self._quiet = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self._x.XSetErrorHandler(self._quiet)  # a window may go while it is looked at

    def seconds(self, command: Sequence[str], environment: dict[str, str]) -> float:
        """Start a program, wait for its first painted window, end it."""
        began = time.monotonic()
        with subprocess.Popen(
            command, env=environment | {"DISPLAY": self.name}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                while time.monotonic() - began < _LIMIT and process.poll() is None:
                    if self._painted():
                        return time.monotonic() - began
                    time.sleep(_TICK)
            finally:
                process.terminate()
        raise RuntimeError(f"no window of {command[0]}")

    def _painted(self) -> bool:
        return any(self._colours(window, *size) >= _LEAST_COLOURS for window, size in self._windows())

    def _windows(self) -> Iterator[tuple[int, tuple[int, int]]]:
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        top = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        given = (ctypes.byref(one) for one in (root, parent, children, count))
        self._x.XQueryTree(self._display, top, *given)
        for window in children[: count.value]:
            told = _Attributes()
            self._x.XGetWindowAttributes(self._display, ctypes.c_ulong(window), ctypes.byref(told))
            if told.map_state == _VIEWABLE and min(told.width, told.height) >= _LEAST_SIZE:
                yield window, (told.width, told.height)
        if children:
            self._x.XFree(children)

    def _colours(self, window: int, width: int, height: int) -> int:
        """How many different pixels there are on lines across it: the edges of letters have many."""
        found: set[int] = set()
        for line in range(height // 32, height, height // 16):
            image = self._x.XGetImage(
                self._display, ctypes.c_ulong(window), 0, line, width, 1, ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP
            )
            if image:
                found.update(self._x.XGetPixel(ctypes.c_void_p(image), x, 0) for x in range(0, width, 4))
                self._x.XDestroyImage(ctypes.c_void_p(image))
        return len(found)


@contextmanager
def screen() -> Iterator[Screen]:
    """A screen of its own, of the size of the offices' notebooks."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                yield Screen(f":{told.readline().strip()}")
        finally:
            process.terminate()
