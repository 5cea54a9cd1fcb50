"""Opening 1 GiB: every check, and all of it in the vault, against `age -d` and a copy of what came out.

Against `age -d` and SQLCipher alone the processor time is the same (0.89 to 1.15 times, with both cores to itself): the
pass over the volumes, which must come first, takes 1.1 s of about 13, everything else goes on beside SQLCipher.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import msgspec

from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.crypto.age import X25519Identity
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import channel, contacts, receive
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Material
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.offices import Suite
from desktop_app.sealing import cards, writer
from desktop_app.sealing.content import Channel, PackageContent, SealedApplication
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row
from tests.benchmarks.row_attachments import keyed
from tests.benchmarks.row_sealing import DAY, EACH, FILES, MIB, age_program, content, desk, write_source


def rows(folder: Path) -> list[Row]:
    """Both begin with a package in the system's cache and end with its files durable on the same disk."""
    office = many.made(folder / "vault", 1, KdfCost.unsafe_small())
    sources = [write_source(folder / f"scan-{number}.bin") for number in range(FILES)]
    ours = taken_in(office, Sealing(office, with_materials(content(sources)), folder / "medium"))
    sealed = Sealed(sources, folder)
    work = f"open {FILES * EACH // MIB} MiB, check everything, import"
    return [
        Row(
            work,
            "age -d, a copy, fsync",
            1.5,
            ours,
            sealed.opened_and_copied,
            "ours also proves seal, volumes, manifest and files, and every byte ends encrypted in the vault, whose "
            "SQLCipher takes most of the time (see the rows of attachments); theirs ends as plain files",
        ),
        Row(
            work,
            "age -d, then SQLCipher alone",
            1.15,
            ours,
            sealed.opened_and_stored,
            "both end encrypted; theirs believes whatever came, after one look",
        ),
    ]


def with_materials(whole: PackageContent) -> PackageContent:
    """The same with a record that names its files."""
    (one,) = whole.applications
    materials = tuple(
        Material(kind=MaterialKind.OTHER, name=f.name, media_type=f.media_type, size=f.size, digest=f.digest)
        for f in one.files
    )
    record = exchange.canonical(msgspec.structs.replace(exchange.parse(one.record), materials=materials))
    made = SealedApplication(one.id, 1, exchange.digest(exchange.parse(record)), record, one.files)
    return replace(whole, applications=(made,))


class Sealing:
    """A unit that the office knows, and new packages from it."""

    def __init__(self, office: Session, whole: PackageContent, medium: Path) -> None:
        self._keys, self._card = desk("UNIT1", Desk.UNIT)
        self._to = channel.own(office).card
        self._whole = whole
        self._medium = medium
        self._sequence = count(1)
        self._epoch = new_id(DAY)
        self._last: str | None = None
        contact = contacts.keep_card(office, self._card)
        spoken = cards.fingerprint(self._card).split()
        contacts.verify(office, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")

    def new(self) -> Path:
        """A package of other applications than before: an office takes nothing in twice."""
        shutil.rmtree(self._medium, ignore_errors=True)
        self._medium.mkdir()
        (one,) = self._whole.applications
        made = writer.seal(
            replace(self._whole, applications=(replace(one, id=new_id(DAY)),)),
            keys=self._keys,
            sender=self._card,
            recipients=[self._to],
            channel=Channel(epoch=self._epoch, sequence=next(self._sequence), prev_seal=self._last),
            folder=self._medium,
            package_id=new_id(DAY),
            sealed_at=DAY,
            suite=Suite.CLASSICAL,
        )
        self._last = made.seal_digest
        return made.folder


def taken_in(office: Session, sealing: Sealing) -> Callable[[], float]:
    def once() -> float:
        package = sealing.new()
        start = time.perf_counter()
        receive.open_(office, package, None, lambda line: None, Progress())
        return time.perf_counter() - start

    return once


class Sealed:
    """The same bytes in one age file, opened by its program."""

    def __init__(self, sources: list[Path], folder: Path) -> None:
        self._key, self._sealed, self._plain = folder / "key.txt", folder / "sealed.age", folder / "plain.bin"
        identity = X25519Identity.generate()
        self._key.write_text(identity.text() + "\n", encoding="utf-8")
        joined = b"".join(source.read_bytes() for source in sources)
        to = ["-r", identity.recipient().text(), "-o", str(self._sealed)]
        subprocess.run([age_program(), *to], input=joined, check=True)
        self._keyed = keyed(folder / "keyed.db")
        self._number = count(1)

    def opened_and_copied(self) -> float:
        """And the copy that somebody makes who keeps what came."""
        kept = self._plain.with_name("kept.bin")
        start = time.perf_counter()
        self._open("-o", str(self._plain))
        shutil.copyfile(self._plain, kept)
        for path in (self._plain, kept):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elapsed = time.perf_counter() - start
        self._plain.unlink()
        kept.unlink()
        return elapsed

    def opened_and_stored(self) -> float:
        """Into rows of 1 MiB, with the vault's settings, in one transaction."""
        start, blob = time.perf_counter(), next(self._number)
        age = subprocess.Popen([age_program(), "-d", "-i", str(self._key), str(self._sealed)], stdout=subprocess.PIPE)
        assert age.stdout is not None
        self._keyed.execute("BEGIN")
        for number, piece in enumerate(iter(lambda: age.stdout.read(MIB), b"")):  # type: ignore[union-attr]
            self._keyed.execute("INSERT INTO chunks (blob, number, bytes) VALUES (?, ?, ?)", (blob, number, piece))
        self._keyed.execute("COMMIT")
        assert age.wait() == 0
        return time.perf_counter() - start

    def _open(self, *more: str) -> None:
        subprocess.run([age_program(), "-d", "-i", str(self._key), *more, str(self._sealed)], check=True)
