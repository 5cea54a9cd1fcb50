"""The roster and annex 2, from a vault with filings in several states, read back from the page."""

import io
from pathlib import Path

import docx
import msgspec
import openpyxl
import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, keep, posts, submit, year_figures, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.application import PublicNotice
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Level
from desktop_app.domain.office_year import FilingOutcome
from desktop_app.domain.posts import PostLine
from desktop_app.papers.render import Rendered
from desktop_app.policy.year_summary import year_summary

pytestmark = pytest.mark.slow


def text(rendered: Rendered) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


@pytest.fixture
def busy(unit: Session, submitted: ApplicationId) -> ApplicationId:
    """One filing that was submitted, and a draft that nobody has let go of."""
    draft.take_in(unit, resource("demo", "township_agronomist.json"))
    return submitted


def test_drafts_are_not_reported(unit: Session, busy: ApplicationId) -> None:
    found = year_papers.filings(unit, Progress())
    assert [(one.filed.application.person.name, one.filed.outcome) for one in found] == [
        ("沈砚舟", FilingOutcome.UNDER_REVIEW)
    ]


def test_a_returned_filing_counts_as_sent_back(unit: Session, busy: ApplicationId) -> None:
    submit.withdraw(unit, busy, "改正")
    assert year_papers.filings(unit, Progress()) == []


def test_what_was_given_up_is_counted_as_it_was_filed_and_stands_on_no_roster(
    unit: Session, busy: ApplicationId
) -> None:
    (before,) = year_papers.filings(unit, Progress())
    with unit.vault.act(Act.GIVEN_UP, {"application": busy}):
        # as at an office: what its draft lacks the version has, and what desks said to it
        bare = msgspec.structs.replace(draft.load(unit, busy).draft, public_notice=PublicNotice())
        unit.vault.applications.save_draft(busy, bare)
        unit.vault.applications.set_status(busy, year_papers.Status.ABANDONED)
    (after,) = year_papers.filings(unit, Progress())
    assert after.filed.outcome is FilingOutcome.GIVEN_UP
    assert after.filed.application == before.filed.application
    found = text(year_papers.roster(unit, Progress()))
    assert "沈砚舟" not in found
    assert "人数0" in found
    assert year_papers.roster_table(unit, Progress())[0].rows == ()


def test_the_roster_has_each_person_and_the_highest_mark(unit: Session, busy: ApplicationId) -> None:
    rendered = year_papers.roster(unit, Progress())
    assert (rendered.width_mm, rendered.height_mm) == (420.0, 297.0)
    found = text(rendered)
    for words in ("沈砚舟", "高级工程师", "副高级", "机密★5年", "人数1", "工程技术人员"):
        assert words in found
    assert draft.load(unit, busy).draft.person.identity_number not in found


def test_annex_2_counts_what_the_vault_knows_and_leaves_the_rest_to_a_hand(unit: Session, busy: ApplicationId) -> None:
    found = text(year_papers.summary(unit, Progress()))
    for words in ("收到1人的申报，来自1个单位", "工程技术人员副高级11000", "限定范围公示1人", "三、岗位设置情况"):
        assert words in found
    assert "沈砚舟" not in found


@pytest.mark.parametrize("document", list(year_papers.DRAWN))
def test_an_empty_year_is_drawn(unit: Session, document: Document) -> None:
    assert "无" in text(year_papers.DRAWN[document](unit, Progress()))


def test_two_hundred_people_go_on_over_pages(unit: Session, drafted: ApplicationId) -> None:
    content = draft.load(unit, drafted).draft
    with unit.vault.act(Act.APPLICATION_CREATED, {}):
        for number in range(200):
            person = msgspec.structs.replace(content.person, name=f"甲{number:03d}", identity_number="")
            made = unit.vault.applications.create(
                msgspec.structs.replace(content, person=person, materials=()), year_papers.Status.RECEIVED
            )
            unit.vault.versions.add(made, msgspec.structs.replace(content, person=person, materials=()), "甲")
    rendered = year_papers.roster(unit, Progress())
    assert rendered.pages_per_copy >= 8
    found = text(rendered)
    assert all(f"甲{number:03d}" in found for number in (0, 99, 199))


@pytest.mark.parametrize("document", list(year_papers.DRAWN))
def test_each_is_written_only_on_request_and_in_the_log(
    unit: Session, busy: ApplicationId, tmp_path: Path, document: Document
) -> None:
    path = tmp_path / "paper.pdf"
    year_papers.save(unit, document, path, Progress())
    assert path.read_bytes().startswith(b"%PDF-1.4")
    entry = [one for one in unit.vault.audit.entries() if one.act is Act.PLAIN_TEXT_WRITTEN][-1]
    assert entry.objects == {"document": document.value, "format": "pdf"}


def test_each_figure_is_as_many_as_the_list_behind_it_and_as_the_report_says(
    unit: Session, busy: ApplicationId
) -> None:
    posts.put(
        unit,
        PostLine(
            id="", year=2026, unit="甲校", level=Level.ASSOCIATE_SENIOR, posts=9, appointed=7, both_duties=1, to_use=2
        ),
        "年初核定",
    )
    found = {one.key: one for one in year_figures.figures(unit, Progress())}
    report = year_summary([o.filed for o in year_papers.filings(unit, Progress())], posts.unit_posts(unit), unit.pack)
    told = {
        "filed": report.filed,
        "units": report.units,
        "recommended": report.recommended_in_full,
        "posts.posts": report.posts_in_all.posts,
        "posts.appointed": report.posts_in_all.appointed,
        "posts.both_duties": report.posts_in_all.both_duties,
        "posts.qualified_unappointed": report.posts_in_all.qualified_unappointed,
        "posts.vacancies_for_senior": report.posts_in_all.vacancies_for_senior,
        "notice.posted": report.notices.posted,
        "notice.limited": report.notices.limited,
        "notice.withheld": report.notices.withheld,
        "notice.unrecorded": report.notices.unrecorded,
        "notice.objected": report.notices.objected,
        "agreed": report.agreed,
        **{f"checked.{point}": count for point, count in report.checked.items()},
        **{f"received.{row.series}.{row.level.value}": row.received for row in report.received},
        **{
            f"received.{row.series}.{row.level.value}.{outcome.value}": count
            for row in report.received
            for outcome, count in row.by_outcome.items()
            if count
        },
    }
    assert {key: figure.count for key, figure in found.items() if not key.startswith("mid_junior")} == told
    assert told["posts.posts"] == 9
    assert [line.application for line in found["filed"].behind] == [busy]
    assert found["posts.posts"].behind[0].unit == "甲校"


def test_the_roster_as_a_workbook_and_as_a_word_file_says_what_the_paper_says(
    unit: Session, busy: ApplicationId, tmp_path: Path
) -> None:
    table, words = tmp_path / "花名册.xlsx", tmp_path / "花名册.docx"
    for path in (table, words):
        year_papers.save(unit, Document.ROSTER, path, Progress())
    book = openpyxl.load_workbook(table)
    sheet = book["职称申报人员花名册"]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
    assert (row["序号"], row["姓名"], row["层级"], row["密级"]) == (1, "沈砚舟", "副高级", "机密★5年")
    assert {line[0].value: line[1].value for line in book["概况"].iter_rows()}["密级"] == "机密★5年"
    document = docx.Document(str(words))
    assert document.sections[0].header.paragraphs[0].text == "机密★5年"
    assert document.sections[0].page_width > document.sections[0].page_height
    assert [cell.text for cell in document.tables[0].rows[0].cells] == heads
    assert document.tables[0].rows[1].cells[1].text == "沈砚舟"
    formats = [entry.objects["format"] for entry in keep.audit(unit, 2, 0)]
    assert formats == ["docx", "xlsx"]


def test_annex_2_can_be_edited_with_all_six_parts(unit: Session, busy: ApplicationId, tmp_path: Path) -> None:
    path = tmp_path / "总结.docx"
    year_papers.save(unit, Document.ANNEX2_SUMMARY, path, Progress())
    document = docx.Document(str(path))
    heads = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"]
    assert [head[:2] for head in heads] == ["一、", "二、", "三、", "四、", "五、", "六、"]
    assert any("收到1人的申报，来自1个单位" in one.text for one in document.paragraphs)
    year_papers.save(unit, Document.ANNEX2_SUMMARY, tmp_path / "总结.xlsx", Progress())
    book = openpyxl.load_workbook(tmp_path / "总结.xlsx")
    assert [cell.value for cell in book["二、材料接收及审核情况"][2]][:4] == ["工程技术人员", "副高级", 1, 1]


def test_a_name_that_says_no_kind_of_file_is_refused_before_anything_is_done(
    unit: Session, busy: ApplicationId, tmp_path: Path
) -> None:
    with pytest.raises(Fault) as refused:
        year_papers.save(unit, Document.ROSTER, tmp_path / "花名册.doc", Progress())
    assert refused.value.code is Code.PAPER_FILE_KIND
    assert list(tmp_path.glob("花名册*")) == []
