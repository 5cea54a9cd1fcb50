"""`fengjuan module`: try an office's cipher module against what suite 3 will ask of it."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call
from desktop_app.core.catalogue import marked
from desktop_app.core.messages import sentence
from desktop_app.desk import module_exam
from desktop_app.desk.module_exam import ExamPoint


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    family = verbs.add_parser("module", parents=[common], help=marked("密码模块")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("check", parents=[common], help=marked("试验国密密码模块是否合用"))
    verb.add_argument("command", nargs="+", metavar="PROGRAM", help=marked("模块程序及其参数"))
    verb.set_defaults(act=check)


def check(call: Call) -> Answer:
    """Each point as it was tried; exit 1 when the module would not do."""
    points: list[ExamPoint] = []
    well = module_exam.examine(call.args.command, points.append)
    lines = []
    for point in points:
        lines.append(("✓ " if point.well else "✗ ") + call.said(point.words))
        if point.fault is not None:
            lines.append("    " + sentence(point.fault, call.speech.language))
    lines.append(call.say("以上只试功能；是否经国家密码管理部门认证，以证书为准。现版本还不用第 3 套算法封装。"))
    said = [{"point": point.key, "well": point.well} for point in points]
    return Answer({"well": well, "points": said}, lines, Exit.DONE if well else Exit.NO)
