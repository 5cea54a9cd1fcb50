"""Step three: who of the committee is present, who stands aside from whom."""

from desktop_app.desk import meeting_groups
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.review_meeting import Tie
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class SittingStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = Table(
            say("评委"),
            [say("编号"), say("姓名"), say("工作单位"), say("专业"),
             say("出席"), say("回避"), say("建议回避")],
            [80, 130, 0, 130, 70, 150, 150],
        )  # fmt: skip
        teach(
            self.table,
            say("评委会还没有评委。请先在评委会中抽取专家。"),
        )
        self.attend_button = button(say("登记出席…"), self.ask_attend, "main")
        self.recuse_button = button(say("登记回避…"), self.ask_recuse)
        self.take_button = button(say("采纳建议回避"), self.take)
        self.undo_button = button(say("撤销回避…"), self.ask_undo)
        top = row(None, self.undo_button, self.take_button, self.recuse_button, self.attend_button)
        below = modest(card(text(say("核对"), "h2"), self.findings, None))
        whole = column(top, self.table, below, space=12, margins=12)
        whole.setStretch(1, 3)
        whole.setStretch(2, 2)
        self.setLayout(whole)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        kept = view.at.kept
        rows = []
        for one in view.at.members:
            recused = say("、").join(r.candidate for r in kept.recusals if r.expert == one.id)
            suggested = say("、").join(s.candidate for s in view.suggested if s.expert == one.id)
            present = say("sitting|出席") if one.id in kept.present else ""
            rows.append((one.id, one.name, one.unit, one.specialty, present, recused, suggested))
        self.table.fill(rows)
        self.take_button.setEnabled(bool(view.suggested))
        self.undo_button.setEnabled(bool(kept.recusals))
        self.attend_button.setEnabled(bool(view.at.members))
        self.recuse_button.setEnabled(bool(view.at.members and view.at.applicants))
        self.tell([one for one in view.sitting if one.rule not in ("R067", "R071")])

    def _members(self) -> list[tuple[str, str]]:
        assert self.view is not None
        return [(one.id, f"{one.id}　{one.name}　{one.unit}") for one in self.view.at.members]

    def ask_attend(self) -> None:
        """Who is present."""
        assert self.view is not None
        meeting, present = self.meeting, self.view.at.kept.present
        self.ask(
            (
                say("登记出席"),
                say("请勾选到会的评委。"),
                say("sitting|登记出席"),
            ),
            [Asked("present", say("出席评委"), Kind.PEOPLE, present, self._members())],
            lambda found: lambda session: meeting_groups.attend(session, meeting, found["present"]),
        )

    def ask_recuse(self) -> None:
        """Who stands aside from whom, and why."""
        assert self.view is not None
        meeting = self.meeting
        ties = [(None, say("同单位或其他")), *((t, word(t, language())) for t in Tie)]
        people = [(one.seat.number, f"{one.seat.number}　{one.name}") for one in self.view.at.applicants]

        self.ask(
            (say("sitting|登记回避"), "", say("登记回避")),
            [
                Asked("expert", say("sitting|评委"), Kind.CHOICE, None, self._members()),
                Asked("candidate", say("申报人"), Kind.CHOICE, None, people),
                Asked("tie", say("sitting|原因"), Kind.CHOICE, None, ties),
            ],
            lambda found: (
                lambda session: (
                    meeting_groups.relate(session, meeting, found["expert"], found["candidate"], found["tie"])
                    if found["tie"]
                    else meeting_groups.recuse(session, meeting, found["expert"], found["candidate"])
                )
            ),
        )

    def take(self) -> None:
        """Record every recusal that is suggested."""
        assert self.view is not None
        meeting, pairs = self.meeting, [(one.expert, one.candidate) for one in self.view.suggested]
        self.act(lambda session: [meeting_groups.recuse(session, meeting, *pair) for pair in pairs])

    def ask_undo(self) -> None:
        """Which recusal was recorded by mistake."""
        assert self.view is not None
        meeting = self.meeting
        pairs = [((one.expert, one.candidate), f"{one.expert} → {one.candidate}") for one in self.view.at.kept.recusals]
        self.ask(
            (say("撤销回避"), "", say("sitting|撤销回避")),
            [Asked("pair", say("sitting|回避"), Kind.CHOICE, None, pairs)],
            lambda found: lambda session: meeting_groups.unrecuse(session, meeting, *found["pair"]),
        )
