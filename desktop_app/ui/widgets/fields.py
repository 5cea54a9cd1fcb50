"""Fields bound to a dotted path: show a value, tell of each change, say below themselves what they cannot read."""

from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.formats import ChoiceFormat, Format, TextFormat, Unreadable
from desktop_app.ui.widgets.parts import Complaint, polish, restyle, text


class Field(QWidget):
    """One labelled value. `edited` carries path and value; it never fires for what the program itself shows."""

    edited = Signal(str, object)

    def __init__(self, path: str, name: str, form: Format, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self.name = name
        self.form = form
        self.wrong = Complaint()
        self.wrong.hide()
        self.control = self.make_control()
        self.control.setAccessibleName(name)
        self.setFocusProxy(self.control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self.control)
        column.addWidget(self.wrong)

    def make_control(self) -> QWidget:
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        raise NotImplementedError

    def set_read_only(self, on: bool) -> None:
        self.control.setEnabled(not on)

    def label(self, words: str) -> QLabel:
        """The field's label, wired to it."""
        made = text(words, "label")
        made.setBuddy(self.control)
        return made

    def complain(self, words: str) -> None:
        """Say under the field what is wrong with what stands in it; empty takes it away."""
        self.wrong.follow(words)
        self.wrong.setVisible(bool(words))
        self.control.setAccessibleDescription(words)
        restyle(self.control, "wrong", bool(words))

    def take(self, typed: str, *, final: bool) -> None:
        """Typed text became a value, or is not one (yet): then the place counts as not filled in."""
        try:
            value = self.form.read(typed)
        except Unreadable as expected:
            if final or isinstance(self.form, TextFormat):
                self.complain(str(expected))
            if not isinstance(self.form, TextFormat):
                self._blank()
            return
        self.complain("")
        self.edited.emit(self.path, value)

    def _blank(self) -> None:
        with suppress(Unreadable):
            self.edited.emit(self.path, self.form.read(""))


class LineField(Field):
    """Text, a date, a month or a number in one line. Input methods are left alone: only committed text is read."""

    control: "_Line"

    def make_control(self) -> QLineEdit:
        made = _Line()
        made.textEdited.connect(lambda typed: self.take(typed, final=False))
        made.editingFinished.connect(self._finish)
        return made

    def show_value(self, value: object) -> None:
        shown = self.form.show(value)
        if self.control.hasFocus() and self._means(self.control.text(), value):
            return
        if shown != self.control.text():
            with QSignalBlocker(self.control):
                self.control.setText(shown)
            if not self.control.hasFocus():
                self.control.setCursorPosition(0)
        self.complain("")

    def _means(self, typed: str, value: object) -> bool:
        """What is being typed must not be rewritten under the fingers while it says the same."""
        try:
            return self.form.read(typed) == value
        except Unreadable:
            return value in (None, 0, "")

    def _finish(self) -> None:
        typed = self.control.text()
        try:
            value = self.form.read(typed)
        except Unreadable as expected:
            self.complain(str(expected))
            return
        self.complain("")
        shown = self.form.show(value)
        if shown != typed:
            with QSignalBlocker(self.control):
                self.control.setText(shown)

    def set_read_only(self, on: bool) -> None:
        self.control.setReadOnly(on)
        polish(self.control)


class _Line(QLineEdit):
    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.setCursorPosition(len(self.text()))


class LongField(Field):
    """Several lines with a count of characters. Tab leaves the field."""

    control: QPlainTextEdit

    def __init__(self, path: str, name: str, form: TextFormat, limit: int, parent: QWidget | None = None) -> None:
        self._limit = limit
        super().__init__(path, name, form, parent)
        self.counter = text("", "muted")
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.counter)
        self._count()

    def make_control(self) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setMinimumHeight(theme.px(120))
        made.textChanged.connect(self._typed)
        return made

    def _typed(self) -> None:
        self._count()
        self.take(self.control.toPlainText(), final=False)

    def _count(self) -> None:
        written = len(self.control.toPlainText())
        self.counter.setText(say("{written} / {limit} 字", written=written, limit=self._limit))
        restyle(self.counter, "tone", "todo" if written > self._limit else "")

    def show_value(self, value: object) -> None:
        shown = self.form.show(value)
        if shown != self.control.toPlainText():
            with QSignalBlocker(self.control):
                self.control.setPlainText(shown)
            self._count()

    def set_read_only(self, on: bool) -> None:
        self.control.setReadOnly(on)
        polish(self.control)


#: At 100 %: a choice box's edges and its arrow.
_BOX = 48


class ChoiceField(Field):
    """One of a closed set."""

    worded = Signal()  # it shows another word, which may want more room or less
    control: ChoiceBox
    form: ChoiceFormat

    def room(self) -> int:
        """The width at which the word on show is not cut."""
        return self.control.fontMetrics().horizontalAdvance(self.form.show(self._last)) + theme.px(_BOX)

    def make_control(self) -> QWidget:
        made = ChoiceBox(self.form)
        self._last: object = None
        made.picked.connect(self._picked)
        line = made.lineEdit()
        assert line is not None
        line.setAccessibleName(self.name)
        line.editingFinished.connect(self._check)
        return made

    def _picked(self, value: object) -> None:
        self.complain("")
        if value != self._last:
            self._last = value
            self.worded.emit()
            self.edited.emit(self.path, value)

    def _check(self) -> None:
        fits = self.control.currentText().strip() in {words for _, words in self.form.choices}
        self.complain("" if fits or not self.control.currentText() else say("请从列表中选择。"))

    def offer(self, form: ChoiceFormat) -> None:
        """Other choices from now on."""
        if form == self.form:
            return
        self.form = form
        self.control.offer(form)
        self.control.show_value(self._last)

    def show_value(self, value: object) -> None:
        typing = self.control.hasFocus() and self.control.currentText() != self.form.show(self._last)
        if typing and value == self._last:
            return  # what is being typed or composed is not rewritten under the fingers
        another, self._last = value != self._last, value
        self.control.show_value(value)
        if another:
            self.worded.emit()
        line = self.control.lineEdit()
        if line is not None and not self.control.hasFocus():
            line.setCursorPosition(0)  # else a long word shows its end
        self.complain("")
