"""The verbs on comparisons that a vault keeps: compare with an export, rule on what is left open, see what was done."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.compare import difference
from desktop_app.cli.verbs import Call, on_one, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import compare_online, comparing, draft, kept_packs, words
from desktop_app.desk.comparing import Compared, History, Judged, Kept, Ruling


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these verbs to those on applications."""
    verb = on_one(family, common, "compare", marked("与线上导出的 PDF 比对并留存"), compare)
    verb.add_argument("export", type=place, metavar="EXPORT.pdf")
    verb = on_one(family, common, "compare-verdict", marked("认定不一致项"), verdict)
    verb.add_argument("--verdict", required=True, choices=[ruling.value for ruling in Ruling])
    verb.add_argument("--reason", default="", metavar="TEXT", help=marked("help|理由"))
    verb.add_argument("field", nargs="+", metavar="FIELD", help=marked("如 person.phone"))
    on_one(family, common, "comparisons", marked("help|历次比对"), history)


def compare(call: Call) -> Answer:
    """Compare and keep what was found; exit 1 when anything is left to rule on or to mend."""
    application = ApplicationId(call.args.id)
    with opened(call) as session:
        export = compare_online.read(call.args.export)
        pack = kept_packs.of_application(session, application).pack
        result = compare_online.result(draft.load(session, application).draft, export, pack)
        kept = comparing.keep(session, application, result)
    return _standing(call, kept)


def verdict(call: Call) -> Answer:
    """Rule on some fields of the comparison in force; exit 1 when anything is still open."""
    with opened(call) as session:
        kept = comparing.rule(
            session, ApplicationId(call.args.id), Ruling(call.args.verdict), call.args.field, call.args.reason
        )
    return _standing(call, kept)


def history(call: Call) -> Answer:
    """Every comparison with every ruling, the newest first."""
    with opened(call) as session:
        kept = comparing.of(session, ApplicationId(call.args.id))
    lines = [line for one in kept.histories for line in _told(call, one)]
    if kept.stale:
        lines.insert(0, _stale(call))
    if not kept.histories:
        lines.append(call.say("还没有与线上比对过。"))
    data = [_data(one) for one in kept.histories]
    return Answer({"comparisons": data, "stale": kept.stale}, lines, Exit.NO if kept.stale else Exit.DONE)


def _standing(call: Call, kept: Kept) -> Answer:
    """What the newest comparison leaves open, each with what was said to it."""
    newest = kept.histories[0]
    lines = [_line(call, one, newest.standing.get(one.path)) for one in newest.open_fields]
    lines.append(_counted(call, newest))
    data = _data(newest) | {"unsettled": [one.path for one in newest.unsettled], "stale": kept.stale}
    return Answer(data, lines, Exit.NO if newest.unsettled else Exit.DONE)


def _line(call: Call, one: Compared, said: Judged | None) -> str:
    line = f"{one.path}　{difference(call, one)}"
    return line if said is None else f"{line}　→ {_ruled(call, said)}"


def _ruled(call: Call, said: Judged) -> str:
    day = minute(said.at)
    told = words.word(said.ruling, call.speech.language) + call.say("（{by} {day}）", by=said.by, day=day)
    return told + (said.reason and call.say("：") + said.reason)


def _told(call: Call, one: History) -> list[str]:
    at = minute(one.comparison.made_at)
    head = f"{one.comparison.id}　{at}　{one.comparison.made_by}　"
    return [head + _counted(call, one)] + [f"    {_ruled(call, said)}　{' '.join(said.paths)}" for said in one.rulings]


def _counted(call: Call, one: History) -> str:
    everything, open_, left = len(one.comparison.result.found), len(one.open_fields), len(one.unsettled)
    return call.say(
        "共比对 {everything} 项，不一致或未找到 {open} 项，其中 {left} 项还没有处理。",
        everything=everything,
        open=open_,
        left=left,
    )


def _stale(call: Call) -> str:
    return call.say("比对之后申报内容或线上提交又有改动，请从线上重新导出并再比对一次。")


def _data(one: History) -> dict[str, Any]:
    made = one.comparison
    return {
        "id": made.id,
        "made_at": made.made_at.isoformat(),
        "made_by": made.made_by,
        "content": made.result.content,
        "record": made.result.record,
        "file": made.result.file,
        "compared": len(made.result.found),
        "open": msgspec.to_builtins(one.open_fields),
        "rulings": msgspec.to_builtins(one.rulings),
    }
