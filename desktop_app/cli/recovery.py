"""The verbs of the way back and of this machine: vault recovery …, vault device …"""

import argparse
import os
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.outlets import with_traces
from desktop_app.cli.verbs import (
    Call,
    descriptor,
    lock,
    new_passphrase,
    opened,
    place,
    proved,
    secret,
    text,
    with_name,
    with_passphrase,
    with_vault,
)  # fmt: skip
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import device, recovery, words
from desktop_app.desk.recovery import RecoveryKind
from desktop_app.domain.recovery_sheet import RecoverySheet

_MOST_TYPED = 4096


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs to the family of vaults."""
    inner = family.add_parser("recovery", parents=[common], help=marked("help|恢复单")).add_subparsers(
        dest="recovery_act", required=True, metavar="ACT"
    )
    verb = inner.add_parser("make", parents=[common], help=marked("生成并打印恢复单"))
    with_vault(verb)
    verb.add_argument("--kind", choices=[kind.value for kind in RecoveryKind], default=RecoveryKind.CODE.value)
    verb.add_argument("--holder", type=text, action="append", default=[], metavar="NAME",
                      help=marked("保管人，每份一名"))  # fmt: skip
    where = verb.add_mutually_exclusive_group(required=True)
    where.add_argument("--printer", metavar="URI", help="ipp://… ipps://…")
    where.add_argument("--out", type=place, metavar="FILE.pdf", help=marked("写成明文 PDF"))
    where.add_argument("--show", action="store_true", help=marked("显示在屏幕上，供手抄"))
    with_traces(verb)
    verb.set_defaults(act=make)
    for name, act, told in (
        ("prove", prove, marked("照单输入，试用通过后启用")),
        ("drill", drill, marked("演练，不改动任何内容")),
    ):
        verb = inner.add_parser(name, parents=[common], help=told)
        with_vault(verb)
        with_code(verb)
        verb.set_defaults(act=act)
    verb = inner.add_parser("use", parents=[common], help=marked("忘记口令时，凭恢复单设新口令"))
    verb.add_argument("--vault", type=place, required=True, metavar="DIR", help=marked("保险库文件夹"))
    verb.add_argument("--older-copy", default="", metavar="WHY",
                      help=marked("打开较旧副本的事由，记入日志"))  # fmt: skip
    with_passphrase(verb)
    with_name(verb)
    with_code(verb)
    verb.set_defaults(act=use)
    _add_device(family, common)


def _add_device(family: Any, common: argparse.ArgumentParser) -> None:
    inner = family.add_parser("device", parents=[common], help=marked("help|绑定本机")).add_subparsers(
        dest="device_act", required=True, metavar="ACT"
    )
    for name, act, told in (
        ("show", show, marked("现状")),
        ("bind", bind, marked("口令只在本机有效")),
        ("unbind", unbind, marked("help|解除绑定")),
    ):
        verb = inner.add_parser(name, parents=[common], help=told)
        with_vault(verb)
        verb.set_defaults(act=act)


def with_code(verb: argparse.ArgumentParser) -> None:
    """What stands on the sheet never comes from an argument."""
    verb.add_argument("--code-fd", type=descriptor, metavar="N",
                      help=marked("从文件描述符读取恢复码或份额，一行一份"))  # fmt: skip


def make(call: Call) -> Answer:
    """Generate, and put on paper at once."""
    with proved(call) as (session, typed):
        sheets = recovery.make(session, typed, RecoveryKind(call.args.kind), call.args.holder)
        if call.args.printer:
            for sheet in sheets:
                recovery.print_sheet(session, sheet, call.args.printer, Progress(), leave_traces=call.args.leave_traces)
        files = recovery.save_sheets(session, sheets, call.args.out, Progress()) if call.args.out else []
    shown = [_shown(sheet) for sheet in sheets] if call.args.show else []
    todo = call.say("还不算做成：请照纸输入试用（vault recovery prove），通过后封存。")
    data = {"sheets": len(sheets), "files": [str(file) for file in files]} | ({"shown": shown} if shown else {})
    return Answer(data, [*shown, *map(str, files), todo])


def _shown(sheet: RecoverySheet) -> str:
    return "-".join(sheet.groups) if sheet.groups else f"{sheet.number}/{sheet.of}: {' '.join(sheet.words)}"


def prove(call: Call) -> Answer:
    """Typed back from the paper."""
    with opened(call) as session:
        state = recovery.prove(session, typed_from_paper(call, recovery.kind_to_prove(session)))
    done = call.say("试用通过，恢复单已启用。请封存。")
    return Answer({"kind": state.kind.value, "made_on": str(state.made_on)}, [done])


def drill(call: Call) -> Answer:
    """A rehearsal."""
    with opened(call) as session:
        state = recovery.drill(session, typed_from_paper(call, recovery.kind_to_drill(session)))
    done = call.say("演练通过，已记下日期 {drilled_on}。", drilled_on=state.drilled_on)
    return Answer({"kind": state.kind.value, "drilled_on": str(state.drilled_on)}, [done])


def use(call: Call) -> Answer:
    """A lost passphrase is replaced."""
    args = call.args
    typed = typed_from_paper(call, recovery.kind_of(args.vault))
    session = recovery.use(
        args.vault, typed, new_passphrase(call), call.clock, name=args.as_user, older=args.older_copy
    )
    user = session.user
    lock(session)
    lines = [
        call.say("{user} 的新口令已生效，已记入日志。", user=user),
        call.say("恢复单已拆封，请另做一份。"),
    ]
    return Answer({"user": user}, lines)


def typed_from_paper(call: Call, kind: RecoveryKind) -> list[str]:
    """Code or shares, from a prompt or a descriptor, never from an argument."""
    number = call.args.code_fd
    if number is not None:
        try:
            with os.fdopen(number, "rb") as stream:
                return stream.read(_MOST_TYPED).decode("utf-8").splitlines()
        except (OSError, ValueError):
            raise wrong("从描述符 {number} 读不到 UTF-8 的恢复码", number=number) from None
    if kind is RecoveryKind.CODE:
        return [secret(None, call.say("恢复码："), "--code-fd")]
    return [secret(None, call.say("第 {n} 份：", n=n), "--code-fd") for n in range(1, recovery.NEEDED + 1)]


def show(call: Call) -> Answer:
    """Whether it is bound, and whether it can be."""
    with opened(call) as session:
        bond = device.look(session)
    lines = [call.say("已绑定本机。") if bond.bound else call.say("没有绑定。")]
    if bond.trouble:
        why = words.word(bond.trouble, call.speech.language)
        lines.append(call.say("recovery|本机不能绑定：{why}。", why=why))
    return Answer({"bound": bond.bound, "trouble": bond.trouble.value if bond.trouble else None}, lines)


def bind(call: Call) -> Answer:
    """The own passphrase works on this machine only."""
    with proved(call) as (session, typed):
        device.bind(session, typed)
    return Answer({"bound": True}, [call.say("口令从现在起只在本机有效。")])


def unbind(call: Call) -> Answer:
    """It works everywhere again."""
    with proved(call) as (session, typed):
        device.unbind(session, typed)
    return Answer({"bound": False}, [call.say("已解除本机绑定。")])
