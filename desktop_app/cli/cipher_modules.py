"""`fengjuan module`: try an office's cipher module against what suite 3 will ask of it."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call
from desktop_app.core.messages import sentence
from desktop_app.desk import module_exam
from desktop_app.desk.module_exam import ExamPoint


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    family = verbs.add_parser("module", parents=[common], help="密码模块 / cipher modules").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser(
        "check", parents=[common], help="试验国密密码模块是否合用 / try whether a cipher module would do"
    )
    verb.add_argument("command", nargs="+", metavar="PROGRAM", help="模块程序及其参数 / its program, with arguments")
    verb.set_defaults(act=check)


def check(call: Call) -> Answer:
    """Each point as it was tried; exit 1 when the module would not do."""
    points: list[ExamPoint] = []
    well = module_exam.examine(call.args.command, points.append)
    lines = []
    for point in points:
        lines.append(("✓ " if point.well else "✗ ") + call.say(point.words.zh, point.words.en))
        if point.fault is not None:
            lines.append("    " + sentence(point.fault, call.speech.language))
    lines.append(
        call.say(
            "以上只试功能；是否经国家密码管理部门认证，以证书为准。现版本还不用第 3 套算法封装。",
            "Only what it does was tried; its certification stands on its certificate. Suite 3 is not sealed with yet.",
        )
    )
    said = [{"point": point.key, "well": point.well} for point in points]
    return Answer({"well": well, "points": said}, lines, Exit.DONE if well else Exit.NO)
