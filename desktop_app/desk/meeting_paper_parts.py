"""What papers of a review meeting are made from, and what several of them say alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import results, tables
from desktop_app.desk.confirming import Batch
from desktop_app.desk.meetings import Applicant, Seen
from desktop_app.desk.session import Session
from desktop_app.domain.findings import bilingual
from desktop_app.domain.meetings import KeptMeeting, KeptResult
from desktop_app.papers import wording
from desktop_app.papers.bindings import bind


@dataclass(frozen=True, slots=True)
class About:
    """What a paper is made from: the meeting, and one batch where it is about that."""

    session: Session
    at: Seen
    batch: Batch | None = None

    @property
    def kept(self) -> KeptMeeting:
        return self.at.kept

    def result(self) -> KeptResult:
        return results.kept(self.session, self.kept.id)

    def of_batch(self) -> Batch:
        if self.batch is None:
            raise Fault(Code.MEETING_LACKS, what=bilingual("报送批次"))
        return self.batch

    def said(self, one: Applicant) -> Mapping[str, str]:
        """The applicant's values as forms print them."""
        return bind(one.content, tables.code_tables(self.session.pack)).single


def held(kept: KeptMeeting) -> str:
    """The days of the meeting."""
    return wording.days(kept.held_on, kept.ends_on or kept.held_on)


def head(about: About) -> dict[str, str]:
    """What most of these papers say at their head."""
    return {
        "committee": about.at.committee.committee.name,
        "year": str(about.kept.year),
        "office": about.session.office.name,
    }


def workdays(about: About, found: KeptResult) -> str:
    """How many workdays the notice of results hangs, where the calendar knows them."""
    calendar, first, last = about.session.pack.calendar, found.notice_first, found.notice_last
    if first is None or last is None or not calendar.knows(first, last):
        return ""
    return f"，共{calendar.notice_days(first, last)}个工作日"


def complaints(found: KeptResult, today: date) -> str:
    """What came in while it hung, in one sentence; before its end nobody can say more than what came so far."""
    if found.notice_last is None:
        return "结果尚未公示。"
    if today <= found.notice_last:
        so_far = f"收到举报{len(found.complaints)}件" if found.complaints else "没有收到举报"
        return f"公示尚未期满，截至{wording.day(today)}{so_far}。"
    late = sum(found.late(one) for one in found.complaints)
    count, settled = len(found.complaints), len(found.complaints) - len(found.open_complaints)
    after = f"，其中公示期满后收到{late}件" if late else ""
    return (
        f"公示期间收到举报{count}件{after}，办结{settled}件。"
        if count > late
        else (f"公示期间没有收到举报，公示期满后收到{late}件，办结{settled}件。" if late else "公示期间没有收到举报。")
    )
