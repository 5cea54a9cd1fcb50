"""The verbs for what desks share beside applications: share card, share policy, share roster, share rosters."""

import argparse
from collections.abc import Sequence
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.outlets import put_from, wanted, with_outlet
from desktop_app.cli.verbs import Call, Verb, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute, stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, pack_list, rosters_in, seal, sharing
from desktop_app.desk.rosters_in import CameRoster
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.records import PackageRecord


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("share", parents=[common], help=marked("封装名片、政策包、花名册")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    _sealing(family, common, "card", marked("封装本单位名片"), card)
    verb = _sealing(family, common, "policy", marked("封装政策包"), policy)
    verb.add_argument("pack", metavar="PACK", help=marked("名称或摘要的开头"))
    _sealing(family, common, "roster", marked("封装花名册"), roster)
    verb = on_vault(family, common, "rosters", marked("help|收到的花名册"), rosters)
    verb.add_argument("--package", metavar="ID", help=marked("哪个封装的，默认最近"))
    with_outlet(verb, "FILE.pdf|docx|xlsx", required=False)


def _sealing(family: Any, common: argparse.ArgumentParser, name: str, what: str, act: Verb) -> argparse.ArgumentParser:
    verb = on_vault(family, common, name, what, act)
    verb.add_argument("--to", required=True, metavar="KEY", help=marked("收件方密钥标识"))
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help=marked("介质上的文件夹"))
    with_makers(verb)
    return verb


def sealed(call: Call, record: PackageRecord) -> Answer:
    """What to say of a package that was sealed."""
    code = seal.seal_code(record)
    lines = [
        call.say("已封装，第 {sequence} 号", sequence=record.sequence),
        call.say("封条号：") + code,
        call.say("载体编号：") + record.medium,
        call.said(CARRIER),
    ]
    said = {"package": record.id, "kind": record.kind.value, "sequence": record.sequence, "seal_code": code}
    return Answer(said, lines)


def card(call: Call) -> Answer:
    """Seal this desk's own card for another desk."""
    how = making(call.args)
    with opened(call) as session:
        peer = contacts.by_key(session, call.args.to)
        return sealed(
            call, sharing.seal(session, sharing.card(session), peer.id, call.args.out, Progress(), making=how)
        )


def policy(call: Call) -> Answer:
    """Seal a policy pack that this vault knows."""
    how = making(call.args)
    with opened(call) as session:
        peer = contacts.by_key(session, call.args.to)
        pack = pack_list.find(session, call.args.pack)
        content = sharing.policy(session, pack)
        return sealed(call, sharing.seal(session, content, peer.id, call.args.out, Progress(), making=how))


def roster(call: Call) -> Answer:
    """Seal the roster of those who file through this office."""
    how = making(call.args)
    with opened(call) as session:
        peer = contacts.by_key(session, call.args.to)
        table = sharing.roster(session, Progress())
        return sealed(call, sharing.seal(session, table, peer.id, call.args.out, Progress(), making=how))


def rosters(call: Call) -> Answer:
    """Every roster that came in with its sender and day, row by row; one of them as a paper where told where to."""
    with opened(call) as session:
        found = rosters_in.all_(session)
        answer = _listed(call, found)
        if not wanted(call):
            return answer
        one = _chosen(call, found)
        _, put_out = put_from(
            call, session, Document.ROSTER, lambda session, where: rosters_in.save(session, one, where, Progress())
        )
    return Answer({**answer.data, **put_out.data}, put_out.lines)


def _chosen(call: Call, found: Sequence[CameRoster]) -> CameRoster:
    """The one that `--package` names, or the latest. Raises `Fault(ARGUMENT)` for none."""
    package = call.args.package
    fits = [one for one in found if package in (None, one.package)]
    if not fits:
        raise Fault(Code.ARGUMENT, detail=f"--package {package or ''}")
    return fits[0]


def _listed(call: Call, found: Sequence[CameRoster]) -> Answer:
    lines: list[str] = []
    for one in reversed(found):
        came = call.say("{sender}，{came} 收到", sender=one.sender, came=minute(one.came))
        lines += [one.roster.title + call.say("（{came}）", came=came), *("\t".join(row) for row in one.roster.rows)]
    data = [
        {
            "title": one.roster.title, "columns": one.roster.columns, "rows": one.roster.rows,
            "package": one.package, "sender": one.sender, "came": stamp(one.came),
        }
        for one in reversed(found)
    ]  # fmt: skip
    return Answer({"rosters": data}, lines)
