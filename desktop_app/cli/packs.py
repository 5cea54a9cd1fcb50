"""The verbs of a policy keeper: policy new, policy diff, policy calendar."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.kept_packs import difference_lines
from desktop_app.cli.verbs import Call, opened, place, with_name, with_passphrase
from desktop_app.core.progress import Progress
from desktop_app.desk import packs, wall_sheet, words
from desktop_app.desk.packs import SHIPPED, CalendarDay, Pack


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family of policy verbs."""
    what = "名称或文件夹 / name or folder"
    verb = family.add_parser("new", parents=[common], help="由现有规则包起草新年度的规则包 / start next year's pack")
    verb.add_argument("--from", dest="source", default=SHIPPED, metavar="PACK", help=what)
    verb.add_argument("--year", type=_year_number, required=True)
    verb.add_argument(
        "--out", type=place, metavar="DIR", help="默认：当前文件夹下，以新包命名 / default: its name, here"
    )
    verb.set_defaults(act=new)
    verb = family.add_parser("calendar", parents=[common], help="全年各关键日期 / every day of the year that matters")
    verb.add_argument("pack", nargs="?", metavar="PACK", help=what)
    verb.add_argument(
        "--vault",
        type=place,
        metavar="DIR",
        help="按保险库的设定和导入的工作日表 / with a vault's settings and workdays",
    )
    verb.add_argument("--pdf", type=place, metavar="OUT", help="另存为可张贴的 A3 日程 / save an A3 sheet for the wall")
    with_passphrase(verb)
    with_name(verb)
    verb.set_defaults(act=calendar)
    verb = family.add_parser("diff", parents=[common], help="两个规则包有何不同 / what is different between two packs")
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
        call.say(
            f"已写出 {out}（{made.id}）。各日期只是顺延一年，请逐一对照新年度的通知。",
            f"Wrote {out} ({made.id}). Its dates only stand a year on: compare each with the new notice.",
        )
    ]
    if made.year not in made.calendar.years:
        lines.append(
            call.say(
                f"还没有 {made.year} 年的工作日表，公布后请补入 workdays.toml。",
                f"There is no table of workdays for {made.year} yet: add it to workdays.toml when it is announced.",
            )
        )
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
    lines += [
        f"{call.say('待定', 'not settled')}　{each.clause}　{call.say(each.words.zh, each.words.en)}"
        for each in found.unsettled
    ]
    if not found.workdays_known:
        lines.append(
            call.say(
                f"{found.year} 年没有工作日表：最后工作日和最迟公示日无法计算。"
                "放假通知公布后，请用 fengjuan policy workdays import 导入，或补入规则包的 workdays.toml。",
                f"There is no table of workdays for {found.year}: last workdays and posting days cannot be worked out; "
                "import it (fengjuan policy workdays import) or add it to the pack's workdays.toml once announced.",
            )
        )
    if found.differing:
        days = "、".join(str(day) for day in found.differing)
        lines.append(
            call.say(
                f"导入的 {found.year} 年工作日表与规则包自带的不同，按导入的计算：{days}",
                f"The imported table of workdays for {found.year} differs from the pack's and counts: {days}",
            )
        )
    if call.args.pdf is not None:
        sheet = wall_sheet.of_pack(pack, Progress(), office)
        wall_sheet.save(sheet, call.args.pdf)
        said = call.say(f"已写出 {call.args.pdf}（A3，{sheet.pages_per_copy} 页）。", f"Wrote {call.args.pdf} (A3).")
        return Answer({**msgspec.to_builtins(found), "pdf": str(call.args.pdf)}, [said])
    return Answer(msgspec.to_builtins(found), lines)


def _asked(call: Call) -> tuple[Pack, str]:
    """The pack that is asked about, and the office whose vault counts."""
    if call.args.vault is None:
        return packs.loaded(call.args.pack or SHIPPED), ""
    if call.args.pack is not None:
        raise wrong("PACK 不能与 --vault 同用", "PACK cannot be used with --vault")
    with opened(call) as session:
        return session.pack, session.office.name


def _day_line(call: Call, each: CalendarDay) -> str:
    span = f"{each.day}–{each.until:%m-%d}" if each.until else each.day.isoformat()
    parts = [span, words.word(each.kind, call.speech.language), call.say(each.words.zh, each.words.en)]
    if each.last_workday and each.last_workday != each.day:
        parts.append(call.say(f"最后一个工作日 {each.last_workday}", f"last workday {each.last_workday}"))
    return "　".join([*parts, f"[{each.clause}]"])
