"""The verbs on this desk's keys over time: changed, named, limited, revoked."""

import argparse
from datetime import date
from typing import Any

from desktop_app.cli import office_papers
from desktop_app.cli.answer import Answer
from desktop_app.cli.outlets import with_outlet
from desktop_app.cli.verbs import Call, opened, place, text, with_vault
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
    verb = family.add_parser("change", parents=[common], help="更换本台密钥 / new keys, signed by the old ones")
    with_vault(verb)
    verb.add_argument("--officer", type=text, metavar="NAME", help="新密钥的经办人 / whose the new keys are")
    verb.add_argument(
        "--last-day", type=date.fromisoformat, metavar="DAY", help="新名片的最后一日 / the card's last day"
    )
    verb.set_defaults(act=identity_change)
    verb = family.add_parser("keys", parents=[common], help="列出本台各代密钥 / all keys this desk ever had")
    with_vault(verb)
    verb.set_defaults(act=identity_keys)
    verb = family.add_parser("revoke", parents=[common], help="作废本台密钥 / end this desk's present keys")
    with_vault(verb)
    reasons = [one.value for one in RevocationReason]
    verb.add_argument("--reason", required=True, choices=reasons, help="理由 / why")
    with_day(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE", help="签名的吊销书 / the signed statement")
    verb.set_defaults(act=identity_revoke)
    verb = family.add_parser("spare", parents=[common], help="备用吊销书（入保险柜） / a revocation for the safe")
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.spare_revocation)
    verb = family.add_parser(
        "sheet", parents=[common], help="纸质名片（码和录入行） / the card on paper, as codes and rows"
    )
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.card_sheet)
    verb = family.add_parser("last-day", parents=[common], help="名片的最后一日 / the card's last day")
    with_vault(verb)
    verb.add_argument("day", type=_day_or_none, metavar="DAY|none")
    verb.set_defaults(act=identity_last_day)
    verb = family.add_parser("officer", parents=[common], help="名片写明经办人 / say whose keys these are")
    with_vault(verb)
    verb.add_argument("officer", type=text, metavar="NAME")
    verb.set_defaults(act=identity_officer)
    verb = family.add_parser("minimum", parents=[common], help="本台最低算法 / the weakest suite this desk takes")
    with_vault(verb)
    verb.add_argument("suite", choices=list(SUITES))
    verb.set_defaults(act=identity_minimum)


def with_day(verb: argparse.ArgumentParser) -> None:
    """The day from which nothing under revoked keys counts."""
    verb.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="自哪一日起作废，默认今天 / from which day")


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
        call.say(f"旧指纹：{before.fingerprint}", f"Old fingerprint: {before.fingerprint}"),
        call.say(f"新指纹：{own.fingerprint}", f"New fingerprint: {own.fingerprint}"),
        call.say(
            "请导出新名片（identity card）交给各单位，重新打印指纹卡和备用吊销书；发给旧密钥的包仍能拆封。",
            "Write the new card (identity card) for every office, print the fingerprint and the revocation for the "
            "safe anew; packages to the old keys still open.",
        ),
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
        word = call.say("现用", "present") if at == 0 else call.say("旧", "past")
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
        call.say(f"吊销书已写出：{call.args.out}", f"The revocation is in {call.args.out}"),
        call.say(
            "请交给每个单位登记（contact revoked），再更换本台密钥（identity change），与各单位从头核对指纹。",
            "Have every office take it in (contact revoked), change this desk's keys (identity change), and compare "
            "fingerprints from the start.",
        ),
    ]
    return Answer({"key": own.key_id, "out": str(call.args.out)}, lines)


def identity_last_day(call: Call) -> Answer:
    """Give this desk's card a last day, or take it away."""
    with opened(call) as session:
        own = card_terms.end_on(session, call.args.day)
    last = own.card.valid_until
    lines = [
        call.say(f"名片最后一日：{last}", f"The card's last day: {last}")
        if last
        else call.say("名片没有最后一日。", "The card has no last day."),
        call.say("请把新名片发给各发件方。", "Send the new card to those who seal to this desk."),
    ]
    return Answer({"key": own.key_id, "valid_until": str(last or "")}, lines)


def identity_officer(call: Call) -> Answer:
    """Say on the card whose keys these are."""
    with opened(call) as session:
        own = card_terms.name_officer(session, call.args.officer)
    lines = [
        call.say(f"名片写明经办人：{own.card.officer}", f"The card names {own.card.officer}."),
        call.say("请把新名片发给各发件方。", "Send the new card to those who seal to this desk."),
    ]
    return Answer({"key": own.key_id, "officer": own.card.officer or ""}, lines)


def identity_minimum(call: Call) -> Answer:
    """The weakest suite that this desk takes or seals with."""
    with opened(call) as session:
        own = card_terms.require_suite(session, SUITES[call.args.suite])
    least = words.word(own.card.minimum_suite, call.speech.language)
    lines = [
        call.say(f"本台最低算法：{least}", f"This desk's minimum: {least}"),
        call.say("请把新名片发给各发件方。", "Send the new card to those who seal to this desk."),
    ]
    return Answer({"key": own.key_id, "minimum": own.card.minimum_suite.name.lower()}, lines)
