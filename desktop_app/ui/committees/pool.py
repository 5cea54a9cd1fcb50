"""The pool of experts: who is in it, with what lots look at; taken in one by one or by a workbook; taken out."""

from functools import partial
from typing import Any

from desktop_app.desk import experts
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.domain.committees import KeptExpert
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.words import choices, word
from desktop_app.ui.committees.page import Page
from desktop_app.ui.committees.poolexchange import PoolExchange
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import teach


class PoolPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told = text("", "muted")
        self.table = Table(
            say("专家库"),
            [say("编号"), say("姓名"), say("工作单位"), say("专业"),
             say("层级"), say("民企"), say("参加年份"), say("聘期"),
             say("状态")],
            [76, 110, 0, 120, 80, 56, 110, 196, 110],
        )  # fmt: skip
        teach(
            self.table,
            say("专家库是空的。先导出模板，填好后导入；也可以逐个登记。"),
        )
        self.exchange = PoolExchange(self)
        self.out_button = button(say("移出…"), self.ask_out)
        self.change_button = button(say("变更…"), partial(self.ask_expert, new=False))
        self.add_button = button(say("登记专家…"), partial(self.ask_expert, new=True), "main")
        top = row(self.told, self.exchange.button, self.out_button, self.change_button, self.add_button)
        top.setStretch(0, 1)
        whole = column(top, self.exchange.wrong, self.table, space=12, margins=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: CommitteeView) -> None:
        super().show_view(view)
        self.table.fill([_cells(one) for one in view.pool])
        inside = [one for one in view.pool if one.in_pool]
        private = sum(one.expert.private_firm for one in inside)
        self.told.setText(
            say("在库 {inside} 名，民营企业专家 {private} 名。名单不对外公布。", inside=len(inside), private=private)
        )
        self._enable()

    def picked(self) -> KeptExpert | None:
        """The chosen expert."""
        at = self.table.chosen()
        return self.view.pool[at] if self.view and 0 <= at < len(self.view.pool) else None

    def _enable(self) -> None:
        one = self.picked()
        self.change_button.setEnabled(one is not None)
        self.out_button.setEnabled(one is not None)
        inside = one is None or one.in_pool
        self.out_button.setText(say("移出…") if inside else say("移回专家库"))

    def ask_expert(self, *, new: bool) -> None:
        """Who it is, and what lots look at."""
        known = None if new else self.picked()
        if known is None and not new:
            return
        told, committee = known.expert if known else Expert(id="-"), self.committee
        self.ask(
            (
                say("登记专家") if new else say("变更专家"),
                "",
                say("登记"),
            ),
            [
                Asked("id", say("编号"), begin="" if new else told.id, most=20,
                      hint=say("留空自动编号")),
                Asked("name", say("姓名"), begin=told.name, most=60),
                Asked("unit", say("工作单位"), begin=told.unit),
                Asked("specialty", say("专业"), begin=told.specialty),
                Asked("level", say("层级"), Kind.CHOICE, told.level or Level.ASSOCIATE_SENIOR,
                      choices(Level, language())),
                Asked("private_firm", say("民营企业专家"), Kind.TICK, told.private_firm),
                Asked("served", say("参加评审年份"), begin=say("、").join(map(str, told.served)),
                      hint=say("如 2023、2024")),
                Asked("term_from", say("聘期起"), Kind.DAY, told.term_from),
                Asked("term_to", say("聘期止"), Kind.DAY, told.term_to),
                Asked("kept_reason", say("续聘理由"), begin=told.kept_reason,
                      hint=say("连续多年参加仍需聘用的")),
                Asked("avoids", say("应回避的人或单位"), begin="；".join(told.avoids),
                      hint=say("用分号隔开：近亲属、导师、原单位")),
            ],
            lambda found: lambda session: experts.keep(session, committee, _told(found), known.id if known else ""),
        )  # fmt: skip

    def ask_out(self) -> None:
        """Why somebody leaves the pool; who left may come back."""
        one = self.picked()
        if one is None:
            return
        if not one.in_pool:
            self.act(lambda session: experts.come_back(session, one.id))
            return
        self.ask_why(
            say("把 {expert_id} 移出专家库？记录会保留。", expert_id=one.expert.id),
            say("移出"),
            lambda session, reason: experts.leave(session, one.id, reason),
        )


def _told(found: dict[str, Any]) -> Expert:
    years = experts.parted(found["served"])
    served = tuple(int(one) if one.isdecimal() else 0 for one in years)  # 0 is refused as no year
    return Expert(**(found | {"served": served, "avoids": tuple(experts.PARTED.split(found["avoids"]))}))


def _cells(one: KeptExpert) -> tuple[str, ...]:
    told = one.expert
    term = f"{told.term_from or '—'} — {told.term_to or '—'}" if told.term_from or told.term_to else ""
    return (
        told.id,
        told.name,
        told.unit,
        told.specialty,
        word(told.level, language()) if told.level else "",
        say("是") if told.private_firm else "",
        say("、").join(map(str, told.served)),
        term,
        say("pool|在库") if one.in_pool else say("已移出：") + one.left,
    )
