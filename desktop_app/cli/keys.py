"""The verbs on keys over time: this desk's changed, a contact's followed."""

import argparse
from datetime import date
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, text, with_vault
from desktop_app.desk import contacts, own_keys, successions


def add_identity(family: Any, common: argparse.ArgumentParser) -> None:
    """Verbs on this desk's own keys."""
    verb = family.add_parser("change", parents=[common], help="更换本台密钥 / new keys, signed by the old ones")
    with_vault(verb)
    verb.add_argument(
        "--last-day", type=date.fromisoformat, metavar="DAY", help="新名片的最后一日 / the card's last day"
    )
    verb.set_defaults(act=identity_change)
    verb = family.add_parser("keys", parents=[common], help="列出本台各代密钥 / all keys this desk ever had")
    with_vault(verb)
    verb.set_defaults(act=identity_keys)


def add_contact(family: Any, common: argparse.ArgumentParser) -> None:
    """Verbs on other desks' keys."""
    verb = family.add_parser("follow", parents=[common], help="跟随新密钥 / trust keys that the old ones signed")
    with_vault(verb)
    verb.add_argument("key", metavar="KEY", help="新名片的密钥标识 / the new card's key id")
    verb.add_argument("--by", type=text, required=True, metavar="NAMES", help="确认人 / who confirmed it")
    verb.set_defaults(act=contact_follow)


def identity_change(call: Call) -> Answer:
    """New keys for this desk."""
    with opened(call) as session:
        contacts.ensure_identity(session)
        before = contacts.own_card(session)
        successions.change_keys(session, call.args.last_day)
        own = contacts.own_card(session)
    lines = [
        call.say(f"旧指纹：{before.fingerprint}", f"Old fingerprint: {before.fingerprint}"),
        call.say(f"新指纹：{own.fingerprint}", f"New fingerprint: {own.fingerprint}"),
        call.say(
            "请导出新名片（identity card）交给各单位，重新打印指纹卡；发给旧密钥的包仍能拆封。",
            "Write the new card (identity card) for every office and print the fingerprint anew; packages to the old "
            "keys still open.",
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
