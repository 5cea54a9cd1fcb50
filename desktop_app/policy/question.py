"""What every derivation of an office's fact is given: the thing asked about, the day, the pack, the facts known."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from desktop_app.policy.facts import Facts
    from desktop_app.policy.pack import Pack

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Question(Generic[V]):
    """One question about one value (a step of review, a committee, a ballot) on one day under one pack."""

    about: V
    on: date
    pack: "Pack"
    facts: "Facts[Any]"
