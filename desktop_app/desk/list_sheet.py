"""The check of the whole list as a workbook in plain text: only on request, and in the log."""

import hashlib
from pathlib import Path

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language, told
from desktop_app.desk import plain_text, workbook
from desktop_app.desk.list_check import ListCheck, RuleGroup
from desktop_app.desk.session import Session
from desktop_app.desk.workbook import Sheet
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.findings import Verdict, Words
from desktop_app.domain.marking import Marking
from desktop_app.domain.words import word

#: How many names of applications one cell lists; the others stand on the list's own sheet.
_NAMED = 50


def save(session: Session, answer: ListCheck, path: Path, language: Language) -> None:
    """Write the workbook; the log gets its digest and how many applications it shows.

    Raises `Fault(MARKING_UNDECIDED)` while one of them is not decided: the list on the screen says which.
    """
    content = workbook.made(sheets(answer, language))
    objects = {
        "form": "list_check",
        "applications": str(len(answer.lines)),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    plain_text.write(session, path, content, answer.marking, objects)


def sheets(answer: ListCheck, language: Language) -> tuple[Sheet, ...]:
    """Summary, by rule, by unit, and the list itself."""
    say = _Saying(language)
    return _summary(answer, say), _by_rule(answer, say), _by_unit(answer, say), _list(answer, say)


class _Saying:
    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: str, /, **fields: object) -> str:
        return phrase(text, self.language, fields)

    def both(self, text: Words) -> str:
        return told(text, self.language)

    def mark(self, mark: Marking) -> str:
        return mark.printed() or self("不涉密")


def _summary(answer: ListCheck, say: _Saying) -> Sheet:
    warning = say("本表为明文，含申报人信息。{carrier}", carrier=CARRIER)
    rows: list[tuple[str | int, ...]] = [
        (say("list_sheet|密级"), say.mark(answer.marking)),
        (say("注意"), warning),
        (say("核对日期"), answer.on.isoformat()),
        (say("政策包"), answer.policy),
        (say("核对申报"), len(answer.lines)),
        (say("其中不能提交"), answer.stopped),
        (say("已放弃、未核对"), answer.abandoned),
    ]
    rows += [(say("申报最重结论：") + word(v, say.language), answer.applications.get(v, 0)) for v in Verdict]
    rows += [(say("检查结论：") + word(v, say.language), answer.findings.get(v, 0)) for v in Verdict]
    return Sheet(say("汇总"), ((say("list_sheet|项目"), 34), (say("list_sheet|内容"), 60)), rows)


def _by_rule(answer: ListCheck, say: _Saying) -> Sheet:
    names = {line.id: line.name for line in answer.lines}
    heads = (
        (say("规则"), 9),
        (say("list_sheet|依据"), 18),
        (say("结论"), 12),
        (say("份数"), 10),
        (say("list_sheet_2|内容"), 60),
        (say("申报"), 60),
    )
    rows = [
        (
            group.rule,
            group.clause,
            word(group.verdict, say.language),
            len(group.applications),
            _sentence(group, say),
            _named([names[each] for each in group.applications], say),
        )
        for group in answer.rules
    ]
    return Sheet(say("按规则"), heads, rows)


def _sentence(group: RuleGroup, say: _Saying) -> str:
    return (say("例：") if group.varies else "") + say.both(group.says)


def _named(names: list[str], say: _Saying) -> str:
    shown = say("、").join(names[:_NAMED])
    rest = len(names) - _NAMED
    return shown + say(" 等，另有 {rest} 份", rest=rest) if rest > 0 else shown


def _by_unit(answer: ListCheck, say: _Saying) -> Sheet:
    heads = (
        (say("单位"), 40),
        (say("申报"), 12),
        (say("不能提交"), 12),
        *((word(v, say.language), 12) for v in Verdict),
    )
    rows: list[tuple[str | int, ...]] = [
        (group.unit, group.applications, group.stopped, *(group.findings.get(v, 0) for v in Verdict))
        for group in answer.units
    ]
    return Sheet(say("按单位"), heads, rows)


def _list(answer: ListCheck, say: _Saying) -> Sheet:
    heads = (
        (say("list_sheet|编号"), 30),
        (say("姓名"), 16),
        (say("单位"), 40),
        (say("申报职称"), 18),
        (say("list_sheet|状态"), 12),
        (say("结论"), 12),
        (say("须处理"), 10),
        (say("涉及规则"), 40),
    )
    rows = [
        (
            line.id,
            line.name,
            line.unit,
            line.title,
            word(line.status, say.language),
            word(line.worst, say.language),
            line.standing,
            say("、").join(line.rules),
        )
        for line in answer.lines
    ]
    return Sheet(say("list_sheet|名单"), heads, rows)
