"""The verbs about printers: what one can do, which one a desk prints on, its certificate, its password."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.printing import opened_to_print
from desktop_app.cli.verbs import Call, descriptor, opened, place, secret, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.desk import formal_print, printer_access, printer_choice, printer_ready
from desktop_app.desk.printer_choice import PaperSize, Place
from desktop_app.domain import words
from desktop_app.domain.copies import Document


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("printer", parents=[common], help=marked("help|打印机")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = _on_one(family, common, "check", marked("能否打印某种文书"), check)
    verb.add_argument("--form", required=True, choices=[d.value for d in Document if d in printer_ready.SIZES])
    verb.add_argument("--tray", default="", metavar="NAME")
    verb = _on_one(family, common, "use", marked("这种纸以后用这台打印"), use)
    verb.add_argument("--size", required=True, choices=[size.name for size in PaperSize])
    verb.add_argument("--tray", default="", metavar="NAME")
    verb = _on_one(family, common, "trust", marked("信任核对过指纹的证书"), trust)
    verb.add_argument("fingerprint", metavar="SHA256", help=marked("打印机面板上的指纹"))
    verb = _on_one(family, common, "password", marked("存入打印机的用户名和密码"), password)
    verb.add_argument("--user", required=True, metavar="NAME")
    verb.add_argument("--password-fd", type=descriptor, metavar="N", help=marked("从文件描述符读取密码"))
    _on_one(family, common, "forget", marked("撤销信任和密码"), forget)
    verb = family.add_parser("authority", parents=[common], help=marked("只信任本单位签发机构的证书"))
    with_vault(verb)
    which = verb.add_mutually_exclusive_group(required=True)
    which.add_argument("file", type=place, nargs="?", metavar="FILE.pem")
    which.add_argument("--none", action="store_true", help=marked("改回信任系统的签发机构"))
    verb.set_defaults(act=authority)
    verb = family.add_parser("formal", parents=[common], help=marked("正式打印前的确认"))
    with_vault(verb)
    verb.add_argument("--minutes", type=int, choices=formal_print.MINUTES, help=marked("确认多久有效"))
    officers = verb.add_mutually_exclusive_group()
    officers.add_argument("--two-officers", action="store_true", help=marked("须第二人在场"))
    officers.add_argument("--one-officer", action="store_true", help=marked("help|一人即可"))
    verb.set_defaults(act=formal)


def _on_one(family: Any, common: argparse.ArgumentParser, name: str, what: str, act: Any) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = family.add_parser(name, parents=[common], help=what)
    with_vault(verb)
    verb.add_argument("printer", metavar="URI")
    verb.set_defaults(act=act)
    return verb


def check(call: Call) -> Answer:
    """What a formal print of this document would meet; sends no document."""
    document, tray = Document(call.args.form), call.args.tray
    with opened(call) as session:
        access = printer_access.access(session)
    ready = printer_ready.ready(call.args.printer, document, tray=tray, access=access)
    told = [*ready.readiness.warnings, *ready.spool]
    language, printer = call.speech.language, ready.readiness.printer
    lines = [call.say("{printer}：可以打印。", printer=printer.name)]
    lines += [f"- {words.word(one, language)}" for one in told]
    for one in printer.trays:
        held = call.say("、").join(size.name for size in PaperSize if one.loaded(size)) or call.say("未说明")
        lines.append(call.say("  纸盒 {source}：{held}", source=one.source, held=held))
    data = {
        "printer": printer.name,
        "loaded": ready.readiness.loaded,
        "warnings": [one.value for one in told],
        "trays": [one.source for one in printer.trays],
    }
    return Answer(data, lines)


def formal(call: Call) -> Answer:
    """What has to be confirmed before a formal print; with options, settle it."""
    args = call.args
    with opened_to_print(call) as session:
        now = formal_print.terms(session)
        two = args.two_officers or (now.second_officer and not args.one_officer)
        wanted = formal_print.Terms(now.minutes if args.minutes is None else args.minutes, two)
        formal_print.change(session, wanted)
    every = call.say("每次都要再输口令")
    held = call.say("口令确认后 {minutes} 分钟内有效", minutes=wanted.minutes)
    officers = call.say("须第二人在场") if two else call.say("一人即可")
    terms = (held if wanted.minutes else every, officers)
    said = call.say("正式打印：") + call.say("；").join(terms)
    return Answer({"minutes": wanted.minutes, "second_officer": two}, [said])


def use(call: Call) -> Answer:
    """Print this size here from now on."""
    size = PaperSize[call.args.size]
    with opened(call) as session:
        printer_choice.choose(session, size, Place(call.args.printer, call.args.tray))
    said = call.say("{size} 以后在这里打印：{printer}", size=size.name, printer=call.args.printer)
    return Answer({"size": size.name, "printer": call.args.printer, "tray": call.args.tray}, [said])


def trust(call: Call) -> Answer:
    """Trust the certificate that the printer shows, if it is the one that was compared."""
    spelled = printer_access.spelled(call.args.fingerprint)
    with opened(call) as session:
        shown = printer_access.shown_fingerprint(call.args.printer)
        if shown != spelled:
            raise Fault(Code.PRINTER_FINGERPRINT, printer=call.args.printer)
        printer_access.trust(session, call.args.printer, shown)
    said = call.say("已信任；以后证书一变就拒绝。")
    return Answer({"printer": call.args.printer, "fingerprint": shown}, [said])


def password(call: Call) -> Answer:
    """Keep the printer's name and password in the vault."""
    with opened(call) as session:
        given = secret(call.args.password_fd, call.say("打印机的密码："))
        printer_access.give_password(session, call.args.printer, call.args.user, given, keep=True)
    return Answer({"printer": call.args.printer}, [call.say("已加密存入保险库。")])


def forget(call: Call) -> Answer:
    """Meet the printer as a stranger again."""
    with opened(call) as session:
        printer_access.forget(session, call.args.printer)
    return Answer({"printer": call.args.printer}, [call.say("已撤销。")])


def authority(call: Call) -> Answer:
    """Trust certificates of this office's own authority only, or the system's again."""
    with opened(call) as session:
        if call.args.none:
            printer_access.no_authority(session)
        else:
            printer_access.use_authority(session, call.args.file)
    said = (
        call.say("改回信任系统的签发机构。")
        if call.args.none
        else call.say("以后只信任这个机构签发的证书和逐个核对过的证书。")
    )
    return Answer({"authority": not call.args.none}, [said])
