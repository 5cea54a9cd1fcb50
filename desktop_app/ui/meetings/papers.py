"""Step four: papers given to experts to read, by copy number, and taken back."""

from functools import partial

from desktop_app.core.clock import minute
from desktop_app.desk import readings
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.copies import Document
from desktop_app.domain.meetings import KeptReading
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class PapersStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told = text("", "muted")
        self.table = Table(
            say("发放的材料"),
            [say("papers|评委"), say("姓名"), say("申报人"), say("papers|材料份号"),
             say("发放"), say("papers|收回")],
            [80, 180, 90, 0, 160, 160],
        )  # fmt: skip
        teach(self.table, say("还没有发放材料。点“发放材料…”，按份号登记。"))
        self.give_button = button(say("发放材料…"), self.ask_give, "main")
        self.back_button = button(say("收回"), self.back)
        self.all_button = button(say("收回这名评委的全部"), partial(self.back, every=True))
        self.list_button = button(say("打印清单…"), self.save_list)
        top = row(self.told, self.list_button, self.all_button, self.back_button, self.give_button)
        top.setStretch(0, 1)
        whole = column(top, self.table, space=12, margins=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        names = {one.id: one.name for one in view.at.members}
        self.table.fill(
            [
                (one.expert, names.get(one.expert, ""), one.candidate, one.number, minute(one.given_at),
                 minute(one.back_at) if one.back_at else say("未收回"))
                for one in view.readings
            ]
        )  # fmt: skip
        out, given = sum(one.out for one in view.readings), len(view.readings)
        self.told.setText(say("发放 {given} 份，未收回 {out} 份", given=given, out=out))
        self.give_button.setEnabled(bool(view.at.members and view.at.applicants))
        self._enable()

    def _picked(self) -> KeptReading | None:
        at = self.table.chosen()
        return self.view.readings[at] if self.view and 0 <= at < len(self.view.readings) else None

    def _enable(self) -> None:
        one = self._picked()
        for each in (self.back_button, self.all_button):
            each.setEnabled(one is not None and one.out)
        self.list_button.setEnabled(one is not None)

    def ask_give(self) -> None:
        """Whose papers, to whom, under which numbers."""
        assert self.view is not None
        meeting = self.meeting
        members = [(one.id, f"{one.id}　{one.name}") for one in self.view.at.members]
        people = [(one.seat.number, f"{one.seat.number}　{one.name}") for one in self.view.at.applicants]
        self.ask(
            (
                say("发放材料"),
                say("份号之间用空格隔开；登记过的载体同时登记借出。"),
                say("登记发放"),
            ),
            [
                Asked("expert", say("papers|评委"), Kind.CHOICE, None, members),
                Asked("candidate", say("申报人"), Kind.CHOICE, None, people),
                Asked("numbers", say("papers_2|材料份号")),
                Asked("due", say("papers|归还日期"), Kind.DAY),
            ],
            lambda found: (
                lambda session: readings.give(
                    session, meeting, found["expert"], found["candidate"], found["numbers"].split(), found["due"]
                )
            ),
        )

    def back(self, *, every: bool = False) -> None:
        """Take the chosen paper back, or all that its expert has."""
        one = self._picked()
        if one is None or self.view is None:
            return
        ids = [each.id for each in self.view.readings if each.out and each.expert == one.expert] if every else [one.id]
        meeting = self.meeting
        self.act(lambda session: readings.back(session, meeting, ids))

    def save_list(self) -> None:
        """The list of the chosen paper's expert."""
        one = self._picked()
        if one is None:
            return
        meeting, expert = self.meeting, one.expert
        self.put_out(
            Document.READING_LIST,
            f"{word(Document.READING_LIST, language())}-{expert}.pdf",
            lambda session, where, progress: readings.save(session, meeting, expert, where, progress),
        )
