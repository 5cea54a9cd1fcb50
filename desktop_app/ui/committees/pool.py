"""The pool of experts: who is in it, with what lots look at; taken in one by one or by a workbook; taken out."""

from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.desk import expert_sheet, experts
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.desk.expert_sheet import PoolImport
from desktop_app.domain.committees import KeptExpert
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.words import choices, word
from desktop_app.ui.committees.page import Page
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import teach

#: How many cells that do not fit are shown at once.
_SHOWN = 8


class PoolPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told = text("", "muted")
        self.wrong = text("", "wrong")
        self.wrong.hide()
        self.table = Table(
            say("专家库", "Pool of experts"),
            [say("编号", "Number"), say("姓名", "Name"), say("工作单位", "Unit"), say("专业", "Specialty"),
             say("层级", "Level"), say("民企", "Private"), say("参加年份", "Served"), say("聘期", "Term"),
             say("状态", "State")],
            [76, 110, 0, 120, 80, 56, 110, 196, 110],
        )  # fmt: skip
        teach(
            self.table,
            say(
                "专家库是空的。先导出模板，填好后导入；也可以逐个登记。",
                "The pool is empty. Fill in the template and import it.",
            ),
        )
        self.template_button = button(say("导出空白模板…", "Empty template…"), self.save_template)
        self.import_button = button(say("导入…", "Import…"), self.ask_import)
        self.out_button = button(say("移出…", "Take out…"), self.ask_out)
        self.change_button = button(say("变更…", "Change…"), partial(self.ask_expert, new=False))
        self.add_button = button(say("登记专家…", "New expert…"), partial(self.ask_expert, new=True), "main")
        top = row(
            self.told, self.template_button, self.import_button, self.out_button, self.change_button, self.add_button
        )
        top.setStretch(0, 1)
        whole = column(top, self.wrong, self.table, space=12, margins=12)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: CommitteeView) -> None:
        super().show_view(view)
        self.table.fill([_cells(one) for one in view.pool])
        inside = [one for one in view.pool if one.in_pool]
        private = sum(one.expert.private_firm for one in inside)
        self.told.setText(
            say(
                f"在库 {len(inside)} 名，民营企业专家 {private} 名。名单不对外公布。",
                f"{len(inside)} in the pool, {private} of private firms. The list stays inside.",
            )
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
        self.out_button.setText(say("移出…", "Take out…") if inside else say("移回专家库", "Take back"))

    def ask_expert(self, *, new: bool) -> None:
        """Who it is, and what lots look at."""
        known = None if new else self.picked()
        if known is None and not new:
            return
        told, committee = known.expert if known else Expert(id="-"), self.committee
        self.ask(
            (
                say("登记专家", "New expert") if new else say("变更专家", "Change the expert"),
                "",
                say("登记", "Record"),
            ),
            [
                Asked("id", say("编号", "Number"), begin="" if new else told.id, most=20,
                      hint=say("留空自动编号", "empty: the next one")),
                Asked("name", say("姓名", "Name"), begin=told.name, most=60),
                Asked("unit", say("工作单位", "Unit"), begin=told.unit),
                Asked("specialty", say("专业", "Specialty"), begin=told.specialty),
                Asked("level", say("层级", "Level"), Kind.CHOICE, told.level or Level.ASSOCIATE_SENIOR,
                      choices(Level, language())),
                Asked("private_firm", say("民营企业专家", "Of a private firm"), Kind.TICK, told.private_firm),
                Asked("served", say("参加评审年份", "Years served"), begin="、".join(map(str, told.served)),
                      hint=say("如 2023、2024", "such as 2023、2024")),
                Asked("term_from", say("聘期起", "Term from"), Kind.DAY, told.term_from),
                Asked("term_to", say("聘期止", "Term to"), Kind.DAY, told.term_to),
                Asked("kept_reason", say("续聘理由", "Reason to keep"), begin=told.kept_reason,
                      hint=say("连续多年参加仍需聘用的", "of one who served for years")),
                Asked("avoids", say("应回避的人或单位", "Stays out for"), begin="；".join(told.avoids),
                      hint=say("用分号隔开：近亲属、导师、原单位", "kin, supervisor, former unit; parted by ；")),
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
            say(f"把 {one.expert.id} 移出专家库？记录会保留。", f"Take {one.expert.id} out? The record stays."),
            say("移出", "Take out"),
            lambda session, reason: experts.leave(session, one.id, reason),
        )

    def save_template(self) -> None:
        """Ask where, and write the empty template."""
        files.save_file(self, say("另存模板", "Save the template"), "专家库模板.xlsx", self._save)

    def _save(self, path: Path) -> None:
        told = say(f"模板已写到 {path}。", f"The template is in {path}.")
        self.context.ask(self, lambda *_: expert_sheet.save_template(path), lambda _: self.context.note(told))

    def ask_import(self) -> None:
        """Which workbook."""
        files.open_file(self, say("导入专家库", "Import experts"), "Excel (*.xlsx)", self.look_at)

    def look_at(self, path: Path) -> None:
        """Say what the workbook would do; only then take it in."""
        committee = self.committee
        self.wrong.hide()
        self.context.ask(
            self, lambda session, progress: expert_sheet.read(session, committee, path, progress), self._looked
        )

    def _looked(self, found: PoolImport) -> None:
        if found.faults:
            lines = [said(one.words()) for one in found.faults[:_SHOWN]]
            more = len(found.faults) - _SHOWN
            if more > 0:
                lines.append(say(f"另有 {more} 处。", f"{more} more."))
            head = say(f"有 {len(found.faults)} 处不符合要求，没有导入：", f"{len(found.faults)} cells do not fit:")
            self.wrong.setText("\n".join([head, *lines]))
            self.wrong.show()
            return
        new, changed, same = len(found.new), len(found.changed), found.same
        confirm.ask(
            self,
            say(
                f"新增 {new} 名，变更 {changed} 名，相同 {same} 名。导入吗？",
                f"{new} new, {changed} changed, {same} the same. Import?",
            ),
            say("导入", "Import"),
            lambda: self.act(lambda session: expert_sheet.take_in(session, self.committee, found)),
        )


def _told(found: dict[str, Any]) -> Expert:
    years = [one for one in found["served"].replace("，", "、").split("、") if one.strip()]
    served = tuple(int(one) if one.strip().isdecimal() else 0 for one in years)  # 0 is refused as no year
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
        say("是", "yes") if told.private_firm else "",
        "、".join(map(str, told.served)),
        term,
        say("在库", "in the pool") if one.in_pool else say("已移出：", "left: ") + one.left,
    )
