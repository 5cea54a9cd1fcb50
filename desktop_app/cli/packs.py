"""The verbs of a policy keeper: policy new, policy diff, policy calendar."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.kept_packs import difference_lines
from desktop_app.cli.verbs import Call, opened, place, with_name, with_passphrase
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import packs, wall_sheet, words
from desktop_app.desk.packs import SHIPPED, CalendarDay, Pack


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family of policy verbs."""
    what = marked("名称或文件夹")
    verb = family.add_parser("new", parents=[common], help=marked("由现有政策包起草新年度的政策包"))
    verb.add_argument("--from", dest="source", default=SHIPPED, metavar="PACK", help=what)
    verb.add_argument("--year", type=_year_number, required=True)
    verb.add_argument("--out", type=place, metavar="DIR", help=marked("默认：当前文件夹下，以新包命名"))
    verb.set_defaults(act=new)
    verb = family.add_parser("calendar", parents=[common], help=marked("help|全年各关键日期"))
    verb.add_argument("pack", nargs="?", metavar="PACK", help=what)
    verb.add_argument(
        "--vault",
        type=place,
        metavar="DIR",
        help=marked("按保险库的设定和导入的工作日表"),
    )
    verb.add_argument("--pdf", type=place, metavar="OUT", help=marked("另存为可张贴的 A3 日程"))
    with_passphrase(verb)
    with_name(verb)
    verb.set_defaults(act=calendar)
    verb = family.add_parser("diff", parents=[common], help=marked("两个政策包有何不同"))
    verb.add_argument("old", metavar="OLD", help=what)
    verb.add_argument("new", metavar="NEW")
    verb.set_defaults(act=diff)


def _year_number(typed: str) -> int:
    year = int(typed)
    if not 2000 <= year <= 2100:
        raise ValueError(typed)
    return year


def new(call: Call) -> Answer:
    """Start next year's pack; every date must then be compared with the notice."""
    made, out = packs.start(call.args.source, call.args.year, call.args.out)
    lines = [
        call.say("已写出 {out}（{made_id}）。各日期只是顺延一年，请逐一对照新年度的通知。", out=out, made_id=made.id)
    ]
    if made.year not in made.calendar.years:
        lines.append(call.say("还没有 {year} 年的工作日表，公布后请补入 workdays.toml。", year=made.year))
    return Answer({"pack": made.id, "out": str(out), "workdays": made.year in made.calendar.years}, lines)


def diff(call: Call) -> Answer:
    """What changed, part by part."""
    found = packs.differences(call.args.old, call.args.new)
    lines = difference_lines(call, found)
    return Answer({"differences": msgspec.to_builtins(found)}, lines)


def calendar(call: Call) -> Answer:
    """The year's days in their order, and what is not settled yet."""
    pack, office = _asked(call)
    found = packs.calendar(pack)
    lines = [_day_line(call, each) for each in found.days]
    lines += [f"{call.say('待定')}　{each.clause}　{call.said(each.words)}" for each in found.unsettled]
    if not found.workdays_known:
        lines.append(
            call.say(
                "{year} 年没有工作日表：最后工作日和最迟公示日无法计算。放假通知公布后，请用 fengjuan "
                "policy workdays import 导入，或补入政策包的 workdays.toml。",
                year=found.year,
            )
        )
    if found.differing:
        days = call.say("、").join(str(day) for day in found.differing)
        lines.append(
            call.say("导入的 {year} 年工作日表与政策包自带的不同，按导入的计算：{days}", year=found.year, days=days)
        )
    if call.args.pdf is not None:
        sheet = wall_sheet.of_pack(pack, Progress(), office)
        wall_sheet.save(sheet, call.args.pdf)
        said = call.say(
            "已写出 {pdf}（A3，{pages_per_copy} 页）。", pdf=call.args.pdf, pages_per_copy=sheet.pages_per_copy
        )
        return Answer({**msgspec.to_builtins(found), "pdf": str(call.args.pdf)}, [said])
    return Answer(msgspec.to_builtins(found), lines)


def _asked(call: Call) -> tuple[Pack, str]:
    """The pack that is asked about, and the office whose vault counts."""
    if call.args.vault is None:
        return packs.loaded(call.args.pack or SHIPPED), ""
    if call.args.pack is not None:
        raise wrong("PACK 不能与 --vault 同用")
    with opened(call) as session:
        return session.pack, session.office.name


def _day_line(call: Call, each: CalendarDay) -> str:
    span = f"{each.day}–{each.until:%m-%d}" if each.until else each.day.isoformat()
    parts = [span, words.word(each.kind, call.speech.language), call.said(each.words)]
    if each.last_workday and each.last_workday != each.day:
        parts.append(call.say("最后一个工作日 {last_workday}", last_workday=each.last_workday))
    return "　".join([*parts, f"[{each.clause}]"])
