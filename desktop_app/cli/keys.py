"""The verbs on this desk's keys over time: changed, named, limited, revoked."""

import argparse
from datetime import date
from typing import Any

from desktop_app.cli import office_papers
from desktop_app.cli.answer import Answer
from desktop_app.cli.outlets import with_outlet
from desktop_app.cli.verbs import Call, opened, place, text, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.desk import (
    card_terms,
    contacts,
    own_keys,
    revocations,
    successions,
    words,
)
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import RevocationReason

SUITES = {one.name.lower(): one for one in Suite}


def add_identity(family: Any, common: argparse.ArgumentParser) -> None:
    """Verbs on this desk's own keys."""
    verb = family.add_parser("change", parents=[common], help=marked("更换本台密钥"))
    with_vault(verb)
    verb.add_argument("--officer", type=text, metavar="NAME", help=marked("新密钥的经办人"))
    verb.add_argument("--last-day", type=date.fromisoformat, metavar="DAY", help=marked("新名片的最后一日"))
    verb.set_defaults(act=identity_change)
    verb = family.add_parser("keys", parents=[common], help=marked("列出本台各代密钥"))
    with_vault(verb)
    verb.set_defaults(act=identity_keys)
    verb = family.add_parser("revoke", parents=[common], help=marked("help|作废本台密钥"))
    with_vault(verb)
    reasons = [one.value for one in RevocationReason]
    verb.add_argument("--reason", required=True, choices=reasons, help=marked("help|理由"))
    with_day(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE", help=marked("签名的吊销书"))
    verb.set_defaults(act=identity_revoke)
    verb = family.add_parser("spare", parents=[common], help=marked("备用吊销书（入保险柜）"))
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.spare_revocation)
    verb = family.add_parser("sheet", parents=[common], help=marked("纸质名片（码和录入行）"))
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.card_sheet)
    verb = family.add_parser("last-day", parents=[common], help=marked("help|名片的最后一日"))
    with_vault(verb)
    verb.add_argument("day", type=_day_or_none, metavar="DAY|none")
    verb.set_defaults(act=identity_last_day)
    verb = family.add_parser("officer", parents=[common], help=marked("名片写明经办人"))
    with_vault(verb)
    verb.add_argument("officer", type=text, metavar="NAME")
    verb.set_defaults(act=identity_officer)
    verb = family.add_parser("minimum", parents=[common], help=marked("本台最低算法"))
    with_vault(verb)
    verb.add_argument("suite", choices=list(SUITES))
    verb.set_defaults(act=identity_minimum)


def with_day(verb: argparse.ArgumentParser) -> None:
    """The day from which nothing under revoked keys counts."""
    verb.add_argument("--on", type=date.fromisoformat, metavar="DAY", help=marked("自哪一日起作废，默认今天"))


def _day_or_none(typed: str) -> date | None:
    return None if typed == "none" else date.fromisoformat(typed)


def identity_change(call: Call) -> Answer:
    """New keys for this desk."""
    with opened(call) as session:
        contacts.ensure_identity(session)
        before = contacts.own_card(session)
        successions.change_keys(session, call.args.last_day, call.args.officer)
        own = contacts.own_card(session)
    lines = [
        call.say("旧指纹：{fingerprint}", fingerprint=before.fingerprint),
        call.say("新指纹：{fingerprint}", fingerprint=own.fingerprint),
        call.say("请导出新名片（identity card）交给各单位，重新打印指纹卡和备用吊销书；发给旧密钥的包仍能拆封。"),
    ]
    said = {"key": own.key_id, "fingerprint": own.fingerprint, "before": before.key_id}
    return Answer(said, lines)


def identity_keys(call: Call) -> Answer:
    """All keys of this desk, the present ones first."""
    with opened(call) as session:
        contacts.ensure_identity(session)
        now = own_keys.present(session)
        pairs = [*([now] if now else []), *own_keys.past(session)]
    said, lines = [], []
    for at, pair in enumerate(pairs):
        print_, last = contacts.fingerprint_of(pair.card), pair.card.valid_until
        said.append(
            {
                "key": pair.key_id,
                "fingerprint": print_,
                "valid_from": pair.card.valid_from.isoformat(),
                "valid_until": last.isoformat() if last else "",
                "present": at == 0,
            }
        )
        word = call.say("现用") if at == 0 else call.say("旧")
        until = f"—{last.isoformat()}" if last else ""
        lines.append(f"{pair.key_id}　[{word}]　{pair.card.valid_from.isoformat()}{until}　{print_}")
    return Answer({"keys": said}, lines)


def identity_revoke(call: Call) -> Answer:
    """End this desk's keys and write the statement for every other desk."""
    reason = RevocationReason(call.args.reason)
    with opened(call) as session:
        revocations.end_own(session, reason, call.args.on or session.today(), call.args.out)
        own = contacts.own_card(session)
    lines = [
        call.say("吊销书已写出：{out}", out=call.args.out),
        call.say("请交给每个单位登记（contact revoked），再更换本台密钥（identity change），与各单位从头核对指纹。"),
    ]
    return Answer({"key": own.key_id, "out": str(call.args.out)}, lines)


def identity_last_day(call: Call) -> Answer:
    """Give this desk's card a last day, or take it away."""
    with opened(call) as session:
        own = card_terms.end_on(session, call.args.day)
    last = own.card.valid_until
    lines = [
        call.say("名片最后一日：{last}", last=last) if last else call.say("名片没有最后一日。"),
        call.say("请把新名片发给各发件方。"),
    ]
    return Answer({"key": own.key_id, "valid_until": str(last or "")}, lines)


def identity_officer(call: Call) -> Answer:
    """Say on the card whose keys these are."""
    with opened(call) as session:
        own = card_terms.name_officer(session, call.args.officer)
    lines = [
        call.say("名片写明经办人：{officer}", officer=own.card.officer),
        call.say("请把新名片发给各发件方。"),
    ]
    return Answer({"key": own.key_id, "officer": own.card.officer or ""}, lines)


def identity_minimum(call: Call) -> Answer:
    """The weakest suite that this desk takes or seals with."""
    with opened(call) as session:
        own = card_terms.require_suite(session, SUITES[call.args.suite])
    least = words.word(own.card.minimum_suite, call.speech.language)
    lines = [
        call.say("本台最低算法：{least}", least=least),
        call.say("请把新名片发给各发件方。"),
    ]
    return Answer({"key": own.key_id, "minimum": own.card.minimum_suite.name.lower()}, lines)
