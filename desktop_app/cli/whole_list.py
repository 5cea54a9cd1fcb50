"""The verb that judges all applications of a vault at once."""

from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, opened
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal
from desktop_app.desk import words
from desktop_app.desk.list_check import ListCheck, RuleGroup, check_list
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.findings import Verdict
from desktop_app.domain.queries import RowFilter


def check_all(call: Call) -> Answer:
    """All applications as they would meet a submission today; exit 1 when any could not be submitted."""
    out = call.args.out
    if out and out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(out))
    with opened(call) as session:
        wanted = RowFilter(unit=normal(call.args.unit.strip()))
        answer = check_list(session, session.today(), Progress(), wanted)
        if out:
            from desktop_app.desk import list_sheet  # the workbook library is slow to load

            list_sheet.save(session, answer, out, call.speech.language)
    lines = _lines(call, answer)
    if out:
        lines.append(call.say("已写出明文表格 {out}，含申报人信息。{carrier}", out=out, carrier=CARRIER))
    return Answer(_data(answer) | {"out": str(out) if out else None}, lines, Exit.NO if answer.stopped else Exit.DONE)


def _lines(call: Call, answer: ListCheck) -> list[str]:
    lines = [_rule_line(call, group) for group in answer.rules if group.verdict is not Verdict.INFO]
    for unit in answer.units:
        name = unit.unit or call.say("（未填单位）")
        lines.append(
            call.say(
                "{name}：{applications} 份，其中 {stopped} 份不能提交",
                name=name,
                applications=unit.applications,
                stopped=unit.stopped,
            )
        )
    counted = call.say("，").join(
        f"{words.word(v, call.speech.language)} {answer.applications.get(v, 0)}" for v in Verdict
    )
    lines.append(
        call.say(
            "{on} 共核对 {lines} 份，{stopped} 份不能提交（{counted}）；已放弃未核对 {abandoned} 份。",
            on=answer.on,
            lines=len(answer.lines),
            stopped=answer.stopped,
            counted=counted,
            abandoned=answer.abandoned,
        )
    )
    return lines


def _rule_line(call: Call, group: RuleGroup) -> str:
    verdict = words.word(group.verdict, call.speech.language)
    count = call.say("{applications} 份", applications=len(group.applications))
    example = call.say("whole_list|例：") if group.varies else ""
    return f"[{verdict}] {group.rule} {group.clause}  {count}  {example}{call.said(group.says)}"


def _data(answer: ListCheck) -> dict[str, Any]:
    return {
        "on": answer.on.isoformat(),
        "policy": answer.policy,
        "checked": len(answer.lines),
        "stopped": answer.stopped,
        "abandoned": answer.abandoned,
        "applications_by_worst": {v.value: answer.applications.get(v, 0) for v in Verdict},
        "findings": {v.value: answer.findings.get(v, 0) for v in Verdict},
        "rules": [
            {
                "rule": group.rule,
                "clause": group.clause,
                "verdict": group.verdict.value,
                "count": len(group.applications),
                "says": {"zh": group.says.zh, "en": group.says.en},
                "varies": group.varies,
                "applications": list(group.applications),
            }
            for group in answer.rules
        ],
        "units": [
            {
                "unit": group.unit,
                "applications": group.applications,
                "stopped": group.stopped,
                "findings": {v.value: group.findings.get(v, 0) for v in Verdict},
            }
            for group in answer.units
        ],
    }
