"""`fengjuan support`: versions, states and digests for whoever keeps the program; nothing of any filing."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import support


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    verb = verbs.add_parser("support", parents=[common], help=marked("给维护人员的情况"))
    with_vault(verb)
    verb.add_argument("--pdf", type=place, metavar="OUT", help=marked("存成一页 PDF"))
    verb.set_defaults(act=run)


def run(call: Call) -> Answer:
    """Every line, and the page where it is asked for."""
    with opened(call) as session:
        found = support.entries(session)
        if call.args.pdf is not None:
            support.save(session, call.args.pdf, Progress())
    lines = [f"{call.said(e.group)}　{call.said(e.name)}　{e.value}" for e in found]
    if call.args.pdf is not None:
        lines.append(call.say("已存为 {pdf}", pdf=call.args.pdf))
    return Answer({"entries": [{"group": e.group.en, "name": e.name.en, "value": e.value} for e in found]}, lines)
