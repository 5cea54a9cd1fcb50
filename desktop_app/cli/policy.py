"""The verbs that only ask the notice: check, route, papers, render of a file, and the policy pack's own check."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from desktop_app.cli import kept_packs, packs, policy_settings, workdays
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, place
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import open_file, words
from desktop_app.desk.check import Assessment
from desktop_app.desk.explain import Explanation
from desktop_app.desk.open_file import CoverageRow
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Paper, Stop, Verdict, Words


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    for name, act, what in (
        ("check", check, marked("按规定检查一份申报")),
        ("route", route, marked("逐级报送路线与期限")),
        ("papers", papers, marked("材料、纸张与份数")),
    ):
        verb = verbs.add_parser(name, parents=[common], help=what)
        verb.add_argument("application", type=place, metavar="APPLICATION.json")
        verb.add_argument("--on", metavar="DATE", help=marked("按哪一天检查（年-月-日）"))
        verb.add_argument("--policy", type=place, metavar="DIR")
        if act is check:
            verb.add_argument("--explain", action="store_true", help=marked("列出各条依据的事实"))
        verb.set_defaults(act=act)
    verb = verbs.add_parser("render", parents=[common], help=marked("生成一份文书的校对样张（明文 PDF）"))
    verb.add_argument("application", type=place, metavar="APPLICATION.json")
    verb.add_argument("--form", required=True, choices=[d.value for d in Document if d in open_file.PROOFS])
    verb.add_argument("--out", type=place, required=True, metavar="FILE.pdf")
    verb.set_defaults(act=render)
    family = verbs.add_parser("policy", parents=[common], help=marked("help|政策包")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("check", parents=[common], help=marked("检查政策包并列出覆盖情况"))
    verb.add_argument("folder", type=place, nargs="?", metavar="DIR")
    verb.set_defaults(act=policy_check)
    packs.add(family, common)
    kept_packs.add(family, common)
    policy_settings.add(family, common)
    workdays.add(family, common)


def asked_day(call: Call) -> date:
    """The day named by `--on`, else today. Raises `Fault(DATE_IMPOSSIBLE)`."""
    if call.args.on is None:
        return office_day(call.clock)
    try:
        day = date.fromisoformat(call.args.on)
    except ValueError:
        day = None
    if day is None or day.isoformat() != call.args.on:  # other ways of writing a day are easily misread
        raise Fault(Code.DATE_IMPOSSIBLE, where="--on")
    return day


def _in(call: Call, text: Words) -> str:
    return call.said(text)


def _finding_lines(call: Call, finding: Finding) -> list[str]:
    verdict = words.word(finding.verdict, call.speech.language)
    lines = [f"[{verdict}] {finding.rule} {finding.clause}  {_in(call, finding.says)}"]
    if finding.mend.zh and finding.verdict not in (Verdict.PASS, Verdict.INFO):
        lines.append("    " + call.say("办法：") + _in(call, finding.mend))
    return lines


def _fact_lines(call: Call, why: Explanation) -> list[str]:
    lines = []
    for seen in why.seen:
        place = _in(call, seen.place)
        entered = call.say("　（填写处：{place}）", place=place) if place else ""
        lines.append(f"    · {_in(call, seen.told)}{entered}")
    if why.question.zh:
        lines.append("    " + call.say("由本单位设定：") + _in(call, why.question))
    return lines


def check(call: Call) -> Answer:
    """All findings; exit 1 when any blocks or is still to do."""
    opened = open_file.read(call.args.application, call.args.policy)
    explain = opened.explain if call.args.explain else None
    return told(call, opened.assess(asked_day(call)), asked_day(call), opened.pack_version, explain)


def told(
    call: Call,
    answer: Assessment,
    day: date,
    policy: str,
    explain: Callable[[Finding], Explanation] | None = None,
) -> Answer:
    """An assessment as a verb answers it; with `explain` the facts stand under each finding."""
    counts = Counter(f.verdict for f in answer.findings)
    lines = []
    for finding in answer.findings:
        lines += _finding_lines(call, finding)
        if explain is not None:
            lines += _fact_lines(call, explain(finding))
    lines.append(call.say("，").join(f"{words.word(v, call.speech.language)} {counts[v]}" for v in Verdict))
    data = {
        "on": day.isoformat(),
        "policy": policy,
        "counts": {v.value: counts[v] for v in Verdict},
        "findings": msgspec.to_builtins(answer.findings),
    }
    return Answer(data, lines, Exit.NO if answer.standing else Exit.DONE)


def route(call: Call) -> Answer:
    """The chain of hands with days."""
    answer = open_file.read(call.args.application, call.args.policy).assess(asked_day(call))
    lines = [_stop_line(call, number, stop) for number, stop in enumerate(answer.route.stops, 1)]
    lines.append(call.say("依据：") + answer.route.clause)
    if answer.route.open_question.zh:
        lines.append(_in(call, answer.route.open_question))
    return Answer({"route": msgspec.to_builtins(answer.route)}, lines)


def _stop_line(call: Call, number: int, stop: Stop) -> str:
    parts = [f"{number}. {words.word(stop.station, call.speech.language)}"]
    if stop.latest_posting:
        parts.append(call.say("最迟 {latest_posting} 开始公示", latest_posting=stop.latest_posting))
    if stop.due:
        parts.append(call.say("{due} 前送达", due=stop.due))
        if stop.last_workday and stop.last_workday != stop.due:
            parts.append(call.say("最后一个工作日 {last_workday}", last_workday=stop.last_workday))
    if stop.note.zh:
        parts.append(_in(call, stop.note))
    return "　".join(parts)


def papers(call: Call) -> Answer:
    """Annex 1 for this application."""
    answer = open_file.read(call.args.application, call.args.policy).assess(asked_day(call))
    return Answer({"papers": msgspec.to_builtins(answer.papers)}, [_paper_line(call, paper) for paper in answer.papers])


def _paper_line(call: Call, paper: Paper) -> str:
    count = call.say("{copies} 份", copies=paper.copies) if paper.copies else call.say("有则附")
    have = call.say("已有 {present}", present=paper.present)
    note = call.say("（{note}）", note=paper.note) if paper.note.zh else ""
    return (
        f"{paper.number:>2}. {_in(call, paper.name)}　{_in(call, paper.form)}　{count}　{have}　[{paper.clause}]{note}"
    )


def render(call: Call) -> Answer:
    """One document of a file as a proof; it is plain text, which is said."""
    made = open_file.render(
        open_file.read(call.args.application, None), Document(call.args.form), call.args.out, Progress()
    )
    warning = call.say(
        "已写出明文校对样张 {out}（{pages} 页）。{carrier}", out=call.args.out, pages=made.pages, carrier=CARRIER
    )
    issues = [_in(call, issue.words()) for issue in made.issues]
    data = {"out": str(call.args.out), "pages": made.pages, "issues": issues}
    return Answer(data, [warning, *issues], Exit.NO if issues else Exit.DONE)


def policy_check(call: Call) -> Answer:
    """Load a pack strictly and print where each rule is carried out."""
    rows = open_file.coverage(call.args.folder)
    missing = [row for row in rows if not row.carried_out]
    later = [row for row in rows if row.carried_out and not row.screen]
    lines = [_coverage_line(call, row) for row in rows]
    lines.append(
        call.say(
            "共 {rows} 条，未实现 {missing} 条，已计算、界面待做 {later} 条。",
            rows=len(rows),
            missing=len(missing),
            later=len(later),
        )
    )
    data = {
        "rules": [
            {
                "rule": row.rule,
                "clause": row.clause,
                "kind": row.kind.value,
                "home": row.home.value,
                "where": list(row.where),
                "settings": list(row.settings),
                "answer": msgspec.to_builtins(row.answer),
                "screen": row.screen,
                "done": row.carried_out,
            }
            for row in rows
        ]
    }
    return Answer(data, lines, Exit.NO if missing else Exit.DONE)


def _coverage_line(call: Call, row: CoverageRow) -> str:
    said = (words.word(member, call.speech.language) for member in (row.kind, row.home))
    where = call.say("、").join(row.where) or _in(call, row.answer) or call.say("尚未实现")
    if row.where and row.answer.zh:
        where += call.say("；") + _in(call, row.answer)
    settled_by = call.say("；设定：") + call.say("、").join(row.settings) if row.settings else ""
    later = "" if row.screen else call.say("（界面待做）")
    return "　".join([f"{row.rule:<6}", row.clause, *said, where]) + settled_by + later
