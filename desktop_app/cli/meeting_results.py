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
    told = _on(verb, "scheme", "评审实施方案：登记、核对、导出 Word / the scheme of the review", scheme_)
    told.add_argument("--procedure", help="评审工作程序 / procedure")
    told.add_argument("--measures", help="工作措施 / measures")
    told.add_argument("--usual", action="store_true", help="空缺的两项用常用文字 / fill both with the usual text")
    _day(told, "filed-on", "备案日期 / filed on")
    told.add_argument("--filed-with", type=text, help="备案部门 / filed with")
    told.add_argument("--word", type=place, metavar="FILE.docx", help="导出供修改 / write it to be edited")
    paper = _on(verb, "paper", "会议文书 PDF / a paper of the meeting, as plain PDF", paper_)
    paper.add_argument("which", choices=_PAPERS)
    paper.add_argument("--batch", type=int, default=1, help="报送批次 / batch")
    with_outlet(paper, "FILE.pdf|.docx|.xlsx")
    said = _on(verb, "opinion", "登记评议和评审意见 / write an opinion", opinion_)
    entered = _on(verb, "entries", "在已签字的原件上套印 / print onto the signed original", entries_)
    entered.add_argument("form", choices=[one.value for one in form_entries.FORMS])
    with_outlet(entered)
    for parser in (said, entered):
        parser.add_argument("number", metavar="NUMBER")
    for name, what in (("peer", "评议组意见 / the peers"), ("defence", "答辩 / the defence"),
                       ("committee", "评审组织意见 / the committee"), ("remark", "备注 / remark")):  # fmt: skip
        said.add_argument(f"--{name}", help=what)


def _after(verb: Adder) -> None:
    _on(verb, "results", "评审结果 / who passed", results_)
    end = _on(verb, "end", "登记会议结束 / the meeting is over", end_)
    _day(end, "on", "结束日期 / ended on", required=True)
    post = _on(verb, "post", "登记结果公示 / the notice of results", post_)
    _day(post, "first", "张贴日 / posted on", required=True)
    _day(post, "last", "期满日，默认计算得出 / last day, computed unless told")
    post.add_argument("--place", type=text, required=True, help="地点 / where")
    complain = _on(verb, "complain", "登记举报 / record a complaint", complain_)
    complain.add_argument("--about", required=True, choices=[one.value for one in ComplaintAbout])
    complain.add_argument("--says", type=text, required=True, help="内容 / what is said")
    complain.add_argument("--candidate", default="", metavar="NUMBER")
    _day(complain, "on", "收到日期，默认今天 / received on")
    settle = _on(verb, "complaint", "登记举报核查、办结、报告 / what becomes of a complaint", complaint_)
    settle.add_argument("complaint", metavar="COMPLAINT")
    for parser in (complain, settle):
        parser.add_argument("--handler", choices=[one.value for one in _HANDLERS], help="核查单位 / who looks into it")
    settle.add_argument("--finding", type=text, help="核查结果 / what was found")
    settle.add_argument("--upheld", action="store_true", help="属实 / it is true")
    _day(settle, "settled-on", "办结日期 / settled on")
    _day(settle, "reported-on", "报市人社局日期 / told to the city office on")
    hold = _on(verb, "hold", "得票通过但不列入通过人员 / keep somebody out of those who pass", hold_)
    hold.add_argument("--reason", type=text, required=True)
    back = _on(verb, "pass", "撤销不列入 / take that back", pass_)
    annul = _on(verb, "annul", "撤销结果并记入失信记录 / annul a result and enter it in the register", annul_)
    annul.add_argument("--conduct", type=text, required=True, help="失信行为 / the conduct")
    annul.add_argument("--decided-by", type=text, required=True, help="认定部门和文号 / who decided it")
    for parser in (hold, back, annul):
        parser.add_argument("number", metavar="NUMBER")
    _on(verb, "batches", "报送确认的批次 / batches for confirmation", batches_)
    batch = _on(verb, "batch", "登记报送和确认 / what was sent, and the answer", batch_)
    batch.add_argument("batch", type=int, metavar="BATCH")
    batch.add_argument("--document", action="append", choices=[one.value for one in ResultDocument],
                       help="已备的材料，可重复 / a document that is ready")  # fmt: skip
    for name, what in (("uploaded-on", "上传日期 / uploaded on"), ("sent-on", "报送日期 / sent on"),
                       ("confirmed-on", "确认日期 / confirmed on")):  # fmt: skip
        _day(batch, name, what)
    batch.add_argument("--sent-to", choices=[one.value for one in Desk], help="报送部门 / sent to")
    batch.add_argument("--in-system", action="store_true", help="已在系统备案 / recorded in the system")
    batch.add_argument("--confirmed-by", type=text, help="确认部门 / confirmed by")
    batch.add_argument("--number", type=text, help="确认文号 / its number")


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
    return Answer({"candidate": args.number}, [call.say("已登记。", "Recorded.")])


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
    which = "、".join(map(str, pages))
    said = call.say(f"套印在原件第 {which} 页", f"for page {which} of the original")
    return Answer({**answer.data, "entered": list(pages)}, [*answer.lines, said])


def results_(call: Call) -> Answer:
    """Who passed; exit 1 when the city's number is exceeded."""
    with opened(call) as session:
        found = results.outcomes(session, meetings.seen(session, call.args.meeting))
        said = confirming.teachers(session, found)
    lines, data = [], []
    for one in found:
        state = (
            call.say("未表决", "no vote") if one.line is None
            else call.say("通过", "passed") if one.passed
            else call.say("不列入", "kept out") if one.held else call.say("未通过", "not carried")
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
        "complaints": [one.number for one in found.complaints],
        "held_back": [one.candidate for one in found.held_back],
    }
    span = f"{found.notice_first}—{found.notice_last}" if found.notice_first else call.say("未公示", "not posted")
    sizes = call.say(
        f"公示 {span}　举报 {len(found.complaints)} 件　不列入 {len(found.held_back)} 人",
        f"notice {span}, {len(found.complaints)} complaints, {len(found.held_back)} kept out",
    )
    return Answer(data, [sizes])


def end_(call: Call) -> Answer:
    """The meeting is over."""
    with opened(call) as session:
        return _recorded(call, results.close(session, call.args.meeting, call.args.on))


def post_(call: Call) -> Answer:
    """The notice of results."""
    args = call.args
    with opened(call) as session:
        return _recorded(call, results.post(session, args.meeting, args.first, args.place, args.last))


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
        confirmer = call.say(who.confirmed_by.zh, who.confirmed_by.en) if who else call.say("通知没有写明", "not said")
        lines.append(
            call.say(
                f"第 {one.number} 批　{level}　{len(one.passed)} 人　确认：{confirmer}　最晚 {due}",
                f"Batch {one.number}: {level}, {len(one.passed)}, confirmed by {confirmer}, due by {due}",
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
