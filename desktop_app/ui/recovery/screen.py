"""恢复单: how the way back stands, and the steps to a sheet that lies sealed and rehearsed in the safe."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import recovery
from desktop_app.desk.recovery import RecoveryKind, RecoveryNeed, RecoveryState, Standing
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.recovery.making import MakeCard, PaperCard, Sheets
from desktop_app.ui.recovery.typed import TypedRecovery
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, Complaint, button, column, emptied, restyle, row, scrolled, text

#: The spot of a vault that was made a moment ago: here the wizard ends.
FIRST = "first"


class RecoveryScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.standing: Standing | None = None
        self.step: QWidget | None = None
        self.head = text("", "h2")
        self.head.setAccessibleDescription(say("恢复单现状"))
        self.facts = text("", "muted")
        self.make_button = button(say("做一份恢复单"), self.make, "main")
        self.prove_button = button(say("照单输入试用"), self.prove)
        self.drill_button = button(say("screen|演练"), self.drill)
        self.later_button = button(say("以后再做"), self._later, "quiet")
        self.later_button.setVisible(place.spot == FIRST)
        about = say(
            "忘了口令，只有恢复单能打开保险库，任何人（包括软件作者）都没有别的办法。请打印后封存，与本机分开放。"
        )
        top = QFrame()
        top.setProperty("role", "card")
        top.setLayout(
            column(
                self.head,
                self.facts,
                text(about),
                row(self.later_button, None, self.drill_button, self.prove_button, self.make_button),
                margins=16,
            )
        )
        self._steps = QVBoxLayout()
        inside = QWidget()
        inside.setMaximumWidth(theme.px(760))
        inside.setLayout(column(top, self._steps, None, space=16, margins=PAGE))
        self.setLayout(column(scrolled(inside)))
        for one in (self.make_button, self.prove_button, self.drill_button):
            one.setEnabled(False)
        self.load()

    def title(self) -> str:
        return say("恢复单")

    def first_focus(self) -> QWidget | None:
        return self.make_button

    def leave(self) -> None:
        """What is in memory of a code goes with the screen."""
        self._clear()

    def load(self) -> None:
        """Find out how it stands."""
        self.context.ask(self, lambda session, _: recovery.standing(session), self._show)

    def _show(self, found: Standing) -> None:
        self.standing = found
        self.head.setText(word(found.need, language()) if found.need else say("恢复单完好"))
        restyle(self.head, "tone", "todo" if found.need else "pass")
        if found.need is RecoveryNeed.NEVER_REHEARSED and self._place.spot == FIRST:  # typed back a minute ago
            self.head.setText(say("恢复单已启用，请封存"))
            restyle(self.head, "tone", "pass")
        self.facts.setText(facts(found.state))
        self.facts.setVisible(found.state is not None)
        self.make_button.setEnabled(True)
        fresh = found.state is None and found.waiting is None
        self.make_button.setText(say("做一份恢复单") if fresh else say("另做一份"))
        restyle(self.make_button, "look", "main" if fresh else "")  # one button at a time says what comes next
        if found.state is not None and self._place.spot == FIRST:
            self.later_button.setText(say("开始使用"))
            restyle(self.later_button, "look", "main")
        self.prove_button.setEnabled(found.waiting is not None)
        self.drill_button.setEnabled(found.state is not None)
        self.take_keyboard()

    # --- steps ------------------------------------------------------------------------------------------------------

    def _clear(self) -> None:
        emptied(self._steps)
        self.step = None

    def _put(self, step: QWidget) -> None:
        self._clear()
        self.step = step
        self._steps.addWidget(step)
        step.show()

    def make(self) -> None:
        """Ask what kind of sheet, and for the passphrase."""
        card = MakeCard(self.context)
        card.made.connect(self._made)
        card.given_up.connect(self._clear)
        self._put(card)
        card.passphrase.setFocus()

    def _made(self, sheets: Sheets) -> None:
        card = PaperCard(self.context, sheets)
        card.printed.connect(self.prove)
        self._put(card)
        card.printer.list.setFocus()  # not the button that makes another, which Qt would choose
        self.load()

    def prove(self) -> None:
        """Type back what was printed."""
        kind = self.standing.waiting if self.standing else None
        if kind is not None:
            before = self.standing is not None and self.standing.state is not None
            self._type(TypeCard(kind, self.context, drill=False, before=before))

    def drill(self) -> None:
        """Type from the sheet that lies in the safe."""
        if self.standing is not None and self.standing.state is not None:
            self._type(TypeCard(self.standing.state.kind, self.context, drill=True))

    def _type(self, card: "TypeCard") -> None:
        self._put(card)
        card.given_up.connect(self._clear)
        card.passed.connect(self._passed)
        card.typed.first_focus().setFocus()

    def _passed(self, drill: bool) -> None:
        self._clear()
        self.context.note(
            say("演练通过，日期已记下。请把恢复单重新封存。") if drill else say("试用通过，恢复单已启用。请封存。")
        )
        self.load()

    def _later(self) -> None:
        self.context.go(Place(ScreenKey.HOME))


class TypeCard(QFrame):
    """Proves what was just made, or rehearses what is in force."""

    passed = Signal(bool)  # whether it was a rehearsal
    given_up = Signal()

    def __init__(self, kind: RecoveryKind, context: Context, *, drill: bool, before: bool = True) -> None:
        """`before`: another sheet is in force until this one was proved."""
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._drill = drill
        self.typed = TypedRecovery(kind)
        self.typed.entered.connect(self.go)
        self.message = Complaint()
        self.message.hide()
        head = say("演练") if drill else say("照单输入试用")
        about = (
            say("取出封存的恢复单，照着输入。只检验它能不能打开保险库，不改动任何内容，口令照旧。")
            if drill
            else say("照刚打印的纸输入。能打开保险库才算做成；在此之前，原来的恢复单仍然有效。")
            if before
            else say("照刚打印的纸输入。能打开保险库才算做成。")
        )
        self.go_button = button(say("检验"), self.go, "main")
        self.setLayout(
            column(
                text(head, "h2"),
                text(about, "muted"),
                self.typed,
                self.message,
                row(None, button(say("取消"), self.given_up.emit, "quiet"), self.go_button),
                margins=16,
            )
        )

    def go(self) -> None:
        """Try what was typed."""
        pieces, act = self.typed.pieces, recovery.drill if self._drill else recovery.prove
        self.go_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: act(session, pieces),
            self._passed,
            on_fault=self._refused,
            on_end=lambda: self.go_button.setEnabled(True),
        )

    def _passed(self, _: RecoveryState) -> None:
        self.typed.clear()
        self.passed.emit(self._drill)

    def _refused(self, fault: Fault) -> None:
        self.message.setText(sentence(fault))
        self.message.show()


def facts(state: RecoveryState | None) -> str:
    """Of what kind it is and since when, when it was rehearsed, when it was used."""
    if state is None:
        return ""
    kind = word(state.kind, language())
    told = [say("{kind}，{made_on} 启用", kind=kind, made_on=state.made_on)]
    if state.drilled_on:
        told.append(say("{drilled_on} 演练过", drilled_on=state.drilled_on))
    if state.used_on:
        told.append(say("{used_on} 用过", used_on=state.used_on))
    return say("；").join(told) + say("。")
