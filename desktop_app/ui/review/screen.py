"""The chain of review at this desk: what waits, the steps before, this desk's step, what goes back and what goes on."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import review_desk, review_list, review_view
from desktop_app.desk.review_desk import ReviewCase, ReviewWork
from desktop_app.desk.review_list import ReviewLine, ReviewList, ReviewState
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import chosen_rows
from desktop_app.ui.policy.towards import SettingButton
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.review import together, words
from desktop_app.ui.review.counter import Counter
from desktop_app.ui.review.returning import Returning
from desktop_app.ui.review.step import StepForm
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, column, emptied, line, restyle, row, scrolled, text
from desktop_app.ui.widgets.pinned import Pinned
from desktop_app.ui.widgets.searching import leads_into
from desktop_app.ui.widgets.tablelook import teach
from desktop_app.ui.widgets.taborder import in_order
from desktop_app.ui.widgets.turning import Turning

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

PAUSE_MS = 400
#: As high as four lines and a half: the fields keep two thirds of a small screen.
_STANDING = 104


class ReviewScreen(Screen):
    """`place.subject` is the application that is open, `place.spot` the state that is listed."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._lines: tuple[ReviewLine, ...] = ()
        self._found: ReviewList | None = None
        self._case: ReviewCase | None = None
        self._mark: Marking | None = None
        self._open = ApplicationId(place.subject)
        self.state = next((one for one in ReviewState if one.value == place.spot), ReviewState.WAITS)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按姓名、拼音或证件号查找"))
        self.search.setAccessibleName(say("查找申报"))
        self.search.setClearButtonEnabled(True)
        self.states: dict[ReviewState, QPushButton] = {}
        self._choices = QButtonGroup(self)
        self.table = words.list_table()
        self.order = HeadSort(self.table)
        self._teaching = teach(self.table, "")
        self.name = text("", "h2")
        self.route = text("", "muted")
        self._steps = QVBoxLayout()
        self.changes = text("", "muted")
        self.form = StepForm(context.opened.office.desk)
        self.open_points = text("", "wrong")
        self.about = text("", "muted")
        self.setting_button = SettingButton(context)
        # what keeps the step from being signed stays in sight above the button that signs it
        self.standing = Pinned(self.open_points, self.about, row(self.setting_button, None), most=_STANDING)
        self.sign_button = button(say("签署本级意见"), self.sign, "main")
        self.sign_button.setToolTip("Ctrl+S")
        self.met_button = button(say("其余都符合"), self.form.all_met, "quiet")
        self.again_button = button(say("改签"), self._again, "quiet")
        self.look_button = button(say("打开申请"), self._look)
        self.returning = Returning(context, self, self._returned)
        self.counter = Counter(context, self)
        self.seal_button = button(say("报送…"), self._pass_on)
        self.many_button = button(say("批量签署…"), self._ask_many)
        self.many_button.setEnabled(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._keep)
        self._finding = QTimer(self)
        self._finding.setSingleShot(True)
        self._finding.timeout.connect(self.load)
        self._lay_out()
        self._connect()
        self._show_nothing()
        self.load()

    def _lay_out(self) -> None:
        chooser = row(space=4)
        for one in ReviewState:
            look = QPushButton(words.state_words(one, self.context.opened.office.desk))
            look.setCheckable(True)
            look.setProperty("look", "quiet")
            look.setAccessibleName(look.text())
            look.setChecked(one is self.state)
            look.clicked.connect(partial(self._list, one))
            self._choices.addButton(look)
            self.states[one] = look
            chooser.addWidget(look)
        chooser.addStretch(1)
        below = row(self.many_button, None, self.counter.button, self.seal_button)
        left = column(self.search, chooser, self.table, below, space=8)
        self._steps.setSpacing(theme.px(6))
        inside = QWidget()
        inside.setObjectName("deskPage")
        inside.setLayout(
            column(
                self.name,
                self.route,
                self.changes,
                self._steps,
                self.form,
                None,
                space=8,
                margins=8,
            )
        )
        acts = row(
            self.met_button,
            self.again_button,
            None,
            *self.returning.buttons,
            self.look_button,
            self.sign_button,
            space=8,
            margins=4,
        )
        self.standing.setAccessibleName(say("还差什么"))
        self._opened = scrolled(inside)
        self._opened.setMinimumHeight(theme.px(240))
        both = Turning((left, column(self._opened, line(), self.standing, acts, space=4)), wide=860, shares=(4, 6))
        self.setLayout(column(both, margins=PAGE))

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda: self._finding.start(PAUSE_MS))
        leads_into(self.search, self.table)
        self.order.changed.connect(self._in_order)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.form.changed.connect(lambda: self._pause.start(PAUSE_MS))
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.sign)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.search.setFocus)

    def title(self) -> str:
        return say("审核")

    def place(self) -> Place:
        return Place(ScreenKey.REVIEW, self._open, self.state.value)

    def marking(self) -> Marking | None:
        """Of what is open, else the highest of what is listed."""
        return whole_mark(self._case.content) if self._case else self._mark

    def first_focus(self) -> QWidget | None:
        return self.table if self._lines else self.search

    def leave(self) -> None:
        """What is typed and not kept yet goes to the vault."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep_for_good()

    def _list(self, state: ReviewState) -> None:
        self.state = state
        self.leave()
        self._open = ApplicationId("")
        self.load()

    def load(self) -> None:
        """Read the list anew; what is open stays open."""
        state, typed = self.state, self.search.text().strip()
        self.context.ask(self, lambda session, _: review_list.listed(session, state, typed), self._show)

    def _show(self, found: ReviewList) -> None:
        self._found, self._mark = found, found.marking
        self._lines = tuple(self.order.ordered(found.lines, words.cells))
        for state, look in self.states.items():
            shown = words.state_words(state, self.context.opened.office.desk)
            look.setText(f"{shown} {found.counts.get(state, 0)}")
            look.setChecked(state is self.state)
            restyle(look, "look", "main" if state is self.state else "quiet")
        with QSignalBlocker(self.table):
            self.table.clearSelection()
            words.fill(self.table, self._lines)
        self._teaching.say(words.none_words(self.state, searching=bool(self.search.text().strip())))
        at = next((n for n, line in enumerate(self._lines) if line.application == self._open), 0)
        if self._lines:
            self.table.selectRow(at)
        else:
            self._show_nothing()
        self.context.mark_changed.emit()

    def _in_order(self) -> None:
        """The same rows in another order."""
        if self._found is not None:
            self._show(self._found)

    def picked(self) -> list[ReviewLine]:
        """The applications that are selected."""
        return [self._lines[at] for at in chosen_rows(self.table) if at < len(self._lines)]

    def _chosen(self) -> None:
        picked = self.picked()
        self.seal_button.setEnabled(self.state is ReviewState.SIGNED and bool(picked))
        self.many_button.setEnabled(self.state is ReviewState.WAITS and len(picked) > 1)
        if not picked:
            return
        self.leave()
        self._open = picked[0].application
        application = self._open
        self.context.ask(self, lambda session, _: review_view.opened(session, application), self._show_case)

    def _show_nothing(self) -> None:
        self._case = None
        self.name.setText("")
        for one in (self.route, self.changes, self.open_points, self.about):
            one.setText("")
        self.standing.hide()
        emptied(self._steps)
        self.setting_button.hide()
        self.form.hide()
        self._enable()

    def _show_case(self, case: ReviewCase) -> None:
        if case.application != self._open:
            return
        if self._case is None or self._case.application != case.application:
            self._opened.verticalScrollBar().setValue(0)  # whose it is stands at its head
        self._case = case
        self.name.setText(words.head_words(case))
        self.route.setText(words.route_words(case))
        self.changes.setText(words.changed_words(case))
        self.changes.setVisible(bool(case.changed))
        emptied(self._steps)
        for step in case.earlier:
            shown = text(words.earlier_words(step))
            restyle(shown, "tone", words.tone(step))
            self._steps.addWidget(shown)
        self.form.show_case(case)
        acts = (self.met_button, self.again_button, *self.returning.buttons, self.look_button, self.sign_button)
        in_order(self.seal_button, self._opened, self.standing, *acts)  # the points were made anew
        self.form.setVisible(True)
        self.form.setEnabled(case.may_sign and not case.signed)
        self._judge(case)
        self.context.mark_changed.emit()

    def _judge(self, case: ReviewCase) -> None:
        self._case = case
        if case.signed:
            self.open_points.setText("")
            self.about.setText(say("本级已签署这一版。"))
        else:
            self.open_points.setText(self._unread() + words.finding_lines(case.step))
            self.about.setText(words.finding_lines(case.about))
        self.setting_button.show_for(() if case.signed else (*case.step, *case.about))
        self._stand()
        self._enable()

    def _unread(self) -> str:
        typed = self.form.unread_day()
        return words.unread_day(typed) + "\n" if typed else ""

    def _stand(self) -> None:
        for one in (self.open_points, self.about):
            one.setVisible(bool(one.text()))
        self.standing.setVisible(bool(self.open_points.text() or self.about.text()))

    def _enable(self) -> None:
        case = self._case
        self.sign_button.setEnabled(case is not None and case.may_sign and not case.signed)
        self.met_button.setEnabled(self.sign_button.isEnabled())
        self.met_button.setVisible(case is not None and not case.signed)
        self.look_button.setVisible(case is not None)
        self.sign_button.setVisible(case is not None)
        self.again_button.setVisible(case is not None and case.may_sign and case.signed)
        self.look_button.setEnabled(case is not None)
        self.seal_button.setEnabled(self.state is ReviewState.SIGNED and bool(self.picked()))
        self.seal_button.setText(say("评审会") if self._heard_next() else say("报送…"))
        restyle(self.seal_button, "look", "main" if self.state is ReviewState.SIGNED else "")
        self.returning.show_case(case)
        self.counter.show_case(case)

    def _keep(self) -> None:
        application, work = self._open, self.form.work()
        if self._case is None or self._case.signed or not application:
            return
        self.context.ask(self, lambda session, _: _kept(session, application, work), self._judged)

    def _keep_for_good(self) -> None:
        """The screen goes away: the window's own life covers the job."""
        application, work = self._open, self.form.work()
        if self._case is not None and not self._case.signed and application:
            self.context.ask(
                self.context, lambda session, _: review_desk.keep(session, application, work), lambda _: None
            )

    def _judged(self, case: ReviewCase) -> None:
        if case.application == self._open:
            self._judge(case)

    def sign(self) -> None:
        """Take the step under this desk's key."""
        if not self.sign_button.isEnabled():
            return
        self._pause.stop()
        application, work = self._open, self.form.work()
        self.sign_button.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: review_desk.sign(session, application, work),
            self._signed,
            on_fault=self._refused,
        )

    def _signed(self, digest: str) -> None:
        self.context.note(words.signed_words(digest, self.context.opened.office.desk))
        self._open = ApplicationId("")
        self.table.setFocus()  # the button that had the keyboard is grey; another filing is read first, too
        self.load()

    def _refused(self, fault: Fault) -> None:
        self.context.fault(fault)
        self.open_points.setText(self.open_points.text() or sentence(fault))
        self._keep()  # what stands open is what is open now, not before the last answers
        self._stand()
        self._enable()
        if (first := self.form.unanswered()) is not None:
            first.setFocus()
            self._opened.ensureWidgetVisible(first)

    def _returned(self) -> None:
        self._open = ApplicationId("")
        self.load()

    def _again(self) -> None:
        """A later word follows the earlier one, which stays in the chain."""
        if self._case is not None:
            self._judge(replace(self._case, signed=False))
            self.form.setEnabled(True)

    def _look(self) -> None:
        if self._case is not None:
            self.context.go(Place(ScreenKey.EDITOR, self._case.application))

    def _ask_many(self) -> None:
        """One opinion for all that are selected; what is typed for the open one is kept first."""
        self.leave()
        together.ask(self.context, self, [line.application for line in self.picked()], self.load)

    def _heard_next(self) -> bool:
        case = self._case
        office = self.context.opened.office.desk is Desk.COMMITTEE_OFFICE
        return office and case is not None and review_desk.next_stop(case) is None

    def _pass_on(self) -> None:
        """What is signed goes on as one sealed package; at the end of its route a meeting hears it."""
        if self._heard_next():
            self.context.go(Place(ScreenKey.MEETINGS))
            return
        ids = [line.application for line in self.picked()]
        self.context.go(Place(ScreenKey.SEALING, spot=" ".join(ids)))


def _kept(session: "Session", application: ApplicationId, work: ReviewWork) -> ReviewCase:
    review_desk.keep(session, application, work)
    return review_view.opened(session, application, work)
