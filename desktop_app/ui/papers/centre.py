"""The print centre (打印中心): what is missing for whom, one press for all of it, and what came out."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import batch, print_centre
from desktop_app.desk.batch import Batch, Step
from desktop_app.desk.draft import RowFilter
from desktop_app.desk.print_centre import BESIDE, MOST, NUMBERED, CentreRow
from desktop_app.desk.printer_ready import Access
from desktop_app.domain.copies import Copy
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.alarms import Alarm
from desktop_app.ui.papers.batchbar import BatchBar
from desktop_app.ui.papers.batchdialog import BatchDialog
from desktop_app.ui.papers.batchrun import BatchRun
from desktop_app.ui.papers.cameout import CameOutDialog
from desktop_app.ui.papers.centretable import CentreModel, CentreTable, numbers, summed
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, button, column, row, scrolled, text
from desktop_app.ui.widgets.wrapping import Wrapping

_PAUSE_MS = 250
#: Applications read in one go, some 60 ms; between two goes other acts have their turn.
_PIECE = 200
_SHOWN_REFUSALS = 3


class PrintCentreScreen(Screen):
    """`place.spot` is the state, the unit and the text of the filter, a line each."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.model = CentreModel()
        self.table = CentreTable(self.model)
        self._waiting: list[ApplicationRow] = []
        self._total = 0
        self._reading: Progress | None = None
        self._why = ""
        self.bar = BatchBar(self.count)
        self.uncounted = Alarm(say("清点…"), self.count, "todo")
        self._filters(place.spot)
        self._choices()
        self._lay_out()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.load)
        self.model.picked.connect(self._offer)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_row())
        self.table.doubleClicked.connect(lambda index: self._open(self.model.shown[index.row()]))
        self._follow()
        self.load()

    def _filters(self, spot: str) -> None:
        status, unit, words = ([*spot.split("\n"), "", "", ""])[:3]
        self.search = QLineEdit(words)
        self.search.setPlaceholderText(say("姓名、拼音或证件号码"))
        self.search.setAccessibleName(say("查找申请"))
        self.unit = QLineEdit(unit)
        self.unit.setPlaceholderText(say("单位名称"))
        self.unit.setAccessibleName(say("单位名称含"))
        self.state = QComboBox()
        self.state.setAccessibleName(say("状态"))
        self.state.addItem(say("全部状态"), None)
        for one in Status:
            if one is not Status.ABANDONED:
                self.state.addItem(word(one, language()), one)
        wanted = next((one for one in Status if one.value == status), None)
        self.state.setCurrentIndex(max(0, self.state.findData(wanted)))
        self.open_only = QCheckBox(say("只看未齐的"))
        for line in (self.search, self.unit):
            line.setClearButtonEnabled(True)
            line.textChanged.connect(lambda _: self._pause.start(_PAUSE_MS))
        self.state.activated.connect(lambda _: self.load())
        self.open_only.toggled.connect(self._sift)

    def _choices(self) -> None:
        self.documents = {document: QCheckBox(word(document, language())) for document in (*NUMBERED, *BESIDE)}
        for document, box in self.documents.items():
            box.setChecked(document.numbered)
            box.toggled.connect(lambda _: self._offer())
        self.all_button = button(say("全选"), lambda: self.model.choose(True, self.model.shown))
        self.none_button = button(say("全不选"), lambda: self.model.choose(False, self.model.shown))
        self.print_button = button("", self.ask_print, "main")
        self.found = text("", "muted", wrap=False)
        self.balance = text("", "muted")
        self.detail = text("", "muted")
        self.detail.setMinimumHeight(theme.px(22))
        self.hint = text("", "muted")
        self.own_button = button("", self._own_papers)
        self.own_button.hide()
        self.refused = text("", "wrong")
        self.refused.hide()

    def _lay_out(self) -> None:
        filters = row(self.search, self.unit, self.state)
        filters.setStretch(0, 1)
        filters.setStretch(1, 1)
        picking = row(Wrapping((self.open_only, self.all_button, self.none_button)), self.found)
        picking.setStretch(0, 1)
        printing = row(Wrapping(tuple(self.documents.values())), self.print_button)
        printing.setStretch(0, 1)
        telling = row(self.hint, self.own_button, space=12)
        telling.setStretch(0, 1)
        inside = QWidget()
        whole = column(
            filters,
            picking,
            telling,
            self.uncounted,
            self.table,
            self.detail,
            self.balance,
            printing,
            self.refused,
            self.bar,
            margins=PAGE,
        )
        whole.setStretch(4, 1)
        inside.setLayout(whole)
        self.setLayout(column(scrolled(inside)))  # at a large zoom the page is higher than the window

    def title(self) -> str:
        return say("打印中心")

    def place(self) -> Place:
        state = self.state.currentData()
        spot = "\n".join((state.value if state else "", self.unit.text(), self.search.text()))
        return Place(ScreenKey.PRINT_CENTRE, spot=spot if spot.strip() else "")

    def marking(self) -> Marking | None:
        """The highest of all that are listed: their names stand here together."""
        return combined([one.marking for one in self.model.all]) if self.model.all else None

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        """Read the list again, piece by piece."""
        if self._reading is not None:
            self._reading.cancel()
        wanted = RowFilter(
            text=self.search.text().strip(), unit=self.unit.text().strip(), status=self.state.currentData()
        )
        self.model.clear()
        self._waiting = []
        self._reading = self.context.ask(self, lambda session, _: print_centre.found(session, wanted), self._found)

    def _found(self, answer: tuple[list[ApplicationRow], int]) -> None:
        self._waiting, self._total = answer
        self._more()

    def _more(self) -> None:
        piece, self._waiting = self._waiting[:_PIECE], self._waiting[_PIECE:]
        if piece:
            self.print_button.setEnabled(False)
            self.found.setText(say("正在读取，还有 {waiting} 份……", waiting=len(self._waiting) + len(piece)))
            self._reading = self.context.ask(
                self, lambda session, progress: print_centre.read(session, piece, progress), self._read
            )
        else:
            self._reading = None
            self._offer()
            self.context.mark_changed.emit()

    def _read(self, rows: Sequence[CentreRow]) -> None:
        self.model.add(rows)
        self._more()

    def _sift(self, on: bool) -> None:
        self.model.show_open_only(on)
        self._offer()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What one press would print."""
        return batch.plan(self.model.chosen, [one for one, box in self.documents.items() if box.isChecked()])

    def _offer(self) -> None:
        if self._reading is not None:  # all of it is told once all is here
            return
        steps = self.steps
        idle = BatchRun.running(self.context) is None and PrintRun.running(self.context) is None
        self.print_button.setEnabled(bool(steps) and idle)
        copies, people = sum(one.copies for one in steps), len({one.application for one in steps})
        self.print_button.setText(
            say("打印所缺 {copies} 份（{people} 人）…", copies=copies, people=people) if steps else say("没有可打印的")
        )
        self.print_button.setAccessibleName(self.print_button.text())
        self._tell_list()
        self._tell_hint()
        waiting = sum(one.unconfirmed for one in self.model.all) if idle else 0
        self.uncounted.say(
            say("有 {waiting} 份送去打印后还没有清点；清点之前不补印。", waiting=waiting) if waiting else ""
        )

    def _tell_list(self) -> None:
        shown, chosen = len(self.model.shown), len(self.model.chosen)
        words = say("列出 {shown} 份，选中 {chosen}", shown=shown, chosen=chosen)
        if self._total > MOST:
            words = say("只列前 {most} 份，请按单位筛选", most=MOST)
        self.found.setText(words)
        cells = [cell for one in self.model.shown if one.version for cell in one.cells.values() if not cell.elsewhere]
        even = all(cell.balance.balanced for cell in cells if not cell.balance.unconfirmed)
        words = "　".join(f"{name} {number}" for name, number in summed(cells))
        verdict = say("平衡：已印 = 在手 + 已交 + 印坏 + 销毁") if even else say("不平衡，请清点")
        self.balance.setText(say("合计：{words}　{verdict}", words=words, verdict=verdict) if cells else "")

    def _tell_hint(self) -> None:
        """Why a row is not ticked beforehand, and where the papers are that this desk makes itself."""
        desk = self.context.opened.office.desk
        words, own = "", ""
        if any(not one.offered for one in self.model.shown):
            if desk is Desk.UNIT:
                words = say("没有预先勾选的：来件还没有签署本级意见的，已报出的，已退回的。要印的，自己勾上。")
            elif desk is Desk.APPLICANT:
                words = say("评审表、送审表一般由单位统一印，这里没有预先勾选。单位让您自己印的，勾上再印。")
            else:
                words = say("评审表、送审表由用人单位统一印，随卷报来，这里没有预先勾选。要补印的，勾上再印。")
                own = say("评审会文书…") if desk is Desk.COMMITTEE_OFFICE else say("花名册、附件2…")
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.own_button.setText(own)
        self.own_button.setVisible(bool(own))

    def _own_papers(self) -> None:
        committee = self.context.opened.office.desk is Desk.COMMITTEE_OFFICE
        self.context.go(Place(ScreenKey.MEETINGS if committee else ScreenKey.YEAR_FIGURES))

    def _tell_row(self) -> None:
        chosen = self.table.selected()
        parts = []
        for document, cell in (chosen[0].cells if len(chosen) == 1 else {}).items():
            counted = say("，").join(f"{name} {number}" for name, number in numbers(cell))
            parts.append(say("{paper}：{counted}", paper=word(document, language()), counted=counted))
        self.detail.setText("　　".join(parts))

    def _open(self, one: CentreRow) -> None:
        self.context.go(Place(ScreenKey.PAPERS, one.id))

    def ask_print(self) -> None:
        """Ask on which printers, then print it all."""
        if self.steps:
            BatchDialog(self.steps, self.context, self, self.start).open()

    def start(self, made: Batch, access: Access) -> None:
        self.refused.hide()
        run = BatchRun(made, access, self.context)
        run.start()
        self._follow()
        self._offer()

    def _follow(self) -> None:
        run = BatchRun.running(self.context)
        if run is not None:
            self.bar.follow(run)
            run.halted.connect(self.load)
            run.ended.connect(self._printed)  # a slot of this screen: gone with it, while the batch goes on

    def _printed(self) -> None:
        run = self.sender()
        assert isinstance(run, BatchRun)
        self._why = next(iter(run.doubtful.values()), "")
        if run.refused:
            told = [f"{one.step.name}　{sentence(one.fault)}" for one in run.refused[:_SHOWN_REFUSALS]]
            more = len(run.refused) - len(told)
            told += [say("另有 {more} 件未印。", more=more)] if more else []
            self.refused.setText("\n".join(told))
            self.refused.show()
        if run.doubtful:
            self.count()
        self.load()

    def count(self) -> None:
        """Ask of all that are listed or in the batch which copies came out."""
        run = BatchRun.running(self.context)
        ids = {one.id for one in self.model.all} | (set(run.doubtful) if run else set())
        self._why = run.why if run and run.why else self._why
        self.context.ask(self, lambda session, _: print_centre.unconfirmed(session, sorted(ids)), self._ask_count)

    def _ask_count(self, copies: Sequence[Copy]) -> None:
        if not copies:
            return
        names: dict[ApplicationId, str] = {one.id: one.name for one in self.model.all}
        run = BatchRun.running(self.context)
        if run is not None:
            names.update({step.application: step.name for step in run.batch.steps})
        dialog = CameOutDialog(copies, self._why, self.context, self, names)
        dialog.done_.connect(self._counted)
        dialog.open()

    def _counted(self) -> None:
        self._why = ""
        run = BatchRun.running(self.context)
        if run is not None:
            run.doubtful.clear()
            run.told.emit()
        self.load()
