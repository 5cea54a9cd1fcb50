"""What is on its way: each package with its strip, its hands and its days; every station is entered from here."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import minute
from desktop_app.core.ids import PackageId
from desktop_app.desk import courier, under_way
from desktop_app.desk.courier import Terms
from desktop_app.desk.session import Session
from desktop_app.desk.under_way import Balance, OnTheWay, WayStage
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Direction
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.carriers.registers import Registers
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.onway import dialogs
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.asking import AskDialog
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.tablelook import teach

_STAGE, _DAYS = 3, 7
_WRONG = (WayStage.STRIP_WRONG,)
_HERE = (WayStage.NO_STRIP, WayStage.TO_HAND_OVER)
_AWAITED = (WayStage.WAITS, WayStage.TO_ANSWER, WayStage.TO_OPEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen says."""

    lines: tuple[OnTheWay, ...]
    sums: Balance
    terms: Terms


def shown(session: Session) -> Shown:
    """Everything under way, the balance, and the office's terms."""
    return Shown(under_way.under_way(session), under_way.balance(session), courier.terms(session))


class OnTheWayScreen(Screen):
    """`place.subject` is a package that is chosen when it is under way."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._found: Shown | None = None
        self._lines: list[OnTheWay] = []  # in the order that was asked for
        self._subject = place.subject
        self.dialog: AskDialog | None = None
        self.told = text("", "muted")
        self.balance = text("", "muted")
        heads = [
            say("收发"),
            say("bulk|编号"),
            say("对方单位"),
            say("状态"),
            say("封签号"),
            say("递送"),
            say("起算"),
            say("天数"),
        ]
        self.table = Table(say("在途的封装包"), heads, [64, 84, 0, 190, 150, 210, 144, 96])
        self.table.setMinimumHeight(theme.px(240))
        self.order = HeadSort(self.table)
        self.order.changed.connect(lambda: self._show(self._found) if self._found else None)
        teach(
            self.table,
            say("没有在途的封装包。封装以后在这里登记封签、交出；送到的封袋点“登记到达…”。"),
        )
        self.strip_button = button(say("screen|登记封签…"), self.ask_strip)
        self.hand_button = button(say("登记交出…"), self.ask_hand_over, "main")
        self.arrive_button = button(say("登记到达…"), self._ask_folder)
        self.settle_button = button(say("处理不符…"), self.ask_settle)
        self.go_button = button(say("去办回执"), self._go)
        self.terms_button = button(say("回执期限…"), self.ask_terms, "quiet")
        self.registers = Registers(context, self)
        top = row(self.told, self.arrive_button, self.settle_button, self.strip_button, self.hand_button, space=12)
        top.setStretch(0, 1)
        foot = row(self.balance, self.go_button, self.terms_button, self.registers.button, space=12)
        foot.setStretch(0, 1)
        whole = column(top, self.table, foot, space=12, margins=PAGE)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)
        self._enable()
        self.load()

    def title(self) -> str:
        return say("在途")

    def place(self) -> Place:
        one = self.picked()
        return Place(ScreenKey.ON_THE_WAY, one.package if one else "")

    def first_focus(self) -> QWidget | None:
        return self.table if self._found and self._found.lines else self.arrive_button

    def load(self) -> None:
        """Read what is under way anew."""
        self.context.ask(self, lambda session, _: shown(session), self._show)

    def _show(self, found: Shown) -> None:
        chosen = self.picked()
        wanted = chosen.package if chosen else self._subject
        self._found = found
        self._lines = self.order.ordered(found.lines, _places)
        late = sum(one.overdue for one in found.lines)
        self.told.setText(
            say(
                "在途 {lines} 件，超期 {late} 件；回执期限 {receipt_days} 天。",
                lines=len(found.lines),
                late=late,
                receipt_days=found.terms.receipt_days,
            )
        )
        self.balance.setText(_sums(found.sums))
        self.balance.setProperty("tone", "" if found.sums.balanced else "block")
        self.table.fill([_cells(one) for one in self._lines])
        for at, one in enumerate(self._lines):
            self._colour(at, one)
            if one.package == wanted:
                self.table.selectRow(at)
        self._enable()

    def _colour(self, at: int, one: OnTheWay) -> None:
        tone = theme.colours()
        for side, bad in ((_STAGE, one.stage in _WRONG), (_DAYS, one.overdue)):
            item = self.table.item(at, side)
            if item is not None and bad:
                item.setForeground(QColor(tone.vermilion))

    def picked(self) -> OnTheWay | None:
        """The chosen package."""
        at = self.table.chosen()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _enable(self) -> None:
        one, mine = self.picked(), self.context.opened.mine
        here = one is not None and one.stage in _HERE and mine.may(Act.DELIVERED)
        self.strip_button.setEnabled(here)
        self.hand_button.setEnabled(here)
        self.arrive_button.setEnabled(mine.may(Act.ARRIVED))
        self.settle_button.setEnabled(one is not None and one.stage in _WRONG and mine.may(Act.STRIP_SETTLED))
        self.go_button.setEnabled(one is not None and one.stage in _AWAITED)
        self.terms_button.setEnabled(mine.may(Act.SETTINGS_CHANGED))
        self.registers.button.setEnabled(mine.may(Act.PLAIN_TEXT_WRITTEN))

    def ask_strip(self) -> None:
        """The strip that closes the chosen bag."""
        if (one := self.picked()) is not None:
            package, strip = PackageId(one.package), one.transit.strip
            self.dialog = dialogs.ask_strip(self.context, self, package, strip, self.load)

    def ask_hand_over(self) -> None:
        """In whose hands the chosen bag leaves."""
        if (one := self.picked()) is not None:
            package, strip = PackageId(one.package), one.transit.strip
            self.dialog = dialogs.ask_hand_over(self.context, self, package, strip, self.load)

    def _ask_folder(self) -> None:
        files.folder(self, say("选择送到的介质"), self.ask_arrival)

    def ask_arrival(self, folder: Path) -> None:
        """How the bag with this medium came; a wrong strip stands in the list afterwards."""
        self.dialog = dialogs.ask_arrival(self.context, self, folder, self.load)
        self.dialog.finished.connect(lambda _: self.load())

    def ask_settle(self) -> None:
        """Why the chosen bag may be opened all the same."""
        if (one := self.picked()) is not None:
            self.dialog = dialogs.ask_settle(self.context, self, one.package, self.load)

    def ask_terms(self) -> None:
        """The office's own terms."""
        if self._found is not None:
            self.dialog = dialogs.ask_terms(self.context, self, self._found.terms, self.load)

    def _go(self) -> None:
        one = self.picked()
        if one is not None:
            key = ScreenKey.INBOX if one.direction is Direction.IN else ScreenKey.SEALING
            self.context.go(Place(key, one.package))


def _sums(sums: Balance) -> str:
    ends = say("相符") if sums.balanced else say("不符，请查号")
    return say(
        "发号 {sums.given_out} ＝ 在手 {sums.here}＋在途 {sums.under_way}＋已回执 {sums.answered}＋"
        "拒收 {sums.refused}＋作废 {sums.void}，{ends}。收件 {sums.received}，待出具回执 {sums.to_answer}。",
        sums=sums,
        ends=ends,
    )


def _places(one: OnTheWay) -> tuple[str, ...]:
    """By what its columns sort: days by their number."""
    return (*_cells(one)[:_DAYS], str(one.days))


def _cells(one: OnTheWay) -> tuple[str, ...]:
    handed, arrived = one.transit.handed, one.transit.arrived
    carried = ""
    if handed is not None:
        carried = f"{word(handed.way, language())}　{handed.first}　{handed.second}".strip()
    elif arrived is not None:
        carried = f"{arrived.first}　{arrived.second}".strip()
    days = say("screen|{days} 天", days=one.days)
    return (
        word(one.direction, language()),
        f"{one.sequence:06d}" if one.sequence else one.package[-8:],
        one.peer or say("（拆封后显示）"),
        word(one.stage, language()),
        one.transit.strip or (arrived.bag if arrived else ""),
        carried,
        minute(one.since),
        days + (say("　超期") if one.overdue else ""),
    )
