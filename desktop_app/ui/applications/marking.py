"""The mark of an application: not decided, not secret, or a level with its term; shown as it will stand on paper."""

from collections.abc import Callable
from functools import partial

import msgspec
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLabel, QLineEdit, QRadioButton, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import lowering
from desktop_app.domain import marking as marks
from desktop_app.domain.application import Application
from desktop_app.domain.marking import Marking, MarkState, SecrecyLevel
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.draft import Draft
from desktop_app.ui.applications.lowermark import LowerDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import PAGE, Complaint, UpDown, button, card, column, row, text
from desktop_app.ui.widgets.termfield import TermField
from desktop_app.ui.widgets.wrapping import Wrapping

_LEVELS = (SecrecyLevel.INTERNAL, SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET)


class MarkingPage(UpDown):
    """Tells the draft only marks that are whole and that this machine may hold."""

    def __init__(self, title: str, draft: Draft, application: ApplicationId, context: Context) -> None:
        super().__init__()
        machine = context.opened.machine
        self._application = application
        self._context = context
        self._draft = draft
        self._machine = machine
        self._states = QButtonGroup(self)
        self._radios = {state: QRadioButton(word(state, language())) for state in MarkState}
        for radio in self._radios.values():
            self._states.addButton(radio)
            radio.setAccessibleName(radio.text())
            radio.clicked.connect(self._chosen)
        self._level = QComboBox()
        for level in _LEVELS:
            if level.rank <= machine.level.rank:
                self._level.addItem(word(level, language()), level)
        self._term = TermField()
        self._basis = QLineEdit()
        self._basis.setMaxLength(200)
        self._decided_by = QLineEdit()
        self._decided_by.setMaxLength(60)
        for box in (self._level, self._term.unit):
            box.activated.connect(self._chosen)
        for field in (self._term.number, self._basis, self._decided_by):
            field.textEdited.connect(self._chosen)
        self._printed = text("", "number")
        self._whole = text("", "number")
        self._wrong = Complaint()
        self._lower_to: Marking | None = None
        self.lower_button = button(say("降低密级…"), self._ask_lower)
        self.lower_button.hide()
        self._lay_out(title)
        draft.shown.connect(self.refresh)
        self.refresh()

    def _lay_out(self, title: str) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []
        for at, (words, field) in enumerate(
            [
                (say("filemark|密级"), self._level),
                (say("保密期限"), self._term),
                (say("定密依据"), self._basis),
                (say("定密责任人"), self._decided_by),
            ]
        ):
            label = text(words, "label")
            label.setFixedWidth(theme.px(104))
            label.setBuddy(field)
            self._labels.append(label)
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1)
            field.setAccessibleName(words)
        explained = say("申报人可以提出建议，由用人单位按规定确定。未确定前只能打印校样，不能提交和封装。")
        inside = QWidget()
        inside.setLayout(
            column(
                text(title, "h1"),
                text(explained, "muted"),
                Wrapping(list(self._radios.values())),
                grid,
                row(
                    card(text(say("印在纸上的样子"), "label"), self._printed),
                    card(text(say("连同全部附件"), "label"), self._whole),
                    space=16,
                ),
                row(self._wrong, self.lower_button, space=12),
                None,
                space=16,
                margins=PAGE,
            )
        )
        self.setWidget(inside)

    def refresh(self) -> None:
        """Show the draft's mark."""
        mark = self._draft.now.marking
        self._radios[mark.state].setChecked(True)
        with QSignalBlocker(self._level):
            self._level.setCurrentIndex(max(0, self._level.findData(mark.level)))
        self._term.show_months(mark.term_months)
        for field, shown in ((self._basis, mark.basis), (self._decided_by, mark.decided_by)):
            if field.text() != shown:
                field.setText(shown)
        self._show(mark)

    def _state(self) -> MarkState:
        return next(state for state, radio in self._radios.items() if radio.isChecked())

    def _chosen(self) -> None:
        state = self._state()
        level = self._level.currentData() if state is MarkState.MARKED else None
        secret = level in marks.TERM_CEILING
        mark = Marking(
            state=state,
            level=level,
            term_months=self._term.months() if secret else 0,
            basis=self._basis.text().strip(),
            decided_by=self._decided_by.text().strip(),
        )
        self._enable(mark)
        try:
            marks.check(mark)
            marks.require_within(mark, self._machine.level)
        except Fault as fault:
            self._printed.setText("—")
            self._offer_lowering(None)
            self._wrong.setText(sentence(fault))
            return
        if marks.is_lower(mark, self._draft.now.marking):
            self._offer_lowering(mark)
            return
        self._draft.edit("marking", mark)
        self._show(mark)

    def _offer_lowering(self, mark: Marking | None) -> None:
        """A lower mark is not taken as typed; it waits for its reason."""
        self._lower_to = mark
        self.lower_button.setVisible(mark is not None)
        if mark is not None:
            self._printed.setText(mark.printed() or say("（不印密级标志）"))
            now = self._draft.now.marking.printed()
            self._wrong.setText(say("低于现在的 {now}，还没有生效：须写明理由和定密责任人。", now=now))

    def _ask_lower(self) -> None:
        mark = self._lower_to
        if mark is None:
            return
        shown = mark.printed() or word(mark.state, language())
        change = say("把密级由 {printed} 改为 {shown}", printed=self._draft.now.marking.printed(), shown=shown)
        LowerDialog(change, mark.decided_by, partial(self._lower, mark), self).open()

    def _lower(
        self,
        mark: Marking,
        reason: str,
        decided_by: str,
        on_done: Callable[[], None],
        on_fault: Callable[[Fault], None],
    ) -> None:
        decided = msgspec.structs.replace(mark, decided_by=decided_by) if mark.decided else mark

        def done(stored: Application) -> None:
            on_done()
            self._draft.edit("marking", stored.marking)
            self.refresh()

        self._context.autosave.flush()
        self._context.ask(
            self,
            lambda session, _: lowering.lower(
                session, self._application, decided, reason=reason, decided_by=decided_by
            ),
            done,
            on_fault=on_fault,
        )

    def _show(self, mark: Marking) -> None:
        self._enable(mark)
        self._offer_lowering(None)
        whole = whole_mark(self._draft.now)
        self._whole.setText(whole.printed() or word(whole.state, language()))
        self._printed.setText(mark.printed() or say("（不印密级标志）"))
        over = marks.term_exceeds_ceiling(mark)
        self._wrong.follow(say("保密期限超过该密级通常的最长期限，请核对定密依据。") if over else "")

    def _enable(self, mark: Marking) -> None:
        marked = mark.state is MarkState.MARKED
        secret = mark.level in marks.TERM_CEILING
        self._level.setEnabled(marked)
        self._term.setEnabled(secret)
        self._basis.setEnabled(mark.state is not MarkState.UNDECIDED)
        self._decided_by.setEnabled(mark.state is not MarkState.UNDECIDED)

    def set_read_only(self, on: bool) -> None:
        """A submitted version's mark stands."""
        self.setEnabled(not on)

    def first(self) -> QWidget:
        """Where the keyboard starts."""
        return self._radios[self._state()]

    def go(self, path: str) -> bool:
        """Any place of the mark is this page."""
        self.first().setFocus()
        return path.startswith("marking")

    def where(self) -> str:
        """One page, one place."""
        return "marking"
