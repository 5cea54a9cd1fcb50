"""Paper against online: both values side by side, what differs marked, a ruling on each by keyboard."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QComboBox, QHeaderView, QTableView, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import compare_online, comparing, kept_packs
from desktop_app.desk import draft as drafts
from desktop_app.desk.comparing import Compared, ComparisonResult, History, Kept, Ruling
from desktop_app.desk.kept_packs import Pack
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.ui import theme
from desktop_app.ui.applications import layout
from desktop_app.ui.comparing.detail import KEYS, Detail
from desktop_app.ui.comparing.marked import MarkedDelegate
from desktop_app.ui.comparing.model import FIELD, ONLINE, PAPER, RULING, STATE, WHERE, Sieve, ValuesModel
from desktop_app.ui.comparing.reading import ExportBox
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import NO_BOUND, PAGE, column, restyle, row, scrolled, text
from desktop_app.ui.widgets.tablelook import dress, set_width, set_widths

#: How wide one value stands beside the table.
_DETAIL = 364
#: From this width on (at 100 %) the table and one value stand side by side.
WIDE = 860
_WIDTHS = {STATE: 72, FIELD: 172, WHERE: 92, RULING: 112}


class ValuesTable(QTableView):
    """The table, with the keys that rule."""

    def __init__(self, screen: "CompareScreen") -> None:
        super().__init__()
        self._screen = screen

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        ruling = next((one for one, key in KEYS.items() if event.text() == key), None)
        if ruling is not None:
            self._screen.detail.rule(ruling)
        else:
            super().keyPressEvent(event)


class CompareScreen(Screen):
    """`place.subject` is the application, `place.spot` the field that is chosen."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.application = ApplicationId(place.subject)
        self.kept: Kept | None = None
        self.export = ExportBox()
        self.standing = text("", "label")
        self.past = QComboBox()
        self.past.setAccessibleName(say("历次比对"))
        self.sieve = QComboBox()
        self.sieve.setAccessibleName(say("显示哪些项"))
        self.model = ValuesModel()
        self.model.setParent(self)
        self.table = self._make_table()
        self.detail = Detail()
        self._lay_out()
        self._connect()
        self.setEnabled(False)
        context.ask(self, lambda session, _: comparing.of(session, self.application), self._loaded)

    def _make_table(self) -> ValuesTable:
        made = ValuesTable(self)
        made.setModel(self.model)
        made.setAccessibleName(say("比对的各项"))
        made.setAccessibleDescription(say("数字键 1 至 4 认定所选的项"))
        dress(made, 34)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setWordWrap(False)
        made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        set_widths(made, [_WIDTHS.get(at, 0) for at in range(self.model.columnCount())])
        painted = MarkedDelegate(made)
        for at in (PAPER, ONLINE):
            made.setItemDelegateForColumn(at, painted)
        return made

    def _lay_out(self) -> None:
        for sieve, words in (
            (Sieve.UNSETTLED, say("还没有处理的")),
            (Sieve.OPEN, say("不一致和未找到的")),
            (Sieve.ALL, say("screen|全部")),
        ):
            self.sieve.addItem(words, sieve)
        listed = QWidget()
        chosen = row(self.sieve, self.past)
        chosen.setStretch(1, 1)
        listed.setLayout(column(chosen, self.table))
        self.table.setMinimumHeight(theme.px(220))
        self._right = scrolled(self.detail)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.px(16))
        self._sides.addWidget(listed, 1)
        self._sides.addWidget(self._right)
        self._body = QWidget()
        self._body.setLayout(self._sides)
        whole = column(self.export, self.standing, self._body, None, space=12, margins=PAGE)
        whole.setStretch(2, 100)
        self._inside = QWidget()
        self._inside.setLayout(whole)
        self.setLayout(column(scrolled(self._inside)))

    def _connect(self) -> None:
        self.export.chosen.connect(self.compare)
        self.sieve.currentIndexChanged.connect(lambda _: self._sift())
        self.past.currentIndexChanged.connect(lambda _: self._sift())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.table.doubleClicked.connect(lambda _: self._jump_to_chosen())
        self.detail.ruled.connect(self._rule)
        self.detail.wanted.connect(self.jump)
        jump = QShortcut(QKeySequence("Ctrl+Return"), self)
        jump.activated.connect(self._jump_to_chosen)
        back = QShortcut(QKeySequence("Escape"), self.detail)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.table.setFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where the width does not hold both, the value goes below the table."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._right.setMinimumHeight(0 if wide else theme.px(360))
        self._right.setMinimumWidth(theme.px(_DETAIL) if wide else 0)
        self._right.setMaximumWidth(theme.px(_DETAIL) if wide else NO_BOUND)
        self._inside.setMaximumHeight(event.size().height() if wide else NO_BOUND)
        for at in (WHERE, RULING):
            self.table.setColumnHidden(at, not wide)
        set_width(self.table, FIELD, _WIDTHS[FIELD] if wide else 128)

    def title(self) -> str:
        name = self.kept.record.draft.person.name if self.kept else ""
        return say("线上线下对照　{name}", name=name)

    def marking(self) -> Marking | None:
        return whole_mark(self.kept.record.draft) if self.kept else None

    def place(self) -> Place:
        chosen = self._values()
        return Place(ScreenKey.COMPARE, self.application, chosen[0].path if chosen else self._place.spot)

    def first_focus(self) -> QWidget | None:
        return self.table if self.model.rowCount() else self.export.choose_button

    def leave(self) -> None:
        """A reading that still runs is of no use elsewhere."""
        self.export.stop()

    # --- comparing ---------------------------------------------------------------------------------------------

    def compare(self, path: Path) -> None:
        """Read the export in a confined process, compare on a worker, keep on the database thread."""
        self.context.autosave.flush()
        self.export.start(
            self.context.ask(
                self,
                lambda session, _: (
                    drafts.load(session, self.application),
                    kept_packs.of_application(session, self.application).pack,
                ),
                lambda found: self._read(*found, path),
                on_fault=self._failed,
            )
        )

    def _read(self, record: ApplicationRecord, pack: Pack, path: Path) -> None:
        if self.export.stopped:
            self.export.end()
            return
        application = record.draft

        def job(progress: Progress) -> ComparisonResult:
            return compare_online.result(application, compare_online.read(path, progress), pack, progress)

        self.export.start(self.context.work(self, job, self._keep, on_fault=self._failed, on_end=self.export.end))

    def _keep(self, result: ComparisonResult) -> None:
        if not self.export.stopped:
            self.context.ask(self, lambda session, _: comparing.keep(session, self.application, result), self._compared)

    def _failed(self, fault: object) -> None:
        self.export.end()
        self.context.faulted.emit(fault)

    def _compared(self, kept: Kept) -> None:
        self._place = Place(ScreenKey.COMPARE, self.application)
        self._loaded(kept)
        left = len(kept.histories[0].unsettled)
        self.context.note(
            say("比对完成，{left} 项需要处理。", left=left) if left else say("比对完成，没有需要处理的项。")
        )
        self.table.setFocus()

    # --- showing -----------------------------------------------------------------------------------------------

    def _loaded(self, kept: Kept) -> None:
        self.kept = kept
        self.setEnabled(True)
        self.setWindowTitle(self.title())
        self.context.mark_changed.emit()
        self.past.blockSignals(True)
        self.past.clear()
        for history in kept.histories:
            self.past.addItem(named(history))
        self.past.blockSignals(False)
        self.past.setEnabled(len(kept.histories) > 1)
        if kept.histories and not kept.histories[0].unsettled and self.sieve.currentData() is Sieve.UNSETTLED:
            self.sieve.setCurrentIndex(self.sieve.findData(Sieve.OPEN))
        self._body.setVisible(bool(kept.histories))
        self._sift()
        self.take_keyboard()

    def _history(self) -> History | None:
        at = max(0, self.past.currentIndex())
        return self.kept.histories[at] if self.kept and self.kept.histories else None

    def _sift(self) -> None:
        wanted = self.place().spot
        history = self._history()
        self.model.show(history, self.sieve.currentData())
        self._say_standing(history)
        self._select(max(0, self.model.row_of(wanted)))

    def _select(self, at: int) -> None:
        if self.model.rowCount():
            index = self.model.index(min(at, self.model.rowCount() - 1), 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.setCurrentIndex(index)
            self.table.selectionModel().select(index, flags)
            self.table.scrollTo(index)
        self._chosen()

    def _say_standing(self, history: History | None) -> None:
        assert self.kept is not None
        words, tone = self._standing(self.kept, history)
        self.standing.setText(words)
        restyle(self.standing, "tone", tone)

    def _standing(self, kept: Kept, history: History | None) -> tuple[str, str]:
        if history is None:
            return say("还没有与线上比对过。"), "todo"
        counted = say(
            "共比对 {found} 项，不一致或未找到 {open_fields} 项，还没有处理 {unsettled} 项。",
            found=len(history.comparison.result.found),
            open_fields=len(history.open_fields),
            unsettled=len(history.unsettled),
        )
        if kept.stale:
            stale = say("比对之后，比对过的内容或线上提交又有改动，请重新导出并再比对一次；已认定且没有变的项会沿用。")
            return stale + counted, "todo"
        if kept.record.status is not Status.DRAFT:
            counted += say("该申请已提交，结果只留存，不改申请。")
        return counted, "todo" if history.unsettled else "pass"

    def _values(self) -> list[Compared]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.value(at) for at in rows if at < self.model.rowCount()]

    def _chosen(self) -> None:
        values, history = self._values(), self._history()
        self._right.setVisible(bool(values) and history is not None)
        if values and history is not None and self.kept is not None:
            self.detail.show_values(values, history, allowed=self.kept.current is history)

    # --- ruling ------------------------------------------------------------------------------------------------

    def _rule(self, ruling: Ruling, paths: tuple[str, ...], reason: str) -> None:
        at = self.table.currentIndex().row()
        self.detail.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: comparing.rule(session, self.application, ruling, paths, reason),
            lambda kept: self._ruled(kept, at, paths),
            on_end=lambda: self.detail.setEnabled(True),
        )

    def _ruled(self, kept: Kept, at: int, paths: tuple[str, ...]) -> None:
        """On to the next value: the same row where the ruled one has left the table, the row below where it stays."""
        self._loaded(kept)
        gone = self.model.row_of(paths[-1]) < 0
        self._select(at if gone else self.model.row_of(paths[-1]) + 1)
        self.table.setFocus()

    def _jump_to_chosen(self) -> None:
        chosen = self._values()
        if len(chosen) == 1:
            self.jump(chosen[0].path)

    def jump(self, path: str) -> None:
        """To the field in the editor; back leads here again."""
        self.context.go(Place(ScreenKey.EDITOR, self.application, layout.spot(self.context.opened.session, path)))


def named(history: History) -> str:
    """One comparison in the list of all: when, by whom, and what is left of it."""
    made = history.comparison
    at = minute(made.made_at)
    left, open_ = len(history.unsettled), len(history.open_fields)
    return say("{at}　{made_by}　{open} 处，未处理 {left}", at=at, made_by=made.made_by, open=open_, left=left)
