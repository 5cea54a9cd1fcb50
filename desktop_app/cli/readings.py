"""The verbs on papers that experts read at a meeting: given out, taken back, the list of one expert."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, opened
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.progress import Progress
from desktop_app.desk import readings
from desktop_app.domain.copies import Document
from desktop_app.domain.meetings import KeptReading


def add(verb: Callable[..., argparse.ArgumentParser]) -> None:
    """Add these verbs to the family of the meeting."""
    listed = verb("papers", marked("评审材料发放情况"), papers_)
    give = verb("give", marked("发放评审材料"), give_)
    back = verb("back", marked("收回评审材料"), back_)
    printed = verb("paper-list", marked("一名评委的发放收回清单"), list_)
    for parser in (listed, give, back, printed):
        parser.add_argument("meeting", metavar="MEETING")
    give.add_argument("--candidate", required=True, metavar="NUMBER", help=marked("申报人编号"))
    give.add_argument("--due", type=date.fromisoformat, metavar="2026-09-12", help=marked("归还日期，默认会议结束"))
    give.add_argument("copies", nargs="+", metavar="COPY", help=marked("help|材料份号"))
    back.add_argument("copies", nargs="*", metavar="COPY", help=marked("默认该评委的全部"))
    listed.add_argument("--expert", default="", metavar="NUMBER", help=marked("专家编号"))
    for parser in (give, back, printed):
        parser.add_argument("--expert", required=True, metavar="NUMBER", help=marked("专家编号"))
    with_outlet(printed, "FILE.pdf|.docx|.xlsx")


def _answer(call: Call, found: list[KeptReading]) -> Answer:
    data: list[dict[str, Any]] = [
        {
            "expert": one.expert,
            "candidate": one.candidate,
            "copy": one.number,
            "out": one.out,
            "registered": bool(one.copy),
        }
        for one in found
    ]
    lines = [
        f"{one.expert}　{one.candidate}　{one.number}　{minute(one.given_at)}　"
        + (minute(one.back_at) if one.back_at else call.say("未收回"))
        for one in found
    ]
    return Answer({"papers": data}, lines or [call.say("没有发放材料。")])


def papers_(call: Call) -> Answer:
    """What was given out."""
    with opened(call) as session:
        return _answer(call, readings.all_(session, call.args.meeting, call.args.expert))


def give_(call: Call) -> Answer:
    """Give papers of one applicant to one expert."""
    args = call.args
    with opened(call) as session:
        return _answer(call, readings.give(session, args.meeting, args.expert, args.candidate, args.copies, args.due))


def back_(call: Call) -> Answer:
    """Take papers back."""
    args = call.args
    with opened(call) as session:
        out = [one for one in readings.all_(session, args.meeting, args.expert) if one.out]
        ids = [one.id for one in out if not args.copies or one.number in args.copies]
        missing = set(args.copies) - {one.number for one in out}
        return _answer(call, readings.back(session, args.meeting, [*ids, *missing]))


def list_(call: Call) -> Answer:
    """Write the list of one expert."""
    meeting, expert = call.args.meeting, call.args.expert
    return put(
        call,
        Document.READING_LIST,
        lambda session, where: readings.save(session, meeting, expert, where, Progress()),
    )
