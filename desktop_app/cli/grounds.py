"""The verb that says what a person could file for next: every ground and level above the present title."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer
from desktop_app.cli.policy import asked_day
from desktop_app.cli.verbs import Call, place
from desktop_app.core.catalogue import marked
from desktop_app.desk import open_file, words
from desktop_app.desk.open_file import Ground, Openness


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    verb = verbs.add_parser("grounds", parents=[common], help=marked("还能申报什么：各层级、各申报类型"))
    verb.add_argument("application", type=place, metavar="APPLICATION.json")
    verb.add_argument("--on", metavar="DATE", help=marked("按哪一天检查（年-月-日）"))
    verb.add_argument("--policy", type=place, metavar="DIR")
    verb.set_defaults(act=grounds)


def grounds(call: Call) -> Answer:
    """One line for each ground and level, and under it what keeps it from being open."""
    opened = open_file.read(call.args.application, call.args.policy)
    day = asked_day(call)
    found = opened.grounds(day)
    lines = [line for ground in found for line in _lines(call, ground)]
    if not found:
        lines = [call.say("已是最高层级，没有更高的可以申报。")]
    else:
        lines.append(call.say("“没有障碍”只指本通知；各系列自己的评审条件另须符合。"))
    data = {
        "on": day.isoformat(),
        "policy": opened.pack_version,
        "grounds": [_data(ground) for ground in found],
    }
    return Answer(data, lines)


def _data(ground: Ground) -> dict[str, Any]:
    return {
        "path": ground.path.value,
        "level": ground.level.value,
        "title": ground.title,
        "standing": ground.standing.value,
        "ruled": ground.ruled,
        "granted": msgspec.to_builtins(ground.granted),
        "reasons": msgspec.to_builtins(ground.reasons),
        "window": msgspec.to_builtins(ground.window),
        "due": ground.due.isoformat() if ground.due else None,
    }


def _lines(call: Call, ground: Ground) -> list[str]:
    speech = call.speech.language
    parts = [
        f"[{words.word(ground.standing, speech)}] {words.word(ground.level, speech)}",
        words.word(ground.path, speech),
        ground.title,
    ]
    if ground.standing is not Openness.CLOSED:
        parts += _days(call, ground)
    lines = ["　".join(part for part in parts if part)]
    if not ground.ruled:
        lines.append("    " + call.say("本通知没有写明这一层级按此类型申报的条件，须由人社部门认定。"))
    if ground.granted is not None:
        one = ground.granted
        says = call.say("{says}{mend}", says=one.says, mend=one.mend)
        lines.append(f"    {one.rule} {one.clause}  {says}")
    lines += [f"    {one.rule} {one.clause}  {call.said(one.says)}" for one in ground.reasons]
    return lines


def _days(call: Call, ground: Ground) -> list[str]:
    days = []
    if ground.window is not None:
        first, last = ground.window.first, ground.window.last
        days.append(call.say("申报期 {first} 至 {last}", first=first, last=last))
    if ground.due is not None:
        days.append(call.say("{due} 前送达", due=ground.due))
    return days
