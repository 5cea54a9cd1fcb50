"""Every package taken in, and the receipts that are still to give."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import arriving, paper_receipts, receive, seal, under_way
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
from desktop_app.domain.records import Direction, PackageKind, PackageRecord, PackageState
from desktop_app.domain.users import Reading
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.rosters import show_rosters
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.proof import dialog as proof
from desktop_app.ui.sealing.tables import Table, content_words
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.onto import onto_medium
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.turning import Turning

_STATE = 3
#: A sheet that went astray is made once more; the same receipt stands on it.
_ANSWERABLE = (PackageState.IMPORTED, PackageState.RECEIPTED)


def state_words(record: PackageRecord) -> str:
    """The state as what it means for the one who received it."""
    if record.state is PackageState.IMPORTED and record.kind not in under_way.ANSWERED:
        return say("已收入")
    if record.state is PackageState.IMPORTED:
        return say("已导入，待出具回执")
    if record.state is PackageState.RECEIPTED:
        return say("已出具回执")
    return word(record.state, language())


class ReceivedTable(QWidget):
    changed = Signal()

    def __init__(self, context: Context, subject: str) -> None:
        super().__init__()
        self._context = context
        self._subject = subject
        self._came: list[PackageRecord] = []
        self._records: list[PackageRecord] = []  # in the order that was asked for
        self._busy = False
        heads = (
            say("bulk|编号"),
            say("发件单位"),
            say("received|内容"),
            say("状态"),
            say("最近变动"),
        )
        self.table = Table(say("已接收的封装"), heads, (84, 0, 140, 212, 144))
        self.order = HeadSort(self.table)
        self.order.changed.connect(lambda: self._show(self._came))
        holder = QWidget()
        holder.setLayout(column(text(say("还没有接收过封装。"), "muted"), None))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        self.receipt_button = button(say("出具回执…"), self._give_chosen)
        self.paper_button = button(say("纸质回执…"), self._ask_paper)
        self.rosters_button = button(say("收到的花名册…"), lambda: show_rosters(context, self, self.subject()))
        self.rosters_button.setEnabled(context.opened.mine.may(Reading.CONTENTS))
        self.proof_button = button(say("流转证据…"), self._show_proof)
        title = text(say("已接收的封装"), "h2", wrap=False)
        acts = (self.rosters_button, self.proof_button, self.paper_button, self.receipt_button)
        head = Turning((title, row(None, *acts)), wide=560, shares=(1, 0), space=8)
        self.setLayout(column(head, self._middle))
        self.table.itemSelectionChanged.connect(self._enable)
        self.table.itemActivated.connect(lambda _: self._activated())
        self.load()

    def load(self) -> None:
        """Read the packages again."""
        self._context.ask(self, lambda session, _: seal.packages(session, Direction.IN), self._show)

    def _show(self, records: list[PackageRecord]) -> None:
        chosen = self.subject() or self._subject
        self._came = records
        self._records = records = self.order.ordered(records, _cells)
        self.table.fill([_cells(one) for one in records])
        for at, one in enumerate(records):
            item = self.table.item(at, _STATE)
            if item is not None:
                waits = one.state is PackageState.IMPORTED and one.kind in under_way.ANSWERED
                item.setForeground(QColor(theme.colours().amber if waits else theme.colours().green))
            if one.id == chosen:
                self.table.selectRow(at)
        self._middle.setCurrentIndex(0 if records else 1)
        self._enable()

    def chosen(self) -> PackageRecord | None:
        """The chosen package."""
        at = self.table.chosen()
        return self._records[at] if 0 <= at < len(self._records) else None

    def subject(self) -> str:
        """The chosen package's id."""
        one = self.chosen()
        return one.id if one else ""

    def choose(self, package: str) -> None:
        """Select a package once it is read."""
        self._subject = package
        self.table.clearSelection()

    def _enable(self) -> None:
        one = self.chosen()
        free = not self._busy and one is not None
        self.receipt_button.setEnabled(free and one is not None and one.state is PackageState.IMPORTED)
        self.proof_button.setEnabled(one is not None)
        self.paper_button.setEnabled(free and one is not None and one.state in _ANSWERABLE)

    def _activated(self) -> None:
        """What came in it: a roster's people; of anything else, the hands that it passed through."""
        one = self.chosen()
        if one is not None and one.kind is PackageKind.ROSTER and self.rosters_button.isEnabled():
            show_rosters(self._context, self, one.id)
        else:
            self._show_proof()

    def _show_proof(self) -> None:
        one = self.chosen()
        if one is not None:
            proof.show_package(self._context, self, one.id)

    def _give_chosen(self) -> None:
        one = self.chosen()
        if one is not None:
            self.give(one)

    def give(self, record: PackageRecord) -> None:
        """Ask where the receipt of a package goes."""
        title = say("回执封装到哪个介质或文件夹")
        onto_medium(self._context, self, title, lambda folder, making: self.give_to(record, folder, making))

    def give_to(
        self,
        record: PackageRecord,
        folder: Path,
        making: Making = Making(),
    ) -> None:
        """Seal the receipt of a package into a folder."""
        self._busy = True
        self._enable()
        self._context.ask(
            self,
            lambda session, progress: _answered(session, record.id, folder, progress, making),
            lambda made: self._given(record, *made),
            on_end=self._over,
        )

    def _ask_paper(self) -> None:
        one = self.chosen()
        if one is not None:
            put_out(self._context, self, self.paper_receipt(one))

    def paper_receipt(self, record: PackageRecord) -> Paper:
        """The receipt of a package as a sheet; with it the package counts as answered."""

        def answered() -> None:
            self.choose(record.id)
            self.load()
            self.changed.emit()

        told = say("给“{peer_name}”的回执请盖章交回，对方扫描或录入即为回执。", peer_name=record.peer_name)
        return Paper(
            Document.PACKAGE_RECEIPT,
            say("封装包回执-{sequence:06d}.pdf", sequence=record.sequence),
            lambda session, where, progress: _on_paper(session, record, where, progress),
            lambda _: told,
            answered,
        )

    def _given(self, record: PackageRecord, made: Path, late: int) -> None:
        self.choose(record.id)
        refused = say("其中逾期不予接收 {late} 份。", late=late) if late else ""
        self._context.note(
            say(
                "给“{peer_name}”的回执已封装为 {made}；{refused}标签和递送单在“封装”页另存。",
                peer_name=record.peer_name,
                made=made.name,
                refused=refused,
            )
        )
        self.changed.emit()

    def _over(self) -> None:
        self._busy = False
        self.load()


def _answered(
    session: Session, package: PackageId, folder: Path, progress: Progress, making: Making
) -> tuple[Path, int]:
    late = arriving.refuse_late(session, package)
    return receive.receipt(session, package, folder, progress, making=making), late


def _on_paper(session: Session, record: PackageRecord, where: Outlet, progress: Progress) -> None:
    if record.state is PackageState.IMPORTED:  # one that was given already stays as it is
        arriving.refuse_late(session, record.id)
    paper_receipts.save(session, record.id, where, progress)


def _cells(one: PackageRecord) -> tuple[str, ...]:
    return (
        f"{one.sequence:06d}",
        one.peer_name,
        content_words(one),
        state_words(one),
        minute(one.changed_at),
    )
