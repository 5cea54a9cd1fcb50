"""Posts and limited numbers: what filings take, what is refused, history; dishonest conduct; the directory."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import directory, dishonesty, draft, keep, posts, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk, Level, Path
from desktop_app.domain.posts import FullSeniorPassed, PostKind, PostLine
from tests.support import filings
from tests.support.filings import another


@pytest.fixture
def unit_of(unit: Session, submitted: ApplicationId) -> tuple[Session, str, Level]:
    content = draft.load(unit, submitted).draft
    assert content.filing.level is not None
    return unit, content.unit.name, content.filing.level


def line(unit: str, level: Level, **said: object) -> PostLine:
    return PostLine(**({"id": "", "year": 2026, "unit": unit, "level": level, "posts": 3, "appointed": 2} | said))  # type: ignore[arg-type]


def test_a_filing_takes_a_post_of_its_unit_and_the_second_exceeds_it(unit_of: tuple[Session, str, Level]) -> None:
    session, unit, level = unit_of
    posts.put(session, line("", level, posts=90), "全区核定")
    made = posts.put(session, line(unit, level), "呼人社〔2026〕12号")
    row = next(one for one in posts.table(session).rows if one.line.id == made.id)
    assert (row.needing, row.overdrawn, row.line.free) == (1, 0, 1)
    assert [f.verdict for f in row.findings if f.rule == "R073"] == [Verdict.PASS]
    another(session, 1, "阿拉坦")
    row = next(one for one in posts.table(session).rows if one.line.id == made.id)
    assert row.overdrawn == 1
    finding = next(f for f in row.findings if f.rule == "R073")
    assert (finding.verdict, finding.clause) == (Verdict.WARN, "五（七）1")
    assert "2 人" in finding.says.zh


def test_who_needs_no_post_takes_none(unit_of: tuple[Session, str, Level]) -> None:
    session, unit, level = unit_of
    asking = posts.table(session).without[0]
    filing = structs.replace(asking.filing, path=Path.GREEN_37)
    free = posts.Asking(asking.application, "", unit, (), filing, asking.marking)
    assert free.needs_none
    assert not asking.needs_none
    assert posts.line_for([line(unit, level, id="a", field="别的专业")], asking) is None


def test_posts_set_apart_are_never_exceeded_and_every_change_has_its_reason(unit: Session) -> None:
    with pytest.raises(Fault) as refused:
        posts.put(unit, line("一中", Level.MID, kind=PostKind.TARGETED, to_use=2), "单列")
    assert refused.value.code is Code.POSTS_OVERDRAWN
    with pytest.raises(Fault) as refused:
        posts.put(unit, line("一中", Level.MID), "  ")
    assert refused.value.code is Code.REASON_MISSING
    made = posts.put(unit, line("一中", Level.MID), "核定")
    posts.put(unit, structs.replace(made, posts=5), "增设两岗")
    posts.remove(unit, made.id, "并入二中")
    assert posts.lines_of(unit) == []
    assert [one.reason for one in posts.history(unit, made.id)] == ["并入二中", "增设两岗", "核定"]
    assert not keep.check_vault(unit, Progress()).problems


def test_the_same_posts_are_not_set_twice(unit: Session) -> None:
    line = PostLine(id="", year=2026, unit="甲校", level=Level.MID, posts=5)
    made = posts.put(unit, line, "核定")
    with pytest.raises(Fault) as caught:
        posts.put(unit, structs.replace(line, unit=" 甲校 ", posts=7), "再次核定")
    assert caught.value.code is Code.POSTS_TWICE
    assert [(one.unit, one.posts) for one in posts.unit_posts(unit)] == [("甲校", 5)]
    posts.put(unit, structs.replace(made, posts=7), "调整")
    other = posts.put(unit, structs.replace(line, field="工程"), "分类核定")
    with pytest.raises(Fault) as moved:
        posts.put(unit, structs.replace(other, field=""), "改类别")
    assert moved.value.code is Code.POSTS_TWICE
    assert [(one.unit, one.posts) for one in posts.unit_posts(unit)] == [("甲校", 12)]


def test_the_thirty_sixth_teacher_and_the_second_schools_fourth_are_refused(unit: Session) -> None:
    for over in (FullSeniorPassed(year=2026, second_school=3, others=33), FullSeniorPassed(year=2026, second_school=4)):
        with pytest.raises(Fault) as refused:
            posts.record_teachers(unit, over, "评审结果")
        assert refused.value.code is Code.TEACHERS_BREAK
        assert "人，超过" in sentence(refused.value, Language.ZH)
        assert "（五（九））" in sentence(refused.value, Language.ZH)
    assert posts.table(unit).full_senior is None
    found = posts.record_teachers(unit, FullSeniorPassed(year=2026, second_school=3, others=32), "评审结果")
    assert {f.rule: f.verdict for f in found} == {"R077": Verdict.PASS, "R078": Verdict.TODO}
    wrong = FullSeniorPassed(year=2026, others=1, appointed_on=date(2026, 9, 1))
    with pytest.raises(Fault):
        posts.record_teachers(unit, wrong, "先聘后批")


def test_what_was_recorded_of_the_teachers_stays_with_its_ground(unit: Session) -> None:
    posts.record_teachers(unit, FullSeniorPassed(year=2026, others=30), "初评结果")
    posts.record_teachers(unit, FullSeniorPassed(year=2026, second_school=3, others=32), " 呼教评〔2026〕1号 ")
    told = [(one.others, one.ground, one.by) for one in posts.teachers_history(unit)]
    assert told == [(32, "呼教评〔2026〕1号", unit.user), (30, "初评结果", unit.user)]
    now = posts.table(unit).full_senior
    assert now is not None
    assert (now.second_school, now.ground) == (3, "呼教评〔2026〕1号")
    assert not keep.check_vault(unit, Progress()).problems


def test_the_figures_for_annex_two(unit: Session) -> None:
    posts.put(unit, line("一中", Level.ASSOCIATE_SENIOR, to_use=1, both_duties=1), "核定")
    posts.put(unit, line("一中", Level.MID, posts=10, appointed=4, qualified_unappointed=3), "核定")
    posts.put(unit, line("一中", Level.MID, posts=2, appointed=0, kind=PostKind.TARGETED), "单列")
    (found,) = posts.unit_posts(unit)
    assert (found.posts, found.appointed, found.qualified_unappointed, found.both_duties) == (13, 6, 3, 1)
    assert (found.vacancies_for_senior, found.mid_junior_limit) == (1, 10)
    pdf = pypdfium2.PdfDocument(io.BytesIO(year_papers.summary(unit, Progress()).pdf))
    printed = "".join("".join(page.get_textpage().get_text_bounded() for page in pdf).split())
    pdf.close()
    assert "一中1363171" in printed


def test_a_level_above_its_posts_hides_no_free_post_of_another(unit: Session) -> None:
    posts.put(unit, line("一中", Level.ASSOCIATE_SENIOR, posts=5, appointed=7), "核定")
    posts.put(unit, line("一中", Level.MID, posts=10, appointed=8), "核定")
    (found,) = posts.unit_posts(unit)
    assert found.vacant == sum(one.free for one in posts.lines_of(unit)) == 2
    printed = year_papers._summary(unit, Progress()).rows["posts"]
    assert [(row["posts"], row["appointed"], row["vacant"]) for row in printed] == [("15", "15", "2")]


def record(number: str, **said: object) -> DishonestyRecord:
    usual = {
        "id": "",
        "name": "某人",
        "identity_number": number,
        "recorded_on": date(2024, 2, 29),
        "conduct": "提供虚假业绩",
        "decided_by": "市人社局〔2024〕9号",
        "by": "",
        "at": datetime(2026, 7, 6, tzinfo=UTC),
    }
    return DishonestyRecord(**(usual | said))  # type: ignore[arg-type]


def test_a_record_counts_for_three_years_and_finds_the_filing(
    unit: Session, submitted: ApplicationId, clock: FixedClock
) -> None:
    number = draft.load(unit, submitted).draft.person.identity_number
    made = dishonesty.add(unit, record(number))
    (line_,) = dishonesty.register(unit)
    assert (line_.counts, line_.until) == (True, date(2027, 3, 1))
    assert [application for application, _ in line_.filings] == [submitted]
    assert dishonesty.counting(unit, number) == made
    dishonesty.revoke(unit, made.id, "复核后撤销")
    assert dishonesty.counting(unit, number) is None
    assert dishonesty.register(unit)[0].record.revoked == "复核后撤销"
    dishonesty.add(unit, record(number))
    clock.advance(days=300)
    assert dishonesty.counting(unit, number) is None
    with pytest.raises(Fault) as refused:
        dishonesty.add(unit, record(number, conduct=" "))
    assert refused.value.code is Code.RECORD_LACKS


def test_a_changed_number_stands_until_it_is_changed_back(open_desk: Callable[..., Session]) -> None:
    session = open_desk(Desk.DISTRICT_HR, "HR01")
    before = directory.lines(session)
    first = before[0]
    directory.change(session, first.area, office=first.office, section=first.section, phone="0471-6000000")
    after = directory.lines(session)
    assert (after[0].phone, after[0].changed) == ("0471-6000000", True)
    assert after[1:] == before[1:]
    directory.change(session, first.area, office=first.office, section=first.section, phone=first.phone)
    assert directory.lines(session) == before
    with pytest.raises(Fault):
        directory.change(session, "nowhere", office="甲", section="乙", phone="1")


def test_a_record_is_found_however_its_number_was_typed_and_a_mistyped_one_is_refused(unit: Session) -> None:
    number = filings.identity_number(4)
    assert number.endswith("X")
    made = dishonesty.add(unit, record(f" {number[:6]} {number[6:].lower()}"))
    assert dishonesty.counting(unit, number) == made
    with pytest.raises(Fault) as refused:
        dishonesty.add(unit, record(number[:-1] + "0"))
    assert refused.value.code is Code.RECORD_LACKS
    assert dishonesty.add(unit, record("E12345678")).identity_number == "E12345678"  # a passport has no check digit


def test_an_office_that_annex_three_leaves_open_is_filled_in_and_opened_again(
    open_desk: Callable[..., Session],
) -> None:
    session = open_desk(Desk.DISTRICT_HR, "HR01")
    before = directory.lines(session)
    city = next(one for one in before if not one.phone)
    directory.change(session, city.area, office=city.office, section="", phone="0471-4600000")
    assert next(one for one in directory.lines(session) if one.area == city.area).phone == "0471-4600000"
    directory.restore(session, city.area)
    assert directory.lines(session) == before
    with pytest.raises(Fault):
        directory.change(session, before[0].area, office=before[0].office, section="", phone="1")
