"""Step six: who passed, opinions in writing, entries on the signed forms, the record, the end of the meeting."""

from functools import partial

from msgspec import structs

from desktop_app.desk import form_entries, results
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.desk.results import Outcome
from desktop_app.domain.copies import Document
from desktop_app.domain.meetings import KeptOpinion
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, text
from desktop_app.ui.widgets.tablelook import teach
from desktop_app.ui.widgets.turning import Turning
from desktop_app.ui.widgets.wrapping import Wrapping


class OutcomeStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.table = Table(
            say("评审结果"),
            [say("编号"), say("姓名"), say("工作单位"), say("申报职称"),
             say("同意／可表决"), say("outcome|结果")],
            [72, 200, 0, 150, 120, 170],
        )  # fmt: skip
        teach(self.table, say("还没有申报人。"))
        self.told = text("", "muted")
        self.opinion_button = button(say("评议意见…"), self.ask_opinion)
        self.review_button = button(say("套印评审表…"), partial(self.enter, Document.REVIEW_FORM))
        self.sheet_button = button(say("套印送审表…"), partial(self.enter, Document.SUBMISSION_FORM))
        self.record_button = button(say("打印会议记录…"), partial(self.print_paper, Document.MEETING_RECORD))
        self.end_button = button(say("会议结束…"), self.ask_end, "main")
        acts = Wrapping(
            (self.opinion_button, self.review_button, self.sheet_button, self.record_button, self.end_button),
            right=True,
        )
        top = Turning((self.told, acts), wide=860, shares=(1, 0), space=8)
        below = modest(card(text(say("核对"), "h2"), self.findings, None))
        whole = column(top, self.table, below, space=12, margins=12)
        whole.setStretch(1, 3)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        self.table.fill([_cells(one) for one in view.outcomes])
        passed = sum(one.passed for one in view.outcomes)
        open_ = sum(one.line is None for one in view.outcomes)
        parts = [say("通过 {passed} 人", passed=passed), say("未表决 {open} 人", open=open_)]
        if view.at.kept.ended_on:
            parts.append(say("会议 {ended_on} 结束", ended_on=view.at.kept.ended_on))
        self.told.setText(say("outcome|，").join(parts))
        self.end_button.setEnabled(view.result is None and bool(view.outcomes))
        self.record_button.setEnabled(bool(view.outcomes))
        self.tell([*view.passed, *view.counted])
        self._enable()

    def picked(self) -> Outcome | None:
        """The chosen applicant's outcome."""
        at = self.table.chosen()
        return self.view.outcomes[at] if self.view and 0 <= at < len(self.view.outcomes) else None

    def _enable(self) -> None:
        one = self.picked()
        self.opinion_button.setEnabled(one is not None)
        for each in (self.review_button, self.sheet_button):
            each.setEnabled(one is not None and one.line is not None)

    def ask_opinion(self) -> None:
        """What the group, the defence and the committee say."""
        one = self.picked()
        if one is None:
            return
        meeting, number = self.meeting, one.applicant.seat.number
        self.context.ask(self, lambda session, _: results.opinion(session, meeting, number), self._ask_opinion)

    def _ask_opinion(self, known: KeptOpinion) -> None:
        self.ask(
            (
                say("评议意见"),
                say("评审组织意见不填写的，按表决结果生成。"),
                say("登记意见"),
            ),
            [
                Asked("peer", say("评议组意见"), Kind.TEXT, known.peer),
                Asked("defence", say("答辩情况"), Kind.TEXT, known.defence),
                Asked("committee", say("评审组织意见"), Kind.TEXT, known.committee),
                Asked("remark", say("备注"), begin=known.remark),
            ],
            lambda found: lambda session: results.write_opinion(session, structs.replace(known, **found)),
        )

    def enter(self, document: Document) -> None:
        """Opinion and vote onto the signed original: only these, at their places."""
        one = self.picked()
        if one is None:
            return
        meeting, number = self.meeting, one.applicant.seat.number
        self.put_out(
            document,
            f"{word(document, language())}{say('套印')}-{number}.pdf",
            lambda session, where, progress: form_entries.save(session, meeting, number, document, where, progress),
            _onto,
        )

    def ask_end(self) -> None:
        """The day on which the review was over."""
        meeting = self.meeting
        self.ask(
            (
                say("会议结束"),
                say("每名申报人都须有确定的表决结果。一个月内报送确认材料。"),
                say("登记结束"),
            ),
            [Asked("on", say("结束日期"), Kind.DAY, self.context.today)],
            lambda found: lambda session: results.close(session, meeting, found["on"] or session.today()),
        )  # fmt: skip


def _onto(pages: tuple[int, ...]) -> str:
    """Which pages of the original go into the printer."""
    which = say("、").join(map(str, pages))
    return say("请把原件第 {which} 页放入打印机，按原大小打印。", which=which)


def _cells(one: Outcome) -> tuple[str, ...]:
    number, content = one.applicant.seat.number, one.applicant.content
    voters = one.vote.voters(number) if one.vote else 0
    votes = f"{one.line.yes}/{voters}" if one.line else ""
    return (number, one.applicant.name, content.unit.name, content.filing.title, votes, _state(one))


def _state(one: Outcome) -> str:
    if one.line is None:
        return say("未表决")
    if one.held is not None:
        return say("不列入：") + one.held.reason
    return say("通过") if one.carried else say("未通过")
