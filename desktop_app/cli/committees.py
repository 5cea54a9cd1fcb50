"""The verbs on committees: what each was approved for and is to review, who sits in it, what the rules say."""

import argparse
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, on_vault, opened
from desktop_app.desk import committees
from desktop_app.domain import paths
from desktop_app.domain.committees import KeptCommittee
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Breadth, Committee, ReviewMode


@dataclass(frozen=True, slots=True)
class _Field:
    """One option: where its value goes, what it is, and what it is called."""

    option: str
    path: str
    kind: Any  # str, date, bool, an enum; a tuple of one of them for an option that is repeated
    what: str


_FIELDS = (
    _Field("name", "name", str, "评委会名称 / name"),
    _Field("unit", "unit", str, "自主评审单位名称 / the self-reviewing unit"),
    _Field("self-reviewing", "self_reviewing", bool, "自主评审单位 / of a self-reviewing unit"),
    _Field("enterprises", "enterprises", bool, "与企业相关 / deals with enterprises"),
    _Field("breadth", "breadth", Breadth, "按系列或专业组建 / for a series or a specialty"),
    _Field("meets-on", "meets_on", date, "会议日期 / day of the meeting"),
    _Field("mode", "mode", ReviewMode, "评审方式 / who reviews"),
    _Field("consent-on", "consent_on", date, "同意文件日期 / day of the consent"),
    _Field("consent-number", "consent_number", str, "同意文件文号 / number of the consent"),
    _Field("size-consent", "size_consent", str, "人数调整同意文号 / consent to a smaller committee"),
    _Field("series", "task.series", str, "本次评审系列代码 / code of the series under review"),
    _Field("specialty", "task.specialty", str, "本次评审专业 / specialty under review"),
    _Field("level", "task.levels", (Level,), "本次评审层级，可重复 / level under review, may be repeated"),
    _Field("standard", "task.standard", str, "本次评价标准 / standard used"),
    _Field("for-series", "registered.series", (str,), "备案系列代码，可重复 / approved series, may be repeated"),
    _Field("for-specialty", "registered.specialties", (str,), "备案专业，可重复 / approved specialty, may be repeated"),
    _Field("for-level", "registered.levels", (Level,), "备案层级，可重复 / approved level, may be repeated"),
    _Field("for-standard", "registered.standard", str, "备案评价标准 / approved standard"),
    _Field("valid-from", "registered.valid_from", date, "备案有效期起 / approved from"),
    _Field("valid-to", "registered.valid_to", date, "备案有效期止 / approved to"),
    _Field("cleaned-on", "pool.cleaned_on", date, "专家库清理日期 / pool cleaned on"),
    _Field("reported-on", "pool.reported_on", date, "专家库报备日期 / pool reported on"),
    _Field("report-number", "pool.report_number", str, "报备文号 / number of the report"),
    _Field("plan-changed", "plan_changed", bool, "方案、程序、标准有调整 / scheme or standard changed"),
    _Field("decided-on", "change_decided_on", date, "调整议定日期 / change decided on"),
    _Field("announced-on", "change_announced_on", date, "调整公布日期 / change announced on"),
)


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("committee", parents=[common], help="评委会 / committees").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", "列出评委会 / the committees", list_)
    _with_fields(verb("add", "登记评委会 / record a committee", set_))
    changing = verb("set", "变更登记 / change what is recorded", set_)
    for parser in (changing, verb("show", "查看评委会 / one committee", show_), verb("check", "核对 / check", check_)):
        parser.add_argument("committee", metavar="COMMITTEE")
    _with_fields(changing)


def _with_fields(parser: argparse.ArgumentParser) -> None:
    for field in _FIELDS:
        many = isinstance(field.kind, tuple)
        kind = field.kind[0] if many else field.kind
        told: dict[str, Any] = {"dest": field.path, "help": field.what, "default": None}
        if kind is bool:
            told["action"] = argparse.BooleanOptionalAction
        elif many:
            told["action"] = "append"
        if kind is date:
            told |= {"type": date.fromisoformat, "metavar": "2026-09-01"}
        elif isinstance(kind, type) and issubclass(kind, Enum):
            told["choices"] = [one.value for one in kind]
        elif kind is str:
            told["metavar"] = "TEXT"
        parser.add_argument(f"--{field.option}", **told)


def _told(committee: Committee, args: argparse.Namespace) -> Committee:
    """The committee with the options that were given."""
    for field in _FIELDS:
        value = getattr(args, field.path)
        if value is None:
            continue
        many = isinstance(field.kind, tuple)
        kind = field.kind[0] if many else field.kind
        if isinstance(kind, type) and issubclass(kind, Enum):
            value = tuple(kind(one) for one in value) if many else kind(value)
        committee = paths.replace(committee, field.path, tuple(value) if many else value)
    return committee


def list_(call: Call) -> Answer:
    """One line a committee; exit 1 when a rule stands against one of them."""
    with opened(call) as session:
        found = [(one, committees.said(session, one)) for one in committees.all_(session)]
    lines = [f"{one.id}　{_head(call, one)}　{_worst(call, said)}" for one, said in found]
    lines = lines or [call.say("还没有登记评委会。", "No committee is recorded.")]
    data = [
        {
            "committee": one.id,
            "name": one.committee.name,
            "members": len(one.committee.members),
            "pool": len(one.committee.pool.experts),
            "standing": sum(f.verdict is not Verdict.PASS for f in said),
        }
        for one, said in found
    ]
    stopped = any(f.verdict is Verdict.BLOCK for _, said in found for f in said)
    return Answer({"committees": data}, lines, Exit.NO if stopped else Exit.DONE)


def set_(call: Call) -> Answer:
    """Record a committee, or change the fields that are named."""
    args = call.args
    id_ = getattr(args, "committee", "")
    with opened(call) as session:
        begin = committees.bare(session, id_).committee if id_ else Committee()
        if (code := getattr(args, "task.series")) and code not in session.pack.series:
            raise wrong(f"没有系列代码 {code}", f"there is no series {code}")
        made = committees.keep(session, _told(begin, args), id_)
    return Answer({"committee": made.id}, [call.say(f"已登记：{made.id}", f"Recorded: {made.id}")])


def show_(call: Call) -> Answer:
    """Everything on record; members by number."""
    with opened(call) as session:
        kept = committees.get(session, call.args.committee)
    said = kept.committee
    lines = [_head(call, kept)]
    for field in _FIELDS:
        value = paths.get(said, field.path)
        if value not in (None, "", (), False):
            lines.append(f"  {_label(call, field)}：{_spoken(value)}")
    members = call.say("、", ", ").join(one.id for one in said.members) or "—"
    lines.append(call.say(f"  评委（编号）：{members}", f"  Members (numbers): {members}"))
    plain: dict[str, Any] = msgspec.to_builtins(said)
    plain["members"] = [one.id for one in said.members]
    plain["pool"]["experts"] = len(said.pool.experts)
    return Answer({"id": kept.id, "year": kept.year, "committee": plain}, lines)


def check_(call: Call) -> Answer:
    """What the rules say; exit 1 when something stands in the way."""
    with opened(call) as session:
        found = committees.findings(session, call.args.committee)
    data = [{"rule": f.rule, "verdict": f.verdict.value, "says": f.says.zh} for f in found]
    blocked = any(f.verdict in (Verdict.BLOCK, Verdict.TODO) for f in found)
    return Answer({"findings": data}, finding_lines(call, found), Exit.NO if blocked else Exit.DONE)


def finding_lines(call: Call, found: tuple[Finding, ...]) -> list[str]:
    """One line a finding: verdict, what is so, what to do, the clause."""
    from desktop_app.desk import words

    language = call.speech.language
    return [
        f"[{words.word(f.verdict, language)}] {call.say(f.says.zh, f.says.en)}{call.say('', ' ')}"
        + ("" if f.verdict is Verdict.PASS else call.say(f.mend.zh, f.mend.en))
        + f"（{f.clause}）"
        for f in found
    ]


def _head(call: Call, kept: KeptCommittee) -> str:
    said = kept.committee
    met = said.meets_on.isoformat() if said.meets_on else call.say("会期未定", "no day set")
    people, pool = len(said.members), len(said.pool.experts)
    return (
        said.name
        + "　"
        + met
        + "　"
        + call.say(f"评委 {people} 名，专家库 {pool} 名", f"{people} members, {pool} in the pool")
    )


def _worst(call: Call, said: tuple[Finding, ...]) -> str:
    standing = sum(f.verdict is not Verdict.PASS for f in said)
    return call.say(f"待处理 {standing} 项", f"{standing} to settle") if standing else call.say("合规", "in order")


def _label(call: Call, field: _Field) -> str:
    zh, en = field.what.split(" / ")
    return call.say(zh.split("，", maxsplit=1)[0], en.split(",", maxsplit=1)[0])


def _spoken(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(_spoken(one) for one in value)
    if value is True:
        return "✓"
    return str(value.value if isinstance(value, Enum) else value)
