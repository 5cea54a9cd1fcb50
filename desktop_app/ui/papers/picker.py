"""Choosing whose papers: the applications, found by name, pinyin, identity number or unit."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QTreeWidget, QTreeWidgetItem, QWidget

from desktop_app.desk import draft as drafts
from desktop_app.desk.draft import RowFilter
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.sheetcheck import SheetCheckDialog
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.searching import leads_into
from desktop_app.ui.widgets.tablelook import set_widths

_PAUSE_MS = 150


class Picker(QWidget):
    """A short list: who is not among the first two hundred is found by typing."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按姓名、拼音、证件号码或单位查找"))
        self.search.setAccessibleName(say("查找申请"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(320))
        self.list = QTreeWidget()
        self.list.setAccessibleName(say("选择申请"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([say("姓名"), say("申报职称"), say("状态"), say("用人单位")])
        set_widths(self.list, (180, 200, 140))
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        nothing = text(
            say("没有可以打印的申请。请先在“申请”里新建或导入一份。"),
            "muted",
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
        self._middle.addWidget(nothing)
        head = text(say("打印哪一份申请的材料？"), "h2")
        self.check_button = button(say("查验纸件…"), self._check_sheet)
        self.centre_button = button(say("打印中心…"), self._centre)
        self.setLayout(
            column(
                head,
                row(self.search, None, self.check_button, self.centre_button),
                self._middle,
                space=12,
                margins=PAGE,
            )
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._want)
        self.search.textChanged.connect(lambda: self._pause.start(_PAUSE_MS))
        leads_into(self.search, self.list)
        self._want()

    def _want(self) -> None:
        wanted = RowFilter(text=self.search.text().strip())
        self._context.ask(self, lambda session, _: drafts.rows(session, wanted), self._show)

    def _show(self, found: list[ApplicationRow]) -> None:
        self.list.clear()
        for one in found:
            name = one.name or say("（未填姓名）")
            item = QTreeWidgetItem([name, one.title, word(one.status, language()), one.unit])
            item.setData(0, Qt.ItemDataRole.UserRole, one.id)
            item.setToolTip(0, name)
            item.setToolTip(3, one.unit)
            self.list.addTopLevelItem(item)
        if found:
            self.list.setCurrentItem(self.list.topLevelItem(0))
        self._middle.setCurrentIndex(0 if found else 1)

    def _centre(self) -> None:
        self._context.go(Place(ScreenKey.PRINT_CENTRE))

    def _check_sheet(self) -> None:
        dialog = SheetCheckDialog(self._context, self)
        dialog.wanted.connect(self.chosen)
        dialog.open()

    def _activated(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(item.data(0, Qt.ItemDataRole.UserRole))
