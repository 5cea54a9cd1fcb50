"""Every screen in three states, at the size of a small laptop: pictures to look at, and names for every control."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.screens import SCREENS
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle

Shots = Callable[[QWidget, str], None]
DEMOS = sorted(path.name for path in resource("demo").glob("*.json"))


def put(qtbot: QtBot, shell: Shell, *names: str) -> list[str]:
    """Demo applicants into the vault, through the desk. Returns their ids."""
    made: list[str] = []
    assert shell.context is not None

    def act(session: object, progress: Progress) -> list[str]:
        return [drafts.take_in(shell.context.opened.session, resource("demo", name)) for name in names]  # type: ignore[union-attr]

    shell.context.ask(shell, act, made.extend)
    idle(qtbot, shell)
    return made


def unnamed(root: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    inner = ("qt_spinbox_lineedit", "qt_scrollarea_viewport")
    found = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, kinds) or not widget.isVisibleTo(root) or widget.objectName() in inner:
            continue
        if isinstance(widget.parent(), QComboBox) or type(widget).__name__ in ("QTableCornerButton", "QHeaderView"):
            continue
        if isinstance(widget.parent(), QLineEdit) or "CornerButton" in widget.metaObject().className():
            continue
        if widget.metaObject().className() in ("QHeaderView", "QComboBoxListView"):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not widget.accessibleName() and not text:
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


def test_empty(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    for key, entry in SCREENS.items():
        if entry.zh:
            go(qtbot, desk_window, Place(key), Screen)
            shots(desk_window, f"empty-{key.value}")
            assert unnamed(desk_window) == []


def test_usual(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    ids = put(qtbot, desk_window, "classified_engineer.json", "county_teacher.json", "graduate_recognition.json")
    for key, entry in SCREENS.items():
        if entry.zh:
            go(qtbot, desk_window, Place(key), Screen)
            shots(desk_window, f"usual-{key.value}")
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, ids[0]), EditorScreen)
    for at in range(editor.sections.count()):
        editor.sections.setCurrentRow(at)
        idle(qtbot, desk_window)
        shots(desk_window, f"usual-editor-{at:02}-{editor.sections.key()}")
        assert unnamed(desk_window) == []


def test_crowded(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    ids = put(qtbot, desk_window, *(DEMOS * 4), "mongolian_name.json", "rare_name.json")
    go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    shots(desk_window, "crowded-home")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    shots(desk_window, "crowded-applications")
    assert table.model.rowCount() == len(DEMOS) * 4 + 2
    for at, name in enumerate(("mongolian", "rare")):
        editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, ids[-2 + at]), EditorScreen)
        shots(desk_window, f"crowded-editor-{name}")
        editor.sections.choose("work")
        idle(qtbot, desk_window)
        shots(desk_window, f"crowded-work-{name}")


@pytest.mark.parametrize("zoom", [80, 150, 200])
def test_zoom(qtbot: QtBot, desk_window: Shell, shots: Shots, zoom: int) -> None:
    ids = put(qtbot, desk_window, "classified_engineer.json")
    assert desk_window.context is not None
    go(qtbot, desk_window, Place(ScreenKey.EDITOR, ids[0]), EditorScreen)
    desk_window.context.preferences.zoom = zoom
    desk_window.context.redress.emit()
    qtbot.wait(20)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert isinstance(desk_window.desk.shown, EditorScreen)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    shots(desk_window, f"zoom-{zoom}")


def test_front(qtbot: QtBot, shell: Shell, shots: Shots, tmp_path: Path) -> None:
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    idle(qtbot, shell)
    shots(shell, "front-door")
    assert unnamed(shell) == []
    assert shell.front is not None
    shell.front.show_first(tmp_path / "new")
    shots(shell, "front-first")
    assert unnamed(shell) == []
    assert shell.findChildren(QPushButton)


def test_dialogs(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    ids = put(qtbot, desk_window, "classified_engineer.json")
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, ids[0]), EditorScreen)
    asked = (editor.acts.ask_give_out, editor.acts.ask_remove, editor.acts.ask_withdraw, editor.acts.show_versions)
    for number, ask in enumerate(asked):
        ask()
        idle(qtbot, desk_window)
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
        shots(dialog, f"dialog-{number}")
        assert unnamed(dialog) == []
        dialog.reject()
        QApplication.processEvents()
