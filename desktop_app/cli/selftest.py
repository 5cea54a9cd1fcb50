"""`fengjuan selftest`: whether this copy of the program is whole and works on this machine; beside it `module`."""

import argparse
from typing import Any

from desktop_app.cli import cipher_modules
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call
from desktop_app.core.catalogue import marked
from desktop_app.core.messages import sentence
from desktop_app.desk import selftest


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs that try this machine and what is attached to it."""
    cipher_modules.add(verbs, common)
    verb = verbs.add_parser(
        "selftest",
        parents=[common],
        help=marked("检查本程序是否完好、能否使用"),
    )
    verb.set_defaults(act=run)


def run(call: Call) -> Answer:
    """Say each point as it is tried; exit 1 when one that is needed does not work."""
    points: list[dict[str, object]] = []

    def said(point: selftest.Point) -> None:
        why = sentence(point.fault, call.speech.language) if point.fault else ""
        points.append({"point": point.key, "works": not why, "needed": point.needed, "why": why})
        if not call.speech.as_json:
            mark = call.say("正常") if not why else call.say("不行") if point.needed else "－"
            call.speech.line(f"[{mark}] {call.said(point.words)}")
            if why:
                call.speech.line(f"    {why}")

    well = selftest.run(said)
    line = call.say("本程序完好，在本机可用。")
    if not well:
        line = call.say("有不能用的，见上。请重新安装；仍不行的，交管理员处理。")
    return Answer({"works": well, "points": points}, [line], Exit.DONE if well else Exit.NO)
