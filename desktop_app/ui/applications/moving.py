"""Moving a draft to another policy pack: choose one, read everything that is different, then do it on purpose."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import kept_packs, pack_choices, pack_list
from desktop_app.desk.pack_choices import Step
from desktop_app.desk.pack_list import PackRow
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.packs.differences import DifferenceTable, count_words
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class MoveDialog(QDialog):
    """Nothing is changed until the button is pressed; it can be pressed only once the differences are shown."""

    moved = Signal()

    def __init__(self, application: ApplicationId, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._application = application
        self._context = context
        self._rows: tuple[PackRow, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("改按另一政策包"))
        self.resize(theme.px(1040), theme.px(600))
        self.now = text("", "muted")
        self.choice = QComboBox()
        self.choice.setAccessibleName(say("改按的政策包"))
        self.choice.currentIndexChanged.connect(self._ask)
        self.told = text("", "muted")
        self.wrong = Complaint()
        self.wrong.hide()
        self.table = DifferenceTable()
        self.move_button = button(say("改按此包"), self._move, "main")
        self.move_button.setEnabled(False)
        label = text(say("改按"), "label", wrap=False)
        label.setBuddy(self.choice)
        self.setLayout(
            column(
                self.now,
                row(label, self.choice, None),
                self.told,
                self.table,
                self.wrong,
                row(None, button(say("不，返回"), self.reject), self.move_button),
                margins=16,
            )
        )
        context.ask(self, self._listed, lambda found: self._show(*found))

    def _listed(self, session: "Session", _: Progress) -> tuple[tuple[PackRow, ...], str]:
        judged = kept_packs.of_application(session, self._application)
        own = judged.pack.digest if judged.own else ""
        others = tuple(one for one in pack_list.rows(session) if one.readable and one.policy.digest != own)
        return others, judged.pack.version

    def _show(self, rows: tuple[PackRow, ...], version: str) -> None:
        self._rows = rows
        self.now.setText(say("这份草稿现在按 {version}。", version=version))
        self.choice.blockSignals(True)
        self.choice.addItems([_named(one) for one in rows])
        self.choice.blockSignals(False)
        self.choice.setEnabled(bool(rows))
        if rows:
            self._ask()
        else:
            self.told.setText(say("没有别的政策包。"))

    def _chosen(self) -> PackRow | None:
        at = self.choice.currentIndex()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _ask(self) -> None:
        chosen = self._chosen()
        self.move_button.setEnabled(False)
        if chosen is not None:
            self._context.ask(
                self,
                lambda session, _: pack_choices.step(session, self._application, chosen.policy),
                self._compare,
                on_fault=self._refused,
            )

    def _compare(self, step: Step) -> None:
        chosen = self._chosen()
        if chosen is None or chosen.policy.digest != step.after.digest:  # another was chosen meanwhile
            return
        self.table.show_differences(step.differences)
        year = ""
        if step.before.year != step.after.year:
            year = say("申报年度将由 {year} 改为 {year_2}。", year=step.before.year, year_2=step.after.year)
        self.told.setText(count_words(step.differences) + year)
        self.move_button.setEnabled(True)

    def _move(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        self.move_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: pack_choices.move(session, self._application, chosen.policy),
            lambda _: self._done(chosen),
            on_fault=self._refused,
        )

    def _done(self, chosen: PackRow) -> None:
        self._context.note(say("草稿已改按 {named}。", named=_named(chosen)))
        self.moved.emit()
        self.accept()

    def _refused(self, fault: Fault) -> None:
        self.wrong.setText(sentence(fault))
        self.wrong.show()


def _named(one: PackRow) -> str:
    kept = one.policy
    state = say("　现行") if one.current else ""
    return f"{kept.year}　{kept.pack} {kept.edition}" + say("（{digest}）", digest=kept.digest[:12]) + state
