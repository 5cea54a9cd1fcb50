"""Taking a receipt back: from a medium or folder with a sealed one, from the small signed file, or from paper."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QMenu, QPushButton, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.errors import Fault
from desktop_app.core.sizes import size_words
from desktop_app.desk import contacts, own_keys, paper_receipts, receive, seal
from desktop_app.desk.receive import Found, SealHead
from desktop_app.desk.session import Session
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.parts import button, column, row, text


@dataclass(frozen=True, slots=True)
class Answer:
    """A package on a medium that may hold a receipt for this desk."""

    folder: Path
    head: SealHead
    sender: str  # empty for an unknown desk


def answers(session: Session, found: list[Found]) -> list[Answer]:
    """Packages sealed for this desk by another one, smallest first: receipts are small."""
    contacts.ensure_identity(session)
    own = own_keys.key_ids(session)
    kept = []
    for one in found:
        if one.head is not None and one.head.sender not in own and not own.isdisjoint(one.head.recipients):
            sender = receive.sender_of(session, one.head)
            kept.append(Answer(one.folder, one.head, sender.card.name if sender else ""))
    return sorted(kept, key=lambda answer: answer.head.bytes)


class ReceiptTaking(QPushButton):
    """A button that offers the ways a receipt comes."""

    taken = Signal(object)  # PackageRecord
    nothing = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(say("收回执…"))
        self._context = context
        self.setAccessibleName(self.text())
        menu = QMenu(self)
        menu.addAction(say("从介质或文件夹…"), self._choose_folder)
        menu.addAction(say("从签名文件…"), self._choose_file)
        self.paper_action = menu.addAction(say("扫描或录入纸质回执…"), self.ask_paper)
        self.setMenu(menu)

    def _choose_folder(self) -> None:
        files.folder(self, say("选择回执所在的介质或文件夹"), self.look)

    def _choose_file(self) -> None:
        files.open_file(self, say("选择回执文件"), say("回执 (*)"), self.take)

    def ask_paper(self) -> None:
        """Ask for the line that a scanner types, or for the rows that stand on the sheet."""
        line = say("码或各行")
        hint = say("扫描后自动录入；或逐行录入表中的字符")
        self.paper = AskDialog(
            self._context,
            self,
            (
                say("收纸质回执"),
                say("用扫码枪扫回执上的码；没有扫码枪的，把表中各行连同后两位校验录入，一行一行地录。"),
                say("核对并登记"),
            ),
            (
                Asked("line", line, Kind.TEXT, hint=hint),
                Asked(
                    "strip",
                    say("回执上的封签号"),
                    most=20,
                    hint=say("回执上写“无”的留空"),
                ),
            ),
            lambda found: lambda session: paper_receipts.take(session, found["line"], found["strip"]),
        )
        self.paper.done_.connect(self.taken.emit)
        self.paper.open()

    def look(self, folder: Path) -> None:
        """Find the receipt in a folder that may hold several packages."""
        self.setEnabled(False)
        self._context.work(self, lambda _: receive.found(folder), self._found, on_fault=self._refused)

    def _found(self, found: list[Found]) -> None:
        broken = next((one.fault for one in found if one.fault is not None), None)
        self._context.ask(
            self,
            lambda session, _: answers(session, found),
            lambda kept: self._pick(kept, broken),
            on_end=lambda: self.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self.setEnabled(True)
        self._context.fault(fault)

    def _pick(self, kept: list[Answer], broken: Fault | None) -> None:
        if len(kept) == 1:
            self.take(kept[0].folder)
        elif kept:
            Picking(kept, self.take, self).open()
        elif broken is not None:
            self._context.fault(broken)
        else:
            self.nothing.emit(say("这个文件夹里没有封给本台的封装。"))

    def take(self, source: Path) -> None:
        """Match the receipt with the package it answers."""
        self.setEnabled(False)
        self._context.ask(
            self,
            lambda session, progress: seal.take_receipt(session, source, progress),
            self.taken.emit,
            on_end=lambda: self.setEnabled(True),
        )


class Picking(QDialog):
    """Which of several packages is the receipt."""

    def __init__(self, kept: list[Answer], on_path: Callable[[Path], None], parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("选择回执"))
        self.setMinimumWidth(theme.px(560))
        self.list = QListWidget()
        self.list.setAccessibleName(say("封装列表"))
        for one in kept:
            words = (one.sender or say("未知发件方"), minute(one.head.sealed_at))
            number = say("第 {sequence} 号", sequence=one.head.sequence)
            item = QListWidgetItem("　".join((words[0], number, words[1], size_words(one.head.bytes))))
            item.setData(Qt.ItemDataRole.UserRole, one.folder)
            self.list.addItem(item)
        self.list.ensurePolished()  # choosing lays the rows out, which have their height from the style
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.take_button = button(say("收这份回执"), self.accept, "main")
        self.accepted.connect(lambda: on_path(self.list.currentItem().data(Qt.ItemDataRole.UserRole)))
        asked = say("这里有几个封给本台的封装，哪一个是回执？")
        self.setLayout(
            column(
                text(asked),
                self.list,
                row(None, button(say("不，返回"), self.reject), self.take_button),
                space=12,
                margins=24,
            )
        )
