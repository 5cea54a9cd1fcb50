"""Packages lying on a medium: whose, which number, how large, and why one cannot be opened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.errors import Fault
from desktop_app.core.sizes import size_words
from desktop_app.desk import contacts, gathering, own_keys, receive
from desktop_app.desk.receive import Found, SealHead, Seen, Sighting
from desktop_app.desk.session import Session
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.sealing.media import MediaList
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import button, column, row, text

_NOTE = 4
#: So many numbers that have not come stand in the table; opening names all.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One package as this desk sees it from outside."""

    folder: Path
    head: SealHead | None
    fault: Fault | None
    sender: str  # empty for an unknown desk
    seen: Seen | None  # what the history of its way says; none without a readable outside
    ours: bool  # sealed for this desk
    own: bool  # sealed by this desk
    absent: tuple[int, ...] = ()  # volumes that neither lie here nor were collected from other media

    @property
    def openable(self) -> bool:
        """Whether opening can lead anywhere."""
        return self.head is not None and self.ours and not self.known

    @property
    def known(self) -> bool:
        """Whether it was taken in before."""
        return self.seen is not None and self.seen.sighting is Sighting.DUPLICATE


def looked_up(session: Session, found: list[Found]) -> list[FoundLine]:
    """What this desk knows of each."""
    contacts.ensure_identity(session)
    own = own_keys.key_ids(session)
    lines = [_line(session, one, own) for one in found]
    here = {_number(one.head) for one in lines if one.head is not None and one.openable}
    return [_with_neighbours(one, here) for one in lines]


def _number(head: SealHead) -> tuple[str, str, int]:
    return head.sender, head.epoch, head.sequence


def _with_neighbours(one: FoundLine, here: Collection[tuple[str, str, int]]) -> FoundLine:
    """What lies beside it waits to be opened, and is not missing."""
    head, seen = one.head, one.seen
    if head is None or seen is None or not seen.missing:
        return one
    missing = tuple(number for number in seen.missing if (head.sender, head.epoch, number) not in here)
    return replace(one, seen=replace(seen, missing=missing))


def _line(session: Session, one: Found, own: frozenset[str]) -> FoundLine:
    head = one.head
    if head is None:
        return FoundLine(one.folder, None, one.fault, "", seen=None, ours=False, own=False)
    sender = receive.sender_of(session, head)
    return FoundLine(
        one.folder,
        head,
        None,
        session.office.name if head.sender in own else sender.card.name if sender else "",
        seen=receive.seen(session, head),
        ours=not own.isdisjoint(head.recipients),
        own=head.sender in own,
        absent=gathering.lacking(session, head, one.absent),
    )


class FoundTable(QWidget):
    chosen = Signal(object)  # FoundLine | None
    bulk_wanted = Signal()
    erase_wanted = Signal()
    open_wanted = Signal()  # a double click, or Enter

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._came: list[FoundLine] = []
        self._lines: list[FoundLine] = []  # in the order that was asked for
        self._round = 0
        self.media = MediaList(context, writing=False)
        self.media.chosen.connect(self.look)
        heads = (
            say("发件单位"),
            say("bulk|编号"),
            say("封装时间"),
            say("大小"),
            say("说明"),
        )
        self.table = Table(say("介质上的封装"), heads, (0, 76, 144, 84, 172))
        self.order = HeadSort(self.table)
        self.order.changed.connect(lambda: self._show(self._came))
        self._nothing = text("", "muted")
        holder = QWidget()
        holder.setLayout(column(self._nothing, None))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        title = text(say("介质上的封装"), "h2", wrap=False)
        self.bulk_button = button(say("成批接收…"), self.bulk_wanted.emit)
        self.erase_button = button(say("清除…"), self.erase_wanted.emit, "quiet")
        parts = column(self.media, row(title, None, self.erase_button, self.bulk_button), self._middle, space=12)
        parts.setStretch(2, 1)
        self.setLayout(parts)
        self.table.itemSelectionChanged.connect(self._select)
        self.table.itemActivated.connect(lambda _: self.open_wanted.emit())
        self._show([])

    def _select(self) -> None:
        self.erase_button.setEnabled(self.line() is not None)
        self.chosen.emit(self.line())

    def line(self) -> FoundLine | None:
        """The chosen package."""
        at = self.table.chosen()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def look(self, folder: Path | None) -> None:
        """Read what lies in a folder."""
        self._round += 1
        this = self._round
        if folder is None:
            self._show([])
            return
        self._context.work(
            self,
            lambda _: receive.found(folder),
            lambda found: self._look_up(this, found),
            on_fault=self._unreadable,
        )

    def refresh(self) -> None:
        """Read the same folder again: something was taken in or given."""
        self.look(self.media.folder())

    def _unreadable(self, fault: Fault) -> None:
        self._show([])
        self._context.fault(fault)

    def _look_up(self, this: int, found: list[Found]) -> None:
        if this == self._round:
            self._context.ask(
                self,
                lambda session, _: looked_up(session, found),
                lambda lines: self._show(lines) if this == self._round else None,
            )

    def _show(self, lines: list[FoundLine]) -> None:
        before = self.line()
        self._came = lines
        self._lines = lines = self.order.ordered(lines, _places)
        self.table.blockSignals(True)  # the package that is chosen stays chosen
        self.table.fill([_cells(one) for one in lines])
        self.table.blockSignals(False)
        for at, one in enumerate(lines):
            note = self.table.item(at, _NOTE)
            if note is not None and (one.head is None or (one.openable and note_words(one))):
                note.setForeground(QColor(theme.colours().amber))
        self._nothing.setText(say("这个文件夹里没有封装。") if self.media.folder() else say("先选择介质或文件夹。"))
        self._middle.setCurrentIndex(0 if lines else 1)
        self.bulk_button.setEnabled(bool(lines))
        self.erase_button.setEnabled(self.line() is not None)
        self._choose_again(before)

    def _choose_again(self, before: FoundLine | None) -> None:
        for at, one in enumerate(self._lines):
            if before is not None and one.folder == before.folder:
                self.table.selectRow(at)
                return
        openable = [at for at, one in enumerate(self._lines) if one.openable]
        if before is None and len(openable) == 1:
            self.table.selectRow(openable[0])
        else:
            self.chosen.emit(None)


def note_words(one: FoundLine) -> str:
    """Why it cannot be opened here, or that nobody vouches for it yet; empty when all is ordinary."""
    if one.fault is not None:
        return say("没有封装完，或已损坏")
    if one.own:
        return say("本台封装的")
    if not one.ours:
        return say("不是封给本台的")
    if one.known:
        return say("已接收过")
    if one.absent:
        return say("差第 {numbers} 卷", numbers=_some(one.absent))
    if one.seen is not None and (odd := way_words(one.seen)):
        return odd
    return "" if one.sender else say("发件方不在通讯录")


def way_words(seen: Seen) -> str:
    """What is odd about its number; it is believed only once the seal's signature is."""
    if seen.sighting is Sighting.EQUIVOCATION:
        return say("同一编号来过另一内容")
    if seen.sighting is Sighting.FORK:
        return say("编号已被另一包用过")
    if seen.missing:
        return say("其前 {shown} 号未到", shown=_some(seen.missing))
    if seen.later:
        return say("第 {later} 号已先到", later=seen.later)
    return ""


def _some(numbers: Sequence[int]) -> str:
    more = say(" 等") if len(numbers) > _NAMED else ""
    return say("、").join(map(str, numbers[:_NAMED])) + more


def _places(one: FoundLine) -> tuple[str, ...]:
    """By what its columns sort: sizes by their bytes."""
    sender, number, sealed, _, note = _cells(one)
    return sender, number, sealed, str(one.head.bytes) if one.head else "", note


def _cells(one: FoundLine) -> tuple[str, ...]:
    head = one.head
    if head is None:
        return (one.folder.name, "", "", "", note_words(one))
    return (
        one.sender or say("未知发件方"),
        f"{head.sequence:06d}",
        minute(head.sealed_at),
        size_words(head.bytes),
        note_words(one),
    )
