"""The stations of a package or an application as this desk has them on record: signed, sealed, carried, answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Fault
from desktop_app.desk import courier, receive, sealed_as
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.records import Direction, PackageRecord, PackageState
from desktop_app.domain.transit import Transit
from desktop_app.domain.words import words_of
from desktop_app.sealing.reviews import SignedReview


@dataclass(frozen=True, slots=True)
class Hand:
    """One station: when, whose, what happened, and the digest that pins it down (empty for what is only written)."""

    at: datetime
    who: str
    what: Words
    digest: str = ""


def step(one: SignedReview) -> Hand:
    """A signed step of review."""
    review = one.review
    what = bilingual("签署第 {version} 版（{desk}）", version=review.version, desk=words_of(review.desk))
    return Hand(review.signed_at, f"{review.name}（{review.code}）", what, one.digest)


def of_package(session: Session, record: PackageRecord) -> Iterator[Hand]:
    """What is on record of one package's way, from either end."""
    way = on_the_way(courier.of(session, record.id))
    if record.direction is Direction.IN:
        yield from way
        yield _taken_in(session, record)
    elif record.seal_digest:
        what = bilingual("封装，第 {sequence} 号，致{peer_name}", sequence=record.sequence, peer_name=record.peer_name)
        yield Hand(sealed_as.of(session, record).at, session.office.name, what, record.seal_digest)
        yield from way
    if record.state in (PackageState.RECEIPTED, PackageState.REFUSED, PackageState.VOID):
        who = record.peer_name if record.direction is Direction.OUT else session.office.name
        state = words_of(record.state)
        if record.direction is Direction.IN and record.state is PackageState.RECEIPTED:
            state = bilingual("已出具回执")
        what = bilingual("第 {sequence} 号{state}", sequence=record.sequence, state=state)
        yield Hand(record.changed_at, who, what, record.receipt_digest)


def _taken_in(session: Session, record: PackageRecord) -> Hand:
    what = bilingual("拆封收入，第 {sequence} 号，自{peer_name}", sequence=record.sequence, peer_name=record.peer_name)
    return Hand(_opened_at(session, record), session.office.name, what, record.seal_digest)


def _opened_at(session: Session, record: PackageRecord) -> datetime:
    try:
        made, _ = receive.answer(session, record.id)
    except Fault:  # a roster or a card is not answered
        return record.changed_at
    return made.opened_at or made.received_at


def on_the_way(known: Transit) -> Iterator[Hand]:
    """Strip, hand-over and arrival, as far as they are entered here."""
    for strip in known.strips:
        ground = f"（{strip.reason}）" if strip.reason else ""
        yield Hand(
            strip.at, strip.by, bilingual("贴封签 {strip_number}{ground}", strip_number=strip.number, ground=ground)
        )
    if (handed := known.handed) is not None:
        way, people = words_of(handed.way), "、".join(one for one in (handed.first, handed.second) if one)
        what = bilingual("交出：{way}，{people}", way=way, people=people)
        yield Hand(handed.at, handed.by, what)
    if (came := known.arrived) is not None:
        people = "、".join(one for one in (came.first, came.second) if one)
        state = bilingual("封签不符") if came.wrong else bilingual("封签完好")
        settled = f"；{came.settled}（{came.approved_by}）" if came.settled else ""
        what = bilingual(
            "到达：封签 {bag}，{state}{settled}，递送 {people}",
            bag=came.bag,
            state=state,
            settled=settled,
            people=people,
        )
        yield Hand(came.at, came.by, what)
