"""What this machine does well and not, with what to do about each point; nothing here certifies a machine."""

import tomllib
from dataclasses import dataclass
from functools import cache

from desktop_app.core.resources import resource
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
from desktop_app.domain.machine_report import MachineLine, MachinePoint, MachineState, worst_first
from desktop_app.host import machine
from desktop_app.printing import spool

__all__ = ["Advice", "MachineLine", "MachinePoint", "MachineState", "advice", "look"]


@dataclass(frozen=True, slots=True)
class Advice:
    """The words for one point: what is looked at, and what to do where it is not well."""

    name: Words
    todo: Words


@cache
def _table() -> dict[MachinePoint, Advice]:
    raw = tomllib.loads(resource("locale", "machine.toml").read_text(encoding="utf-8"))
    return {
        MachinePoint(key): Advice(Words(zh=row["zh"], en=row["en"]), Words(zh=row["todo"]["zh"], en=row["todo"]["en"]))
        for key, row in raw.items()
    }


def advice(point: MachinePoint) -> Advice:
    """The words for one point."""
    return _table()[point]


def look(session: Session) -> tuple[MachineLine, ...]:
    """Every point, those that need an act first. Takes milliseconds; changes nothing."""
    return worst_first([*machine.look(session.vault.folder), _spool()])


def _spool() -> MachineLine:
    """What the local print service would leave; a machine without one leaves nothing."""
    traces = spool.of_this_machine()
    if traces is None:
        return MachineLine(point=MachinePoint.PRINT_SPOOL, state=MachineState.GOOD)
    state = MachineState.BAD if traces else MachineState.GOOD
    return MachineLine(point=MachinePoint.PRINT_SPOOL, state=state)
