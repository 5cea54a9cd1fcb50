"""A sealed package on its way: the strip that closes its bag, whose hands it passed through, in what state it came.

What 涉密载体 need on the way (厅字〔2000〕58号): sealed with a numbered strip, carried by two people or by the
confidential post, handed over against a list, the strip looked at before anything is opened.
"""

from datetime import datetime
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.values import Line, Short, Value


class Way(Enum):
    """How a carrier travels; nothing else is allowed for one that is classified."""

    COURIERS = "couriers"  # two people of the office
    CONFIDENTIAL_TRAFFIC = "confidential_traffic"  # 机要交通
    CONFIDENTIAL_POST = "confidential_post"  # 机要通信


class Strip(Value, frozen=True, kw_only=True):
    """The number on the strip that closes the bag; `reason` says why it took another's place."""

    number: Short
    at: datetime
    by: Short
    reason: Line = ""


class Handed(Value, frozen=True, kw_only=True):
    """Out of the house: the way, who carries it, and who of this desk handed it over."""

    way: Way
    first: Short
    second: Short = ""
    at: datetime
    by: Short


class Arrived(Value, frozen=True, kw_only=True):
    """As the bag came: the number on its strip, the number on the label or slip, whether the strip was whole.

    `sealed` is the number that the signed seal of the package itself names, empty where it names none.
    `settled` is the ground on which it was opened although something was wrong, by `approved_by`.
    """

    bag: Short
    said: Short
    sealed: Short = ""
    intact: bool
    first: Short
    second: Short = ""
    at: datetime
    by: Short
    settled: Line = ""
    approved_by: Short = ""

    @property
    def wrong(self) -> bool:
        """Whether the bag may have been opened on its way."""
        return not self.intact or self.stranger or self.said not in ("", self.bag)

    @property
    def stranger(self) -> bool:
        """Whether another strip is on the bag than its sender signed for."""
        return self.sealed not in ("", self.bag)


class Transit(Value, frozen=True, kw_only=True):
    """What is known of one package's way. `strips` keeps those that were taken off again, oldest first."""

    package: str
    strips: tuple[Strip, ...] = ()
    handed: Handed | None = None
    arrived: Arrived | None = None

    @property
    def strip(self) -> str:
        """The number that closes the bag now."""
        return self.strips[-1].number if self.strips else ""


def require_carriers(way: Way, first: str, second: str) -> None:
    """Two people of the office, or the confidential service's own. Raises `Fault(TRANSIT_NAMES)`."""
    if not first or (way is Way.COURIERS and (not second or second == first)):
        raise Fault(Code.TRANSIT_NAMES)


def require_unbroken(transit: Transit | None) -> None:
    """Before a package is opened. Raises `Fault(STRIP_MISMATCH | STRIP_BROKEN)` until somebody decided about it."""
    arrived = transit.arrived if transit else None
    if arrived is None or not arrived.wrong or arrived.settled:
        return
    if not arrived.intact:
        raise Fault(Code.STRIP_BROKEN, bag=arrived.bag)
    raise Fault(Code.STRIP_MISMATCH, bag=arrived.bag, said=arrived.sealed if arrived.stranger else arrived.said)
