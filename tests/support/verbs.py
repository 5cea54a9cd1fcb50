"""Runs the program's verbs as a user's shell does: a process of its own, the passphrase through a descriptor."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    command = [sys.executable, "-m", "desktop_app", *map(str, arguments)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | (env or {})
    if passphrase is None:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, stdin=subprocess.DEVNULL, timeout=180
        )
    else:
        reading, writing = os.pipe()
        os.write(writing, passphrase.encode() + b"\n")
        os.close(writing)
        try:
            done = subprocess.run(
                [*command, "--passphrase-fd", str(reading)],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                stdin=subprocess.DEVNULL,
                pass_fds=[reading, *passing],
                timeout=180,
            )
        finally:
            os.close(reading)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def one_clear_line(ran: Ran) -> str:
    """What a user sees of a failure: exactly one line on stderr, no traceback."""
    lines = ran.err.strip().splitlines()
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    return lines[0]
