"""The five registers of carriers on paper (制作、收发、借阅、复制、销毁): the lines of a period, and its balances."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop_app.core.clock import office_day
from desktop_app.core.ids import CarrierId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, carriers, paper, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.carrier_balance import Balance, balances, day_of
from desktop_app.domain.carriers import Carrier, CarrierEvent, CarrierMove, CarrierState, moved
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, combined
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered

_M = CarrierMove
Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """One step of one carrier, and where the carrier was before it."""

    carrier: Carrier
    event: CarrierEvent
    before: CarrierState | None
    earlier: tuple[CarrierEvent, ...]
    later: tuple[CarrierEvent, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """From day to day, both within."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    def words(self) -> str:
        if self == Period.year(self.first.year):
            return f"{self.first.year}年"
        return f"{wording.day(self.first)}－{wording.day(self.last)}"


def drawn(session: Session, document: Document, period: Period, progress: Progress) -> Rendered:
    """One of the registers for a period. Raises `Fault(LAYOUT_ISSUES)` when anything does not fit."""
    return _drawn(session, _request(session, document, period), progress)


def save(session: Session, document: Document, period: Period, where: Outlet, progress: Progress) -> None:
    """Write it as plain PDF, or print it: only on request, and in the log."""
    request = _request(session, document, period)
    pdf = _drawn(session, request, progress).pdf
    plain_text.write(session, where, pdf, request.marking, {"document": document.value})


def _drawn(session: Session, request: PaperRequest, progress: Progress) -> Rendered:
    rendered = render.render(replace(request, fonts=added_fonts.in_force(session)), progress)
    paper.require_no_issues(rendered)
    return rendered


def _request(session: Session, document: Document, period: Period) -> PaperRequest:
    known = carriers.all_(session)
    lives = carriers.lives(session, known)
    wanted, line = _REGISTERS[document]
    steps = [one for one in _steps(known, lives) if period.first <= day_of(one.event) <= period.last and wanted(one)]
    steps.sort(key=lambda one: (one.event.at, one.carrier.number))
    copies = {one.number: one for one in known}
    lines = [{"number": str(at)} | dict(line(one, copies)) for at, one in enumerate(steps, start=1)]
    sums = balances(known, lives, period.first, period.last, session.today())
    return PaperRequest(
        document=document,
        marking=combined([one.carrier.marking for one in steps]) if steps else NOT_SECRET,
        copies=(1,),
        extra=facts(session) | {"period": period.words()},
        rows={"entries": lines, "balance": [_balance(one) for one in sums]},
    )


def facts(session: Session) -> dict[str, str]:
    """What every register says of itself at its head and foot."""
    head, day = session.vault.audit.head(), office_day(session.clock)
    return {
        "office": session.office.name,
        "officer": session.office.officer,
        "machine": session.machine.number,
        "printed_on": wording.day(day),
        # an older vault put back in place is found by comparing this number with its log
        "audit_head": f"{head.sequence} {head.digest[:16]}" if head else "",
    }


def _steps(known: Sequence[Carrier], lives: Mapping[CarrierId, Sequence[CarrierEvent]]) -> Iterator[_Step]:
    for carrier in known:
        state: CarrierState | None = None
        events = lives[carrier.id]
        for at, event in enumerate(events):
            yield _Step(carrier, event, state, tuple(events[:at]), tuple(events[at + 1 :]))
            state = moved(carrier.number, state, event.move)


def _common(step: _Step) -> dict[str, str]:
    return {
        "day": wording.day(day_of(step.event)),
        "carrier": step.carrier.number,
        "title": step.carrier.title,
        "mark": _mark_then(step),
        "by": step.event.by,
        "sign": "",
    }


def _mark_then(step: _Step) -> str:
    """What it bore at that step: the next change of its mark says from what."""
    changes = (one.way.partition("→")[0] for one in (step.event, *step.later) if one.move is _M.REMARK)
    return next(changes, "") or wording.marked(step.carrier.marking)


def _made(step: _Step, known: Mapping[str, Carrier]) -> Line:
    del known
    return _common(step) | {"kind": word(step.carrier.kind), "from": step.carrier.copied_from or "无"}


def _in_transit(step: _Step, known: Mapping[str, Carrier]) -> Line:
    del known
    event = step.event
    approved = f"批准：{event.approved_by}" if event.approved_by else ""
    return _common(step) | {
        "move": word(event.move),
        "peer": event.counterpart or _holder_before(step) or approved or "无",
        "way": event.way or event.reason or "无",
    }


def _holder_before(step: _Step) -> str:
    """Who had what came back, or what is missing."""
    if step.event.move not in (_M.RETURN, _M.LOSE) or step.before is CarrierState.IN_HAND:
        return ""
    return next((one.counterpart for one in reversed(step.earlier) if one.counterpart), "")


def _lent(step: _Step, known: Mapping[str, Carrier]) -> Line:
    del known
    back = next((one for one in step.later if one.move in (_M.RETURN, _M.LOSE)), None)
    returned = "" if back is None else wording.day(day_of(back)) if back.move is _M.RETURN else word(back.move)
    return _common(step) | {
        "peer": step.event.counterpart,
        "approved": step.event.approved_by,
        "due": wording.day(step.event.due) if step.event.due else "",
        "returned": returned,
        "sign2": "",
    }


def _copied(step: _Step, known: Mapping[str, Carrier]) -> Line:
    """What was made stands in the step; steps entered before it did are told by their moment."""
    copy = step.event.counterpart or next(
        (
            one.number
            for one in known.values()
            if one.copied_from == step.carrier.number and one.made_at == step.event.at
        ),
        "",
    )
    return _common(step) | {"copy": copy, "approved": step.event.approved_by, "reason": step.event.reason or "无"}


def _destroyed(step: _Step, known: Mapping[str, Carrier]) -> Line:
    del known
    event = step.event
    return _common(step) | {
        "way": event.way or event.reason,
        "place": event.place,
        "approved": event.approved_by,
        "first": event.first_witness,
        "second": event.second_witness,
    }


#: What came, went, is missing or was put right: all that no other register lists.
_IN_TRANSIT = (
    _M.RECEIVE, _M.HAND_OVER, _M.GIVE, _M.ARCHIVE, _M.LOSE, _M.FIND, _M.REMARK, _M.CANCEL, _M.REINSTATE,
)  # fmt: skip


def _is_transit(step: _Step) -> bool:
    if step.event.move is _M.RETURN:
        return step.before in (CarrierState.HANDED_OVER, CarrierState.GIVEN_OUT)
    return step.event.move in _IN_TRANSIT


def _of(move: CarrierMove) -> Callable[[_Step], bool]:
    return lambda step: step.event.move is move


#: Which steps each register lists, and what it says of one.
_REGISTERS: Mapping[Document, tuple[Callable[[_Step], bool], Callable[[_Step, Mapping[str, Carrier]], Line]]] = {
    Document.MAKING_REGISTER: (_of(_M.MAKE), _made),
    Document.TRANSIT_REGISTER: (_is_transit, _in_transit),
    Document.LOAN_REGISTER: (_of(_M.LEND), _lent),
    Document.COPYING_REGISTER: (_of(_M.COPY), _copied),
    Document.DESTRUCTION_REGISTER: (_of(_M.DESTROY), _destroyed),
}
REGISTERS = tuple(_REGISTERS)


def _balance(one: Balance) -> Line:
    moves = {move.value: str(one.moves.get(move, 0)) for move in _SUMMED}
    back = sum(one.moves.get(move, 0) for move in (_M.RETURN, _M.FIND, _M.REINSTATE))
    return moves | {
        "return": str(back),
        "kind": word(one.kind),
        "opening": str(one.opening),
        "in_hand": str(one.in_hand),
        "balanced": "相符" if one.balanced else "不符",
    }


_SUMMED = (_M.MAKE, _M.RECEIVE, _M.GIVE, _M.LEND, _M.HAND_OVER, _M.ARCHIVE, _M.LOSE, _M.DESTROY, _M.CANCEL)
