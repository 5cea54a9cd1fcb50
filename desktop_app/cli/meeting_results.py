"""The verbs on what a meeting leaves behind: scheme, papers, opinions, results, complaints, batches, entries."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.committees import finding_lines
from desktop_app.cli.outlets import put, put_from, with_outlet
from desktop_app.cli.verbs import Call, opened, place, text
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import confirming, form_entries, meeting_papers, meetings, results, scheme, words
from desktop_app.desk.confirming import Batch
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.meetings import Confirmation, KeptComplaint, KeptResult
from desktop_app.domain.review_meeting import ComplaintAbout, ResultDocument

_PAPERS = [one.value for one in (*meeting_papers.OF_MEETING, *meeting_papers.OF_BATCH)]
_HANDLERS = (Desk.COMMITTEE_OFFICE, Desk.DISTRICT_HR, Desk.DEPARTMENT, Desk.UNIT)
Adder = Callable[..., argparse.ArgumentParser]


def add(verb: Adder) -> None:
    """Add these verbs to the family of the meeting."""
    _papers(verb)
    _after(verb)


def _on(verb: Adder, name: str, what: str, act: Callable[[Call], Answer]) -> argparse.ArgumentParser:
    made = verb(name, what, act)
    made.add_argument("meeting", metavar="MEETING")
    return made


def _day(parser: argparse.ArgumentParser, name: str, what: str, *, required: bool = False) -> None:
    parser.add_argument(f"--{name}", type=date.fromisoformat, metavar="2026-09-10", required=required, help=what)


def _papers(verb: Adder) -> None:
    told = _on(verb, "scheme", marked("评审实施方案：登记、核对、导出 Word"), scheme_)
    told.add_argument("--procedure", help=marked("评审工作程序"))
    told.add_argument("--measures", help=marked("工作措施"))
    told.add_argument("--usual", action="store_true", help=marked("空缺的两项用常用文字"))
    _day(told, "filed-on", marked("help|备案日期"))
    told.add_argument("--filed-with", type=text, help=marked("help|备案部门"))
    told.add_argument("--word", type=place, metavar="FILE.docx", help=marked("导出供修改"))
    paper = _on(verb, "paper", marked("会议文书 PDF"), paper_)
    paper.add_argument("which", choices=_PAPERS)
    paper.add_argument("--batch", type=int, default=1, help=marked("help|报送批次"))
    with_outlet(paper, "FILE.pdf|.docx|.xlsx")
    said = _on(verb, "opinion", marked("登记评议和评审意见"), opinion_)
    entered = _on(verb, "entries", marked("在已签字的原件上套印"), entries_)
    entered.add_argument("form", choices=[one.value for one in form_entries.FORMS])
    with_outlet(entered)
    for parser in (said, entered):
        parser.add_argument("number", metavar="NUMBER")
    for name, what in (("peer", marked("help|评议组意见")), ("defence", marked("答辩")),
                       ("committee", marked("help|评审组织意见")), ("remark", marked("help|备注"))):  # fmt: skip
        said.add_argument(f"--{name}", help=what)


def _after(verb: Adder) -> None:
    _on(verb, "results", marked("help|评审结果"), results_)
    end = _on(verb, "end", marked("登记会议结束"), end_)
    _day(end, "on", marked("help|结束日期"), required=True)
    post = _on(verb, "post", marked("登记结果公示"), post_)
    _day(post, "first", marked("help|张贴日"), required=True)
    _day(post, "last", marked("期满日，默认计算得出"))
    post.add_argument("--place", type=text, required=True, help=marked("地点"))
    post.add_argument("--by", default="", help=marked("help|张贴人，默认登记人"))
    down = _on(verb, "down", marked("登记揭下结果公示"), down_)
    down.add_argument("--by", type=text, required=True, help=marked("help|揭下人"))
    complain = _on(verb, "complain", marked("help|登记举报"), complain_)
    complain.add_argument("--about", required=True, choices=[one.value for one in ComplaintAbout])
    complain.add_argument("--says", type=text, required=True, help=marked("help|内容"))
    complain.add_argument("--candidate", default="", metavar="NUMBER")
    _day(complain, "on", marked("收到日期，默认今天"))
    settle = _on(verb, "complaint", marked("登记举报核查、办结、报告"), complaint_)
    settle.add_argument("complaint", metavar="COMPLAINT")
    for parser in (complain, settle):
        parser.add_argument("--handler", choices=[one.value for one in _HANDLERS], help=marked("help|核查单位"))
    settle.add_argument("--finding", type=text, help=marked("help|核查结果"))
    settle.add_argument("--upheld", action="store_true", help=marked("help|属实"))
    _day(settle, "settled-on", marked("help|办结日期"))
    _day(settle, "reported-on", marked("help|报市人社局日期"))
    hold = _on(verb, "hold", marked("得票通过但不列入通过人员"), hold_)
    hold.add_argument("--reason", type=text, required=True)
    back = _on(verb, "pass", marked("撤销不列入"), pass_)
    annul = _on(verb, "annul", marked("撤销结果并记入失信记录"), annul_)
    annul.add_argument("--conduct", type=text, required=True, help=marked("help|失信行为"))
    annul.add_argument("--decided-by", type=text, required=True, help=marked("help|认定部门和文号"))
    for parser in (hold, back, annul):
        parser.add_argument("number", metavar="NUMBER")
    _on(verb, "batches", marked("报送确认的批次"), batches_)
    batch = _on(verb, "batch", marked("help|登记报送和确认"), batch_)
    batch.add_argument("batch", type=int, metavar="BATCH")
    batch.add_argument("--document", action="append", choices=[one.value for one in ResultDocument],
                       help=marked("已备的材料，可重复"))  # fmt: skip
    for name, what in (("uploaded-on", marked("上传日期")), ("sent-on", marked("help|报送日期")),
                       ("confirmed-on", marked("help|确认日期"))):  # fmt: skip
        _day(batch, name, what)
    batch.add_argument("--sent-to", choices=[one.value for one in Desk], help=marked("报送部门"))
    batch.add_argument("--in-system", action="store_true", help=marked("help|已在系统备案"))
    batch.add_argument("--confirmed-by", type=text, help=marked("help|确认部门"))
    batch.add_argument("--number", type=text, help=marked("help|确认文号"))


def scheme_(call: Call) -> Answer:
    """Record what is told, write the Word file where asked, and say what the rules say; exit 1 when it is lacking."""
    args = call.args
    with opened(call) as session:
        kept = meetings.get(session, args.meeting)
        told = {name: getattr(args, name) for name in ("procedure", "measures", "filed_on", "filed_with")}
        if args.usual:
            told["procedure"] = told["procedure"] or kept.scheme.procedure or scheme.PROCEDURE
            told["measures"] = told["measures"] or kept.scheme.measures or scheme.MEASURES
        given = {name: value for name, value in told.items() if value is not None}
        if given:
            changed = msgspec.structs.replace(kept, scheme=msgspec.structs.replace(kept.scheme, **given))
            meetings.change(session, changed)
        if args.word:
            meeting_papers.save(session, args.meeting, Document.REVIEW_SCHEME, args.word, Progress())
        found = scheme.findings(session, meetings.seen(session, args.meeting))
    return _findings(call, found, {})


def _findings(call: Call, found: tuple[Finding, ...], data: dict[str, Any]) -> Answer:
    said = [{"rule": f.rule, "verdict": f.verdict.value, "says": f.says.zh} for f in found]
    stopped = any(f.verdict in (Verdict.BLOCK, Verdict.TODO) for f in found)
    return Answer(data | {"findings": said}, finding_lines(call, found), Exit.NO if stopped else Exit.DONE)


def paper_(call: Call) -> Answer:
    """Write one paper."""
    args, document = call.args, Document(call.args.which)
    return put(
        call,
        document,
        lambda session, where: meeting_papers.save(session, args.meeting, document, where, Progress(), args.batch),
    )


def opinion_(call: Call) -> Answer:
    """Write what is told beside what was written."""
    args = call.args
    told = {name: getattr(args, name) for name in ("peer", "defence", "committee", "remark")}
    with opened(call) as session:
        before = results.opinion(session, args.meeting, args.number)
        given = {name: value for name, value in told.items() if value is not None}
        results.write_opinion(session, msgspec.structs.replace(before, **given))
    return Answer({"candidate": args.number}, [call.say("已登记。")])


def entries_(call: Call) -> Answer:
    """Write what is to be printed onto the original, and say onto which pages."""
    args, document = call.args, Document(call.args.form)
    with opened(call) as session:
        pages, answer = put_from(
            call,
            session,
            document,
            lambda at, where: form_entries.save(at, args.meeting, args.number, document, where, Progress()),
        )
    which = call.say("、").join(map(str, pages))
    said = call.say("套印在原件第 {which} 页", which=which)
    return Answer({**answer.data, "entered": list(pages)}, [*answer.lines, said])


def results_(call: Call) -> Answer:
    """Who passed; exit 1 when the city's number is exceeded."""
    with opened(call) as session:
        found = results.outcomes(session, meetings.seen(session, call.args.meeting))
        said = confirming.teachers(session, found)
    lines, data = [], []
    for one in found:
        state = (
            call.say("meeting_results|未表决") if one.line is None
            else call.say("通过") if one.passed
            else call.say("不列入") if one.held else call.say("未通过")
        )  # fmt: skip
        number = one.applicant.seat.number
        voters = one.vote.voters(number) if one.vote else 0
        votes = f"{one.line.yes}/{voters}" if one.line else ""
        lines.append(f"{number}　{one.applicant.name}　{votes}　{state}")
        data.append(
            {"number": number, "yes": one.line.yes if one.line else None, "voters": voters, "passed": one.passed}
        )
    answer = _findings(call, said, {"results": data})
    return Answer(answer.data, [*lines, *answer.lines], answer.code)


def _recorded(call: Call, found: KeptResult) -> Answer:
    data = {
        "notice_first": found.notice_first.isoformat() if found.notice_first else None,
        "notice_last": found.notice_last.isoformat() if found.notice_last else None,
        "notice_posted_by": found.notice_posted_by,
        "notice_down_on": found.notice_down_on.isoformat() if found.notice_down_on else None,
        "notice_down_by": found.notice_down_by,
        "complaints": [one.number for one in found.complaints],
        "late_complaints": [one.number for one in found.complaints if found.late(one)],
        "held_back": [one.candidate for one in found.held_back],
    }
    span = f"{found.notice_first}—{found.notice_last}" if found.notice_first else call.say("未公示")
    sizes = call.say(
        "公示 {span}　举报 {complaints} 件　不列入 {held_back} 人",
        span=span,
        complaints=len(found.complaints),
        held_back=len(found.held_back),
    )
    late = [one.number for one in found.complaints if found.late(one)]
    told = [call.say("公示期满后收到：{numbers}", numbers=call.say("、").join(late))] if late else []
    return Answer(data, [sizes, *told])


def end_(call: Call) -> Answer:
    """The meeting is over."""
    with opened(call) as session:
        return _recorded(call, results.close(session, call.args.meeting, call.args.on))


def post_(call: Call) -> Answer:
    """The notice of results."""
    args = call.args
    with opened(call) as session:
        return _recorded(call, results.post(session, args.meeting, args.first, args.place, args.last, args.by))


def down_(call: Call) -> Answer:
    """The notice of results is taken down today."""
    with opened(call) as session:
        return _recorded(call, results.take_down(session, call.args.meeting, call.args.by))


def complain_(call: Call) -> Answer:
    """Record a complaint."""
    args = call.args
    with opened(call) as session:
        told = KeptComplaint(
            number="J",
            received_on=args.on or session.today(),
            about=ComplaintAbout(args.about),
            candidate=args.candidate,
            says=args.says,
            handler=Desk(args.handler) if args.handler else None,
        )
        return _recorded(call, results.complain(session, args.meeting, told))


def complaint_(call: Call) -> Answer:
    """What becomes of a complaint."""
    args = call.args
    told = {name: getattr(args, name) for name in ("finding", "settled_on", "reported_on")}
    if args.handler:
        told["handler"] = Desk(args.handler)
    if args.upheld:
        told["upheld"] = True
    given = {name: value for name, value in told.items() if value is not None}
    with opened(call) as session:
        before = results.complaint(session, args.meeting, args.complaint)
        return _recorded(
            call, results.change_complaint(session, args.meeting, msgspec.structs.replace(before, **given))
        )


def hold_(call: Call) -> Answer:
    """Keep somebody out of those who pass."""
    args = call.args
    with opened(call) as session:
        return _recorded(call, results.hold_back(session, args.meeting, args.number, args.reason))


def pass_(call: Call) -> Answer:
    """Take that back."""
    with opened(call) as session:
        return _recorded(call, results.let_pass(session, call.args.meeting, call.args.number))


def annul_(call: Call) -> Answer:
    """Annul a result and enter it in the register."""
    args = call.args
    with opened(call) as session:
        return _recorded(call, results.annul(session, args.meeting, args.number, args.conduct, args.decided_by))


def batches_(call: Call) -> Answer:
    """Each batch with who confirms it, by when, and what stands in the way; exit 1 when something does."""
    with opened(call) as session:
        found = confirming.batches(session, meetings.seen(session, call.args.meeting))
    return _batches(call, found)


def _batches(call: Call, found: tuple[Batch, ...]) -> Answer:
    lines, data = [], []
    for one in found:
        who = one.authority
        level = words.word(one.confirmation.level, call.speech.language) if one.confirmation.level else ""
        due = one.due.isoformat() if one.due else ""
        confirmer = call.said(who.confirmed_by) if who else call.say("meeting_results|通知没有写明")
        lines.append(
            call.say(
                "第 {number} 批　{level}　{passed} 人　确认：{confirmer}　最晚 {due}",
                number=one.number,
                level=level,
                passed=len(one.passed),
                confirmer=confirmer,
                due=due,
            )
        )
        lines += finding_lines(call, tuple(f for f in one.findings if f.verdict is not Verdict.PASS))
        data.append(
            {
                "batch": one.number,
                "passed": len(one.passed),
                "due": due,
                "rule": who.rule if who else None,
                "confirmed_by": who.confirmed_by.zh if who else None,
                "findings": [{"rule": f.rule, "verdict": f.verdict.value} for f in one.findings],
            }
        )
    stopped = any(f.verdict in (Verdict.BLOCK, Verdict.TODO) for one in found for f in one.findings)
    return Answer({"batches": data}, lines, Exit.NO if stopped else Exit.DONE)


def batch_(call: Call) -> Answer:
    """Record what was sent for one batch, or its answer."""
    args = call.args
    told = {name: getattr(args, name) for name in ("uploaded_on", "sent_on", "confirmed_on", "confirmed_by", "number")}
    if args.document:
        told["documents"] = tuple(ResultDocument(one) for one in dict.fromkeys(args.document))
    if args.sent_to:
        told["sent_to"] = Desk(args.sent_to)
    if args.in_system:
        told["recorded_in_system"] = True
    given = {name: value for name, value in told.items() if value is not None}
    with opened(call) as session:
        at = meetings.seen(session, args.meeting)
        known = next((one.confirmation for one in confirming.batches(session, at) if one.number == args.batch), None)
        changed = msgspec.structs.replace(known, **given) if known else None
        confirming.record(session, args.meeting, args.batch, changed or Confirmation())
        found = confirming.batches(session, meetings.seen(session, args.meeting))
    return _batches(call, found)
