"""The verbs on a review meeting before its votes: applicants, groups, recusals, attendance, what the rules say."""

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import msgspec

from desktop_app.cli import meeting_results, readings
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.committees import finding_lines
from desktop_app.cli.verbs import Call, on_vault, opened, text
from desktop_app.core.catalogue import marked
from desktop_app.desk import meeting_groups, meetings
from desktop_app.desk.meetings import Seen
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.meetings import KeptMeeting
from desktop_app.domain.review_meeting import Tie


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("meeting", parents=[common], help=marked("help|评审会")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    _begin(verb)
    _people(verb)
    meeting_results.add(verb)
    readings.add(verb)


def _begin(verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb("list", marked("列出评审会"), list_)
    new = verb("new", marked("登记评审会"), new_)
    new.add_argument("committee", metavar="COMMITTEE")
    new.add_argument("--title", default="", help=marked("会议名称，默认取评委会名称"))
    told = verb("set", marked("变更会议登记"), set_)
    told.add_argument("--title", type=text, help=marked("help|会议名称"))
    told.add_argument("--place", type=text, help=marked("help|地点"))
    for name, what in (("held-on", marked("help|开始日期")), ("ends-on", marked("help|结束日期"))):
        told.add_argument(f"--{name}", type=date.fromisoformat, metavar="2026-09-10", help=what)
    for parser in (
        told,
        verb("show", marked("查看评审会"), show_),
        verb("check", marked("核对分组、出席、回避"), check_),
        verb("offer", marked("可列入的申报"), offer_),
    ):
        _meeting(parser)


def _people(verb: Callable[..., argparse.ArgumentParser]) -> None:
    put = _meeting(verb("put", marked("help|列入申报人"), put_))
    put.add_argument("ids", nargs="*", metavar="APPLICATION", help=marked("默认全部可列入的"))
    off = _meeting(verb("withdraw", marked("撤下申报人"), withdraw_))
    off.add_argument("numbers", nargs="+", metavar="NUMBER")
    order = _meeting(verb("order", marked("排定评审顺序"), order_))
    order.add_argument("numbers", nargs="+", metavar="NUMBER")
    group = _meeting(verb("group", marked("设组；不列人员即撤组"), group_))
    group.add_argument("--name", type=text, required=True, help=marked("help|组名"))
    group.add_argument("--expert", action="append", default=[], metavar="NUMBER", help=marked("专家编号，可重复"))
    group.add_argument("--candidate", action="append", default=[], metavar="NUMBER", help=marked("申报人编号，可重复"))
    _meeting(verb("divide", marked("按应单独设组的情形分组"), divide_))
    recuse = _meeting(verb("recuse", marked("help|登记回避"), recuse_))
    recuse.add_argument("--expert", required=True, metavar="NUMBER")
    recuse.add_argument("--candidate", required=True, metavar="NUMBER")
    recuse.add_argument("--tie", choices=[one.value for one in Tie], help=marked("利害关系"))
    recuse.add_argument("--undo", action="store_true", help=marked("撤销误登"))
    attend = _meeting(verb("attend", marked("help|登记出席"), attend_))
    attend.add_argument("experts", nargs="*", metavar="NUMBER", help=marked("出席专家编号"))
    attend.add_argument("--all", action="store_true", help=marked("全体出席"))


def _meeting(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("meeting", metavar="MEETING")
    return parser


def standing(found: tuple[Finding, ...]) -> Exit:
    """1 when something stands in the way."""
    return Exit.NO if any(f.verdict in (Verdict.BLOCK, Verdict.TODO) for f in found) else Exit.DONE


def list_(call: Call) -> Answer:
    """One line a meeting."""
    with opened(call) as session:
        found = meetings.all_(session)
    lines = [f"{one.id}　{one.title}　{_sizes(call, one)}" for one in found]
    data = [{"meeting": one.id, "title": one.title, "committee": one.committee, "applicants": len(one.seats)}
            for one in found]  # fmt: skip
    return Answer({"meetings": data}, lines or [call.say("还没有登记评审会。")])


def _sizes(call: Call, kept: KeptMeeting) -> str:
    on = kept.held_on.isoformat() if kept.held_on else call.say("会期未定")
    seats, groups, present = len(kept.seats), len(kept.groups), len(kept.present)
    return call.say(
        "{on}　申报人 {seats}　分组 {groups}　出席 {present}", on=on, seats=seats, groups=groups, present=present
    )


def answered(call: Call, kept: KeptMeeting) -> Answer:
    """The meeting as it stands after an act."""
    data = {"meeting": kept.id, "applicants": len(kept.seats), "groups": len(kept.groups), "present": len(kept.present)}
    return Answer(data, [f"{kept.id}　{kept.title}　{_sizes(call, kept)}"])


def new_(call: Call) -> Answer:
    """Record a meeting."""
    with opened(call) as session:
        return answered(call, meetings.new(session, call.args.committee, call.args.title))


def set_(call: Call) -> Answer:
    """Change what is named."""
    args = call.args
    told = {name: getattr(args, name) for name in ("title", "place", "held_on", "ends_on")}
    with opened(call) as session:
        kept = meetings.get(session, args.meeting)
        changed = msgspec.structs.replace(kept, **{name: value for name, value in told.items() if value is not None})
        return answered(call, meetings.change(session, changed))


def show_(call: Call) -> Answer:
    """The meeting with its applicants; experts by number."""
    with opened(call) as session:
        at = meetings.seen(session, call.args.meeting)
        suggested = meeting_groups.suggested(at)
    kept = at.kept
    lines = [f"{kept.title}　{_sizes(call, kept)}"]
    lines += [_applicant_line(call, at, number) for number in (one.number for one in kept.seats)]
    joint = call.say("、")
    for group in kept.groups:
        lines.append(f"[{group.name}] {joint.join(group.experts)} → {joint.join(group.candidates)}")
    lines += [call.say("回避：{expert}→{candidate}", expert=one.expert, candidate=one.candidate)
              for one in kept.recusals]  # fmt: skip
    lines += [call.say("建议回避：{expert}→{candidate}", expert=one.expert, candidate=one.candidate)
              for one in suggested]  # fmt: skip
    plain: dict[str, Any] = msgspec.to_builtins(kept)
    plain["suggested"] = [{"expert": one.expert, "candidate": one.candidate,
                           "tie": one.tie.value if one.tie else None} for one in suggested]  # fmt: skip
    return Answer(plain, lines)


def _applicant_line(call: Call, at: Seen, number: str) -> str:
    one = at.of(number)
    newer = call.say("　申报已有新版本") if one.newer else ""
    return f"  {number}　{one.name}　{one.content.unit.name}　{one.content.filing.title}{newer}"


def check_(call: Call) -> Answer:
    """What the rules say; exit 1 when something stands in the way."""
    with opened(call) as session:
        found = meetings.findings(session, call.args.meeting)
    data = [{"rule": f.rule, "verdict": f.verdict.value, "says": f.says.zh} for f in found]
    return Answer({"findings": data}, finding_lines(call, found), standing(found))


def offer_(call: Call) -> Answer:
    """Filings accepted here, and what keeps each from this meeting."""
    with opened(call) as session:
        found = meetings.eligible(session, meetings.get(session, call.args.meeting).committee)
    lines = [
        f"{one.application}　{one.name}　{one.unit}　{one.title}"
        + (call.say("（{stands}）", stands=one.stands) if one.stands else "")
        for one in found
    ]
    data = [{"application": one.application, "name": one.name, "fits": one.stands is None} for one in found]
    return Answer({"offered": data}, lines or [call.say("没有可列入的申报。")])


def put_(call: Call) -> Answer:
    """Put filings before the meeting: those named, or all that can be."""
    with opened(call) as session:
        ids = call.args.ids
        if not ids:
            offered = meetings.eligible(session, meetings.get(session, call.args.meeting).committee)
            ids = [one.application for one in offered if one.stands is None]
        return answered(call, meetings.put_forward(session, call.args.meeting, ids))


def withdraw_(call: Call) -> Answer:
    """Take applicants off."""
    with opened(call) as session:
        return answered(call, meeting_groups.withdraw(session, call.args.meeting, call.args.numbers))


def order_(call: Call) -> Answer:
    """Settle the order."""
    with opened(call) as session:
        return answered(call, meeting_groups.order(session, call.args.meeting, call.args.numbers))


def group_(call: Call) -> Answer:
    """Set one group."""
    args = call.args
    with opened(call) as session:
        return answered(call, meeting_groups.group(session, args.meeting, args.name, args.expert, args.candidate))


def divide_(call: Call) -> Answer:
    """Make the groups that keep apart whom the notice sets apart."""
    with opened(call) as session:
        return answered(call, meeting_groups.divide(session, call.args.meeting))


def recuse_(call: Call) -> Answer:
    """Record a recusal, with the tie where there is one."""
    args = call.args
    with opened(call) as session:
        if args.undo:
            kept = meeting_groups.unrecuse(session, args.meeting, args.expert, args.candidate)
        elif args.tie:
            kept = meeting_groups.relate(session, args.meeting, args.expert, args.candidate, Tie(args.tie))
        else:
            kept = meeting_groups.recuse(session, args.meeting, args.expert, args.candidate)
        return answered(call, kept)


def attend_(call: Call) -> Answer:
    """Record who is present."""
    args = call.args
    with opened(call) as session:
        experts = [one.id for one in meetings.seen(session, args.meeting).members] if args.all else args.experts
        return answered(call, meeting_groups.attend(session, args.meeting, experts))
