"""A font for characters that the program lacks: from a file to numbered sheets, withdrawn, reprinted, in a backup."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, opening, paper, print_, submit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk
from desktop_app.papers.render import Rendered
from tests.support.font_files import OWN, UNCARRIED, VERA, holding, permitting
from tests.unit.desk.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

GROUND = "字体厂商授权书 2026-03"


@pytest.fixture
def font(tmp_path: Path) -> Path:
    path = tmp_path / "宋体扩展.ttf"
    path.write_bytes(holding(UNCARRIED, "\U000301d8"))
    return path


def renamed(session: Session, application: ApplicationId, name: str) -> None:
    """The draft under another name."""
    record = session.vault.applications.get(application)
    changed = structs.replace(record.draft, person=structs.replace(record.draft.person, name=name))
    with session.vault.act(Act.APPLICATION_EDITED, {"application": application}):
        session.vault.applications.save_draft(application, changed)


@pytest.fixture
def filed(unit: Session, drafted: ApplicationId) -> ApplicationId:
    renamed(unit, drafted, f"孟{UNCARRIED}")
    submit.submit(unit, drafted)
    return drafted


def drawn(session: Session, application: ApplicationId) -> Rendered:
    return paper.preview(session, application, Document.REVIEW_FORM, Progress()).rendered


def printed(session: Session, application: ApplicationId, out: Path, **more: object) -> None:
    print_.print_to_file(session, application, Document.REVIEW_FORM, out, Progress(), **more)  # type: ignore[arg-type]


def test_a_name_that_no_font_had_prints_once_one_is_added(
    unit: Session, filed: ApplicationId, font: Path, tmp_path: Path
) -> None:
    with pytest.raises(Fault) as caught:
        printed(unit, filed, tmp_path / "no.pdf")
    assert caught.value.code is Code.LAYOUT_ISSUES
    assert "U+301D7" in str(caught.value.fields["first"])
    kept = added_fonts.add(unit, added_fonts.read(font), GROUND)
    assert (kept.count, kept.characters, kept.ground, kept.file) == (2, "", GROUND, "宋体扩展.ttf")
    printed(unit, filed, tmp_path / "yes.pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(tmp_path / "yes.pdf").pages]
    assert len([text for text in pages if f"孟{UNCARRIED}" in text.replace(" ", "")]) >= 2
    assert all(f"补字字体 {kept.id[:8]}" in text for text in pages)


def test_the_log_names_the_font_and_no_name(unit: Session, filed: ApplicationId, font: Path, tmp_path: Path) -> None:
    kept = added_fonts.add(unit, added_fonts.read(font), GROUND)
    printed(unit, filed, tmp_path / "x.pdf")
    entries = {entry.act: entry.objects for entry in unit.vault.audit.entries()}
    assert entries[Act.FONT_ADDED] == {"font": kept.id, "source": kept.source}
    assert entries[Act.PRINTED]["fonts"] == kept.id
    assert UNCARRIED not in str(entries)


def test_a_reprint_is_drawn_from_the_same_font_after_it_was_withdrawn(
    unit: Session, filed: ApplicationId, font: Path, tmp_path: Path
) -> None:
    first = added_fonts.add(unit, added_fonts.read(font), GROUND)
    printed(unit, filed, tmp_path / "first.pdf")
    added_fonts.withdraw(unit, first.id[:8])
    (tmp_path / "other.ttf").write_bytes(VERA)
    other = added_fonts.add(unit, added_fonts.read(tmp_path / "other.ttf", UNCARRIED, outline_of="&"), GROUND)
    assert drawn(unit, filed).fonts == (first.id,)
    printed(unit, filed, tmp_path / "again.pdf", extra=1, reason="补一份")
    assert f"补字字体 {first.id[:8]}" in pypdf.PdfReader(tmp_path / "again.pdf").pages[3].extract_text()
    assert unit.vault.added_fonts.of(unit.vault.versions.of(filed)[-1].id) == [first.id]
    states = {font.id: font.withdrawn for font in added_fonts.all_(unit)}
    assert states == {first.id: True, other.id: False}


def test_what_was_never_printed_goes_with_what_is_in_force(unit: Session, filed: ApplicationId, font: Path) -> None:
    first = added_fonts.add(unit, added_fonts.read(font), GROUND)
    assert drawn(unit, filed).fonts == (first.id,)
    added_fonts.withdraw(unit, first.id)
    assert [issue.code_point for issue in drawn(unit, filed).issues] == ["U+301D7"]
    added_fonts.add(unit, added_fonts.read(font), "又找到授权书")  # the same file, on another ground
    (again,) = added_fonts.all_(unit)
    assert (again.id, again.withdrawn, again.ground) == (first.id, False, "又找到授权书")
    assert drawn(unit, filed).issues == ()


def test_one_character_gets_an_outline_also_under_a_private_code(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    renamed(unit, drafted, f"孟{OWN}")
    (tmp_path / "vera.ttf").write_bytes(VERA)
    assert [issue.kind.value for issue in drawn(unit, drafted).issues] == ["private_use"]
    kept = added_fonts.add(unit, added_fonts.read(tmp_path / "vera.ttf", OWN, outline_of="&"), GROUND)
    assert (kept.characters, kept.count) == (OWN, 1)
    made = drawn(unit, drafted)
    assert (made.issues, made.fonts) == ((), (kept.id,))


def test_a_font_comes_back_with_the_vault(open_desk: Callable[..., Session], clock: FixedClock, font: Path) -> None:
    session = open_desk(Desk.UNIT, "UNIT07")
    kept = added_fonts.add(session, added_fonts.read(font), GROUND)
    folder = session.vault.folder
    session.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    assert added_fonts.all_(again) == [kept]
    assert [added.digest for added in added_fonts.in_force(again)] == [kept.id]
    assert again.vault.check(Progress()).sound
    again.close()


@pytest.mark.parametrize(
    ("content", "characters", "code"),
    [
        (b"no font", "", Code.FONT_UNREADABLE),
        (b"OTTO" + VERA[4:], "", Code.FONT_CFF),
        (permitting(VERA, 2), "", Code.FONT_FORBIDDEN),
        (VERA, UNCARRIED, Code.FONT_LACKS),
        (VERA, "ᠠ", Code.FONT_CHARACTER),
        (holding("A"), "", Code.FONT_NOTHING),
    ],
)
def test_a_font_that_cannot_be_used_is_one_sentence_and_nothing_is_kept(
    unit: Session, tmp_path: Path, content: bytes, characters: str, code: Code
) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(content)
    with pytest.raises(Fault) as caught:
        added_fonts.add(unit, added_fonts.read(path, characters), GROUND)
    assert caught.value.code is code
    assert added_fonts.all_(unit) == []


def test_a_font_is_kept_on_a_stated_ground_only(unit: Session, font: Path) -> None:
    arrived = added_fonts.read(font)
    for ground in ("", "  ", "长" * 201, "a\u202eb"):
        with pytest.raises(Fault, match="font_ground"):
            added_fonts.add(unit, arrived, ground)
    with pytest.raises(Fault, match="record_not_found"):
        added_fonts.withdraw(unit, "00000000")


def test_reading_can_be_cancelled_and_a_missing_file_is_told(font: Path, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="file_not_found"):
        added_fonts.read(tmp_path / "none.ttf")
    with pytest.raises(Fault, match="font_character"):
        added_fonts.read(font, "甲乙", outline_of="A")
