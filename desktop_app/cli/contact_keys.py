"""The verbs on other desks' keys over time: followed, ended, agreed on, brought on paper, and who decided what."""

import argparse
import re
from typing import Any

from desktop_app.cli import office_papers
from desktop_app.cli.answer import Answer
from desktop_app.cli.keys import SUITES, with_day
from desktop_app.cli.outlets import wanted, with_outlet
from desktop_app.cli.verbs import Call, opened, place, text, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.desk import (
    card_terms,
    contacts,
    paper_cards,
    revocations,
    standing,
    successions,
    trust_register,
    words,
)

#: A row from paper has letters, digits and blanks only; a file has a dot in its name, or a folder before it.
_ROW = re.compile(r"[0-9A-Za-z\s\-]+")


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Verbs on other desks' keys."""
    verb = family.add_parser("follow", parents=[common], help=marked("help|跟随新密钥"))
    with_vault(verb)
    verb.add_argument("key", metavar="KEY", help=marked("新名片的密钥标识"))
    verb.add_argument("--by", type=text, required=True, metavar="NAMES", help=marked("确认人"))
    verb.set_defaults(act=contact_follow)
    verb = family.add_parser("scan", parents=[common], help=marked("收入扫描或录入的纸质名片"))
    with_vault(verb)
    verb.add_argument("line", nargs="+", metavar="FJC1:…|ROW", help=marked("扫得的各行，或纸面各行"))
    verb.set_defaults(act=contact_scan)
    verb = family.add_parser("register", parents=[common], help=marked("help|名片核对登记簿"))
    with_vault(verb)
    with_outlet(verb, required=False)
    verb.set_defaults(act=contact_register)
    verb = family.add_parser("minimum", parents=[common], help=marked("与对方约定的最低算法"))
    with_vault(verb)
    verb.add_argument("key", metavar="KEY")
    verb.add_argument("suite", choices=list(SUITES))
    verb.set_defaults(act=contact_minimum)
    verb = family.add_parser("revoked", parents=[common], help=marked("登记对方的吊销书"))
    with_vault(verb)
    verb.add_argument(
        "source",
        nargs="+",
        metavar="FILE|FJV1:…|ROW",
        help=marked("文件，或扫得的一行，或纸面各行（各加引号）"),
    )
    with_day(verb)
    verb.set_defaults(act=contact_revoked)


def contact_follow(call: Call) -> Answer:
    """Trust a contact's new keys as the old ones were."""
    with opened(call) as session:
        new = contacts.by_key(session, call.args.key)
        old = successions.before(session, new.card)
        followed = successions.follow(session, new.id, call.args.by)
    before = contacts.fingerprint(old) if old else ""
    lines = [
        call.say("旧指纹：{before}", before=before),
        call.say("新指纹：{fingerprint}", fingerprint=contacts.fingerprint(followed)),
        call.say(
            "已跟随“{card}”的新密钥；旧密钥的来件收到启用后第 {accepted_days} 天。",
            card=followed.card.name,
            accepted_days=successions.ACCEPTED_DAYS,
        ),
    ]
    return Answer({"key": followed.key_id, "before": old.key_id if old else ""}, lines)


def contact_revoked(call: Call) -> Answer:
    """Take in a signed revocation, from a file or from paper."""
    source: list[str] = call.args.source
    with opened(call) as session:
        if len(source) == 1 and not revocations.is_paper(source[0]) and not _ROW.fullmatch(source[0]):
            ended = revocations.take_file(session, place(source[0]), call.args.on)
        else:
            ended = revocations.take_paper(session, "\n".join(source), call.args.on)
    return _ended_said(call, ended)


def contact_scan(call: Call) -> Answer:
    """Take in what was scanned or typed from paper: a card, or the end of one."""
    with opened(call) as session:
        came = paper_cards.take(session, "\n".join(call.args.line))
    if isinstance(came, revocations.Ended):
        return _ended_said(call, came)
    lines = [
        f"{came.key_id}　{came.card.code}　{standing.named(came.card)}",
        call.say("请与对方核对指纹后再封装。"),
    ]
    return Answer({"key": came.key_id, "trust": came.trust.value}, lines)


def contact_register(call: Call) -> Answer:
    """Every decision about every card; with an outlet the sheet as well."""
    if wanted(call):
        return office_papers.trust_register(call)
    with opened(call) as session:
        found = trust_register.whole(session)
    lines, said = [], []
    for line in found:
        told = trust_register.said(line.step)
        lines.append(f"{standing.named(line.contact.card)}　{line.contact.key_id}　{call.said(told)}")
        said.append({"key": line.contact.key_id, "at": line.step.at.isoformat(), "what": told.zh})
    return Answer({"register": said}, lines)


def _ended_said(call: Call, ended: revocations.Ended) -> Answer:
    contact = ended.contact
    said = {"key": contact.key_id, "trust": contact.trust.value, "revoked_on": str(contact.standing.revoked_on)}
    line = call.say(
        "“{card}”的密钥 {key_id} 自 {revoked_on} 起作废，已登记。",
        card=contact.card.name,
        key_id=contact.key_id,
        revoked_on=contact.standing.revoked_on,
    )
    return ended_answer(call, ended, said, line)


def ended_answer(call: Call, ended: revocations.Ended, said: dict[str, str], line: str) -> Answer:
    """What became of a contact's keys, and of the successor that was trusted on their word."""
    lines = [line]
    if ended.doubted is not None:
        lines.append(
            call.say(
                "接续的密钥 {key_id} 是凭旧密钥信任的，已退回未核对，请重新核对指纹。", key_id=ended.doubted.key_id
            )
        )
    return Answer(said | {"doubted": ended.doubted.key_id if ended.doubted else ""}, lines)


def contact_minimum(call: Call) -> Answer:
    """The weakest suite with one contact, in both directions."""
    with opened(call) as session:
        known = contacts.by_key(session, call.args.key)
        contact = card_terms.require_suite_of(session, known.id, SUITES[call.args.suite])
    least = words.word(contact.standing.minimum_suite, call.speech.language)
    said = {"key": contact.key_id, "minimum": contact.standing.minimum_suite.name.lower()}
    return Answer(said, [call.say("“{card}”最低算法：{least}", card=contact.card.name, least=least)])
