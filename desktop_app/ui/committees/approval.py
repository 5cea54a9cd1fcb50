"""The committee: what it was approved for and is to review, its members with how they came, what the rules say."""

from functools import partial
from typing import Any

from desktop_app.desk import committees, experts, members
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.domain import paths
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Breadth, Committee, Pool, ReviewMode
from desktop_app.domain.words import choices, word
from desktop_app.ui.committees.page import Page
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.step import Told
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class ApprovalPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts, self.findings = text(""), Told()
        self.table = Table(
            say("评委"),
            [say("编号"), say("姓名"), say("工作单位"), say("专业"),
             say("层级"), say("产生方式")],
            [90, 150, 0, 150, 100, 170],
        )  # fmt: skip
        teach(self.table, say("还没有评委。到“抽取”页封存方案并抽取。"))
        self.task_button = button(say("变更评审任务…"), self.ask_task)
        self.approved_button = button(say("变更备案…"), self.ask_approved)
        self.other_button = button(say("专家库清理与调整…"), self.ask_other)
        self.stand_in_button = button(say("候补递补…"), self.ask_stand_in)
        self.leave_button = button(say("退出…"), self.ask_leave)
        self.take_in_button = button(say("不抽取增加…"), self.ask_take_in)
        top = row(None, self.task_button, self.approved_button, self.other_button)
        of_members = row(None, self.stand_in_button, self.leave_button, self.take_in_button)
        below = row(
            modest(card(text(say("登记内容"), "h2"), self.facts, None)),
            modest(card(text(say("核对"), "h2"), self.findings, None)),
            space=16,
        )
        whole = column(top, self.table, of_members, below, space=12, margins=12)
        whole.setStretch(1, 3)
        whole.setStretch(3, 3)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: CommitteeView) -> None:
        super().show_view(view)
        self.table.fill(
            [
                (
                    one.id,
                    one.name,
                    one.unit,
                    one.specialty,
                    word(one.level, language()) if one.level else "",
                    word(kind, language()) if (kind := view.came[one.id]) else say("随机抽取"),
                )
                for one in view.kept.committee.members
            ]
        )
        self.facts.setText(fact_words(view))
        self.findings.show_findings(view.findings)
        self._enable()

    def _enable(self) -> None:
        chosen = self.table.chosen() >= 0
        self.leave_button.setEnabled(chosen)
        self.stand_in_button.setEnabled(chosen)

    def picked(self) -> str:
        """The chosen member's number."""
        assert self.view is not None
        return self.view.kept.committee.members[self.table.chosen()].id

    def ask_stand_in(self) -> None:
        """Why the next reserve takes a member's seat."""
        self.ask_why(
            say("{picked} 不能参加，由下一名候补递补？", picked=self.picked()),
            say("递补"),
            partial(_with_reason, members.stand_in, self.committee, self.picked()),
        )

    def ask_leave(self) -> None:
        """Why a member goes and nobody comes."""
        self.ask_why(
            say("{picked} 退出评委会，不递补？", picked=self.picked()),
            say("退出"),
            partial(_with_reason, members.leave, self.committee, self.picked()),
        )

    def ask_take_in(self) -> None:
        """Who sits without a draw, and why."""
        assert self.view is not None
        committee, sitting = self.committee, set(self.view.came)
        free = [one.expert for one in self.view.pool if one.in_pool and one.expert.id not in sitting]
        self.ask(
            (
                say("不抽取增加评委"),
                say("调整评委应随机抽取（六（二）2）；不抽取的写明理由。"),
                say("增加"),
            ),
            [
                Asked("number", say("approval|专家"), Kind.CHOICE, None,
                      [(one.id, f"{one.id}　{one.name}　{one.unit}") for one in free]),
                Asked("reason", say("理由")),
            ],
            lambda found: lambda session: members.take_in(
                session, committee, found["number"] or "", found["reason"]
            ),
        )  # fmt: skip

    def _change(self, title: str, fields: list[Asked]) -> None:
        assert self.view is not None
        id_ = self.committee
        self.ask(
            (title, "", say("登记变更")),
            fields,
            lambda found: (
                lambda session: committees.keep(session, filled(committees.bare(session, id_).committee, found), id_)
            ),
        )

    def ask_task(self) -> None:
        """Name, day, and what is reviewed."""
        assert self.view is not None
        self._change(say("变更评审任务"), task_fields(self.view.kept.committee, self.view.series))

    def ask_approved(self) -> None:
        """What the committee was approved for (五（二）1)."""
        assert self.view is not None
        told, found = self.view.kept.committee, self.view.kept.committee.registered
        self._change(
            say("变更备案"),
            [
                Asked("registered__series", say("备案系列"), Kind.PEOPLE, found.series, self.view.series),
                Asked("registered__specialties", say("备案专业"), begin="、".join(found.specialties),
                      hint=say("用顿号隔开，空为整个系列")),
                Asked("registered__levels", say("备案层级"), Kind.PEOPLE, found.levels,
                      choices(Level, language())),
                Asked("registered__standard", say("备案评价标准"), begin=found.standard),
                Asked("registered__valid_from", say("有效期起"), Kind.DAY, found.valid_from),
                Asked("registered__valid_to", say("有效期止"), Kind.DAY, found.valid_to),
                Asked("breadth", say("组建范围"), Kind.CHOICE, told.breadth,
                      choices(Breadth, language())),
                Asked("size_consent", say("人数调整同意文号"), begin=told.size_consent),
            ],
        )  # fmt: skip

    def ask_other(self) -> None:
        """Cleaning of the pool (六（二）1), consent to joint review (五（二）3), changes of the scheme (六（三）1)."""
        assert self.view is not None
        told = self.view.kept.committee
        self._change(
            say("专家库清理与调整"),
            [
                Asked("pool__cleaned_on", say("专家库清理日期"), Kind.DAY, told.pool.cleaned_on),
                Asked("pool__reported_on", say("报备日期"), Kind.DAY, told.pool.reported_on),
                Asked("pool__report_number", say("报备文号"), begin=told.pool.report_number),
                Asked("consent_on", say("联合、委托评审同意日期"), Kind.DAY, told.consent_on),
                Asked("consent_number", say("同意文号"), begin=told.consent_number),
                Asked("plan_changed", say("方案、程序、标准有调整"), Kind.TICK, told.plan_changed),
                Asked("change_decided_on", say("调整议定日期"), Kind.DAY, told.change_decided_on),
                Asked("change_announced_on", say("调整公布日期"), Kind.DAY, told.change_announced_on),
            ],
        )


def _with_reason(act: Any, committee: str, number: str, session: Any, reason: str) -> object:
    return act(session, committee, number, reason)


def task_fields(told: Committee, series: tuple[tuple[str, str], ...]) -> list[Asked]:
    """What a new committee is asked for, too."""
    return [
        Asked("name", say("approval|评委会名称"), begin=told.name),
        Asked("meets_on", say("approval|评审会议日期"), Kind.DAY, told.meets_on),
        Asked("task__series", say("评审系列"), Kind.CHOICE, told.task.series, series),
        Asked("task__specialty", say("评审专业"), begin=told.task.specialty,
              hint=say("空为整个系列")),
        Asked("task__levels", say("评审层级"), Kind.PEOPLE, told.task.levels, choices(Level, language())),
        Asked("task__standard", say("评价标准"), begin=told.task.standard),
        Asked("mode", say("approval|评审方式"), Kind.CHOICE, told.mode, choices(ReviewMode, language())),
        Asked("self_reviewing", say("自主评审单位"), Kind.TICK, told.self_reviewing),
        Asked("unit", say("自主评审单位名称"), begin=told.unit,
              hint=say("自主评审的才填")),
        Asked("enterprises", say("与企业相关"), Kind.TICK, told.enterprises),
    ]  # fmt: skip


def filled(told: Committee, found: dict[str, Any]) -> Committee:
    """The committee as it was filled in; a name with `__` stands for a part's field."""
    for name, value in found.items():
        if name == "registered__specialties":
            value = experts.parted(value)
        told = paths.replace(told, name.replace("__", "."), value)
    return told


def fact_words(view: CommitteeView) -> str:
    """What is on record, a line each; what is empty is said to be."""
    told, names = view.kept.committee, dict(view.series)
    none = say("approval|未登记")

    def levels(some: tuple[Level, ...]) -> str:
        return say("、").join(word(one, language()) for one in some) or none

    def series(codes: tuple[str, ...]) -> str:
        return say("、").join(names.get(one, one) for one in codes if one) or none

    found, task, pool = told.registered, told.task, told.pool
    lines = [
        (say("会议日期"), str(told.meets_on or none)),
        (say("本次评审"), f"{series((task.series,))}　{task.specialty}　{levels(task.levels)}"),
        (say("评价标准"), task.standard or none),
        (say("备案范围"),
         "　".join((series(found.series), say("、").join(found.specialties), levels(found.levels)))),
        (say("备案标准"), found.standard or none),
        (say("备案有效期"), f"{found.valid_from or none} — {found.valid_to or none}"),
        (say("专家库"), _pool_words(pool, none)),
    ]  # fmt: skip
    if told.self_reviewing:
        lines.append((say("自主评审单位"), told.unit or none))
    return "\n".join(say("{label}：{value}", label=label, value=value) for label, value in lines)


def _pool_words(pool: Pool, none: str) -> str:
    many, cleaned, reported = len(pool.experts), pool.cleaned_on or none, pool.reported_on or none
    return say("{many} 名；清理：{cleaned}；报备：{reported}", many=many, cleaned=cleaned, reported=reported)
