"""Processes of the program from one that has read its code already: a fork for each use, as real as a start, sooner."""

import atexit
import contextlib
import gc
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
#: Descriptors that came by the socket wait up here until each has taken its own number.
_PARKED = 200
_MAX_REQUEST = 1 << 20


class Starter:
    """Talks to the process that forks. One use at a time; not for Windows, which has no fork."""

    def __init__(self) -> None:
        self._busy = threading.Lock()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        command = [sys.executable, "-m", "tests.support.warm", str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        atexit.register(self.close)

    def run(
        self, arguments: Sequence[str], environment: dict[str, str], out: int, err: int, passing: Sequence[int]
    ) -> int | None:
        """The exit code of one use, whose standard output and error go to the descriptors `out` and `err`.

        None when another thread is using it. The process has the descriptors `passing` under their numbers.
        """
        if not self._busy.acquire(blocking=False):
            return None
        try:
            request = json.dumps({"arguments": list(arguments), "environment": environment, "passing": list(passing)})
            socket.send_fds(self._socket, [request.encode()], [out, err, *passing])
            self._socket.settimeout(180)
            return int(self._socket.recv(64))
        finally:
            self._busy.release()

    def close(self) -> None:
        """Let the process go."""
        self._socket.close()
        self._process.wait(timeout=30)


def _serve(connection: socket.socket) -> None:
    while True:
        request, descriptors, _, _ = socket.recv_fds(connection, _MAX_REQUEST, 16)
        if not request:
            return
        child = os.fork()
        if child == 0:
            os._exit(_be(json.loads(request), descriptors, connection))
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _be(asked: dict[str, Any], descriptors: list[int], connection: socket.socket) -> int:
    """Be one use of the program; returns its exit code."""
    import fcntl  # not on Windows, where the tests start each process anew

    from desktop_app.__main__ import main

    connection.close()
    parked = [fcntl.fcntl(each, fcntl.F_DUPFD, _PARKED) for each in descriptors]
    for each in descriptors:
        os.close(each)
    for each, number in zip(parked, [1, 2, *asked["passing"]], strict=True):
        os.dup2(each, number, inheritable=True)
        os.close(each)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["fengjuan", *asked["arguments"]]
    code = 1
    try:
        code = main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    finally:
        atexit._run_exitfuncs()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
    return code


def _read_all() -> None:
    """Every module a verb may need and the shipped pack; what a verb reads of its own accord it reads in its fork."""
    import desktop_app
    from desktop_app.policy import pack

    for module in pkgutil.walk_packages(desktop_app.__path__, "desktop_app."):
        area, _, name = module.name.removeprefix("desktop_app.").partition(".")
        if area not in ("ui", "__main__") and not name.startswith("windows"):
            importlib.import_module(module.name)
    pack.load_shipped()


if __name__ == "__main__":
    _read_all()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
