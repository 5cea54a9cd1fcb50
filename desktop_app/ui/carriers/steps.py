"""Entering one step of carriers' lives: the dialog asks what the register of that step has columns for."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import carriers
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import REQUIRED, Carrier, CarrierKind, CarrierMove, Details
from desktop_app.domain.makings import Making
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.carriers.making import pages_field
from desktop_app.ui.carriers.markfield import MarkField
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.sealing.tables import mark_words
from desktop_app.ui.widgets.formats import DateFormat, Unreadable
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, row, text

_M = CarrierMove
#: What each step asks, in the order of its register's columns.
ASKED: dict[CarrierMove, tuple[str, ...]] = {
    _M.GIVE: ("counterpart", "reason"),
    _M.LEND: ("counterpart", "due", "approved_by", "reason"),
    _M.HAND_OVER: ("counterpart", "way"),
    _M.RETURN: ("reason",),
    _M.ARCHIVE: ("counterpart",),
    _M.LOSE: ("reason",),
    _M.FIND: ("reason",),
    _M.DESTROY: ("way", "place", "approved_by", "first_witness", "second_witness", "reason"),
    _M.COPY: ("approved_by", "reason"),
    _M.REMARK: ("approved_by", "reason"),
    _M.CANCEL: ("approved_by", "reason"),
    _M.REINSTATE: ("approved_by", "second_witness", "reason"),
}
_PUT_RIGHT = (_M.CANCEL, _M.REINSTATE)
#: Names may have sixty characters, other texts two hundred.
_SHORT = ("approved_by", "first_witness", "second_witness")
#: The field in which a refusal is mended.
_MENDED_IN = {Code.CARRIER_EARLY: "reason", Code.TWO_NAMES_NEEDED: "second_witness", Code.CARRIER_DUE: "due"}
#: What a copy may be made on; numbered copies are printed under Papers.
_COPIED_TO = (CarrierKind.STICK, CarrierKind.DISC, CarrierKind.DOSSIER)


def label(move: CarrierMove, name: str) -> str:
    """The word before one field."""
    return {
        "counterpart": {
            _M.GIVE: say("领用人"),
            _M.LEND: say("借阅人"),
            _M.HAND_OVER: say("收件单位（人）"),
            _M.ARCHIVE: say("归档去向"),
        }.get(move, say("对方")),
        "due": say("应还日期"),
        "way": say("销毁方式") if move is _M.DESTROY else say("传递方式"),
        "place": say("销毁地点"),
        "approved_by": {_M.REMARK: say("steps|定密责任人")}.get(move, say("steps|批准人")),
        "first_witness": say("steps|销毁人"),
        "second_witness": say("steps|复核人") if move is _M.REINSTATE else say("steps|监销人"),
        "reason": say("steps|事由"),
    }[name]


def _ways(move: CarrierMove) -> tuple[str, ...]:
    if move is _M.DESTROY:
        return (
            say("粉碎"),
            say("送销毁机构"),
            say("物理破坏"),
        )
    return (
        say("机要交通"),
        say("机要文件交换站"),
        say("专人递送"),
        say("当面移交"),
    )


class StepDialog(QDialog):
    done_ = Signal()

    def __init__(self, move: CarrierMove, chosen: Sequence[Carrier], context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._move = move
        self._carriers = tuple(chosen)
        self._context = context
        name = word(move, language())
        self.setWindowTitle(say("登记{name}", name=name))
        self.setMinimumWidth(theme.px(480))
        self.fields: dict[str, QLineEdit | QComboBox] = {one: self._field(one) for one in ASKED[move]}
        self.kind = QComboBox()
        self.number = QLineEdit()
        self.mark = MarkField(context.opened.machine.level)
        self.applicant, self.pages = QLineEdit(context.opened.user), pages_field()
        self.wrong = Complaint()
        self.wrong.hide()
        self.act_button = button(say("登记{name}", name=name), self._act, "main")
        no = button(say("不，返回"), self.reject)
        self.setLayout(
            column(text(self._asked()), self._grid(), self.wrong, row(None, no, self.act_button), space=16, margins=24)
        )
        first = next(iter(self.fields.values()))
        first.setFocus()
        hug(self)

    def _asked(self) -> str:
        numbers = say("、").join(one.number for one in self._carriers[:6])
        more = say(" 等 {carriers} 件", carriers=len(self._carriers))
        listed = numbers + (more if len(self._carriers) > 6 else "")
        if self._move is _M.DESTROY:
            return say("已经清点、审批并销毁：{listed}。这笔登记长期保留。", listed=listed)
        if self._move is _M.REMARK:
            marks = say("、").join(dict.fromkeys(mark_words(one.marking) for one in self._carriers))
            return say(
                "{listed}，现为{marks}。介质上的内容不变，密级不得低于其中任何一件。", listed=listed, marks=marks
            )
        if self._move in _PUT_RIGHT:
            return say("{listed}。先前的登记都保留，更正另记一笔。", listed=listed)
        return listed

    def _field(self, name: str) -> QLineEdit | QComboBox:
        if name == "way":
            made = QComboBox()
            made.setEditable(True)
            made.addItems(_ways(self._move))
            made.setCurrentIndex(-1)
            return made
        line = QLineEdit()
        line.setMaxLength(60 if name in _SHORT else 200)
        if name == "due":
            line.setPlaceholderText(say("如 2026.8.1"))
        if name == "first_witness":
            line.setText(self._context.opened.user)
        return line

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        rows: list[tuple[str, QWidget]] = []
        if self._move is _M.COPY:
            for kind in _COPIED_TO:
                self.kind.addItem(word(kind, language()), kind)
            self.number.setMaxLength(60)
            self.number.setPlaceholderText(say("留空则由程序编号"))
            self.applicant.setMaxLength(60)
            rows += [(say("复制到"), self.kind), (say("复制件编号"), self.number)]
            rows += [(say("steps|申请人"), self.applicant), (say("页数"), self.pages)]
        if self._move is _M.REMARK:
            rows.append((say("新的密级和期限"), self.mark))
        for name, asked in self.fields.items():
            needed = "＊" if name in REQUIRED.get(self._move, ()) else ""
            rows.append((label(self._move, name) + needed, asked))
        for at, (words, field) in enumerate(rows):
            shown = text(words, "label")
            named = field.level if isinstance(field, MarkField) else field
            shown.setBuddy(named)
            named.setAccessibleName(words.removesuffix("＊"))
            grid.addWidget(shown, at, 0)
            grid.addWidget(field, at, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _typed(self, name: str) -> str:
        field = self.fields[name]
        return (field.currentText() if isinstance(field, QComboBox) else field.text()).strip()

    def _details(self) -> Details:
        """Raises `Unreadable` for a day that is none."""
        due: date | None = None
        if "due" in self.fields:
            due = DateFormat().read(self._typed("due"))
        return Details(due=due, **{name: self._typed(name) for name in self.fields if name != "due"})

    def _lacking(self) -> str:
        """The first field that must be filled and is not."""
        needed = (one for one in REQUIRED.get(self._move, ()) if one in self.fields)
        return next((one for one in needed if not self._typed(one)), "")

    def _act(self) -> None:
        self._say("")
        if lacking := self._lacking():
            self._say(say("还没有填“{field}”，没有登记。", field=label(self._move, lacking)))
            self.fields[lacking].setFocus()
            return
        try:
            act = self._step(self._details())
        except Unreadable as wrong:
            self._say(str(wrong))
            return
        except Fault as fault:
            self._refused(fault)
            return
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: act(session),
            lambda _: self._done(),
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _step(self, details: Details) -> Callable[[Session], object]:
        """What is to be done in the vault. Raises `Fault(MARKING_*)`."""
        move, chosen = self._move, list(self._carriers)
        if move is _M.COPY:
            kind, number = self.kind.currentData(), self.number.text()
            making = Making(applicant=self.applicant.text().strip(), pages=self.pages.value())
            return lambda session: carriers.copied(session, chosen[0], kind, details, number, making)
        if move is _M.REMARK:
            mark = self.mark.mark()
            return lambda session: carriers.remark(session, chosen[0], mark, details)
        return lambda session: carriers.move(session, chosen, move, details)

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))
        at = self.fields.get(_MENDED_IN.get(fault.code, ""))
        if at is not None:
            at.setFocus()

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        hug(self)

    def _done(self) -> None:
        name = word(self._move, language())
        count = len(self._carriers)
        self._context.note(say("已登记{name} {count} 件。", name=name, count=count))
        self.done_.emit()
        self.accept()
