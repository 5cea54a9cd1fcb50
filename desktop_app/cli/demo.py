"""`fengjuan demo`: the main job from end to end on a fictional engineer, each step printed."""

import argparse
from pathlib import Path
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, place
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.desk import demo


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    verb = verbs.add_parser("demo", parents=[common], help=marked("用虚构人员走完全程"))
    verb.add_argument("--out", type=place, required=True, metavar="DIR", help=marked("空文件夹"))
    verb.set_defaults(act=run)


def run(call: Call) -> Answer:
    """Carry out every step and say it as it is done."""
    out: Path = call.args.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Fault(Code.FILE_EXISTS, path=str(out))
    steps: list[dict[str, str]] = []

    def said(step: demo.Step) -> None:
        steps.append({"step": step.key, "said": call.said(step.words)})
        if not call.speech.as_json:
            call.speech.line(f"{len(steps):>2}. {call.said(step.words)}")

    result = demo.run(out, said)
    lines = [call.say("完成。产物在 {out}", out=out)]
    data = {"out": str(out), "steps": steps, "files": [str(p.relative_to(out)) for p in result.files]}
    return Answer(data, lines)
