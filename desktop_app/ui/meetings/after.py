"""Step seven: the notice of results, complaints and who looks into them, batches for confirmation, annulment."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from msgspec import structs

from desktop_app.desk import confirming, results
from desktop_app.desk.confirming import Batch
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.desk.results import Outcome
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.meetings import KeptComplaint
from desktop_app.domain.review_meeting import ComplaintAbout, ResultDocument
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import Table, modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, row, text
from desktop_app.ui.widgets.tablelook import teach
from desktop_app.ui.widgets.turning import Turning
from desktop_app.ui.widgets.wrapping import Wrapping

_HANDLERS = (Desk.COMMITTEE_OFFICE, Desk.DISTRICT_HR, Desk.DEPARTMENT, Desk.UNIT)


class AfterStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told = text("", "muted")
        self.batches = Table(
            say("after|报送批次"),
            [say("批次"), say("层级"), say("评审方式"), say("人数"),
             say("确认部门"), say("最晚报送"), say("报送"), say("核对")],
            [60, 130, 160, 70, 0, 110, 110, 110],
        )  # fmt: skip
        self.complaints = Table(
            say("举报"),
            [say("编号"), say("收到"), say("涉及"), say("内容"),
             say("核查单位"), say("办结"), say("报告")],
            [70, 196, 150, 0, 150, 110, 110],
        )  # fmt: skip
        teach(
            self.batches,
            say("会议结束后，通过人员按系列、层级、评审方式和隶属分批。"),
        )
        teach(self.complaints, say("没有举报。"))
        self.post_button = button(say("结果公示…"), self.ask_post, "main")
        self.notice_button = button(say("打印公示…"), partial(self.print_paper, Document.RESULT_NOTICE))
        self.account_button = button(say("打印公示说明…"), partial(self.print_paper, Document.RESULT_NOTICE_ACCOUNT))
        self.down_button = button(say("揭下公示…"), self.ask_down)
        self.complain_button = button(say("登记举报…"), self.ask_complaint)
        self.settle_button = button(say("核查结果…"), self.ask_settle)
        self.annul_button = button(say("撤销结果…"), self.ask_annul)
        self.hold_button = button(say("不列入…"), self.ask_hold)
        self.pass_button = button(say("恢复列入…"), self.ask_pass)
        self.sent_button = button(say("登记报送…"), self.ask_sent)
        self.paper_buttons = [
            button(word(one, language()) + "…", partial(self._batch_paper, one))
            for one in (Document.RESULT_REPORT, Document.PASSED_ROSTER, Document.COMMITTEE_COMMITMENT)
        ]
        self._lay_out()
        self.batches.itemSelectionChanged.connect(self._enable)
        self.complaints.itemSelectionChanged.connect(self._enable)

    def _lay_out(self) -> None:
        acts = Wrapping(
            (
                self.notice_button,
                self.account_button,
                self.hold_button,
                self.pass_button,
                self.down_button,
                self.post_button,
            ),
            right=True,
        )
        top = Turning((self.told, acts), wide=1200, shares=(1, 0), space=8)
        sending = Turning(
            (
                text(say("报送确认"), "h2", wrap=False),
                Wrapping((*self.paper_buttons, self.sent_button)),
            ),
            wide=900,
            shares=(0, 1),
        )
        complaining = row(text(say("举报"), "h2"), None, self.annul_button, self.settle_button, self.complain_button)
        below = modest(card(text(say("核对"), "h2"), self.findings, None))
        below.setMinimumHeight(0)
        whole = column(top, sending, self.batches, complaining, self.complaints, below, space=8, margins=12)
        for at in (2, 4, 5):
            whole.setStretch(at, 1)
        self.setLayout(whole)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        found = view.result
        self.batches.fill([_batch_cells(one) for one in view.batches])
        self.complaints.fill([_complaint_cells(one, late=found.late(one)) for one in found.complaints] if found else [])
        if view.batches:
            self.batches.selectRow(0)
        self.told.setText(self._notice(view))
        self._enable()

    def _notice(self, view: MeetingView) -> str:
        found = view.result
        if found is None:
            return say("会议还没有结束。")
        if found.notice_first is None:
            return say("结果还没有公示。")
        told = say(
            "公示 {notice_first} 至 {notice_last}", notice_first=found.notice_first, notice_last=found.notice_last
        )
        if found.notice_down_on is not None:
            told += say("，{down} 揭下", down=found.notice_down_on)
        due = next((one.due for one in view.batches if one.due), None)
        told += say("；最晚 {due} 报送确认", due=due) if due else ""
        unnamed = confirming.unposted(found, [one for one in view.outcomes if one.passed])
        return told + (say("；{numbers} 没有公示，须重新公示", numbers=say("、").join(unnamed)) if unnamed else "")

    def _enable(self) -> None:
        over = self.view is not None and self.view.result is not None
        found = self.view.result if self.view else None
        batch, told = self._batch(), self._complaint()
        posted = self.view is not None and self.view.result is not None and self.view.result.notice_first is not None
        for each in (self.post_button, self.complain_button):
            each.setEnabled(over)
        self.hold_button.setEnabled(over and bool(self._people(_passes)))
        self.pass_button.setEnabled(over and bool(self._people(_may_return)))
        self.down_button.setEnabled(posted and found is not None and found.notice_down_on is None)
        for each in (self.notice_button, self.account_button):
            each.setEnabled(posted)
        for each in (*self.paper_buttons, self.sent_button):
            each.setEnabled(batch is not None)
        self.settle_button.setEnabled(told is not None)
        self.annul_button.setEnabled(told is not None and told.upheld and bool(told.candidate))
        self.tell(batch.findings if batch else ())

    def _batch(self) -> Batch | None:
        at = self.batches.chosen()
        return self.view.batches[at] if self.view and 0 <= at < len(self.view.batches) else None

    def _complaint(self) -> KeptComplaint | None:
        at = self.complaints.chosen()
        found = self.view.result if self.view else None
        return found.complaints[at] if found and 0 <= at < len(found.complaints) else None

    def _people(self, fits: Callable[[Outcome], bool] = lambda _: True) -> list[tuple[str, str]]:
        found = [one.applicant for one in self.view.outcomes if fits(one)] if self.view else []
        return [(one.seat.number, f"{one.seat.number}　{one.name}") for one in found]

    def ask_post(self) -> None:
        """From when the results hang, and where."""
        meeting = self.meeting
        self.ask(
            (
                say("结果公示"),
                say("期满日按工作日计算，不少于 5 个工作日；也可以自己填写。"),
                say("after|登记公示"),
            ),
            [
                Asked("first", say("张贴日"), Kind.DAY, self.context.today),
                Asked("last", say("期满日"), Kind.DAY),
                Asked("place", say("公示地点")),
                Asked("by", say("张贴人"), begin=self.context.opened.user, most=60),
            ],
            lambda found: (
                lambda session: results.post(
                    session, meeting, found["first"] or session.today(), found["place"], found["last"], found["by"]
                )
            ),
        )

    def ask_down(self) -> None:
        """Who takes it down."""
        meeting = self.meeting
        self.ask(
            (say("揭下公示"), say("期满后的工作日揭下，日期记为今天。"), say("登记揭下")),
            [Asked("by", say("揭下人"), begin=self.context.opened.user, most=60)],
            lambda found: lambda session: results.take_down(session, meeting, found["by"]),
        )

    def ask_complaint(self) -> None:
        """What came in."""
        meeting = self.meeting
        self.ask(
            (
                say("登记举报"),
                say("涉及评审工作的由本办事机构核查；涉及材料真实性的由旗县区、主管部门或用人单位核查。"),
                say("after|登记举报"),
            ),
            [
                Asked("on", say("收到日期"), Kind.DAY, self.context.today),
                Asked("about", say("涉及"), Kind.CHOICE, None,
                      [(one, word(one, language())) for one in ComplaintAbout]),
                Asked("candidate", say("涉及申报人"), Kind.CHOICE, "", [("", "—"), *self._people()]),
                Asked("says", say("内容"), most=200),
                Asked("handler", say("核查单位"), Kind.CHOICE, None, _handlers()),
            ],
            lambda found: lambda session: results.complain(
                session,
                meeting,
                KeptComplaint(
                    number="J",
                    received_on=found["on"] or session.today(),
                    about=found["about"],
                    candidate=found["candidate"],
                    says=found["says"],
                    handler=found["handler"],
                ),
            ),
        )  # fmt: skip

    def ask_settle(self) -> None:
        """Who looks into it, what was found, when it was settled and told."""
        told = self._complaint()
        if told is None:
            return
        meeting = self.meeting
        self.ask(
            (say("核查结果"), told.says, say("登记核查结果")),
            [
                Asked("handler", say("核查单位"), Kind.CHOICE, told.handler, _handlers()),
                Asked("finding", say("核查结果"), begin=told.finding),
                Asked("upheld", say("属实"), Kind.TICK, told.upheld),
                Asked("settled_on", say("办结日期"), Kind.DAY, told.settled_on),
                Asked("reported_on", say("报市人社局日期"), Kind.DAY, told.reported_on),
            ],
            lambda found: lambda session: results.change_complaint(session, meeting, structs.replace(told, **found)),
        )

    def ask_annul(self) -> None:
        """By whose decision a result is annulled."""
        told = self._complaint()
        if told is None:
            return
        meeting, number = self.meeting, told.candidate
        self.ask(
            (
                say("撤销结果"),
                say("撤销后记入失信记录，记录期限三年（七（一））。"),
                say("撤销并记入"),
            ),
            [
                Asked("conduct", say("失信行为"), begin=told.finding),
                Asked("decided_by", say("认定部门、文号")),
            ],
            lambda found: (
                lambda session: results.annul(session, meeting, number, found["conduct"], found["decided_by"])
            ),
        )

    def ask_hold(self) -> None:
        """Who had the votes and does not pass, and why."""
        meeting = self.meeting
        self.ask(
            (
                say("不列入通过人员"),
                say("如超过控制数，按得票和排名核减（五（九））。"),
                say("after|登记"),
            ),
            [
                Asked("number", say("申报人"), Kind.CHOICE, None, self._people(_passes)),
                Asked("reason", say("ending|理由")),
            ],
            lambda found: lambda session: results.hold_back(session, meeting, found["number"], found["reason"]),
        )

    def ask_pass(self) -> None:
        """Who was left out and passes all the same."""
        meeting = self.meeting
        self.ask(
            (
                say("恢复列入"),
                say("没有公示过的，恢复后须重新公示，期满才能报送。"),
                say("after|恢复列入"),
            ),
            [Asked("number", say("申报人"), Kind.CHOICE, None, self._people(_may_return))],
            lambda found: lambda session: results.let_pass(session, meeting, found["number"]),
        )

    def ask_sent(self) -> None:
        """What of a batch is ready, was sent, was confirmed."""
        batch = self._batch()
        if batch is None:
            return
        meeting, number, known = self.meeting, batch.number, batch.confirmation
        self.ask(
            (say("登记报送和确认"), "", say("登记报送")),
            [
                Asked("documents", say("已备材料"), Kind.PEOPLE, known.documents,
                      [(one, word(one, language())) for one in ResultDocument]),
                Asked("uploaded_on", say("数据上传日期"), Kind.DAY, known.uploaded_on),
                Asked("sent_on", say("after|报送日期"), Kind.DAY, known.sent_on),
                Asked("recorded_in_system", say("已在系统备案"), Kind.TICK,
                      known.recorded_in_system),
                Asked("confirmed_on", say("确认日期"), Kind.DAY, known.confirmed_on),
                Asked("confirmed_by", say("确认部门"), begin=known.confirmed_by),
                Asked("number", say("确认文号"), begin=known.number),
            ],
            lambda found: lambda session: confirming.record(
                session, meeting, number, structs.replace(known, **found)
            ),
        )  # fmt: skip

    def _batch_paper(self, document: Document) -> None:
        batch = self._batch()
        if batch is not None:
            self.print_paper(document, batch.number)


def _passes(one: Outcome) -> bool:
    return one.passed


def _may_return(one: Outcome) -> bool:
    """Whether they were left out by a decision that can be taken back; an annulled result stays so."""
    return one.held is not None and not one.held.annulled


def _handlers() -> list[tuple[Any, str]]:
    return [(None, say("未明确")), *((one, word(one, language())) for one in _HANDLERS)]


def _batch_cells(one: Batch) -> tuple[str, ...]:
    known, who = one.confirmation, one.authority
    open_ = sum(f.verdict is not Verdict.PASS for f in one.findings)
    return (
        str(one.number),
        word(known.level, language()) if known.level else "",
        word(known.track, language()) if known.track else "",
        str(len(one.passed)),
        said(who.confirmed_by) if who else say("通知没有写明"),
        _day(one.due),
        _day(known.sent_on),
        say("待处理 {open} 项", open=open_) if open_ else say("合规"),
    )


def _complaint_cells(one: KeptComplaint, *, late: bool) -> tuple[str, ...]:
    handler = word(one.handler, language()) if one.handler else say("未明确")
    about = word(one.about, language()) + (f" {one.candidate}" if one.candidate else "")
    received = _day(one.received_on)
    if late:
        received = say("{on}（期满后）", on=received)
    return (one.number, received, about, one.says, handler, _day(one.settled_on), _day(one.reported_on))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
