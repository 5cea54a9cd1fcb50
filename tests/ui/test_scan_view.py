"""A scan on show in the window: its pages by mouse and keys, gone with the lock; one that cannot be shown is told."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.resources import resource
from desktop_app.domain.kinds import MaterialKind
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.materials import KindRow, MaterialsPage
from desktop_app.ui.applications.scanview import ScanDialog
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, open_demo, paused, press
from tests.ui.test_focus_in_dialogs import round_and_back
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def materials(editor: EditorScreen) -> MaterialsPage:
    editor.sections.choose("materials")
    page = editor.stack.currentWidget()
    assert isinstance(page, MaterialsPage)
    return page


def attached(qtbot: QtBot, shell: Shell, page: MaterialsPage, kind: MaterialKind, path: Path) -> KindRow:
    row = next(one for one in page.findChildren(KindRow) if one.kind is kind)
    row.wanted.emit(kind, path, None)
    idle(qtbot, shell)
    return row


def looked(qtbot: QtBot, shell: Shell, row: KindRow) -> ScanDialog:
    press(qtbot, row, "查看")
    (dialog,) = (one for one in shell.findChildren(ScanDialog) if one.isVisible())
    paused(qtbot, shell)  # the page is asked for once the dialog has its size
    return dialog


def test_a_pdf_and_a_picture_by_mouse_and_keys_until_the_desk_is_locked(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = materials(open_demo(qtbot, desk_window))
    scan = tmp_path / "学历证书与学位证书及认证报告（扫描件，含背面）2026-07-06 第二次扫描 最终版.tiff"
    first, other = (Image.new("RGB", (1240, 1754), colour) for colour in ((250, 240, 220), (220, 240, 250)))
    first.save(scan, save_all=True, append_images=[other])
    attached(qtbot, desk_window, page, MaterialKind.EDUCATION_CERTIFICATE, scan)
    row = attached(qtbot, desk_window, page, MaterialKind.WORK_SUMMARY, resource("demo", "files", "work_summary.pdf"))
    shots(desk_window, "scan-row")
    dialog = looked(qtbot, desk_window, row)
    assert dialog.shown
    assert unnamed(dialog) == []
    assert list(round_and_back(dialog)) == []
    shots(dialog, "scan-pdf")
    dialog.reject()
    row = next(one for one in page.findChildren(KindRow) if one.kind is MaterialKind.EDUCATION_CERTIFICATE)
    dialog = looked(qtbot, desk_window, row)
    assert dialog.place.text() == "第 1 / 2 页"
    wide = dialog.picture.pixmap().width()
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    idle(qtbot, desk_window)
    assert dialog.place.text() == "第 2 / 2 页"
    assert dialog.picture.pixmap().toImage().pixelColor(20, 20).getRgb()[:3] == (220, 240, 250)
    assert not dialog.forth.isEnabled()
    press(qtbot, dialog, "缩小")
    idle(qtbot, desk_window)
    assert dialog.picture.pixmap().width() < wide
    shots(dialog, "scan-tiff")
    desk_window.lock()
    idle(qtbot, desk_window)
    assert not [one for one in desk_window.findChildren(ScanDialog) if one.isVisible() or one.shown]


def test_a_file_that_cannot_be_shown_is_told_in_the_dialog_and_stays_as_it_is(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = materials(open_demo(qtbot, desk_window))
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7\n" + b"\xff" * 5000)
    row = attached(qtbot, desk_window, page, MaterialKind.OTHER, tmp_path / "坏.pdf")
    dialog = looked(qtbot, desk_window, row)
    assert "显示不出来" in dialog.told.text()
    assert not dialog.shown
    shots(dialog, "scan-bad")
    dialog.reject()
    assert [one.name for one in page._draft.now.materials if one.kind is MaterialKind.OTHER] == ["坏.pdf"]
