"""Papers of a review meeting, all from its records: scheme, record, notice of results, what goes for confirmation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    added_fonts,
    batch_papers,
    committees,
    confirming,
    meetings,
    paper,
    paper_files,
    plain_text,
    results,
    votes,
)
from desktop_app.desk import meeting_paper_parts as parts
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.meeting_paper_parts import About
from desktop_app.desk.meetings import Applicant, Seen
from desktop_app.desk.results import Outcome
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import NoticeMode
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.meetings import KeptResult, Stage
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.policy import voting

Rows = Sequence[Mapping[str, str]]

#: Papers of the meeting as a whole, and those of one batch for confirmation.
OF_MEETING = (Document.REVIEW_SCHEME, Document.MEETING_RECORD, Document.RESULT_NOTICE, Document.RESULT_NOTICE_ACCOUNT)
OF_BATCH = tuple(batch_papers.REQUESTS)


def request(session: Session, meeting: str, document: Document, batch: int = 0) -> PaperRequest:
    """One paper. Raises `Fault(MEETING_LACKS)` for what it needs, `Fault(MEETING_STRANGER)` for no such batch."""
    at = meetings.seen(session, meeting)
    found = None
    if document in OF_BATCH:
        found = next((one for one in confirming.batches(session, at) if one.number == batch), None)
        if found is None:
            raise Fault(Code.MEETING_STRANGER, number=str(batch))
    made = _REQUESTS[document](About(session, at, found))
    return replace(made, document=document, copies=(1,), fonts=added_fonts.in_force(session))


def drawn(session: Session, meeting: str, document: Document, progress: Progress, batch: int = 0) -> Rendered:
    """The paper as it stands now. Raises `Fault(LAYOUT_ISSUES)`, and what `request` raises."""
    rendered = render.render(request(session, meeting, document, batch), progress)
    paper.require_no_issues(rendered)
    return rendered


def save(session: Session, meeting: str, document: Document, where: Outlet, progress: Progress, batch: int = 0) -> None:
    """Write it as PDF, Word or Excel, as the name says: plain text, only on request, and in the log."""
    kind = paper_files.require_kind(where)
    asked = request(session, meeting, document, batch)
    content = paper_files.content(asked, where, session.clock.now(), progress)
    objects = {"document": document.value, "meeting": meeting, "format": kind[1:]}
    plain_text.write(session, where, content, asked.marking, objects)


def outgoing(session: Session, at: Seen) -> tuple[str, ...]:
    """Every text of the papers that leave the office, for the rule that they name no expert (40号令)."""
    if session.vault.work.results.get(at.kept.id) is None:
        return ()
    made = _notice(About(session, at))
    return (*made.extra.values(), *(value for row in made.rows["people"] for value in row.values()))


def _scheme(about: About) -> PaperRequest:
    at, kept, told = about.at, about.kept, about.at.committee.committee
    registered = told.registered
    approved = f"核准备案有效期：{wording.days(registered.valid_from, registered.valid_to)}"
    filed = f"{wording.day(kept.scheme.filed_on)}备案于{kept.scheme.filed_with}" if kept.scheme.filed_on else "未备案"
    facts = parts.head(about) | {
        "title": kept.title,
        "held": parts.held(kept),
        "place": kept.place,
        "received": _received(about),
        "approved": approved if registered.valid_to else "",
        "members": f"本次会议评委{len(at.members)}名",
        "procedure": kept.scheme.procedure,
        "measures": kept.scheme.measures,
        "officer": about.session.office.officer,
        "printed_on": wording.day(about.session.today()),
        "filed": filed,
    }
    return PaperRequest(
        document=Document.REVIEW_SCHEME,
        marking=at.marking,
        extra=facts,
        rows={
            "applicants": [_applicant(about, one) for one in at.applicants],
            "experts": [
                {"number": one.id, "name": one.name, "unit": one.unit, "specialty": one.specialty,
                 "level": word(one.level) if one.level else ""}
                for one in at.members
            ],
        },
    )  # fmt: skip


def _received(about: About) -> str:
    """How many filed for what, by series and level."""
    counts: dict[tuple[str, str], int] = {}
    for one in about.at.applicants:
        said = about.said(one)
        key = (said["filing.series"], said["filing.level"])
        counts[key] = counts.get(key, 0) + 1
    parts = "；".join(f"{series}系列{level}{count}人" for (series, level), count in counts.items())
    return f"共受理并复核通过{len(about.at.applicants)}人：{parts}。" if parts else "还没有列入申报人。"


def _applicant(about: About, one: Applicant) -> Mapping[str, str]:
    said = about.said(one)
    return {
        "number": one.seat.number,
        "name": one.name,
        "unit": said["unit.name"],
        "specialty": said["filing.specialty"],
        "title": said["filing.title"],
        "path": said["filing.path"],
    }


def _record(about: About) -> PaperRequest:
    at, session = about.at, about.session
    outcomes = results.outcomes(session, at)
    standing = votes.standing(session, at.kept.id, Stage.COMMITTEE)
    counted = {one.id: one for one in standing.values() if one.agreed}
    counters = dict.fromkeys(tally.by for vote in counted.values() for tally in vote.tallies)
    present = {number for vote in counted.values() for number in vote.present} or set(at.kept.present)
    sat = votes.sat(session, at)
    known = {one.expert.id: one.expert for one in committees.pool_of(session, at.kept.committee)}
    asked = [(len(vote.members or at.members), vote.opened_on) for vote in counted.values()]
    wanted = max(voting.quorum(size, on, session.pack) for size, on in asked or [(len(sat), session.today())])
    ties = {(one.expert, one.candidate): word(one.tie) for one in at.kept.relations}
    facts = parts.head(about) | {
        "title": at.kept.title,
        "held": parts.held(at.kept),
        "place": at.kept.place,
        "members": str(len(sat)),
        "present": str(len(present)),
        "wanted": str(wanted),
        "applicants": str(len(outcomes)),
        "passed": str(sum(one.carried for one in outcomes)),
        "counters": "、".join(counters),
        "printed_on": wording.day(session.today()),
    }
    return PaperRequest(
        document=Document.MEETING_RECORD,
        marking=at.marking,
        extra=facts,
        rows={
            "experts": [
                {"number": one.id, "name": one.name, "unit": one.unit,
                 "present": "出席" if one.id in present else "缺席", "signature": ""}
                for one in (known[number] for number in sat if number in known)
            ],
            "recusals": [
                {"expert": one.expert, "candidate": one.candidate,
                 "why": ties.get((one.expert, one.candidate), "同单位或其他")}
                for one in at.kept.recusals
            ],
            "votes": [_voted(about, one) for one in outcomes],
        },
    )  # fmt: skip


def _voted(about: About, one: Outcome) -> Mapping[str, str]:
    said = about.said(one.applicant)
    number = one.applicant.seat.number
    told = {
        "number": number,
        "name": one.applicant.name,
        "unit": said["unit.name"],
        "title": said["filing.title"],
        "voters": "", "yes": "", "no": "", "abstained": "", "wanted": "", "outcome": "未表决",
    }  # fmt: skip
    if one.vote is None or one.line is None:
        return told
    voters = one.vote.voters(number)
    return told | {
        "voters": str(voters),
        "yes": str(one.line.yes),
        "no": str(one.line.no),
        "abstained": str(voters - one.line.yes - one.line.no),
        "wanted": str(one.wanted),
        "outcome": "通过" if one.carried else "未通过",
    }


def _notice(about: About) -> PaperRequest:
    found = about.result()
    passed = [one for one in results.outcomes(about.session, about.at) if one.passed]
    posted = [one for one in passed if _posted(one)]
    aside = len(passed) - len(posted)
    facts = parts.head(about) | {
        "span": wording.days(found.notice_first, found.notice_last),
        "workdays": parts.workdays(about, found),
        "place": found.notice_place,
        "count": str(len(posted)),
        "others": f"另有{aside}人按保密规定在限定范围公示或不公示。" if aside else "",
        "reader": about.session.office.name,
        "phone": "",
        "first": wording.day(found.notice_first),
    }
    people = []
    for number, one in enumerate(posted, start=1):
        said = about.said(one.applicant)
        people.append(
            {"number": str(number), "name": one.applicant.name, "unit": said["unit.name"],
             "specialty": said["filing.specialty"], "title": said["filing.title"]}
        )  # fmt: skip
    return PaperRequest(document=Document.RESULT_NOTICE, marking=NOT_SECRET, extra=facts, rows={"people": people})


def _posted(one: Outcome) -> bool:
    """Whoever's filing was made public to few or to nobody is not named on a notice for all."""
    return one.applicant.content.public_notice.mode in (None, NoticeMode.POSTED)


def _hung(found: KeptResult, one: Outcome) -> bool:
    """Whether the notice was about them, whatever a complaint came to later."""
    public = found.decided_on(one.applicant.seat.number)
    return public.named if public is not None else one.carried


def _account(about: About) -> PaperRequest:
    found = about.result()
    passed = [one for one in results.outcomes(about.session, about.at) if _hung(found, one)]
    upheld = sum(one.annulled for one in found.held_back)
    facts = parts.head(about) | {
        "span": wording.days(found.notice_first, found.notice_last),
        "workdays": parts.workdays(about, found),
        "place": found.notice_place,
        "count": str(len(passed)),
        "outcome": parts.complaints(found, about.session.today())
        + (f"经核查撤销{upheld}人的评审结果。" if upheld else ""),
        "officer": about.session.office.officer,
        "posted": f"{wording.day(found.notice_first)}　{found.notice_posted_by}",
        "taken_down": f"{wording.day(found.notice_down_on)}　{found.notice_down_by}" if found.notice_down_on else "",
    }
    return PaperRequest(
        document=Document.RESULT_NOTICE_ACCOUNT,
        marking=about.at.marking,
        extra=facts,
        rows={
            "complaints": [
                {
                    "number": one.number,
                    "received": wording.day(one.received_on) + ("\n期满后收到" if found.late(one) else ""),
                    "about": word(one.about),
                    "says": one.says,
                    "handler": word(one.handler) if one.handler else "未明确",
                    "finding": one.finding or "未办结",
                    "settled": "\n".join(
                        f"{wording.day(on)}{what}"
                        for on, what in ((one.settled_on, "办结"), (one.reported_on, "报告"))
                        if on
                    ),
                }
                for one in found.complaints
            ]
        },
    )


_REQUESTS: Mapping[Document, Callable[[About], PaperRequest]] = {
    Document.REVIEW_SCHEME: _scheme,
    Document.MEETING_RECORD: _record,
    Document.RESULT_NOTICE: _notice,
    Document.RESULT_NOTICE_ACCOUNT: _account,
    **batch_papers.REQUESTS,
}
