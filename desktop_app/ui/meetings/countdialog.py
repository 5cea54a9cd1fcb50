"""Entering a count: sheets that came back, and for each applicant yes, no, abstained, invalid, checked while typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QDialog, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import counting
from desktop_app.desk.counting import CountView, Found
from desktop_app.domain.meetings import TallyLine
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

_FIGURES = 4  # yes, no, abstained, invalid
_FIRST = 3  # the column of the first of them


class Figures(QTableWidget):
    """Tab goes from figure to figure, as in a spreadsheet, and past the last and the first one out of the table."""

    def _edge(self, *, forward: bool) -> bool:
        if forward:
            return (self.currentRow(), self.currentColumn()) == (self.rowCount() - 1, self.columnCount() - 1)
        return self.currentRow() == 0 and self.currentColumn() <= _FIRST

    def moveCursor(self, action: Any, modifiers: Any) -> QModelIndex:  # noqa: N802 - Qt's name
        """On to the next figure: number, name and voters are not for typing."""
        found = super().moveCursor(action, modifiers)
        if found.column() >= _FIRST:
            return found
        if action == QTableWidget.CursorAction.MoveNext:
            return self.model().index(found.row(), _FIRST)
        if action == QTableWidget.CursorAction.MovePrevious and found.row() > 0:
            return self.model().index(found.row() - 1, self.columnCount() - 1)
        return found

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        self.setTabKeyNavigation(self.currentIndex().isValid() and not self._edge(forward=forward))
        return super().focusNextPrevChild(forward)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """Where Qt would go round to the other end, leave."""
        forward = hint == QAbstractItemDelegate.EndEditHint.EditNextItem
        turns = forward or hint == QAbstractItemDelegate.EndEditHint.EditPreviousItem
        if turns and self._edge(forward=forward):
            super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.focusNextPrevChild(forward)
        else:
            super().closeEditor(editor, hint)


class CountDialog(QDialog):
    """`how` asks for the words by which two counts that differ were settled; without it the own count is entered."""

    done_ = Signal(object)

    def __init__(
        self, context: Context, parent: QWidget, seen: CountView, names: Mapping[str, str], how: str | None
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._vote, self._settles = context, seen.vote, how is not None
        self.setWindowTitle(say("核定计票") if how else say("登记计票"))
        self.resize(theme.px(760), theme.px(560))
        self.returned, self.proxies, self.late, self.how = (QLineEdit() for _ in range(4))
        self.returned.setText(str(len(seen.vote.codes)))
        for each in (self.proxies, self.late):
            each.setText("0")
        self.table = self._table(names)
        self.wrong = Complaint()
        self.wrong.hide()
        asked: list[tuple[str, QWidget]] = [
            (say("收回票数"), self.returned),
            (say("委托的票"), self.proxies),
            (say("补投的票"), self.late),
        ]
        if how:
            asked.append((how, self.how))
        yes = say("核定结果") if how else say("登记我的计票")
        self.act_button = button(yes, self._act, "main")
        self._given_up: list[str] | None = None  # what it was last said of that it is not recorded
        no = button(say("不，返回"), self._leave)
        hint = text(
            say("在表里逐行输入，空着的按 0 计；每行四个数之和应等于“可表决”人数，有票没有收回的可以少。"),
            "muted",
        )  # fmt: skip
        whole = column(
            hint, FieldGrid(asked), self.table, self.wrong, row(None, no, self.act_button), space=12, margins=24
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.returned.setFocus()

    def _table(self, names: Mapping[str, str]) -> QTableWidget:
        made = Figures(len(self._vote.entitled), _FIRST + _FIGURES)
        made.setAccessibleName(say("每名申报人的票数"))
        made.setHorizontalHeaderLabels(
            [say("编号"), say("姓名"), say("可表决"), say("同意"), say("反对"),
             say("弃权"), say("废票")]
        )  # fmt: skip
        dress(made, 34)
        set_widths(made, [80, 0, 80, 84, 84, 90, 84])
        for at, one in enumerate(self._vote.entitled):
            fixed = (one.candidate, names.get(one.candidate, ""), str(one.voters))
            for side, shown in enumerate((*fixed, "", "", "", "")):
                item = QTableWidgetItem(shown)
                if side < _FIRST:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                made.setItem(at, side, item)
        made.setCurrentCell(0, _FIRST)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape ends the typing in a cell; one more must not lose a count of forty names."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        """Back, if nothing was typed or it was said once that it is lost. Locking asks nothing: it rejects."""
        rows, sides = range(len(self._vote.entitled)), range(_FIRST, _FIRST + _FIGURES)
        typed = [self._item(at, side).text() for at in rows for side in sides]
        if any(typed) and typed != self._given_up:
            self._given_up = typed
            self._refuse(say("填的票数还没有登记。再返回一次就放弃。"))
            return
        self.reject()

    def put(self, number: str, *figures: int) -> None:
        """Type the figures of one applicant."""
        for at, one in enumerate(self._vote.entitled):
            if one.candidate == number:
                for side, figure in enumerate(figures):
                    self._item(at, _FIRST + side).setText(str(figure))

    def _item(self, at: int, side: int) -> QTableWidgetItem:
        found = self.table.item(at, side)
        assert found is not None
        return found

    def _found(self) -> Found | None:
        """What was typed; `None` where something is no number, which is then said."""
        heads = [self._number(field.text()) for field in (self.returned, self.proxies, self.late)]
        lines = []
        for at, one in enumerate(self._vote.entitled):
            figures = [self._number(self._item(at, _FIRST + side).text()) for side in range(_FIGURES)]
            if None in figures:
                self.table.setCurrentCell(at, _FIRST + figures.index(None))
                self._refuse(say("{candidate} 的票数看不懂，请填整数。", candidate=one.candidate))
                return None
            yes, no, abstained, invalid = (figure or 0 for figure in figures)
            lines.append(TallyLine(candidate=one.candidate, yes=yes, no=no, abstained=abstained, invalid=invalid))
        if None in heads:
            self._refuse(say("收回、委托、补投的票数请填整数。"))
            return None
        returned, proxies, late = (head or 0 for head in heads)
        return Found(returned, lines, proxies, late)

    def _number(self, typed: str) -> int | None:
        """An empty cell is nought."""
        spelled = typed.strip() or "0"
        return int(spelled) if spelled.isascii() and spelled.isdecimal() and len(spelled) < 5 else None

    def _act(self) -> None:
        found = self._found()
        if found is None:
            return
        vote, how = self._vote.id, self.how.text()
        self.act_button.setEnabled(False)

        def act(session: "Session") -> object:
            if self._settles:
                return counting.settle(session, vote, found, how)
            return counting.enter(session, vote, found)

        self._context.ask(
            self,
            lambda session, _: act(session),
            self._done,
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self._refuse(sentence(fault))

    def _refuse(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()

    def _done(self, result: object) -> None:
        self.done_.emit(result)
        self.accept()
