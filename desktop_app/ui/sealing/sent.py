"""Every package that left this desk, with what has become of it and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.core.clock import minute
from desktop_app.desk import seal, sealed_as
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Direction, PackageRecord, PackageState
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.onway import dialogs
from desktop_app.ui.proof import dialog as proof
from desktop_app.ui.sealing.receipt import ReceiptTaking
from desktop_app.ui.sealing.result import ask_sheet
from desktop_app.ui.sealing.tables import Table, content_words
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import NO_BOUND, button, column, text
from desktop_app.ui.widgets.turning import Turning
from desktop_app.ui.widgets.wrapping import Wrapping

_VOIDABLE = (PackageState.SEALING, PackageState.WRITTEN, PackageState.VERIFIED, PackageState.DELIVERED)
_WAITING = (PackageState.VERIFIED, PackageState.DELIVERED)
_BROKEN = (PackageState.SEALING, PackageState.WRITTEN, PackageState.REFUSED)
_STATE = 3


@dataclass(frozen=True, slots=True)
class SentLine:
    """One package as the table shows it."""

    record: PackageRecord
    at: datetime
    code: str  # empty for one that was never finished


def lines(session: Session) -> list[SentLine]:
    """All packages that were begun here, latest change first."""
    return [_line(session, record) for record in seal.packages(session, Direction.OUT)]


def _line(session: Session, record: PackageRecord) -> SentLine:
    if not record.seal_digest:
        return SentLine(record, record.changed_at, "")
    return SentLine(record, sealed_as.of(session, record).at, seal.seal_code(record))


def state_words(record: PackageRecord) -> str:
    """The state as what it means for the one who sent it."""
    if record.state is PackageState.SEALING:
        return say("封装中断")
    if record.state is PackageState.VERIFIED:
        return say("已封装，未交递送")
    if record.state is PackageState.DELIVERED and record.applications:
        return say("已交递送，等回执")
    return word(record.state, language())


#: At 100 %: the height of the line that says that there is nothing.
_NOTHING = 28


class Sent(QWidget):
    changed = Signal()
    listed = Signal()  # the packages were read anew
    look_wanted = Signal(Path)  # where an interrupted package may lie

    def __init__(self, context: Context, subject: str) -> None:
        super().__init__()
        self._context = context
        self._subject = subject
        self._lines: list[SentLine] = []
        heads = (
            say("bulk|编号"),
            say("收件单位"),
            say("received|内容"),
            say("状态"),
            say("封装时间"),
            say("result|封条号"),
        )
        self.table = Table(say("已发出的封装"), heads, (84, 0, 120, 188, 144, 308))
        nothing = text(say("还没有封装过。"), "muted")
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        holder = QWidget()
        holder.setLayout(column(nothing, None))
        self._middle.addWidget(holder)
        self.label_button = button(say("封条标签…"), lambda: self._save(Document.SEAL_LABEL))
        self.slip_button = button(say("递送单…"), lambda: self._save(Document.DELIVERY_SLIP))
        self.look_button = button(say("核对介质…"), self._ask_medium)
        self.deliver_button = button(say("登记已交递送"), self._deliver)
        self.void_button = button(say("sent|作废…"), self._ask_void)
        self.proof_button = button(say("流转证据…"), self._show_proof)
        self.receipt = ReceiptTaking(context)
        self.receipt.taken.connect(self._answered)
        acts = (
            self.label_button,
            self.slip_button,
            self.look_button,
            self.deliver_button,
            self.void_button,
            self.proof_button,
            self.receipt,
        )
        name = text(say("已发出的封装"), "h2", wrap=False)
        head = Turning((name, Wrapping(acts)), wide=860, shares=(1, 6), space=8)
        self.setLayout(column(head, self._middle))
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemActivated.connect(lambda _: self._show_proof())
        self.load()

    def load(self) -> None:
        """Read the packages again."""
        self._context.ask(self, lambda session, _: lines(session), self._show)

    def _show(self, found: list[SentLine]) -> None:
        chosen = self.subject() or self._subject
        self._lines = found
        self.table.fill([_cells(one) for one in found])
        for at, one in enumerate(found):
            self._colour(at, one.record)
            if one.record.id == chosen:
                self.table.selectRow(at)
        self._middle.setCurrentIndex(0 if found else 1)
        self._middle.setMaximumHeight(NO_BOUND if found else theme.px(_NOTHING))
        self._enable()
        self.listed.emit()

    @property
    def empty(self) -> bool:
        """Whether nothing was sealed yet, so that the rest of the screen may have the room."""
        return not self._lines

    def record(self, package: str) -> PackageRecord | None:
        """One of those listed, as it stands now."""
        return next((one.record for one in self._lines if one.record.id == package), None)

    def _colour(self, at: int, record: PackageRecord) -> None:
        item = self.table.item(at, _STATE)
        if item is None or record.state is PackageState.VOID:
            return
        tone = theme.colours()
        ink = tone.vermilion if record.state in _BROKEN else tone.amber if record.state in _WAITING else tone.green
        item.setForeground(QColor(ink))

    def subject(self) -> str:
        """The chosen package's id."""
        chosen = self.chosen()
        return chosen.id if chosen else ""

    def choose(self, package: str) -> None:
        """Select a package once it is read."""
        self._subject = package
        self.table.clearSelection()

    def chosen(self) -> PackageRecord | None:
        at = self.table.chosen()
        return self._lines[at].record if 0 <= at < len(self._lines) else None

    def _enable(self) -> None:
        one = self.chosen()
        finished = one is not None and bool(one.seal_digest) and one.state is not PackageState.VOID
        broken = one is not None and one.state is PackageState.SEALING
        self.look_button.setVisible(broken)
        self.label_button.setHidden(broken)
        self.slip_button.setHidden(broken)
        self.label_button.setEnabled(finished)
        self.slip_button.setEnabled(finished)
        self.proof_button.setEnabled(one is not None)
        self.deliver_button.setEnabled(one is not None and one.state is PackageState.VERIFIED)
        self.void_button.setEnabled(one is not None and one.state in _VOIDABLE)

    def _save(self, document: Document) -> None:
        one = self.chosen()
        if one is not None:
            ask_sheet(self._context, self, one, document)

    def _show_proof(self) -> None:
        one = self.chosen()
        if one is not None:
            proof.show_package(self._context, self, one.id)

    def _ask_medium(self) -> None:
        files.folder(self, say("选择写这一包的介质"), self.look_wanted.emit)

    def _deliver(self) -> None:
        one = self.chosen()
        if one is not None:
            dialogs.hand_over(self._context, self, one.id, self._moved)

    def _ask_void(self) -> None:
        one = self.chosen()
        if one is not None:
            confirm.ask(self, _void_question(one), say("作废封装"), lambda: self._void(one))

    def _void(self, one: PackageRecord) -> None:
        self.void_button.setEnabled(False)
        self._context.ask(self, lambda session, _: seal.void(session, one.id), lambda _: None, on_end=self._moved)

    def _moved(self) -> None:
        self.load()
        self.changed.emit()

    def _answered(self, record: PackageRecord) -> None:
        self.choose(record.id)
        self._moved()
        state = word(record.state, language())
        self._context.note(
            say(
                "回执与给“{peer_name}”的第 {sequence} 号封装相符：{state}。",
                peer_name=record.peer_name,
                sequence=record.sequence,
                state=state,
            )
        )


def _void_question(one: PackageRecord) -> str:
    if one.state in _WAITING:
        return say(
            "给“{peer_name}”的第 {sequence} 号封装已写好。作废后请把介质上的封装收回销毁，其中的申请可重新封装。作废？",
            peer_name=one.peer_name,
            sequence=one.sequence,
        )
    return say(
        "给“{peer_name}”的第 {sequence} 号没有封装完。介质还在的，先按「核对介质…」。作废后编号不再使用，"
        "其中的申请可重新封装。作废？",
        peer_name=one.peer_name,
        sequence=one.sequence,
    )


def _cells(one: SentLine) -> tuple[str, ...]:
    record = one.record
    return (
        f"{record.sequence:06d}",
        record.peer_name,
        content_words(record),
        state_words(record),
        minute(one.at),
        one.code,
    )
