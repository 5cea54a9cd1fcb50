"""How an application reads on paper."""

import re
from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from desktop_app.domain.application import Application, ContinuingEducation, Exam, Filing, PublicNotice, ReviewResult
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import ContinuingExemption, NoticeMode, Path
from desktop_app.papers import wording
from desktop_app.papers.bindings import bind, row_vocabulary, vocabulary
from desktop_app.papers.issues import IssueKind
from desktop_app.papers.items import Run
from desktop_app.papers.laid import lay
from desktop_app.papers.wording import CodeTables
from tests.support.office_lists import filled
from tests.support.papers import TABLES, application, photo

VALUES = bind(application(), TABLES)


def test_dates_and_months_are_written_one_way() -> None:
    assert VALUES.single["filing.filled_on"] == "2026年6月30日"
    assert VALUES.single["person.birth"] == "1981年6月3日"
    assert VALUES.single["person.birth_month"] == "1981.06"
    assert VALUES.single["person.working_since"] == "2004.07"
    assert [row["span"] for row in VALUES.rows["work"]] == ["2004.07—2018.12", "2018.12—至今"]
    assert wording.days(date(2026, 6, 15), date(2026, 6, 22)) == "2026年6月15日至6月22日"
    assert wording.days(date(2026, 12, 30), date(2027, 1, 6)) == "2026年12月30日至2027年1月6日"
    assert wording.days(None, date(2026, 6, 22)) == "2026年6月22日"
    assert wording.days(date(2026, 6, 22), date(2026, 6, 22)) == "2026年6月22日"


def test_codes_and_closed_sets_become_words() -> None:
    assert VALUES.single["person.ethnic"] == "蒙古族"
    assert VALUES.single["person.sex"] == "女"
    assert VALUES.single["filing.series"] == "农业技术"
    assert VALUES.single["filing.level"] == "正高级"
    assert VALUES.single["unit.area"] == "玉泉区"
    assert VALUES.single["education.level_and_degree"] == "大学本科毕业（全日制）\n农学学士"
    assert VALUES.issues == ()


def test_a_code_that_no_table_explains_is_an_issue_and_is_not_hidden() -> None:
    values = bind(application(), CodeTables({"ethnic": {"01": "汉族"}}))
    assert values.single["person.ethnic"] == "02"
    found = {issue.field: issue for issue in values.issues}
    assert set(found) == {
        "filing.series", "person.ethnic_group", "person.political_status", "education.level", "education.degree",
        "unit.area",
    }  # fmt: skip
    assert found["person.ethnic_group"].kind is IssueKind.CODE_UNKNOWN
    assert "02" in found["person.ethnic_group"].words().zh
    assert "02" in found["person.ethnic_group"].words().en


def test_an_empty_application_prints_nothing_that_is_not_so() -> None:
    values = bind(Application(), CodeTables())
    filled = {name: value for name, value in values.single.items() if value}
    assert filled == {"year": "2026", "sheet.exceptional": "是（　　）　否（　　）"}
    assert all(rows == () for rows in values.rows.values())
    assert values.issues == ()


def test_the_sheet_sums_the_lists_up() -> None:
    assert (
        VALUES.single["sheet.work"]
        == "2004.07—2018.12　青城草原监理所，畜牧师\n2018.12—至今　青城草原工作站，高级畜牧师"
    )
    assert VALUES.single["sheet.awards"] == "2019.12　技术推广，丰收奖二等，第3名"
    assert VALUES.single["sheet.patents"] == "2022.03　种子丸粒化装置，实用新型，ZL 1，第1名"
    assert VALUES.single["sheet.publications"] == "2020.05　Reseeding of steppe，Grassland，独著"
    assert VALUES.single["sheet.appraisal.1"] == "2021年\n优秀"
    assert VALUES.single["sheet.continuing"] == "2025年公需30、专业60学时"
    assert VALUES.single["public_notice"] == "限定范围公示，2026年6月15日至6月22日，无异议"
    twice = structs.replace(application(), awards=application().awards * 2)
    assert bind(twice, TABLES).single["sheet.awards"].splitlines()[1].startswith("2．2019.12")


def test_only_the_last_five_assessments_are_on_the_sheet_oldest_first() -> None:
    base = application()
    more = (structs.replace(base.appraisals[0], year=2019), *reversed(base.appraisals))
    values = bind(structs.replace(base, appraisals=more), TABLES)
    assert [values.single[f"sheet.appraisal.{n}"][:4] for n in range(1, 6)] == ["2021", "2022", "2023", "2024", "2025"]
    assert values.rows["appraisals"][0]["year"] == "2019年"


def test_votes_are_blank_until_someone_has_voted_and_then_nought_is_nought() -> None:
    assert VALUES.single["review.no"] == ""
    voted = structs.replace(application(), review=ReviewResult(total=25, present=24, yes=24))
    assert bind(voted, TABLES).single["review.no"] == "0"
    assert bind(voted, TABLES).single["review.yes"] == "24"


def test_grounds_and_exemptions_are_said() -> None:
    for path, ticked in ((Path.EXCEPTIONAL, "是（√）"), (Path.ORDINARY, "否（√）")):
        assert ticked in bind(Application(filing=Filing(path=path)), TABLES).single["sheet.exceptional"]
    row = ContinuingEducation(year=2025, exemption=ContinuingExemption.NON_PUBLIC)
    exempt = bind(Application(continuing_education=(row,)), TABLES)
    assert "五（五）1" in exempt.single["sheet.continuing"]
    withheld = PublicNotice(mode=NoticeMode.WITHHELD, basis="保密办批准")
    assert bind(Application(public_notice=withheld), TABLES).single["public_notice"] == "因保密不公示（保密办批准）"
    valid = bind(Application(exams=(Exam(score="合格", valid_to=date(2028, 6, 13)),)), TABLES)
    assert valid.rows["exams"][0]["score"] == "合格\n有效期至2028年6月13日"


def test_the_vocabulary_is_what_binding_makes() -> None:
    assert vocabulary() == frozenset(VALUES.single)
    for name, columns in row_vocabulary().items():
        assert VALUES.rows[name], name
        for row in VALUES.rows[name]:
            assert frozenset(row) == columns


def test_the_callers_own_values_and_lists_are_beside_them() -> None:
    values = bind(Application(), CodeTables(), {"seal_code": "01595"}, {"materials": ({"name": "评审表"},)})
    assert values.single["extra.seal_code"] == "01595"
    assert values.rows["materials"] == ({"name": "评审表"},)


def test_a_moment_is_told_as_at_the_office_after_the_day_as_days_are_written() -> None:
    evening = datetime(2026, 6, 30, 16, 5, 9, tzinfo=UTC)
    assert wording.moment(evening) == "2026年7月1日 00:05"
    assert wording.moment(evening, seconds=True) == "2026年7月1日 00:05:09"


@pytest.mark.slow
@pytest.mark.parametrize("document", Document)
def test_every_paper_writes_days_one_way(document: Document) -> None:
    """Days as 2026年6月30日, months as 2019.06; nothing like 2026-06-30, 2026.06.30 or 2026/6/30."""
    asked = filled(document, application=application(), marking=application().marking, photo=photo())
    for page in lay(asked).pages:
        for item in page.items:
            if isinstance(item, Run):
                assert not re.search(r"\d{4}([-./])\d{1,2}\1\d{1,2}", item.text), item.text
