"""All pages small: which there are, which is on show, and a way to any of them."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.dossier import Seen
from desktop_app.ui.papers.pagepictures import PagePictures, fitting_dpi

_WIDE = 72  # pixels at 100 %
_MM_PER_INCH = 25.4


class Thumbnails(QListWidget):
    """Draws nothing while it is hidden."""

    wanted = Signal(int)  # a page, from 0

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._seen: Seen | None = None
        self._pictures = PagePictures(context, self)
        self._pictures.drawn.connect(self._drawn)
        self.setAccessibleName(say("缩略图"))
        self.setFixedWidth(theme.px(_WIDE + 48))
        self.setIconSize(QSize(theme.px(_WIDE), theme.px(_WIDE * 3 // 2)))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._chosen)
        self.hide()

    def show_seen(self, seen: Seen | None) -> None:
        """Another document, or none."""
        self._seen = seen
        self._pictures.show(seen.preview if seen else None)
        self.blockSignals(True)
        self.clear()
        faulty = {one.spot.page for one in seen.obstacles if one.spot is not None} if seen else set()
        for index in range(seen.pages if seen else 0):
            bad = index in faulty
            item = QListWidgetItem(f"{index + 1}{'　⚠' if bad else ''}")
            words = say("第 {index} 页", index=index + 1)
            wrong = say("，有排不下或印不出的内容") if bad else ""
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words + wrong)
            item.setToolTip(words + wrong)
            self.addItem(item)
        self.blockSignals(False)
        self._want()

    def _want(self) -> None:
        if self._seen is not None and self.isVisible():
            width, height = self._seen.size_mm
            dpi = theme.px(_WIDE) * self.devicePixelRatioF() / width * _MM_PER_INCH
            self._pictures.want(range(self._seen.pages), fitting_dpi(width, height, dpi))

    def setVisible(self, on: bool) -> None:  # noqa: N802 - Qt's name
        super().setVisible(on)
        self._want()

    def _drawn(self, index: int) -> None:
        found, item = self._pictures.picture(index), self.item(index)
        if found is not None and item is not None:
            item.setIcon(QIcon(QPixmap.fromImage(found[1])))

    def turned(self, index: int) -> None:
        """The page that is on show now."""
        self.blockSignals(True)
        self.setCurrentRow(index)
        self.blockSignals(False)

    def _chosen(self, row: int) -> None:
        if row >= 0:
            self.wanted.emit(row)
