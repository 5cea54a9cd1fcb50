"""What a user of the window does over and over: unlock, go to a screen, wait until the database thread is done."""

from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.resources import resource
from desktop_app.desk import formal_print
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.unlock.first import FirstStart
from tests.support.turns import drained

PASSPHRASE = "camel-hetao-1958-lantern-steppe"
S = TypeVar("S", bound=Screen)
W = TypeVar("W", bound=QWidget)


def idle(qtbot: QtBot, shell: Shell) -> None:
    """Wait until every job came back, what they started too, and nothing is left to do."""
    drained()
    while shell.tasks.busy:
        qtbot.waitUntil(lambda: not shell.tasks.busy)
        drained()


def paused(qtbot: QtBot, shell: Shell) -> None:
    """Wait until the pauses that follow typing and moving are over, and what waited for their end has come back."""
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in shell.findChildren(QTimer) if timer.isSingleShot()))
    idle(qtbot, shell)


def unlock(qtbot: QtBot, shell: Shell, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and press Enter."""
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    assert shell.front is not None
    assert shell.front.door is not None
    qtbot.keyClicks(shell.front.door.field, passphrase)
    qtbot.keyClick(shell.front.door.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)


def screen(shell: Shell, kind: type[S]) -> S:
    """The screen on show."""
    assert shell.desk is not None
    assert isinstance(shell.desk.shown, kind)
    return shell.desk.shown


def go(qtbot: QtBot, shell: Shell, place: Place, kind: type[S]) -> S:
    """Go somewhere and wait until it is filled."""
    assert shell.context is not None
    shell.context.go(place)
    idle(qtbot, shell)
    return screen(shell, kind)


def may_print(qtbot: QtBot, shell: Shell) -> None:
    """Type the passphrase again, as before a formal print."""
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: formal_print.confirm(session, PASSPHRASE), lambda _: None)
    idle(qtbot, shell)


def press(qtbot: QtBot, parent: QWidget, words: str) -> None:
    """Click the button that says `words`."""
    found = [b for b in parent.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert found, [b.text() for b in parent.findChildren(QPushButton)]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def open_demo(qtbot: QtBot, shell: Shell, name: str = "classified_engineer.json") -> EditorScreen:
    """Take a demo applicant in through the applications screen and wait for the editor."""
    table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    table.take_in(resource("demo", name))
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, EditorScreen))
    idle(qtbot, shell)
    return screen(shell, EditorScreen)


def come_to(editor: EditorScreen, path: str, kind: type[W]) -> W:
    """What one types in at `path`, on screen and with the keyboard."""
    editor.jump(path)
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    found = page.field(path).control
    assert isinstance(found, kind)
    return found


def control(editor: EditorScreen, path: str) -> QLineEdit:
    """The line of the field at `path`."""
    return come_to(editor, path, QLineEdit)


def compose(widget: QWidget, words: str) -> None:
    """Type through an input method: first a composition, then what it commits."""
    QApplication.sendEvent(widget, QInputMethodEvent("pinyin", []))
    committed = QInputMethodEvent("", [])
    committed.setCommitString(words)
    QApplication.sendEvent(widget, committed)


def first(qtbot: QtBot, shell: Shell) -> FirstStart:
    """The page on which a newcomer makes a vault."""
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.first is not None)
    assert shell.front is not None
    assert shell.front.first is not None
    qtbot.waitUntil(shell.front.first.isVisible)
    return shell.front.first


def finish(qtbot: QtBot, shell: Shell) -> None:
    """Type what that page still asks for, make the vault and come to the workbench."""
    page = first(qtbot, shell)
    compose(page.number, "BM-1")
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClicks(page.again, PASSPHRASE)
    press(qtbot, page, "建立保险库")
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)


def tabbed(qtbot: QtBot, shell: Shell, most: int = 80) -> set[QWidget]:
    """Press Tab from where the focus is until it comes round; all that had it on the way."""
    start = shell.focusWidget()
    assert start is not None
    seen: list[QWidget] = []
    while start not in seen:
        assert len(seen) < most, "Tab does not come round"
        holder = shell.focusWidget()
        assert holder is not None
        qtbot.keyClick(holder, Qt.Key.Key_Tab)
        now = shell.focusWidget()
        assert now is not None
        seen.append(now)
    return set(seen)
