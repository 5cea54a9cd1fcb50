"""The verbs on the pool of experts of a committee."""

import argparse
from functools import partial
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.sharing import sealed
from desktop_app.cli.verbs import Call, on_vault, opened, place, text
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, expert_sheet, experts, shared_pool, sharing, words
from desktop_app.domain.committees import KeptExpert


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("expert", parents=[common], help=marked("评审专家库")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", marked("列出专家库（按编号）"), list_).add_argument("committee", metavar="COMMITTEE")
    template = family.add_parser("template", parents=[common], help=marked("写出空白模板"))
    template.add_argument("out", type=place, metavar="FILE.xlsx")
    template.set_defaults(act=template_)
    importing = verb("import", marked("导入填好的模板"), import_)
    importing.add_argument("committee", metavar="COMMITTEE")
    importing.add_argument("file", type=place, metavar="FILE.xlsx")
    importing.add_argument("--dry-run", action="store_true", help=marked("只查看，不导入"))
    share = verb("share", marked("把专家库封装给另一办事机构"), share_)
    share.add_argument("committee", metavar="COMMITTEE")
    share.add_argument("--to", required=True, metavar="KEY", help=marked("收件方密钥标识"))
    share.add_argument("--out", type=place, required=True, metavar="DIR", help=marked("介质上的文件夹"))
    with_makers(share)
    verb("came", marked("列出收到的专家库"), came_)
    taking = verb("take", marked("help|导入收到的专家库"), take_)
    taking.add_argument("committee", metavar="COMMITTEE")
    taking.add_argument("digest", metavar="POOL", help=marked("摘要的开头，见 expert came"))
    taking.add_argument("--dry-run", action="store_true", help=marked("只查看，不导入"))
    leaving = verb("remove", marked("移出专家库"), remove_)
    leaving.add_argument("expert", metavar="EXPERT")
    leaving.add_argument("--reason", type=text, required=True, help=marked("help|理由"))


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
    years = call.say("、").join(map(str, said.served)) or "—"
    state = "" if one.in_pool else "　" + call.say("已移出")
    return f"{said.id}　{said.specialty or '—'}　{level}　{years}　{one.id}{state}"


def template_(call: Call) -> Answer:
    """Write the empty template."""
    expert_sheet.save_template(call.args.out)
    path = str(call.args.out)
    return Answer({"file": path}, [call.say("已写出：{path}", path=path)])


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
        head = call.say("有 {faults} 处不符合要求，没有导入：", faults=len(faults))
        return Answer(data, [head, *(call.said(one) for one in faults)], Exit.NO)
    return _taken(call, new, changed, same)


def _taken(call: Call, new: int, changed: int, same: int) -> Answer:
    done = call.say("可以导入") if call.args.dry_run else call.say("已导入")
    counts = call.say("：新增 {new}，变更 {changed}，相同 {same}", new=new, changed=changed, same=same)
    return Answer({"new": new, "changed": changed, "same": same, "faults": []}, [done + counts])


def remove_(call: Call) -> Answer:
    """Take somebody out of the pool, with the reason."""
    with opened(call) as session:
        done = experts.leave(session, call.args.expert, call.args.reason)
    return Answer({"expert": done.id}, [call.say("已移出，记录保留。")])


def share_(call: Call) -> Answer:
    """Seal the pool for another office."""
    args, how = call.args, making(call.args)
    with opened(call) as session:
        peer = contacts.by_key(session, args.to)
        pool = sharing.experts(session, args.committee)
        return sealed(call, sharing.seal(session, pool, peer.id, args.out, Progress(), making=how))


def came_(call: Call) -> Answer:
    """Pools that came, the latest first; names stay in the window."""
    with opened(call) as session:
        found = shared_pool.came_in(session)
    data = [{"pool": one.digest, "year": one.pool.year, "title": one.pool.title, "experts": len(one.pool.experts)}
            for one in found]  # fmt: skip
    lines = [f"{one.digest[:12]}　{one.pool.year}　{one.pool.title}　{len(one.pool.experts)}" for one in found]
    return Answer({"pools": data}, lines or [call.say("还没有收到专家库。")])


def take_(call: Call) -> Answer:
    """Take a pool in, or only say what that would do."""
    args = call.args
    with opened(call) as session:
        found = [one for one in shared_pool.came_in(session) if one.digest.startswith(args.digest)]
        if len(found) != 1:
            raise wrong("没有唯一的专家库以 {digest} 开头", digest=args.digest)
        act = shared_pool.changes if args.dry_run else shared_pool.take_in
        done = act(session, args.committee, found[0].pool)
    return _taken(call, len(done.new), len(done.changed), done.same)
