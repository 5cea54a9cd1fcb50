"""The verbs by which an office settles what the notice leaves open: policy settings, set, clear."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.desk import policy_settings
from desktop_app.desk.policy_settings import Row


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family `policy`."""
    verb = family.add_parser("settings", parents=[common], help=marked("列出规定未明、由本单位设定的各项"))
    with_vault(verb)
    verb.set_defaults(act=settings)
    verb = family.add_parser("set", parents=[common], help=marked("设定一项，写明依据"))
    verb.add_argument("name", metavar="NAME")
    verb.add_argument("value", metavar="VALUE")
    verb.add_argument("--ground", required=True, metavar="TEXT", help=marked("依据的文件或答复"))
    with_vault(verb)
    verb.set_defaults(act=set_)
    verb = family.add_parser("clear", parents=[common], help=marked("help|撤销设定"))
    verb.add_argument("name", metavar="NAME")
    with_vault(verb)
    verb.set_defaults(act=clear)


def settings(call: Call) -> Answer:
    """Every question with its answer in force, open ones first."""
    with opened(call) as session:
        rows, version = policy_settings.all_(session), session.pack.version
    lines = [line for row in rows for line in _lines(call, row)]
    return Answer({"policy": version, "settings": [_data(row) for row in rows]}, lines)


def set_(call: Call) -> Answer:
    """Settle one question."""
    with opened(call) as session:
        value = policy_settings.read(policy_settings.one(session, call.args.name), call.args.value)
        row = policy_settings.set_(session, call.args.name, value, call.args.ground)
    return Answer({"setting": _data(row)}, _lines(call, row))


def clear(call: Call) -> Answer:
    """Open one question again."""
    with opened(call) as session:
        row = policy_settings.clear(session, call.args.name)
    return Answer({"setting": _data(row)}, _lines(call, row))


def _lines(call: Call, row: Row) -> list[str]:
    shown = policy_settings.said(row, row.value, call.speech.language)
    if row.unfit:
        state = call.say("原设定已不适用")
    elif row.settled:
        state = call.say("已设定")
    else:
        state = call.say("待设定") if row.open else call.say("默认")
    head = f"[{state}] {row.name}　{row.clause}　" + call.said(row.asks)
    told = [f"{head} {shown}".rstrip()]
    if row.set_at:
        day = minute(row.set_at)
        told.append("    " + call.say("{set_by} {day}，依据：", set_by=row.set_by, day=day) + row.ground)
    return told


def _data(row: Row) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind.value,
        "clause": row.clause,
        "asks": {"zh": row.asks.zh, "en": row.asks.en},
        "ambiguity": row.ambiguity,
        "choices": [{"value": choice, "zh": words.zh, "en": words.en} for choice, words in row.choices],
        "default": _plain(row.default),
        "value": _plain(row.value),
        "settled": row.settled,
        "fits": not row.unfit,
        "set_by": row.set_by,
        "set_at": row.set_at.isoformat() if row.set_at else None,
        "ground": row.ground,
    }


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
