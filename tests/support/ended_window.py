"""The program's own window in a process of its own, with somebody at work in it, until a signal ends it.

Usage: python -m tests.support.ended_window VAULT PASSPHRASE WORK. Says `typed`, what it typed, at once, so that the
window had no time to save; WORK is what goes on meanwhile: `nothing`, `door`, `dialog`, `backup` into the folder beside
the vault, `moved`: the vault is not in its place, and each refused save is said.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton

from desktop_app.core.clock import FixedClock
from desktop_app.host.knocking import Door
from desktop_app.ui import app
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.options import Options
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell

TEXT = "qingcheng precision laboratory"

Until = Callable[[], object]


def say(*words: object) -> None:
    print(*words, flush=True)


def _work(shell: Shell, passphrase: str, work: str, folder: Path) -> Iterator[Until]:
    """Each condition is waited for before the next step."""
    yield lambda: shell.front is not None and shell.front.door is not None
    if work == "door":
        say("typed")
        return
    QTest.keyClicks(shell.front.door.field, passphrase)
    shell.front.door.field.returnPressed.emit()
    yield lambda: shell.desk is not None and not shell.tasks.busy
    shell.context.go(Place(ScreenKey.APPLICATIONS))
    yield lambda: isinstance(shell.desk.shown, ApplicationsScreen) and not shell.tasks.busy
    next(b for b in shell.desk.shown.findChildren(QPushButton) if b.text() == "新建申请").click()
    yield lambda: isinstance(shell.desk.shown, EditorScreen) and not shell.tasks.busy
    editor = shell.desk.shown
    editor.jump("unit.name")
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    field = page.field("unit.name").control
    assert isinstance(field, QLineEdit)
    field.clear()
    yield lambda: shell.context.autosave.clean
    if work == "backup":
        _back_up(shell, folder)
    if work == "dialog":
        QMessageBox(QMessageBox.Icon.Question, "?", "?", QMessageBox.StandardButton.Yes, shell).open()
    if work == "moved":
        folder.with_name("vault").rename(folder.with_name("moved"))
        shell.context.autosave.failed.connect(lambda fault: say(fault.code.value))
    QTest.keyClicks(field, TEXT)
    say("typed")


def _back_up(shell: Shell, folder: Path) -> None:
    from desktop_app.desk import backups

    def settle(made: object) -> None:
        shell.context.ask(shell, lambda session, _: backups.settle(session, made), lambda _: say("done"))

    def carry(plan: backups.Plan) -> None:
        shell.context.work(shell, lambda progress: backups.carry_out(plan, progress), settle)

    shell.context.ask(shell, lambda session, _: backups.begin(session, folder), carry)


def main(vault: str, passphrase: str, work: str) -> int:
    appear = Shell.appear

    def appears(shell: Shell) -> None:
        appear(shell)
        steps = _work(shell, passphrase, work, Path(vault).with_name("backups"))
        waiting: list[Until] = [next(steps)]
        timer = QTimer(shell)

        def step() -> None:
            if waiting[0]():
                following = next(steps, None)
                if following is None:
                    timer.stop()
                else:
                    waiting[0] = following

        timer.timeout.connect(step)
        timer.start(20)

    Shell.appear = appears  # type: ignore[method-assign]
    folder = Path(vault).with_name("settings")
    folder.mkdir(exist_ok=True)
    clock = FixedClock(datetime(2026, 6, 1, 2, 0, tzinfo=UTC))
    return app.run(Options(vault=Path(vault), clock=clock, door=Door(folder)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
