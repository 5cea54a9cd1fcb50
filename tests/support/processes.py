"""Programs that a test starts beside itself; each ends with the block, and with the test's own process."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests.support.patience import AT_MOST_S


@contextmanager
def started(
    *command: object, env: dict[str, str] | None = None, typed: bytes = b"", out: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[bytes]]:
    """The program for as long as the block lasts. It reads `typed`; what it says goes to `out`."""
    tied = ["setpriv", "--pdeathsig", "KILL", "--", *map(str, command)]
    with subprocess.Popen(tied, stdin=subprocess.PIPE, stdout=out, stderr=out, env=os.environ | (env or {})) as made:
        try:
            assert made.stdin
            made.stdin.write(typed)
            made.stdin.close()
            yield made
        finally:
            made.terminate()
            try:
                made.wait(AT_MOST_S)
            except subprocess.TimeoutExpired:
                made.kill()
