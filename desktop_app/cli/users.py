"""The verbs about who may open a vault: `user` with its acts, and `vault rekey`."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, descriptor, on_vault, proved, secret, text
from desktop_app.core.catalogue import marked
from desktop_app.desk import users, words
from desktop_app.desk.users import UserRole

_ONE_ROLE = marked("角色，可多次")
_ROLES = [role.value for role in users.GIVEN]


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("user", parents=[common], help=marked("用户与角色")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    def verb(name: str, help_: str, act: Any, *, whom: bool = True, new: bool = False) -> argparse.ArgumentParser:
        made = on_vault(family, common, name, help_, act)
        if whom:
            made.add_argument("name", type=text, metavar="NAME", help=marked("help|姓名"))
        if new:
            made.add_argument("--new-passphrase-fd", type=descriptor, metavar="N",
                              help=marked("从文件描述符读取新口令"))  # fmt: skip
        return made

    verb("list", marked("列出用户"), list_, whom=False)
    made = verb("add", marked("help|添加用户"), add_user, new=True)
    made.add_argument("--role", action="append", required=True, choices=_ROLES, help=_ONE_ROLE)
    made.add_argument("--keep", action="append", default=[], choices=_ROLES,
                      help=marked("添加第二人时本人保留的角色"))  # fmt: skip
    made = verb("role", marked("help|改变角色"), role)
    made.add_argument("--role", action="append", required=True, choices=_ROLES, help=_ONE_ROLE)
    verb("reset", marked("重设他人口令"), reset, new=True)
    made = verb("rotation", marked("help|定期更换口令"), rotation, whom=False)
    made.add_argument("days", type=int, choices=users.ROTATIONS, help=marked("天数，0 为不要求"))
    verb("remove", marked("help|移除用户"), remove)
    verb("passphrase", marked("修改本人口令"), change_own, whom=False, new=True)


def _new(call: Call) -> str:
    """A new passphrase: typed twice at a prompt, or read once from the descriptor."""
    number = call.args.new_passphrase_fd
    typed = secret(number, call.say("新口令："))
    if number is None and secret(None, call.say("再输一次新口令：")) != typed:
        raise wrong("两次输入的新口令不同")
    return typed


def _roles(call: Call, given: tuple[UserRole, ...]) -> str:
    return call.say("、").join(words.word(one, call.speech.language) for one in given)


def list_(call: Call) -> Answer:
    """Everybody with roles and the day of the present passphrase."""
    with proved(call) as (session, _):
        everybody = users.list_(session)
    lines = [f"{one.name}　{_roles(call, one.roles)}　{one.passphrase_on.isoformat()}" for one in everybody]
    data = [
        {"name": one.name, "roles": [r.value for r in one.roles], "since": one.passphrase_on.isoformat()}
        for one in everybody
    ]
    return Answer({"users": data}, lines)


def add_user(call: Call) -> Answer:
    """A new user with a first passphrase."""
    args = call.args
    with proved(call) as (session, own):
        given, keep = [UserRole(one) for one in args.role], [UserRole(one) for one in args.keep]
        users.add(session, own, args.name, given, _new(call), keep)
    line = call.say(
        "已添加 {args}。本人第一次解锁后须先改口令（user passphrase）；各人解锁都要用 --as 写明姓名。", args=args.name
    )
    return Answer({"added": args.name}, [line])


def role(call: Call) -> Answer:
    """Other roles for a user."""
    given = tuple(UserRole(one) for one in call.args.role)
    with proved(call) as (session, own):
        users.set_roles(session, own, users.named(session, call.args.name).id, given)
    line = call.say("{args} 现为：{roles}", args=call.args.name, roles=_roles(call, given))
    return Answer({"name": call.args.name, "roles": [one.value for one in given]}, [line])


def reset(call: Call) -> Answer:
    """A passphrase for somebody who forgot theirs."""
    with proved(call) as (session, own):
        users.reset(session, own, users.named(session, call.args.name).id, _new(call))
    line = call.say("已为 {args} 重设口令，记入日志。设的人知道这个口令，本人须立即更改。", args=call.args.name)
    return Answer({"reset": call.args.name}, [line])


def remove(call: Call) -> Answer:
    """Take a user away."""
    with proved(call) as (session, own):
        users.remove(session, own, users.named(session, call.args.name).id)
    line = call.say("已移除 {args}。此前复制的保险库仍能用其口令打开；请用 vault rekey 更换密钥。", args=call.args.name)
    return Answer({"removed": call.args.name}, [line])


def change_own(call: Call) -> Answer:
    """One's own passphrase."""
    with proved(call) as (session, own):
        users.change_own(session, own, _new(call))
    return Answer({"changed": True}, [call.say("口令已修改。")])


def rotation(call: Call) -> Answer:
    """After how many days a passphrase is to be changed."""
    days = call.args.days
    with proved(call) as (session, _):
        users.set_rotation(session, days)
    line = call.say("不要求定期更换口令。")
    if days:
        line = call.say("口令每 {days} 天更换一次。", days=days)
    return Answer({"days": days}, [line])


def rekey(call: Call) -> Answer:
    """The whole vault under a new key."""
    with proved(call) as (session, own):
        users.rekey(session, own)
    line = call.say("已用新的密钥重新加密保险库，各用户的口令不变。")
    return Answer({"rekeyed": True}, [line])
