"""What the notice says to one application on one day: findings, route, papers, window. Pure and fast."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop_app.desk import own_unit
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Paper, Route, Verdict, Window
from desktop_app.domain.kinds import Desk
from desktop_app.policy import check as rules
from desktop_app.policy.labels import labels
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import papers
from desktop_app.policy.routes import route
from desktop_app.policy.windows import window


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the panel beside the fields shows."""

    findings: tuple[Finding, ...]
    route: Route
    papers: tuple[Paper, ...]
    window: Window | None
    days_left: int | None  # until the window closes; negative once it has

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that keep the application from being submitted."""
        return rules.blocking(self.findings)

    @property
    def latest_posting(self) -> date | None:
        """The unit's real last day to post the public notice."""
        return next((stop.latest_posting for stop in self.route.stops if stop.latest_posting), None)


def assess(
    application: Application, day: date, pack: Pack, desk: Desk = Desk.UNIT, office_name: str = ""
) -> Assessment:
    """All answers of the policy for one application on one day, as far as `desk` has to do with them.

    What the unit adds later (the public notice, its report) does not stand in an applicant's way. With `office_name` a
    unit's desk is asked about a filing that names another unit.
    """
    open_days = window(application, pack)
    found = (*rules.findings(application, day, pack, desk=desk), *own_unit.findings(application, desk, office_name))
    return Assessment(
        findings=rules.gravest_first(found),
        route=route(application, pack),
        papers=papers(application, pack),
        window=open_days,
        days_left=(open_days.last - day).days if open_days else None,
    )


def completeness(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Section key -> how many findings there still stand in the way."""
    table = labels()
    counted: Counter[str] = Counter()
    for finding in findings:
        if finding.verdict in (Verdict.BLOCK, Verdict.TODO) and finding.field:
            label = table.get(_without_rows(finding.field))
            counted[label.section if label else finding.field.split(".")[0]] += 1
    return counted


def _without_rows(path: str) -> str:
    return re.sub(r"\[\d+\]", "[]", path)
