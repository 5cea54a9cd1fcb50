"""One package of many gigabytes sealed and opened, with the memory it took: `python -m tests.benchmarks.large_package`.

Takes minutes and five times its size on the disk, so it is run by hand: `--gib 4` unless said otherwise.
"""

import argparse
import hashlib
import io
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import psutil

from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import receive
from desktop_app.domain import exchange
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.sealing.content import PackageContent, PackageKind, SealedApplication, SourceFile
from tests.benchmarks import many_applications as many
from tests.benchmarks.row_opening import Sealing, with_materials
from tests.benchmarks.row_sealing import DAY, MIB

#: What is asked of sealing and of opening (MiB over idle).
GOAL = 96
_EACH = 128 * MIB
_PATTERN = bytes(range(256)) * (MIB // 256)


class Stream(io.RawIOBase):
    """A large file that lies nowhere."""

    def __init__(self) -> None:
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        start = self._at % MIB
        part = _PATTERN[start : start + min(len(buffer), _EACH - self._at)]
        memoryview(buffer)[: len(part)] = part
        self._at += len(part)
        return len(part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gib", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd() / "build") as folder:
        run(Path(folder), options.gib * 1024 * MIB // _EACH)


def run(folder: Path, files: int) -> None:
    office = many.made(folder / "vault", 1, KdfCost.unsafe_small())
    sealing = Sealing(office, with_materials(whole(files)), folder / "medium")
    size = files * _EACH // MIB
    package = told(f"seal {size} MiB, read back", sealing.new)
    told(
        f"open {size} MiB, check everything, import",
        lambda: receive.open_(office, package, None, lambda line: None, Progress(), large=True),
    )
    office.close()


def whole(files: int) -> PackageContent:
    digest = hashlib.sha256()
    for _ in range(_EACH // MIB):
        digest.update(_PATTERN)
    record = exchange.canonical(exchange.parse(resource("demo", "county_teacher.json").read_bytes()))
    made = tuple(
        SourceFile(f"scan-{n}.bin", "image/tiff", "other", _EACH, digest.hexdigest(), lambda: cast(BinaryIO, Stream()))
        for n in range(files)
    )
    one = SealedApplication(new_id(DAY), 1, hashlib.sha256(record).hexdigest(), record, made)
    return PackageContent(PackageKind.APPLICATION, NOT_SECRET, (one,))


def told(what: str, act: Callable[[], Any]) -> Any:
    """Do it, and tell how long it took and how much more memory than before it held at most."""
    process, peak, over = psutil.Process(), 0, threading.Event()
    before = process.memory_info().rss

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.05):
            peak = max(peak, process.memory_info().rss)

    watching = threading.Thread(target=watch)
    watching.start()
    start = time.perf_counter()
    try:
        made = act()
    finally:
        over.set()
        watching.join()
    more = (peak - before) // MIB
    print(f"{what:46} {time.perf_counter() - start:8.1f} s   {more:4} MiB over idle (goal {GOAL})", flush=True)
    return made


if __name__ == "__main__":
    main()
