"""The roster and annex 2, from a vault with filings in several states, read back from the page."""

import io
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, submit, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.office_year import FilingOutcome
from desktop_app.papers.render import Rendered


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
    assert [(one.application.person.name, one.outcome) for one in found] == [("沈砚舟", FilingOutcome.UNDER_REVIEW)]


def test_a_returned_filing_counts_as_sent_back(unit: Session, busy: ApplicationId) -> None:
    submit.withdraw(unit, busy, "改正")
    assert year_papers.filings(unit, Progress()) == []


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
    assert entry.objects == {"document": document.value}
