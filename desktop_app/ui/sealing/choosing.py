"""Which applications go into the package: all that may be sealed, ticked one by one or all at once."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QTableWidgetItem, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk.draft import RowFilter
from desktop_app.desk.session import Session
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.sealing.tables import Table, mark_words
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.searching import leads_into

#: What may be sealed, what waits for it first.
_SEALABLE = (Status.SUBMITTED, Status.RECEIVED, Status.SEALED, Status.FORWARDED)
#: More of one state than anyone ticks by hand; the search narrows it.
_LIMIT = 500
_PAUSE_MS = 150


def _sealable(session: Session, typed: str) -> list[ApplicationRow]:
    found: list[ApplicationRow] = []
    for status in _SEALABLE:
        found += drafts.rows(session, RowFilter(text=typed, status=status, examples=False, limit=_LIMIT))
    return found


class _Ticks(Table):
    """Space ticks the row, whichever cell has the keyboard."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        item = self.item(self.currentRow(), 0)
        if event.key() == Qt.Key.Key_Space and item is not None:
            on = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
        else:
            super().keyPressEvent(event)


class Choosing(QWidget):
    changed = Signal()

    def __init__(self, context: Context, ticked: Iterable[str]) -> None:
        super().__init__()
        self._context = context
        self._rows: list[ApplicationRow] = []
        self._ticked: dict[str, ApplicationRow | None] = dict.fromkeys(ticked)
        self._round = 0
        heads = (
            say("姓名"),
            say("申报职称"),
            say("单位"),
            say("版本"),
            say("密级"),
            say("状态"),
        )
        self.table = _Ticks(say("可封装的申请"), heads, (152, 104, 0, 52, 92, 84))
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按姓名、拼音、单位查找"))
        self.search.setAccessibleName(say("查找可封装的申请"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(220))
        self.count = text("", "muted", wrap=False)
        self.all_button = button(say("全选"), lambda: self._tick_all(True), "quiet")
        self.none_button = button(say("全不选"), lambda: self._tick_all(False), "quiet")
        self._nothing = text("", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.more = text(
            say("每种状态只列前 {most} 份，“全选”也只选列出的；请用查找缩小范围，分几次封装。", most=_LIMIT), "wrong"
        )
        self.more.hide()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._nothing)
        head = row(
            text(say("choosing|选择申请"), "h2", wrap=False),
            self.search,
            self.count,
            None,
            self.all_button,
            self.none_button,
        )
        self.setLayout(column(head, self._middle, self.more))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.load)
        self.search.textChanged.connect(lambda: self._pause.start(_PAUSE_MS))
        leads_into(self.search, self.table)
        self.table.itemChanged.connect(self._tick)
        self.load()

    def load(self) -> None:
        """Read what may be sealed again."""
        self._round += 1
        this, typed = self._round, self.search.text().strip()
        self._context.ask(self, lambda session, _: _sealable(session, typed), lambda rows: self._show(this, rows))

    def _show(self, this: int, rows: list[ApplicationRow]) -> None:
        if this != self._round:
            return
        self._rows = rows
        self.table.blockSignals(True)
        self.table.fill([_cells(one) for one in rows])
        for at, one in enumerate(rows):
            item = self.table.item(at, 0)
            assert item is not None
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if one.id in self._ticked else Qt.CheckState.Unchecked)
            if one.id in self._ticked:
                self._ticked[one.id] = one
        self.table.blockSignals(False)
        if not self.search.text().strip():
            self._ticked = {key: one for key, one in self._ticked.items() if one is not None}
        self._nothing.setText(
            say("没有符合的申请，换个词查找。")
            if self.search.text().strip()
            else say("还没有可封装的申请。申请提交后，或收到别台的申请后，会出现在这里。")
        )
        self._middle.setCurrentIndex(0 if rows else 1)
        self.more.setVisible(_LIMIT in Counter(one.status for one in rows).values())
        if rows:
            self.table.setCurrentCell(0, 0)
        self._told()

    def _tick(self, item: QTableWidgetItem) -> None:
        one = self._rows[item.row()]
        if item.checkState() is Qt.CheckState.Checked:
            self._ticked[one.id] = one
        else:
            self._ticked.pop(one.id, None)
        self._told()

    def _tick_all(self, on: bool) -> None:
        self.table.blockSignals(True)
        for at, one in enumerate(self._rows):
            item = self.table.item(at, 0)
            assert item is not None
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self._ticked.pop(one.id, None)
            if on:
                self._ticked[one.id] = one
        self.table.blockSignals(False)
        self._told()

    def _told(self) -> None:
        self.count.setText(say("已选 {ticked} 份", ticked=len(self._ticked)))
        self.all_button.setEnabled(bool(self._rows))
        self.none_button.setEnabled(bool(self._ticked))
        self.changed.emit()

    def ticked(self) -> list[ApplicationId]:
        """What goes into the package, in the order it was ticked."""
        return [one.id for one in self._ticked.values() if one is not None]

    def again(self) -> list[str]:
        """Names of ticked applications that lie sealed in a package already."""
        sealed = (Status.SEALED, Status.FORWARDED)
        return [one.name for one in self._ticked.values() if one is not None and one.status in sealed]

    def marking(self) -> Marking | None:
        """The mark that the package will bear, `None` while nothing is ticked."""
        marks = [one.marking for one in self._ticked.values() if one is not None]
        return combined(marks) if marks else None

    def clear(self) -> None:
        """Untick everything and read again."""
        self._ticked = {}
        self.load()


def _cells(one: ApplicationRow) -> tuple[str, ...]:
    return (
        one.name or say("（未填姓名）"),
        one.title,
        one.unit,
        str(one.latest_version),
        mark_words(one.marking),
        word(one.status, language()),
    )
