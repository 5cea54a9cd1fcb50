"""What holds for every finding, and for the tables behind them."""

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from itertools import product
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentences
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk, Level
from desktop_app.policy.check import blocking, findings
from desktop_app.policy.coverage import coverage
from desktop_app.policy.facts import DERIVATIONS, facts_of
from desktop_app.policy.labels import labels, sections
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import papers
from desktop_app.policy.reference_tables import Home, Method
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.vocabulary import FACTS

KINDS = ("public_institution", "private_firm")
ORDER = [Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN, Verdict.INFO, Verdict.PASS]


def test_every_fact_has_a_derivation() -> None:
    assert {subject: set(facts) for subject, facts in DERIVATIONS.items()} == {
        subject: set(facts) for subject, facts in TYPES.items()
    }


def test_every_fact_comes_from_a_field_of_the_form() -> None:
    for name, fact in FACTS.items():
        assert not fact.field or fact.field in labels(), name


def test_every_fact_can_be_told_for_an_empty_form(pack: Pack) -> None:
    facts = facts_of(Application(), date(2026, 7, 1), pack, Desk.UNIT)
    for name in FACTS:
        for language in Language:
            assert isinstance(facts.text(name, language), str)
        assert facts.fact(name).name == name


def test_the_base_meets_every_rule(build: Any, pack: Pack) -> None:
    assert blocking(findings(build(), date(2026, 7, 1), pack)) == ()


def test_an_empty_form_is_answered_in_full_and_in_order(pack: Pack) -> None:
    found = findings(Application(), date(2026, 7, 1), pack)
    ranks = [ORDER.index(finding.verdict) for finding in found]
    assert ranks == sorted(ranks)
    assert {finding.verdict for finding in blocking(found)} <= {Verdict.BLOCK, Verdict.TODO}
    empty = {finding.field for finding in found if finding.rule == "FORM"}
    needed = {label.path for label in labels().values() if label.required and "[]" not in label.path}
    assert empty == (needed - {"year", "schema"}) | {"study", "work"}


def many(build: Any) -> Iterator[Application]:
    yield Application()
    paths = ("ordinary", "exceptional", "recognition", "direct", "one_year_early")
    tracks = ("classified", "targeted", "green_region", "green_city", "other_paper", "online")
    units = ("municipal", "district", "helinger_centre")
    filings = [
        *product(("ordinary",), tracks, units, ("public_institution",)),
        *product(paths, tracks[:1], units, KINDS),
    ]
    for level in Level:
        for path, track, affiliation, kind in filings:
            yield build(
                {
                    "filing.level": level.value,
                    "filing.track": track,
                    "filing.path": path,
                    "unit.kind": kind,
                    "unit.affiliation": affiliation,
                    "unit.area": "helingeer_xinqu",
                }
            )


@pytest.mark.slow
def test_every_finding_says_what_why_and_what_now_in_both_languages(build: Any, pack: Pack) -> None:
    for application in many(build):
        for desk in (Desk.APPLICANT, Desk.CITY_HR):
            for finding in findings(application, date(2026, 7, 12), pack, desk):
                assert finding.clause, finding
                for words in (finding.says, finding.mend):
                    assert words.zh, finding
                    assert words.en, finding
                    assert "{" not in words.zh + words.en, finding
                    assert "  " not in words.zh, finding
                path = finding.field
                assert not path or _pattern(path) in labels() or paths.handed_in(path), finding


def _pattern(path: str) -> str:
    head, bracket, rest = path.partition("[")
    return f"{head}[]{rest.partition(']')[2]}" if bracket else path


def test_findings_name_the_facts_they_looked_at(build: Any, pack: Pack) -> None:
    application = build({"public_notice.last_day": date(2026, 6, 26)})
    short = next(each for each in findings(application, date(2026, 7, 1), pack) if each.rule == "R083")
    facts = {fact.name: fact for fact in short.facts}
    assert facts["notice_workdays"].value == "4"
    assert facts["notice_minimum_workdays"].value == "5"
    assert facts["notice_workdays"].field == "public_notice.last_day"
    assert "4" in short.says.zh
    assert "2026-06-29" in short.mend.zh


def test_late_items_are_named(build: Any, pack: Pack) -> None:
    late = build({"publications": [{"on": "2026-08", "title": "甲论", "where": "乙刊", "authorship": "sole"}]})
    finding = next(each for each in findings(late, date(2026, 7, 1), pack) if each.rule == "R015")
    assert "甲论" in finding.says.zh
    assert "2026-07-10" in finding.says.en


def test_rows_are_found_by_their_number(build: Any, pack: Pack) -> None:
    application = build(
        {
            "work": [
                {"start": "1999-08", "ongoing": True, "unit": "甲", "post": "乙", "place": "city"},
                {"start": "2000-01"},
            ]
        }
    )
    found = {each.field: each for each in findings(application, date(2026, 7, 1), pack) if each.rule == "FORM"}
    assert set(found) == {"work[1].end", "work[1].unit", "work[1].post", "work[1].place"}
    assert "2" in found["work[1].unit"].says.zh


@pytest.mark.parametrize(("marks", "complains"), [([True], False), ([False], True), ([True, True], True)])
def test_exactly_one_education_is_the_highest(build: Any, pack: Pack, marks: list[bool], complains: bool) -> None:
    row = {"start": "1995-09", "end": "1999-07", "school": "甲", "major": "乙", "witness": "丙"}
    application = build({"study": [{**row, "highest": mark} for mark in marks]})
    found = [each.field for each in findings(application, date(2026, 7, 1), pack) if each.rule == "FORM"]
    assert ("study[0].highest" in found) is complains


@pytest.mark.parametrize(("length", "complains"), [(30, False), (31, True)])
def test_a_name_longer_than_its_place(build: Any, pack: Pack, length: int, complains: bool) -> None:
    found = findings(build({"person.name": "阿" * length}), date(2026, 7, 1), pack)
    told = [each for each in found if each.rule == "FORM" and each.field == "person.name"]
    assert [each.verdict for each in told] == ([Verdict.WARN] if complains else [])


def test_blanks_do_not_fill_a_field(build: Any, pack: Pack) -> None:
    found = findings(build({"person.name": "　 "}), date(2026, 7, 1), pack)
    assert any(each.field == "person.name" for each in blocking(found))


def test_every_field_of_the_form_has_a_label() -> None:
    assert set(labels()) == set(fields(Application))
    for label in labels().values():
        assert label.zh
        assert label.en
        assert label.section in sections()


def test_limits_lie_within_what_the_form_can_hold() -> None:
    limits = dict(fields_with_limits(Application))
    for label in labels().values():
        if label.limit:
            assert label.limit <= limits[label.path], label.path


def test_excuses_are_flags_of_the_same_row() -> None:
    for label in labels().values():
        if label.unless:
            table = label.path.partition("[]")[0]
            assert f"{table}[].{label.unless}" in labels()


def fields(kind: Any, prefix: str = "") -> Iterator[str]:
    for path, _ in fields_with_limits(kind, prefix):
        yield path


def fields_with_limits(kind: Any, prefix: str = "") -> Iterator[tuple[str, int]]:
    for field in msgspec.inspect.type_info(kind).fields:  # type: ignore[union-attr]
        path = f"{prefix}{field.encode_name}"
        inner = field.type
        if isinstance(inner, msgspec.inspect.UnionType):
            inner = next(each for each in inner.types if not isinstance(each, msgspec.inspect.NoneType))
        if isinstance(inner, msgspec.inspect.StructType):
            yield from fields_with_limits(inner.cls, f"{path}.")
        elif isinstance(inner, msgspec.inspect.VarTupleType):
            yield path, 0
            if isinstance(inner.item_type, msgspec.inspect.StructType):
                yield from fields_with_limits(inner.item_type.cls, f"{path}[].")
        else:
            yield path, getattr(inner, "max_length", None) or (64 if "digest" in path else 0)


def test_every_rule_of_the_table_has_its_place(pack: Pack) -> None:
    rows = {row.rule: row for row in coverage(pack)}
    wanted = [f"R{n:03}" for n in range(1, 115)] + [f"N{n:02}" for n in range(1, 21)]
    assert set(wanted) <= set(rows)
    assert all(row.clause and isinstance(row.home, Home) for row in rows.values())
    for rule in pack.rules[Subject.APPLICATION]:
        assert "rules" in rows[rule.rule.id].where
    assert rows["R018"].where == ("rules", "windows")
    assert rows["FORM"].where == ("completeness",)


def test_every_function_that_the_table_names_is_there(pack: Pack) -> None:
    for row in pack.coverage:
        if row.code:
            module, _, name = row.code.rpartition(".")
            assert callable(getattr(import_module(module), name)), row.id


def test_the_series_table(pack: Pack) -> None:
    assert len(pack.series) == 27
    assert sum(len(series.track) for series in pack.series.values()) == 55
    assert pack.series_title("04", "医", Level.MID) == "主治(主管)医师"
    assert pack.series_title("22", "", Level.FULL_SENIOR) == "正高级教师"
    assert pack.series_title("05", "通信专业", Level.FULL_SENIOR) == ""
    assert pack.series_title("99", "", Level.MID) == ""
    assert pack.series_title("14", "教练员", Level.JUNIOR) == "初级教练"
    for series in pack.series.values():
        for track in series.track:
            for name in track.titles.__struct_fields__:
                gained = getattr(track.method, name) is not Method.NONE
                assert bool(getattr(track.titles, name)) is gained, (series.code, track.name, name)


def test_codes_and_areas(pack: Pack) -> None:
    assert set(pack.codes) == {"ethnic", "education", "degree", "political", "sex"}
    assert pack.codes["ethnic"].label("02") == "蒙古族"
    assert len(pack.codes["ethnic"].rows) == 58
    assert pack.codes["political"].label("01") == "中共党员"
    assert pack.codes["sex"].label("1") == "男"
    assert [pack.codes["education"].rank(key) for key in ("31", "21", "14", "11", "12", "")] == [3, 4, 5, 6, 0, 0]
    assert [pack.codes["degree"].rank(key) for key in ("408", "343", "208", "1")] == [4, 5, 6, 0]
    assert sum(area.clause == "附件3" for area in pack.areas.values()) == 11
    assert all(area.phone.startswith("0471-") for area in pack.areas.values() if area.clause == "附件3")


def test_every_error_of_this_family_is_worded() -> None:
    for code in Code:
        if code.value.startswith("policy."):
            assert set(sentences()[code.value]) == {"zh", "en"}


def test_a_parameter_has_the_value_of_its_day(pack: Pack) -> None:
    assert pack.parameter("notice_minimum_workdays", date(2026, 7, 1)) == 5
    assert pack.parameter("notice_minimum_workdays", date(2010, 1, 1)) == 5


def test_impossible_years_do_not_stop_the_answer(build: Any, pack: Pack) -> None:
    far = build({"public_notice.first_day": date(1950, 1, 1), "public_notice.last_day": date(2100, 12, 31)})
    try:
        found = findings(far, date(2099, 1, 1), pack)
    except Fault as fault:  # the answer must be a finding, not a failure
        pytest.fail(repr(fault))
    assert next(each for each in found if each.rule == "R083").verdict is Verdict.ASK


EXTREMES = st.sampled_from(
    [date.min, date(2026, 2, 28), date(2026, 7, 10), date(2026, 12, 31), date(2028, 2, 29), date.max]
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "filing.submitted_on": EXTREMES,
            "person.birth": EXTREMES,
            "post.title_held_since": EXTREMES,
            "standing.sanction_until": EXTREMES,
            "standing.dishonesty_recorded_on": EXTREMES,
            "public_notice.first_day": EXTREMES,
            "public_notice.last_day": EXTREMES,
            "person.identity_number": st.text(max_size=20),
            "person.working_since": st.sampled_from(["1900-01", "2099-12"]),
            "publications": st.just([{"on": "2099-12"}]),
            "work": st.just([{"start": "2099-12", "ongoing": True}, {"start": "1900-01", "end": "2099-12"}]),
            "year": st.sampled_from([1950, 2100]),
        },
    ),
    EXTREMES,
)
@settings(max_examples=60)
def test_no_mistyped_date_stops_the_answers(build: Any, pack: Pack, changes: dict[str, Any], on: date) -> None:
    application = build(changes)
    assert findings(application, on, pack, Desk.UNIT)
    assert route(application, pack).stops
    assert len(papers(application, pack)) == 12


def test_words_of_a_fact_belong_to_one_enum() -> None:
    for name, fact in FACTS.items():
        if fact.words:
            assert fact.kind.value in ("word", "list"), name
            assert not get_args(fact.words)
