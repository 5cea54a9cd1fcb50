"""The verb on marks: give an application or one of its files its mark; a lower one needs reason and name."""

import argparse
from typing import Any

from msgspec import structs

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft, lowering
from desktop_app.domain import marking
from desktop_app.domain.application import Application
from desktop_app.domain.marking import Marking, SecrecyLevel
from desktop_app.domain.whole_mark import lowered, whole_mark


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the applications' family."""
    verb = family.add_parser("mark", parents=[common], help=marked("标定密级"))
    with_vault(verb)
    verb.add_argument("id", metavar="ID")
    levels = [s.value for s in SecrecyLevel if s is not SecrecyLevel.TOP_SECRET]
    verb.add_argument("--level", required=True, choices=[*levels, "none"], help=marked("none：不属于国家秘密"))
    verb.add_argument("--months", type=int, default=0, help=marked("保密期限月数"))
    verb.add_argument("--file", default="", metavar="DIGEST", help=marked("只标定一个附件"))
    verb.add_argument("--reason", default="", help=marked("help|降低的理由"))
    verb.add_argument("--by", default="", help=marked("help|定密责任人"))
    verb.set_defaults(act=mark)


def mark(call: Call) -> Answer:
    """Raise it as said; lower it with reason and name."""
    args = call.args
    wanted = (
        marking.NOT_SECRET if args.level == "none" else marking.marked(SecrecyLevel(args.level), max(0, args.months))
    )
    wanted = structs.replace(wanted, decided_by=args.by)
    with opened(call) as session:
        id_ = ApplicationId(args.id)
        now = draft.load(session, id_).draft
        after = _with(now, wanted, args.file)
        if lowered(now, after):
            after = lowering.lower(session, id_, wanted, reason=args.reason, decided_by=args.by, material=args.file)
        else:
            draft.save(session, id_, after)
    whole = whole_mark(after)
    over = marking.term_exceeds_ceiling(whole)
    lines = [call.say("密级：") + (whole.printed() or call.say("不属于国家秘密"))]
    if over:
        lines.append(call.say("保密期限超过该密级通常的最长期限，请核对定密依据。"))
    return Answer({"mark": whole.printed(), "above_ceiling": over}, lines)


def _with(now: Application, wanted: Marking, digest: str) -> Application:
    if not digest:
        return structs.replace(now, marking=wanted)
    if all(one.digest != digest for one in now.materials):
        raise Fault(Code.MATERIAL_MISSING, name=digest[:12])
    files = tuple(structs.replace(one, marking=wanted) if one.digest == digest else one for one in now.materials)
    return structs.replace(now, materials=files)
