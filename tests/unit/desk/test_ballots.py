"""Ballots of a review meeting: one for each expert, numbered, without a name, each with everybody who is voted on."""

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, ballots
from desktop_app.desk.ballots import Sitting, VotedOn
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, Marking, SecrecyLevel, marked
from tests.support.font_files import UNCARRIED, holding
from tests.support.papers import LONG_NAME, RARE_NAME

PEOPLE = (
    VotedOn("萨仁高娃", "青城草原工作站", "正高级畜牧师"),
    VotedOn(LONG_NAME, "玉泉区疾病预防控制中心", "副主任医师"),
    VotedOn(RARE_NAME, "青城测绘院", "高级工程师"),
)


def sitting(experts: int = 25, people: tuple[VotedOn, ...] = PEOPLE, mark: Marking = NOT_SECRET) -> Sitting:
    return Sitting("呼和浩特市工程系列高级评委会", "测绘组", date(2026, 9, 12), experts, people, mark)


def words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_each_expert_has_a_ballot_with_everybody_on_it_and_a_number_of_its_own() -> None:
    pages = words(ballots.drawn(sitting(mark=marked(SecrecyLevel.SECRET, 60)), Progress()).pdf)
    assert len(pages) == 25
    for number, page in enumerate(pages, start=1):
        assert f"票号：第{number:02d}号共25张" in page
        assert "机密★5年" in page
        assert "2026年9月12日" in page
        assert all("".join(person.name.split()) in page for person in PEOPLE)
    assert len({page.replace(f"第{number:02d}号", "") for number, page in enumerate(pages, start=1)}) == 1


def test_a_long_ballot_keeps_its_number_on_each_sheet() -> None:
    made = ballots.drawn(sitting(2, PEOPLE * 10), Progress())
    pages = words(made.pdf)
    half = len(pages) // 2
    assert half > 1
    assert all("票号：第01号共2张" in page for page in pages[:half])
    assert all("票号：第02号共2张" in page for page in pages[half:])
    assert sum(page.count("正高级畜牧师") for page in pages[:half]) == 10


@pytest.mark.parametrize(("experts", "people"), [(0, PEOPLE), (201, PEOPLE), (9, ())])
def test_a_set_for_nobody_or_without_end_is_refused(experts: int, people: tuple[VotedOn, ...]) -> None:
    with pytest.raises(Fault) as caught:
        ballots.drawn(sitting(experts, people), Progress())
    assert caught.value.code is Code.BALLOTS_COUNT
    assert caught.value.fields == {"most": 200}


def test_nothing_is_printed_before_the_mark_is_decided() -> None:
    with pytest.raises(Fault) as caught:
        ballots.request(sitting(mark=UNDECIDED))
    assert caught.value.code is Code.MARKING_UNDECIDED


def test_the_set_is_saved_and_the_log_names_nobody(committee: Session, tmp_path: Path) -> None:
    path = tmp_path / "ballots.pdf"
    ballots.save(committee, sitting(3), path, Progress())
    assert len(words(path.read_bytes())) == 3
    (entry,) = committee.vault.audit.entries(1)
    assert (entry.act, entry.objects["document"]) == (Act.PLAIN_TEXT_WRITTEN, Document.BALLOT.value)
    assert "萨仁高娃" not in repr(entry)


def test_a_name_that_only_an_added_font_has_is_on_the_ballot(committee: Session, tmp_path: Path) -> None:
    people = (VotedOn(f"孟{UNCARRIED}", "青城测绘院", "高级工程师"),)
    path = tmp_path / "ballots.pdf"
    with pytest.raises(Fault) as caught:
        ballots.save(committee, sitting(1, people), path, Progress())
    assert caught.value.code is Code.LAYOUT_ISSUES
    assert not path.exists()
    font = tmp_path / "extension.ttf"
    font.write_bytes(holding(UNCARRIED))
    added_fonts.add(committee, added_fonts.read(font), "2026-03")
    ballots.save(committee, sitting(1, people), path, Progress())
    assert f"孟{UNCARRIED}" in "".join(words(path.read_bytes()))
