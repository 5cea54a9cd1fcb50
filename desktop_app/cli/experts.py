"""The verbs on the pool of experts of a committee."""

import argparse
from functools import partial
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, on_vault, opened, place, text
from desktop_app.core.progress import Progress
from desktop_app.desk import expert_sheet, experts, words
from desktop_app.domain.committees import KeptExpert


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("expert", parents=[common], help="评审专家库 / pools of experts").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", "列出专家库（按编号） / the pool, by number", list_).add_argument("committee", metavar="COMMITTEE")
    template = family.add_parser("template", parents=[common], help="写出空白模板 / write an empty template")
    template.add_argument("out", type=place, metavar="FILE.xlsx")
    template.set_defaults(act=template_)
    importing = verb("import", "导入填好的模板 / take a filled-in template in", import_)
    importing.add_argument("committee", metavar="COMMITTEE")
    importing.add_argument("file", type=place, metavar="FILE.xlsx")
    importing.add_argument("--dry-run", action="store_true", help="只查看，不导入 / only look")
    leaving = verb("remove", "移出专家库 / take out of the pool", remove_)
    leaving.add_argument("expert", metavar="EXPERT")
    leaving.add_argument("--reason", type=text, required=True, help="理由 / the reason")


def list_(call: Call) -> Answer:
    """One line an expert: the number and what lots look at. Names stay in the window."""
    with opened(call) as session:
        found = experts.all_(session, call.args.committee)
    return Answer({"experts": [_plain(one) for one in found]}, [_line(call, one) for one in found])


def _plain(one: KeptExpert) -> dict[str, Any]:
    said = one.expert
    return {
        "expert": one.id,
        "number": said.id,
        "specialty": said.specialty,
        "level": said.level.value if said.level else "",
        "private_firm": said.private_firm,
        "served": list(said.served),
        "term_from": said.term_from,
        "term_to": said.term_to,
        "in_pool": one.in_pool,
    }


def _line(call: Call, one: KeptExpert) -> str:
    said = one.expert
    level = words.word(said.level, call.speech.language) if said.level else "—"
    years = "、".join(map(str, said.served)) or "—"
    state = "" if one.in_pool else "　" + call.say("已移出", "left the pool")
    return f"{said.id}　{said.specialty or '—'}　{level}　{years}　{one.id}{state}"


def template_(call: Call) -> Answer:
    """Write the empty template."""
    expert_sheet.save_template(call.args.out)
    path = str(call.args.out)
    return Answer({"file": path}, [call.say(f"已写出：{path}", f"Written: {path}")])


def import_(call: Call) -> Answer:
    """Take a workbook in, or say each cell that does not fit; exit 1 then."""
    args = call.args
    with opened(call) as session:
        found = expert_sheet.read(session, args.committee, args.file, Progress())
        if not found.faults and not args.dry_run:
            expert_sheet.take_in(session, args.committee, found)
    faults = [one.words() for one in found.faults]
    new, changed, same = len(found.new), len(found.changed), found.same
    data = {"new": new, "changed": changed, "same": same, "faults": [one.zh for one in faults]}
    if faults:
        head = call.say(
            f"有 {len(faults)} 处不符合要求，没有导入：", f"{len(faults)} cell(s) do not fit; nothing was taken in:"
        )
        return Answer(data, [head, *(call.say(one.zh, one.en) for one in faults)], Exit.NO)
    done = call.say("可以导入", "Would take in") if args.dry_run else call.say("已导入", "Taken in")
    counts = call.say(f"：新增 {new}，变更 {changed}，相同 {same}", f": {new} new, {changed} changed, {same} the same")
    return Answer(data, [done + counts])


def remove_(call: Call) -> Answer:
    """Take somebody out of the pool, with the reason."""
    with opened(call) as session:
        done = experts.leave(session, call.args.expert, call.args.reason)
    return Answer({"expert": done.id}, [call.say("已移出，记录保留。", "Taken out; the record stays.")])
