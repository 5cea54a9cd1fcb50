"""Review meetings: choose or make one, then one page a step, from the applicants to the confirmation."""

from functools import partial

from msgspec import structs
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from desktop_app.desk import meeting_view, meetings
from desktop_app.desk.meeting_view import Choices, MeetingView
from desktop_app.domain.marking import Marking
from desktop_app.domain.meetings import KeptMeeting
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.meetings.after import AfterStep
from desktop_app.ui.meetings.outcome import OutcomeStep
from desktop_app.ui.meetings.papers import PapersStep
from desktop_app.ui.meetings.people import PeopleStep
from desktop_app.ui.meetings.plan import PlanStep
from desktop_app.ui.meetings.sitting import SittingStep
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.meetings.voting import VotingStep
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.parts import PAGE, button, column, restyle, row, text


class MeetingsScreen(Screen):
    """`place.subject` is the meeting, `place.spot` the step's number."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._choices = Choices((), ())
        self._view: MeetingView | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(say("screen|评审会"))
        self.choice.setSizePolicy(self.choice.sizePolicy().Policy.Expanding, self.choice.sizePolicy().Policy.Fixed)
        self.new_button = button(say("新建评审会…"), self.ask_new, "main")
        self.change_button = button(say("变更…"), self.ask_change)
        self.told = text("", "muted")
        self.steps: tuple[tuple[str, Step], ...] = (
            (say("1 申报人与分组"), PeopleStep(context)),
            (say("2 实施方案"), PlanStep(context)),
            (say("3 出席与回避"), SittingStep(context)),
            (say("4 材料发放"), PapersStep(context)),
            (say("5 表决与计票"), VotingStep(context)),
            (say("6 评审结果"), OutcomeStep(context)),
            (say("7 公示与确认"), AfterStep(context)),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(say("步骤"))
        for name, step in self.steps:
            self.tabs.addTab(step, name)
            step.changed.connect(self.reload)
        self.committees_button = people = button(
            say("评委会与专家"), lambda: context.go(Place(ScreenKey.COMMITTEES)), "quiet"
        )
        top = row(self.choice, self.change_button, self.new_button, space=12)
        top.setStretch(0, 1)
        said = row(self.told, people, space=12)
        said.setStretch(0, 1)
        self._rest = QWidget()
        whole = column(top, said, self.tabs, self._rest, space=12, margins=PAGE)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        if place.spot.isdecimal() and int(place.spot) < len(self.steps):
            self.tabs.setCurrentIndex(int(place.spot))
        self.choice.currentIndexChanged.connect(lambda _: self.reload())
        self._empty(True)
        self.load()

    def title(self) -> str:
        return say("screen_2|评审会")

    def place(self) -> Place:
        return Place(ScreenKey.MEETINGS, self._meeting(), str(self.tabs.currentIndex()))

    def marking(self) -> Marking | None:
        """The highest of the applicants'."""
        return self._view.at.marking if self._view and self._view.at.applicants else None

    def first_focus(self) -> QWidget | None:
        if self.choice.count():
            return self.choice
        return self.new_button if self.new_button.isEnabled() else self.committees_button

    def _meeting(self) -> str:
        return str(self.choice.currentData() or "")

    def load(self, chosen: str = "") -> None:
        """Read the meetings anew; `chosen` is then shown, else the one that was."""
        wanted = chosen or self._meeting() or self._place.subject
        self.context.ask(self, lambda session, _: meeting_view.choices(session), partial(self._offer, wanted))

    def _offer(self, wanted: str, found: Choices) -> None:
        self._choices = found
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for one in reversed(found.meetings):
                held = one.held_on.isoformat() if one.held_on else say("会期未定")
                self.choice.addItem(f"{one.title}　{held}", one.id)
            self.choice.setCurrentIndex(max(0, self.choice.findData(wanted)) if found.meetings else -1)
        self.new_button.setEnabled(bool(found.committees))
        restyle(self.committees_button, "look", "quiet" if found.committees else "main")
        if not found.committees:
            self.take_keyboard()  # only now it is known that the first button takes none
        self.reload()

    def reload(self) -> None:
        """Read the chosen meeting anew."""
        meeting = self._meeting()
        if meeting:
            self.context.ask(self, lambda session, _: meeting_view.opened(session, meeting), self._show)
            return
        self._empty(True)
        self.told.setText(
            say("还没有评审会。点“新建评审会…”，然后从列入申报人到公示确认分七步办。计票须两个用户。")
            if self._choices.committees
            else say("还没有评委会。先到“评委会与专家”登记评委会、建专家库、抽取评委，再回这里新建评审会。")
        )

    def _empty(self, nothing: bool) -> None:
        restyle(self.new_button, "look", "main" if nothing else "")  # else the steps below have what comes next
        self.tabs.setEnabled(not nothing)
        self.tabs.setVisible(not nothing)  # seven empty steps say nothing about the first
        self._rest.setVisible(nothing)
        self.change_button.setEnabled(not nothing)

    def _show(self, found: MeetingView) -> None:
        self._view = found
        self._empty(False)
        kept, name = found.at.kept, found.at.committee.committee.name
        where = kept.place or say("地点未定")
        applicants, members, present = len(found.at.applicants), len(found.at.members), len(kept.present)
        self.told.setText(
            say(
                "{name}　{where}　申报人 {applicants}　评委 {members}　出席 {present}",
                name=name,
                where=where,
                applicants=applicants,
                members=members,
                present=present,
            )
        )
        for _, step in self.steps:
            step.show_view(found)
        self.context.mark_changed.emit()

    def ask_new(self) -> None:
        """Of which committee."""
        dialog = AskDialog(
            self.context,
            self,
            (say("新建评审会"), say("名称不填的，按评委会名称生成；日期不填的，用评委会登记的会议日期。"),
             say("新建")),
            [
                Asked("committee", say("评委会"), Kind.CHOICE, None, self._choices.committees),
                Asked("title", say("会议名称")),
                Asked("held_on", say("开始日期"), Kind.DAY),
                Asked("place", say("screen|地点")),
            ],
            lambda found: lambda session: meetings.new(session, **found),
        )  # fmt: skip
        dialog.done_.connect(self._made)
        dialog.open()

    def _made(self, made: object) -> None:
        assert isinstance(made, KeptMeeting)
        self.load(made.id)

    def ask_change(self) -> None:
        """Title, days, place."""
        if self._view is None:
            return
        known = self._view.at.kept
        dialog = AskDialog(
            self.context,
            self,
            (say("变更评审会"), "", say("登记变更")),
            [
                Asked("title", say("会议名称"), begin=known.title),
                Asked("held_on", say("开始日期"), Kind.DAY, known.held_on),
                Asked("ends_on", say("screen|结束日期"), Kind.DAY, known.ends_on),
                Asked("place", say("screen|地点"), begin=known.place),
            ],
            lambda found: (
                lambda session: meetings.change(session, structs.replace(meetings.get(session, known.id), **found))
            ),
        )
        dialog.done_.connect(lambda _: self.load())
        dialog.open()
