"""The register of dishonest conduct: who, what, by whose decision, until when; recorded, and revoked with a reason."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop_app.desk import dishonesty
from desktop_app.desk.dishonesty import DishonestyLine
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class DishonestyScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._came: tuple[DishonestyLine, ...] = ()
        self._lines: tuple[DishonestyLine, ...] = ()  # in the order that was asked for
        self.told = text("", "muted")
        self.table = Table(
            say("失信记录"),
            [
                say("姓名"),
                say("证件号码"),
                say("单位"),
                say("失信行为"),
                say("认定部门、文号"),
                say("认定日期"),
                say("期满"),
                say("状态"),
            ],
            [110, 196, 150, 0, 180, 104, 104, 150],
        )
        self.order = HeadSort(self.table)
        self.order.changed.connect(lambda: self._show(self._came))
        self.table.setMinimumHeight(theme.px(240))
        teach(
            self.table,
            say("没有失信记录。认定以后点右上角“登记失信…”。"),
        )
        self.add_button = button(say("登记失信…"), self.ask_add, "main")
        self.revoke_button = button(say("撤销…"), self.ask_revoke)
        top = row(self.told, self.revoke_button, self.add_button, space=12)
        top.setStretch(0, 1)
        whole = column(top, self.table, space=12, margins=PAGE)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)
        self._enable()
        self.load()

    def title(self) -> str:
        return say("失信记录")

    def place(self) -> Place:
        return Place(ScreenKey.DISHONESTY)

    def first_focus(self) -> QWidget | None:
        return self.table if self._lines else self.add_button

    def load(self) -> None:
        """Read the register anew."""
        self.context.ask(self, lambda session, _: dishonesty.register(session), self._show)

    def _show(self, found: tuple[DishonestyLine, ...]) -> None:
        self._came = found
        self._lines = tuple(self.order.ordered(found, _cells))
        self.told.setText(
            say(
                "共 {found} 条，在期 {counts} 条；记录期三年（七（一））。",
                found=len(found),
                counts=sum(one.counts for one in found),
            )
        )
        self.table.fill([_cells(one) for one in self._lines])
        for at, one in enumerate(self._lines):
            item = self.table.item(at, 7)
            if item is not None and one.counts and one.filings:
                item.setForeground(QColor(theme.colours().vermilion))
        self._enable()

    def picked(self) -> DishonestyLine | None:
        """The chosen record."""
        at = self.table.chosen()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def _enable(self) -> None:
        one = self.picked()
        self.revoke_button.setEnabled(one is not None and one.counts)

    def ask_add(self) -> None:
        """Who, what, by whose decision."""
        dialog = AskDialog(
            self.context,
            self,
            (
                say("登记失信"),
                say("按认定文件登记；在期内申报的，核对时会提示。"),
                say("登记"),
            ),
            [
                Asked("name", say("姓名"), most=60),
                Asked("identity_number", say("证件号码"), most=60),
                Asked("unit", say("单位"), most=60),
                Asked("recorded_on", say("认定日期"), Kind.DAY, self.context.today),
                Asked("conduct", say("失信行为"), Kind.TEXT),
                Asked("decided_by", say("认定部门、文号")),
            ],
            lambda found: (
                lambda session: dishonesty.add(
                    session,
                    DishonestyRecord(
                        id="",
                        by="",
                        at=session.clock.now(),
                        **(found | {"recorded_on": found["recorded_on"] or session.today()}),
                    ),
                )
            ),
        )
        dialog.done_.connect(lambda _: self.load())
        dialog.open()

    def ask_revoke(self) -> None:
        """Why a record counts no longer."""
        one = self.picked()
        if one is None:
            return
        record = one.record.id
        confirm.ask_reason(
            self,
            say("撤销这条记录？记录会保留，注明理由。"),
            say("撤销记录"),
            lambda reason: self._revoke(record, reason),
        )

    def _revoke(self, record: str, reason: str) -> None:
        self.context.ask(self, lambda session, _: dishonesty.revoke(session, record, reason), lambda _: self.load())


def _cells(line: DishonestyLine) -> tuple[str, ...]:
    one = line.record
    return (
        one.name,
        one.identity_number,
        one.unit,
        one.conduct,
        one.decided_by,
        one.recorded_on.isoformat(),
        line.until.isoformat(),
        _state(line),
    )


def _state(line: DishonestyLine) -> str:
    if line.record.revoked:
        return say("已撤销：") + line.record.revoked
    if not line.counts:
        return say("dishonesty|期满")
    if line.filings:
        return say("在期，今年有申报")
    return say("在期")
