"""Choosing as a user the medium that something is sealed onto: who asked and who approved, then where."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.ui.acting import idle, press


def say_who(qtbot: QtBot, shell: Shell, *, applicant: str, approved_by: str) -> None:
    """Answer what a button has just asked; the file dialog opens."""
    (asked,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible())
    for name, words in {"applicant": applicant, "approved_by": approved_by}.items():
        line = asked.fields[name]
        assert isinstance(line, QLineEdit)
        line.setText(words)
    press(qtbot, asked, "选择介质…")
    idle(qtbot, shell)


def onto(qtbot: QtBot, shell: Shell, folder: Path, *, applicant: str, approved_by: str) -> None:
    """Answer both questions, and choose the folder."""
    say_who(qtbot, shell, applicant=applicant, approved_by=approved_by)
    chooser = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
    chooser.fileSelected.emit(str(folder))
    chooser.done(QDialog.DialogCode.Rejected)
    idle(qtbot, shell)
