"""The verbs on sealed packages: seal, open, verify, evidence, receipt."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.outlets import put, put_from, require_new, wanted, with_outlet
from desktop_app.cli.printing import opened_to_print
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    arriving,
    contacts,
    evidence,
    next_desk,
    office_cards,
    paper_receipts,
    proof_sheet,
    proofs,
    receive,
    seal,
    words,
)
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.records import PackageKind, PackageRecord, PackageState


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    verb = verbs.add_parser("seal", parents=[common], help=marked("封装到介质"))
    with_vault(verb)
    verb.add_argument("--to", required=True, metavar="KEY", help=marked("收件方密钥标识"))
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help=marked("介质上的文件夹"))
    verb.add_argument("--carrier", default="", metavar="NUMBER", help=marked("介质上的载体编号"))
    verb.add_argument("--strip", default="", metavar="NUMBER", help=marked("封袋的封签号"))
    verb.add_argument(
        "--volume",
        type=mebibytes,
        metavar="MIB",
        help=marked("每卷最大 MiB，分装用"),
    )
    with_makers(verb)
    verb.add_argument("ids", nargs="+", metavar="ID")
    verb.set_defaults(act=seal_)
    verb = verbs.add_parser("open", parents=[common], help=marked("拆封、逐项核验并导入"))
    with_vault(verb)
    verb.add_argument(
        "packages", nargs="+", type=place, metavar="FOLDER", help=marked("封装包文件夹；分装在几个介质上的逐个给出")
    )
    verb.add_argument(
        "--label",
        metavar="'12345 …'|FJ1:…",
        help=marked("封条上的六组数字，或扫描其二维码所得的一行"),
    )
    verb.add_argument(
        "--large",
        action="store_true",
        help=marked("按大件上限（2 万个文件、64 GiB）拆封"),
    )
    verb.set_defaults(act=open_)
    verb = verbs.add_parser("verify", parents=[common], help=marked("不用密钥核验封装"))
    verb.add_argument("package", type=place, metavar="FOLDER")
    verb.add_argument("--card", type=place, metavar="FILE", help=marked("发件方名片；有 --vault 时可不给"))
    with_vault(verb, required=False)
    with_outlet(verb, required=False)
    verb.add_argument("--pdf", dest="out", type=place, metavar="OUT", help=marked("另存核验单"))
    verb.set_defaults(act=verify)
    verb = verbs.add_parser("evidence", parents=[common], help=marked("出具流转证据（明文）"))
    with_vault(verb)
    verb.add_argument("application", metavar="ID")
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help=marked("新文件夹"))
    verb.set_defaults(act=evidence_)
    _add_receipts(verbs, common)


def _add_receipts(verbs: Any, common: argparse.ArgumentParser) -> None:
    family = verbs.add_parser("receipt", parents=[common], help=marked("回执")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("give", parents=[common], help=marked("出具回执"))
    with_vault(verb)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--out", type=place, required=True, metavar="DIR")
    with_makers(verb)
    verb.set_defaults(act=receipt_give)
    verb = family.add_parser("take", parents=[common], help=marked("核对回执"))
    with_vault(verb)
    verb.add_argument("source", type=place, metavar="FOLDER|FILE")
    verb.set_defaults(act=receipt_take)
    verb = family.add_parser("paper", parents=[common], help=marked("出具纸质回执"))
    with_vault(verb)
    verb.add_argument("package", metavar="PACKAGE")
    with_outlet(verb)
    verb.set_defaults(act=receipt_paper)
    verb = family.add_parser("scan", parents=[common], help=marked("登记扫描或录入的纸质回执"))
    with_vault(verb)
    verb.add_argument(
        "line",
        nargs="+",
        metavar="FJR1:…|ROW",
        help=marked("扫得的一行，或纸面各行（各加引号）"),
    )
    verb.add_argument("--strip", default="", metavar="NUMBER", help=marked("help|回执上的封签号"))
    verb.set_defaults(act=receipt_scan)


def _record(record: PackageRecord) -> dict[str, Any]:
    return {
        "package": record.id,
        "kind": record.kind.value,
        "sequence": record.sequence,
        "state": record.state.value,
        "seal": record.seal_digest,
        "carrier": record.medium,
        "applications": list(record.applications),
    }


def mebibytes(typed: str) -> int:
    """A size as bytes. Raises `ValueError` for less than one."""
    if int(typed) < 1:
        raise ValueError
    return int(typed) * 1024 * 1024


def seal_(call: Call) -> Answer:
    """Seal applications for one desk."""
    how = making(call.args)
    with opened_to_print(call) as session:
        peer = contacts.by_key(session, call.args.to)
        ids = [ApplicationId(i) for i in call.args.ids]
        to = office_cards.of_office(session, peer)
        question = next_desk.astray(next_desk.after_here(session, ids), peer.card.desk)
        if question:  # before the first byte: whoever reads it may stop the verb; a script finds it in the answer
            call.speech.warn(call.said(question))
        outcome = seal.seal(
            session,
            ids,
            peer.id,
            call.args.out,
            Progress(),
            carrier=call.args.carrier,
            strip=call.args.strip,
            largest=call.args.volume,
            making=how,
        )
    lines = [
        call.say("已封装：{folder}", folder=outcome.folder),
        *([call.say("收件人：{officers}", officers=office_cards.officers(to))] if len(to) > 1 else []),
        call.say("封条号：") + outcome.seal_code,
        call.say("载体编号：") + outcome.record.medium,
        call.said(CARRIER),
    ]
    data = {
        "folder": str(outcome.folder),
        "seal_code": outcome.seal_code,
        "warnings": [call.said(question)] if question else [],
    }
    return Answer(_record(outcome.record) | data, lines)


def open_(call: Call) -> Answer:
    """Open, check in order, import in one transaction."""
    lines: list[str] = []

    def report(line: receive.CheckLine) -> None:
        lines.append(("✓ " if line.ok else "✗ ") + words.word(line.check, call.speech.language))

    typed = call.args.label or ""
    scanned = typed if typed.strip()[:2].upper() == "FJ" else None
    groups = dict(enumerate(typed.split())) if typed and not scanned else None
    with opened(call) as session:
        received = _first_whole(
            call.args.packages,
            lambda package: receive.open_(
                session, package, groups, report, Progress(), label_qr=scanned, large=call.args.large
            ),
        )
        against = [words_ for one in received.applications for words_ in arriving.against(session, one)]
    lines += [call.said(w) for w in (*against, *received.warnings)]
    lines.append(call.say("载体编号：{medium}", medium=received.package.medium))
    lines += [call.said(w) for w in received.told]
    count, kind = len(received.applications), received.package.kind
    if kind is PackageKind.RETURN:
        lines.append(call.say("收到退回 {count} 份，请按告知在期限前补正", count=count))
    elif count:
        said = words.word(kind, call.speech.language)
        lines.append(call.say("已导入 {count} 份申报（{said}）", count=count, said=said))
    return Answer(_record(received.package), lines)


def _first_whole(packages: Sequence[Path], act: Callable[[Path], receive.Received]) -> receive.Received:
    """Volumes lie on several media: what lacks before the last of them was given may still come."""
    *before, last = packages
    for package in before:
        try:
            return act(package)
        except Fault as fault:
            if fault.code is not Code.VOLUMES_AWAITED:
                raise
    return act(last)


def verify(call: Call) -> Answer:
    """Signature and digests, without any secret; with a vault also the package's way, and a printer for the sheet."""
    if call.args.vault is not None:
        return _verify_here(call)
    if call.args.card is None or call.args.printer or call.args.chosen:
        raise wrong("没有 --vault 时须给出 --card，也不能用 --printer 或 --chosen")
    proof = proofs.of_folder(call.args.package, receive.read_card(call.args.card), Progress())
    answer = _proved(call, proof)
    if call.args.out is None:
        return answer
    require_new(call)
    proof_sheet.write_plain(proof, call.clock, call.args.out, Progress())
    written = call.say("核验单：{out}", out=call.args.out)
    return Answer({**answer.data, "out": str(call.args.out)}, [*answer.lines, written])


def _verify_here(call: Call) -> Answer:
    args = call.args
    with opened(call) as session:
        if args.card is None:
            proof = proofs.of_found(session, args.package, Progress())
        else:
            proof = proofs.of_folder(args.package, receive.read_card(args.card), Progress(), session)
        answer = _proved(call, proof)
        if not wanted(call):
            return answer
        _, put_out = put_from(
            call,
            session,
            Document.PROOF_SHEET,
            lambda session, where: proof_sheet.save(session, proof, where, Progress()),
        )
    return Answer({**answer.data, **put_out.data}, [*answer.lines, *put_out.lines])


def _proved(call: Call, proof: proofs.Proof) -> Answer:
    facts = {name.en: value for name, value in proof.facts}
    sender = proof.signers[0]
    lines = [
        call.say("封装完好，签名属于该发件方。"),
        call.say("封条号：") + facts["seal code"],
        call.say("发件方指纹：") + sender.fingerprint,
        *(f"{minute(hand.at)}　{hand.who}　{call.said(hand.what)}" for hand in proof.hands),
        call.say("不用本程序的核验命令在包内 README.txt。"),
    ]
    said = {"package": proof.id, "sequence": int(facts["number"]), "seal": facts["seal"]}
    return Answer(said | {"seal_code": facts["seal code"], "fingerprint": sender.fingerprint}, lines)


def evidence_(call: Call) -> Answer:
    """Write every signed step of an application, with the commands that check it without the program."""
    with opened(call) as session:
        made = evidence.write(session, ApplicationId(call.args.application), call.args.out)
    lines = [
        call.say(
            "已写出 {steps} 步签署和 {packages} 个封装的记录：{folder}",
            steps=made.steps,
            packages=made.packages,
            folder=made.folder,
        ),
        call.say("文件夹是明文，请按其密级保管。"),
    ]
    return Answer({"folder": str(made.folder), "steps": made.steps, "packages": made.packages}, lines)


def receipt_give(call: Call) -> Answer:
    """Seal a receipt back to the sender."""
    how = making(call.args)
    with opened(call) as session:
        folder = receive.receipt(session, PackageId(call.args.package), call.args.out, Progress(), making=how)
    lines = [call.say("回执已封装：{folder}", folder=folder), call.said(CARRIER)]
    return Answer({"folder": str(folder)}, lines)


def receipt_take(call: Call) -> Answer:
    """Match a receipt with the package it answers."""
    with opened(call) as session:
        record = seal.take_receipt(session, call.args.source, Progress())
    return _matched(call, record)


def receipt_paper(call: Call) -> Answer:
    """Write the receipt as a sheet to print."""
    package = PackageId(call.args.package)
    return put(
        call,
        Document.PACKAGE_RECEIPT,
        lambda session, where: paper_receipts.save(session, package, where, Progress()),
    )


def receipt_scan(call: Call) -> Answer:
    """Match a receipt that was scanned or typed from paper."""
    with opened(call) as session:
        record = paper_receipts.take(session, "\n".join(call.args.line), call.args.strip)
    return _matched(call, record)


def _matched(call: Call, record: PackageRecord) -> Answer:
    if record.state is PackageState.REFUSED:
        said = call.say("收件方没有接收这个封装包，请与其联系后重新封装。")
        return Answer(_record(record), [said], Exit.NO)
    return Answer(_record(record), [call.say("回执相符，递送已闭环。")])
