"""A scan on show, page by page: from the vault's memory, drawn elsewhere, never a file and never another program."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import scan_view
from desktop_app.desk.scan_view import Scan, ScanPage
from desktop_app.domain.marking import Marking
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.markbar import MarkBar
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import Elided, button, column, row, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

#: How wide a page stands, against the dialog.
_STEPS = (0.5, 1.0, 1.5, 2.0, 3.0)
_SETTLE_MS = 150
_SHARE = 0.92


class ScanDialog(QDialog):
    def __init__(
        self, context: Context, owner: QWidget, name: str, mark: Marking | None, read: Callable[["Session"], Scan]
    ) -> None:
        """`mark` is what the file bears: its own, or the application's; none is known of one not attached yet."""
        super().__init__(owner.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("查看扫描件"))
        self._context = context
        self._scan: Scan | None = None
        self._asked: Progress | None = None
        self._index, self._pages, self._step = 0, 0, _STEPS.index(1.0)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place = text("", "muted", wrap=False)
        self.told = text(say("正在读取……"), "muted")
        self.back = button(say("上一页"), partial(self.turn, -1))
        self.forth = button(say("下一页"), partial(self.turn, 1))
        self.smaller = button(say("缩小"), partial(self.zoom, -1))
        self.larger = button(say("放大"), partial(self.zoom, 1))
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._draw)
        self._lay_out(name, mark)
        size = owner.window().size()
        self.resize(round(size.width() * _SHARE), round(size.height() * _SHARE))
        self.finished.connect(self._forget)
        self._enable()
        context.ask(self, lambda session, _: read(session), self._read, on_fault=self._fault)

    def _lay_out(self, called: str, mark: Marking | None) -> None:
        name = Elided("h2", Qt.TextElideMode.ElideMiddle)
        name.setText(called)
        bears = MarkBar(self)
        bears.show_open(self._context.opened.machine, mark)
        bears.setVisible(mark is not None)
        self.area = QScrollArea()
        self.area.setProperty("role", "card")  # with a line round it that shows the keyboard
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setAccessibleName(say("扫描件页面"))
        self.picture.setAccessibleName(say("扫描件 {called}", called=called))
        close = button(say("关闭"), self.reject)
        acts = row(self.back, self.place, self.forth, None, self.smaller, self.larger, close, space=12)
        self.setLayout(column(bears, name, self.told, self.area, acts, space=8, margins=12))
        layout = self.layout()
        assert layout is not None
        layout.setStretch(3, 1)  # type: ignore[attr-defined]

    @property
    def shown(self) -> bool:
        """Whether a page is on show."""
        return not self.picture.pixmap().isNull()

    def turn(self, by: int) -> None:
        """Leaf forth or back; stays within the file."""
        to = max(0, min(self._pages - 1, self._index + by))
        if to != self._index:
            self._index = to
            self._draw()

    def zoom(self, by: int) -> None:
        """To the next step."""
        to = max(0, min(len(_STEPS) - 1, self._step + by))
        if to != self._step:
            self._step = to
            self._draw()

    def _read(self, scan: Scan) -> None:
        self._scan = scan
        self._draw()

    def _draw(self) -> None:
        if self._scan is None or not self.isVisible():
            return
        if self._asked is not None:
            self._asked.cancel()
        ratio = self.devicePixelRatioF()
        margin = self.area.verticalScrollBar().sizeHint().width() + theme.px(8)
        width = round(max(theme.px(120), self.area.width() - margin) * _STEPS[self._step] * ratio)
        scan, index = self._scan, self._index
        self._asked = self._context.work(
            self,
            lambda progress: scan_view.page(scan, index, width, progress),
            partial(self._show, ratio),
            on_fault=self._fault,
        )
        self._enable()

    def _show(self, ratio: float, page: ScanPage) -> None:
        self._pages = page.pages
        made = page.picture
        image = QImage(made.data, made.width, made.height, made.stride, QImage.Format.Format_RGB888)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)
        self.area.verticalScrollBar().setValue(0)
        self.told.hide()
        self._enable()

    def _fault(self, fault: Fault) -> None:
        self.picture.clear()
        self.told.setText(sentence(fault))
        self.told.show()
        self._enable()

    def _enable(self) -> None:
        self.place.setText(say("第 {index} / {pages} 页", index=self._index + 1, pages=self._pages))
        self.place.setVisible(self._pages > 0)
        self.back.setEnabled(self._index > 0)
        self.forth.setEnabled(self._index + 1 < self._pages)
        self.smaller.setEnabled(self._pages > 0 and self._step > 0)
        self.larger.setEnabled(self._pages > 0 and self._step + 1 < len(_STEPS))

    def _forget(self) -> None:
        """Nothing of it stays in the window once it is closed, nor on its way."""
        if self._asked is not None:
            self._asked.cancel()
        self._scan = None
        self.picture.clear()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._settle.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._settle.start(_SETTLE_MS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, last = Qt.Key(event.key()), self._pages
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Home: -last, Qt.Key.Key_End: last}
        zooms = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if key in turns:
            self.turn(turns[key])
        elif key in zooms:
            self.zoom(zooms[key])
        else:
            super().keyPressEvent(event)
