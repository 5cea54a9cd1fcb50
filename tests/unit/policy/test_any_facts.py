"""Whatever is entered gives findings, never a failure: every subject, every field, days of any year."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.domain.application import Application, Person, Work
from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Desk, Place
from desktop_app.domain.office_acts import Arrival, Return, Step
from desktop_app.domain.office_year import OfficeYear, Quota
from desktop_app.domain.review_meeting import Ballot, Committee, Meeting, ResultFiling, Scheme
from desktop_app.policy.check import findings, findings_about
from desktop_app.policy.could_file import grounds
from desktop_app.policy.explaining import explained
from desktop_app.policy.facts import facts_about, facts_of
from desktop_app.policy.pack import Pack, load
from desktop_app.policy.papers import papers
from desktop_app.policy.results import authority
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.windows import window
from tests.support.any_value import DAYS, any_value

pytestmark = pytest.mark.slow

KINDS: Mapping[Subject, type[msgspec.Struct]] = {
    Subject.STEP: Step,
    Subject.RETURN: Return,
    Subject.ARRIVAL: Arrival,
    Subject.OFFICE_YEAR: OfficeYear,
    Subject.QUOTA: Quota,
    Subject.COMMITTEE: Committee,
    Subject.SCHEME: Scheme,
    Subject.MEETING: Meeting,
    Subject.BALLOT: Ballot,
    Subject.RESULT: ResultFiling,
}
#: What an office may have settled, each the other way than the pack reads it.
OTHERWISE = {"deadline_on_holiday": "after", "years_counted_to": "year_end", "notice_counts_posting_day": True}
#: Two hundred jobs that overlap.
JOBS = tuple(
    Work(start=f"{1950 + n % 70}-{n % 12 + 1:02}", end=f"{1951 + n % 70}-06", unit=f"单位{n}", place=Place.TOWNSHIP)
    for n in range(200)
)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def packs() -> tuple[Pack, Pack]:
    folder = resource("policy", "hohhot-2026")
    return load(folder), load(folder, OTHERWISE)


@QUICK
@given(any_value(Application), DAYS, st.sampled_from(Desk), st.integers(0, 1))
@example(Application(), date(2026, 6, 1), Desk.APPLICANT, 0)
@example(Application(person=Person(birth=date(1900, 1, 1))), date.min, Desk.UNIT, 1)
@example(Application(person=Person(birth=date(2026, 6, 2))), date(2026, 6, 1), Desk.CITY_HR, 0)
@example(Application(work=JOBS), date.max, Desk.COMMITTEE_OFFICE, 1)
def test_any_application_is_answered(application: Application, on: date, desk: Desk, which: int) -> None:
    pack = packs()[which]
    found = findings(application, on, pack, desk)
    assert found
    for finding in found:
        assert all((finding.says.zh, finding.says.en, finding.mend.zh, finding.mend.en)), finding
        assert all(seen.label.zh and seen.value.zh for seen in explained(finding, pack).seen)
    facts = facts_of(application, on, pack, desk)
    for name in TYPES[Subject.APPLICATION]:
        assert isinstance(facts.text(name, Language.ZH), str), name
    assert papers(application, pack)
    for answer in (route, window):
        answer(application, pack)
    for asked in (authority, grounds):
        asked(application, on, pack)


@pytest.mark.parametrize("subject", KINDS)
@QUICK
@given(data=st.data(), on=DAYS, which=st.integers(0, 1))
def test_any_act_of_an_office_is_answered(subject: Subject, data: st.DataObject, on: date, which: int) -> None:
    pack = packs()[which]
    value = data.draw(any_value(KINDS[subject]))
    for finding in findings_about(subject, value, on, pack):
        assert all((finding.says.zh, finding.says.en, finding.mend.zh, finding.mend.en)), finding
        assert all(seen.label.zh and seen.value.zh for seen in explained(finding, pack, subject).seen)
    facts = facts_about(subject, value, on, pack)
    for name in TYPES[subject]:
        assert isinstance(facts.text(name, Language.EN), str), name


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("due", [date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31), date.min, date.max])
def test_a_due_day_at_the_edge_of_the_known_years_is_told(which: int, due: date) -> None:
    arrival = Arrival(station=Station.CITY_HR, handed_by=Station.UNIT, route=(), due=due)
    assert findings_about(Subject.ARRIVAL, arrival, due, packs()[which])
    day = packs()[which].last_workday(due)
    assert day is None or packs()[which].calendar.is_workday(day)


def test_every_subject_is_asked() -> None:
    assert {Subject.APPLICATION, *KINDS} == set(Subject)


@pytest.mark.parametrize("day", [date.min, date(2025, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date.max])
def test_days_outside_the_year_of_the_pack_are_late_or_early(day: date) -> None:
    """Filed before the year or after it: never open, never a failure."""
    pack = packs()[0]
    plain: dict[str, Any] = {"year": 2026, "filing": {"level": "mid", "series": "05", "track": "classified"}}
    facts = facts_of(msgspec.convert(plain, Application), day, pack)
    assert not facts.value("window_open")
    assert facts.value("before_window") is (day < date(2026, 5, 26))
    assert facts.value("after_window") is (day > date(2026, 6, 10))
