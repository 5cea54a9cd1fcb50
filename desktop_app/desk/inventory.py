"""The yearly count of carriers (清查): begun, ticked off number by number, closed with its differences, printed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, carrier_registers, carriers, paper, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.inventory import Counted, Inventory, Seen, compared, key, numbers
from desktop_app.domain.marking import NOT_SECRET, combined
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered

_NOT_ENTERED = "未登记"


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it stands: of one that is closed, what it came to then."""

    inventory: Inventory
    found: tuple[Counted, ...]

    @property
    def differences(self) -> tuple[Counted, ...]:
        return tuple(one for one in self.found if one.seen is not Seen.RIGHT)


def all_(session: Session) -> list[Inventory]:
    """Every count, the newest first."""
    return session.vault.inventories.all()


def latest(session: Session) -> Inventory:
    """The count that is open, else this year's last one, else a new one."""
    known = all_(session)
    open_ = next((one for one in known if one.closed_at is None), None)
    return open_ or next((one for one in known if one.year == session.today().year), None) or begin(session)


def begin(session: Session) -> Inventory:
    """The count that is open, or a new one of this year."""
    open_ = next((one for one in all_(session) if one.closed_at is None), None)
    if open_ is not None:
        return open_
    with session.vault.act(Act.INVENTORY_OPENED, {}) as scope:
        made = session.vault.inventories.open(session.today().year)
        scope.note(inventory=made.id)
    return made


def tick(session: Session, inventory: str, typed: str) -> Count:
    """What was scanned or typed is here. Raises `Fault(CARRIER_NUMBERS)`."""
    here = numbers(typed)
    _require_open(session, inventory)
    with session.vault.act(Act.INVENTORY_TICKED, {"inventory": inventory, "numbers": str(len(here))}):
        session.vault.inventories.tick(inventory, here)
    return count(session, inventory)


def untick(session: Session, inventory: str, number: str) -> Count:
    """A number was typed by mistake."""
    _require_open(session, inventory)
    with session.vault.act(Act.INVENTORY_TICKED, {"inventory": inventory, "numbers": "-1"}):
        session.vault.inventories.untick(inventory, key(number))
    return count(session, inventory)


def _require_open(session: Session, inventory: str) -> None:
    if session.vault.inventories.get(inventory).closed_at is not None:
        raise not_found(RecordKind.INVENTORY)


def count(session: Session, inventory: str) -> Count:
    """How the count stands now, or what it came to."""
    kept = session.vault.inventories.get(inventory)
    if kept.closed_at is not None:
        return Count(kept, kept.result)
    return Count(kept, compared(carriers.all_(session), session.vault.inventories.ticks(inventory)))


def close(session: Session, inventory: str) -> Count:
    """Keep what it came to; it changes no more."""
    found = count(session, inventory)
    objects = {"inventory": inventory, "right": str(_right(found.found)), "differences": str(len(found.differences))}
    with session.vault.act(Act.INVENTORY_CLOSED, objects):
        session.vault.inventories.close(inventory, found.found)
    return count(session, inventory)


def drawn(session: Session, inventory: str, progress: Progress) -> Rendered:
    """The count on paper. Raises `Fault(LAYOUT_ISSUES)`."""
    return _drawn(session, _request(session, count(session, inventory)), progress)


def save(session: Session, inventory: str, where: Outlet, progress: Progress) -> None:
    """Write it as plain PDF, or print it: only on request, and in the log."""
    request = _request(session, count(session, inventory))
    pdf = _drawn(session, request, progress).pdf
    objects = {"document": Document.CARRIER_INVENTORY.value, "inventory": inventory}
    plain_text.write(session, where, pdf, request.marking, objects)


def _drawn(session: Session, request: PaperRequest, progress: Progress) -> Rendered:
    rendered = render.render(replace(request, fonts=added_fonts.in_force(session)), progress)
    paper.require_no_issues(rendered)
    return rendered


def _request(session: Session, counted: Count) -> PaperRequest:
    known = {key(one.number): one for one in carriers.all_(session)}
    lines, marks = [], []
    for at, one in enumerate(counted.found, start=1):
        carrier = known.get(key(one.number))
        marks += [carrier.marking] if carrier else []
        lines.append(
            {
                "number": str(at),
                "carrier": one.number,
                "kind": word(carrier.kind) if carrier else _NOT_ENTERED,
                "title": one.title or _NOT_ENTERED,
                "mark": wording.marked(carrier.marking) if carrier else _NOT_ENTERED,
                "seen": word(one.seen),
                "sign": "",
            }
        )
    facts = carrier_registers.facts(session) | {
        "year": f"{counted.inventory.year}年{'' if counted.inventory.closed_at else '（清查中）'}",
        "result": told(counted.found),
    }
    return PaperRequest(
        document=Document.CARRIER_INVENTORY,
        marking=combined(marks) if marks else NOT_SECRET,
        copies=(1,),
        extra=facts,
        rows={"counted": lines},
    )


def _right(found: Sequence[Counted]) -> int:
    return sum(one.seen is Seen.RIGHT for one in found)


def told(found: Sequence[Counted]) -> str:
    """The whole of a count in one sentence."""
    kinds = Counter(one.seen for one in found)
    right = kinds.pop(Seen.RIGHT, 0)
    rest = "".join(f"，{word(seen)} {times} 件" for seen, times in kinds.items())
    return f"点到相符 {right} 件{rest or '，没有差错'}。"
