"""The verbs on the votes of a review meeting: opened, sheets, counted by two people, settled, set aside."""

import argparse
from functools import partial
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.committees import finding_lines
from desktop_app.cli.grammar import wrong
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened, text
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import counting, votes, words
from desktop_app.desk.counting import CountView, Found
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Verdict
from desktop_app.domain.meetings import KeptVote, Stage, Tally, TallyLine, VoidCause


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("vote", parents=[common], help=marked("评审会表决")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", marked("列出表决"), list_).add_argument("meeting", metavar="MEETING")
    new = verb("open", marked("开始一次表决"), open_)
    new.add_argument("meeting", metavar="MEETING")
    new.add_argument("--group", default="", metavar="NAME", help=marked("评议组名，不写即评委会表决"))
    new.add_argument("--candidate", action="append", default=[], metavar="NUMBER", help=marked("默认全部未表决的"))
    sheets = verb("ballots", marked("表决票 PDF"), ballots_)
    with_outlet(sheets)
    sheets.add_argument("--by-number", action="store_true", help=marked("不印姓名和单位"))
    count = verb("count", marked("登记本人的计票"), count_)
    settle = verb("settle", marked("核定不一致的计票"), settle_)
    settle.add_argument("--how", type=text, required=True, help=marked("help|核定经过"))
    for parser in (count, settle):
        parser.add_argument("--returned", type=_sheets, required=True, help=marked("help|收回票数"))
        parser.add_argument("--proxies", type=_sheets, default=0, help=marked("help|委托的票"))
        parser.add_argument("--late", type=_sheets, default=0, help=marked("help|补投的票"))
        parser.add_argument("--line", action="append", default=[], metavar="NUMBER:YES:NO:ABSTAINED:INVALID",
                            help=marked("每人一行：编号:同意:反对:弃权:废票"))  # fmt: skip
    void = verb("void", marked("help|表决作废"), void_)
    void.add_argument("--cause", required=True, choices=[one.value for one in VoidCause])
    void.add_argument("--reason", type=text, required=True, help=marked("help|说明"))
    for parser in (sheets, count, settle, void, verb("show", marked("查看表决"), show_)):
        parser.add_argument("vote", metavar="VOTE")


def _sheets(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        raise ValueError(typed)
    return int(typed)


def _found(call: Call) -> Found:
    args = call.args
    return Found(args.returned, [_line(one) for one in args.line], args.proxies, args.late)


def _line(typed: str) -> TallyLine:
    number, *figures = typed.split(":")
    if len(figures) != 4 or not all(one.isascii() and one.isdigit() and len(one) < 5 for one in figures):
        raise wrong("“{typed}”不是 编号:同意:反对:弃权:废票", typed=typed)
    yes, no, abstained, invalid = (int(one) for one in figures)
    return TallyLine(candidate=number, yes=yes, no=no, abstained=abstained, invalid=invalid)


def list_(call: Call) -> Answer:
    """One line a vote."""
    with opened(call) as session:
        found = votes.all_(session, call.args.meeting)
    data = [_data(one) for one in found]
    return Answer({"votes": data}, [_told(call, one) for one in found] or [call.say("还没有表决。")])


def _data(vote: KeptVote) -> dict[str, Any]:
    return {
        "vote": vote.id,
        "stage": vote.stage.value,
        "group": vote.group,
        "round": vote.round,
        "sheets": len(vote.codes),
        "candidates": [one.candidate for one in vote.entitled],
        "state": "void" if vote.void else "settled" if vote.agreed else "open",
    }


def _told(call: Call, vote: KeptVote) -> str:
    what = words.word(vote.stage, call.speech.language)
    state = (
        words.word(vote.void, call.speech.language) if vote.void
        else call.say("已核定") if vote.agreed else call.say("待计票")
    )  # fmt: skip
    sheets, people = len(vote.codes), len(vote.entitled)
    sizes = call.say("第 {round} 次　{sheets} 票　{people} 人", round=vote.round, sheets=sheets, people=people)
    return f"{vote.id}　{what}{vote.group}　{sizes}　{state}"


def open_(call: Call) -> Answer:
    """Open a vote of a group, or of the committee."""
    args = call.args
    with opened(call) as session:
        stage = Stage.GROUP if args.group else Stage.COMMITTEE
        made = votes.open_(session, args.meeting, stage, args.group, args.candidate)
    return Answer(_data(made), [_told(call, made)])


def ballots_(call: Call) -> Answer:
    """Write the sheets."""
    vote, by_number = call.args.vote, call.args.by_number
    return put(
        call,
        Document.BALLOT,
        lambda session, where: votes.save_ballots(session, vote, where, Progress(), by_number=by_number),
    )


def count_(call: Call) -> Answer:
    """Enter the own count; exit 1 when it differs from the other's."""
    with opened(call) as session:
        return _counted(call, counting.enter(session, call.args.vote, _found(call)))


def _counted(call: Call, seen: CountView) -> Answer:
    data = _data(seen.vote) | {"counted": seen.waiting, "differing": list(seen.differing)}
    if seen.differing and seen.vote.open:
        which = call.say("、").join(one or call.say("票数") for one in seen.differing)
        lines = [call.say("两次计票不一致：{which}", which=which)]
        lines += [_tally(call, one) for one in (*([seen.own] if seen.own else []), *seen.others)]
        return Answer(data, lines, Exit.NO)
    said = call.say("两次计票一致，结果已确定。") if seen.vote.agreed else call.say("已登记，等待另一人计票。")
    return Answer(data, [said])


def _tally(call: Call, one: Tally) -> str:
    rows = "　".join(f"{row.candidate}:{row.yes}:{row.no}:{row.abstained}:{row.invalid}" for row in one.lines)
    return call.say("{by} 收回 {returned} 张　{rows}", by=one.by, returned=one.returned, rows=rows)


def settle_(call: Call) -> Answer:
    """Settle two counts that differ."""
    with opened(call) as session:
        made = counting.settle(session, call.args.vote, _found(call), call.args.how)
    return Answer(_data(made), [_told(call, made)])


def void_(call: Call) -> Answer:
    """Set a vote aside."""
    args = call.args
    with opened(call) as session:
        made = votes.void(session, args.vote, VoidCause(args.cause), args.reason)
    return Answer(_data(made), [_told(call, made)])


def show_(call: Call) -> Answer:
    """One vote; its figures to whoever has counted, and to all once it is settled. Exit 1 when a rule is broken."""
    with opened(call) as session:
        seen = counting.view(session, call.args.vote)
        said = votes.findings(session, seen.vote)
    standing = tuple(one for one in said if one.verdict is not Verdict.PASS)
    agreed = seen.vote.agreed
    counts = [agreed] if agreed else [*([seen.own] if seen.own else []), *seen.others]
    lines = [_told(call, seen.vote), *(_tally(call, one) for one in counts), *finding_lines(call, standing)]
    data = _data(seen.vote) | {
        "counted": seen.waiting,
        "codes": list(seen.vote.codes),
        "lines": [
            {"candidate": r.candidate, "yes": r.yes, "no": r.no, "abstained": r.abstained, "invalid": r.invalid}
            for r in (agreed.lines if agreed else ())
        ],
        "findings": [{"rule": f.rule, "verdict": f.verdict.value, "says": f.says.zh} for f in said],
    }
    return Answer(data, lines, Exit.NO if any(one.verdict is Verdict.BLOCK for one in standing) else Exit.DONE)
