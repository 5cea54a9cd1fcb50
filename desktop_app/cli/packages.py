"""The verbs on sealed packages: seal, open, verify, evidence, receipt."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.outlets import put, put_from, require_new, wanted, with_outlet
from desktop_app.cli.printing import opened_to_print
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.clock import minute
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, evidence, office_cards, paper_receipts, proof_sheet, proofs, receive, seal, words
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.records import PackageKind, PackageRecord, PackageState


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    verb = verbs.add_parser("seal", parents=[common], help="封装到介质 / seal onto a medium")
    with_vault(verb)
    verb.add_argument("--to", required=True, metavar="KEY", help="收件方密钥标识 / the recipient's key id")
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help="介质上的文件夹 / a folder on the medium")
    verb.add_argument(
        "--carrier", default="", metavar="NUMBER", help="介质上的载体编号 / the number that stands on the medium"
    )
    verb.add_argument("--strip", default="", metavar="NUMBER", help="封袋的封签号 / the strip that closes its bag")
    verb.add_argument(
        "--volume",
        type=mebibytes,
        metavar="MIB",
        help="每卷最大 MiB，分装用 / the largest volume",
    )
    verb.add_argument("ids", nargs="+", metavar="ID")
    verb.set_defaults(act=seal_)
    verb = verbs.add_parser("open", parents=[common], help="拆封、逐项核验并导入 / open, check, import")
    with_vault(verb)
    verb.add_argument("package", type=place, metavar="FOLDER")
    verb.add_argument(
        "--label",
        metavar="'12345 …'|FJ1:…",
        help="封条上的六组数字，或扫描其二维码所得的一行 / the label's six groups, or the line its QR scans to",
    )
    verb.add_argument(
        "--large",
        action="store_true",
        help="按大件上限（2 万个文件、64 GiB）拆封 / allow up to 20,000 files and 64 GiB",
    )
    verb.set_defaults(act=open_)
    verb = verbs.add_parser("verify", parents=[common], help="不用密钥核验封装 / check a package without a key")
    verb.add_argument("package", type=place, metavar="FOLDER")
    verb.add_argument("--card", type=place, metavar="FILE", help="发件方名片；有 --vault 时可不给 / the sender's card")
    with_vault(verb, required=False)
    with_outlet(verb, required=False)
    verb.add_argument("--pdf", dest="out", type=place, metavar="OUT", help="另存核验单 / write the proof sheet as well")
    verb.set_defaults(act=verify)
    verb = verbs.add_parser("evidence", parents=[common], help="出具流转证据（明文）/ write the signed steps as proof")
    with_vault(verb)
    verb.add_argument("application", metavar="ID")
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help="新文件夹 / a new folder")
    verb.set_defaults(act=evidence_)
    _add_receipts(verbs, common)


def _add_receipts(verbs: Any, common: argparse.ArgumentParser) -> None:
    family = verbs.add_parser("receipt", parents=[common], help="回执 / receipts").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("give", parents=[common], help="出具回执 / seal a receipt")
    with_vault(verb)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--out", type=place, required=True, metavar="DIR")
    verb.set_defaults(act=receipt_give)
    verb = family.add_parser("take", parents=[common], help="核对回执 / match a receipt")
    with_vault(verb)
    verb.add_argument("source", type=place, metavar="FOLDER|FILE")
    verb.set_defaults(act=receipt_take)
    verb = family.add_parser("paper", parents=[common], help="出具纸质回执 / write the receipt as a sheet to print")
    with_vault(verb)
    verb.add_argument("package", metavar="PACKAGE")
    with_outlet(verb)
    verb.set_defaults(act=receipt_paper)
    verb = family.add_parser(
        "scan", parents=[common], help="登记扫描或录入的纸质回执 / match a receipt scanned or typed from paper"
    )
    with_vault(verb)
    verb.add_argument(
        "line",
        nargs="+",
        metavar="FJR1:…|ROW",
        help="扫得的一行，或纸面各行（各加引号） / the line, or quoted rows",
    )
    verb.add_argument("--strip", default="", metavar="NUMBER", help="回执上的封签号 / the strip's number on the sheet")
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
    with opened_to_print(call) as session:
        peer = contacts.by_key(session, call.args.to)
        ids = [ApplicationId(i) for i in call.args.ids]
        to = office_cards.of_office(session, peer)
        outcome = seal.seal(
            session,
            ids,
            peer.id,
            call.args.out,
            Progress(),
            carrier=call.args.carrier,
            strip=call.args.strip,
            largest=call.args.volume,
        )
    lines = [
        call.say(f"已封装：{outcome.folder}", f"Sealed: {outcome.folder}"),
        *(
            [call.say(f"收件人：{office_cards.officers(to)}", f"For: {office_cards.officers(to)}")]
            if len(to) > 1
            else []
        ),
        call.say("封条号：", "Seal code: ") + outcome.seal_code,
        call.say("载体编号：", "Carrier number: ") + outcome.record.medium,
        call.say(CARRIER.zh, CARRIER.en),
    ]
    return Answer(_record(outcome.record) | {"folder": str(outcome.folder), "seal_code": outcome.seal_code}, lines)


def open_(call: Call) -> Answer:
    """Open, check in order, import in one transaction."""
    lines: list[str] = []

    def report(line: receive.CheckLine) -> None:
        lines.append(("✓ " if line.ok else "✗ ") + words.word(line.check, call.speech.language))

    typed = call.args.label or ""
    scanned = typed if typed.strip()[:2].upper() == "FJ" else None
    groups = dict(enumerate(typed.split())) if typed and not scanned else None
    with opened(call) as session:
        received = receive.open_(
            session, call.args.package, groups, report, Progress(), label_qr=scanned, large=call.args.large
        )
    lines += [call.say(w.zh, w.en) for w in received.warnings]
    lines.append(call.say(f"载体编号：{received.package.medium}", f"Carrier number: {received.package.medium}"))
    lines += [call.say(w.zh, w.en) for w in received.told]
    count, kind = len(received.applications), received.package.kind
    if kind is PackageKind.RETURN:
        lines.append(
            call.say(f"收到退回 {count} 份，请按告知在期限前补正", f"{count} sent back: mend them by the day told")
        )
    elif count:
        said = words.word(kind, call.speech.language)
        lines.append(call.say(f"已导入 {count} 份申报（{said}）", f"Imported {count} ({said})"))
    return Answer(_record(received.package), lines)


def verify(call: Call) -> Answer:
    """Signature and digests, without any secret; with a vault also the package's way, and a printer for the sheet."""
    if call.args.vault is not None:
        return _verify_here(call)
    if call.args.card is None or call.args.printer or call.args.chosen:
        raise Fault(Code.ARGUMENT, detail="--card" if call.args.card is None else "--vault")
    proof = proofs.of_folder(call.args.package, receive.read_card(call.args.card), Progress())
    answer = _proved(call, proof)
    if call.args.out is None:
        return answer
    require_new(call)
    proof_sheet.write_plain(proof, call.clock, call.args.out, Progress())
    written = call.say(f"核验单：{call.args.out}", f"Proof sheet: {call.args.out}")
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
        call.say("封装完好，签名属于该发件方。", "The package is whole and signed by that sender."),
        call.say("封条号：", "Seal code: ") + facts["seal code"],
        call.say("发件方指纹：", "The sender's fingerprint: ") + sender.fingerprint,
        *(f"{minute(hand.at)}　{hand.who}　{call.say(hand.what.zh, hand.what.en)}" for hand in proof.hands),
        call.say(
            "不用本程序的核验命令在包内 README.txt。", "README.txt in it has the commands to check it without us."
        ),
    ]
    said = {"package": proof.id, "sequence": int(facts["number"]), "seal": facts["seal"]}
    return Answer(said | {"seal_code": facts["seal code"], "fingerprint": sender.fingerprint}, lines)


def evidence_(call: Call) -> Answer:
    """Write every signed step of an application, with the commands that check it without the program."""
    with opened(call) as session:
        made = evidence.write(session, ApplicationId(call.args.application), call.args.out)
    lines = [
        call.say(
            f"已写出 {made.steps} 步签署和 {made.packages} 个封装的记录：{made.folder}",
            f"Wrote {made.steps} signed step(s) and {made.packages} package(s): {made.folder}",
        ),
        call.say("文件夹是明文，请按其密级保管。", "The folder is plain text: keep it as its mark asks."),
    ]
    return Answer({"folder": str(made.folder), "steps": made.steps, "packages": made.packages}, lines)


def receipt_give(call: Call) -> Answer:
    """Seal a receipt back to the sender."""
    with opened(call) as session:
        folder = receive.receipt(session, PackageId(call.args.package), call.args.out, Progress())
    lines = [call.say(f"回执已封装：{folder}", f"Receipt sealed: {folder}"), call.say(CARRIER.zh, CARRIER.en)]
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
        said = call.say(
            "收件方没有接收这个封装包，请与其联系后重新封装。", "The other desk refused it: ask why, and seal anew."
        )
        return Answer(_record(record), [said], Exit.NO)
    return Answer(_record(record), [call.say("回执相符，递送已闭环。", "The receipt matches; the loop is closed.")])
