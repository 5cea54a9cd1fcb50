"""What must hold whatever is filed: routes end at a committee, time closes windows, order decides nothing."""

import dataclasses
from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Filing, PublicNotice, Standing, Unit
from desktop_app.domain.findings import Finding, Station, Verdict
from desktop_app.domain.kinds import Affiliation, Desk, Employment, Level, NoticeMode, Path, Track, UnitKind
from desktop_app.policy.check import findings
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import load_shipped
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject
from desktop_app.policy.windows import window

pytestmark = pytest.mark.slow

PACK = load_shipped()
PEOPLE = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
#: Where a route may end: a committee or its office, the region's centre that stands for one, or a local notice's word.
ENDS = {
    Station.COMMITTEE_OFFICE,
    Station.SENIOR_COMMITTEE_OFFICE,
    Station.OWN_COMMITTEE,
    Station.REGION_CENTRE,
    Station.LOCAL_RULES,
}
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
TRACKS = [(code, track.name) for code, series in PACK.series.items() for track in series.track]


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """A demo person who files for something else, from some other unit."""
    person = draw(st.sampled_from(PEOPLE))
    series, track = draw(st.sampled_from(TRACKS))
    return msgspec.structs.replace(
        person,
        filing=Filing(
            level=draw(st.sampled_from(Level)),
            series=series,
            series_track=track,
            specialty=draw(st.sampled_from(["测绘工程", "电力工程", "网信", "稀土冶金"])),
            track=draw(st.sampled_from(Track)),
            path=draw(st.sampled_from(Path)),
            filled_on=date(2026, 5, 12),
            submitted_on=draw(st.none() | DAYS),
        ),
        unit=Unit(
            name="某单位",
            kind=draw(st.sampled_from(UnitKind)),
            affiliation=draw(st.sampled_from(Affiliation)),
            area=draw(st.sampled_from(sorted(PACK.areas))),
        ),
        standing=Standing(employment=draw(st.sampled_from(Employment)), other_application_this_year="无"),
        public_notice=PublicNotice(
            mode=draw(st.none() | st.sampled_from(NoticeMode)), first_day=draw(st.none() | DAYS), last_day=None
        ),
    )


@given(applications())
def test_every_route_ends_where_titles_are_reviewed(application: Application) -> None:
    stops = route(application, PACK).stops
    assert stops, application.filing
    assert stops[-1].station in ENDS
    assert len({stop.station for stop in stops}) == len(stops), "no hand takes the papers twice"
    dues = [stop.due for stop in stops if stop.due]
    assert dues == sorted(dues), "papers are due later at later hands"


@given(applications(), st.integers(0, 400))
def test_a_day_past_the_window_never_opens_it(application: Application, later: int) -> None:
    open_days = window(application, PACK)
    if open_days is None:
        return
    draft = msgspec.structs.replace(application, filing=msgspec.structs.replace(application.filing, submitted_on=None))
    after = open_days.last + timedelta(days=1 + later)
    facts = facts_of(draft, after, PACK)
    assert facts.value("after_window")
    assert not facts.value("window_open")
    assert facts.value("days_left") < 0
    rules = {finding.rule for finding in findings(draft, after, PACK) if finding.verdict is Verdict.BLOCK}
    assert "R019" in rules
    assert rules & {"R013", "R014", "R016", "R017", "R018", "R026"}


@given(applications(), DAYS, st.sampled_from(Desk), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_changes_no_finding(application: Application, on: date, desk: Desk, chance: Any) -> None:
    rules = list(PACK.rules[Subject.APPLICATION])
    chance.shuffle(rules)
    other = dataclasses.replace(PACK, rules={**PACK.rules, Subject.APPLICATION: tuple(rules)})
    assert counted(findings(application, on, PACK, desk)) == counted(findings(application, on, other, desk))


@given(applications(), DAYS, st.sampled_from(Desk))
def test_conditions_say_what_the_library_says(application: Application, on: date, desk: Desk) -> None:
    facts = facts_of(application, on, PACK, desk)
    for rule in PACK.rules[Subject.APPLICATION]:
        for condition in (rule.applies, *(case.when for case in rule.cases)):
            assert condition.holds(facts) is bool(condition.rule.matches(facts)), condition.text
    for table in PACK.tilts.values():
        for each in table.rows:
            assert each.when.holds(facts) is bool(each.when.rule.matches(facts)), each.when.text


def counted(found: tuple[Finding, ...]) -> Counter[bytes]:
    return Counter(msgspec.json.encode(finding) for finding in found)
