"""Step one: the applicants under their numbers, the groups, the order of review."""

from collections.abc import Sequence
from functools import partial

from desktop_app.desk import meeting_groups, meetings
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.desk.meetings import Applicant
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class PeopleStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = Table(
            say("people|申报人"),
            [say("编号"), say("姓名"), say("工作单位"), say("申报职称"),
             say("应单独设组"), say("所在组"), say("回避专家")],
            [72, 180, 0, 130, 140, 150, 90],
        )  # fmt: skip
        teach(
            self.table,
            say("还没有申报人。点“列入申报人…”，从已复核通过的申报中选。"),
        )
        self.groups = text("")
        self.put_button = button(say("列入申报人…"), self.ask_put, "main")
        self.off_button = button(say("撤下"), self.withdraw)
        self.first_button = button(say("提到最前"), self.first)
        self.divide_button = button(say("按规定分组"), self.divide)
        self.group_button = button(say("设组…"), self.ask_group)
        top = row(None, self.first_button, self.off_button, self.group_button, self.divide_button, self.put_button)
        below = row(
            modest(card(text(say("核对"), "h2"), self.findings, None)),
            modest(card(text(say("people|分组"), "h2"), self.groups, None)),
            space=16,
        )
        whole = column(top, self.table, below, space=12, margins=12)
        whole.setStretch(1, 3)
        whole.setStretch(2, 2)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        self.table.fill([self._cells(view, one) for one in view.at.applicants])
        self.groups.setText(
            "\n".join(_group_words(one.name, one.experts, len(one.candidates)) for one in view.at.kept.groups)
            or say("没有分组，全体评委评议全部申报人。")
        )
        self.tell([one for one in view.sitting if one.rule in ("R067", "R071")])
        self._enable()

    def _cells(self, view: MeetingView, one: Applicant) -> tuple[str, ...]:
        number, candidate = one.seat.number, one.candidate()
        apart = (
            say("非公、专精特新") if candidate.apart
            else say("旗县乡镇（可以）") if candidate.grassroots else ""
        )  # fmt: skip
        group = say("、").join(g.name for g in view.at.kept.groups if number in g.candidates)
        recused = say("、").join(r.expert for r in view.at.kept.recusals if r.candidate == number)
        name = one.name + (say("（有新版本）") if one.newer else "")
        return (number, name, one.content.unit.name, one.content.filing.title, apart, group, recused)

    def _enable(self) -> None:
        for each in (self.off_button, self.first_button):
            each.setEnabled(self.table.chosen() >= 0)

    def picked(self) -> str:
        """The chosen applicant's number."""
        assert self.view is not None
        return self.view.at.applicants[self.table.chosen()].seat.number

    def ask_put(self) -> None:
        """Which of the accepted filings."""
        assert self.view is not None
        meeting = self.meeting
        fits = [one for one in self.view.offered if one.stands is None]
        others = [one for one in self.view.offered if one.stands is not None]
        told = say("可列入 {fits} 人。", fits=len(fits))
        if others:
            stands = others[0].stands
            first = say("{name}：{why}", name=others[0].name, why=stands) if stands else ""
            told += say("另有 {others} 人不能列入，如{first}。", others=len(others), first=first)
        self.ask(
            (say("列入申报人"), told, say("列入评审会")),
            [
                Asked(
                    "ids",
                    say("people|申报人"),
                    Kind.PEOPLE,
                    [one.application for one in fits],
                    [(one.application, f"{one.name}　{one.unit}　{one.title}") for one in fits],
                )
            ],
            lambda found: lambda session: meetings.put_forward(session, meeting, found["ids"]),
        )

    def withdraw(self) -> None:
        """Take the chosen applicant off."""
        meeting, number = self.meeting, self.picked()
        self.act(lambda session: meeting_groups.withdraw(session, meeting, [number]))

    def first(self) -> None:
        """Review the chosen applicant first."""
        meeting, number = self.meeting, self.picked()
        self.act(lambda session: meeting_groups.order(session, meeting, [number]))

    def divide(self) -> None:
        """Make the groups that the notice sets apart."""
        self.act(partial(meeting_groups.divide, meeting=self.meeting))

    def ask_group(self) -> None:
        """Who is in a group."""
        assert self.view is not None
        at, meeting = self.view.at, self.meeting
        self.ask(
            (
                say("设组"),
                say("同名的组会被替换；一个人也不选就是撤组。"),
                say("登记分组"),
            ),
            [
                Asked("name", say("people|组名"), most=60),
                Asked("experts", say("专家"), Kind.PEOPLE, (), [(one.id, f"{one.id}　{one.name}　{one.unit}")
                                                                       for one in at.members]),
                Asked("people", say("people|申报人"), Kind.PEOPLE, (),
                      [(one.seat.number, f"{one.seat.number}　{one.name}") for one in at.applicants]),
            ],
            lambda found: lambda session: meeting_groups.group(
                session, meeting, found["name"], found["experts"], found["people"]
            ),
        )  # fmt: skip


def _group_words(name: str, experts: Sequence[str], count: int) -> str:
    """A group in one line."""
    named = say("、").join(experts) or say("people|未定")
    return say("{name}：专家 {named}；申报人 {count} 人", name=name, named=named, count=count)
