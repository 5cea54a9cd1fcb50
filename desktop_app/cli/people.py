"""The verbs that enter many at once: an empty sheet of people, a filled one, a folder of scans."""

import argparse
from pathlib import Path
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import people_sheet, scan_folder, words
from desktop_app.desk.people_sheet import PersonLine, RowFate
from desktop_app.desk.scan_folder import ScanDoubt
from desktop_app.domain.findings import Words, listed


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add them to the family of verbs on applications."""
    template = on_vault(family, common, "template", marked("写出空白人员表"), template_)
    template.add_argument("out", type=place, metavar="FILE.xlsx")
    importing = on_vault(family, common, "import", marked("导入填好的人员表"), import_)
    importing.add_argument("file", type=place, metavar="FILE.xlsx")
    importing.add_argument("--dry-run", action="store_true", help=marked("只查看，不导入"))
    scanned = on_vault(family, common, "scans", marked("按文件名认领一批扫描件"), scans)
    scanned.add_argument("folder", type=place, metavar="FOLDER")
    scanned.add_argument("--attach", action="store_true", help=marked("挂接认得清的"))


def template_(call: Call) -> Answer:
    """Write the empty sheet; its lists are those of the current pack."""
    out: Path = call.args.out
    if out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(out))
    with opened(call) as session:
        people_sheet.save_template(session.pack, out)
    return Answer({"file": str(out)}, [call.say("已写出：{out}", out=out)])


def import_(call: Call) -> Answer:
    """Take a sheet in, or say each cell that does not fit; exit 1 then."""
    with opened(call) as session:
        found = people_sheet.read(session, call.args.file, Progress())
        if not found.faults and not call.args.dry_run:
            found = people_sheet.take_in(session, found, Progress())
    counts = {fate.value: found.count(fate) for fate in RowFate}
    faults = [one.words() for one in found.faults]
    if faults:
        head = call.say("有 {faults} 处不符合要求，没有导入：", faults=len(faults))
        data = {**counts, "faults": [one.zh for one in faults]}
        return Answer(data, [head, *(call.said(one) for one in faults)], Exit.NO)
    language = call.speech.language
    done = call.say("可以导入") if call.args.dry_run else call.say("已导入")
    told = call.say("，").join(f"{words.word(fate, language)} {found.count(fate)}" for fate in RowFate)
    return Answer({**counts, "faults": []}, [f"{done}{call.say('：')}{told}", *map(call_line(call), found.lines)])


def call_line(call: Call) -> Any:
    """How one line is told: where it stands, whose it is, what becomes of it."""

    def told(line: PersonLine) -> str:
        labels = words.labels()
        fields = [labels[path] for path in line.changes if path in labels]
        changes = call.said(listed(Words(zh=one.zh, en=one.en) for one in fields))
        years = call.say("、").join(map(str, line.earlier_years))
        known = call.say("（{years} 年有档案）", years=years) if years else ""
        shown = (
            call.say("：{changes}", changes=changes)
            if line.fate in (RowFate.CHANGED, RowFate.LEFT_ALONE) and changes
            else ""
        )
        fate = words.word(line.fate, call.speech.language)
        return f"{call.say('第')} {line.row}　{line.name}　{line.number}　{fate}{shown}{known}"

    return told


def scans(call: Call) -> Answer:
    """Match a folder's files to drafts; with --attach attach what is settled. Exit 1 while anything is in doubt."""
    with opened(call) as session:
        found = scan_folder.look(session, call.args.folder, Progress())
        attached = scan_folder.attach(session, found, Progress()) if call.args.attach else 0
    language = call.speech.language
    lines = []
    for scan in found:
        whose = scan.owner.name if scan.owner else call.say("、").join(one.name for one in scan.candidates) or "—"
        kind = words.word(scan.kind, language) if scan.kind else "—"
        lines.append(f"{scan.shown}　{whose}　{kind}　{scan.year or '—'}　{words.word(scan.doubt, language)}")
    doubtful = sum(scan.doubt is not ScanDoubt.NONE for scan in found)
    lines.append(
        call.say(
            "共 {found} 个文件，{doubtful} 个待定，已挂接 {attached} 个。",
            found=len(found),
            doubtful=doubtful,
            attached=attached,
        )
    )
    data = {
        "attached": attached,
        "files": [
            {
                "file": scan.shown,
                "application": scan.owner.application if scan.owner else "",
                "candidates": [one.application for one in scan.candidates],
                "kind": scan.kind.value if scan.kind else "",
                "year": scan.year,
                "doubt": scan.doubt.value,
            }
            for scan in found
        ],
    }
    return Answer(data, lines, Exit.NO if doubtful else Exit.DONE)
