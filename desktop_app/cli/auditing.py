"""The verbs of the log: list, export, paper, verify."""

import argparse
from datetime import date
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.outlets import put_from, with_outlet
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.clock import CHINA
from desktop_app.core.progress import Progress
from desktop_app.desk import audit_file, audit_paper, audit_view, words
from desktop_app.desk.audit_view import Wish
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("audit", parents=[common], help="日志 / the log").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("list", parents=[common], help="查阅日志 / show entries")
    with_vault(verb)
    _add_wish(verb)
    verb.add_argument("--limit", type=_limit, default=50, metavar="N", help="最多几条 / at most so many")
    verb.add_argument("--before", type=_limit, metavar="N", help="只要第 N 条之前的 / only entries before number N")
    verb.set_defaults(act=list_)
    verb = family.add_parser("export", parents=[common], help="导出日志全文并签名 / write the whole log, signed")
    with_vault(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE.jsonl")
    verb.set_defaults(act=export)
    verb = family.add_parser(
        "paper", parents=[common], help="打印日志，或存为签名的 PDF / print the log, or write it as PDF, signed"
    )
    with_vault(verb)
    _add_wish(verb)
    with_outlet(verb)
    verb.set_defaults(act=paper)
    verb = family.add_parser("verify", parents=[common], help="核验导出的日志 / check an exported log; no vault needed")
    verb.add_argument("file", type=place, metavar="FILE.jsonl")
    verb.add_argument("--card", type=place, metavar="FILE", help="出具单位的名片 / the card of the office that signed")
    verb.add_argument(
        "--signature", type=place, metavar="FILE.sig", help="签名文件 / the signature, FILE.sig if not told"
    )
    verb.set_defaults(act=verify)


def _add_wish(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--act", action="append", dest="acts", choices=[a.value for a in Act], help="事项 / the act")
    verb.add_argument("--user", default="", help="经办人 / who")
    verb.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="自该日起 / from this day on")
    verb.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="至该日止 / up to this day")
    verb.add_argument("--applicant", default="", help="申请人姓名或申请编号 / an applicant's name, or an id")
    verb.add_argument("--text", default="", help="其中的文字 / text in it")


def _limit(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 1_000_000:
        raise ValueError(typed)
    return number


def _wish(call: Call) -> Wish:
    args = call.args
    return Wish(
        acts=tuple(Act(one) for one in args.acts or ()),
        user=args.user,
        since=args.since,
        until=args.until,
        applicant=args.applicant,
        text=args.text,
    )


def list_(call: Call) -> Answer:
    """Entries, newest first."""
    with opened(call) as session:
        page = audit_view.page(session, _wish(call), call.args.limit, call.args.before)
    lines = [_line(call, entry) for entry in page.entries]
    shown = len(page.entries)
    lines.append(call.say(f"共 {page.found} 条，列出 {shown} 条。", f"{shown} of {page.found}."))
    return Answer({"found": page.found, "entries": msgspec.to_builtins(list(page.entries))}, lines)


def _line(call: Call, entry: AuditEntry) -> str:
    when = entry.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    objects = "　".join(f"{name} {value}" for name, value in entry.objects.items())
    return f"{entry.sequence}　{when}　{entry.user}　{words.word(entry.act, call.speech.language)}　{objects}"


def export(call: Call) -> Answer:
    """The whole log with its signature."""
    with opened(call) as session:
        made = audit_file.export(session, call.args.out, Progress())
    lines = [
        call.say(f"日志 {made.entries} 条已导出：{made.path}", f"{made.entries} entries written: {made.path}"),
        call.say(f"签名：{made.signature}", f"Signature: {made.signature}"),
        f"SHA-256  {made.sha256}",
        call.say(CARRIER.zh, CARRIER.en),
    ]
    data = {
        "out": str(made.path),
        "signature": str(made.signature),
        "entries": made.entries,
        "head": made.head,
        "sha256": made.sha256,
    }
    return Answer(data, lines)


def paper(call: Call) -> Answer:
    """The log, or a part of it, to a printer; or as PDF with its signature."""
    with opened(call) as session:
        beside, answer = put_from(
            call,
            session,
            Document.AUDIT_LOG,
            lambda session, where: audit_paper.save(session, _wish(call), where, Progress()),
        )
    if beside is None:
        return answer
    signature = call.say(f"签名：{beside}", f"Signature: {beside}")
    return Answer({**answer.data, "signature": str(beside)}, [*answer.lines, signature])


_BROKEN = {
    "missing": Words(zh="缺少第 {n} 条", en="entry {n} is missing"),
    "order": Words(zh="第 {n} 条次序颠倒或重复", en="entry {n} is out of order or twice"),
    "altered": Words(zh="第 {n} 条内容被改动", en="entry {n} was altered"),
    "unlinked": Words(zh="第 {n} 条与上一条不相连", en="entry {n} does not follow the one before"),
    "short": Words(
        zh="从第 {n} 条起被截去或与文件头不符", en="the log is cut off before entry {n}, or is not what its head says"
    ),
}


def verify(call: Call) -> Answer:
    """Chain and signature of an exported log."""
    args = call.args
    found = audit_file.check(args.file, Progress(), card=args.card, signature=args.signature)
    head, data = found.head, {"entries": found.head.entries, "head": found.head.head, "vault": found.head.vault}
    if found.broken is not None:
        what = _BROKEN[found.broken.what]
        told = call.say(what.zh, what.en).format(n=found.broken.sequence)
        place_ = {"line": found.broken.line, "sequence": found.broken.sequence, "what": found.broken.what}
        line = call.say(
            f"日志不完整：第 {found.broken.line} 行，{told}。请勿采信，向出具单位重新索取。",
            f"The log does not hold: line {found.broken.line}, {told}. Do not rely on it; ask its office for it again.",
        )
        return Answer({**data, "broken": place_}, [line], Exit.NO)
    lines = [
        call.say(
            f"日志完整：{head.office}（{head.code}），共 {head.entries} 条，签名有效。",
            f"The log holds: {head.office} ({head.code}), {head.entries} entries, and the signature is good.",
        )
    ]
    if not found.key_known:
        lines.append(
            call.say(
                "签名密钥取自文件本身；请用 --card 指定该单位名片，才能确认是谁签的。",
                "The key was taken from the file itself; name the office's card with --card to know who signed.",
            )
        )
    return Answer({**data, "broken": None, "key_known": found.key_known}, lines)
