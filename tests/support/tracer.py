"""Runs a program under strace and keeps every byte that it or its children write to files, deleted ones included."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.plaintext import forms

ROOT = Path(__file__).resolve().parents[2]
_CALLS = "write,pwrite64,writev,pwritev,pwritev2"
_LONGEST = 64 * 1024 * 1024
_CALL = re.compile(rb"^\d+ +(?:write|pwrite64|writev|pwritev2?)\(\d+<([^>]*)>")
_QUOTED = re.compile(rb'"((?:\\x[0-9a-f]{2})*)"(\.{3})?')


@cache
def missing() -> str:
    """Why nothing can be traced here; empty when it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "not installed: strace"
    tried = subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "strace may not trace here"


@dataclass(frozen=True)
class Written:
    """What went into each file, in the order of the calls; pages written twice are there twice."""

    content: dict[Path, bytes]

    def traces(self, texts: Iterable[str], raw: Iterable[bytes] = (), allowed: Sequence[Path] = ()) -> list[str]:
        """Where any of the texts or byte strings, or any PDF, was written outside the `allowed` folders."""
        needles = {form: text for text in texts for form in forms(text)} | dict.fromkeys(raw, "raw bytes")
        needles[b"%PDF-"] = "a PDF"
        return [
            f"{path}: {what}"
            for path, content in self.content.items()
            if not any(path.is_relative_to(folder) for folder in allowed)
            for needle, what in needles.items()
            if needle in content
        ]


def run(command: Sequence[str], env: dict[str, str], log: Path, *, stdin: bytes = b"") -> tuple[int, bytes, Written]:
    """Exit code, standard error and what was written. `log` takes what strace says, as long as this lasts."""
    traced = ["strace", "-f", "-y", "-xx", f"-s{_LONGEST}", f"-etrace={_CALLS}", "-esignal=none", f"-o{log}", *command]
    done = subprocess.run(traced, cwd=ROOT, env=env, input=stdin, capture_output=True, timeout=300, check=False)
    try:
        return done.returncode, done.stdout + done.stderr, read(log)
    finally:
        log.unlink()


def read(log: Path) -> Written:
    """What strace saw. Pipes, sockets and devices are no files."""
    found: dict[Path, bytearray] = defaultdict(bytearray)
    with log.open("rb") as lines:
        for line in lines:
            call = _CALL.match(line)
            path = _text(call[1]) if call else b""
            if call is None or not path.startswith(b"/") or path.startswith((b"/dev/", b"/proc/")):
                continue
            for quoted in _QUOTED.finditer(line, call.end()):
                assert not quoted[2], "a write was longer than what is kept"
                found[Path(path.decode())] += _text(quoted[1])
    return Written({path: bytes(content) for path, content in found.items()})


def _text(escaped: bytes) -> bytes:
    return bytes.fromhex(escaped.replace(b"\\x", b"").decode())
