"""Runs a reader of untrusted bytes in a process of its own that may not write files, reach a network or grow."""

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.host import CONFINED, landlock, windows_job

#: Bytes of address space, seconds of processor time, open files, seconds on the clock, bytes in and out.
_MEMORY = 1 << 30
_CPU_SECONDS = 60
_DESCRIPTORS = 64
_WALL_SECONDS = 90
#: Seconds between two looks at whether somebody wants it to stop.
_TICK = 0.2
MAX_INPUT = 64 << 20
#: For the largest scan, with what is asked about it; whoever asks for another reader looks at `MAX_INPUT` first.
_HARDEST_INPUT = 201 << 20
_MAX_OUTPUT = 32 << 20
#: All that the child gets to know of its surroundings: what the system needs to start it.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH", "TEMP", "TMP")
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

Reader = Callable[[bytes], Any]


def read(name: str, data: bytes, path: str, progress: Progress | None = None) -> Any:
    """What the reader `name` finds in `data`, as plain JSON values; nobody should believe them.

    `progress` can end it at any moment: raises `Cancelled`. Raises the `Fault` that the reader raised, with `path`
    added to its fields, or `Fault(READER_STOPPED)`.
    """
    answer: Any
    try:
        output = _exchanged(name, data, progress or Progress())
        answer = json.loads(output) if len(output) <= _MAX_OUTPUT else None
    except (OSError, ValueError, RecursionError):
        answer = None  # it was killed in the middle of a word, or never began
    match answer:
        case {"found": found}:
            return found
        case {"fault": str(code)} if code in (c.value for c in Code):
            given = answer.get("fields")
            fields = given if isinstance(given, dict) else {}
            raise Fault(Code(code), **(fields | {"path": path}))
    raise Fault(Code.READER_STOPPED, path=path)


def command(name: str, *, frozen: bool) -> list[str]:
    """How the program starts itself as a reader; a bundle's starter is the program, without an interpreter."""
    return [sys.executable, *(() if frozen else ("-m", "desktop_app")), CONFINED, name]


def _exchanged(name: str, data: bytes, progress: Progress) -> bytes:
    """The child's whole answer, at most one byte more than it may give."""
    frozen = bool(getattr(sys, "frozen", False))
    environment = {key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}
    with subprocess.Popen(  # noqa: S603 - the program itself with a name of its own
        command(name, frozen=frozen),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=None if frozen else Path(__file__).resolve().parents[2],
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows: no empty black window
    ) as child:
        assert child.stdin
        assert child.stdout
        told: list[bytes] = []
        out = child.stdout
        helpers = (
            threading.Thread(target=_feed, args=(child.stdin, data), daemon=True),
            threading.Thread(target=lambda: told.append(out.read(_MAX_OUTPUT + 1)), daemon=True),
        )
        for helper in helpers:
            helper.start()
        try:
            _wait(helpers[1], progress)
        finally:
            child.kill()  # it has said all it may, or took too long; one that has ended already is left as it is
            child.wait()
            for helper in helpers:
                helper.join()
        return b"".join(told)


def _wait(answer: threading.Thread, progress: Progress) -> None:
    """Until the child has answered or its time is over; a step ever so often, so that it can be cancelled."""
    progress.step(0, 0, "reading")
    for _ in range(round(_WALL_SECONDS / _TICK)):
        answer.join(_TICK)
        progress.step(0, 0, "reading")  # after the answer too: who asked to stop meanwhile wants none
        if not answer.is_alive():
            return


def _feed(stream: IO[bytes], data: bytes) -> None:
    try:
        with stream:
            stream.write(data)
    except OSError:  # the child ended early; what it said, or did not say, tells
        return


def serve(reader: Callable[[], Reader]) -> int:
    """Be the child: give rights away, read standard input, answer in JSON on standard output. Returns the exit code.

    `reader` loads the code that reads; it is loaded under the limits too.
    """
    confine()
    with open(0, "rb", closefd=False) as given:
        data = given.read(_HARDEST_INPUT + 1)
    if len(data) > _HARDEST_INPUT:
        return 1
    try:
        answer: dict[str, Any] = {"found": reader()(data)}
    except Fault as fault:
        answer = {"fault": fault.code.value, "fields": fault.fields}
    with open(1, "wb", closefd=False) as out:
        out.write(json.dumps(answer).encode("ascii"))
    return 0


def confine() -> None:
    """Give up, for good, what a reader does not need; what the system does not know is left."""
    if sys.platform == "win32":
        with contextlib.suppress(OSError):  # a stricter job is in force
            windows_job.enter(windows_job.SystemJobs(), _MEMORY, _CPU_SECONDS)
        return
    import resource

    if sys.platform == "linux":
        _leave_network()
    for limit, value in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
    ):
        try:
            resource.setrlimit(limit, (value, value))
        except (OSError, ValueError):  # a stricter limit is in force, or the system knows none
            continue
    if sys.platform == "linux":
        landlock.give_up()


def _leave_network() -> None:
    """A network of its own has no way out. Refused where the system forbids user namespaces."""
    ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
