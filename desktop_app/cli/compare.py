"""The verb that compares a record with the online system's export."""

import argparse
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, place
from desktop_app.core.catalogue import marked
from desktop_app.core.text import alike
from desktop_app.desk import compare_online, open_file, words
from desktop_app.desk.compare_online import Compared, Outcome


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    verb = verbs.add_parser("compare", parents=[common], help=marked("与线上导出的 PDF 比对"))
    verb.add_argument("application", type=place, metavar="APPLICATION.json")
    verb.add_argument("export", type=place, metavar="EXPORT.pdf")
    verb.add_argument("--policy", type=place, metavar="DIR")
    verb.set_defaults(act=compare)


def compare(call: Call) -> Answer:
    """Every printed value; exit 1 when any differs or is not found."""
    found = compare_online.of_file(open_file.read(call.args.application, call.args.policy), call.args.export)
    open_ones = compare_online.differences(found)
    lines = [difference(call, one) for one in found if one.outcome is not Outcome.SAME]
    lines.append(
        call.say(
            "共比对 {found} 项，一致 {found_2} 项，不一致或未找到 {open_ones} 项。",
            found=len(found),
            found_2=len(found) - open_ones,
            open_ones=open_ones,
        )
    )
    data = {"compared": msgspec.to_builtins(found), "differences": open_ones}
    return Answer(data, lines, Exit.NO if open_ones else Exit.DONE)


def difference(call: Call, one: Compared) -> str:
    """One value on both sides, with the place where it stands in the export."""
    said = words.word(one.outcome, call.speech.language)
    nothing = call.say("无")
    line = f"[{said}] {call.said(one.label)}　" + call.say("纸质：") + (one.paper or nothing)
    if not one.online:
        return line
    where = call.say("（第 {page} 页第 {line} 行）", page=one.page, line=one.line)
    line += call.say("　线上：") + one.online + where
    paper, online = alike(one.paper, one.online)
    if not (paper or online):
        return line
    none = call.say("无")
    paper, online = paper or none, online or none
    return line + call.say("。看似相同，编码不同：纸质 {paper}，线上 {online}", paper=paper, online=online)
