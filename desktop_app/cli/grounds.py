"""The verb that says what a person could file for next: every ground and level above the present title."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer
from desktop_app.cli.policy import asked_day
from desktop_app.cli.verbs import Call, place
from desktop_app.desk import open_file, words
from desktop_app.desk.open_file import Ground, Openness


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    verb = verbs.add_parser(
        "grounds", parents=[common], help="还能申报什么：各层级、各申报类型 / what could be filed for, on which grounds"
    )
    verb.add_argument("application", type=place, metavar="APPLICATION.json")
    verb.add_argument("--on", metavar="DATE", help="按哪一天检查（年-月-日）/ on which day")
    verb.add_argument("--policy", type=place, metavar="DIR")
    verb.set_defaults(act=grounds)


def grounds(call: Call) -> Answer:
    """One line for each ground and level, and under it what keeps it from being open."""
    opened = open_file.read(call.args.application, call.args.policy)
    day = asked_day(call)
    found = opened.grounds(day)
    lines = [line for ground in found for line in _lines(call, ground)]
    if not found:
        lines = [call.say("已是最高层级，没有更高的可以申报。", "The highest level is held; there is none above it.")]
    else:
        lines.append(
            call.say(
                "“没有障碍”只指本通知；各系列自己的评审条件另须符合。",
                "“Nothing against it” speaks of this notice; the conditions of the series apply besides.",
            )
        )
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
        lines.append(
            "    "
            + call.say(
                "本通知没有写明这一层级按此类型申报的条件，须由人社部门认定。",
                "This notice has no conditions for this ground at this level; the personnel office has to say.",
            )
        )
    if ground.granted is not None:
        one = ground.granted
        says = call.say(f"{one.says.zh}{one.mend.zh}", f"{one.says.en} {one.mend.en}")
        lines.append(f"    {one.rule} {one.clause}  {says}")
    lines += [f"    {one.rule} {one.clause}  {call.say(one.says.zh, one.says.en)}" for one in ground.reasons]
    return lines


def _days(call: Call, ground: Ground) -> list[str]:
    days = []
    if ground.window is not None:
        first, last = ground.window.first, ground.window.last
        days.append(call.say(f"申报期 {first} 至 {last}", f"filing from {first} to {last}"))
    if ground.due is not None:
        days.append(call.say(f"{ground.due} 前送达", f"due {ground.due}"))
    return days
