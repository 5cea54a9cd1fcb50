"""All carriers: found by number, kind and state; what is overdue first; each step of their lives from here."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QMenu, QPushButton, QWidget

from desktop_app.core.clock import CHINA
from desktop_app.desk import carrier_list, carriers
from desktop_app.desk.carrier_list import CarrierFilter, CarrierLine, CarrierList
from desktop_app.domain.carriers import (
    MOVES,
    NOT_FOR_COPIES,
    Carrier,
    CarrierEvent,
    CarrierKind,
    CarrierMove,
    CarrierState,
)
from desktop_app.domain.marking import Marking
from desktop_app.domain.retention import Retention
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.carriers.adding import AddDialog
from desktop_app.ui.carriers.counting import CountingDialog
from desktop_app.ui.carriers.keeping import KeepingDialog
from desktop_app.ui.carriers.making import MakingDialog
from desktop_app.ui.carriers.registers import Registers
from desktop_app.ui.carriers.steps import StepDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import capital, language, say
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.tables import mark_words
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.searching import leads_into
from desktop_app.ui.widgets.tablelook import teach

PAUSE_MS = 150
#: The step most often taken, each with a button; the others are in the menu.
_OFTEN = (CarrierMove.LEND, CarrierMove.RETURN, CarrierMove.HAND_OVER, CarrierMove.DESTROY)
_SELDOM = (
    CarrierMove.GIVE, CarrierMove.COPY, CarrierMove.ARCHIVE, CarrierMove.LOSE, CarrierMove.FIND, CarrierMove.REMARK,
    CarrierMove.CANCEL, CarrierMove.REINSTATE,
)  # fmt: skip
#: What is said of one carrier alone.
_ALONE = (CarrierMove.COPY, CarrierMove.REMARK)


class CarriersScreen(Screen):
    """`place.spot` is the search text; the word `pressing` before it leaves what needs a hand."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._lines: tuple[CarrierLine, ...] = ()
        self._mark: Marking | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按编号、内容名称或持有人查找"))
        self.search.setAccessibleName(say("查找载体"))
        self.search.setClearButtonEnabled(True)
        self.kind = self._choice(say("按类别筛选"), say("全部类别"), list(CarrierKind))
        self.state = self._choice(say("按状态筛选"), say("全部状态"), list(CarrierState))
        self.pressing = QCheckBox(say("只看到期的"))
        self.counted = text("", "muted", wrap=False)
        self.table = table(
            say("载体"),
            [
                say("载体编号"),
                say("类别"),
                say("内容名称"),
                say("密级"),
                say("状态"),
                say("持有人、去向"),
                say("应还、提醒"),
            ],
            [164, 112, 0, 104, 84, 160, 196],
            many=True,
        )
        self.table.setMinimumHeight(theme.px(180))
        self._teaching = teach(self.table, "")
        self.life = text("", "muted")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.load)
        self._buttons = {move: button(self._act_words(move), partial(self.ask, move)) for move in _OFTEN}
        self.more_button, self._actions = self._more()
        self.registers = Registers(context, self)
        self._lay_out()
        self._come_back()

    def _choice(self, name: str, every: str, members: list[CarrierKind] | list[CarrierState]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.addItem(every, None)
        for member in members:
            made.addItem(word(member, language()), member)
        made.currentIndexChanged.connect(self._later)
        return made

    def _act_words(self, move: CarrierMove) -> str:
        return capital(word(move, language())) + "…"

    def _more(self) -> tuple[QPushButton, dict[CarrierMove, Callable[[bool], None]]]:
        more = QPushButton(say("其他"))
        more.setAccessibleName(say("其他去向"))
        menu = QMenu(more)
        actions = {move: menu.addAction(self._act_words(move)) for move in _SELDOM}
        for move, action in actions.items():
            action.triggered.connect(partial(self.ask, move))
        menu.addSeparator()
        self._complete = menu.addAction(say("补填制作登记…"))
        self._complete.triggered.connect(self._ask_making)
        more.setMenu(menu)
        return more, {move: action.setEnabled for move, action in actions.items()}

    def _lay_out(self) -> None:
        add = button(say("登记载体…"), self._ask_add, "main")
        add.setToolTip("Ctrl+N")
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._ask_add)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        count = button(say("年度清查…"), self._ask_count)
        keep = button(say("保存期限…"), self._ask_keeping, "quiet")
        asked = row(self.search, self.kind, self.state, self.pressing, space=12)
        asked.setStretch(0, 1)
        office = row(self.counted, None, keep, self.registers.button, count, add, space=12)
        steps = row(None, *self._buttons.values(), self.more_button, space=12)
        both = column(asked, office, self.table, self.life, steps, space=12, margins=PAGE)
        both.setStretch(2, 1)
        self.setLayout(both)
        self.search.textChanged.connect(lambda: self._pause.start(PAUSE_MS))
        leads_into(self.search, self.table)
        self.pressing.toggled.connect(self._later)
        self.table.itemSelectionChanged.connect(self._chosen)
        self._chosen()

    def _come_back(self) -> None:
        spot = self._place.spot
        with QSignalBlocker(self.pressing), QSignalBlocker(self.search):
            self.pressing.setChecked(spot.startswith("pressing"))
            self.search.setText(spot.removeprefix("pressing").strip())
        self.load()

    def title(self) -> str:
        return say("载体")

    def place(self) -> Place:
        spot = ("pressing " if self.pressing.isChecked() else "") + self.search.text()
        return Place(ScreenKey.CARRIERS, "", spot)

    def marking(self) -> Marking | None:
        """The highest of what is listed."""
        return self._mark

    def first_focus(self) -> QWidget | None:
        return self.search

    def _later(self) -> None:
        self._pause.start(0)

    def load(self) -> None:
        """Read the list anew."""
        wanted = CarrierFilter(
            text=self.search.text().strip(),
            kind=self.kind.currentData(),
            state=self.state.currentData(),
            pressing=self.pressing.isChecked(),
        )
        self.context.ask(self, lambda session, _: carrier_list.listed(session, wanted), self._show)

    def _show(self, found: CarrierList) -> None:
        self._lines = found.lines
        self.registers.refresh()
        self._mark = found.marking
        self.counted.setText(say("共 {found:,} 件，在库 {in_hand:,} 件", found=found.found, in_hand=found.in_hand))
        asked = self.search.text().strip(), self.pressing.isChecked(), self.kind.currentData(), self.state.currentData()
        self._teaching.say(
            say("没有符合的载体，换个条件查找。")
            if any(asked)
            else say("还没有载体。点“登记载体…”登记介质和卷宗；打印和封装产生的份数自动登记在这里。")
        )
        with QSignalBlocker(self.table):
            self.table.clearSelection()
            self.table.setRowCount(len(found.lines))
            for at, line in enumerate(found.lines):
                self._show_line(at, line)
        self._chosen()
        self.context.mark_changed.emit()

    def _show_line(self, at: int, line: CarrierLine) -> None:
        one = line.carrier
        words = (
            one.number,
            word(one.kind, language()),
            one.title,
            mark_words(one.marking),
            word(one.state, language()),
            one.holder,
            _reminder(line),
        )
        for side, shown in enumerate(words):
            self.table.setItem(at, side, cell(shown))
        if line.overdue or line.retention is Retention.MUST_GO:
            item = self.table.item(at, 6)
            if item is not None:
                item.setForeground(QColor(theme.colours().vermilion))

    def picked(self) -> list[Carrier]:
        """The carriers that are selected."""
        return [self._lines[at].carrier for at in chosen_rows(self.table) if at < len(self._lines)]

    def _chosen(self) -> None:
        picked = self.picked()
        for move, look in self._buttons.items():
            look.setEnabled(_may(picked, move))
        for move, enable in self._actions.items():
            enable(_may(picked, move))
        self._complete.setEnabled(bool(picked))
        self.more_button.setEnabled(bool(picked))
        self.life.setText("")
        if len(picked) == 1:
            self.context.ask(self, lambda session, _: carriers.life(session, picked[0]), self._show_life)

    def _show_life(self, events: list[CarrierEvent]) -> None:
        self.life.setText(say("经过：") + say("；").join(_told(event) for event in events[-8:]))

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

    def ask(self, move: CarrierMove, *_: object) -> None:
        """Ask what this step needs to be entered for the chosen carriers."""
        picked = self.picked()
        if not _may(picked, move):
            return
        dialog = StepDialog(move, picked, self.context, self)
        dialog.done_.connect(self.load)
        # where the dialog goes, the button that opened it is grey: none is chosen then
        dialog.done_.connect(self.table.setFocus)
        self._open(dialog)

    def _ask_add(self) -> None:
        dialog = AddDialog(self.context, self)
        dialog.done_.connect(self.load)
        self._open(dialog)

    def _ask_making(self) -> None:
        dialog = MakingDialog(self.picked(), self.context, self)
        dialog.done_.connect(self.load)
        self._open(dialog)

    def _ask_count(self) -> None:
        self._open(CountingDialog(self.context, self))

    def _ask_keeping(self) -> None:
        dialog = KeepingDialog(self.context, self)
        dialog.done_.connect(self.load)
        self._open(dialog)


def _may(picked: list[Carrier], move: CarrierMove) -> bool:
    """Whether this step can be taken with every one of them, and there is one."""
    if move in _ALONE and len(picked) != 1:
        return False
    if move in NOT_FOR_COPIES and any(one.kind is CarrierKind.COPY for one in picked):
        return False
    return bool(picked) and all((one.state, move) in MOVES for one in picked)


def _reminder(line: CarrierLine) -> str:
    parts = []
    if line.carrier.due is not None:
        day = line.carrier.due.isoformat()
        parts.append(say("{day} 已超期", day=day) if line.overdue else day)
    if line.retention is not Retention.KEEP:
        parts.append(word(line.retention, language()))
    return say("；").join(parts)


def _told(event: CarrierEvent) -> str:
    change = event.way if event.move is CarrierMove.REMARK else ""
    parts = (word(event.move, language()), event.counterpart, change, event.by)
    return f"{event.at.astimezone(CHINA):%Y-%m-%d} " + " ".join(part for part in parts if part)
