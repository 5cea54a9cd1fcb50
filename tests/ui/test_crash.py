"""A bug while somebody types: the draft is kept; its report is read, saved and printed, and holds no value."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk import draft as drafts
from desktop_app.domain.application import Application
from desktop_app.ui.crash import CrashDialog, CrashHook
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.plaintext import traces
from tests.support.turns import drained
from tests.ui.acting import control, idle, may_print, open_demo, press
from tests.ui.paperout import print_paper
from tests.ui.test_focus_in_dialogs import round_and_back

PHONE = "13811112222"
NAME = "沈砚舟"


def shown() -> list[CrashDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()]


@pytest.fixture
def broken(qtbot: QtBot, desk_window: Shell) -> Iterator[CrashDialog]:
    """A phone number was typed a moment ago, and something breaks over the very record."""
    editor = open_demo(qtbot, desk_window)
    hook = CrashHook()
    hook.follow(desk_window)
    field = control(editor, "person.phone")
    field.selectAll()
    qtbot.keyClicks(field, PHONE)
    assert editor.draft is not None

    def slot(record: Application) -> None:
        raise ValueError(record.person.phone + record.person.name)

    try:
        slot(editor.draft.now)
    except ValueError as error:
        hook(error)
    yield shown()[0]
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, CrashDialog):
            dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    drained()


def test_the_draft_is_kept_at_once_and_the_report_has_no_value(
    qtbot: QtBot, desk_window: Shell, broken: CrashDialog, tmp_path: Path, shots: Callable[[QWidget, str], None]
) -> None:
    shots(broken, "crash")
    assert list(round_and_back(broken)) == []
    assert desk_window.context is not None
    kept: list[str] = []
    desk_window.context.ask(
        desk_window,
        lambda session, _: [
            drafts.load(session, row.id).draft.person.phone for row in session.vault.applications.rows()
        ],
        kept.extend,
    )
    idle(qtbot, desk_window)
    assert kept == [PHONE]
    assert "slot" in broken.told
    assert PHONE not in broken.told
    out = tmp_path / "out"
    out.mkdir()
    press(qtbot, broken, "存为文本文件…")
    chooser = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
    assert not broken.isVisible()  # no dialog over a dialog
    chooser.fileSelected.emit(str(out / "error.txt"))
    chooser.reject()
    qtbot.waitUntil(broken.isVisible)
    assert "error.txt" in broken.message.text()
    assert "ValueError" in (out / "error.txt").read_text(encoding="utf-8")
    assert traces([out], [PHONE, NAME, "150102198606069991"]) == []
    press(qtbot, broken, "复制文字")
    assert QGuiApplication.clipboard().text() == broken.told


def test_it_is_printed_with_the_support_sheet(qtbot: QtBot, desk_window: Shell, broken: CrashDialog) -> None:
    may_print(qtbot, desk_window)
    with LoopbackPrinter() as printer:
        press(qtbot, broken, "打印…")
        pages = print_paper(qtbot, desk_window, printer)[0]
    text = "".join(pages)
    assert "支持信息单" in text
    assert "ValueError" in text
    assert "slot" in text
    assert PHONE not in text
    assert NAME not in text


def test_a_file_that_cannot_be_written_is_a_sentence(broken: CrashDialog, tmp_path: Path) -> None:
    broken.save(tmp_path / "none" / "error.txt")
    assert broken.message.text()
    assert "Traceback" not in broken.message.text()


def test_at_the_door_it_is_read_and_saved_and_the_last_run_is_told(qtbot: QtBot, shell: Shell) -> None:
    hook = CrashHook()
    hook.follow(shell)
    hook.tell_of_last_time("Fatal Python error: Segmentation fault\n  ui/shell.py:1 lock")
    dialog = shown()[0]
    assert any("上次运行时" in label.text() for label in dialog.findChildren(QLabel))
    assert "ui/shell.py:1" in dialog.told
    assert not dialog.print_button.isVisible()
    assert dialog.save_button.isVisible()
    hook(ZeroDivisionError())
    assert "ZeroDivisionError" in dialog.told  # the second bug adds its lines
    assert len(shown()) == 1
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    drained()
