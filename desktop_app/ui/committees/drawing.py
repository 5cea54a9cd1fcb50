"""Drawing: seal a plan, show the seed and draw, set aside; every draw stays in the list with what proves it."""

from functools import partial
from pathlib import Path
from textwrap import wrap

from desktop_app.core.clock import minute
from desktop_app.desk import draw_file, draw_paper, draws
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.domain.committees import KeptDraw, LeftOut
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.committees.page import Page
from desktop_app.ui.committees.plandialog import PlanDialog, lot_words
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.asking import Asked
from desktop_app.ui.widgets.parts import button, card, column, restyle, row, text
from desktop_app.ui.widgets.tablelook import teach


class DrawingPage(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = Table(
            say("drawing|抽取"),
            [say("封存时间"), say("经办"), say("名额"), say("状态")],
            [150, 110, 0, 320],
        )
        teach(
            self.table,
            say("还没有抽取。先登记专家库，再点“封存方案…”。"),
        )
        self.detail = text("")
        self.detail.setTextInteractionFlags(self.detail.textInteractionFlags().TextSelectableByMouse)
        self.doubts = text("")
        self.plan_button = button(say("封存方案…"), self.ask_plan, "main")
        self.run_button = button(say("抽取…"), self.ask_run)
        self.drop_button = button(say("作废…"), self.ask_drop)
        self.save_button = button(say("导出抽取记录…"), self.ask_save)
        self.sheet_button = button(say("打印抽取记录…"), self.ask_sheet)
        self.named_button = button(say("打印存档件…"), partial(self.ask_sheet, names=True))
        papers = row(None, self.save_button, self.named_button, self.sheet_button)
        top = row(None, self.drop_button, self.run_button, self.plan_button)
        whole = column(top, self.table, papers, modest(card(self.doubts, self.detail, None)), space=12, margins=12)
        whole.setStretch(1, 2)
        whole.setStretch(3, 3)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._chosen)

    def show_view(self, view: CommitteeView) -> None:
        super().show_view(view)
        self.table.fill([_cells(one) for one in view.draws])
        if view.draws:
            self.table.selectRow(len(view.draws) - 1)
        self._chosen()

    def picked(self) -> KeptDraw | None:
        """The chosen draw."""
        at = self.table.chosen()
        return self.view.draws[at] if self.view and 0 <= at < len(self.view.draws) else None

    def _chosen(self) -> None:
        one = self.picked()
        self._lead(one)
        self.plan_button.setEnabled(self.view is not None and self.view.open_draw is None)
        self.run_button.setEnabled(one is not None and one.open)
        self.drop_button.setEnabled(one is not None and not one.dropped)
        self.save_button.setEnabled(one is not None)
        self.sheet_button.setEnabled(one is not None)
        self.named_button.setEnabled(one is not None)
        self.detail.setText(draw_words(one) if one else "")
        found = draws.doubts(one.record) if one else ()
        self.doubts.setText(
            say("记录不成立：") + say("；").join(word(each, language()) for each in found)
            if found
            else say("名单、摘要、签名和结果相符。") if one else ""
        )  # fmt: skip

    def _lead(self, one: KeptDraw | None) -> None:
        """The button that comes next stands out: seal a plan, draw, print what was drawn."""
        drawn = one is not None and one.valid and not one.dropped
        waits = one is not None and one.open
        for each, next_ in (
            (self.plan_button, not drawn and not waits),
            (self.run_button, waits),
            (self.sheet_button, drawn),
        ):
            restyle(each, "look", "main" if next_ else "")

    def ask_plan(self) -> None:
        """What is drawn, and who is left out."""
        assert self.view is not None
        dialog = PlanDialog(self.context, self, self.view)
        dialog.done_.connect(lambda _: self.changed.emit())
        dialog.open()

    def ask_run(self) -> None:
        """What the witness says; then the seed is shown."""
        one = self.picked()
        if one is None:
            return
        sealed = " ".join(wrap(one.record.plan.seed_digest, 16))
        self.ask(
            (
                say("抽取"),
                say("请监督人先抄下随机数摘要，再当场报几位数字。结果由随机数和这些数字共同决定，"
"抽取后不能撤回。\n{sealed}", sealed=sealed),
                say("抽取"),
            ),
            [
                Asked("spoken", say("监督人报出的数字"), most=20,
                      hint=say("可空；最多 20 位")),
            ],
            lambda found: lambda session: draws.run(session, one.id, found["spoken"]),
        )  # fmt: skip

    def ask_drop(self) -> None:
        """Why a plan is not carried out, or a draw counts no longer."""
        one = self.picked()
        if one is None:
            return
        question = (
            say("作废这份方案？记录会保留。") if one.open
            else say("作废这次抽取？抽出的评委随之退出，记录会保留。")
        )  # fmt: skip
        self.ask_why(question, say("作废"), lambda session, why: draws.drop(session, one.id, why))

    def ask_save(self) -> None:
        """Ask where, and write the record: numbers only."""
        one = self.picked()
        if one is None:
            return

        def chosen(path: Path) -> None:
            told = say("记录已写到 {path}，只有编号，没有姓名。", path=path)
            self.context.ask(
                self, lambda session, _: draw_file.save(session, one.id, path), lambda _: self.context.note(told)
            )

        files.save_file(self, say("导出抽取记录"), say("抽取记录.json"), chosen)

    def ask_sheet(self, *, names: bool = False) -> None:
        """The sheet for those who watch, with numbers only; with `names` the copy that stays in the office (40号令)."""
        one = self.picked()
        if one is None:
            return
        put_out(
            self.context,
            self,
            Paper(
                Document.DRAW_SHEET,
                say("评审专家随机抽取记录.pdf"),
                lambda session, where, progress: draw_paper.save(session, one.id, where, progress, names=names),
            ),
        )


def _cells(one: KeptDraw) -> tuple[str, ...]:
    plan = one.record.plan
    return (minute(plan.at), plan.by, say("；").join(map(lot_words, plan.lots)), state_words(one))


def state_words(one: KeptDraw) -> str:
    """Sealed, valid, or set aside and why."""
    if one.dropped:
        return say("已作废：") + one.dropped
    return say("有效") if one.valid else say("已封存，待抽取")


def _left_words(one: LeftOut) -> str:
    return say("，").join(filter(None, (f"{one.expert} {word(one.why, language())}", one.reason)))


def draw_words(one: KeptDraw) -> str:
    """All that is on record of a draw, by numbers."""
    plan, outcome = one.record.plan, one.record.outcome
    lines = [
        say("随机数摘要：") + plan.seed_digest,
        say("名单摘要：") + plan.list_digest,
        say("列入名单 {experts} 名。未列入：", experts=len(plan.experts))
        + (say("；").join(map(_left_words, plan.left_out)) or "—"),
    ]
    if plan.kept_in:
        kept = say("；").join(say("，").join((o.expert, o.reason)) for o in plan.kept_in)
        lines.append(say("连续多年参加、写明理由仍列入：") + kept)
    if plan.reason:
        lines.append(say("重新或补充抽取的理由：") + plan.reason)
    if outcome is None:
        return "\n".join(lines)
    lines.append(say("随机数：") + outcome.seed)
    lines.append(say("监督人报出：") + (outcome.spoken or "—"))
    for lot, given in zip(plan.lots, outcome.lots, strict=True):
        lines.append(say("{lot}：{members}", lot=lot_words(lot), members=say("、").join(given.members)))
        lines.append(say("　候补依次：") + (say("、").join(given.reserves) or "—"))
    return "\n".join(lines)
