"""Runs the program's verbs as a user's shell does: a process of its own, the passphrase through a descriptor."""

import functools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.clock import SystemClock
from desktop_app.desk import opening
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import warm
from tests.support.founded import session as founded_session

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "测试口令 nine-Marmots-over-Daqing 7"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


def run(
    *arguments: object,
    passphrase: str | None = None,
    env: dict[str, str] | None = None,
    passing: tuple[int, ...] = (),
) -> Ran:
    """One use of a verb. With a passphrase, `--passphrase-fd` is added; `passing` are descriptors it may read too."""
    words = [str(argument) for argument in arguments]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | (env or {})
    if (
        sys.platform == "win32"
    ):  # there no descriptor is handed down but the standard ones, and words are its code page's
        environment["PYTHONIOENCODING"] = "utf-8"
        typed = [] if passphrase is None else ["--passphrase-fd", "0"]
        return _ran([*words, *typed], environment, passing, (passphrase or "").encode() + b"\n")
    if passphrase is None:
        return _ran(words, environment, passing)
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode() + b"\n")
    os.close(writing)
    try:
        return _ran([*words, "--passphrase-fd", str(reading)], environment, (reading, *passing))
    finally:
        os.close(reading)


def founded(
    folder: Path, desk: Desk, name: str, code: str, officer: str = "经办", level: SecrecyLevel = SecrecyLevel.SECRET
) -> Path:
    """A vault that opens in milliseconds with `PASSPHRASE`; making one by its verb takes as long as it should."""
    new = opening.NewVault(
        folder=folder,
        passphrase=PASSPHRASE,
        office=Office(desk=desk, code=code, name=name, officer=officer),
        machine=Machine(number="M-1", level=level, keeper="保管"),
        user=officer,
    )
    founded_session(new, SystemClock()).close()
    return folder


def _ran(words: list[str], environment: dict[str, str], passing: tuple[int, ...], typed: bytes = b"") -> Ran:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        code = _warm().run(words, environment, out.fileno(), err.fileno(), passing) if hasattr(os, "fork") else None
        if code is None:
            command = [sys.executable, "-m", "desktop_app", *words]
            code = subprocess.run(
                command,
                cwd=ROOT,
                env=environment,
                input=typed,
                stdout=out,
                stderr=err,
                pass_fds=passing,
                timeout=180,
            ).returncode
        out.seek(0)
        err.seek(0)
        return Ran(code, out.read().decode(), err.read().decode())


@functools.cache
def _warm() -> warm.Starter:
    return warm.Starter()


def one_clear_line(ran: Ran) -> str:
    """What a user sees of a failure: exactly one line on stderr, no traceback."""
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    return lines[0]
