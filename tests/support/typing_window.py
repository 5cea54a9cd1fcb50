"""A window in a process of its own, into which a name is typed character by character until somebody kills it.

Usage: python -m tests.support.typing_window VAULT PASSPHRASE. Prints one line for each text that the window has said
to be saved, so that the killer knows what must be there.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks

TEXT = "青城轨道装备研究院精密测量与可靠性试验中心"


def _until(condition: object) -> None:
    for _ in range(2000):
        QTest.qWait(10)
        if condition():  # type: ignore[operator]
            return
    raise SystemExit("waited in vain")


def _bug(error: BaseException) -> None:
    raise SystemExit(repr(error))


def _editor(shell: Shell) -> EditorScreen:
    assert shell.context is not None
    shell.context.go(Place(ScreenKey.APPLICATIONS))
    _until(lambda: isinstance(shell.desk.shown, ApplicationsScreen) and not shell.tasks.busy)
    QTest.qWait(50)
    next(b for b in shell.desk.shown.findChildren(QPushButton) if b.text() == "新建申请").click()
    _until(lambda: isinstance(shell.desk.shown, EditorScreen) and not shell.tasks.busy)
    return shell.desk.shown


def main(folder: str, passphrase: str) -> None:
    application = QApplication([])
    speak(Language.ZH)
    theme.apply(application, 100)
    clock = FixedClock(datetime(2026, 6, 1, 2, 0, tzinfo=UTC))
    shell = Shell(Options(clock=clock, vault=Path(folder)), Tasks(_bug), Preferences())
    shell.show()
    _until(lambda: shell.front is not None and shell.front.door is not None)
    QTest.keyClicks(shell.front.door.field, passphrase)
    shell.front.door.field.returnPressed.emit()
    _until(lambda: shell.desk is not None and not shell.tasks.busy)
    editor = _editor(shell)
    editor.jump("unit.name")
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    field = page.field("unit.name").control
    assert isinstance(field, QLineEdit)
    field.clear()  # a unit's own name stands there already
    for count, character in enumerate(TEXT * 2, 1):
        typed = QInputMethodEvent("", [])
        typed.setCommitString(character)
        QApplication.sendEvent(field, typed)
        QTest.qWait(70)
        if count % 4 == 0:  # people stop to think
            _until(lambda: shell.context.autosave.clean)
            print(field.text(), flush=True)
    QTimer.singleShot(60_000, application.quit)
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
