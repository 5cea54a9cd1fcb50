"""Receiving: choose a package, watch every check, have its applications imported, answer with a receipt."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import arriving, erasing
from desktop_app.desk.erasing import Erased
from desktop_app.desk.receive import LARGER, Check, CheckLine
from desktop_app.desk.session import Session
from desktop_app.domain.marking import Marking
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.bulk import BulkDialog
from desktop_app.ui.inbox.checks import Checks, as_step, from_step
from desktop_app.ui.inbox.found import FoundLine, FoundTable, note_words
from desktop_app.ui.inbox.label import LabelGroups
from desktop_app.ui.inbox.received import ReceivedTable
from desktop_app.ui.inbox.result import Import, ResultCard, imported
from desktop_app.ui.language import said, say
from desktop_app.ui.messages import Message, Tone, sentence
from desktop_app.ui.proof import dialog as proof
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.running import Running, carry
from desktop_app.ui.sealing.tables import modest
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.parts import PAGE, button, card, column, emptied, row, text
from desktop_app.ui.widgets.turning import Turning


class InboxScreen(Screen):
    """`place.subject` is a package that was received, `place.spot` the folder of one that is to be."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._ended = False
        self._busy = False
        self._opened = ""  # the package that was opened last: a receipt's own, not the one that it answers
        self.found = FoundTable(context)
        self.received = ReceivedTable(context, place.subject)
        self.message = Message()
        self.running = Running()
        self.checks = Checks()
        self.result = ResultCard(context)
        self.result.hide()
        self.result.receipt_wanted.connect(self.received.give)
        self.label = LabelGroups()
        self._label_place = column(self.label)
        self.whose = text("", "h2")
        self.about = text("", "muted")
        self.open_button = button(say("核验并导入"), self._open, "main")
        self.large_button = button(say("按大件上限重新核验"), self._open_large, "quiet")
        self.large_button.hide()
        self.proof_button = button(say("只核验外封…"), self._prove, "quiet")
        self._form = QWidget()
        self._form.setLayout(
            column(self._label_place, row(self.open_button, self.large_button, self.proof_button, None), space=12)
        )
        self._lay_out()
        self.found.chosen.connect(self._chosen)
        self.found.bulk_wanted.connect(self.receive_in_bulk)
        self.found.open_wanted.connect(self._open)
        self.found.erase_wanted.connect(self._ask_erase)
        self.received.changed.connect(self._answered)
        self._chosen(None)
        if place.spot:
            self.found.media.take(Path(place.spot))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "surface")
        inside.setLayout(
            column(self.whose, self.about, self._form, self.result, self.checks, None, space=10, margins=4)
        )
        self._area = modest(inside)
        side = card(self._area, self.running, margins=12)
        upper = Turning((self.found, side), wide=820, shares=(5, 3), space=24)
        both = column(self.message, upper, self.received, space=16, margins=PAGE)
        both.setStretch(1, 3)
        both.setStretch(2, 1)
        self.setLayout(both)

    def title(self) -> str:
        return say("收件")

    def place(self) -> Place:
        return Place(ScreenKey.INBOX, self.received.subject())

    def marking(self) -> Marking | None:
        return self.result.shown.marking if self.result.shown else None

    def first_focus(self) -> QWidget | None:
        return self.found.media.folder_button

    def _chosen(self, one: FoundLine | None) -> None:
        """Another package: its label is asked for by other groups."""
        shown = self._opened if self.result.shown else None
        if self._busy or (one is not None and one.head is not None and one.head.package_id == shown):
            return
        self.result.hide()
        self.result.shown = None
        self.context.mark_changed.emit()
        self.checks.start()
        self.whose.setText(_whose(one))
        self.about.setText(_about(one))
        openable = one is not None and one.openable
        # what this desk sealed itself is looked at as well: a disc that was burnt from it
        self._form.setVisible(openable or (one is not None and one.own))
        self.open_button.setVisible(openable)
        self.checks.setVisible(openable)
        self.open_button.setEnabled(openable)
        self.large_button.hide()
        emptied(self._label_place)
        self.label = LabelGroups()
        self._label_place.addWidget(self.label)
        self.label.setVisible(openable)
        for field in (*self.label.fields.values(), self.label.scan):  # a scanner ends its line with Enter
            field.returnPressed.connect(self._open)

    def _open_large(self) -> None:
        """The officer has read how large it is and wants it all the same."""
        self._open(large=True)

    def _open(self, *, large: bool = False) -> None:
        one = self.found.line()
        if one is None or not one.openable or self._busy or not self.label.ready():
            return
        self._opened = one.head.package_id if one.head else ""
        folder, groups, scanned = one.folder, self.label.typed(), self.label.scanned()
        self._ended = False
        self.message.clear()
        self.checks.begin(label=groups is not None or scanned is not None)
        self._set_busy(True)

        def act(session: Session, progress: Progress) -> Import:
            total = len(Check)
            made: list[CheckLine] = []

            def report(line: CheckLine) -> None:
                made.append(line)
                progress.step(len(made), total, as_step(line))

            came = arriving.take(session, folder, groups, report, progress, label_qr=scanned, large=large)
            return imported(session, came)

        running = carry(
            self.context,
            self,
            act,
            self._done,
            lambda made: made.head() + say("。"),
            on_fault=self._refused,
            on_progress=self._heard,
            on_end=self._over,
        )
        self.running.start(say("正在核验…"), running)

    def _prove(self) -> None:
        """Signature and volumes of a package that stays shut, with the sheet that proves them to anyone."""
        one = self.found.line()
        if one is not None and one.head is not None and not self._busy:
            proof.show_found(self.context, self, one.folder)

    def _ask_erase(self) -> None:
        one = self.found.line()
        if one is not None and not self._busy:
            question = say("清除介质上的“{folder}”？只清除已收下、已作废或已有回执的封装。", folder=one.folder.name)
            confirm.ask(self, question + said(erasing.HONEST), say("清除"), lambda: self._erase(one.folder))

    def _erase(self, folder: Path) -> None:
        self._ended = True  # a message is shown either way
        self.message.clear()
        self._set_busy(True)
        running = carry(
            self.context,
            self,
            lambda session, progress: erasing.erase(session, folder, progress),
            self._erased,
            _erased_words,
            on_fault=self.message.show_fault,
            on_progress=self.running.heard,
            on_end=self._over,
        )
        self.running.start(say("正在清除…"), running)

    def _erased(self, gone: Erased) -> None:
        self.message.show_text(_erased_words(gone), Tone.DONE)
        self.found.refresh()

    def receive_in_bulk(self) -> None:
        """All packages of the chosen folder one after another."""
        folder = self.found.media.folder()
        if folder is not None:
            self.bulk = BulkDialog(self.context, self, folder)
            self.bulk.finished.connect(lambda _: self._back_from_bulk())
            self.bulk.open()

    def _back_from_bulk(self) -> None:
        self.received.load()
        self.found.refresh()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.found.setEnabled(not busy)
        self._form.setEnabled(not busy)
        self.received.setEnabled(not busy)

    def _heard(self, done: int, total: int, what: str) -> None:
        """A check that was made, or how far the reading is."""
        line = from_step(what)
        if line is None:
            self.running.heard(done, total, what)
        else:
            self.checks.heard(line)

    def _done(self, made: Import) -> None:
        self._ended = True
        self.result.show_import(made)
        self.result.show()
        self._form.hide()
        if made.came.received is not None:
            self.received.choose(made.package.id)
        self.context.mark_changed.emit()

    def _refused(self, fault: Fault) -> None:
        self._ended = True
        if fault.code is Code.VOLUMES_AWAITED:
            self.checks.start()
            self.found.refresh()
            self.message.show_text(sentence(fault), Tone.NOTICE)
            return
        kept = say("本台没有留下其中任何内容，日志已记下这次拒收。")
        self.message.show_text(f"{sentence(fault)}{kept}", Tone.FAULT)
        self.large_button.setVisible(fault.code is Code.PACKAGE_LIMIT and fault.fields.get("what") in LARGER)
        QTimer.singleShot(0, self, self._show_last)

    def _show_last(self) -> None:
        """The message took room: the check that failed stays in sight."""
        last = self.checks.last()
        if last is not None:
            self._area.ensureWidgetVisible(last)

    def _over(self) -> None:
        self.running.end()
        self._set_busy(False)
        self.received.load()
        if self.result.shown is not None:
            self.found.refresh()
            self.result.first_focus().setFocus()
        elif not self._ended:
            self.message.show_text(say("已取消：没有导入任何内容。"), Tone.NOTICE)

    def _answered(self) -> None:
        self.result.answered()
        self.found.refresh()


def _erased_words(gone: Erased) -> str:
    files = say("已清除 {files} 个文件。", files=gone.files)
    return files + said(erasing.HONEST)


def _whose(one: FoundLine | None) -> str:
    if one is None:
        return say("选择左边的一个封装")
    if one.head is None:
        return one.folder.name
    return one.sender or say("screen|未知发件方")


def _about(one: FoundLine | None) -> str:
    if one is None:
        return say("每项核验都通过才会导入；有一项不符就不导入任何内容。")
    if one.fault is not None:
        return sentence(one.fault)
    told = "　".join(part for part in (one.folder.name, note_words(one)) if part)
    if one.openable and one.absent:
        told += "\n" + say("分装在几个介质上：逐个打开，先后不论，收齐各卷才核验；封条号等到最后一个再输。")
    return told
