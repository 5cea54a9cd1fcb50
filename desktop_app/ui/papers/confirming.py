"""What is typed before a formal print or sealing: the passphrase again, and where wanted a second officer's too."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QLineEdit, QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import formal_print
from desktop_app.desk.formal_print import Due
from desktop_app.desk.passphrases import typed
from desktop_app.desk.session import Session
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, label_for, line, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field

_NAME = 60


class ConfirmPanel(QWidget):
    """Shows only what is due; nothing at all while a confirmation holds."""

    entered = Signal()  # Enter, in one of the fields
    changed = Signal()  # another field is shown, or what was typed is enough or no longer so

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._due: Due | None = None
        self.passphrase = passphrase_field("")
        self.name = QLineEdit()
        self.name.setMaxLength(_NAME)
        self.second = passphrase_field("")
        self.wrong = Complaint()
        self.wrong.hide()
        self._rows: list[tuple[QWidget, QLineEdit]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(1, 1)
        for at, (words, field) in enumerate(
            (
                (say("口令"), self.passphrase),
                (say("第二人姓名"), self.name),
                (say("第二人的口令"), self.second),
            )
        ):
            label = label_for(words, field)
            field.textEdited.connect(lambda _: self.wrong.hide())
            field.returnPressed.connect(self.entered)
            field.textChanged.connect(lambda _: self.changed.emit())
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1)
            self._rows.append((label, field))
        self.asks = text("", "muted")
        self.setLayout(column(line(), self.asks, grid, self.wrong))
        self.hide()

    @property
    def complete(self) -> bool:
        """Whether all that is due was typed."""
        if self._due is None:
            return False
        own = not self._due.passphrase or bool(self.passphrase.text())
        return own and (not self._due.second or bool(self.name.text().strip() and self.second.text()))

    def first(self) -> QLineEdit:
        """Where to begin."""
        return self.passphrase if self._due is None or self._due.passphrase else self.name

    def ask(self) -> None:
        """Find out what is due now."""
        self._context.ask(self, lambda session, _: formal_print.due(session), self._show)

    def _show(self, due: Due) -> None:
        self._due = due
        for (label, field), shown in zip(self._rows, (due.passphrase, due.second, due.second), strict=True):
            label.setVisible(shown)
            field.setVisible(shown)
        asked = [
            say("这一步须再次输入口令") if due.passphrase else "",
            say("本单位规定须第二人在场") if due.second else "",
        ]
        self.asks.setText(say("；").join(part for part in asked if part) + say("。"))
        self.setVisible(due.anything)
        self.changed.emit()

    def run(self, on_done: Callable[[], None], on_refused: Callable[[], None]) -> None:
        """Prove what was typed, then go on; what was refused is said here and typed anew."""
        due = self._due if self._due is not None else Due(passphrase=True, second=False)
        own, name, second = self.passphrase.text(), self.name.text().strip(), self.second.text()
        self.wrong.hide()

        def prove(session: Session) -> Due:
            with typed(own, second):
                if due.passphrase:
                    formal_print.confirm(session, own)
                if due.second:
                    formal_print.confirm_second(session, name, second)
            return formal_print.due(session)

        def refused(fault: Fault) -> None:
            self.wrong.setText(sentence(fault))
            self.wrong.show()
            self._forget()
            named = fault.code is Code.PRINT_SECOND_NAME
            (self.name if named else self.passphrase if due.passphrase else self.second).setFocus()
            on_refused()
            self.ask()

        def proved(still: Due) -> None:
            self._forget()
            if not still.anything:
                on_done()
                return
            on_refused()  # the minutes ran out while this stood open
            self._show(still)

        self._context.ask(self, lambda session, _: prove(session), proved, on_fault=refused)

    def _forget(self) -> None:
        self.passphrase.clear()
        self.second.clear()


class ConfirmDialog(QDialog):
    """Asks for what is due before an act that has no dialog of its own."""

    def __init__(self, context: Context, parent: QWidget, title: str, on_done: Callable[[], object]) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        self._on_done = on_done
        self._asked = False
        self.confirm = ConfirmPanel(context)
        self.yes = button(title, self._prove, "main")
        self.yes.setEnabled(False)
        no = button(say("不，返回"), self.reject)
        self.confirm.changed.connect(self._offer)
        self.confirm.entered.connect(self.yes.click)
        self.setLayout(column(text(title, "h2"), self.confirm, row(None, no, self.yes), space=16, margins=24))
        self.confirm.ask()
        hug(self)

    def _offer(self) -> None:
        if not self._asked:  # what is asked for has just come on show
            self._asked = True
            self.confirm.first().setFocus()
        self.yes.setEnabled(self.confirm.complete)
        hug(self)

    def _prove(self) -> None:
        self.yes.setEnabled(False)
        self.confirm.run(self._proved, self._offer)

    def _proved(self) -> None:
        self.accept()
        self._on_done()


def confirmed(
    context: Context, parent: QWidget, title: str, on_done: Callable[[], None], on_wait: Callable[[], None]
) -> None:
    """Go on while a confirmation holds; otherwise ask for what is due first, and tell `on_wait` so."""

    def known(due: Due) -> None:
        if due.anything:
            on_wait()
            ConfirmDialog(context, parent, title, on_done).open()
        else:
            on_done()

    context.ask(parent, lambda session, _: formal_print.due(session), known)


def ask_again(
    context: Context,
    owner: QObject,
    why: Fault,
    on_done: Callable[[], object],
    on_refused: Callable[[Fault], None],
) -> None:
    """An act was refused for want of the passphrase or a second officer: ask, and do it; or say why it was not done."""
    parent = owner if isinstance(owner, QWidget) else QApplication.activeWindow()
    if parent is None:
        on_refused(why)
        return
    dialog = ConfirmDialog(context, parent, say("确认后办理"), on_done)
    dialog.rejected.connect(lambda: on_refused(why))
    dialog.open()
