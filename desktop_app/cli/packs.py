"""The verbs of a policy keeper: policy new, policy diff, policy calendar."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, place
from desktop_app.desk import packs, words
from desktop_app.desk.packs import CalendarDay


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family of policy verbs."""
    what = "名称或文件夹 / name or folder"
    verb = family.add_parser("new", parents=[common], help="由现有规则包起草新年度的规则包 / start next year's pack")
    verb.add_argument("--from", dest="source", default="hohhot-2026", metavar="PACK", help=what)
    verb.add_argument("--year", type=_year, required=True)
    verb.add_argument("--out", type=place, required=True, metavar="DIR")
    verb.set_defaults(act=new)
    verb = family.add_parser("calendar", parents=[common], help="全年各关键日期 / every day of the year that matters")
    verb.add_argument("pack", nargs="?", default="hohhot-2026", metavar="PACK", help=what)
    verb.set_defaults(act=calendar)
    verb = family.add_parser("diff", parents=[common], help="两个规则包有何不同 / what is different between two packs")
    verb.add_argument("old", metavar="OLD", help=what)
    verb.add_argument("new", metavar="NEW")
    verb.set_defaults(act=diff)


def _year(typed: str) -> int:
    year = int(typed)
    if not 2000 <= year <= 2100:
        raise ValueError(typed)
    return year


def new(call: Call) -> Answer:
    """Start next year's pack; every date must then be compared with the notice."""
    made = packs.start(call.args.source, call.args.year, call.args.out)
    lines = [
        call.say(
            f"已写出 {call.args.out}（{made.id}）。各日期只是顺延一年，请逐一对照新年度的通知。",
            f"Wrote {call.args.out} ({made.id}). Its dates only stand a year on: compare each with the new notice.",
        )
    ]
    if made.year not in made.calendar.years:
        lines.append(
            call.say(
                f"还没有 {made.year} 年的工作日表，公布后请补入 workdays.toml。",
                f"There is no table of workdays for {made.year} yet: add it to workdays.toml when it is announced.",
            )
        )
    return Answer({"pack": made.id, "out": str(call.args.out), "workdays": made.year in made.calendar.years}, lines)


def diff(call: Call) -> Answer:
    """What changed, part by part."""
    found = packs.differences(call.args.old, call.args.new)
    lines = []
    for each in found:
        lines.append(f"{call.say(each.part.zh, each.part.en)} {each.id}　{each.clause}")
        lines.append("  - " + call.say(each.before.zh, each.before.en))
        lines.append("  + " + call.say(each.after.zh, each.after.en))
    lines.append(call.say(f"共 {len(found)} 处不同。", f"{len(found)} difference(s)."))
    return Answer({"differences": msgspec.to_builtins(found)}, lines)


def calendar(call: Call) -> Answer:
    """The year's days in their order, and what is not settled yet."""
    found = packs.calendar(call.args.pack)
    lines = [_day_line(call, each) for each in found.days]
    lines += [
        f"{call.say('待定', 'not settled')}　{each.clause}　{call.say(each.words.zh, each.words.en)}"
        for each in found.unsettled
    ]
    if not found.workdays_known:
        lines.append(
            call.say(
                f"{found.year} 年没有工作日表：最后工作日和最迟公示日无法计算，请在放假通知公布后补入 workdays.toml。",
                f"There is no table of workdays for {found.year}: last workdays and posting days cannot be worked out; "
                "add it to workdays.toml when it is announced.",
            )
        )
    return Answer(msgspec.to_builtins(found), lines)


def _day_line(call: Call, each: CalendarDay) -> str:
    span = f"{each.day}–{each.until:%m-%d}" if each.until else each.day.isoformat()
    parts = [span, words.word(each.kind, call.speech.language), call.say(each.words.zh, each.words.en)]
    if each.last_workday and each.last_workday != each.day:
        parts.append(call.say(f"最后一个工作日 {each.last_workday}", f"last workday {each.last_workday}"))
    return "　".join([*parts, f"[{each.clause}]"])
