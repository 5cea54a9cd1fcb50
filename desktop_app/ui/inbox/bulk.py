"""A day's packages at once: the queue, what came of each, and all receipts in one go.

Each package is a job of its own, so the window lives, a lock ends the run between two of them, and what is closed,
cancelled or pulled out is gone on with when the folder is looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QPushButton, QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import bulk_receiving, receive
from desktop_app.desk.bulk_receiving import Answered, BulkSort, Inside, Queued
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.session import Session
from desktop_app.domain.makings import Making
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.bulktable import RESULT, SAYS, cells, packages_table, people_table
from desktop_app.ui.inbox.result import may_review
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import Message, Tone, sentence
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets.onto import onto_medium
from desktop_app.ui.widgets.parts import button, column, row, text

_PLAIN = (BulkSort.WAITS, BulkSort.KNOWN, BulkSort.NOT_OURS)
_GOOD = (BulkSort.SOUND, BulkSort.ANSWER)


@dataclass(frozen=True, slots=True)
class _Queue:
    lines: tuple[Queued, ...]
    to_answer: tuple[PackageId, ...]


class BulkDialog(QDialog):
    """The packages of one folder."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget, folder: Path) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._folder = context, folder
        self._lines: list[Queued] = []
        self._waiting: tuple[PackageId, ...] = ()
        self.answers: list[Answered] = []
        self._scanned: dict[str, str] = {}
        self._progress: Progress | None = None
        self._stopping = self._failing = False
        self.setWindowTitle(say("成批接收"))
        self.resize(theme.px(1040), theme.px(620))
        self.told = text("", "label")
        self.message = Message()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("进度"))
        self.bar.setTextVisible(False)
        self.scan = QLineEdit()
        self.scan.setAccessibleName(say("扫描封条标签"))
        self.scan.setPlaceholderText(say("用扫码枪逐张扫封条标签，或输入六组数字后回车；不扫的按未核对接收"))
        self.scan.returnPressed.connect(self._scan)
        self.table = packages_table()
        self.table.itemSelectionChanged.connect(self._chosen)
        self.checks = text("", "muted")
        self.checks.hide()
        self.people = people_table()
        self.take_button = button(say("全部接收"), self.take_all, "main")
        self.answer_button = button(say("出具全部回执…"), self._ask_where)
        self.review_button = button(say("去审核"), self._review)
        self.review_button.hide()
        self.stop_button = button(say("停下"), self.stop)
        self.close_button = button(say("关闭"), self.reject)
        self._lay_out()
        one: QPushButton
        for one in self.findChildren(QPushButton):
            one.setAutoDefault(False)  # the Enter at a scanned line's end presses nothing
        self.look()

    def _lay_out(self) -> None:
        acts = (self.stop_button, self.review_button, self.answer_button, self.take_button)
        foot = row(self.close_button, None, *acts, space=12)
        whole = column(
            self.message,
            self.told,
            self.scan,
            self.table,
            self.people,
            self.checks,
            self.bar,
            foot,
            space=12,
            margins=24,
        )
        for at, share in ((3, 2), (4, 1)):
            whole.setStretch(at, share)
        self.setLayout(whole)

    @property
    def _came_in(self) -> list[ApplicationId]:
        """What is here to be reviewed; what came late is refused in its receipt."""
        return [each for one in self._lines if one.sort is not BulkSort.LATE for each in one.applications]

    def _review(self) -> None:
        self._context.go(Place(ScreenKey.REVIEW, self._came_in[0]))
        self.accept()

    def look(self) -> None:
        """Read the folder again: what was taken in is known, what is left waits."""
        self._busy(Progress())
        self._context.work(
            self, lambda _: receive.found(self._folder), self._look_up, on_fault=lambda fault: self._failed(fault)
        )

    def _look_up(self, found: list[receive.Found]) -> None:
        def act(session: Session, progress: Progress) -> _Queue:
            del progress
            return _Queue(bulk_receiving.queue(session, found), bulk_receiving.to_answer(session))

        self._context.ask(self, act, self._show, on_fault=self._failed, on_end=self._rest)

    def _show(self, queue: _Queue) -> None:
        self._lines, self._waiting = list(queue.lines), queue.to_answer
        self.table.fill([cells(one) for one in self._lines])
        for at in range(len(self._lines)):
            self._colour(at)
        self._count()

    def _chosen(self) -> None:
        self._tell_checks()
        at = self.table.chosen()
        ids = self._lines[at].applications if 0 <= at < len(self._lines) else ()
        if not ids:
            self.people.hide()
            return

        def show(found: tuple[Inside, ...]) -> None:
            if at == self.table.chosen():  # by now another one may be
                self.people.fill([(one.name, one.unit, one.title, "".join(map(said, one.says))) for one in found])
                self.people.show()

        self._context.ask(self, lambda session, _: bulk_receiving.inside(session, ids), show)

    def _tell_checks(self) -> None:
        """Each check of the chosen package, as it was made when it was taken in."""
        at = self.table.chosen()
        made = self._lines[at].checks if 0 <= at < len(self._lines) else ()
        told = "　".join(("✓ " if one.ok else "✗ ") + word(one.check, language()) for one in made)
        self.checks.setText(say("逐项核验：{checks}", checks=told) if told else "")
        self.checks.setVisible(bool(told))

    def _scan(self) -> None:
        line = self.scan.text()
        self.scan.clear()
        if not line.strip():
            return
        try:
            self._scanned |= bulk_receiving.labels([line], self._lines)
        except Fault as fault:
            self.message.show_text(sentence(fault), Tone.FAULT)
            return
        self.message.clear()
        self._count()

    def _count(self) -> None:
        left = sum(not one.done for one in self._lines)
        odd = sum(one.done and one.sort not in (*_GOOD, *_PLAIN) for one in self._lines)
        self.told.setText(
            say(
                "共 {lines} 个，待接收 {left} 个，须处理 {odd} 个；已扫标签 {scanned} 张；待出具回执 {waiting} 个",
                lines=len(self._lines),
                left=left,
                odd=odd,
                scanned=len(self._scanned),
                waiting=len(self._waiting),
            )
        )

    def _busy(self, progress: Progress | None) -> None:
        self._progress = progress
        running = progress is not None
        left = any(not one.done for one in self._lines)
        self.take_button.setEnabled(not running and left)
        self.answer_button.setEnabled(not running and bool(self._waiting))
        self.review_button.setVisible(not running and may_review(self._context) and bool(self._came_in))
        self.scan.setEnabled(not running)
        self.stop_button.setEnabled(running)
        self.bar.setVisible(running)

    def take_all(self) -> None:
        """Begin, or go on."""
        self._stopping = self._failing = False
        self.message.clear()
        self._next()

    def _next(self) -> None:
        at = next((at for at, one in enumerate(self._lines) if not one.done), None)
        if at is None or self._stopping:
            self._over()
            return
        one = self._lines[at]
        scanned = self._scanned.get(one.head.package_id) if one.head else None
        self.bar.setRange(0, len(self._lines))
        self.bar.setValue(sum(line.done for line in self._lines))
        self.table.scrollToItem(self.table.item(at, 0))
        taken: list[Queued] = []

        def end() -> None:
            if taken:
                self._next()
            else:  # stopped in the middle: nothing of this one was kept
                self._over()

        def done(result: Queued) -> None:
            taken.append(result)
            self._came(at, result)

        job = self._context.ask(
            self,
            lambda session, progress: bulk_receiving.take(session, one, scanned, progress),
            done,
            on_fault=self._failed,
            on_end=end,
        )
        self._busy(job)

    def _came(self, at: int, one: Queued) -> None:
        self._lines[at] = one
        for side, words in enumerate(cells(one)):
            item = self.table.item(at, side)
            if item is not None:
                item.setText(words)
                item.setToolTip(words)
        self._colour(at)
        if at == self.table.chosen():
            self._chosen()
        if one.applications:
            assert one.head is not None
            self._waiting = (*self._waiting, PackageId(one.head.package_id))
        self._count()

    def _colour(self, at: int) -> None:
        one, tone = self._lines[at], theme.colours()
        item = self.table.item(at, RESULT)
        if item is not None and one.sort not in _PLAIN:
            refused = one.sort in (BulkSort.REFUSED, BulkSort.LATE)
            ink = tone.green if one.sort in _GOOD else tone.vermilion if refused else tone.amber
            item.setForeground(QColor(ink))

    def stop(self) -> None:
        """Stop after what is being written is left out or finished; the rest waits."""
        self._stopping = True
        if self._progress is not None:
            self._progress.cancel()
        self.stop_button.setEnabled(False)

    def _over(self) -> None:
        self._busy(None)
        self.changed.emit()
        left = sum(not one.done for one in self._lines)
        if left and self._stopping and not self._failing:
            self.message.show_text(
                say("已停下：接收了的都已保存，还有 {left} 个可以接着收。", left=left),
                Tone.NOTICE,
            )

    def _rest(self) -> None:
        self._busy(None)

    def _failed(self, fault: Fault) -> None:
        """The medium is gone, or the vault is full: what was taken in stays, the rest waits."""
        self._stopping = self._failing = True
        kept = say("已接收的都已保存；插好后点“全部接收”接着收。")
        self.message.show_text(sentence(fault) + (kept if fault.code is Code.MEDIUM_GONE else ""), Tone.FAULT)
        self._busy(None)

    def _ask_where(self) -> None:
        onto_medium(self._context, self, say("bulk|回执封装到哪个介质或文件夹"), self.answer_all)

    def answer_all(self, folder: Path, making: Making = Making()) -> None:
        """Seal every receipt that is still to give; late filings are refused in theirs."""
        self._stopping = self._failing = False
        self.answers = []
        self.message.clear()
        waiting = self._waiting
        self._context.ask(
            self,
            lambda session, _: bulk_receiving.leave(session, len(waiting)),
            lambda given: self._answer_next(waiting, folder, given, making),
            on_fault=self._failed,
        )

    def _answer_next(self, left: Sequence[PackageId], folder: Path, given: Permit, making: Making) -> None:
        if not left or self._stopping:
            self._answered(folder)
            return
        self.bar.setRange(0, len(left) + len(self.answers))
        self.bar.setValue(len(self.answers))
        came: list[Answered] = []

        def end() -> None:
            if came:
                self.answers += came
                self._answer_next(left[1:], folder, given, making)
            else:
                self._answered(folder)

        job = self._context.ask(
            self,
            lambda session, progress: bulk_receiving.answer(session, left[0], folder, progress, given, making=making),
            came.append,
            on_fault=self._failed,
            on_end=end,
        )
        self._busy(job)

    def _answered(self, folder: Path) -> None:
        sealed = {one.package for one in self.answers if one.folder is not None}
        failed = [one for one in self.answers if one.fault is not None]
        self._waiting = tuple(one for one in self._waiting if one not in sealed)
        late = sum(one.late for one in self.answers if one.folder is not None)
        self._busy(None)
        self._tell_answers()
        self._count()
        self.changed.emit()
        words = say(
            "已封装 {sealed} 个回执到 {folder}{late}。",
            sealed=len(sealed),
            folder=folder,
            late=say("，其中逾期不予接收 {late} 件", late=late) if late else "",
        )
        if failed:
            assert failed[0].fault is not None
            words += say(
                "{failed} 个没有封装（{peer}：{sentence}）",
                failed=len(failed),
                peer=failed[0].peer,
                sentence=sentence(failed[0].fault),
            )
        if not self._failing:
            self.message.show_text(words, Tone.FAULT if failed else Tone.NOTICE)

    def _tell_answers(self) -> None:
        """At each package whose receipt was sealed: that it was, and how many of its filings were refused as late."""
        sealed = {one.package: one for one in self.answers if one.folder is not None}
        for at, one in enumerate(self._lines):
            answer = sealed.get(PackageId(one.head.package_id)) if one.head else None
            item = self.table.item(at, SAYS)
            if answer is not None and item is not None:
                late = say("，逾期不予接收 {late} 件", late=answer.late) if answer.late else ""
                item.setText(cells(one)[SAYS] + say("回执已封装{late}。", late=late))
                item.setToolTip(item.text())

    def reject(self) -> None:
        """Closing stops between two packages; nothing is lost."""
        self.stop()
        super().reject()
