"""The verbs on keys over time: this desk's changed, a contact's followed."""

import argparse
import re
from datetime import date
from typing import Any

from desktop_app.cli import office_papers
from desktop_app.cli.answer import Answer
from desktop_app.cli.outlets import wanted, with_outlet
from desktop_app.cli.verbs import Call, opened, place, text, with_vault
from desktop_app.desk import (
    card_terms,
    contacts,
    own_keys,
    paper_cards,
    revocations,
    standing,
    successions,
    trust_register,
    words,
)
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import RevocationReason

#: A row from paper has letters, digits and blanks only; a file has a dot in its name, or a folder before it.
_ROW = re.compile(r"[0-9A-Za-z\s\-]+")
_SUITES = {one.name.lower(): one for one in Suite}


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
    verb.add_argument("suite", choices=list(_SUITES))
    verb.set_defaults(act=identity_minimum)


def add_contact(family: Any, common: argparse.ArgumentParser) -> None:
    """Verbs on other desks' keys."""
    verb = family.add_parser("follow", parents=[common], help="跟随新密钥 / trust keys that the old ones signed")
    with_vault(verb)
    verb.add_argument("key", metavar="KEY", help="新名片的密钥标识 / the new card's key id")
    verb.add_argument("--by", type=text, required=True, metavar="NAMES", help="确认人 / who confirmed it")
    verb.set_defaults(act=contact_follow)
    verb = family.add_parser("scan", parents=[common], help="收入扫描或录入的纸质名片 / take in a card from paper")
    with_vault(verb)
    verb.add_argument("line", nargs="+", metavar="FJC1:…|ROW", help="扫得的各行，或纸面各行 / lines or quoted rows")
    verb.set_defaults(act=contact_scan)
    verb = family.add_parser("register", parents=[common], help="名片核对登记簿 / who compared what, when and how")
    with_vault(verb)
    with_outlet(verb, required=False)
    verb.set_defaults(act=contact_register)
    verb = family.add_parser("minimum", parents=[common], help="与对方约定的最低算法 / the weakest suite with a desk")
    with_vault(verb)
    verb.add_argument("key", metavar="KEY")
    verb.add_argument("suite", choices=list(_SUITES))
    verb.set_defaults(act=contact_minimum)
    verb = family.add_parser("revoked", parents=[common], help="登记对方的吊销书 / take in a signed revocation")
    with_vault(verb)
    verb.add_argument(
        "source",
        nargs="+",
        metavar="FILE|FJV1:…|ROW",
        help="文件，或扫得的一行，或纸面各行（各加引号） / a file, a line, or rows",
    )
    with_day(verb)
    verb.set_defaults(act=contact_revoked)


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


def contact_follow(call: Call) -> Answer:
    """Trust a contact's new keys as the old ones were."""
    with opened(call) as session:
        new = contacts.by_key(session, call.args.key)
        old = successions.before(session, new.card)
        followed = successions.follow(session, new.id, call.args.by)
    before = contacts.fingerprint(old) if old else ""
    lines = [
        call.say(f"旧指纹：{before}", f"Old fingerprint: {before}"),
        call.say(f"新指纹：{contacts.fingerprint(followed)}", f"New fingerprint: {contacts.fingerprint(followed)}"),
        call.say(
            f"已跟随“{followed.card.name}”的新密钥；旧密钥的来件收到启用后第 {successions.ACCEPTED_DAYS} 天。",
            f"The new keys of “{followed.card.name}” are trusted; packages under the old ones are taken for "
            f"{successions.ACCEPTED_DAYS} days from their first day.",
        ),
    ]
    return Answer({"key": followed.key_id, "before": old.key_id if old else ""}, lines)


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
        call.say("请与对方核对指纹后再封装。", "Compare the fingerprint before sealing to it."),
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
        lines.append(f"{standing.named(line.contact.card)}　{line.contact.key_id}　{call.say(told.zh, told.en)}")
        said.append({"key": line.contact.key_id, "at": line.step.at.isoformat(), "what": told.zh})
    return Answer({"register": said}, lines)


def _ended_said(call: Call, ended: revocations.Ended) -> Answer:
    contact = ended.contact
    said = {"key": contact.key_id, "trust": contact.trust.value, "revoked_on": str(contact.standing.revoked_on)}
    line = call.say(
        f"“{contact.card.name}”的密钥 {contact.key_id} 自 {contact.standing.revoked_on} 起作废，已登记。",
        f"The keys {contact.key_id} of “{contact.card.name}” are revoked from {contact.standing.revoked_on}.",
    )
    return ended_answer(call, ended, said, line)


def ended_answer(call: Call, ended: revocations.Ended, said: dict[str, str], line: str) -> Answer:
    """What became of a contact's keys, and of the successor that was trusted on their word."""
    lines = [line]
    if ended.doubted is not None:
        lines.append(
            call.say(
                f"接续的密钥 {ended.doubted.key_id} 是凭旧密钥信任的，已退回未核对，请重新核对指纹。",
                f"The keys {ended.doubted.key_id} were trusted on their word: compare that fingerprint anew.",
            )
        )
    return Answer(said | {"doubted": ended.doubted.key_id if ended.doubted else ""}, lines)


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
        own = card_terms.require_suite(session, _SUITES[call.args.suite])
    least = words.word(own.card.minimum_suite, call.speech.language)
    lines = [
        call.say(f"本台最低算法：{least}", f"This desk's minimum: {least}"),
        call.say("请把新名片发给各发件方。", "Send the new card to those who seal to this desk."),
    ]
    return Answer({"key": own.key_id, "minimum": own.card.minimum_suite.name.lower()}, lines)


def contact_minimum(call: Call) -> Answer:
    """The weakest suite with one contact, in both directions."""
    with opened(call) as session:
        known = contacts.by_key(session, call.args.key)
        contact = card_terms.require_suite_of(session, known.id, _SUITES[call.args.suite])
    least = words.word(contact.standing.minimum_suite, call.speech.language)
    said = {"key": contact.key_id, "minimum": contact.standing.minimum_suite.name.lower()}
    return Answer(said, [call.say(f"“{contact.card.name}”最低算法：{least}", f"“{contact.card.name}”: {least}")])
