"""Sealing 256 MiB onto a real file system: the whole package against the `age` program on the same bytes."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.ids import new_id
from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.sealing import cards, writer
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.content import Channel, PackageContent, PackageKind, SealedApplication, SourceFile
from tests.benchmarks.harness import Row

MIB = 1024 * 1024
#: A batch of scans: the size of a package is what counts, not how it is cut.
FILES, EACH = 16, 16 * MIB
DAY = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)


def rows(folder: Path) -> list[Row]:
    """Both read the same bytes from the system's cache and end with them durable on the same file system."""
    sources = [write_source(folder / f"scan-{number}.bin") for number in range(FILES)]
    joined = folder / "joined.bin"
    with joined.open("wb") as whole:
        for source in sources:
            whole.write(source.read_bytes())
    _, office = desk("CITYHR", Desk.CITY_HR)
    return [
        Row(
            f"seal {FILES * EACH // MIB} MiB",
            "age, then fsync",
            1.15,
            seal(content(sources), office, folder / "medium"),
            encrypt(joined, office.recipient_classical, folder / "age.out"),
            "both seal to one X25519 key; ours also makes archive, digests and signatures, and reads all of it back "
            "from the medium to prove it",
        )
    ]


def write_source(path: Path) -> Path:
    path.write_bytes(os.urandom(EACH))
    return path


def desk(code: str, kind: Desk) -> tuple[DeskKeys, ContactCard]:
    keys = cards.new_keys()
    return keys, cards.make_card(keys, code=code, name=code, desk=kind, valid_from=date(2026, 1, 1))


def content(sources: list[Path]) -> PackageContent:
    """One application of the demo with large attachments."""
    application = exchange.parse(resource("demo", "county_teacher.json").read_bytes())
    record = exchange.canonical(application)
    files = tuple(
        SourceFile(
            path.name, "application/pdf", "other", EACH, hashlib.sha256(path.read_bytes()).hexdigest(), opener(path)
        )
        for path in sources
    )
    sealed = SealedApplication(new_id(DAY), 1, hashlib.sha256(record).hexdigest(), record, files)
    return PackageContent(PackageKind.APPLICATION, NOT_SECRET, (sealed,))


def opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def seal(whole: PackageContent, office: ContactCard, medium: Path) -> Callable[[], float]:
    """The program's own sealing; every run makes a new package and removes it after the clock has stopped."""
    keys, sender = desk("UNIT1", Desk.UNIT)
    sequence = count(1)

    def once() -> float:
        medium.mkdir()
        channel = Channel(epoch=new_id(DAY), sequence=next(sequence), prev_seal=None)
        start = time.perf_counter()
        writer.seal(
            whole,
            keys=keys,
            sender=sender,
            recipients=[office],
            channel=channel,
            folder=medium,
            package_id=new_id(DAY),
            sealed_at=DAY,
            suite=Suite.CLASSICAL,
        )
        elapsed = time.perf_counter() - start
        shutil.rmtree(medium)
        return elapsed

    return once


def encrypt(source: Path, recipient: str, target: Path) -> Callable[[], float]:
    """`age` as a careful person would use it: not done before the bytes are on the medium."""
    program = shutil.which("age")
    if program is None:
        raise RuntimeError("the age program is needed for this comparison")

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([program, "-r", recipient, "-o", str(target), str(source)], check=True)
        with target.open("rb") as file:
            os.fsync(file.fileno())
        elapsed = time.perf_counter() - start
        target.unlink()
        return elapsed

    return once
