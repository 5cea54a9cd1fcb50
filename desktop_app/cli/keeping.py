"""The verbs that keep a vault and its keys: vault, identity, contact."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli import backups, contact_keys, keys, office_papers, recovery, users
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.outlets import with_outlet
from desktop_app.cli.verbs import Call, lock, new_passphrase, opened, place, text, with_passphrase, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import office_day
from desktop_app.desk import (
    card_terms,
    contacts,
    machine,
    opening,
    revocations,
    standing,
    successions,
    trust_register,
    words,
)
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.records import Compared, Contact


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("vault", parents=[common], help=marked("help|保险库")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    _add_create(family.add_parser("create", parents=[common], help=marked("help|建立保险库")))
    backups.add(family, common)
    recovery.add(family, common)
    verb = family.add_parser("rekey", parents=[common], help=marked("更换数据库密钥"))
    with_vault(verb)
    verb.set_defaults(act=users.rekey)
    verb = verbs.add_parser("machine", parents=[common], help=marked("查看本机状态"))
    with_vault(verb)
    verb.set_defaults(act=machine_look)
    family = verbs.add_parser("identity", parents=[common], help=marked("help|本台名片")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("show", parents=[common], help=marked("显示指纹"))
    with_vault(verb)
    verb.set_defaults(act=identity_show)
    verb = family.add_parser("card", parents=[common], help=marked("导出名片"))
    with_vault(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE")
    verb.set_defaults(act=identity_card)
    verb = family.add_parser("paper", parents=[common], help=marked("指纹卡 PDF"))
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.fingerprint_card)
    verb = family.add_parser("sm3", parents=[common], help=marked("要求来件另附国密 SM3 摘要"))
    with_vault(verb)
    verb.add_argument("wanted", choices=["on", "off"])
    verb.set_defaults(act=identity_sm3)
    keys.add_identity(family, common)
    _add_contacts(verbs, common)


def _add_create(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("folder", type=place, metavar="DIR")
    verb.add_argument("--desk", required=True, choices=[d.value for d in Desk])
    verb.add_argument("--name", type=text, required=True, help=marked("单位或个人名称"))
    verb.add_argument("--code", type=_code, required=True, help=marked("代号，2–12 位大写字母或数字"))
    verb.add_argument("--officer", type=text, required=True, help=marked("help|经办人"))
    verb.add_argument("--machine", type=text, required=True, help=marked("help|设备编号"))
    verb.add_argument(
        "--level", required=True, choices=[s.value for s in SecrecyLevel if s is not SecrecyLevel.TOP_SECRET]
    )
    verb.add_argument("--keeper", type=text, required=True, help=marked("设备责任人"))
    with_passphrase(verb)
    verb.set_defaults(act=create)


def _add_contacts(verbs: Any, common: argparse.ArgumentParser) -> None:
    family = verbs.add_parser("contact", parents=[common], help=marked("help|通讯录")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("list", parents=[common], help=marked("列出名片"))
    with_vault(verb)
    verb.set_defaults(act=contact_list)
    verb = family.add_parser("directory", parents=[common], help=marked("联系名录 PDF"))
    with_vault(verb)
    with_outlet(verb)
    verb.set_defaults(act=office_papers.directory)
    verb = family.add_parser("add", parents=[common], help=marked("收入名片"))
    with_vault(verb)
    verb.add_argument("card", type=place, metavar="FILE")
    verb.set_defaults(act=contact_add)
    verb = family.add_parser("verify", parents=[common], help=marked("help|核对指纹"))
    with_vault(verb)
    verb.add_argument("key", metavar="KEY")
    verb.add_argument("--fingerprint", type=_six_groups, required=True, metavar="'12345 …'", help=marked("六组数字"))
    verb.add_argument("--by", type=text, required=True, metavar="NAMES", help=marked("help|核对人"))
    verb.add_argument("--how", choices=[one.value for one in Compared], help=marked("help|方式"))
    verb.set_defaults(act=contact_verify)
    verb = family.add_parser("revoke", parents=[common], help=marked("help|作废名片"))
    with_vault(verb)
    verb.add_argument("key", metavar="KEY")
    verb.add_argument("--reason", required=True, metavar="TEXT", help=marked("help|理由"))
    keys.with_day(verb)
    verb.set_defaults(act=contact_revoke)
    verb = family.add_parser("history", parents=[common], help=marked("谁何时核对或作废"))
    with_vault(verb)
    verb.add_argument("key", metavar="KEY")
    verb.set_defaults(act=contact_history)
    contact_keys.add(family, common)


def create(call: Call) -> Answer:
    """Make a vault."""
    args = call.args
    office = Office(desk=Desk(args.desk), code=args.code, name=args.name, officer=args.officer)
    machine = Machine(number=args.machine, level=SecrecyLevel(args.level), keeper=args.keeper)
    session = opening.create(
        opening.NewVault(args.folder, new_passphrase(call), office, machine, args.officer), call.clock
    )
    try:
        own = contacts.ensure_identity(session)
    finally:
        lock(session)
    lines = [
        call.say("保险库已建立：{folder}", folder=args.folder),
        call.say("本台指纹：") + own.fingerprint,
        call.say("请打印备用吊销书（identity spare），密封后放入保险柜。"),
    ]
    return Answer({"vault": str(args.folder), "key": own.key_id, "fingerprint": own.fingerprint}, lines)


def _code(text: str) -> str:
    if not (2 <= len(text) <= 12 and text.isascii() and text.isalnum() and text == text.upper()):
        raise ValueError(text)
    return text


def _six_groups(typed: str) -> list[str]:
    groups = typed.split()
    if len(groups) != 6:
        raise ValueError(typed)
    return groups


def machine_look(call: Call) -> Answer:
    """Each point of this machine's state with what to do; exit 1 when one is not well."""
    with opened(call) as session:
        found = machine.look(session)
    language = call.speech.language
    lines = []
    for line in found:
        told = machine.advice(line.point)
        detail = call.say("（{detail}）", detail=line.detail) if line.detail else ""
        lines.append(f"[{words.word(line.state, language)}] {call.said(told.name)}{detail}")
        if line.state is not machine.MachineState.GOOD:
            lines.append(f"    {call.said(told.todo)}")
    lines.append(call.say("以上只是提示，不能代替保密检查。"))
    bad = any(line.state is machine.MachineState.BAD for line in found)
    return Answer({"points": msgspec.to_builtins(found)}, lines, Exit.NO if bad else Exit.DONE)


def identity_show(call: Call) -> Answer:
    """The desk's key id and fingerprint."""
    with opened(call) as session:
        own = contacts.ensure_identity(session)
    lines = [f"{own.card.code}　{own.card.name}", own.key_id, own.fingerprint]
    return Answer({"key": own.key_id, "fingerprint": own.fingerprint, "code": own.card.code}, lines)


def identity_card(call: Call) -> Answer:
    """Write the public card."""
    with opened(call) as session:
        own = contacts.save_card(session, call.args.out)
    lines = [call.say("名片已写出：{out}", out=call.args.out), own.fingerprint]
    return Answer({"out": str(call.args.out), "key": own.key_id, "fingerprint": own.fingerprint}, lines)


def identity_sm3(call: Call) -> Answer:
    """Whether packages for this desk carry an SM3 of every file."""
    with opened(call) as session:
        own = card_terms.ask_sm3(session, call.args.wanted == "on")
    asks = card_terms.asks_sm3(own.card)
    said = call.say("名片要求来件另附 SM3 摘要。")
    lines = [
        said if asks else call.say("名片不要求 SM3 摘要。"),
        call.say("请把新名片发给各发件方。"),
    ]
    return Answer({"key": own.key_id, "sm3": asks}, lines)


def _contact(contact: Contact) -> dict[str, str]:
    last = contact.card.valid_until
    return {
        "key": contact.key_id,
        "code": contact.card.code,
        "name": contact.card.name,
        "trust": contact.trust.value,
        "valid_until": last.isoformat() if last else "",
        "officer": contact.card.officer or "",
        "minimum": contact.standing.minimum_suite.name.lower(),
        "followed_by": contact.standing.followed_by,
        "revoked_on": str(contact.standing.revoked_on or ""),
        "fingerprint": contacts.fingerprint(contact),
    }


def _contact_line(call: Call, contact: Contact) -> str:
    trust = words.word(standing.state(contact, office_day(call.clock)), call.speech.language)
    name, print_ = standing.named(contact.card), contacts.fingerprint(contact)
    return f"{contact.key_id}　{contact.card.code}　{name}　[{trust}]　{print_}"


def contact_list(call: Call) -> Answer:
    """All contacts."""
    with opened(call) as session:
        known = contacts.all_(session)
    return Answer({"contacts": [_contact(c) for c in known]}, [_contact_line(call, c) for c in known])


def contact_add(call: Call) -> Answer:
    """Take a card in as unverified."""
    with opened(call) as session:
        contact = contacts.take_in(session, call.args.card)
        old = successions.to_follow(session, contact)
    hint = call.say("请与对方当面或另一渠道核对指纹后再封装。")
    if old is not None:
        hint = call.say(
            "对方换了密钥，有旧密钥签名。旧指纹：{fingerprint}。与对方说定后用 contact follow 跟随。",
            fingerprint=contacts.fingerprint(old),
        )
    return Answer(_contact(contact), [_contact_line(call, contact), hint])


def contact_verify(call: Call) -> Answer:
    """Confirm a fingerprint read from the other side."""
    with opened(call) as session:
        contact = contacts.by_key(session, call.args.key)
        how = Compared(call.args.how) if call.args.how else None
        verified = contacts.verify(session, contact.id, dict(enumerate(call.args.fingerprint)), call.args.by, how)
    return Answer(_contact(verified), [_contact_line(call, verified)])


def contact_revoke(call: Call) -> Answer:
    """Trust a card no longer."""
    with opened(call) as session:
        known = contacts.by_key(session, call.args.key)
        ended = revocations.say(session, known.id, call.args.reason, call.args.on)
    return contact_keys.ended_answer(call, ended, _contact(ended.contact), _contact_line(call, ended.contact))


def contact_history(call: Call) -> Answer:
    """Every decision about a card, oldest first."""
    with opened(call) as session:
        known = contacts.by_key(session, call.args.key)
        steps = trust_register.steps(session, known)
    told = [trust_register.said(step) for step in steps]
    said = [msgspec.to_builtins(step) for step in steps]
    return Answer({"key": known.key_id, "steps": said}, [call.said(one) for one in told])
