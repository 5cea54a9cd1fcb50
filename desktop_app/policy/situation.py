"""What every derivation of a fact is given: application, day, pack, desk, and the facts already known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Desk
from desktop_app.policy.pack import LevelRow, Pack

if TYPE_CHECKING:
    from desktop_app.policy.facts import Facts


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Situation:
    """One question: this application, on this day, under this pack, asked at this desk."""

    application: Application
    on: date
    pack: Pack
    desk: Desk
    facts: "Facts[Situation]"
    _made: dict[Callable[["Situation"], Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[["Situation"], T]) -> T:
        """What `make` makes of this situation, made at the first asking."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def filing_day(self) -> date:
        """The day that decides about windows: the day of submission once there is one."""
        return self.application.filing.submitted_on or self.on

    @property
    def level_row(self) -> LevelRow | None:
        return self.once(_level_row)


def _level_row(at: Situation) -> LevelRow | None:
    filing = at.application.filing
    return at.pack.level_row(filing.series, filing.series_track, filing.level)


Derivation = Callable[[Situation], Any]
