"""The verbs on packs that travel and are kept in a vault: policy export, import, list, use, move."""

import argparse
from collections.abc import Sequence
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import CHINA, minute
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import pack_choices, pack_list, policy_files, words
from desktop_app.desk.pack_choices import Difference
from desktop_app.desk.pack_list import PackRow

_KEPT = marked("名称或摘要开头")


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family `policy`."""
    verb = family.add_parser("export", parents=[common], help=marked("签发政策包文件"))
    verb.add_argument("folder", nargs="?", metavar="FOLDER", help=marked("名称或文件夹"))
    verb.add_argument("--pack", metavar="ID", help=_KEPT)
    verb.add_argument("--out", type=place, required=True, metavar="FILE.fjpolicy")
    with_vault(verb)
    verb.set_defaults(act=export)
    verb = family.add_parser("import", parents=[common], help=marked("导入签发的政策包"))
    verb.add_argument("file", type=place, metavar="FILE.fjpolicy")
    with_vault(verb)
    verb.set_defaults(act=import_)
    verb = family.add_parser("list", parents=[common], help=marked("保险库中的政策包"))
    with_vault(verb)
    verb.set_defaults(act=list_)
    verb = family.add_parser("use", parents=[common], help=marked("选定某年度的现行政策包"))
    which = verb.add_mutually_exclusive_group(required=True)
    which.add_argument("--pack", metavar="ID", help=_KEPT)
    which.add_argument("--newest", type=int, metavar="YEAR", help=marked("改回该年度的最新版次"))
    with_vault(verb)
    verb.set_defaults(act=use)
    verb = family.add_parser("move", parents=[common], help=marked("草稿改按另一政策包"))
    verb.add_argument("id", metavar="APPLICATION")
    verb.add_argument("--pack", required=True, metavar="ID", help=_KEPT)
    verb.add_argument("--yes", action="store_true", help=marked("看过不同之处，确认改动"))
    with_vault(verb)
    verb.set_defaults(act=move)


def export(call: Call) -> Answer:
    """Write a signed pack; a file that exists is not replaced."""
    args = call.args
    if (args.folder is None) == (args.pack is None):
        raise wrong("请给出 FOLDER 或 --pack 之一")
    if args.out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(args.out))
    with opened(call) as session:
        if args.folder is not None:
            made = policy_files.export_folder(session, args.folder, args.out)
        else:
            made = policy_files.export_kept(session, pack_list.find(session, args.pack), args.out)
    said = call.say(
        "已签发 {pack} {edition}（{digest}）：{out}。本单位的设定不在其中。",
        pack=made.pack,
        edition=made.edition,
        digest=made.digest[:12],
        out=args.out,
    )
    data = {"pack": made.pack, "year": made.year, "edition": made.edition, "digest": made.digest}
    return Answer(data | {"issuer": made.issuer, "out": str(args.out)}, [said])


def import_(call: Call) -> Answer:
    """Keep a pack that a verified desk signed."""
    with opened(call) as session:
        came = policy_files.import_(session, call.args.file)
    kept = came.policy
    name = f"{kept.pack} {kept.edition}" + call.say("（{digest}）", digest=kept.digest[:12])
    if came.already:
        lines = [call.say("政策包 {name}以前已有，没有改动。", name=name)]
    else:
        lines = [call.say("已导入政策包 {name}。", name=name)]
    lines.append(_holds(call, came))
    data = msgspec.to_builtins(kept) | {"already": came.already, "current": came.current}
    return Answer(data, lines)


def _holds(call: Call, came: policy_files.Imported) -> str:
    year = came.policy.year
    if came.in_force:
        return call.say("新的申报按它办理；已有的草稿和已提交的申报不变。")
    if came.current:
        return call.say("它是 {year} 年度的政策包。", year=year)
    return call.say("{year} 年度的现行政策包仍是另一个；要改用它，请用 fengjuan policy use。", year=year)


def list_(call: Call) -> Answer:
    """Every pack, newest year first."""
    with opened(call) as session:
        rows = pack_list.rows(session)
    return Answer({"packs": [_data(row) for row in rows]}, [_line(call, row) for row in rows])


def _data(row: PackRow) -> dict[str, object]:
    return {
        **msgspec.to_builtins(row.policy),
        "origin": row.origin.name.lower(),
        "issuer_name": row.issuer_name,
        "current": row.current,
        "standing": row.standing.value,
        "chosen_by": row.chosen_by,
        "chosen_at": row.chosen_at.isoformat() if row.chosen_at else None,
        "applications": row.applications,
        "readable": row.readable,
    }


def _line(call: Call, row: PackRow) -> str:
    kept = row.policy
    state = words.word(row.standing, call.speech.language)
    parts = [f"[{state}] {kept.year}", f"{kept.pack} {kept.edition}", kept.digest[:12], _origin(call, row)]
    if row.chosen_at:
        at = minute(row.chosen_at)
        parts.append(call.say("{chosen_by} {at} 选定", chosen_by=row.chosen_by, at=at))
    parts.append(call.say("申报 {applications} 份", applications=row.applications))
    return "　".join(parts)


def _origin(call: Call, row: PackRow) -> str:
    """Who signed a pack and when it was imported, or that it came with the program."""
    if not row.policy.issuer:
        return call.say("程序自带")
    assert row.policy.imported_at is not None
    day = row.policy.imported_at.astimezone(CHINA).strftime("%Y-%m-%d")
    return call.say("{issuer_name}签发，{day} 导入", issuer_name=row.issuer_name, day=day)


def use(call: Call) -> Answer:
    """Choose the current pack of a year, or let the newest edition be it again."""
    with opened(call) as session:
        if call.args.pack is not None:
            pack_choices.choose(session, pack_list.find(session, call.args.pack))
        else:
            pack_choices.newest(session, call.args.newest)
        rows = pack_list.rows(session)
    return Answer({"packs": [_data(row) for row in rows]}, [_line(call, row) for row in rows])


def move(call: Call) -> Answer:
    """What moving a draft would change; with `--yes` it is moved. Exit 1 while it is not."""
    application = ApplicationId(call.args.id)
    with opened(call) as session:
        policy = pack_list.find(session, call.args.pack)
        step = pack_choices.step(session, application, policy)
        if call.args.yes:
            pack_choices.move(session, application, policy)
    lines = difference_lines(call, step.differences)
    if call.args.yes:
        lines.append(call.say("草稿已改按 {version}。", version=step.after.version))
    else:
        lines.append(
            call.say(
                "草稿仍按 {version}，未作改动。看过以上不同后，加 --yes 改按 {version_2}。",
                version=step.before.version,
                version_2=step.after.version,
            )
        )
    data = {
        "before": step.before.digest,
        "after": step.after.digest,
        "differences": msgspec.to_builtins(step.differences),
        "moved": call.args.yes,
    }
    return Answer(data, lines, Exit.DONE if call.args.yes else Exit.NO)


def difference_lines(call: Call, found: Sequence[Difference]) -> list[str]:
    """Every difference with before and after, and how many there are."""
    lines = []
    for each in found:
        about = call.said(each.about)
        lines.append("　".join(part for part in (call.said(each.part), about, each.clause) if part))
        lines.append("  - " + call.said(each.before))
        lines.append("  + " + call.said(each.after))
    return [*lines, call.say("共 {found} 处不同。", found=len(found))]
