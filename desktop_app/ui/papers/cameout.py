"""After a job that nobody can vouch for: an officer says of every number whether its sheet came out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import print_
from desktop_app.domain.copies import Copy, CopyFate
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.widgets.parts import button, column, hug, row, text


class CameOutDialog(QDialog):
    """Keys 1, 2, 3 answer for the chosen numbers; nothing is entered before every number has an answer."""

    done_ = Signal()

    def __init__(
        self,
        copies: Sequence[Copy],
        why: str,
        context: Context,
        parent: QWidget,
        names: Mapping[ApplicationId, str] | None = None,
    ) -> None:
        """`names` says whose the copies are, where they are several people's."""
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("清点印出的份"))
        self.setMinimumSize(theme.px(620), theme.px(460))
        self._copies = tuple(copies)
        self._result = 3 if names else 2
        self._context = context
        self.answers: dict[int, CopyFate] = {}
        self.table = table(
            say("待清点的份"),
            [
                *([say("姓名")] if names else []),
                say("文件"),
                say("份号"),
                say("结果"),
            ],
            [*([130] if names else []), 0, 96, 140],
            many=True,
        )
        self.table.setMinimumHeight(theme.px(200))
        self.table.installEventFilter(self)
        for at, copy in enumerate(self._copies):
            self.table.insertRow(at)
            whose = (names.get(copy.application, ""),) if names else ()
            for side, words in enumerate((*whose, word(copy.document, language()), f"{copy.number:06d}", "—")):
                self.table.setItem(at, side, cell(words))
        self.table.selectAll()
        self.wrong = text(why, "wrong")
        self.wrong.setVisible(bool(why))
        self.act_button = button(say("登记清点结果"), self._act, "main")
        self._lay_out()
        self._show()
        self.table.setFocus()
        hug(self)

    def _lay_out(self) -> None:
        asked = say("哪些份印出来了？到打印机旁逐份清点，选中份号后点下面的结果（或按 1、2、3）。")
        self.good_button = button(say("1 印好"), lambda: self.answer(CopyFate.IN_HAND))
        self.spoiled_button = button(say("2 印坏"), lambda: self.answer(CopyFate.SPOILED))
        self.lost_button = button(say("3 没印出"), lambda: self.answer(CopyFate.NOT_PRINTED))
        self.so_far_button = button(say("4 到这份为止印好，其后没印出"), self.good_so_far)
        self.left = text("", "muted", wrap=False)
        later = button(say("以后再清点"), self.reject)
        self.setLayout(
            column(
                self.wrong,
                text(asked),
                self.table,
                row(self.good_button, self.spoiled_button, self.lost_button, None, self.left),
                row(self.so_far_button, None),
                row(None, later, self.act_button),
                space=12,
                margins=24,
            )
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The keys, before the table searches for them."""
        keys = {
            Qt.Key.Key_1: CopyFate.IN_HAND,
            Qt.Key.Key_2: CopyFate.SPOILED,
            Qt.Key.Key_3: CopyFate.NOT_PRINTED,
        }
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in keys:
                self.answer(keys[Qt.Key(event.key())])
                return True
            if event.key() == Qt.Key.Key_4:
                self.good_so_far()
                return True
        return super().eventFilter(watched, event)

    def answer(self, fate: CopyFate) -> None:
        """The same answer for all chosen numbers."""
        for at in chosen_rows(self.table):
            self.answers[at] = fate
        self._show()

    def good_so_far(self) -> None:
        """After a jam: the sheets lie in order, the last good one is chosen; within its own job only."""
        chosen = chosen_rows(self.table)
        if not chosen:
            return
        last = self._copies[chosen[-1]]
        for at, copy in enumerate(self._copies):
            if (copy.application, copy.document) == (last.application, last.document):
                self.answers[at] = CopyFate.IN_HAND if at <= chosen[-1] else CopyFate.NOT_PRINTED
        self._show()

    def _show(self) -> None:
        words = {
            CopyFate.IN_HAND: say("印好"),
            CopyFate.SPOILED: say("印坏"),
            CopyFate.NOT_PRINTED: say("没印出"),
        }
        for at, fate in self.answers.items():
            item = self.table.item(at, self._result)
            assert item is not None
            item.setText(words[fate])
        open_ = len(self._copies) - len(self.answers)
        self.left.setText(say("还有 {open} 份未清点", open=open_) if open_ else say("已全部清点"))
        self.act_button.setEnabled(open_ == 0)

    def _of(self, fate: CopyFate) -> list[Copy]:
        return [self._copies[at] for at, answer in sorted(self.answers.items()) if answer is fate]

    def _act(self) -> None:
        good, spoiled, lost = (
            [copy.id for copy in self._of(fate)] for fate in (CopyFate.IN_HAND, CopyFate.SPOILED, CopyFate.NOT_PRINTED)
        )
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: print_.came_out(session, good, spoiled, lost),
            lambda _: self._done(len(good), len(spoiled), len(lost)),
            on_fault=self._refused,
        )

    def _refused(self, fault: Fault) -> None:
        self.act_button.setEnabled(True)
        self.wrong.setText(sentence(fault))
        self.wrong.show()
        hug(self)

    def _done(self, good: int, spoiled: int, lost: int) -> None:
        self._context.note(
            say(
                "清点已登记：印好 {good} 份，印坏 {spoiled} 份，没印出 {lost} 份。",
                good=good,
                spoiled=spoiled,
                lost=lost,
            )
        )
        self.done_.emit()
        self.accept()
