"""The verbs on committees: what each was approved for and is to review, who sits in it, what the rules say."""

import argparse
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import Call, on_vault, opened
from desktop_app.core.catalogue import marked, phrase
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
    _Field("name", "name", str, marked("help|评委会名称")),
    _Field("unit", "unit", str, marked("help|自主评审单位名称")),
    _Field("self-reviewing", "self_reviewing", bool, marked("help|自主评审单位")),
    _Field("enterprises", "enterprises", bool, marked("help|与企业相关")),
    _Field("breadth", "breadth", Breadth, marked("按系列或专业组建")),
    _Field("meets-on", "meets_on", date, marked("help|会议日期")),
    _Field("mode", "mode", ReviewMode, marked("help|评审方式")),
    _Field("consent-on", "consent_on", date, marked("同意文件日期")),
    _Field("consent-number", "consent_number", str, marked("同意文件文号")),
    _Field("size-consent", "size_consent", str, marked("help|人数调整同意文号")),
    _Field("series", "task.series", str, marked("本次评审系列代码")),
    _Field("specialty", "task.specialty", str, marked("本次评审专业")),
    _Field("level", "task.levels", (Level,), marked("本次评审层级，可重复")),
    _Field("standard", "task.standard", str, marked("本次评价标准")),
    _Field("for-series", "registered.series", (str,), marked("备案系列代码，可重复")),
    _Field("for-specialty", "registered.specialties", (str,), marked("备案专业，可重复")),
    _Field("for-level", "registered.levels", (Level,), marked("备案层级，可重复")),
    _Field("for-standard", "registered.standard", str, marked("help|备案评价标准")),
    _Field("valid-from", "registered.valid_from", date, marked("备案有效期起")),
    _Field("valid-to", "registered.valid_to", date, marked("备案有效期止")),
    _Field("cleaned-on", "pool.cleaned_on", date, marked("help|专家库清理日期")),
    _Field("reported-on", "pool.reported_on", date, marked("专家库报备日期")),
    _Field("report-number", "pool.report_number", str, marked("help|报备文号")),
    _Field("plan-changed", "plan_changed", bool, marked("help|方案、程序、标准有调整")),
    _Field("decided-on", "change_decided_on", date, marked("help|调整议定日期")),
    _Field("announced-on", "change_announced_on", date, marked("help|调整公布日期")),
)


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("committee", parents=[common], help=marked("help|评委会")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", marked("列出评委会"), list_)
    _with_fields(verb("add", marked("help|登记评委会"), set_))
    changing = verb("set", marked("变更登记"), set_)
    for parser in (changing, verb("show", marked("查看评委会"), show_), verb("check", marked("help|核对"), check_)):
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
    lines = lines or [call.say("还没有登记评委会。")]
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
            raise wrong("没有系列代码 {code}", code=code)
        made = committees.keep(session, _told(begin, args), id_)
    return Answer({"committee": made.id}, [call.say("已登记：{made_id}", made_id=made.id)])


def show_(call: Call) -> Answer:
    """Everything on record; members by number."""
    with opened(call) as session:
        kept = committees.get(session, call.args.committee)
    said = kept.committee
    lines = [_head(call, kept)]
    for field in _FIELDS:
        value = paths.get(said, field.path)
        if value not in (None, "", (), False):
            lines.append("  " + call.say("{field}：{value}", field=_label(call, field), value=_spoken(call, value)))
    members = call.say("、").join(one.id for one in said.members) or "—"
    lines.append(call.say("  评委（编号）：{members}", members=members))
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
        f"[{words.word(f.verdict, language)}] {call.said(f.says)}{call.say('gap|')}"
        + ("" if f.verdict is Verdict.PASS else call.said(f.mend))
        + call.say("（{clause}）", clause=f.clause)
        for f in found
    ]


def _head(call: Call, kept: KeptCommittee) -> str:
    said = kept.committee
    met = said.meets_on.isoformat() if said.meets_on else call.say("会期未定")
    people, pool = len(said.members), len(said.pool.experts)
    return said.name + "　" + met + "　" + call.say("评委 {people} 名，专家库 {pool} 名", people=people, pool=pool)


def _worst(call: Call, said: tuple[Finding, ...]) -> str:
    standing = sum(f.verdict is not Verdict.PASS for f in said)
    return call.say("待处理 {standing} 项", standing=standing) if standing else call.say("合规")


def _label(call: Call, field: _Field) -> str:
    return re.split("[，,]", phrase(field.what, call.speech.language), maxsplit=1)[0]


def _spoken(call: Call, value: Any) -> str:
    if isinstance(value, tuple):
        return call.say("、").join(_spoken(call, one) for one in value)
    if value is True:
        return "✓"
    return str(value.value if isinstance(value, Enum) else value)
