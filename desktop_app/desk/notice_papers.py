"""Papers of a public notice: the list that hangs, and the record of its posting with days and objections."""

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, held_notices, paper, plain_text, tables
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import NoticeMode
from desktop_app.domain.marking import NOT_SECRET, combined
from desktop_app.domain.public_notices import HeldNotice
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.bindings import bind
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.policy.pack import Pack


def drawn(session: Session, notice: str, document: Document, progress: Progress) -> Rendered:
    """One of the two. Raises `Fault(NOTICE_WITHHELD)` for a list that must not hang, `Fault(LAYOUT_ISSUES)`."""
    rendered = render.render(_request(session, held_notices.get(session, notice), document), progress)
    paper.require_no_issues(rendered)
    return rendered


def save(session: Session, notice: str, document: Document, where: Outlet, progress: Progress) -> None:
    """Write it as plain PDF, or print it: only on request, and in the log."""
    request = _request(session, held_notices.get(session, notice), document)
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    plain_text.write(session, where, rendered.pdf, request.marking, {"document": document.value, "notice": notice})


def _request(session: Session, notice: HeldNotice, document: Document) -> PaperRequest:
    if document is Document.NOTICE_LIST and notice.mode is NoticeMode.WITHHELD:
        raise Fault(Code.NOTICE_WITHHELD)
    people = [paper.shown(session, one)[0] for one in held_notices.people(session, notice)]
    hangs = document is Document.NOTICE_LIST
    made = PaperRequest(
        document=document,
        # the list bears no mark, because what is posted must not be secret
        marking=NOT_SECRET if hangs else combined([whole_mark(one) for one in people]),
        copies=(1,),
        extra=_facts(session, notice, hangs),
        rows={"people": [_person(at, one, session.pack) for at, one in enumerate(people, start=1)]}
        if hangs
        else {"days": _days(session, notice), "objections": _objections(session, notice)},
    )
    return replace(made, fonts=added_fonts.in_force(session))


def _facts(session: Session, notice: HeldNotice, hangs: bool) -> Mapping[str, str]:
    span = f"{wording.day(notice.first_day)}至{wording.day(notice.last_day)}" if notice.first_day else ""
    common = {"office": session.office.name, "span": span, "count": str(len(notice.applications))}
    if hangs:
        limited = "按照保密要求，本公示在限定范围内进行，不得拍照、摘抄和外传。"
        return common | {
            "year": str(session.pack.year),
            "workdays": _counted(session, notice),
            "manner": limited if notice.mode is NoticeMode.LIMITED else "",
            "reader": notice.reader or "本单位人事部门",
            "phone": f"联系电话：{notice.phone}。" if notice.phone else "",
            "first": wording.day(notice.first_day),
        }
    down = f"{wording.day(notice.taken_down_on)}　{notice.taken_down_by}" if notice.taken_down_on else ""
    return common | {
        "mode": word(notice.mode),
        "place": notice.place,
        "basis": notice.basis,
        "secrecy_officer": notice.secrecy_officer,
        "posted": f"{wording.day(notice.first_day)}　{notice.posted_by}" if notice.first_day else "",
        "taken_down": down,
        "printed_on": wording.day(session.today()),
    }


def _counted(session: Session, notice: HeldNotice) -> str:
    if notice.first_day is None or notice.last_day is None:
        return ""
    calendar = session.pack.calendar
    if not calendar.knows(notice.first_day, notice.last_day):
        return ""
    return f"，共{calendar.notice_days(notice.first_day, notice.last_day)}个工作日"


def _person(number: int, application: Application, pack: Pack) -> Mapping[str, str]:
    said = bind(application, tables.code_tables(pack)).single
    return {
        "number": str(number),
        "name": said["person.name"],
        "sex": said["person.sex"],
        "unit": said["unit.name"],
        "title": said["post.title"] or "无",
        "wanted": said["filing.title"],
        "level": said["filing.level"],
        "series": "　".join(part for part in (said["filing.series"], said["filing.specialty"]) if part),
        "path": said["filing.path"],
    }


def _days(session: Session, notice: HeldNotice) -> list[Mapping[str, str]]:
    if notice.first_day is None:
        return []
    span = held_notices.span(session, notice.first_day, notice.last_day)
    counted = [(day, f"第{at}个工作日") for at, day in enumerate(span.workdays, start=1)]
    skipped = [(day, f"不计入（{word(state)}）") for day, state in span.skipped]
    posting = [] if span.posting_day_counts else [(span.first, "张贴日，不计入")]
    return [
        {"day": wording.day(day), "weekday": "一二三四五六日"[day.weekday()], "counts": said, "seen": ""}
        for day, said in sorted([*posting, *counted, *skipped])
    ]


def _objections(session: Session, notice: HeldNotice) -> list[Mapping[str, str]]:
    names: dict[str, str] = {
        one: paper.shown(session, one)[0].person.name for one in held_notices.people(session, notice)
    }
    return [
        {
            "number": str(one.number),
            "on": wording.day(one.on) + ("\n期满后收到" if notice.late(one) else ""),
            "by": one.by or "未署名",
            "about": names.get(one.about, "全部"),
            "says": one.says,
            "state": word(one.state),
            "handling": one.handling,
            "handled": f"{one.handled_by}\n{wording.day(one.handled_on)}" if one.handled_on else "",
        }
        for one in notice.objections
    ]
