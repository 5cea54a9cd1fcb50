"""Step five: votes by ballot, counted by two users one after the other, settled or set aside."""

from desktop_app.desk import votes
from desktop_app.desk.counting import CountView
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.copies import Document
from desktop_app.domain.meetings import Stage, Tally, VoidCause
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.countdialog import CountDialog
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, restyle, row, text
from desktop_app.ui.widgets.tablelook import teach


def _counted(what: str, *figures: object) -> str:
    return say("{what}：{figures}", what=what, figures=say("／").join(map(str, figures)))


class VotingStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = Table(
            say("表决"),
            [say("voting|表决"), say("组别"), say("第几次"), say("发出"),
             say("people|申报人"), say("状态")],
            [150, 160, 80, 80, 100, 0],
        )  # fmt: skip
        teach(self.table, say("还没有表决。分组、出席、回避核对无误后，点“开始表决…”。"))
        self.counts = text("")
        self.open_button = button(say("开始表决…"), self.ask_open, "main")
        self.print_button = button(say("打印表决票…"), self.save_ballots)
        self.count_button = button(say("登记计票…"), self.ask_count)
        self.settle_button = button(say("核定差异…"), self.ask_settle)
        self.void_button = button(say("作废…"), self.ask_void)
        top = row(None, self.void_button, self.print_button, self.settle_button, self.count_button, self.open_button)
        below = row(
            modest(card(text(say("计票"), "h2"), self.counts, None)),
            modest(card(text(say("核对"), "h2"), self.findings, None)),
            space=16,
        )
        whole = column(top, self.table, below, space=12, margins=12)
        whole.setStretch(1, 2)
        whole.setStretch(2, 3)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._chosen)

    def show_view(self, view: MeetingView) -> None:
        at = self.table.chosen()
        super().show_view(view)
        self.table.fill([self._cells(one) for one in view.votes])
        if view.votes:
            self.table.selectRow(at if 0 <= at < len(view.votes) else len(view.votes) - 1)
        self.tell(view.counted or [one for one in view.sitting if one.rule in ("N11", "N14")])
        self._chosen()

    def _cells(self, one: CountView) -> tuple[str, ...]:
        vote = one.vote
        return (
            word(vote.stage, language()),
            vote.group or say("全体评委"),
            str(vote.round),
            str(len(vote.codes)),
            str(len(vote.entitled)),
            self._state(one),
        )

    def _state(self, one: CountView) -> str:
        if one.vote.void is not None:
            return say("已作废：") + word(one.vote.void, language())
        if one.vote.agreed is not None:
            return say("结果已确定")
        if one.differing:
            return say("两次计票有 {differing} 处不一致", differing=len(one.differing))
        return say("已有 {waiting} 人计票，须两人", waiting=one.waiting)

    def picked(self) -> CountView | None:
        """The chosen vote."""
        at = self.table.chosen()
        return self.view.votes[at] if self.view and 0 <= at < len(self.view.votes) else None

    def _chosen(self) -> None:
        one = self.picked()
        open_ = one is not None and one.vote.open
        for each in (self.print_button, self.count_button):
            each.setEnabled(open_)
        self._lead(one)
        self.settle_button.setEnabled(one is not None and open_ and bool(one.differing))
        self.void_button.setEnabled(one is not None and one.vote.void is None)
        self.counts.setText(self._figures(one) if one else "")

    def _lead(self, one: CountView | None) -> None:
        """The button that comes next stands out: open a vote, enter the own count, settle what differs."""
        counts = one is not None and one.vote.open and not one.own
        settles = one is not None and one.vote.open and bool(one.differing)
        opens = one is None or one.vote.void is not None
        for each, next_ in ((self.open_button, opens), (self.count_button, counts), (self.settle_button, settles)):
            restyle(each, "look", "main" if next_ else "")

    def _figures(self, one: CountView) -> str:
        agreed = one.vote.agreed
        if agreed is not None:
            head = say("收回 {returned} 张。编号：同意／反对／弃权／废票", returned=agreed.returned)
            rows = [_counted(r.candidate, r.yes, r.no, r.abstained, r.invalid) for r in agreed.lines]
            how = [say("差异核定：{settled}", settled=one.vote.settled)] if one.vote.settled else []
            return "\n".join([head, *how, *rows])
        if not one.own:
            return say("您还没有计票。另一人的数字在您登记之前不显示。")
        if not one.others:
            return say(
                "您已计票，等待另一名用户独立计票：锁定后由对方用自己的姓名和口令打开，到这一步登记。还没有第二个用户的，请先在“用户”添加。"
            )
        lines = [say("两次计票不一致，请两人逐张复核：")]
        for name in one.differing:
            figures = [self._line(tally, name) for tally in (one.own, *one.others)]
            lines.append(f"{name or say('票数')}　{'　≠　'.join(figures)}")
        return "\n".join(lines)

    def _line(self, tally: Tally, name: str) -> str:
        found = next((r for r in tally.lines if r.candidate == name), None)
        if found is None:
            return _counted(tally.by, tally.returned, tally.proxies, tally.late)
        return _counted(tally.by, found.yes, found.no, found.abstained, found.invalid)

    def ask_open(self) -> None:
        """Which group, or the whole committee."""
        assert self.view is not None
        meeting = self.meeting
        groups = [("", say("评委会表决（全体出席评委）"))]
        groups += [(one.name, say("评议组表决：{name}", name=one.name)) for one in self.view.at.kept.groups]
        self.ask(
            (
                say("开始表决"),
                say("每名可表决的专家一张票，票上只有校验码。开始后分组和回避不能再改。"),
                say("voting|开始表决"),
            ),
            [Asked("group", say("谁表决"), Kind.CHOICE, "", groups)],
            lambda found: lambda session: votes.open_(
                session, meeting, Stage.GROUP if found["group"] else Stage.COMMITTEE, found["group"]
            ),
        )  # fmt: skip

    def save_ballots(self) -> None:
        """The sheets, printed or saved."""
        one = self.picked()
        if one is None:
            return
        vote = one.vote.id
        self.put_out(
            Document.BALLOT,
            say("表决票.pdf"),
            lambda session, where, progress: votes.save_ballots(session, vote, where, progress),
        )

    def ask_count(self) -> None:
        """The own count."""
        self._count(None)

    def ask_settle(self) -> None:
        """What stands after both went through the sheets."""
        self._count(say("核定经过"))

    def _count(self, how: str | None) -> None:
        one = self.picked()
        if one is None or self.view is None:
            return
        names = {each.seat.number: each.name for each in self.view.at.applicants}
        dialog = CountDialog(self.context, self, one, names, how)
        dialog.done_.connect(lambda _: self.changed.emit())
        dialog.open()

    def ask_void(self) -> None:
        """For which cause a vote does not count."""
        one = self.picked()
        if one is None:
            return
        vote = one.vote.id
        self.ask(
            (
                say("表决作废"),
                say("作废后可以重新表决。没有通过不是作废的理由。"),
                say("作废这次表决"),
            ),
            [
                Asked("cause", say("原因"), Kind.CHOICE, None, [(c, word(c, language())) for c in VoidCause]),
                Asked("reason", say("voting|说明"), Kind.TEXT),
            ],
            lambda found: lambda session: votes.void(session, vote, found["cause"], found["reason"]),
        )
