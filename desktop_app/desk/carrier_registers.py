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
from desktop_app.domain.carriers import Carrier, CarrierEvent, CarrierKind, CarrierMove, CarrierState, moved
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
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
    making: Making
    sheets: int = 0  # of a numbered copy


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
    steps = [
        one for one in _steps(session, known, lives) if period.first <= day_of(one.event) <= period.last and wanted(one)
    ]
    steps.sort(key=lambda one: (one.event.at, one.carrier.number))
    copies = {one.number: one for one in known}
    entries = [dict(line(one, copies)) for one in steps]
    if document is Document.MAKING_REGISTER:
        entries = list(_batches(entries))
    lines = [{"number": str(at)} | one for at, one in enumerate(entries, start=1)]
    sums = balances(known, lives, period.first, period.last, session.today())
    return PaperRequest(
        document=document,
        marking=combined([one.carrier.marking for one in steps]) if steps else NOT_SECRET,
        copies=(1,),
        extra=facts(session) | {"period": period.words()},
        rows={"entries": lines, "balance": [_balance(one) for one in sums]},
    )


def years(session: Session) -> tuple[int, ...]:
    """The years of which there is an entry, and this one; the latest first."""
    return tuple(sorted({*session.vault.carriers.years(), session.today().year}, reverse=True))


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


def _steps(
    session: Session, known: Sequence[Carrier], lives: Mapping[CarrierId, Sequence[CarrierEvent]]
) -> Iterator[_Step]:
    makings, sheets = session.vault.makings.all(), {str(one.id): one.sheets for one in session.vault.copies.register()}
    for carrier in known:
        making = makings.get(carrier.id, Making())
        state: CarrierState | None = None
        events = lives[carrier.id]
        for at, event in enumerate(events):
            earlier, later = tuple(events[:at]), tuple(events[at + 1 :])
            yield _Step(carrier, event, state, earlier, later, making, sheets.get(carrier.id, 0))
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
    """Who asked for it is whoever printed or sealed, where nobody else was named: they did so on their own desk."""
    del known
    made, event = step.making, step.event
    by_program = step.carrier.kind is CarrierKind.COPY or event.package
    return _common(step) | {
        "kind": word(step.carrier.kind),
        "from": step.carrier.copied_from or "无",
        "pages": _pages(step),
        "copies": "1",
        "purpose": made.purpose or _known_purpose(step),
        "applicant": made.applicant or (event.by if by_program else ""),
        "approved": made.approved_by or event.approved_by,
    }


def _pages(step: _Step) -> str:
    """Blank where a pen has to fill it in."""
    if step.making.pages:
        return str(step.making.pages)
    if step.sheets:
        return f"{step.sheets}张"
    return "无" if step.carrier.kind in _WITHOUT_PAGES else ""


def _known_purpose(step: _Step) -> str:
    if step.event.package:
        return "封装报送"
    return "按规定份数报送" if step.carrier.kind is CarrierKind.COPY else ""


def _batches(entries: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Copies of one printing in one line, with how many and from which number to which; anything else for itself."""
    batch: list[dict[str, str]] = []
    for entry in entries:
        if batch and not _follows(batch[-1], entry):
            yield _one_line(batch)
            batch = []
        batch.append(entry)
    if batch:
        yield _one_line(batch)


def _follows(before: Mapping[str, str], entry: Mapping[str, str]) -> bool:
    """Whether it is the next number of the same printing."""
    if entry["kind"] != word(CarrierKind.COPY) or any(before[name] != entry[name] for name in _SAME):
        return False
    last, number = before["carrier"], entry["carrier"]
    return last[:-_DIGITS] == number[:-_DIGITS] and int(last[-_DIGITS:]) + 1 == int(number[-_DIGITS:])


def _one_line(batch: Sequence[dict[str, str]]) -> dict[str, str]:
    first, last = batch[0]["carrier"], batch[-1]["carrier"]
    span = first if len(batch) == 1 else f"{first}\n至{last[-_DIGITS:]}"
    return batch[0] | {"carrier": span, "copies": str(len(batch))}


def _in_transit(step: _Step, known: Mapping[str, Carrier]) -> Line:
    del known
    event = step.event
    said = (("批准", event.approved_by), ("复核", event.second_witness))
    approved = "，".join(f"{what}：{name}" for what, name in said if name)
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
        "way": "；".join(part for part in (event.way or event.reason, _put_right(step)) if part),
        "place": event.place,
        "approved": event.approved_by,
        "first": event.first_witness,
        "second": event.second_witness,
    }


def _put_right(step: _Step) -> str:
    """That the entry was a mistake is said beside it, and nothing of it is taken out."""
    back = next((one for one in step.later if one.move is _M.REINSTATE), None)
    return f"误记，{wording.day(day_of(back))}更正为在库" if back else ""


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


#: What a number of pages says nothing of.
_WITHOUT_PAGES = (CarrierKind.STICK, CarrierKind.DISC, CarrierKind.BACKUP)
#: How many digits a copy's own number has, and what copies of one line have in common beside it.
_DIGITS = 6
_SAME = ("kind", "day", "title", "mark", "by", "pages", "purpose", "applicant", "approved")


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
