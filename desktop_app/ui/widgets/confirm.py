"""Asking before something that cannot be taken back: one question, two buttons that say what they do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, column, hug, row, text


def _dialog(parent: QWidget, title: str) -> QDialog:
    made = QDialog(parent.window())
    made.setWindowTitle(title)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.setMinimumWidth(theme.px(440))
    return made


def ask(parent: QWidget, question: str, yes: str, on_yes: Callable[[], None]) -> QDialog:
    """Ask; `yes` is the word on the button that does it. Escape and a lock mean no."""
    dialog = _dialog(parent, yes)
    no = button(say("不，返回"), dialog.reject)
    dialog.accepted.connect(on_yes)
    dialog.setLayout(column(text(question), row(None, no, button(yes, dialog.accept, "main")), space=16, margins=24))
    no.setFocus()
    hug(dialog)
    dialog.open()
    return dialog


def ask_reason(parent: QWidget, question: str, yes: str, on_yes: Callable[[str], None]) -> QDialog:
    """Ask for a reason as well; without one the act cannot be chosen."""
    dialog = _dialog(parent, yes)
    reason = QLineEdit()
    reason.setMaxLength(200)
    reason.setAccessibleName(say("理由"))
    act = button(yes, dialog.accept, "main")
    act.setEnabled(False)
    reason.textChanged.connect(lambda typed: act.setEnabled(bool(typed.strip())))
    dialog.accepted.connect(lambda: on_yes(reason.text().strip()))
    dialog.setLayout(
        column(
            text(question),
            reason,
            row(None, button(say("不，返回"), dialog.reject), act),
            space=16,
            margins=24,
        )
    )
    reason.setFocus()
    hug(dialog)
    dialog.open()
    return dialog
