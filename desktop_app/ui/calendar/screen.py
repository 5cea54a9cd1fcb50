"""Calendar: a month with every day that matters, the year's days beside it, and tables of workdays taken in."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QStackedWidget, QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import deadlines, words, workdays
from desktop_app.desk.deadlines import Concerned, Shown
from desktop_app.desk.workdays import Held
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.calendar.chips import chips
from desktop_app.ui.calendar.days import DaysPanel
from desktop_app.ui.calendar.filters import Filters
from desktop_app.ui.calendar.month import DAYS, WEEKS, Cell, MonthGrid, first_cell, turned
from desktop_app.ui.calendar.sheet import SheetPage
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, button, column, row, scrolled, text

#: From this width on (at 100 %) month and list stand beside one another.
WIDE = 900
#: Applications asked about in one go.
AT_ONCE = 100


class CalendarScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        pack = context.opened.session.pack
        self._shown: Shown | None = None
        self._year = pack.year
        self._day = self._within(context.today)
        self.years = QComboBox()
        self.years.setAccessibleName(say("哪一年的政策包"))
        self.years.hide()
        self.filters = Filters(words.series(pack), deadlines.areas(context.opened.session))
        self.month_name = text("", "h2", wrap=False)
        self.notes = text("", "wrong")
        self.grid = MonthGrid()
        self.days = DaysPanel()
        self.before_button = button(say("‹ 上月"), lambda: self._turn(-1))
        self.today_button = button(say("screen|今天"), lambda: self.go_to(self.context.today))
        self.after_button = button(say("下月 ›"), lambda: self._turn(1))
        self.import_button = button(say("导入工作日表…"), self._choose)
        self.sheet_button = button(say("张贴用日程…"), self._show_sheet)
        self.sheet = SheetPage(context)
        self.sheet.closed.connect(self._leave_sheet)
        self._come_back(place.spot)
        self._lay_out()
        self._connect()
        self._load()
        self.context.ask(self, lambda session, _: deadlines.years(session), self._offer_years)
        self._find_concerned()

    def _find_concerned(self) -> None:
        self.context.ask(self, lambda session, _: deadlines.waiting(session), self._next_concerned)

    def _next_concerned(self, ids: Sequence[ApplicationId], before: tuple[Concerned, ...] = ()) -> None:
        """A hundred at a time, so that what the user does meanwhile is not kept waiting."""
        now, later = ids[:AT_ONCE], ids[AT_ONCE:]

        def found(some: Sequence[Concerned]) -> None:
            known = (*before, *some)
            self.days.show_concerned(known)
            if later:
                self._next_concerned(later, known)

        if now:
            self.context.ask(self, lambda session, _: deadlines.concerned(session, now), found)

    def _lay_out(self) -> None:
        turning = row(
            self.years, self.before_button, self.month_name, self.after_button, self.today_button, None, space=8
        )
        self._bar = row(turning, space=8)
        self._bar.setStretch(0, 1)
        acts = QWidget()
        acts.setLayout(row(self.sheet_button, self.import_button, space=8))
        self._bar.addWidget(acts, 0, Qt.AlignmentFlag.AlignLeft)
        left = QWidget()
        left.setLayout(column(self._bar, self.grid, space=8))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(theme.px(16))
        self._both.addWidget(left, 9)
        self._both.addWidget(self.days, 5)
        inside = QWidget()
        made = column(self.filters, self.notes, space=8, margins=PAGE)
        made.addLayout(self._both, 1)
        inside.setLayout(made)
        self.area = scrolled(inside)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.area)
        self._pages.addWidget(self.sheet)
        self.setLayout(column(self._pages))

    def _connect(self) -> None:
        self.filters.changed.connect(self._load)
        self.grid.walked.connect(self.go_to)
        self.grid.opened.connect(lambda _: self.days.list.setFocus())
        self.days.walked.connect(self._walked)
        self.days.application_wanted.connect(lambda id_: self.context.go(Place(ScreenKey.EDITOR, id_)))
        self.days.setting_wanted.connect(lambda name: self.context.go(Place(ScreenKey.POLICY, name)))
        QShortcut(QKeySequence("Ctrl+T"), self).activated.connect(self.today_button.click)
        self.today_button.setToolTip("Ctrl+T")

    def title(self) -> str:
        return say("日历")

    def place(self) -> Place:
        return Place(ScreenKey.CALENDAR, "", f"{self._day} {self.filters.spot()}")

    def first_focus(self) -> QWidget | None:
        return self.grid

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self.filters.lay_out(5 if wide else 3)
        side, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._both.setDirection(side if wide else down)
        self._bar.setDirection(side if wide else down)

    def _come_back(self, spot: str) -> None:
        day, _, chosen = spot.partition(" ")
        if day:
            self._day = self._within(date.fromisoformat(day))
        self.filters.come_back(chosen)

    def _within(self, day: date) -> date:
        """The pack's year and the next: what is counted in them is all that a calendar of this year can say."""
        return min(max(day, date(self._year, 1, 1)), date(self._year + 1, 12, 31))

    def _offer_years(self, known: tuple[int, ...]) -> None:
        """A choice only where this desk has packs of several years."""
        for year in known:
            self.years.addItem(say("{year} 年", year=year), year)
        self.years.setCurrentIndex(known.index(self._year))
        self.years.setVisible(len(known) > 1)
        self.years.activated.connect(lambda _: self._choose_year(int(self.years.currentData())))

    def _choose_year(self, year: int) -> None:
        """The same day of another pack's year."""
        self._year, self._shown = year, None
        self._day = self._within(self._day.replace(year=year, day=min(self._day.day, 28)))
        self._load()

    def _load(self) -> None:
        whose, of = self.filters.whose(), self._year
        self.context.ask(self, lambda session, _: deadlines.year(session, whose, of), self._show)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self._show_month()
        self.days.show_year(shown, self._day)

    def go_to(self, day: date) -> None:
        """Choose a day, in whatever month it lies."""
        self._walked(day)
        if self._shown is not None:
            self.days.choose(self._day)

    def _walked(self, day: date) -> None:
        self._day = self._within(day)
        self._show_month()

    def _turn(self, months: int) -> None:
        self.go_to(turned(self._day, months))

    def _show_month(self) -> None:
        if self._shown is None:
            return
        shown, month = self._shown, self._day.replace(day=1)
        self.month_name.setText(say("{month.year}年{month.month}月", month=month))
        self.before_button.setEnabled(month > date(self._year, 1, 1))
        self.after_button.setEnabled(month < date(self._year + 1, 12, 1))
        self.grid.show_cells([self._cell(shown, day) for day in _days_of(month)], self._day)
        self._keep_in_sight()
        told = self._notes(shown, month.year)
        self.notes.setText("\n".join(told))
        self.notes.setVisible(bool(told))

    def _keep_in_sight(self) -> None:
        """At a high zoom the month is higher than the window: the chosen day is scrolled to while it is walked."""
        inside, item = self.area.widget(), self.grid.currentItem()
        if inside is not None and item is not None and self.grid.hasFocus():
            rect = self.grid.visualItemRect(item)
            at = self.grid.viewport().mapTo(inside, rect.center())
            self.area.ensureVisible(at.x(), at.y(), rect.width() // 2, rect.height() // 2 + theme.px(8))

    def _cell(self, shown: Shown, day: date) -> Cell:
        return Cell(
            day=day,
            inside=day.month == self._day.month,
            today=day == shown.today,
            state=shown.state(day),
            chips=chips(day, shown.year.days),
        )

    def _notes(self, shown: Shown, year: int) -> list[str]:
        """What the month cannot tell, or tells otherwise than the pack."""
        told = []
        if shown.today.year > shown.year.year:
            told.append(
                say("所列期限是 {pack} 年度政策包的，不是 {year} 年的。", pack=shown.year.year, year=shown.today.year)
            )
        if year not in shown.workdays.years:
            told.append(
                say(
                    "没有 {year} 年的工作日表：休息日和调休上班日不明，最后工作日、最迟公示日不作推算。"
                    "放假通知公布后请导入该年的表。",
                    year=year,
                )
            )
        if differing := shown.workdays.differing(year):
            days = say("、").join(str(day) for day in differing)
            told.append(
                say("screen|导入的 {year} 年工作日表与政策包自带的不同，按导入的计算：{days}", year=year, days=days)
            )
        if shown.year.examined:
            levels = say("、").join(word(level, language()) for level in shown.year.examined)
            told.append(say("该系列{levels}以考代评或不设，没有申报日期。", levels=levels))
        return told

    def _show_sheet(self) -> None:
        self._pages.setCurrentWidget(self.sheet)
        self.sheet.show_year(self._year)

    def _leave_sheet(self) -> None:
        self._pages.setCurrentWidget(self.area)
        self.sheet_button.setFocus()

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择工作日表"),
            say("工作日表 (*.toml *.csv)"),
            self.take_in,
        )

    def take_in(self, path: Path, *, replace: bool = False) -> None:
        """Import a table; one that would replace another is asked about first."""

        def refused(fault: Fault) -> None:
            if fault.code is Code.WORKDAYS_STANDING:
                yes = say("以新表替换")
                confirm.ask(self, sentence(fault), yes, lambda: self.take_in(path, replace=True))
            else:
                self.context.fault(fault)

        self.context.ask(
            self,
            lambda session, _: workdays.import_(session, path, replace=replace),
            self._taken_in,
            on_fault=refused,
        )

    def _taken_in(self, held: Sequence[Held]) -> None:
        told = [
            say(
                "{year} 年放假 {off} 天，调休上班 {worked} 天，全年工作日 {workdays} 天",
                year=one.year,
                off=len(one.off),
                worked=len(one.worked),
                workdays=one.workdays,
            )
            for one in held
        ]
        self.context.note(say("工作日表已导入，立即生效：") + say("；").join(told))
        self._load()
        self._find_concerned()


def _days_of(month: date) -> list[date]:
    first = first_cell(month)
    return [first + timedelta(days=number) for number in range(WEEKS * DAYS)]
