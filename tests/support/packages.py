"""Two desks, an application with files, and ways of sealing and opening between them."""

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from desktop_app.core.ids import new_id
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Material, Person
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import NOT_SECRET, Marking, SecrecyLevel
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing import cards, reader, writer
from desktop_app.sealing.checks import Check, KnownSender, OpenedPackage, SealHead, Seen, Sighting
from desktop_app.sealing.content import Channel, PackageContent, PackageKind, SealedApplication, SourceFile
from desktop_app.sealing.manifest import FileEntry, Manifest

NOW = datetime(2026, 7, 1, 2, 3, 4, tzinfo=UTC)
NEW = Seen(Sighting.NEW)
CHANNEL = Channel(epoch="9f3c00aa11bb22cc", sequence=41, prev_seal=None)


@dataclass(frozen=True)
class Office:
    keys: cards.DeskKeys
    card: ContactCard

    @property
    def kid(self) -> str:
        return cards.key_id(self.card)


def office(code: str, name: str, *, classical_only: bool = False, minimum: Suite = Suite.CLASSICAL) -> Office:
    keys = cards.new_keys()
    card = cards.make_card(
        keys, code=code, name=name, desk=Desk.UNIT, valid_from=date(2026, 1, 1), minimum_suite=minimum
    )
    return Office(keys, msgspec.structs.replace(card, recipient_post_quantum="") if classical_only else card)


def source(name: str, data: bytes, media_type: str = "application/pdf") -> SourceFile:
    return SourceFile(
        name=name,
        media_type=media_type,
        kind=MaterialKind.OTHER.value,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        open=lambda: io.BytesIO(data),
    )


def sealed_application(
    *files: SourceFile, marking: Marking = NOT_SECRET, name: str = "测试甲", material: Marking | None = None
) -> SealedApplication:
    materials = tuple(
        Material(
            kind=MaterialKind.OTHER,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
            **({"marking": material} if material else {}),
        )
        for file in files
    )
    record = exchange.canonical(Application(marking=marking, person=Person(name=name), materials=materials))
    return SealedApplication(
        id=new_id(NOW), version_number=1, digest=hashlib.sha256(record).hexdigest(), record=record, files=files
    )


def many_files() -> PackageContent:
    """One filing with more files than a desk opens without being told to."""
    return contents(sealed_application(*(source(f"{n:04}.txt", b"%d" % n, "text/plain") for n in range(2000))))


PDF = b"%PDF-1.7\n" + os.urandom(150_000)
JPEG = b"\xff\xd8\xff" + os.urandom(999)


def contents(*applications: SealedApplication, marking: Marking = NOT_SECRET) -> PackageContent:
    chosen = applications or (
        sealed_application(source("学历证书（扫描）.pdf", PDF), source("照片.jpg", JPEG, "image/jpeg")),
        sealed_application(name="测试乙"),
    )
    return PackageContent(kind=PackageKind.APPLICATION, marking=marking, applications=chosen)


@dataclass
class Quarantine:
    """A sink that keeps files in memory until told to forget them."""

    begun: Manifest | None = None
    files: dict[str, io.BytesIO] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    discarded: int = 0

    def begin(self, manifest: Manifest) -> None:
        self.begun = manifest

    def file(self, entry: FileEntry) -> "_File":
        self.files[entry.path] = io.BytesIO()
        return _File(self, entry.path)

    def discard(self) -> None:
        self.discarded += 1
        self.files.clear()


@dataclass
class _File:
    quarantine: Quarantine
    path: str

    def write(self, data: memoryview, /) -> int:
        return self.quarantine.files[self.path].write(data)

    def close(self, digest: str, /) -> None:
        assert digest == hashlib.sha256(self.quarantine.files[self.path].getvalue()).hexdigest()
        self.quarantine.closed.add(self.path)


@dataclass
class Remembered:
    """A history of one answer."""

    answer: Seen = NEW

    def seen(self, head: SealHead) -> Seen:
        return self.answer


@dataclass
class Opening:
    """One way of opening a package, and what was seen of it."""

    recipient: Office
    known: Callable[[str], KnownSender | None]
    history: Remembered = field(default_factory=Remembered)
    sink: Quarantine = field(default_factory=Quarantine)
    level: SecrecyLevel = SecrecyLevel.INTERNAL
    options: dict[str, object] = field(default_factory=dict)
    checks: list[tuple[Check, bool]] = field(default_factory=list)

    def open(self, folder: Path) -> OpenedPackage:
        return reader.open_package(
            folder,
            keys=self.recipient.keys,
            own=self.recipient.card,
            known=self.known,
            history=self.history,
            sink=self.sink,
            machine_level=self.level,
            report=lambda check, passed: self.checks.append((check, passed)),
            **self.options,  # type: ignore[arg-type]
        )


@dataclass
class Desks:
    medium: Path
    sender: Office
    recipient: Office
    channel: Channel = CHANNEL

    def seal(self, content: PackageContent | None = None, **changes: object) -> writer.SealedPackage:
        arguments: dict[str, object] = {
            "keys": self.sender.keys,
            "sender": self.sender.card,
            "recipients": [self.recipient.card],
            "channel": self.channel,
            "folder": self.medium,
            "package_id": new_id(NOW),
            "sealed_at": NOW,
        }
        return writer.seal(content or contents(), **{**arguments, **changes})  # type: ignore[arg-type]

    def opening(self, **changes: object) -> Opening:
        return replace(Opening(self.recipient, self.knows(self.sender)), **changes)  # type: ignore[arg-type]

    @staticmethod
    def knows(
        *offices: Office, trust: Trust = Trust.VERIFIED, minimum: Suite = Suite.CLASSICAL
    ) -> Callable[[str], KnownSender | None]:
        known = {one.kid: KnownSender(one.card, trust, minimum) for one in offices}
        return known.get


def two_desks(folder: Path) -> Desks:
    """A sender and a recipient with a medium between them."""
    medium = folder / "medium"
    medium.mkdir()
    return Desks(medium, office("UNIT01", "第一小学"), office("HRB01", "区人社局"))
