"""The verbs that write an empty sheet of people and take a filled one in."""

import argparse
from pathlib import Path
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import people_sheet, words
from desktop_app.desk.people_sheet import PersonLine, RowFate


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add them to the family of verbs on applications."""
    template = on_vault(family, common, "template", "写出空白人员表 / write an empty sheet of people", template_)
    template.add_argument("out", type=place, metavar="FILE.xlsx")
    importing = on_vault(family, common, "import", "导入填好的人员表 / take a filled-in sheet in", import_)
    importing.add_argument("file", type=place, metavar="FILE.xlsx")
    importing.add_argument("--dry-run", action="store_true", help="只查看，不导入 / only look")


def template_(call: Call) -> Answer:
    """Write the empty sheet; its lists are those of the current pack."""
    out: Path = call.args.out
    if out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(out))
    with opened(call) as session:
        people_sheet.save_template(session.pack, out)
    return Answer({"file": str(out)}, [call.say(f"已写出：{out}", f"Written: {out}")])


def import_(call: Call) -> Answer:
    """Take a sheet in, or say each cell that does not fit; exit 1 then."""
    with opened(call) as session:
        found = people_sheet.read(session, call.args.file, Progress())
        if not found.faults and not call.args.dry_run:
            found = people_sheet.take_in(session, found, Progress())
    counts = {fate.value: found.count(fate) for fate in RowFate}
    faults = [one.words() for one in found.faults]
    if faults:
        head = call.say(
            f"有 {len(faults)} 处不符合要求，没有导入：", f"{len(faults)} cell(s) do not fit; nothing was taken in:"
        )
        data = {**counts, "faults": [one.zh for one in faults]}
        return Answer(data, [head, *(call.say(one.zh, one.en) for one in faults)], Exit.NO)
    language = call.speech.language
    done = call.say("可以导入", "Would take in") if call.args.dry_run else call.say("已导入", "Taken in")
    told = call.say("，", ", ").join(f"{words.word(fate, language)} {found.count(fate)}" for fate in RowFate)
    return Answer({**counts, "faults": []}, [f"{done}{call.say('：', ': ')}{told}", *map(call_line(call), found.lines)])


def call_line(call: Call) -> Any:
    """How one line is told: where it stands, whose it is, what becomes of it."""

    def told(line: PersonLine) -> str:
        labels = words.labels()
        fields = [labels[path] for path in line.changes if path in labels]
        changes = call.say("、".join(one.zh for one in fields), ", ".join(one.en for one in fields))
        years = "、".join(map(str, line.earlier_years))
        known = call.say(f"（{years} 年有档案）", f" (known from {years})") if years else ""
        shown = f"：{changes}" if line.fate in (RowFate.CHANGED, RowFate.LEFT_ALONE) and changes else ""
        fate = words.word(line.fate, call.speech.language)
        return f"{call.say('第', 'line')} {line.row}　{line.name}　{line.number}　{fate}{shown}{known}"

    return told
