"""The tilts' decision tables: total, answered once, and nothing that a person gains closes a way."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.resources import resource
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Level, Path, Place, UnitKind
from desktop_app.policy.check import findings, tilt_answer
from desktop_app.policy.codes import Learning
from desktop_app.policy.could_file import Openness, grounds
from desktop_app.policy.coverage import coverage
from desktop_app.policy.differences import differences
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack, load_files, load_shipped
from desktop_app.policy.reading import files_of
from desktop_app.policy.tilt_rows import Outcome
from tests.unit.policy.conftest import built

SHIPPED = files_of(resource("policy", "hohhot-2026"))
PACK = load_shipped()
#: The same notice as an office reads it that answers every open question of the tilts in the applicant's favour.
ANSWERED = load_files(
    SHIPPED, {"service_years_add_up": True, "recognition_begins": "first_day", "higher_degrees_as_bachelor": True}
)
#: Years of each kind that count, as whole numbers of a person's working life.
YEARS = ("years_township", "years_county", "years_below_city", "years_village_work", "years_professional")
#: The order in which outcomes are better for the person.
BETTER = (Outcome.SILENT, Outcome.CLOSED, Outcome.UNCLEAR, Outcome.TO_PROVE, Outcome.OPEN)
DAY = date(2026, 6, 1)
Build = Callable[..., Application]


class Given:
    """What a table asks, as plain values; everything else comes from the pack."""

    def __init__(self, pack: Pack, values: dict[str, Any]) -> None:
        self._pack, self._values = pack, values

    def value(self, name: str) -> Any:
        if name in self._values:
            return self._values[name]
        if name == "given":
            return tuple(self._pack.given)
        if name in self._pack.settings:
            value = self._pack.settings[name]
            return "" if value is None else value
        return self._pack.parameter(name, DAY)


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Any person on any ground; the years fit together as a working life does."""
    village, township, county, elsewhere = (draw(st.integers(0, 45)) for _ in range(4))
    return {
        "path": draw(st.sampled_from(sorted(path.value for path in PACK.tilts))),
        "level": draw(st.sampled_from(["", *(level.value for level in Level)])),
        "learning": draw(st.sampled_from(["", *(one.value for one in Learning)])),
        "schooling": draw(st.sampled_from(["", *(one.value for one in Learning)])),
        "unit_kind": draw(st.sampled_from(["", *(kind.value for kind in UnitKind)])),
        "village_work": village + township > 0 or draw(st.booleans()),
        "years_township": township,
        "years_county": county,
        "years_below_city": village + township + county,
        "years_village_work": village + township,
        "years_professional": village + township + county + elsewhere,
        "years_in_region": draw(st.integers(0, 3)),
        "years_grassroots_since_title": draw(st.integers(0, 6)),
        "assessed_fit": draw(st.booleans()),
        "contribution": draw(st.booleans()),
        "materials": draw(st.sampled_from([(), ("contribution_proof",)])),
    }


def fitting(pack: Pack, values: dict[str, Any]) -> list[Outcome]:
    table = pack.tilts[Path(values["path"])]
    return [each.row.outcome for each in table.rows if each.when.holds(Given(pack, values))]


@given(people(), st.sampled_from([PACK, ANSWERED]))
def test_exactly_one_row_answers_whoever_asks(person: dict[str, Any], pack: Pack) -> None:
    assert len(fitting(pack, person)) == 1, person


@given(people(), st.sampled_from(YEARS), st.integers(1, 30), st.sampled_from([PACK, ANSWERED]))
def test_more_years_never_answer_worse(person: dict[str, Any], which: str, more: int, pack: Pack) -> None:
    gained = {name: person[name] + more for name in _counted_with(which)} | {"village_work": True}
    later = person | gained if which in ("years_township", "years_village_work") else person | _without_village(gained)
    (before,), (after,) = fitting(pack, person), fitting(pack, later)
    assert BETTER.index(after) >= BETTER.index(before), (person, later)


def _counted_with(which: str) -> tuple[str, ...]:
    """The other counts that grow with one: a year in a township is also one below the city and of the profession."""
    return {
        "years_township": ("years_township", "years_below_city", "years_village_work", "years_professional"),
        "years_village_work": ("years_village_work", "years_below_city", "years_professional"),
        "years_county": ("years_county", "years_below_city", "years_professional"),
        "years_below_city": ("years_below_city", "years_professional"),
        "years_professional": ("years_professional",),
    }[which]


def _without_village(gained: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in gained.items() if name != "village_work"}


@given(people(), st.data(), st.sampled_from([PACK, ANSWERED]))
def test_better_learning_never_closes_a_way(person: dict[str, Any], data: st.DataObject, pack: Pack) -> None:
    ranks = ["", *(one.value for one in Learning)]
    higher = {
        name: data.draw(st.sampled_from(ranks[ranks.index(person[name]) :]), label=name)
        for name in ("learning", "schooling")
    }
    (before,), (after,) = fitting(pack, person), fitting(pack, person | higher)
    if before is not Outcome.CLOSED and before is not Outcome.SILENT:
        assert after not in (Outcome.CLOSED, Outcome.SILENT), (person, higher)
    if pack is ANSWERED:  # no question is left open, so better learning never even raises one
        assert BETTER.index(after) >= BETTER.index(before), (person, higher)


@given(people(), st.sampled_from([PACK, ANSWERED]))
def test_what_is_proved_never_answers_worse(person: dict[str, Any], pack: Pack) -> None:
    proved = person | {"assessed_fit": True, "contribution": True, "materials": ("contribution_proof",)}
    (before,), (after,) = fitting(pack, person), fitting(pack, proved)
    assert BETTER.index(after) >= BETTER.index(before), person


@given(
    path=st.sampled_from(sorted(PACK.tilts, key=lambda path: path.value)),
    level=st.sampled_from(Level),
    kind=st.sampled_from(UnitKind),
    place=st.sampled_from(Place),
    education=st.sampled_from(["", "71", "31", "21", "14", "11"]),
    months=st.tuples(st.integers(0, 540), st.integers(0, 540)),
    assessed=st.booleans(),
    pack=st.sampled_from([PACK, ANSWERED]),
)
def test_an_earlier_beginning_of_the_same_work_never_answers_worse(
    path: Path,
    level: Level,
    kind: UnitKind,
    place: Place,
    education: str,
    months: tuple[int, int],
    assessed: bool,
    pack: Pack,
) -> None:
    """The same with a real application, whose years the program counts itself."""
    answers = []
    for back in sorted(months):
        year, month = divmod(2026 * 12 + 4 - back, 12)
        job = {"start": f"{year}-{month + 1:02}", "ongoing": True, "unit": "甲", "post": "乙", "place": place.value}
        filed = built(
            {
                "filing.path": path.value,
                "filing.level": level.value,
                "unit.kind": kind.value,
                "education.level": education,
                "education.degree": "",
                "standing.assessed_fit": assessed,
                "work": [job],
            }
        )
        answer = tilt_answer(facts_of(filed, DAY, pack), pack)
        assert answer is not None
        answers.append(BETTER.index(answer.row.outcome))
    assert answers == sorted(answers)


@pytest.mark.slow
def test_what_could_be_filed_for_and_what_is_found_read_the_same_row(build: Build) -> None:
    """Every ground that `grounds` tells of is the row by which the filed application is judged."""
    for kind, place, years in product(("public_institution", "private_firm"), Place, (1, 6, 15, 31)):
        person = {
            "post.title_level": "junior",
            "unit.kind": kind,
            "work": [
                {"start": f"{2026 - years}-01", "ongoing": True, "unit": "甲", "post": "乙", "place": place.value}
            ],
        }
        for one in grounds(build(person), DAY, PACK):
            filed = build(person | {"filing.path": one.path.value, "filing.level": one.level.value})
            answer = tilt_answer(facts_of(filed, DAY, PACK), PACK)
            found = [each for each in findings(filed, DAY, PACK) if answer and each.rule == answer.row.rule]
            if answer is None:
                assert one.path not in PACK.tilts
            elif answer.row.outcome is Outcome.SILENT:
                assert not one.ruled
                assert not found
            else:
                assert one.ruled
                assert [each.verdict for each in found] == [_verdict(answer.row.outcome)]
                assert _same(one.granted, found[0] if answer.row.outcome is Outcome.OPEN else None)
                assert (found[0].verdict in (Verdict.ASK, Verdict.TODO)) == (found[0].rule in _rules(one.reasons))


def _verdict(outcome: Outcome) -> Verdict:
    return {Outcome.OPEN: Verdict.PASS, Outcome.TO_PROVE: Verdict.TODO}.get(outcome, Verdict.ASK)


def _same(one: Finding | None, other: Finding | None) -> bool:
    return (one is None) == (other is None) and (one is None or other is None or one.says == other.says)


def _rules(found: tuple[Finding, ...]) -> set[str]:
    return {one.rule for one in found}


def test_an_open_ground_says_what_is_still_to_be_shown(build: Build) -> None:
    served = {"work": [{"start": "2000-01", "ongoing": True, "unit": "甲", "post": "乙", "place": "township"}]}
    found = {(one.path, one.level): one for one in grounds(build(served), DAY, PACK)}
    one = found[Path.EXCEPTIONAL, Level.ASSOCIATE_SENIOR]
    assert one.granted is not None
    assert one.granted.rule == "R057"
    assert "业绩成果" in one.granted.mend.zh
    assert {"years_township", "township_years_exceptional", "service_counted_to"} <= {
        fact.name for fact in one.granted.facts
    }
    assert found[Path.ORDINARY, Level.ASSOCIATE_SENIOR].granted is None


def test_nobody_is_open_by_a_title_that_the_notice_does_not_name(build: Build) -> None:
    one = {(each.path, each.level): each for each in grounds(build({"post.title_level": "mid"}), DAY, PACK)}
    assert one[Path.RECOGNITION, Level.FULL_SENIOR].standing is Openness.ASKED


def test_next_year_changes_one_number(build: Build) -> None:
    """A longer service is asked by changing the parameter alone; rows, sentences and explanations follow."""
    text = SHIPPED["pack.toml"].decode("utf-8")
    begins = text.index('id = "township_years_exceptional"')
    changed = text[:begins] + text[begins:].replace("value = 20", "value = 22", 1)
    later = load_files({**SHIPPED, "pack.toml": changed.encode("utf-8")})
    work = [{"start": "2005-01", "ongoing": True, "unit": "甲", "post": "乙", "place": "township"}]
    filed = build({"filing.path": "exceptional", "work": work})
    for pack, verdict in ((PACK, Verdict.PASS), (later, Verdict.ASK)):
        (found,) = (one for one in findings(filed, DAY, pack) if one.rule == "R057")
        assert found.verdict is verdict
        assert ("22" in found.says.zh) == (pack is later)


def test_the_table_of_rules_finds_the_tilts_and_two_packs_are_compared_by_them() -> None:
    where = {row.rule: row.where for row in coverage(PACK)}
    for rule in ("R057", "R059", "R060", "R061", "R062", "R063", "R066", "R069"):
        assert where[rule] == ("tilts",)
    name = "tilts/one-year-early.toml"
    text = SHIPPED[name].decode("utf-8").replace('outcome = "to_prove"', 'outcome = "closed"')
    (found,) = differences(PACK, load_files({**SHIPPED, name: text.encode("utf-8")}))
    assert (found.id, found.clause) == ("one_year_early/R066", "五（四）6")
    assert "[to_prove]" in found.before.zh
    assert "[to_prove]" not in found.after.zh


@pytest.mark.parametrize("path", [Path.ORDINARY, Path.GREEN_37, Path.GREEN_39])
def test_a_ground_without_a_table_is_answered_by_none(path: Path, build: Build) -> None:
    assert tilt_answer(facts_of(build({"filing.path": path.value}), DAY, PACK), PACK) is None
