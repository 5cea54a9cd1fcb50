"""One question beside the list: its clause, the answer and its ground, who settled it and when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.clock import minute
from desktop_app.desk import policy_settings
from desktop_app.desk.policy_settings import Row
from desktop_app.ui.language import language, said, say
from desktop_app.ui.policy.answer import field_for
from desktop_app.ui.widgets.fields import Field, LineField
from desktop_app.ui.widgets.formats import TextFormat
from desktop_app.ui.widgets.parts import Complaint, button, card, column, emptied, row, text
from desktop_app.ui.widgets.taborder import in_order

#: Question -> the answer and the ground that were typed and not saved yet.
Typed = dict[str, tuple[object, str]]


class Detail(QWidget):
    """What is typed stays with its question while the user looks at others; it counts only once it is saved."""

    saved = Signal(str, object, str)
    cleared = Signal(str)
    typed = Signal(str)  # the question whose answer was begun

    def __init__(self, typed: Typed) -> None:
        super().__init__()
        self._row: Row | None = None
        self._typed = typed
        self._value: object = None
        self._why = ""
        self.answer: Field | None = None
        self.clause = text("", "muted")
        self.asks = text("", "h2")
        self.default = text("", "muted")
        self.settled_by = text("", "muted")
        self.answer_label = text(say("答案"), "label")
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.ground = LineField("ground", say("依据（文号、日期或答复）"), TextFormat(200))
        # else Tab comes to its line by way of the field, before the answer, which is made later
        self.ground.setFocusProxy(None)  # type: ignore[arg-type]
        self.ground.edited.connect(self._ground_typed)
        self.unsaved = text(say("有改动，尚未保存。"), "muted")
        self.wrong = Complaint()
        self.save_button = button(say("保存设定"), self._save, "main")
        self.clear_button = button(say("撤销设定"), self._clear)
        framed = card(
            self.clause,
            self.asks,
            self.default,
            self.answer_label,
            self._holder,
            self.ground.label(self.ground.name),
            self.ground,
            self.settled_by,
            self.unsaved,
            self.wrong,
            row(self.clear_button, None, self.save_button),
        )
        self.setLayout(column(framed, None))

    def show_row(self, one: Row) -> None:
        """Another question, or the same one after a change."""
        self._row = one
        mark = say("　存疑 {ambiguity}", ambiguity=one.ambiguity) if one.ambiguity else ""
        self.clause.setText(say("依据条款：") + one.clause + mark)
        self.asks.setText(said(one.asks))
        own = policy_settings.said(one, one.default, language())
        self.default.setText(
            say("未设定时按“{own}”处理。", own=own) if own else say("未设定时，有关检查列为“需核定”。")
        )
        self.settled_by.setText(_who(one))
        self.settled_by.setVisible(bool(self.settled_by.text()))
        self.clear_button.setEnabled(one.set_at is not None)
        self.complain("")
        self._value, self._why = self._typed.get(one.name, (one.value if one.settled else None, one.ground))
        emptied(self._holder)
        self.answer = field_for(one)
        self.answer.edited.connect(self._answered)
        self.answer.show_value(self._value)
        self.answer_label.setBuddy(self.answer.control)
        self._holder.addWidget(self.answer)
        self.answer.show()  # the layout would show it only at the next turn of the event loop
        in_order(self.answer, self.ground, self.clear_button, self.save_button)
        self.ground.show_value(self._why)
        self._changed()

    def complain(self, words: str) -> None:
        """Say why nothing was changed; empty takes it away."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))

    def settle(self) -> None:
        """What stood here is in the vault now, or withdrawn."""
        if self._row is not None:
            self._typed.pop(self._row.name, None)

    def _answered(self, _: str, value: object) -> None:
        self._value = value
        self._keep()

    def _ground_typed(self, _: str, why: str) -> None:
        self._why = why
        self._keep()

    def _keep(self) -> None:
        if self._row is not None:
            self._typed[self._row.name] = (self._value, self._why)
            self._changed()
            self.typed.emit(self._row.name)

    def _changed(self) -> None:
        self.unsaved.setVisible(self._row is not None and self._row.name in self._typed)

    def _save(self) -> None:
        if self._row is None or self.answer is None:
            return
        if self._value in (None, ""):
            self.complain(say("请先填写答案。"))
            self.answer.setFocus()
        elif not self._why.strip():
            self.complain(say("请写明依据，如文号和日期。"))
            self.ground.control.setFocus()
        else:
            self.complain("")
            self.saved.emit(self._row.name, self._value, self._why)

    def _clear(self) -> None:
        if self._row is not None:
            self.cleared.emit(self._row.name)


def _who(one: Row) -> str:
    if one.set_at is None:
        return ""
    at = minute(one.set_at)
    told = say("{set_by} 于 {at} 设定。", set_by=one.set_by, at=at)
    unfit = say("现行政策包已不适用该答案，未采用。")
    return f"{told}{unfit}" if one.unfit else told
