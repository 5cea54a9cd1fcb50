"""The register of copies of one application: each number with its fate, and what may become of it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId, CarrierId
from desktop_app.desk import carriers, print_
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import Carrier, CarrierMove
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.domain.words import word
from desktop_app.ui import officepaper
from desktop_app.ui.carriers.steps import StepDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.countdialog import CountDialog
from desktop_app.ui.papers.destroy import DestroyDialog
from desktop_app.ui.papers.dossier import Dossier, numbers_words
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.wrapping import Wrapping


def may_all(copies: Sequence[Copy], fate: CopyFate) -> bool:
    """Whether this may become of every one of them, and there is one."""
    try:
        for copy in copies:
            copy.require_may_become(fate)
    except Fault:
        return False
    return bool(copies)


class RegisterPage(QWidget):
    def __init__(self, context: Context, changed: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._changed = changed
        self._copies: tuple[Copy, ...] = ()
        self._stale: frozenset[str] = frozenset()
        self._application: ApplicationId | None = None
        self.table = table(
            say("份号登记"),
            [
                say("文件"),
                say("份号"),
                say("版"),
                say("张数"),
                say("状态"),
                say("印制时间"),
                say("印制人"),
                say("打印机"),
                say("事由、监销人"),
            ],
            [210, 76, 44, 52, 130, 140, 84, 150, 0],
            many=True,
        )
        self.table.itemSelectionChanged.connect(self._chosen)
        self.hand_button = button(say("登记移交…"), self._ask_hand_over)
        self.spoil_button = button(say("登记作废…"), self._ask_spoil)
        self.destroy_button = button(say("登记销毁…"), self._ask_destroy)
        self.count_button = button(say("清点…"), self._ask_count)
        self.save_button = button(say("打印登记簿…"), self._ask_save)
        self.counted = text("", "muted", wrap=False)
        acts = (self.save_button, self.count_button, self.hand_button, self.spoil_button, self.destroy_button)
        bar = row(self.counted, Wrapping(acts))
        bar.setStretch(1, 1)
        self.setLayout(column(self.table, bar, space=12))
        self._chosen()

    def show_dossier(self, held: Dossier) -> None:
        self._copies = held.copies
        self._application = held.application
        self._stale = frozenset(copy.id for copy in held.stale)
        self.table.setRowCount(len(held.copies))
        for at, copy in enumerate(held.copies):
            fate = word(copy.fate, language())
            if copy.id in self._stale:
                fate += say("（旧版）")
            words = (
                word(copy.document, language()),
                f"{copy.number:06d}",
                str(copy.version_number),
                str(copy.sheets),
                fate,
                f"{copy.printed_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
                copy.printed_by,
                copy.printer,
                say("；").join(part for part in (copy.reason, copy.witnesses) if part),
            )
            for side, one in enumerate(words):
                self.table.setItem(at, side, cell(one))
        self.counted.setText(
            say("共 {copies} 份。选中几份后登记去向。", copies=len(held.copies))
            if held.copies
            else say("还没有印过带份号的正式件。")
        )
        self.count_button.setEnabled(bool(held.copies))
        self.save_button.setEnabled(bool(held.copies))
        self._chosen()

    def _picked(self) -> list[Copy]:
        return [self._copies[at] for at in chosen_rows(self.table) if at < len(self._copies)]

    def _chosen(self) -> None:
        picked = self._picked()
        self.hand_button.setEnabled(may_all(picked, CopyFate.HANDED_OVER) and not self._has_stale(picked))
        self.spoil_button.setEnabled(may_all(picked, CopyFate.SPOILED))
        self.destroy_button.setEnabled(may_all(picked, CopyFate.DESTROYED))

    def _has_stale(self, picked: Sequence[Copy]) -> bool:
        return any(copy.id in self._stale for copy in picked)

    def _ask_save(self) -> None:
        officepaper.ask(self._context, self, Document.COPIES_REGISTER, self._application)

    def _ask_count(self) -> None:
        if self._application is not None:
            CountDialog(self._application, self._context, self).open()

    def _act(self, act: Callable[[Session], None], done: str) -> None:
        def told(_: None) -> None:
            self._context.note(done)
            self._changed()

        self._context.ask(self, lambda session, _: act(session), told)

    def _ask_hand_over(self) -> None:
        """The same question as for any other carrier: to whom, and how."""
        ids = {CarrierId(copy.id) for copy in self._picked()}
        self._context.ask(self, lambda session, _: carriers.of_copies(session, ids), self._ask_to_whom)

    def _ask_to_whom(self, copies: list[Carrier]) -> None:
        dialog = StepDialog(CarrierMove.HAND_OVER, copies, self._context, self)
        dialog.done_.connect(self._changed)
        dialog.open()

    def _ask_spoil(self) -> None:
        picked = self._picked()
        numbers = numbers_words([copy.number for copy in picked])
        ids = [copy.id for copy in picked]
        confirm.ask_reason(
            self,
            say("{numbers} 作废后份号不再使用，纸张要销毁。请写明事由：", numbers=numbers),
            say("登记作废"),
            lambda reason: self._act(
                lambda session: print_.spoil(session, ids, reason),
                say("{numbers} 已登记作废，请尽快销毁。", numbers=numbers),
            ),
        )

    def _ask_destroy(self) -> None:
        ask_destroy(self, self._context, self._picked(), self._changed)


def ask_destroy(parent: QWidget, context: Context, copies: Sequence[Copy], changed: Callable[[], None]) -> None:
    """Ask who saw these copies destroyed, and enter it."""
    dialog = DestroyDialog(copies, context, parent)
    dialog.done_.connect(changed)
    dialog.open()
