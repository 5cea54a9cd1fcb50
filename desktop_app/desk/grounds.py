"""What a person could file for, with the days of each choice, and the application with one of them chosen. Pure."""

from dataclasses import dataclass
from datetime import date

import msgspec

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk, Track
from desktop_app.policy import check as rules
from desktop_app.policy import could_file
from desktop_app.policy.could_file import Ground, Openness
from desktop_app.policy.coverage import coverage
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Home
from desktop_app.policy.routes import route

__all__ = ["Ground", "Openness", "Option", "chosen", "options"]

_ORDER = list(Openness)


@dataclass(frozen=True, slots=True)
class Option:
    """One ground at one level. `days` are what stands open about its deadlines, `posting` the unit's last day to post
    the public notice; `taken` when the draft says this already.
    """

    ground: Ground
    days: tuple[Finding, ...]
    posting: date | None
    days_left: int | None  # until its window closes; negative once it has
    taken: bool

    @property
    def late(self) -> bool:
        """Whether its last day has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why it stands as it does: what is against it, what opens it; then what is to be known of its days."""
        granted = () if self.ground.granted is None else (self.ground.granted,)
        return (*self.ground.reasons, *granted, *(one for one in self.days if one not in self.ground.reasons))


def options(application: Application, track: Track | None, day: date, pack: Pack, desk: Desk) -> tuple[Option, ...]:
    """Every ground and level above the present title, if reviewed by `track`: the most open first, past ones last."""
    filing = msgspec.structs.replace(application.filing, track=track)
    supposed = msgspec.structs.replace(application, filing=filing)
    found = (
        _option(application, chosen(application, ground, track), ground, day, pack, desk)
        for ground in could_file.grounds(supposed, day, pack)
    )
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.ground.standing), one.late)))


def chosen(application: Application, ground: Ground, track: Track | None) -> Application:
    """The application filed on this ground; a title that the series does not name stays as it was written."""
    filing = application.filing
    return msgspec.structs.replace(
        application,
        filing=msgspec.structs.replace(
            filing, path=ground.path, level=ground.level, track=track, title=ground.title or filing.title
        ),
    )


def _option(
    application: Application, supposed: Application, ground: Ground, day: date, pack: Pack, desk: Desk
) -> Option:
    filed = msgspec.structs.replace(supposed, filing=msgspec.structs.replace(supposed.filing, submitted_on=day))
    deadlines = {row.rule for row in coverage(pack) if row.home is Home.DEADLINES}
    now, then = application.filing, supposed.filing
    return Option(
        ground=ground,
        days=tuple(
            one
            for one in rules.findings(filed, day, pack, desk)
            if one.rule in deadlines and one.verdict not in (Verdict.PASS, Verdict.INFO)
        ),
        posting=next((stop.latest_posting for stop in route(supposed, pack).stops if stop.latest_posting), None),
        days_left=(ground.window.last - day).days if ground.window else None,
        taken=(now.path, now.level, now.track) == (then.path, then.level, then.track),
    )
