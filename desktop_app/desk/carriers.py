"""The register of carriers at this desk: what there is, and each step of its life; copies come from their register."""

from collections.abc import Sequence, Set
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CarrierId, CopyId, new_id
from desktop_app.core.text import normal
from desktop_app.desk import confirmed_acts, formal_print, makings, retention
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import (
    NOT_FOR_COPIES,
    Carrier,
    CarrierEvent,
    CarrierKind,
    CarrierMove,
    CarrierState,
    Details,
    moved,
    require_said,
)
from desktop_app.domain.copies import Copy, CopyFate
from desktop_app.domain.inventory import key
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import Marking, combined, require_decided, require_within
from desktop_app.domain.marking import check as check_mark
from desktop_app.domain.retention import may_go_from
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word, words_of

#: What these steps make of a numbered copy in the register of copies.
_FATES = {CarrierMove.HAND_OVER: CopyFate.HANDED_OVER, CarrierMove.DESTROY: CopyFate.DESTROYED}


def add(
    session: Session,
    kind: CarrierKind,
    marking: Marking,
    title: str,
    *,
    number: str = "",
    received_from: str = "",
    application: str = "",
    copied_from: str = "",
    details: Details = Details(),
    making: Making = Making(),
) -> Carrier:
    """Enter a carrier that was made here, or came in from `received_from`; without a number it gets the next one.

    Raises `Fault(CARRIER_NUMBER_TAKEN | CARRIER_ONE_LIFE | CARRIER_INCOMPLETE | MARKING_*)`.
    """
    if kind is CarrierKind.COPY:
        raise Fault(Code.CARRIER_ONE_LIFE, number=number or word(kind))
    _require_mark(session, marking)
    now = session.clock.now()
    move = CarrierMove.RECEIVE if received_from.strip() else CarrierMove.MAKE
    with session.vault.act(Act.CARRIER_REGISTERED, {}) as scope:
        carrier = Carrier(
            id=CarrierId(new_id(now)),
            number=key(number) or session.vault.carriers.next_number(kind, session.today().year),
            kind=kind,
            marking=marking,
            title=normal(title.strip()),
            state=moved("", None, move),
            made_by=session.user,
            made_at=now,
            application=application,
            copied_from=copied_from,
        )
        session.vault.carriers.add(carrier)
        said = structs.replace(details, counterpart=received_from.strip() or details.counterpart)
        _record(session, carrier, move, said)
        if move is CarrierMove.MAKE:
            makings.keep(session, carrier.id, making)
        scope.note(carrier=carrier.id, kind=kind.value)
    return carrier


def _require_mark(session: Session, marking: Marking) -> None:
    check_mark(marking)
    require_decided(marking)
    require_within(marking, session.machine.level)


def all_(session: Session) -> list[Carrier]:
    """Every carrier, numbered copies among them."""
    return [*session.vault.carriers.all(), *of_copies(session)]


def find(session: Session, number: str) -> Carrier:
    """The carrier of a number as it was typed. Raises `Fault(CARRIER_UNKNOWN)`."""
    wanted = key(number)
    found = session.vault.carriers.by_number(wanted)
    if found is None:
        found = next((one for one in of_copies(session) if key(one.number) == wanted), None)
    if found is None:
        raise Fault(Code.CARRIER_UNKNOWN, number=number.strip()[:40])
    return found


def life(session: Session, carrier: Carrier) -> list[CarrierEvent]:
    """Its steps, the first first."""
    events = session.vault.carriers.events([carrier.id])
    return events if carrier.kind is not CarrierKind.COPY else [_printed(carrier), *events]


def move(session: Session, carriers: Sequence[Carrier], step: CarrierMove, details: Details) -> list[Carrier]:
    """Take one step with all of these, or with none.

    That something is here after all takes two officers, as its destruction did, and asks who is at the desk.

    Raises `Fault(CARRIER_MOVE | CARRIER_INCOMPLETE | TWO_NAMES_NEEDED | CARRIER_DUE | CARRIER_EARLY | COPY_FATE)`, and
    for a reinstatement what `confirmed_acts.require` raises.
    """
    said = tidied(details)
    require_said(step, said, session.today())
    if step is CarrierMove.REINSTATE:
        return _reinstated(session, carriers, said)
    if step is CarrierMove.DESTROY and not said.reason:
        _require_of_age(session, carriers)
    with session.vault.act(Act.CARRIER_MOVED, {"move": step.value, "carriers": str(len(carriers))}) as scope:
        done = [_moved(session, one, step, said) for one in carriers]
        if len(done) == 1:
            scope.note(carrier=done[0].id)
    return done


def _reinstated(session: Session, carriers: Sequence[Carrier], said: Details) -> list[Carrier]:
    if said.second_witness == normal(session.user.strip()):
        raise Fault(Code.TWO_NAMES_NEEDED)
    for one in carriers:
        moved(one.number, one.state, CarrierMove.REINSTATE)  # what is refused anyway asks for no passphrase
    named = {"carrier": carriers[0].id} if len(carriers) == 1 else {"carriers": str(len(carriers))}
    given = confirmed_acts.require(session, Act.CARRIER_REINSTATED, named)
    with session.vault.act(Act.CARRIER_REINSTATED, {**named, **formal_print.noted(given)}):
        return [_moved(session, one, CarrierMove.REINSTATE, said) for one in carriers]


def _require_of_age(session: Session, carriers: Sequence[Carrier]) -> None:
    """What the office keeps longer goes only with a reason; what is not here goes not at all."""
    rules = retention.rules(session)
    for one in carriers:
        first = may_go_from(one, rules) if one.state is CarrierState.IN_HAND else None
        if first is not None and session.today() < first:
            raise Fault(Code.CARRIER_EARLY, number=one.number, day=first.isoformat())


def _moved(session: Session, carrier: Carrier, step: CarrierMove, details: Details) -> Carrier:
    if carrier.kind is CarrierKind.COPY and step in NOT_FOR_COPIES:
        raise Fault(Code.CARRIER_MOVE, number=carrier.number, status=words_of(carrier.state), move=words_of(step))
    state = moved(carrier.number, carrier.state, step)
    away = state in (CarrierState.GIVEN_OUT, CarrierState.LENT, CarrierState.HANDED_OVER, CarrierState.ARCHIVED)
    after = structs.replace(
        carrier,
        state=state,
        holder=details.counterpart if away else "",
        due=details.due if state is CarrierState.LENT else None,
    )
    if carrier.kind is CarrierKind.COPY:
        _settle_copy(session, carrier, step, details)
    else:
        session.vault.carriers.put(after)
    _record(session, carrier, step, details)
    return after


def _settle_copy(session: Session, carrier: Carrier, step: CarrierMove, details: Details) -> None:
    """What the register of copies says of the same step; a copy that came back from another office is of no use."""
    if step is CarrierMove.REINSTATE and carrier.state is CarrierState.DESTROYED:
        _keep_destruction(session, carrier)
        session.vault.copies.reinstate(CopyId(carrier.id), *told_of_copies(details))
        return
    fate = _FATES.get(step)
    if step is CarrierMove.RETURN and carrier.state is CarrierState.HANDED_OVER:
        fate = CopyFate.SPOILED
    if fate is None:
        return
    session.vault.copies.set_fate([CopyId(carrier.id)], fate, *told_of_copies(details))


def _keep_destruction(session: Session, carrier: Carrier) -> None:
    """A copy that was destroyed before steps were kept gets that step first, of the day it was entered."""
    events = session.vault.carriers.events([carrier.id])
    if not any(event.move is CarrierMove.DESTROY for event in events):
        at = session.vault.copies.changed_at(CopyId(carrier.id))
        step = structs.replace(_printed(carrier), id=new_id(at), move=CarrierMove.DESTROY, at=at)
        session.vault.carriers.record(step)


def told_of_copies(details: Details) -> tuple[str, str]:
    """Reason and witnesses as the register of copies says them."""
    parts = [details.reason, details.way, details.place]
    if details.approved_by:
        parts.append(f"批准：{details.approved_by}")
    witnesses = "、".join(name for name in (details.first_witness, details.second_witness) if name)
    return "；".join(part for part in parts if part)[:200], witnesses


def copied(
    session: Session,
    carrier: Carrier,
    kind: CarrierKind,
    details: Details,
    number: str = "",
    making: Making = Making(),
) -> Carrier:
    """A copy of a carrier, made with approval: both the original and the copy say so.

    It has as many pages as the original, and was made for what its copying was approved for, unless `making` says
    otherwise.

    Raises `Fault(CARRIER_ONE_LIFE)` for a numbered copy: one more is printed under 材料.
    """
    if carrier.kind is CarrierKind.COPY:
        raise Fault(Code.CARRIER_ONE_LIFE, number=carrier.number)
    said = tidied(details)
    require_said(CarrierMove.COPY, said, session.today())
    with session.vault.act(Act.CARRIER_MOVED, {"move": CarrierMove.COPY.value, "carrier": carrier.id}):
        copy = add(
            session,
            kind,
            carrier.marking,
            carrier.title,
            number=number,
            application=carrier.application,
            copied_from=carrier.number,
            details=said,
            making=making.completed(_as_copied(session, carrier, said)),
        )
        # the register of copying names what was made, so it stands in the step itself
        _moved(session, carrier, CarrierMove.COPY, structs.replace(said, counterpart=copy.number))
    return copy


def _as_copied(session: Session, original: Carrier, said: Details) -> Making:
    pages = session.vault.makings.get(original.id).pages
    return Making(approved_by=said.approved_by, purpose=said.reason, pages=pages)


def remark(session: Session, carrier: Carrier, marking: Marking, details: Details) -> Carrier:
    """Raise, lower or lift a carrier's mark, on somebody's decision and with its reason.

    Raises `Fault(CARRIER_MOVE | CARRIER_INCOMPLETE | MARKING_*)`; a numbered copy bears its application's mark.
    """
    said = tidied(details)
    require_said(CarrierMove.REMARK, said, session.today())
    _require_mark(session, marking)
    change = f"{_shown(carrier.marking)}→{_shown(marking)}"
    with session.vault.act(Act.CARRIER_MOVED, {"move": CarrierMove.REMARK.value, "carrier": carrier.id}):
        after = _moved(session, carrier, CarrierMove.REMARK, structs.replace(said, way=change))
        session.vault.carriers.put(structs.replace(after, marking=marking))
    return structs.replace(after, marking=marking)


def _shown(marking: Marking) -> str:
    return marking.printed() or word(marking.state)


def raise_mark(session: Session, carrier: Carrier, marking: Marking, title: str) -> Carrier:
    """More was put on a medium: it bears the highest of all that was ever on it. Call inside the act that did so."""
    after = structs.replace(carrier, marking=combined([carrier.marking, marking]), title=title or carrier.title)
    session.vault.carriers.put(after)
    return after


def record_copies(session: Session, copies: Sequence[Copy], fate: CopyFate, said: Details) -> None:
    """The step of a carrier that a new fate of a copy is. Call inside the act, before the register changes.

    Raises `Fault(CARRIER_MOVE)` for a copy that is lent or given out: it must come back first.
    """
    for copy in copies:
        carrier = CarrierId(copy.id)
        number = copy_number(copy)
        state = _state(number, session.vault.carriers.events([carrier]))
        steps = _steps(state, fate)
        for step in steps:
            state = moved(number, state, step)
            _record_step(session, carrier, step, said if step is steps[-1] else Details())


def _steps(state: CarrierState, fate: CopyFate) -> tuple[CarrierMove, ...]:
    came_back = (CarrierMove.RETURN,) if state is CarrierState.HANDED_OVER else ()
    if fate is CopyFate.DESTROYED:
        return (*came_back, CarrierMove.DESTROY)
    return came_back if fate is CopyFate.SPOILED else ()


def _state(number: str, events: Sequence[CarrierEvent]) -> CarrierState:
    state = CarrierState.IN_HAND
    for event in events:
        state = moved(number, state, event.move)
    return state


def copy_number(copy: Copy) -> str:
    """A copy's number among all carriers: its document, the end of its application's id, its own number."""
    return f"{copy.document.letters}-{copy.application[-6:]}-{copy.number:06d}"


#: Where a copy is by its own register, for copies whose steps were not kept yet.
_BY_FATE = {CopyFate.HANDED_OVER: CarrierState.HANDED_OVER, CopyFate.DESTROYED: CarrierState.DESTROYED}


def of_copies(session: Session, only: Set[CarrierId] | None = None) -> list[Carrier]:
    """The numbered copies as carriers, or `only` some of them; a number of which no sheet came out is none."""
    copies = [
        one
        for one in session.vault.copies.register()
        if one.fate is not CopyFate.NOT_PRINTED and (only is None or CarrierId(one.id) in only)
    ]
    lives: dict[CarrierId, list[CarrierEvent]] = {}
    for event in session.vault.carriers.events():
        lives.setdefault(event.carrier, []).append(event)
    shown: dict[tuple[ApplicationId, int], tuple[str, Marking]] = {}
    for application in {copy.application for copy in copies}:
        for version in session.vault.versions.of(application):
            shown[application, version.number] = (version.content.person.name, whole_mark(version.content))
    return [_of_copy(copy, *shown[copy.application, copy.version_number], lives) for copy in copies]


def _of_copy(copy: Copy, name: str, marking: Marking, lives: dict[CarrierId, list[CarrierEvent]]) -> Carrier:
    id_ = CarrierId(copy.id)
    number, events = copy_number(copy), lives.get(id_, [])
    state = _BY_FATE.get(copy.fate) or _state(number, events)
    last = events[-1] if events else None
    away = state not in (CarrierState.IN_HAND, CarrierState.MISSING, CarrierState.DESTROYED)
    return Carrier(
        id=id_,
        number=number,
        kind=CarrierKind.COPY,
        marking=marking,
        title=f"{name} {word(copy.document)}（第{copy.version_number}版）",
        state=state,
        holder=last.counterpart if last and away else "",
        due=last.due if last and state is CarrierState.LENT else None,
        made_by=copy.printed_by,
        made_at=copy.printed_at,
        application=copy.application,
    )


def _printed(carrier: Carrier) -> CarrierEvent:
    """The first step of a copy: the register of copies has it."""
    return CarrierEvent(
        id=carrier.id, carrier=carrier.id, move=CarrierMove.MAKE, at=carrier.made_at, by=carrier.made_by
    )


def lives(session: Session, carriers: Sequence[Carrier]) -> dict[CarrierId, list[CarrierEvent]]:
    """The steps of all of these, each list in order. A copy's step that was never kept follows from its fate."""
    found: dict[CarrierId, list[CarrierEvent]] = {
        one.id: [_printed(one)] if one.kind is CarrierKind.COPY else [] for one in carriers
    }
    for event in session.vault.carriers.events():
        if event.carrier in found:
            found[event.carrier].append(event)
    missing = [one for one in carriers if one.kind is CarrierKind.COPY and len(found[one.id]) == 1]
    gone = {CarrierState.HANDED_OVER: CarrierMove.HAND_OVER, CarrierState.DESTROYED: CarrierMove.DESTROY}
    for one in missing:
        if one.state in gone:  # entered before steps were kept: the day is that of the last change
            at = session.vault.copies.changed_at(CopyId(one.id))
            found[one.id].append(structs.replace(_printed(one), move=gone[one.state], at=at))
    return found


def overdue(session: Session, day: date) -> list[Carrier]:
    """What should have been back before `day`; of the copies only those that were ever lent are looked at."""
    lent = set(session.vault.carriers.lent())
    found = [*session.vault.carriers.all(), *of_copies(session, lent)] if lent else []
    return [one for one in found if one.overdue(day)]


def tidied(details: Details) -> Details:
    """Without blanks around what was typed."""
    texts = {name: normal(value.strip()) for name, value in structs.asdict(details).items() if isinstance(value, str)}
    return structs.replace(details, **texts)


def _record(session: Session, carrier: Carrier, step: CarrierMove, details: Details) -> None:
    _record_step(session, carrier.id, step, details)


def _record_step(session: Session, carrier: CarrierId, step: CarrierMove, details: Details) -> None:
    now = session.clock.now()
    session.vault.carriers.record(
        CarrierEvent(id=new_id(now), carrier=carrier, move=step, at=now, by=session.user, **structs.asdict(details))
    )
