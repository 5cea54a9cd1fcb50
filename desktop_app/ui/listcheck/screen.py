"""The whole list judged as of today: by rule, by unit, by verdict; Enter opens an application where it fails."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import ApplicationId
from desktop_app.core.text import findable
from desktop_app.desk import list_check
from desktop_app.desk.draft import RowFilter
from desktop_app.desk.list_check import ListCheck
from desktop_app.domain.findings import Verdict
from desktop_app.domain.marking import Marking
from desktop_app.domain.status import Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications import layout
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.listcheck.groups import Groups, Key
from desktop_app.ui.listcheck.model import LinesModel, LinesTable, Sieve
from desktop_app.ui.listcheck.running import CheckBar
from desktop_app.ui.listcheck.saving import Workbook
from desktop_app.ui.listcheck.verdicts import VerdictBar
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import NO_BOUND, PAGE, Elided, button, column, row, scrolled, text
from desktop_app.ui.widgets.searching import leads_into

#: From this width on (at 100 %) groups and applications stand side by side.
WIDE = 820


@dataclass(slots=True)
class _Kept:
    """An answer that stays until the lock, with where the user was in it."""

    spot: str
    answer: ListCheck
    at: datetime
    opened: set[ApplicationId] = field(default_factory=set)
    tab: int = 0
    group: Key = None
    verdict: Verdict | None = None
    words: str = ""
    chosen: ApplicationId | None = None


class ListCheckScreen(Screen):
    """`place.spot` is the applications table's filter: the state's value and the search text."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        state, _, typed = place.spot.partition(" ")
        self._filter = RowFilter(text=typed.strip(), status=next((one for one in Status if one.value == state), None))
        kept = context.kept.get(ScreenKey.LIST_CHECK)
        # an answer about nothing is soon done again, and what came since would seem not to be there
        still = isinstance(kept, _Kept) and kept.spot == place.spot and kept.answer.lines
        self._kept = kept if isinstance(kept, _Kept) and still else None
        self.told = Elided("h2")
        self.which = text("", "muted")
        self.again_button = button(say("重新核对"), self.check)
        self.again_button.setToolTip("F5")
        QShortcut(QKeySequence("F5"), self).activated.connect(self.check)
        self.workbook = Workbook(self, context)
        self.save_button = button(say("导出表格…"), self._save)
        self.running = CheckBar()
        self.verdicts = VerdictBar()
        self.groups = Groups()
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("在名单中按姓名、单位、职称查找"))
        self.search.setAccessibleName(say("在名单中查找"))
        self.search.setClearButtonEnabled(True)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)
        self.found = text("", "muted", wrap=False)
        self.model = LinesModel()
        self.model.setParent(self)
        self.table = LinesTable(self.model)
        self._lay_out()
        self._connect()
        if self._kept is not None:
            self._come_back(self._kept)
        else:
            self._show_nothing()
            self.check()

    def _lay_out(self) -> None:
        head = row(column(self.told, self.which, space=2), self.save_button, self.again_button)
        head.setStretch(0, 1)
        listed = QWidget()
        listed.setLayout(column(row(self.search, self.found, space=12), self.table))
        self.table.setMinimumHeight(theme.px(200))
        self.groups.setMinimumHeight(theme.px(240))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.px(16))
        self._sides.addWidget(self.groups, 1)
        self._sides.addWidget(listed, 1)
        self._body = QWidget()
        body = column(self.verdicts, self._sides, space=12)
        body.setStretch(1, 1)
        self._body.setLayout(body)
        whole = column(head, self.running, self._body, None, space=12, margins=PAGE)
        whole.setStretch(2, 100)  # all of the height, when there is something to show
        self._inside = QWidget()
        self._inside.setLayout(whole)
        self.setLayout(column(scrolled(self._inside)))

    def _connect(self) -> None:
        self.verdicts.chosen.connect(self._sift)
        self.groups.chosen.connect(self._sift)
        self.search.textChanged.connect(lambda _: self._sift())
        leads_into(self.search, self.table)
        self.table.activated.connect(self._open)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where the width does not hold both, the applications go below the groups."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.verdicts.stand(wide=wide)
        self._inside.setMaximumHeight(event.size().height() if wide else NO_BOUND)
        self.table.fit(wide=wide)

    def title(self) -> str:
        return say("整批检查")

    def marking(self) -> Marking | None:
        return self._kept.answer.marking if self._kept else None

    def first_focus(self) -> QWidget | None:
        return self._start()

    def _start(self) -> QWidget:
        if self.running.running:
            return self.running.stop_button
        return self.groups.table if self._kept and self._kept.answer.lines else self.again_button

    def leave(self) -> None:
        """A check that still runs is of no use elsewhere; where the user was is kept."""
        self.running.stop()
        self._remember()

    def _remember(self) -> None:
        if self._kept is None:
            return
        line = self.model.line(self.table.currentIndex().row())
        self._kept.tab, self._kept.group = self.groups.currentIndex(), self.groups.key()
        self._kept.verdict, self._kept.words = self.verdicts.verdict, self.search.text()
        self._kept.chosen = line.id if line else None

    # --- checking ----------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Judge the list anew; until that is done the answer before stays on show."""
        if self.running.running:
            return
        self._remember()
        day = self.context.today
        self.context.autosave.flush()
        self.again_button.setEnabled(False)
        self.running.start(
            self.context.ask(
                self,
                lambda session, progress: list_check.check_list(session, day, progress, self._filter),
                self._checked,
                on_progress=self.running.heard,
                on_end=self._ended,
            )
        )

    def _checked(self, answer: ListCheck) -> None:
        before = self._kept
        now = _Kept(self._place.spot, answer, self.context.clock.now())
        if before is not None:
            now.verdict, now.words, now.chosen = before.verdict, before.words, before.chosen
            now.tab, now.group = before.tab, before.group
        self.context.kept[ScreenKey.LIST_CHECK] = now
        self._come_back(now)

    def _ended(self) -> None:
        self.running.end()
        self.again_button.setEnabled(True)
        if self._kept is None:
            self._show_nothing()
        self._start().setFocus()

    def _show_nothing(self) -> None:
        self.told.setText(say("还没有核对"))
        self.which.setText(self._told_filter())
        self._body.hide()
        self.save_button.setEnabled(False)

    def _come_back(self, kept: _Kept) -> None:
        self._kept = kept
        answer = kept.answer
        at = kept.at.astimezone(CHINA).strftime("%H:%M")
        self.told.setText(
            say("没有可核对的申请")
            if not answer.lines
            else say("共 {lines:,} 份，{stopped:,} 份不能提交", lines=len(answer.lines), stopped=answer.stopped)
        )
        parts = [self._told_filter(), say("按 {on} {at} 的内容核对", on=answer.on, at=at)]
        if answer.abandoned:
            parts.append(say("已放弃的 {abandoned:,} 份未核对", abandoned=answer.abandoned))
        if kept.opened:
            opened = len(kept.opened)
            parts.append(say("之后打开过 {opened:,} 份（✓），改动未计入", opened=opened))
        self.which.setText(say("；").join(parts))
        self._body.setVisible(bool(answer.lines))
        self.save_button.setEnabled(bool(answer.lines))
        self.model.show(answer.lines, kept.opened)
        self.verdicts.show_answer(answer)
        self.groups.show_answer(answer)
        self.search.setText(kept.words)
        self.groups.choose(kept.tab, kept.group)
        if self.verdicts.buttons[kept.verdict].isEnabled():
            self.verdicts.choose(kept.verdict)
        self._select(self.model.row_of(kept.chosen))
        self.context.mark_changed.emit()

    def _save(self) -> None:
        if self._kept is not None:
            self.workbook.ask(self._kept.answer, self.save_button)

    def _told_filter(self) -> str:
        parts = [word(self._filter.status, language())] if self._filter.status else []
        parts += [f"“{self._filter.text}”"] if self._filter.text else []
        return say("核对范围：") + (say("、").join(parts) or say("全部申请"))

    # --- looking -----------------------------------------------------------------------------------------------

    def _sift(self) -> None:
        rule, unit = self.groups.rule, self.groups.unit
        self.model.sift(
            Sieve(
                among=frozenset(rule.applications) if rule else None,
                unit=unit.unit if unit else None,
                verdict=self.verdicts.verdict,
                words=tuple(findable(self.search.text()).casefold().split()),
            )
        )
        count = self.model.rowCount()
        self.found.setText(say("{count:,} 份", count=count))
        self._select(0)

    def _select(self, at: int) -> None:
        if at < self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self.model.index(at, 0), flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(self.model.index(at, 0))

    def _open(self, index: QModelIndex) -> None:
        line, kept = self.model.line(index.row()), self._kept
        if line is None or kept is None:
            return
        rule, day = self.groups.rule, kept.answer.on
        kept.opened.add(line.id)
        self.context.ask(
            self,
            lambda session, _: list_check.field_of(session, line.id, day, rule),
            partial(self._go, line.id),
        )

    def _go(self, application: ApplicationId, path: str) -> None:
        spot = layout.spot(self.context.opened.session, path) if path else ""
        self.context.go(Place(ScreenKey.EDITOR, application, spot))
