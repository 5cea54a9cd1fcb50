"""The stations of a package or an application as this desk has them on record: signed, sealed, carried, answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Fault
from desktop_app.desk import courier, receive, sealed_as
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
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
    what = Words(
        zh=f"签署第 {review.version} 版（{words_of(review.desk).zh}）",
        en=f"signed version {review.version} ({words_of(review.desk).en})",
    )
    return Hand(review.signed_at, f"{review.name}（{review.code}）", what, one.digest)


def of_package(session: Session, record: PackageRecord) -> Iterator[Hand]:
    """What is on record of one package's way, from either end."""
    way = on_the_way(courier.of(session, record.id))
    if record.direction is Direction.IN:
        yield from way
        yield _taken_in(session, record)
    elif record.seal_digest:
        what = Words(
            zh=f"封装，第 {record.sequence} 号，致{record.peer_name}",
            en=f"sealed, number {record.sequence}, for {record.peer_name}",
        )
        yield Hand(sealed_as.of(session, record).at, session.office.name, what, record.seal_digest)
        yield from way
    if record.state in (PackageState.RECEIPTED, PackageState.REFUSED, PackageState.VOID):
        who = record.peer_name if record.direction is Direction.OUT else session.office.name
        state = words_of(record.state)
        if record.direction is Direction.IN and record.state is PackageState.RECEIPTED:
            state = Words(zh="已出具回执", en="receipt given")
        what = Words(zh=f"第 {record.sequence} 号{state.zh}", en=f"number {record.sequence}: {state.en}")
        yield Hand(record.changed_at, who, what, record.receipt_digest)


def _taken_in(session: Session, record: PackageRecord) -> Hand:
    what = Words(
        zh=f"拆封收入，第 {record.sequence} 号，自{record.peer_name}",
        en=f"opened and taken in, number {record.sequence}, from {record.peer_name}",
    )
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
        yield Hand(strip.at, strip.by, Words(zh=f"贴封签 {strip.number}{ground}", en=f"strip {strip.number}{ground}"))
    if (handed := known.handed) is not None:
        way, people = words_of(handed.way), "、".join(one for one in (handed.first, handed.second) if one)
        what = Words(zh=f"交出：{way.zh}，{people}", en=f"handed over: {way.en}, {people}")
        yield Hand(handed.at, handed.by, what)
    if (came := known.arrived) is not None:
        people = "、".join(one for one in (came.first, came.second) if one)
        state = Words(zh="封签不符", en="strip wrong") if came.wrong else Words(zh="封签完好", en="strip whole")
        settled = f"；{came.settled}（{came.approved_by}）" if came.settled else ""
        what = Words(
            zh=f"到达：封签 {came.bag}，{state.zh}{settled}，递送 {people}",
            en=f"arrived: strip {came.bag}, {state.en}{settled}, brought by {people}",
        )
        yield Hand(came.at, came.by, what)
