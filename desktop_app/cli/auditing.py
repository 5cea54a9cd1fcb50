"""The verbs of the log: list, export, paper, verify."""

import argparse
from datetime import date
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.outlets import put_from, with_outlet
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import CHINA
from desktop_app.core.progress import Progress
from desktop_app.desk import audit_file, audit_paper, audit_view, words
from desktop_app.desk.audit_view import Wish
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import bilingual


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("audit", parents=[common], help=marked("help|日志")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("list", parents=[common], help=marked("查阅日志"))
    with_vault(verb)
    _add_wish(verb)
    verb.add_argument("--limit", type=_limit, default=50, metavar="N", help=marked("最多几条"))
    verb.add_argument("--before", type=_limit, metavar="N", help=marked("只要第 N 条之前的"))
    verb.set_defaults(act=list_)
    verb = family.add_parser("export", parents=[common], help=marked("help|导出日志全文并签名"))
    with_vault(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE.jsonl")
    verb.set_defaults(act=export)
    verb = family.add_parser("paper", parents=[common], help=marked("打印日志，或存为签名的 PDF"))
    with_vault(verb)
    _add_wish(verb)
    with_outlet(verb)
    verb.set_defaults(act=paper)
    verb = family.add_parser("verify", parents=[common], help=marked("核验导出的日志"))
    verb.add_argument("file", type=place, metavar="FILE.jsonl")
    verb.add_argument("--card", type=place, metavar="FILE", help=marked("出具单位的名片"))
    verb.add_argument("--signature", type=place, metavar="FILE.sig", help=marked("签名文件"))
    verb.set_defaults(act=verify)


def _add_wish(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--act", action="append", dest="acts", choices=[a.value for a in Act], help=marked("help|事项"))
    verb.add_argument("--user", default="", help=marked("help|经办人"))
    verb.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help=marked("自该日起"))
    verb.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help=marked("至该日止"))
    verb.add_argument("--applicant", default="", help=marked("申请人姓名或申请编号"))
    verb.add_argument("--text", default="", help=marked("其中的文字"))


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
    lines.append(call.say("共 {found} 条，列出 {shown} 条。", found=page.found, shown=shown))
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
        call.say("日志 {entries} 条已导出：{path}", entries=made.entries, path=made.path),
        call.say("签名：{signature}", signature=made.signature),
        f"SHA-256  {made.sha256}",
        call.said(CARRIER),
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
    signature = call.say("签名：{beside}", beside=beside)
    return Answer({**answer.data, "signature": str(beside)}, [*answer.lines, signature])


_BROKEN = {
    "missing": bilingual("缺少第 {n} 条"),
    "order": bilingual("第 {n} 条次序颠倒或重复"),
    "altered": bilingual("第 {n} 条内容被改动"),
    "unlinked": bilingual("第 {n} 条与上一条不相连"),
    "short": bilingual("从第 {n} 条起被截去或与文件头不符"),
}


def verify(call: Call) -> Answer:
    """Chain and signature of an exported log."""
    args = call.args
    found = audit_file.check(args.file, Progress(), card=args.card, signature=args.signature)
    head, data = found.head, {"entries": found.head.entries, "head": found.head.head, "vault": found.head.vault}
    if found.broken is not None:
        what = _BROKEN[found.broken.what]
        told = call.said(what).format(n=found.broken.sequence)
        place_ = {"line": found.broken.line, "sequence": found.broken.sequence, "what": found.broken.what}
        line = call.say(
            "日志不完整：第 {line} 行，{told}。请勿采信，向出具单位重新索取。", line=found.broken.line, told=told
        )
        return Answer({**data, "broken": place_}, [line], Exit.NO)
    lines = [
        call.say(
            "日志完整：{office}（{code}），共 {entries} 条，签名有效。",
            office=head.office,
            code=head.code,
            entries=head.entries,
        )
    ]
    if not found.key_known:
        lines.append(call.say("签名密钥取自文件本身；请用 --card 指定该单位名片，才能确认是谁签的。"))
    return Answer({**data, "broken": None, "key_known": found.key_known}, lines)
