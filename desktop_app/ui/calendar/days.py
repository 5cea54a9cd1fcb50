"""Beside the month: the year's days in their order, and of one of them the clause, the counting, whom it concerns."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_app.desk.deadlines import CalendarDay, CalendarKind, Concerned, Shown, Unsettled, weekday
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.header import days_words
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets.parts import button, card, column, scrolled, text

_ENTRY = Qt.ItemDataRole.UserRole
_OFF = (CalendarKind.HOLIDAY, CalendarKind.MADE_UP)


class DaysPanel(QWidget):
    walked = Signal(object)  # date of the day chosen in the list
    application_wanted = Signal(str)
    setting_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._concerned: tuple[Concerned, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(say("全年各关键日期"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(theme.px(180))
        self.list.currentItemChanged.connect(self._moved)
        self.what = text("", "h2")
        self.when = text("")
        self.clause = text("", "muted")
        self.counted = text("")
        self.whom = text("", "muted")
        self.people = QListWidget()
        self.people.setAccessibleName(say("涉及的申请，回车打开"))
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.people.setFixedHeight(theme.px(112))
        self.people.itemActivated.connect(self._open)
        self.people.itemClicked.connect(self._open)
        self.settle_button = button(say("去设定这个日期"), self._settle)
        detail = card(
            self.what, self.when, self.counted, self.clause, self.settle_button, self.whom, self.people, None, space=6
        )
        area = scrolled(detail)
        area.setMinimumHeight(theme.px(200))
        made = column(self.list, area, space=8)
        made.setStretch(0, 1)
        made.setStretch(1, 1)
        self.setLayout(made)

    def show_year(self, shown: Shown, chosen: date) -> None:
        """All days of the year that are asked for, and after them what is not settled."""
        self._shown = shown
        self.list.blockSignals(True)
        self.list.clear()
        for entry in shown.year.days:
            self._put(entry, self._told(shown, entry), said(entry.words))
        for open_day in shown.year.unsettled:
            head = say("日期待定") + f"　{open_day.clause}"
            self._put(open_day, head, said(open_day.words))
        self.list.blockSignals(False)
        self.choose(chosen)

    def _put(self, entry: CalendarDay | Unsettled, head: str, words: str) -> None:
        item = QListWidgetItem(f"{head}\n{words}")
        item.setData(_ENTRY, entry)
        item.setToolTip(f"{head}\n{words}")
        self.list.addItem(item)

    def _told(self, shown: Shown, entry: CalendarDay) -> str:
        parts = [day_span(entry), word(entry.kind, language())]
        if entry.kind not in _OFF and entry.day >= shown.today:
            parts.append(days_words(shown.days_left(entry)))
        return "　".join(parts)

    def entries(self) -> list[CalendarDay | Unsettled]:
        return [self.list.item(n).data(_ENTRY) for n in range(self.list.count())]

    def entry(self) -> CalendarDay | Unsettled | None:
        item = self.list.currentItem()
        return item.data(_ENTRY) if item else None

    def choose(self, day: date) -> None:
        """The first entry of a day becomes the present one; a day without any shows as such."""
        entries = self.entries()
        now = self.entry()
        if not (isinstance(now, CalendarDay) and holds(now, day)):
            row = next((n for n, one in enumerate(entries) if isinstance(one, CalendarDay) and holds(one, day)), -1)
            self.list.blockSignals(True)
            self.list.setCurrentRow(row)
            self.list.blockSignals(False)
            near = next((n for n, one in enumerate(entries) if isinstance(one, CalendarDay) and one.day >= day), -1)
            item = self.list.item(row if row >= 0 else near)
            if item is not None:
                self.list.scrollToItem(item, QListWidget.ScrollHint.PositionAtCenter)
        self._detail(day)

    def show_concerned(self, concerned: Sequence[Concerned]) -> None:
        """The applications of this desk, once they are known."""
        self._concerned = tuple(concerned)
        self._people()

    def _moved(self, item: QListWidgetItem | None) -> None:
        entry = item.data(_ENTRY) if item else None
        if isinstance(entry, CalendarDay):
            self._detail(entry.day)
            self.walked.emit(entry.day)
        elif entry is not None:
            self._detail(None)

    def _detail(self, day: date | None) -> None:
        entry = self.entry()
        if isinstance(entry, CalendarDay) and self._shown is not None:
            self._of_day(self._shown, entry)
        elif isinstance(entry, Unsettled):
            self.what.setText(said(entry.words))
            self.when.setText(say("通知没有写明，等评委会组建单位或本地通知。"))
            self.counted.setText("")
            self.clause.setText(say("依据条款：") + entry.clause)
        elif day is not None:
            self.what.setText(whole_day(day))
            self.when.setText(say("当天没有期限。"))
            self.counted.setText("")
            self.clause.setText("")
        for label in (self.counted, self.clause):
            label.setVisible(bool(label.text()))
        self.settle_button.setVisible(isinstance(entry, Unsettled))
        self._people()

    def _of_day(self, shown: Shown, entry: CalendarDay) -> None:
        self.what.setText(said(entry.words))
        when = whole_day(entry.day) + (say("至") + whole_day(entry.until) if entry.until else "")
        if entry.kind not in _OFF:
            when += "　" + days_words(shown.days_left(entry))
        self.when.setText(when)
        self.counted.setText(say("怎样计算：") + said(entry.counted))
        self.clause.setText(say("依据条款：") + entry.clause)

    def _people(self) -> None:
        entry = self.entry()
        found = [one for one in self._concerned if isinstance(entry, CalendarDay) and one.by(entry)]
        self.whom.setVisible(bool(found))
        self.people.setVisible(bool(found))
        self.whom.setText(say("涉及这里的 {found} 份申请，点击打开：", found=len(found)))
        self.people.clear()
        for one in found:
            item = QListWidgetItem(one.name or say("（未填姓名）"))
            item.setData(_ENTRY, one.application)
            self.people.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        self.application_wanted.emit(item.data(_ENTRY))

    def _settle(self) -> None:
        entry = self.entry()
        if isinstance(entry, Unsettled):
            self.setting_wanted.emit(entry.setting)


def holds(entry: CalendarDay, day: date) -> bool:
    """Whether an entry falls on a day, or lasts over it."""
    return entry.day <= day <= (entry.until or entry.day)


def whole_day(day: date) -> str:
    """A day with its weekday."""
    return say("{day.month}月{day.day}日 {weekday}", day=day, weekday=said(weekday(day)))


def day_span(entry: CalendarDay) -> str:
    """The day, or the first and last of a holiday, as short as a list wants it."""
    first = say("{day.month}月{day.day}日", day=entry.day)
    if entry.until is None:
        name = said(weekday(entry.day))
        return say("{first} {name}", first=first, name=name)
    return first + "–" + say("{until.month}月{until.day}日", until=entry.until)
