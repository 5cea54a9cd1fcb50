"""Papers in the experts' hands at a meeting: which copy of whose, given to whom, and back again.

A number that is a carrier's of this desk moves that carrier too, so the register of loans says the same.
"""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import CarrierId, new_id
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal
from desktop_app.desk import added_fonts, carriers, committees, meetings, paper_files, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier, CarrierMove, CarrierState, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import bilingual
from desktop_app.domain.meetings import KeptMeeting, KeptReading
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.review_meeting import Expert
from desktop_app.papers import wording
from desktop_app.papers.render import PaperRequest


def all_(session: Session, meeting: str, expert: str = "") -> list[KeptReading]:
    """Every paper that was given out, oldest first; one expert's where named."""
    meetings.get(session, meeting)
    return [one for one in session.vault.work.readings.all(meeting) if expert in ("", one.expert)]


def here(session: Session, meeting: str) -> list[Carrier]:
    """The carriers in hand that hold a filing of one of the meeting's applicants."""
    seats = {one.application for one in meetings.get(session, meeting).seats}
    return [one for one in carriers.all_(session) if one.application in seats and one.state is CarrierState.IN_HAND]


def give(
    session: Session, meeting: str, expert: str, candidate: str, numbers: Sequence[str], due: date | None = None
) -> list[KeptReading]:
    """Give an expert papers of an applicant; all of them or none.

    Raises `Fault(READING_RECUSED)`, `Fault(READING_OUT)`, `Fault(MEETING_STRANGER)`, `Fault(MEETING_LACKS)`.
    """
    at = meetings.seen(session, meeting)
    reader = next((one for one in at.members if one.id == expert), None)
    for number, known in ((expert, reader), (candidate, at.kept.seat(candidate))):
        if known is None:
            raise Fault(Code.MEETING_STRANGER, number=number)
    assert reader is not None
    if any((one.expert, one.candidate) == (expert, candidate) for one in at.kept.recusals):
        raise Fault(Code.READING_RECUSED, expert=expert, candidate=candidate)
    spelled = [normal(one.strip()) for one in numbers if one.strip()]
    if not spelled:
        raise Fault(Code.MEETING_LACKS, what=bilingual("材料份号"))
    out = {one.number: one.expert for one in all_(session, meeting) if one.out}
    for number in spelled:
        if number in out or spelled.count(number) > 1:
            raise Fault(Code.READING_OUT, number=number, expert=out.get(number, expert))
    until = due or at.kept.ends_on or at.kept.held_on or session.today()
    return _given(session, at.kept, reader, candidate, spelled, max(until, session.today()))


def _given(
    session: Session, kept: KeptMeeting, reader: Expert, candidate: str, numbers: Sequence[str], due: date
) -> list[KeptReading]:
    now = session.clock.now()
    made = []
    with session.vault.act(Act.READING_KEPT, {"meeting": kept.id, "expert": reader.id, "papers": str(len(numbers))}):
        for number in numbers:
            carrier = _carrier(session, number)
            if carrier is not None:
                carriers.move(session, [carrier], CarrierMove.LEND, Details(counterpart=reader.name, due=due))
            one = KeptReading(
                id=new_id(now),
                meeting=kept.id,
                expert=reader.id,
                candidate=candidate,
                copy=carrier.id if carrier else "",
                number=number,
                given_at=now.replace(microsecond=0),
                given_by=session.user,
            )
            exchange.require_sound(one)
            session.vault.work.readings.put(one.id, one, kept.id)
            made.append(one)
    return made


def _carrier(session: Session, number: str) -> Carrier | None:
    try:
        return carriers.find(session, number)
    except Fault as fault:
        if fault.code is not Code.CARRIER_UNKNOWN:
            raise
        return None


def back(session: Session, meeting: str, ids: Sequence[str]) -> list[KeptReading]:
    """Take papers back; all of them or none. Raises `Fault(RECORD_NOT_FOUND)` for one that is not out."""
    out = {one.id: one for one in all_(session, meeting) if one.out}
    if not ids or any(one not in out for one in ids):
        raise not_found(RecordKind.READING)
    now = session.clock.now().replace(microsecond=0)
    made = []
    with session.vault.act(Act.READING_KEPT, {"meeting": meeting, "back": str(len(ids))}):
        for id_ in dict.fromkeys(ids):
            one = structs.replace(out[id_], back_at=now, back_by=session.user)
            if one.copy:
                lent = [each for each in carriers.all_(session) if each.id == CarrierId(one.copy)]
                lent = [each for each in lent if each.state is CarrierState.LENT]  # it may have come back by itself
                if lent:
                    carriers.move(session, lent, CarrierMove.RETURN, Details())
            session.vault.work.readings.put(one.id, one, meeting)
            made.append(one)
    return made


def request(session: Session, meeting: str, expert: str) -> PaperRequest:
    """The list of one expert, to be signed for, also of one who left the committee since with papers in hand.

    Raises `Fault(MEETING_STRANGER)`.
    """
    at = meetings.seen(session, meeting)
    found = all_(session, meeting, expert)
    known = [one.expert for one in committees.pool_of(session, at.kept.committee)] if found else at.members
    reader = next((one for one in known if one.id == expert), None)
    if reader is None:
        raise Fault(Code.MEETING_STRANGER, number=expert)
    return PaperRequest(
        document=Document.READING_LIST,
        marking=at.marking,
        copies=(1,),
        fonts=added_fonts.in_force(session),
        extra={
            "title": at.kept.title,
            "expert": expert,
            "name": reader.name,
            "unit": reader.unit,
            "given": str(len(found)),
            "out": str(sum(one.out for one in found)),
            "office": session.office.name,
            "printed_on": wording.day(session.today()),
        },
        rows={
            "papers": [
                {
                    "number": str(at),
                    "candidate": one.candidate,
                    "copy": one.number,
                    "given": _moment(one.given_at),
                    "given_by": one.given_by,
                    "signed": "",
                    "back": _moment(one.back_at) if one.back_at else "",
                    "back_by": one.back_by,
                }
                for at, one in enumerate(found, start=1)
            ]
        },
    )


def _moment(at: datetime) -> str:
    """The day over the minute: the column is narrow."""
    return wording.moment(at).replace(" ", "\n")


def save(session: Session, meeting: str, expert: str, where: Outlet, progress: Progress) -> None:
    """Write the list as PDF, Word or Excel: plain text, only on request, and in the log."""
    kind = paper_files.require_kind(where)
    asked = request(session, meeting, expert)
    content = paper_files.content(asked, where, session.clock.now(), progress)
    objects = {"document": Document.READING_LIST.value, "meeting": meeting, "format": kind[1:]}
    plain_text.write(session, where, content, asked.marking, objects)
