"""The verbs on the unit's public notices: plan, post, objections and their outcome, take down, both papers."""

import argparse
from datetime import date
from functools import partial
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened, text
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import held_notices, notice_overview, notice_papers, words
from desktop_app.desk.held_notices import HeldNotice, NoticeMode, Objection, ObjectionState
from desktop_app.domain.copies import Document

_PAPERS = {"list": Document.NOTICE_LIST, "record": Document.POSTING_RECORD}
_OUTCOMES = [one.value for one in ObjectionState if one is not ObjectionState.OPEN]


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("notice", parents=[common], help=marked("单位公示")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    verb = partial(on_vault, family, common)

    verb("list", marked("列出公示"), list_)
    hold = verb("hold", marked("help|登记公示"), hold_)
    hold.add_argument("ids", nargs="+", metavar="APPLICATION", help=marked("公示人员"))
    hold.add_argument("--mode", choices=[one.value for one in NoticeMode], default=NoticeMode.POSTED.value)
    for day, what in (
        ("first", marked("help|张贴日")),
        ("last", marked("期满日，默认计算得出")),
    ):
        hold.add_argument(f"--{day}", type=date.fromisoformat, metavar="2026-06-16", help=what)
    for name, what in (
        ("place", marked("地点或范围")),
        ("posted-by", marked("help|张贴人，默认登记人")),
        ("reader", marked("help|受理部门")),
        ("phone", marked("help|联系电话")),
        ("basis", marked("help|限定或不公示的依据")),
        ("secrecy-officer", marked("help|保密工作人员")),
    ):
        hold.add_argument(f"--{name}", default="", help=what)
    objecting = verb("object", marked("help|登记异议"), object_)
    objecting.add_argument("notice", metavar="NOTICE")
    objecting.add_argument("--says", required=True, help=marked("help|异议内容"))
    objecting.add_argument("--by", default="", help=marked("help|反映人"))
    objecting.add_argument("--about", default="", metavar="APPLICATION")
    objecting.add_argument("--on", type=date.fromisoformat, metavar="2026-06-18", help=marked("默认今天"))
    outcome = verb("outcome", marked("登记异议处理结果"), outcome_)
    outcome.add_argument("notice", metavar="NOTICE")
    outcome.add_argument("number", type=int)
    outcome.add_argument("outcome", choices=_OUTCOMES)
    outcome.add_argument("--handling", required=True, help=marked("help|核查经过"))
    outcome.add_argument("--by", type=text, required=True, help=marked("help|核查人"))
    down = verb("down", marked("help|登记揭下"), down_)
    down.add_argument("notice", metavar="NOTICE")
    down.add_argument("--by", type=text, required=True, help=marked("help|揭下人"))
    paper = verb("paper", marked("名单或张贴记录 PDF"), paper_)
    paper.add_argument("notice", metavar="NOTICE")
    paper.add_argument("which", choices=list(_PAPERS))
    with_outlet(paper)


def _answer(call: Call, notice: HeldNotice) -> Answer:
    data = {
        "notice": notice.id,
        "mode": notice.mode.value,
        "first_day": notice.first_day.isoformat() if notice.first_day else None,
        "last_day": notice.last_day.isoformat() if notice.last_day else None,
        "applications": list(notice.applications),
        "objections": [
            {"number": one.number, "state": one.state.value, "late": notice.late(one)} for one in notice.objections
        ],
        "posted_by": notice.posted_by,
        "taken_down_by": notice.taken_down_by,
        "taken_down_on": notice.taken_down_on.isoformat() if notice.taken_down_on else None,
    }
    days = f"{notice.first_day}—{notice.last_day}" if notice.first_day else ""
    mode = words.word(notice.mode, call.speech.language)
    whom = call.say("{applications} 人", applications=len(notice.applications))
    left = len(notice.open_objections)
    open_ = call.say("　异议未结 {left} 件", left=left) if left else ""
    objections = [
        f"　　{one.number}　{one.on}{call.say('（期满后）') if notice.late(one) else ''}　{one.says}"
        f"　{words.word(one.state, call.speech.language)}"
        for one in notice.objections
    ]
    return Answer(data, [f"{notice.id}　{mode}　{days}　{whom}{open_}", *objections])


def list_(call: Call) -> Answer:
    """All notices, and the last day to post for those who are on none."""
    with opened(call) as session:
        found = notice_overview.overview(session)
    answers = [_answer(call, line.notice) for line in found.lines]
    latest = found.latest_posting.isoformat() if found.latest_posting else None
    count = len(found.candidates)
    told = call.say("还有 {count} 人没有公示", count=count)
    told += call.say("，最迟 {latest} 张贴", latest=latest) if latest else ""
    data = {
        "notices": [answer.data for answer in answers],
        "without": [str(one) for one, _ in found.candidates],
        "latest_posting": latest,
    }
    return Answer(data, [*(line for answer in answers for line in answer.lines), told])


def hold_(call: Call) -> Answer:
    """Record a notice; its last day is computed from the workdays."""
    args = call.args
    planned = HeldNotice(
        id="",
        mode=NoticeMode(args.mode),
        applications=tuple(dict.fromkeys(args.ids)),
        first_day=args.first,
        last_day=args.last,
        place=args.place,
        posted_by=args.posted_by,
        reader=args.reader,
        phone=args.phone,
        basis=args.basis,
        secrecy_officer=args.secrecy_officer,
    )
    with opened(call) as session:
        return _answer(call, held_notices.hold(session, planned))


def object_(call: Call) -> Answer:
    """Record an objection."""
    args = call.args
    with opened(call) as session:
        objection = Objection(number=0, on=args.on or session.today(), says=args.says, by=args.by, about=args.about)
        return _answer(call, held_notices.object_(session, args.notice, objection))


def outcome_(call: Call) -> Answer:
    """What became of an objection."""
    args = call.args
    with opened(call) as session:
        done = held_notices.handle(
            session, args.notice, args.number, ObjectionState(args.outcome), args.handling, args.by
        )
        answer = _answer(call, done)
    if not any(done.upheld(one) for one in done.applications):
        return answer
    told = call.say("异议属实，不得照原样上报：改正内容，揭下后重新公示，或者不予推荐。")
    return Answer(answer.data, [*answer.lines, told])


def down_(call: Call) -> Answer:
    """Taken down today."""
    with opened(call) as session:
        return _answer(call, held_notices.take_down(session, call.args.notice, call.args.by))


def paper_(call: Call) -> Answer:
    """The list that hangs, or the record of its posting."""
    document, notice = _PAPERS[call.args.which], call.args.notice
    return put(call, document, lambda session, where: notice_papers.save(session, notice, document, where, Progress()))
