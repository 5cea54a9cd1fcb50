"""Sealing and opening 1 GiB against 7-Zip, which an office without this program would use, with a password."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from desktop_app.crypto.kdf import KdfCost
from desktop_app.domain.kinds import Desk
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row, timed
from tests.benchmarks.row_opening import Sealing, taken_in, with_materials
from tests.benchmarks.row_sealing import EACH, FILES, MIB, content, desk, seal, write_source

_PASSWORD = "-pcamel-hetao-1958"
#: Names encrypted too; stored, because scans do not get smaller and compressing them takes a minute.
_MADE = ("-mhe=on", "-mx=0", "-bso0", "-bsp0")


def rows(folder: Path) -> list[Row]:
    """Nothing where 7-Zip is missing."""
    program = shutil.which("7z")
    if program is None:
        print("7z is not installed (Debian: p7zip-full): the rows against it are left out.")
        return []
    office = many.made(folder / "vault", 1, KdfCost.unsafe_small())
    sources = [write_source(folder / f"scan-{number}.bin") for number in range(FILES)]
    work, archive = f"{FILES * EACH // MIB} MiB", folder / "scans.7z"
    _, to = desk("CITYHR", Desk.CITY_HR)
    return [
        Row(
            f"seal {work}, read back",
            "7z with a password, stored, fsync",
            1.0,
            seal(content(sources), to, folder / "medium", proof=True),
            timed(packed(program, sources, archive)),
            "7z neither signs nor reads back what it wrote",
        ),
        Row(
            f"open {work}, check everything, import",
            "7z to plain files, fsync",
            2.0,
            taken_in(office, Sealing(office, with_materials(content(sources)), folder / "medium")),
            timed(unpacked(program, archive, folder / "out")),
            "ours ends encrypted in the vault, theirs as plain files",
        ),
    ]


def packed(program: str, sources: list[Path], archive: Path) -> Callable[[], object]:
    def once() -> None:
        archive.unlink(missing_ok=True)
        subprocess.run([program, "a", _PASSWORD, *_MADE, str(archive), *map(str, sources)], check=True)
        durable(archive)

    return once


def unpacked(program: str, archive: Path, out: Path) -> Callable[[], object]:
    def once() -> None:
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run([program, "x", _PASSWORD, "-bso0", "-bsp0", f"-o{out}", str(archive)], check=True)
        for path in out.iterdir():
            durable(path)

    return once


def durable(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
