"""A pack is refused, with file and line, for anything that is not exactly as it must be."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.resources import resource
from desktop_app.domain.findings import Station
from desktop_app.policy.expressions import Compiler, ExpressionError, SymbolType
from desktop_app.policy.facttypes import Kind
from desktop_app.policy.pack import load, load_shipped
from desktop_app.policy.pack_digest import digest
from desktop_app.policy.reading import files_of
from tests.support.approved import approve_line, refusal

SHIPPED = resource("policy", "hohhot-2026")
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the shipped pack with one text replaced in one file."""

    def make(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "pack"
        shutil.copytree(SHIPPED, folder)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


def _second_period(begins: str) -> str:
    period = f"value = 2\nvalid_from = {begins}\nvalid_to = 2027-12-31\n"
    return f'clause = "五（四）6"\n\n[[parameter]]\nid = "early_service_years"\n{period}clause = "五（四）6"\n'


REVIEW_DONE = 'value = 2026-10-30\nvalid_from = 2026-01-01\nvalid_to = 2026-12-31\nclause = "三（一）1；三（五）"'
REVIEW_DONE_TWICE = (
    f'{REVIEW_DONE.replace("2026-12-31", "2026-06-30")}\n\n[[parameter]]\nid = "review_done_due"\n'
    f"{REVIEW_DONE.replace('2026-01-01', '2026-07-01').replace('10-30', '11-30')}"
)
BROKEN = [
    ("unknown key", "rules/2-filing.toml", 'id = "R003"', 'id = "R003"\nseverity = "high"', "severity"),
    ("missing citation", "rules/2-filing.toml", 'id = "R003"\nclause = "二（一）"', 'id = "R003"', "clause"),
    ("empty citation", "rules/2-filing.toml", 'id = "R003"\nclause = "二（一）"', 'id = "R003"\nclause = ""', "length"),
    ("unknown fact", "rules/2-filing.toml", 'track == "online"', 'trakc == "online"', "trakc"),
    ("word that the fact never has", "rules/2-filing.toml", 'track == "online"', 'track == "onlin"', "onlin"),
    ("number beside a word", "rules/2-filing.toml", 'track == "online"', "track == 1", "number"),
    ("flag beside a text", "rules/2-filing.toml", 'track == "online"', 'senior == "online"', "text"),
    ("text for a condition", "rules/2-filing.toml", "'track == \"online\"'", '"track"', "yes-or-no"),
    ("and over a text", "rules/2-filing.toml", 'track == "online"', "track and senior", "text"),
    ("order of a flag", "rules/3-dates.toml", '"days_left <= 3"', '"window_open <= 3"', "mismatch"),
    ("clock in a condition", "rules/3-dates.toml", '"days_left <= 3"', '"$now == $now"', "now"),
    ("arithmetic", "rules/3-dates.toml", '"days_left <= 3"', '"days_left + 1 <= 3"', "not allowed"),
    ("unclosed condition", "rules/3-dates.toml", '"days_left <= 3"', '"(days_left <= 3"', "syntax"),
    ("unknown group", "rules/2-filing.toml", '"not_open" in groups', '"nowhere" in groups', "nowhere"),
    ("unknown setting given", "rules/6-papers.toml", '"other" in materials', '"othr" in given', "othr"),
    ("late fact in a window", "dates.toml", "when = 'senior'", "when = 'due_passed'", "due_passed"),
    ("rule twice", "rules/2-filing.toml", 'id = "R003"', 'id = "R002"', "R002 twice"),
    ("rule twice over files", "rules/2-filing.toml", 'id = "R003"', 'id = "N01"', "N01 twice"),
    ("built-in rule", "rules/2-filing.toml", 'id = "R003"', 'id = "FORM"', "FORM twice"),
    ("no English", "rules/2-filing.toml", ', en = "Choose a series from the list."', "", "en"),
    ("unknown verdict", "rules/2-filing.toml", 'verdict = "ask"', 'verdict = "maybe"', "maybe"),
    ("unknown field to jump to", "rules/2-filing.toml", 'field = "filing.track"', 'field = "filing.trakc"', "trakc"),
    ("unknown fact in a sentence", "rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {serie} 不", "serie"),
    ("a brace without its other", "rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {series 不", "brace"),
    ("a brace in a brace", "rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {{series} 不", "brace"),
    ("a fact with a width", "rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {series:>9} 不", "by its name"),
    ("a fact converted", "rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {series!r} 不", "by its name"),
    ("like a rule that is not there", "rules/4-routes.toml", 'like = "R037"', 'like = "R999"', "R999"),
    ("route of an unknown station", "routes.toml", 'station = "region_centre"', 'station = "moon"', "moon"),
    ("window that ends first", "dates.toml", "first = 2026-05-11", "first = 2026-05-26", "ends before"),
    ("window with one day", "dates.toml", "first = 2026-05-11\n", "", "two days"),
    ("window with one more", "dates.toml", "last = 2026-05-25", 'last = 2026-05-25\nlast_setting = "x"', "settings"),
    ("deadline without a day", "dates.toml", "on = 2026-06-20\n", "", "day or a setting"),
    ("deadline of an unknown setting", "dates.toml", '"school_senior_due"', '"school_due"', "school_due"),
    ("office day of an unknown number", "dates.toml", '"review_done_due"', '"review_due"', "parameter review_due"),
    ("office day that is no day", "dates.toml", '"review_done_due"', '"dishonesty_years"', "one day in 2026"),
    ("office day twice", "dates.toml", 'id = "examination"', 'id = "yearly_notice"', "twice"),
    ("fact to be told that is none", "rules/3-dates.toml", '"window_first", "window_last"', '"window_frist"', "frist"),
    ("track twice", "series.toml", 'name = "医"', 'name = "药"', "track twice"),
    ("office day typed in", "dates.toml", 'parameter = "review_done_due"', "on = 2026-10-30", "field `on`"),
    ("date that is none", "dates.toml", "2026-06-20", "2026-06-31", "line"),
    ("a text for a date", "dates.toml", "on = 2026-06-20", 'on = "soon"', "date"),
    ("negative copies", "papers.toml", "count = 15", "count = -1", ">= 0"),
    ("paper of no kind", "papers.toml", 'kind = "submission_form"', 'kind = "form"', "form"),
    ("newer schema", "pack.toml", "schema = 1", "schema = 2", "schema 2"),
    ("setting twice", "pack.toml", 'id = "local_route"', 'id = "local_exam"', "twice"),
    ("default of the wrong kind", "pack.toml", "default = 2026-07-15", "default = true", "helinger"),
    ("setting the program needs", "pack.toml", 'id = "local_exam"', 'id = "local_examination"', "local_exam"),
    ("hours the program needs", "pack.toml", 'id = "continuing_public_hours"', 'id = "hours"', "public_hours"),
    ("term the program needs", "pack.toml", 'id = "auditor_exam_years"', 'id = "exam_years"', "auditor_exam_years"),
    ("number the program needs", "pack.toml", "value = 5\n", 'value = "five"\n', "notice_minimum_workdays"),
    ("parameter named like a fact", "pack.toml", 'id = "early_service_years"', 'id = "days_left"', "taken"),
    ("parameter that ends first", "pack.toml", "valid_to = 2026-12-31", "valid_to = 2018-12-31", "before it begins"),
    ("series twice", "series.toml", 'code = "02"', 'code = "01"', "twice"),
    ("unknown method", "series.toml", 'mid = "exam"', 'mid = "lottery"', "lottery"),
    ("area twice", "areas.toml", 'key = "huimin"', 'key = "xincheng"', "twice"),
    ("rule not listed", "coverage.toml", '"R083"', '"R983"', "R083"),
    ("setting of an answer", "rules/3-dates.toml", 'setting = "local_review_due"', 'setting = "somewhen"', "somewhen"),
    ("unknown subject", "rules/2-filing.toml", "[[rule]]", 'about = "weather"\n[[rule]]', "weather"),
    ("window with two settings and a day", "dates.toml", "first = 2026-06-11\nlast = 2026-07-10\n",
     'first = 2026-06-11\nfirst_setting = "local_exam"\nlast_setting = "local_exam"\n', "two days or two settings"),
    ("setting beside no rule", "coverage.toml", ', settings = ["recused_in_base"]', "", "stands beside no rule"),
    ("no TOML", "completeness.toml", "[empty]", "[empty", "line"),
]  # fmt: skip
#: What a pack says in vain, twice, or leaves unsaid.
UNREACHED = [
    (
        "copies never reached",
        "papers.toml",
        '{ when = "senior", count = 15 }',
        '{ when = "true", count = 15 }',
        "never reached",
    ),
    (
        "case that contradicts itself",
        "rules/3-dates.toml",
        '"days_left <= 3"',
        '"days_left <= 3 and days_left > 4"',
        "never hold",
    ),
    (
        "case beside what applies",
        "rules/9-claims.toml",
        "when = '\"health\" not in groups'",
        "when = 'not epidemic_claimed'",
        "never hold",
    ),
    (
        "case after one that takes all",
        "rules/6-papers.toml",
        "when = 'series != \"\"'",
        "when = '\"qualification\" in materials'",
        "never reached",
    ),
    (
        "rule that never applies",
        "rules/7-paths.toml",
        '\'path in ["exceptional", "recognition", "direct"]\'',
        '\'path == "exceptional" and path == "direct"\'',
        "never applies",
    ),
    ("window that never holds", "dates.toml", "when = 'senior'", "when = 'senior and level == \"mid\"'", "never hold"),
    (
        "window after one that takes all",
        "dates.toml",
        "when = 'level == \"mid\"'",
        "when = 'level == \"junior\"'",
        "take all",
    ),
    (
        "windows that overlap",
        "dates.toml",
        "when = 'level == \"mid\"'",
        'when = \'level in ["junior", "mid"]\'',
        "overlap",
    ),
    ("level without a window", "dates.toml", "when = 'senior'", "when = 'level == \"full_senior\"'", "gap"),
    (
        "route never reached",
        "routes.toml",
        "when = 'senior and belongs == \"territorial\"'",
        "when = 'senior and belongs == \"self_reviewing\"'",
        "take all",
    ),
    (
        "unit without a route",
        "routes.toml",
        'when = \'level in ["mid", "junior"] and belongs == "district"\'',
        'when = \'level == "mid" and belongs == "district"\'',
        "gap",
    ),
    ("never decided", "routes.toml", "decided = 'level", 'decided = \'level == "" and level', "never decided"),
    (
        "deadline that never holds",
        "dates.toml",
        'when = \'level == "mid" and belongs',
        'when = \'senior and level == "mid" and belongs',
        "never hold",
    ),
    (
        "deadline after one that takes all",
        "dates.toml",
        'when = \'senior and belongs == "municipal"',
        'when = \'senior and belongs == "district"',
        "take all",
    ),
    ("periods that overlap", "pack.toml", 'clause = "五（四）6"\n', _second_period("2026-12-31"), "overlaps"),
    ("periods with a gap", "pack.toml", 'clause = "五（四）6"\n', _second_period("2027-01-02"), "gap"),
]
ROWS = [*BROKEN, *UNREACHED]


@pytest.mark.parametrize(("name", "file", "old", "new", "says"), ROWS, ids=[row[0] for row in ROWS])
def test_refused(edited: Edit, name: str, file: str, old: str, new: str, says: str) -> None:
    folder = edited(file, old, new)
    with pytest.raises(Fault) as caught:
        load(folder)
    assert caught.value.code is Code.POLICY_INVALID
    assert caught.value.fields["path"] == Path(file).name
    assert says in str(caught.value.fields["detail"])
    for language in Language:
        assert Path(file).name in sentence(caught.value, language)
    approve_line("refusals", name, refusal(caught.value.fields, (folder / file).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/2-filing.toml", 'id = "R003"', 'id = "R003"\nseverity = "high"'),
        ("rules/2-filing.toml", 'track == "online"', 'trakc == "online"'),
        ("rules/3-dates.toml", 'verdict = "pass"', 'verdict = "passed"'),
        ("dates.toml", "on = 2026-06-20", 'on = "soon"'),
        ("pack.toml", 'edition = "2026.1"', "edition = 1"),
    ],
)
def test_the_line_is_near_the_mistake(edited: Edit, file: str, old: str, new: str) -> None:
    folder = edited(file, old, new)
    with pytest.raises(Fault) as caught:
        load(folder)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    wrong = next(number for number, line in enumerate(lines, 1) if new.splitlines()[-1] in line)
    assert wrong - 12 <= int(str(caught.value.fields["line"])) <= wrong


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/3-dates.toml", '"days_left <= 3"', '"days_left <= three"'),
        ("rules/9-claims.toml", "'labour_area != area'", "'labour_area != area and labour_area == area'"),
        ("rules/2-filing.toml", 'field = "filing.track"', 'field = "filing.trakc"'),
        ("rules/2-filing.toml", "系列代码 {series} 不", "系列代码 {serie} 不"),
    ],
)
def test_a_mistake_in_a_case_is_refused_at_that_case(edited: Edit, file: str, old: str, new: str) -> None:
    folder = edited(file, old, new)
    with pytest.raises(Fault) as caught:
        load(folder)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    wrong = next(number for number, line in enumerate(lines, 1) if new in line)
    case = max(number for number, line in enumerate(lines[:wrong], 1) if line == "[[rule.case]]")
    assert caught.value.fields["line"] == case


@pytest.mark.parametrize(
    ("file", "old", "new", "row"),
    [
        ("dates.toml", "when = 'level == \"mid\"'", "when = 'level == \"junior\"'", 'id = "mid"'),
        ("dates.toml", "when = 'level == \"mid\"'", 'when = \'level in ["junior", "mid"]\'', 'id = "mid"'),
        ("routes.toml", 'belongs == "territorial"\'', 'belongs == ""\'', 'id = "territorial_local"'),
        ("pack.toml", 'clause = "五（四）6"\n', _second_period("2026-12-31"), "valid_from = 2026-12-31"),
    ],
)
def test_what_nothing_reaches_is_refused_at_its_row(edited: Edit, file: str, old: str, new: str, row: str) -> None:
    folder = edited(file, old, new)
    with pytest.raises(Fault) as caught:
        load(folder)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    header = max(number for number, line in enumerate(lines[: lines.index(row)], 1) if line.startswith("[["))
    assert caught.value.fields["line"] == header


def test_a_rule_that_gives_every_answer_has_no_case_before_another(edited: Edit) -> None:
    folder = edited("rules/6-papers.toml", 'id = "R111"\n', 'id = "R111"\nmatch = "every"\n')
    path = folder / "rules/6-papers.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("when = 'series != \"\"'", "when = '\"qualification\" in materials'", 1), encoding="utf-8"
    )
    assert "R111" in load(folder).carried_out


def test_periods_that_follow_each_other_are_taken(edited: Edit) -> None:
    loaded = load(edited("pack.toml", 'clause = "五（四）6"\n', _second_period("2027-01-01")))
    assert loaded.parameter("early_service_years", date(2026, 12, 31)) == 3
    assert loaded.parameter("early_service_years", date(2027, 1, 1)) == 2


def test_a_window_of_one_day_is_taken(edited: Edit) -> None:
    loaded = load(edited("dates.toml", "first = 2026-05-11", "first = 2026-05-25"))
    assert [each.row.id for each in loaded.windows if each.row.first and each.row.first == each.row.last] == ["junior"]


def test_an_office_day_that_changes_within_the_year_is_refused_where_it_is_named(edited: Edit) -> None:
    folder = edited("pack.toml", REVIEW_DONE, REVIEW_DONE_TWICE)
    with pytest.raises(Fault) as caught:
        load(folder)
    assert caught.value.fields["path"] == "dates.toml"
    assert "no parameter review_done_due that is one day in 2026" in str(caught.value.fields["detail"])


def test_a_question_that_leads_to_another_setting_is_refused(edited: Edit) -> None:
    ballot = "rules/meeting-4-ballot.toml"
    with pytest.raises(Fault) as caught:
        load(edited(ballot, 'setting = "recused_in_base"', 'setting = "review_fee"'))
    assert caught.value.fields["line"] == 0
    assert "rule N12 asks for recused_in_base and does not lead to it" in str(caught.value.fields["detail"])


def test_cases_written_in_one_line_are_refused_at_their_rule(edited: Edit) -> None:
    said = '{ zh = "甲", en = "a" }'
    case = f'case = [{{ when = "days_left == dayz", verdict = "info", says = {said}, mend = {said} }}]'
    folder = edited("rules/3-dates.toml", "[[rule]]", f'[[rule]]\nid = "N99"\nclause = "一"\n{case}\n\n[[rule]]')
    with pytest.raises(Fault) as caught:
        load(folder)
    lines = (folder / "rules/3-dates.toml").read_text(encoding="utf-8").splitlines()
    assert caught.value.fields["line"] == lines.index("[[rule]]") + 1


def test_no_pack_and_unreadable_pack(tmp_path: Path, edited: Edit) -> None:
    with pytest.raises(Fault) as caught:
        load(tmp_path)
    assert caught.value.code is Code.POLICY_NOT_FOUND
    folder = edited("areas.toml", "[[area]]", "[[area]]")
    (folder / "areas.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(Fault) as caught:
        load(folder)
    assert caught.value.code is Code.POLICY_UNREADABLE
    (folder / "areas.toml").unlink()
    with pytest.raises(Fault) as caught:
        load(folder)
    assert caught.value.code is Code.POLICY_NOT_FOUND


def test_other_settings_share_what_was_compiled_and_forget_earlier_ones() -> None:
    plain = load_shipped()
    posting = plain.with_settings({"notice_counts_posting_day": True})
    assert posting.rules is plain.rules
    assert (posting.given, posting.calendar.counts_posting_day) == ({"notice_counts_posting_day"}, True)
    after = posting.with_settings({"deadline_on_holiday": "after"})
    assert (after.given, after.calendar.counts_posting_day) == ({"deadline_on_holiday"}, False)
    assert after.setting_is("deadline_on_holiday", "after")
    assert not plain.given


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("school_senior_due", "2026-07-24"),
        ("notice_counts_posting_day", "yes"),
        ("deadline_on_holiday", "never"),
        ("local_route", "unit>moon"),
        ("local_route", "unit>department>unit"),
        ("local_route", ">".join(one.value for one in Station) + ">unit"),
        ("no_such_setting", True),
    ],
)
def test_settings_of_the_wrong_kind_are_refused(name: str, value: object) -> None:
    with pytest.raises(Fault) as caught:
        load(SHIPPED, {name: value})  # type: ignore[dict-item]
    assert caught.value.code is Code.POLICY_INVALID
    assert name in str(caught.value.fields["detail"])


def test_the_digest_tells_packs_apart(edited: Edit) -> None:
    assert load_shipped().digest == digest(files_of(SHIPPED))
    folder = edited("dates.toml", "2026-06-20", "2026-06-19")
    assert digest(files_of(folder)) != digest(files_of(SHIPPED))
    (folder / "dates.toml").write_bytes((SHIPPED / "dates.toml").read_bytes())
    assert digest(files_of(folder)) == digest(files_of(SHIPPED))
    (folder / "dates.toml").rename(folder / "days.toml")
    assert digest(files_of(folder)) != digest(files_of(SHIPPED))
    assert load_shipped().digest[:12] in load_shipped().version


def test_another_year_is_only_data(edited: Edit, build: Callable[..., object]) -> None:
    from desktop_app.policy.windows import window

    folder = edited("dates.toml", "last = 2026-07-10", "last = 2026-07-12")
    found = window(build(), load(folder))  # type: ignore[arg-type]
    assert found is not None
    assert found.last == date(2026, 7, 12)


def test_folded_constants_do_not_hide_mixed_types() -> None:
    compiler = Compiler({"level": SymbolType(Kind.WORD, frozenset({"", "mid"}))})
    compiler.compile('level == "mid" or level in ["", "mid"]')
    for text in (
        'level in ["mid", 1]',
        'level in ["middle"]',
        "level == null",
        'level =~ "m.*"',
        "[level]",
        "level.length > 1",
    ):
        with pytest.raises(ExpressionError):
            compiler.compile(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "posts_checked"', 'id = "papers_valid"', "point papers_valid twice"),
        ('id = "area"', 'id = "department"', "department twice"),
        ('id = "area"', 'id = "moon"', "moon"),
        ('station = "district_hr"', 'station = "moon"', "moon"),
        ('clause = "六（一）2"', 'clause = ""', "length"),
    ],
)
def test_checklists_are_read_strictly(edited: Edit, old: str, new: str, said: str) -> None:
    with pytest.raises(Fault) as caught:
        load(edited("checklists.toml", old, new))
    assert caught.value.code is Code.POLICY_INVALID
    assert said in str(caught.value.fields["detail"])


def test_a_pack_is_the_same_whichever_system_edited_it(tmp_path: Path) -> None:
    """An editor of Windows ends each line with two characters; the rest of a line is nobody's to change."""
    folder = tmp_path / "pack"
    shutil.copytree(resource("policy", "hohhot-2026"), folder)
    for path in folder.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder).digest == load_shipped().digest
