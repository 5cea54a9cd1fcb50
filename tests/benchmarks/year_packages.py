"""A committee's fullest year as it comes in: a real sealed package of each unit's filings, every step before it signed.

Of a hundred filings one is somebody's second (四), of a hundred packages one comes from a desk that passed a hand over
and one after the last day. Keys, signatures and files are real; the desks before the committee have no vaults.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import bulk_receiving as bulk
from desktop_app.desk import contacts, formal_print, receive
from desktop_app.desk.bulk_receiving import Answered, Queued
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Material, Opinions, PublicNotice, Recommendation
from desktop_app.domain.kinds import Desk, MaterialKind, Track
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import cards, reviews, writer
from desktop_app.sealing.content import Channel, PackageContent, PackageKind, SealedApplication, SourceFile
from tests.benchmarks.many_applications import PASSPHRASE, numbered
from tests.support.packages import Office
from tests.support.statements import chain

IN_TIME = datetime(2026, 7, 21, 1, 0, tzinfo=UTC)
#: After 10 August, when papers of a county's units must be at the committee's office (三（四）3).
TOO_LATE = timedelta(days=25)
#: One in so many is somebody's second filing, comes by a wrong way, comes too late.
RARE = 100
_SCAN = 1500


@dataclass(frozen=True)
class Bag:
    """What lies on the media: folders with packages that came in time, and one with those that came after."""

    in_time: Path
    late: Path
    filings: int
    packages: int


@dataclass
class Came:
    """What was taken in and what was said of it."""

    lines: list[Queued] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)

    def sorts(self) -> dict[str, int]:
        found = [one.sort.value for one in self.lines]
        return {sort: found.count(sort) for sort in dict.fromkeys(found)}


def desk(code: str, name: str, kind: Desk) -> Office:
    keys = cards.new_keys()
    return Office(keys, cards.make_card(keys, code=code, name=name, desk=kind, valid_from=date(2026, 1, 1)))


def made(session: Session, folder: Path, filings: int, units: int) -> Bag:
    """Every unit's package, sealed for this office by a desk that it knows and whose fingerprint was compared."""
    bag = Bag(folder / "in-time", folder / "late", filings, units)
    to = contacts.ensure_identity(session).card
    department = desk("NMJ01", "某旗农牧局", Desk.DEPARTMENT)
    district = desk("QX01", "某旗人社局", Desk.DISTRICT_HR)
    people = _filings(filings)
    for unit in range(units):
        astray = unit % RARE == 1
        sender = desk(f"RS{unit:04d}", f"第{unit}人社局", Desk.DISTRICT_HR if astray else Desk.CITY_HR)
        known = contacts.keep_card(session, sender.card)
        spoken = dict(enumerate(cards.fingerprint(sender.card).split()))
        contacts.verify(session, known.id, spoken, "甲、乙")
        hands = [desk(f"DW{unit:04d}", unit_name(unit), Desk.UNIT), department, *([] if astray else [district]), sender]
        share = filings // units + (unit < filings % units)
        sealed = [_sealed(next(people), unit) for _ in range(share)]
        _package(sealed, hands, to, bag.late if unit % RARE == 2 else bag.in_time, unit)
    return bag


def unit_name(unit: int) -> str:
    return f"呼和浩特市第{unit}单位"


def _package(filings: list[SealedApplication], hands: list[Office], to: ContactCard, folder: Path, unit: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sender = hands[-1]
    writer.seal(
        PackageContent(
            kind=PackageKind.FORWARD,
            marking=NOT_SECRET,
            applications=tuple(filings),
            documents=tuple(reviews.document(one.id, chain(one, *hands)) for one in filings),
        ),
        keys=sender.keys,
        sender=sender.card,
        recipients=[to],
        channel=Channel(epoch=f"{unit:016x}", sequence=1, prev_seal=None),
        folder=folder,
        package_id=new_id(IN_TIME),
        sealed_at=IN_TIME,
    )


def _filings(count: int) -> Iterator[Application]:
    """People with a number of their own each; one in a hundred files a second time."""
    base = exchange.read(resource("demo", "mongolian_name.json"))
    way = structs.replace(base.filing, track=Track.OTHER_PAPER)  # the notice sets its days, all the way
    base = structs.replace(base, filing=way)
    base = structs.replace(
        base, opinions=Opinions(), public_notice=PublicNotice(), recommendation=Recommendation(), marking=NOT_SECRET
    )
    for number in range(count):
        serial = number - RARE + 1 if number % RARE == RARE - 1 else number
        person = structs.replace(base.person, name=f"申报人{serial}", name_reading="", identity_number=numbered(serial))
        yield structs.replace(base, person=person, materials=())


def _sealed(content: Application, unit: int) -> SealedApplication:
    scan = b"%PDF-1.7\n" + new_id(IN_TIME).encode() * (_SCAN // 26)
    digest = hashlib.sha256(scan).hexdigest()
    kept = Material(
        kind=MaterialKind.OTHER, name="scan.pdf", media_type="application/pdf", size=len(scan), digest=digest
    )
    whole = structs.replace(content, unit=structs.replace(content.unit, name=unit_name(unit)), materials=(kept,))
    record = exchange.canonical(whole)
    file = SourceFile(
        name=kept.name,
        media_type=kept.media_type,
        kind=kept.kind.value,
        size=len(scan),
        digest=digest,
        open=lambda: io.BytesIO(scan),
    )
    return SealedApplication(
        id=new_id(IN_TIME), version_number=1, digest=hashlib.sha256(record).hexdigest(), record=record, files=(file,)
    )


def taken_in(session: Session, clock: FixedClock, bag: Bag) -> Came:
    """All packages in the order of their days, those that are late after the last day."""
    came = Came()
    for folder, wait in ((bag.in_time, timedelta()), (bag.late, TOO_LATE)):
        clock.advance(seconds=int(wait.total_seconds()))
        bulk.run(session, bulk.queue(session, receive.found(folder)), {}, came.lines.append, Progress())
    came.lines = [replace(one, checks=()) for one in came.lines]
    return came


def answered(session: Session, came: Came, folder: Path) -> None:
    """Every receipt in one go, under one leave."""
    folder.mkdir()
    formal_print.confirm(session, PASSPHRASE)
    waiting = bulk.to_answer(session)
    leave = bulk.leave(session, len(waiting))
    for package in waiting:
        came.answers.append(bulk.answer(session, package, folder, Progress(), leave))
