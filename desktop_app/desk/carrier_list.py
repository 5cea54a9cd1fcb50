"""The register of carriers as a list: filtered, what is overdue or has come of age first; the mark of what it shows."""

from dataclasses import dataclass

from desktop_app.desk import carriers, retention
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierState
from desktop_app.domain.marking import Marking, highest
from desktop_app.domain.retention import Retention, due

#: More than this nobody reads on a screen: the search narrows it.
MOST = 1000


@dataclass(frozen=True, slots=True)
class CarrierFilter:
    """`text` is found in number, title, holder; `pressing` leaves what is overdue or has come of age."""

    text: str = ""
    kind: CarrierKind | None = None
    state: CarrierState | None = None
    pressing: bool = False


@dataclass(frozen=True, slots=True)
class CarrierLine:
    """One carrier with what is to be said of it today."""

    carrier: Carrier
    overdue: bool
    retention: Retention

    @property
    def pressing(self) -> bool:
        return self.overdue or self.retention is not Retention.KEEP


@dataclass(frozen=True, slots=True)
class CarrierList:
    """`found` counts all that fit; `lines` are the first `MOST` of them."""

    lines: tuple[CarrierLine, ...]
    found: int
    in_hand: int
    marking: Marking | None


def listed(session: Session, wanted: CarrierFilter = CarrierFilter()) -> CarrierList:
    """What is pressing first, then by number."""
    day, rules = session.today(), retention.rules(session)
    words = wanted.text.casefold().split()
    lines = [
        CarrierLine(one, one.overdue(day), due(one, rules, day))
        for one in carriers.all_(session)
        if wanted.kind in (None, one.kind) and wanted.state in (None, one.state) and _fits(one, words)
    ]
    if wanted.pressing:
        lines = [line for line in lines if line.pressing]
    lines.sort(key=lambda line: (not line.overdue, line.retention is Retention.KEEP, line.carrier.number))
    shown = tuple(lines[:MOST])
    return CarrierList(
        lines=shown,
        found=len(lines),
        in_hand=sum(line.carrier.state is CarrierState.IN_HAND for line in lines),
        marking=highest([line.carrier.marking for line in shown]) if shown else None,
    )


def _fits(carrier: Carrier, words: list[str]) -> bool:
    haystack = f"{carrier.number} {carrier.title} {carrier.holder}".casefold()
    return all(word in haystack for word in words)
