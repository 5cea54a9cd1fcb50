"""One month as six weeks: each day with its words, walked by the arrow keys, read out by a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from desktop_app.desk.deadlines import DayState, weekday
from desktop_app.ui import theme
from desktop_app.ui.calendar.chips import Chip, state_words
from desktop_app.ui.language import said, say

WEEKS, DAYS = 6, 7
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}
_CELL = Qt.ItemDataRole.UserRole
_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day as the grid shows it."""

    day: date
    inside: bool  # of the month on show
    today: bool
    state: DayState
    chips: tuple[Chip, ...]

    @property
    def words(self) -> str:
        """The whole day in words."""
        parts = [said(weekday(self.day)), state_words(self.state) or say("工作日")]
        if self.today:
            parts.append(say("今天"))
        told = [*parts, *(chip.words for chip in self.chips)]
        return say("{day.month}月{day.day}日 ", day=self.day) + say("，").join(told)


def first_cell(month: date) -> date:
    """The Monday with which the grid of a month begins."""
    first = month.replace(day=1)
    return first - timedelta(days=first.weekday())


class MonthGrid(QTableWidget):
    walked = Signal(object)  # date: the user went to this day, in this month or another
    opened = Signal(object)  # date: Enter

    def __init__(self) -> None:
        super().__init__(WEEKS, DAYS)
        self.setAccessibleName(say("月历"))
        self.setHorizontalHeaderLabels([said(weekday(_MONDAY + timedelta(days=n))) for n in range(DAYS)])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_DayPainter(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.px(76))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setHighlightSections(False)
        heads.setFixedHeight(theme.px(28))
        self.setMinimumHeight(theme.px(28 + WEEKS * 76 + 4))
        self.setMinimumWidth(theme.px(DAYS * 56))
        self.currentItemChanged.connect(self._moved)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_CELL).day))

    def show_cells(self, cells: Sequence[Cell], chosen: date) -> None:
        """Six weeks of days, with one chosen; tells nobody."""
        self.blockSignals(True)
        for number, cell in enumerate(cells):
            item = QTableWidgetItem()
            item.setData(_CELL, cell)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, cell.words)
            item.setToolTip(cell.words)
            self.setItem(number // DAYS, number % DAYS, item)
            if cell.day == chosen:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self.viewport().update()

    def cell(self, day: date) -> Cell | None:
        """The day as it is shown; `None` when it is in another month."""
        for row in range(WEEKS):
            for column in range(DAYS):
                found: Cell = self.item(row, column).data(_CELL)
                if found.day == day:
                    return found
        return None

    def chosen(self) -> date | None:
        item = self.currentItem()
        return item.data(_CELL).day if item else None

    def _moved(self, now: QTableWidgetItem | None) -> None:
        if now is not None:
            self.walked.emit(now.data(_CELL).day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go on into the next month; Page Up and Page Down turn a month."""
        here = self.chosen()
        key = Qt.Key(event.key())
        if here is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if key in _STEPS:
                self.walked.emit(here + timedelta(days=_STEPS[key]))
                return
            if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.walked.emit(turned(here, 1 if key is Qt.Key.Key_PageDown else -1))
                return
        super().keyPressEvent(event)


def turned(day: date, months: int) -> date:
    """The same day some months on, or the last one of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    first, following = (date(each // 12, each % 12 + 1, 1) for each in (count, count + 1))
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


class _DayPainter(QStyledItemDelegate):
    """Draws a day: its number, what offices do, then as many lines as there is room for."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: Cell | None = index.data(_CELL)
        if cell is None:
            return
        grid = self.parent()
        assert isinstance(grid, MonthGrid)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        tone = theme.colours()
        painter.save()
        rest = cell.state in (DayState.WEEKEND, DayState.HOLIDAY)
        chosen = grid.currentIndex() == index
        ground = tone.accent_soft if chosen else tone.paper if rest else tone.surface
        painter.fillRect(rect, QColor(ground))
        inner = rect.adjusted(theme.px(6), theme.px(3), -theme.px(4), -theme.px(2))
        top = self._head(painter, inner, cell)
        self._lines(painter, inner.adjusted(0, top, 0, 0), cell)
        if cell.today:
            painter.setPen(QPen(QColor(tone.ink), theme.px(1)))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if chosen:
            edge = theme.px(2)
            painter.setPen(QPen(QColor(tone.focus if grid.hasFocus() else tone.accent), edge))
            painter.drawRect(rect.adjusted(edge // 2, edge // 2, -edge, -edge))
        painter.restore()

    def _head(self, painter: QPainter, inner: QRect, cell: Cell) -> int:
        tone = theme.colours()
        font = QFont(painter.font())
        font.setPixelSize(theme.px(15))
        font.setBold(cell.inside)
        painter.setFont(font)
        height = painter.fontMetrics().height()
        painter.setPen(QColor(tone.ink if cell.inside else tone.muted))
        number = str(cell.day.day) if cell.inside else say("{day.month}/{day.day}", day=cell.day)
        line = QRect(inner.left(), inner.top(), inner.width(), height)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), number)
        font.setPixelSize(theme.px(13))
        font.setBold(cell.today or cell.state is DayState.MADE_UP)
        painter.setFont(font)
        marks = [state_words(cell.state)] if cell.state is not DayState.UNKNOWN else []
        marks += [say("今天")] if cell.today else []
        painter.setPen(QColor(tone.amber if cell.state is DayState.MADE_UP else tone.green))
        painter.setPen(QColor(tone.ink) if cell.today else painter.pen())
        words = " ".join(mark for mark in marks if mark)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        return height

    def _lines(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        tone = theme.colours()
        font = QFont(painter.font())
        font.setPixelSize(theme.px(13))
        font.setBold(False)
        painter.setFont(font)
        measure = painter.fontMetrics()
        step = measure.height()
        fitting = max(room.height() // step, 1)
        told = list(cell.chips)
        more = 0
        if len(told) > fitting:
            more = len(told) - fitting + 1
            told = told[: fitting - 1]
        if more:
            told.append(Chip("muted", say("另有 {more} 项", more=more), say("另{more}项", more=more)))
        for number, chip in enumerate(told):
            colour = getattr(tone, chip.tone)
            top = room.top() + number * step
            painter.fillRect(QRect(room.left(), top + theme.px(3), theme.px(3), step - theme.px(5)), QColor(colour))
            painter.setPen(QColor(colour))
            line = QRect(room.left() + theme.px(7), top, room.width() - theme.px(7), step)
            whole = measure.horizontalAdvance(chip.words) <= line.width()
            shown = measure.elidedText(chip.words if whole else chip.short, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
