"""The table of all applications: search as you type, filter by state, open with Enter."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk.draft import RowFilter
from desktop_app.domain.marking import Marking
from desktop_app.domain.status import Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.people import PeopleDialog
from desktop_app.ui.applications.rowsmodel import UNIT, WIDTHS, RowsModel
from desktop_app.ui.applications.scans import ScansDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.searching import leads_into
from desktop_app.ui.widgets.tablelook import dress, set_widths

#: Typing pauses this long before the search runs.
PAUSE_MS = 150


class _Table(QTableView):
    """Enter opens a row; Tab leaves the table."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ApplicationsScreen(Screen):
    """`place.spot` is the state's value and the search text."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.model = RowsModel(context)
        self.model.setParent(self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按姓名、拼音、证件号码或单位查找"))
        self.search.setAccessibleName(say("查找申请"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(200))
        self.state = QComboBox()
        self.state.setAccessibleName(say("按状态筛选"))
        self.state.addItem(say("全部状态"), None)
        for status in Status:
            self.state.addItem(word(status, language()), status)
        self.found = text("", "muted", wrap=False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._want)
        self._table()
        self._lay_out()
        self._come_back()

    def _table(self) -> None:
        self.table = _Table()
        self.table.setModel(self.model)
        self.table.setAccessibleName(say("申请列表"))
        dress(self.table, 36)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        set_widths(self.table, [0 if at == UNIT else width for at, width in enumerate(WIDTHS)])
        self.table.doubleClicked.connect(self._open)
        self.table.activated.connect(self._open)
        self.model.modelReset.connect(self._counted)

    def _lay_out(self) -> None:
        take = button(say("从交换文件导入…"), self._choose)
        people = button(say("从表格导入…"), self._ask_people)
        people.setToolTip(say("空白人员表也在这里取"))
        scans = button(say("挂接扫描件…"), self._ask_scans)
        scans.setToolTip(say("一个文件夹的扫描件，按文件名认领"))
        new = button(say("新建申请"), self._new, "main")
        new.setToolTip("Ctrl+N")
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self._new)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        nothing = self._nothing = text("", "muted")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(nothing)
        check = button(say("screen|整批检查"), self._check)
        check.setToolTip(say("按现在的筛选逐份核对"))
        self._bar = QBoxLayout(QBoxLayout.Direction.TopToBottom)  # until it is known to be wide
        self._bar.setSpacing(theme.px(12))
        asked = row(self.search, self.state, self.found, space=12)
        asked.setStretch(0, 1)
        self._bar.addLayout(asked)
        self._acts = row(None, check, people, scans, take, new, space=12)
        self._bar.addLayout(self._acts)
        self.setLayout(column(self._bar, self._middle, space=12, margins=PAGE))
        self.search.textChanged.connect(lambda: self._pause.start(PAUSE_MS))
        leads_into(self.search, self.table)
        self.state.currentIndexChanged.connect(lambda: self._pause.start(0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Search and acts in one line where there is room, in two where there is none."""
        super().resizeEvent(event)
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText()) + theme.px(64)
        others = self._acts.sizeHint().width() + self.state.sizeHint().width() + self.found.sizeHint().width()
        wide = event.size().width() >= hint + others + theme.px(4 * 12 + 2 * PAGE)
        self._bar.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._bar.setStretch(0, int(wide))

    def _come_back(self) -> None:
        state, _, typed = self._place.spot.partition(" ")
        self.search.setText(typed)
        self.state.setCurrentIndex(
            max(0, next((n for n in range(1, self.state.count()) if self.state.itemData(n).value == state), 0))
        )
        self._pause.stop()
        self._want()

    def title(self) -> str:
        return say("申请")

    def place(self) -> Place:
        status = self.state.currentData()
        return Place(ScreenKey.APPLICATIONS, "", f"{status.value if status else ''} {self.search.text()}")

    def marking(self) -> Marking | None:
        """The highest of what is listed."""
        return self.model.mark

    def first_focus(self) -> QWidget | None:
        return self.search

    def _want(self) -> None:
        self.model.want(RowFilter(text=self.search.text().strip(), status=self.state.currentData()))

    def _counted(self) -> None:
        count = self.model.rowCount()
        self.found.setText(say("共 {count:,} 份", count=count))
        self._nothing.setText(
            say("没有符合的申请。换个词查找，或改选状态。")
            if self.search.text().strip() or self.state.currentData() is not None
            else say("还没有申请。点右上角“新建申请”开始填写，或从交换文件导入。")
        )
        self._middle.setCurrentIndex(0 if count else 1)
        self.context.mark_changed.emit()
        if count:
            first = self.model.index(0, 0)
            self.table.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            )

    def _open(self, index: QModelIndex) -> None:
        found = self.model.row(index.row())
        if found is not None:
            self._go(found.id)

    def _go(self, application: ApplicationId) -> None:
        self.context.go(Place(ScreenKey.EDITOR, application))

    def _check(self) -> None:
        self.context.go(Place(ScreenKey.LIST_CHECK, "", self.place().spot))

    def _new(self) -> None:
        self.context.ask(self, lambda session, _: drafts.new(session), self._go)

    def _ask_people(self) -> None:
        dialog = PeopleDialog(self.context, self)
        dialog.taken.connect(self._want)
        dialog.open()

    def _ask_scans(self) -> None:
        ScansDialog(self.context, self).open()

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择交换文件"),
            say("交换文件 (*.json)"),
            self.take_in,
        )

    def take_in(self, path: Path) -> None:
        """Import one exchange file and open it."""
        self.context.ask(self, lambda session, _: drafts.take_in(session, path), self._go)
