"""The verbs on the pool of experts of a committee."""

import argparse
from functools import partial
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.sharing import sealed
from desktop_app.cli.verbs import Call, on_vault, opened, place, text
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, expert_sheet, experts, shared_pool, sharing, words
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
    share = verb("share", "把专家库封装给另一办事机构 / seal the pool for another office", share_)
    share.add_argument("committee", metavar="COMMITTEE")
    share.add_argument("--to", required=True, metavar="KEY", help="收件方密钥标识 / the recipient's key id")
    share.add_argument(
        "--out", type=place, required=True, metavar="DIR", help="介质上的文件夹 / a folder on the medium"
    )
    verb("came", "列出收到的专家库 / pools that came in", came_)
    taking = verb("take", "导入收到的专家库 / take in a pool that came", take_)
    taking.add_argument("committee", metavar="COMMITTEE")
    taking.add_argument("digest", metavar="POOL", help="摘要的开头，见 expert came / the beginning of its digest")
    taking.add_argument("--dry-run", action="store_true", help="只查看，不导入 / only look")
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
    return _taken(call, new, changed, same)


def _taken(call: Call, new: int, changed: int, same: int) -> Answer:
    done = call.say("可以导入", "Would take in") if call.args.dry_run else call.say("已导入", "Taken in")
    counts = call.say(f"：新增 {new}，变更 {changed}，相同 {same}", f": {new} new, {changed} changed, {same} the same")
    return Answer({"new": new, "changed": changed, "same": same, "faults": []}, [done + counts])


def remove_(call: Call) -> Answer:
    """Take somebody out of the pool, with the reason."""
    with opened(call) as session:
        done = experts.leave(session, call.args.expert, call.args.reason)
    return Answer({"expert": done.id}, [call.say("已移出，记录保留。", "Taken out; the record stays.")])


def share_(call: Call) -> Answer:
    """Seal the pool for another office."""
    args = call.args
    with opened(call) as session:
        peer = contacts.by_key(session, args.to)
        return sealed(call, sharing.seal_experts(session, args.committee, peer.id, args.out, Progress()))


def came_(call: Call) -> Answer:
    """Pools that came, the latest first; names stay in the window."""
    with opened(call) as session:
        found = shared_pool.came_in(session)
    data = [{"pool": one.digest, "year": one.pool.year, "title": one.pool.title, "experts": len(one.pool.experts)}
            for one in found]  # fmt: skip
    lines = [f"{one.digest[:12]}　{one.pool.year}　{one.pool.title}　{len(one.pool.experts)}" for one in found]
    return Answer({"pools": data}, lines or [call.say("还没有收到专家库。", "No pool came yet.")])


def take_(call: Call) -> Answer:
    """Take a pool in, or only say what that would do."""
    args = call.args
    with opened(call) as session:
        found = [one for one in shared_pool.came_in(session) if one.digest.startswith(args.digest)]
        if len(found) != 1:
            raise wrong(f"没有唯一的专家库以 {args.digest} 开头", f"no single pool begins with {args.digest}")
        act = shared_pool.changes if args.dry_run else shared_pool.take_in
        done = act(session, args.committee, found[0].pool)
    return _taken(call, len(done.new), len(done.changed), done.same)
