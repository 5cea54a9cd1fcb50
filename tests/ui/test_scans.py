"""Scans in a user's hands: a folder matched, settled and attached; a photo cropped under its guide."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.queries import RowFilter
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.materials import MaterialsPage
from desktop_app.ui.applications.photo import HIGH, WIDE, PhotoDialog
from desktop_app.ui.applications.scans import ScansDialog
from desktop_app.ui.applications.scanview import ScanDialog
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import vaults
from tests.ui.acting import go, idle, press
from tests.ui.test_focus_in_dialogs import keyboard_faults
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def asked(qtbot: QtBot, shell: Shell, act: Callable[[Session, Progress], object]) -> list[object]:
    found: list[object] = []
    assert shell.context is not None
    shell.context.ask(shell, act, found.append)
    idle(qtbot, shell)
    return found


def people(session: Session, _: Progress) -> dict[str, ApplicationId]:
    names = ("苏日娜", "李强", "李强", "𠮷田·那仁满都拉·苏和巴特尔")
    made = [drafts.create(session, vaults.filing(name, at)) for at, name in enumerate(names, 1)]
    return dict(zip(("a", "b", "c", "d"), made, strict=True))


def test_a_folder_is_matched_settled_and_attached(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    asked(qtbot, desk_window, people)
    picture = resource("demo", "files", "photo.jpg").read_bytes()
    for at, name in enumerate(
        ("苏日娜 照片.jpg", "李强2025年度考核表.jpg", "扫描0001.jpg", "𠮷田·那仁满都拉·苏和巴特尔 聘书.jpg")
    ):
        (tmp_path / "scans").mkdir(exist_ok=True)
        (tmp_path / "scans" / name).write_bytes(picture + bytes([at]))
    page = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, page, "挂接扫描件…")
    (dialog,) = desk_window.findChildren(ScansDialog)
    assert unnamed(dialog) == []
    dialog.look(tmp_path / "scans")
    idle(qtbot, desk_window)
    verdicts = {dialog.table.item(at, 0).text(): dialog.table.item(at, 4).text() for at in range(4)}
    assert verdicts == {
        "苏日娜 照片.jpg": "可以挂接",
        "李强2025年度考核表.jpg": "可能是几个人的",
        "扫描0001.jpg": "不知是谁的",
        "𠮷田·那仁满都拉·苏和巴特尔 聘书.jpg": "可以挂接",
    }
    assert dialog.attach.text() == "挂接 2 个"
    (told,) = [at for at in range(4) if dialog.table.item(at, 4).text() == "不知是谁的"]
    dialog.table.selectRow(told)
    press(qtbot, dialog, "查看…")
    (seen,) = dialog.window().findChildren(ScanDialog) or desk_window.findChildren(ScanDialog)
    qtbot.waitUntil(lambda: seen.shown)
    shots(seen, "scan-before")
    seen.reject()
    shots(dialog, "scans")
    chosen = next(at for at in range(4) if dialog.table.item(at, 0).text().startswith("李强"))
    dialog.table.selectRow(chosen)
    ends = [vaults.number(at)[-2:] for at in (2, 3)]
    whose = dialog.table.item(chosen, 1).text().split("、")
    assert sorted(whose) == sorted(f"李强 **{end}" for end in ends), "told apart"
    assert (dialog.kind.currentData(), dialog.year.currentData()) == (MaterialKind.YEARLY_ASSESSMENT, 2025)
    second = [at for at in range(dialog.owner.count()) if dialog.owner.itemText(at).startswith("李强")][1]
    dialog.owner.setCurrentIndex(second)
    wanted = dialog.owner.currentData().application
    press(qtbot, dialog, "用于所选文件")
    assert dialog.attach.text() == "挂接 3 个"
    press(qtbot, dialog, "挂接 3 个")
    idle(qtbot, desk_window)
    assert dialog.table.rowCount() == 1, "what is in doubt stays"
    assert (dialog.owner.currentData(), dialog.kind.currentData()) == (None, None), "of the file that is chosen now"
    (kept,) = asked(qtbot, desk_window, lambda session, _: drafts.load(session, wanted).draft.materials)
    assert [(one.kind, one.year) for one in kept] == [(MaterialKind.YEARLY_ASSESSMENT, 2025)]  # type: ignore[attr-defined]
    dialog.reject()


def test_a_name_in_traditional_characters_is_proposed_and_confirmed(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    asked(qtbot, desk_window, people)
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "蘇日娜 照片.jpg").write_bytes(resource("demo", "files", "photo.jpg").read_bytes())
    page = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, page, "挂接扫描件…")
    (dialog,) = desk_window.findChildren(ScansDialog)
    dialog.look(tmp_path / "scans")
    idle(qtbot, desk_window)
    assert [dialog.table.item(0, side).text() for side in (1, 4)] == ["苏日娜", "姓名用字不同，待确认"]
    assert not dialog.attach.isEnabled()
    dialog.table.selectRow(0)
    assert dialog.owner.currentText().startswith("苏日娜")
    shots(dialog, "scans-traditional")
    press(qtbot, dialog, "用于所选文件")
    assert dialog.attach.text() == "挂接 1 个"
    press(qtbot, dialog, "挂接 1 个")  # nothing is left in doubt: it closes
    idle(qtbot, desk_window)

    def kinds(session: Session, _: Progress) -> list[MaterialKind | None]:
        (row,) = [row for row in drafts.rows(session, RowFilter()) if row.name == "苏日娜"]
        return [one.kind for one in drafts.load(session, row.id).draft.materials]

    assert asked(qtbot, desk_window, kinds) == [[MaterialKind.PHOTO]]


def test_a_photo_is_cropped_by_keys_and_kept_without_a_file(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    asked(qtbot, desk_window, people)
    wide = Image.new("RGB", (1600, 1200), (200, 40, 40))
    wide.paste((40, 40, 200), (0, 0, 400, 1200))  # blue on the left, red on the right
    path = tmp_path / "大图.png"
    wide.save(path)
    ((first,),) = [
        [row.id for row in rows if row.name == "苏日娜"]  # type: ignore[attr-defined]
        for rows in asked(qtbot, desk_window, lambda session, _: drafts.rows(session, RowFilter()))
    ]
    page = go(qtbot, desk_window, Place(ScreenKey.EDITOR, first, "materials materials"), EditorScreen)
    materials = page.findChildren(MaterialsPage)[0]
    photo = next(one for one in materials._rows if one.kind is MaterialKind.PHOTO)
    photo._want(path)
    (dialog,) = desk_window.findChildren(PhotoDialog)
    assert keyboard_faults(qtbot, dialog) == []
    view = dialog.view
    assert view is not None
    assert view.source.height() == 1200, "as large as it can be"
    view.setFocus()
    shots(dialog, "photo")
    for _ in range(60):
        QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.source.left() == 0, "never beyond the picture's edge"
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert 1100 < view.source.height() < 1200
    press(qtbot, dialog, "使用这张照片")
    idle(qtbot, desk_window)

    def bytes_of(session: Session, _: Progress) -> bytes:
        (one,) = drafts.attachments(session, first)
        return drafts.attachment_bytes(session, one.id)

    (kept,) = asked(qtbot, desk_window, bytes_of)
    assert isinstance(kept, bytes)
    image = Image.open(BytesIO(kept))
    assert (image.size, image.format) == ((WIDE, HIGH), "JPEG")
    assert image.info["dpi"] == (300, 300), "35 mm by 49 mm, whatever prints it"
    left = image.getpixel((20, 300))
    assert isinstance(left, tuple)
    assert left[2] > left[0], "the blue edge is inside"
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix in (".jpg", ".jpeg")) == []


def test_what_is_no_picture_cannot_be_used(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    path = tmp_path / "假的.jpg"
    path.write_bytes(b"no picture")
    dialog = PhotoDialog(path, desk_window)
    assert not dialog.take.isEnabled()
    dialog.reject()
