"""The verbs on posts and limited numbers, on the register of dishonest conduct and on the offices' directory."""

import argparse
from datetime import date
from functools import partial
from typing import Any

import msgspec
from msgspec import structs

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, on_vault, opened, text
from desktop_app.core.catalogue import marked
from desktop_app.desk import directory, dishonesty, posts, words
from desktop_app.desk.dishonesty import DishonestyLine
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Level
from desktop_app.domain.posts import FullSeniorPassed, PostKind, PostLine

_NUMBERS = {
    "posts": marked("help|核定岗位"),
    "appointed": marked("help|已聘"),
    "qualified_unappointed": marked("取得资格未聘"),
    "both_duties": marked("help|双肩挑"),
    "to_use": marked("help|拟使用空岗"),
}
_TEACHER_DAYS = ("number_set_on", "reviewed_on", "confirmed_on", "appointed_on")


def _count(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= 10_000:
        raise ValueError(typed)
    return number


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("posts", parents=[common], help=marked("岗位数额")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    other = verbs.add_parser("dishonesty", parents=[common], help=marked("help|失信记录")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    verb = partial(on_vault, family, common)

    verb("list", marked("列出岗位和占用"), list_)
    setting = verb("set", marked("设定或变更一行"), set_)
    setting.add_argument("--line", default="", metavar="LINE", help=marked("要变更的行"))
    setting.add_argument("--unit", default="", help=marked("单位，空为本地区"))
    setting.add_argument("--field", default="", help=marked("help|专业类别"))
    setting.add_argument("--level", choices=[one.value for one in Level])
    setting.add_argument("--kind", choices=[one.value for one in PostKind])
    for name, what in _NUMBERS.items():
        setting.add_argument(f"--{name.replace('_', '-')}", type=_count, help=what)
    setting.add_argument("--reason", required=True, help=marked("help|变更理由"))
    removing = verb("remove", marked("删除一行"), remove_)
    removing.add_argument("line", metavar="LINE")
    removing.add_argument("--reason", required=True, help=marked("help|理由"))
    verb("history", marked("变更经过"), history_)
    teachers = verb("teachers", marked("正高级教师（五（九））"), teachers_)
    teachers.add_argument("--second-school", type=_count, help=marked("第二中学"))
    teachers.add_argument("--others", type=_count, help=marked("其他学校"))
    for name in _TEACHER_DAYS:
        teachers.add_argument(f"--{name.replace('_', '-')}", type=date.fromisoformat, metavar="2026-09-01")
    teachers.add_argument("--reason", required=True, help=marked("help|依据"))

    _add_dishonesty(partial(on_vault, other, common))
    calling = on_vault(verbs, common, "phonebook", marked("变更附件3 的部门电话"), phonebook_)
    calling.add_argument("--area", help=marked("help|地区"))
    for name, what in (
        ("office", marked("help|部门")),
        ("section", marked("help|科室")),
        ("phone", marked("help|电话")),
    ):
        calling.add_argument(f"--{name}", type=text, help=what)


def _add_dishonesty(verb: Any) -> None:
    verb("list", marked("列出失信记录"), dishonest_)
    adding = verb("add", marked("help|登记"), add_)
    for name, what in (
        ("name", marked("help|姓名")),
        ("number", marked("help|证件号码")),
        ("conduct", marked("help|失信行为")),
        ("decided-by", marked("help|认定部门、文号")),
    ):
        adding.add_argument(f"--{name}", required=True, help=what)
    adding.add_argument("--unit", default="", help=marked("help|单位"))
    adding.add_argument("--on", type=date.fromisoformat, metavar="2026-03-01", help=marked("help|认定日期"))
    revoking = verb("revoke", marked("help|撤销"), revoke_)
    revoking.add_argument("record", metavar="RECORD")
    revoking.add_argument("--reason", required=True, help=marked("help|理由"))


def list_(call: Call) -> Answer:
    """The lines against the filings; exit 1 when one is exceeded."""
    with opened(call) as session:
        found = posts.table(session)
    language = call.speech.language
    lines, data = [], []
    for row in found.rows:
        one = row.line
        head = f"{one.id}　{one.unit or '—'}　{one.field or '—'}　{words.word(one.level, language)}　"
        numbers = call.say(
            "核定 {posts}，已聘 {appointed}，空岗 {free}，占岗申报 {needing}",
            posts=one.posts,
            appointed=one.appointed,
            free=one.free,
            needing=row.needing,
        )
        lines.append(head + words.word(one.kind, language) + "　" + numbers)
        open_ = [f for f in row.findings if f.verdict is not Verdict.PASS]
        lines += [
            f"    {call.said(f.says)}{call.said(f.mend)}{call.say('（{clause}）', clause=f.clause)}" for f in open_
        ]
        data.append(
            {
                "line": one.id,
                "unit": one.unit,
                "level": one.level.value,
                "kind": one.kind.value,
                "posts": one.posts,
                "appointed": one.appointed,
                "free": one.free,
                "needing": row.needing,
                "overdrawn": row.overdrawn,
                "findings": [{"rule": f.rule, "verdict": f.verdict.value} for f in row.findings],
            }
        )
    without = [str(one.application) for one in found.without]
    lines.append(call.say("{without} 份申报没有对应的岗位", without=len(without)))
    over = any(row.overdrawn for row in found.rows)
    return Answer({"lines": data, "without": without}, lines, Exit.NO if over else Exit.DONE)


def set_(call: Call) -> Answer:
    """Set a line, or change the numbers that are named."""
    args = call.args
    told: dict[str, Any] = {name: value for name in _NUMBERS if (value := getattr(args, name)) is not None}
    if args.level:
        told["level"] = Level(args.level)
    if args.kind:
        told["kind"] = PostKind(args.kind)
    told |= {name: value for name in ("unit", "field") if (value := getattr(args, name))}
    with opened(call) as session:
        known = next((one for one in posts.lines_of(session) if one.id == args.line), None) if args.line else None
        if args.line and known is None:
            raise wrong("没有这一行：{line}", line=args.line)
        if known is None and "level" not in told:
            raise wrong("缺少 --level")
        line = structs.replace(known, **told) if known else PostLine(id="", year=session.pack.year, **told)
        made = posts.put(session, line, args.reason)
    return Answer({"line": made.id}, [call.say("已登记：{made_id}", made_id=made.id)])


def remove_(call: Call) -> Answer:
    """Take a line out; its history stays."""
    with opened(call) as session:
        posts.remove(session, call.args.line, call.args.reason)
    return Answer({"line": call.args.line}, [call.say("已删除，变更经过保留。")])


def history_(call: Call) -> Answer:
    """All changes, newest first."""
    with opened(call) as session:
        found = posts.history(session)
        teachers = posts.teachers_history(session)
    data = [
        {"line": one.line, "at": one.at.isoformat(), "by": one.by, "reason": one.reason, "removed": one.after is None}
        for one in found
    ]
    lines = [f"{one['at']}　{one['by']}　{one['line']}　{one['reason']}" for one in data]
    lines += [
        call.say(
            "{at}　{by}　正高级教师：第二中学 {second}，其他学校 {others}　{ground}",
            at=told.at.isoformat() if told.at else "",
            by=told.by,
            second=told.second_school,
            others=told.others,
            ground=told.ground,
        )
        for told in teachers
    ]
    return Answer({"changes": data, "teachers": [msgspec.to_builtins(told) for told in teachers]}, lines)


def teachers_(call: Call) -> Answer:
    """How many full senior teachers passed, and when each step was done; what is not named stays as it was recorded."""
    args = call.args
    told = {name: getattr(args, name) for name in ("second_school", "others", *_TEACHER_DAYS)}
    with opened(call) as session:
        year = session.pack.year
        before = next(iter(posts.teachers_history(session)), FullSeniorPassed(year=year))
        passed = structs.replace(before, **{name: value for name, value in told.items() if value is not None})
        found = posts.record_teachers(session, passed, args.reason)
    lines = [
        call.say("{says}{mend}", says=f.says, mend=f.mend) + call.say("（{clause}）", clause=f.clause) for f in found
    ]
    return Answer({"findings": [{"rule": f.rule, "verdict": f.verdict.value} for f in found]}, lines)


def dishonest_(call: Call) -> Answer:
    """The register, newest first."""
    with opened(call) as session:
        found = dishonesty.register(session)
    data = [
        {
            "record": one.record.id,
            "until": one.until.isoformat(),
            "counts": one.counts,
            "revoked": one.record.revoked,
            "filings": [str(application) for application, _ in one.filings],
        }
        for one in found
    ]
    lines = [
        f"{one.record.id}　{one.record.name}　{one.record.conduct}　{one.record.recorded_on}—{one.until}　"
        + _state(call, one)
        for one in found
    ]
    return Answer({"records": data}, lines)


def _state(call: Call, one: DishonestyLine) -> str:
    if one.record.revoked:
        return call.say("已撤销：") + one.record.revoked
    return call.say("在期") if one.counts else call.say("期满")


def add_(call: Call) -> Answer:
    """Record what was decided."""
    args = call.args
    with opened(call) as session:
        made = dishonesty.add(
            session,
            DishonestyRecord(
                id="",
                name=args.name,
                identity_number=args.number,
                unit=args.unit,
                recorded_on=args.on or session.today(),
                conduct=args.conduct,
                decided_by=args.decided_by,
                by="",
                at=session.clock.now(),
            ),
        )
    return Answer({"record": made.id}, [call.say("已登记：{made_id}", made_id=made.id)])


def revoke_(call: Call) -> Answer:
    """Say why a record counts no longer."""
    with opened(call) as session:
        dishonesty.revoke(session, call.args.record, call.args.reason)
    return Answer({"record": call.args.record}, [call.say("已撤销，记录保留。")])


def phonebook_(call: Call) -> Answer:
    """Change one office, or list them all."""
    args = call.args
    with opened(call) as session:
        if args.area:
            known = next((one for one in directory.lines(session) if one.area == args.area), None)
            if known is None:
                raise wrong("没有这个地区：{area}", area=args.area)
            said = {name: getattr(args, name) or getattr(known, name) for name in ("office", "section", "phone")}
            directory.change(session, args.area, **said)
        found = directory.lines(session)
    data = [{"area": o.area, "office": o.office, "section": o.section, "phone": o.phone} for o in found]
    return Answer({"offices": data}, [f"{o.area}　{o.office}　{o.section}　{o.phone}" for o in found])
