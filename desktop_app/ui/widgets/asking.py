"""A dialog that asks for a few things and does one act with them: lines, days, numbers, choices, ticks, people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QWidget,
)

from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.formats import DateFormat, Unreadable
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, row, text

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from desktop_app.desk.session import Session


#: A line of a list at 100 %; how many lines are seen of one among other fields, and of one that is alone.
_LINE, _BESIDE, _ALONE = 34, 5, 9
#: From so many lines on, all can be ticked at once.
_MANY = 6


class Kind(Enum):
    """How something is asked for."""

    LINE = "line"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    TICK = "tick"
    TEXT = "text"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask. `choices` are (value, words); `begin` is what stands there at first.

    `blank` is what an empty field for a number means.
    """

    name: str
    label: str
    kind: Kind = Kind.LINE
    begin: Any = None
    choices: Sequence[tuple[Any, str]] = ()
    most: int = 200
    hint: str = ""
    blank: int | None = 0


#: The widest that a label may be in one line, in pixels at 100 %.
_LABEL = 232


class NotANumber(Exception):
    """What was typed for a number is none."""


class AskDialog(QDialog):
    """`act` gets the answers by name and gives back what to do with the session; its result goes with `done_`."""

    done_ = Signal(object)
    changed = Signal()

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        words: tuple[str, str, str],
        fields: Sequence[Asked],
        act: Callable[[dict[str, Any]], "Callable[[Session], object]"],
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title, hint, yes = words
        self._context, self._act_with = context, act
        self._asked = {one.name: one for one in fields}
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(560))
        self.fields: dict[str, QWidget] = {one.name: self._field(one) for one in fields}
        self.told = text("", "muted")
        self.told.hide()
        self.wrong = Complaint()
        self.wrong.hide()
        self.act_button = button(yes, self._act, "main")
        no = button(say("不，返回"), self.reject)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(1, 1)
        for at, one in enumerate(fields):
            label = text(one.label, "label", wrap=False)
            label.setBuddy(self.fields[one.name])
            if label.sizeHint().width() > theme.px(_LABEL):  # a long name takes lines, not the field's room
                label.setWordWrap(True)
                label.setFixedWidth(theme.px(_LABEL))
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._with_all(self.fields[one.name]), at, 1)
        if len(fields) == 1 and isinstance(only := self.fields[fields[0].name], QListWidget):
            only.setFixedHeight(_height(only.count(), _ALONE))
        parts = [text(hint, "muted")] if hint else []
        self.setLayout(
            column(*parts, grid, self.told, self.wrong, row(None, no, self.act_button), space=12, margins=24)
        )
        next(iter(self.fields.values())).setFocus()
        hug(self)

    def _field(self, one: Asked) -> QWidget:
        made = _MAKERS[one.kind](one)
        made.setAccessibleName(one.label)
        hint = one.hint or (say("如 20260910") if one.kind is Kind.DAY else "")
        if hint and isinstance(made, (QLineEdit, QPlainTextEdit)):
            made.setPlaceholderText(hint)
        for edited in _edited(made):
            edited.connect(self._mended)
        if isinstance(made, QLineEdit):
            made.textChanged.connect(self.changed)
            made.returnPressed.connect(partial(self._on, one.name))
        elif isinstance(made, QComboBox):
            made.currentIndexChanged.connect(self.changed)
        return made

    def _with_all(self, field: QWidget) -> QBoxLayout:
        """The field; under a long list what ticks everything in it, or nothing."""
        if not isinstance(field, QListWidget) or field.count() < _MANY:
            return column(field)
        every = button(say("全选"), lambda: _tick_all(field, Qt.CheckState.Checked), "quiet")
        none = button(say("全不选"), lambda: _tick_all(field, Qt.CheckState.Unchecked), "quiet")
        return column(field, row(every, none, None), space=4)

    def _on(self, name: str) -> None:
        """Enter goes on to the next field; where nothing else is asked it does the act."""
        names = list(self.fields)
        at = names.index(name) + 1
        if at < len(names):
            self.fields[names[at]].setFocus()
        elif at == 1:
            self.act_button.click()
        else:
            self.act_button.setFocus()

    def _mended(self) -> None:
        """What was refused is being put right: the complaint goes."""
        if self.wrong.isVisible():
            self.wrong.hide()
            hug(self)

    def tell(self, words: str) -> None:
        """Say something that follows from what is typed."""
        self.told.setText(words)
        self.told.setVisible(bool(words))
        hug(self)

    def value(self, name: str) -> Any:
        """What stands in one field. Raises `Unreadable` for a day, `NotANumber` for a number."""
        field, one = self.fields[name], self._asked[name]
        if isinstance(field, QListWidget):
            items = [field.item(at) for at in range(field.count())]
            return tuple(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked)
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, QCheckBox):
            return field.isChecked()
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText().strip()
        assert isinstance(field, QLineEdit)
        typed = field.text().strip()
        if one.kind is Kind.DAY:
            return DateFormat().read(typed) if typed else None
        if one.kind is Kind.NUMBER:
            if typed and not (typed.isascii() and typed.isdecimal() and int(typed) <= 10_000):
                raise NotANumber
            return int(typed) if typed else one.blank
        return typed

    def _act(self) -> None:
        found: dict[str, Any] = {}
        for name, one in self._asked.items():
            try:
                found[name] = self.value(name)
            except (Unreadable, NotANumber):
                self._refuse(say("“{label}”看不懂，请改正。", label=one.label))
                self.fields[name].setFocus()
                return
        self.act_button.setEnabled(False)
        act = self._act_with(found)
        self._context.ask(
            self,
            lambda session, _: act(session),
            self._done,
            on_fault=lambda fault: self._refused(fault),
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self._refuse(sentence(fault))

    def _refuse(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()
        hug(self)

    def _done(self, result: object) -> None:
        self.done_.emit(result)
        self.accept()


def _line(one: Asked) -> QWidget:
    made = QLineEdit()
    made.setMaxLength(one.most)
    if isinstance(one.begin, date):
        made.setText(one.begin.isoformat())
    elif one.begin is not None:
        made.setText(str(one.begin))
    return made


def _choice(one: Asked) -> QWidget:
    made = QComboBox()
    for value, words in one.choices:
        made.addItem(words, value)
    made.setCurrentIndex(max(0, next((at for at, c in enumerate(one.choices) if c[0] == one.begin), 0)))
    return made


def _tick(one: Asked) -> QWidget:
    made = QCheckBox()
    made.setChecked(bool(one.begin))
    return made


def _text(one: Asked) -> QWidget:
    made = QPlainTextEdit(str(one.begin or ""))
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.px(84))
    return made


def _people(one: Asked) -> QWidget:
    made = QListWidget()
    chosen = set(one.begin or ())
    for value, words in sorted(one.choices, key=lambda choice: choice[0] not in chosen):  # the ticked are in sight
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, value)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        made.addItem(item)
    made.setWordWrap(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFixedHeight(_height(len(one.choices), _BESIDE))
    return made


def _height(count: int, most: int) -> int:
    """Of a list with so many lines; `most` are seen at once."""
    return theme.px(14 + _LINE * min(most, max(2, count)))


def _tick_all(field: QListWidget, state: Qt.CheckState) -> None:
    for at in range(field.count()):
        field.item(at).setCheckState(state)


def _edited(field: QWidget) -> "list[SignalInstance]":
    """What a field says when somebody changes it."""
    if isinstance(field, QLineEdit | QPlainTextEdit):
        return [field.textChanged]
    if isinstance(field, QComboBox):
        return [field.currentIndexChanged]
    if isinstance(field, QCheckBox):
        return [field.toggled]
    return [field.itemChanged] if isinstance(field, QListWidget) else []


_MAKERS: dict[Kind, Callable[[Asked], QWidget]] = {
    Kind.LINE: _line,
    Kind.DAY: _line,
    Kind.NUMBER: _line,
    Kind.CHOICE: _choice,
    Kind.TICK: _tick,
    Kind.TEXT: _text,
    Kind.PEOPLE: _people,
}
