"""The list of sections, each with how much is missing there, in a word and in colour."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate

from desktop_app.core.messages import Language
from desktop_app.ui import theme
from desktop_app.ui.applications.layout import SectionPlan
from desktop_app.ui.language import language, say

Index = QModelIndex | QPersistentModelIndex
_MISSING = Qt.ItemDataRole.UserRole + 1
_KEY = Qt.ItemDataRole.UserRole
#: At 100 %: an item's own edges and a gap, the bar by which the list scrolls; the list without and
#: with room, and at most: beside it two columns of fields stand in a window of 1366.
_EDGES, _BAR = 36, 16
_TIGHT, _ROOMY, _WIDEST = 168, 196, 240


def _badge(missing: int) -> str:
    return say("缺 {missing}", missing=missing) if missing else say("齐")


class _Badge(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        super().paint(painter, option, index)
        missing = index.data(_MISSING)
        if missing is None:
            return
        tone = theme.colours()
        words = _badge(missing)
        painter.save()
        painter.setPen(QColor(tone.amber if missing else tone.green))
        font = painter.font()
        font.setPixelSize(theme.px(theme.SMALL))
        painter.setFont(font)
        edge = option.rect.adjusted(0, 0, -theme.px(12), 0)
        painter.drawText(edge, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()

    def initStyleOption(self, option: Any, index: Index) -> None:  # noqa: N802 - Qt's name
        """Long titles end in an ellipsis before the badge."""
        super().initStyleOption(option, index)
        missing = index.data(_MISSING)
        badge = option.fontMetrics.horizontalAdvance("" if missing is None else _badge(missing))
        room = option.rect.width() - badge - theme.px(_EDGES)
        option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def sizeHint(self, option: Any, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint(option, index).width(), theme.px(32))


class SectionList(QListWidget):
    chosen = Signal(str)

    def __init__(self, sections: list[SectionPlan]) -> None:
        super().__init__()
        self.setAccessibleName(say("表格部分"))
        self.setItemDelegate(_Badge(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        for section in sections:
            item = QListWidgetItem(section.title)
            item.setData(_KEY, section.key)
            self.addItem(item)
        self.fit(roomy=True)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.key()))

    def fit(self, *, roomy: bool) -> None:
        """As wide as Chinese titles need, or where there is room as the longest title of another language."""
        least = theme.px(_ROOMY if roomy else _TIGHT)
        if not roomy or language() is Language.ZH:
            self.setFixedWidth(least)
            return
        measure = self.fontMetrics().horizontalAdvance
        titles = max(measure(self.item(at).text()) for at in range(self.count()))
        whole = titles + measure(_badge(0)) + theme.px(_EDGES + _BAR)
        self.setFixedWidth(max(least, min(whole, theme.px(_WIDEST))))

    def choose(self, key: str) -> None:
        """Open a section; the first one when there is no such key."""
        keys = [str(self.item(n).data(_KEY)) for n in range(self.count())]
        self.setCurrentRow(keys.index(key) if key in keys else 0)

    def key(self) -> str:
        """The open section."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item else ""

    def show_missing(self, missing: Mapping[str, int]) -> None:
        """How many findings stand in the way, by section."""
        for n in range(self.count()):
            item = self.item(n)
            found = missing.get(str(item.data(_KEY)), 0)
            item.setData(_MISSING, found)
            words = say("还缺 {found} 项", found=found) if found else say("齐全")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, say("，").join((item.text(), words)))
