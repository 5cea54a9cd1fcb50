"""The verbs about who may open a vault: `user` with its acts, and `vault rekey`."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, descriptor, on_vault, proved, secret, text
from desktop_app.desk import users, words
from desktop_app.desk.users import UserRole

_ONE_ROLE = "角色，可多次 / a role, repeatable"
_ROLES = [role.value for role in users.GIVEN]


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("user", parents=[common], help="用户与角色 / users and their roles").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    def verb(name: str, help_: str, act: Any, *, whom: bool = True, new: bool = False) -> argparse.ArgumentParser:
        made = on_vault(family, common, name, help_, act)
        if whom:
            made.add_argument("name", type=text, metavar="NAME", help="姓名 / the user's name")
        if new:
            made.add_argument("--new-passphrase-fd", type=descriptor, metavar="N",
                              help="从文件描述符读取新口令 / read the new passphrase from a descriptor")  # fmt: skip
        return made

    verb("list", "列出用户 / who may open the vault", list_, whom=False)
    made = verb("add", "添加用户 / add a user", add_user, new=True)
    made.add_argument("--role", action="append", required=True, choices=_ROLES, help=_ONE_ROLE)
    made.add_argument("--keep", action="append", default=[], choices=_ROLES,
                      help="添加第二人时本人保留的角色 / roles the only user so far keeps")  # fmt: skip
    made = verb("role", "改变角色 / give other roles", role)
    made.add_argument("--role", action="append", required=True, choices=_ROLES, help=_ONE_ROLE)
    verb("reset", "重设他人口令 / set a new passphrase for another", reset, new=True)
    made = verb("rotation", "定期更换口令 / how often passphrases are changed", rotation, whom=False)
    made.add_argument("days", type=int, choices=users.ROTATIONS, help="天数，0 为不要求 / days, 0 for never")
    verb("remove", "移除用户 / take a user away", remove)
    verb("passphrase", "修改本人口令 / change your own passphrase", change_own, whom=False, new=True)


def _new(call: Call) -> str:
    """A new passphrase: typed twice at a prompt, or read once from the descriptor."""
    number = call.args.new_passphrase_fd
    typed = secret(number, call.say("新口令：", "New passphrase: "))
    if number is None and secret(None, call.say("再输一次新口令：", "New passphrase once more: ")) != typed:
        raise wrong("两次输入的新口令不同", "the two new passphrases differ")
    return typed


def _roles(call: Call, given: tuple[UserRole, ...]) -> str:
    return call.say("、", ", ").join(words.word(one, call.speech.language) for one in given)


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
        f"已添加 {args.name}。本人第一次解锁后须先改口令（user passphrase）；各人解锁都要用 --as 写明姓名。",
        f"{args.name} was added, and must first change the passphrase (user passphrase). "
        "Everybody now says who they are with --as.",
    )
    return Answer({"added": args.name}, [line])


def role(call: Call) -> Answer:
    """Other roles for a user."""
    given = tuple(UserRole(one) for one in call.args.role)
    with proved(call) as (session, own):
        users.set_roles(session, own, users.named(session, call.args.name).id, given)
    line = call.say(f"{call.args.name} 现为：{_roles(call, given)}", f"{call.args.name} is now: {_roles(call, given)}")
    return Answer({"name": call.args.name, "roles": [one.value for one in given]}, [line])


def reset(call: Call) -> Answer:
    """A passphrase for somebody who forgot theirs."""
    with proved(call) as (session, own):
        users.reset(session, own, users.named(session, call.args.name).id, _new(call))
    line = call.say(
        f"已为 {call.args.name} 重设口令，记入日志。设的人知道这个口令，本人须立即更改。",
        f"A new passphrase was set for {call.args.name}; this is in the log. Whoever set it knows it: "
        "it must be changed at once.",
    )
    return Answer({"reset": call.args.name}, [line])


def remove(call: Call) -> Answer:
    """Take a user away."""
    with proved(call) as (session, own):
        users.remove(session, own, users.named(session, call.args.name).id)
    line = call.say(
        f"已移除 {call.args.name}。此前复制的保险库仍能用其口令打开；请用 vault rekey 更换密钥。",
        f"{call.args.name} was removed. A copy of the vault made before still opens with that passphrase: "
        "change the key with vault rekey.",
    )
    return Answer({"removed": call.args.name}, [line])


def change_own(call: Call) -> Answer:
    """One's own passphrase."""
    with proved(call) as (session, own):
        users.change_own(session, own, _new(call))
    return Answer({"changed": True}, [call.say("口令已修改。", "The passphrase is changed.")])


def rotation(call: Call) -> Answer:
    """After how many days a passphrase is to be changed."""
    days = call.args.days
    with proved(call) as (session, _):
        users.set_rotation(session, days)
    line = call.say("不要求定期更换口令。", "Passphrases need no regular change.")
    if days:
        line = call.say(f"口令每 {days} 天更换一次。", f"Passphrases are changed every {days} days.")
    return Answer({"days": days}, [line])


def rekey(call: Call) -> Answer:
    """The whole vault under a new key."""
    with proved(call) as (session, own):
        users.rekey(session, own)
    line = call.say(
        "已用新的密钥重新加密保险库，各用户的口令不变。",
        "The vault is encrypted under a new key; everybody's passphrase stays.",
    )
    return Answer({"rekeyed": True}, [line])
