"""The verbs for tables of workdays: policy workdays list, import, remove."""

import argparse
from collections.abc import Sequence
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.desk import workdays
from desktop_app.desk.workdays import Held


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these acts to the family `policy`."""
    acts = family.add_parser("workdays", parents=[common], help=marked("工作日表")).add_subparsers(
        dest="table_act", required=True, metavar="ACT"
    )
    verb = acts.add_parser("list", parents=[common], help=marked("列出各年度的工作日表"))
    with_vault(verb)
    verb.set_defaults(act=list_)
    verb = acts.add_parser(
        "import",
        parents=[common],
        help=marked("导入放假调休安排（TOML 或 CSV）"),
    )
    verb.add_argument("file", type=place, metavar="FILE")
    verb.add_argument("--replace", action="store_true", help=marked("以新表替换该年度原有的表"))
    with_vault(verb)
    verb.set_defaults(act=import_)
    verb = acts.add_parser("remove", parents=[common], help=marked("撤销导入的表"))
    verb.add_argument("year", type=int, metavar="YEAR")
    with_vault(verb)
    verb.set_defaults(act=remove)


def list_(call: Call) -> Answer:
    """The tables in force and where each comes from."""
    with opened(call) as session:
        held = workdays.all_(session)
    return _told(call, held)


def import_(call: Call) -> Answer:
    """Take in a file's tables."""
    with opened(call) as session:
        held = workdays.import_(session, call.args.file, replace=call.args.replace)
    return _told(call, held)


def remove(call: Call) -> Answer:
    """Withdraw an imported table."""
    with opened(call) as session:
        workdays.remove(session, call.args.year)
        held = workdays.all_(session)
    return _told(call, held)


def _told(call: Call, held: Sequence[Held]) -> Answer:
    return Answer({"workdays": [_data(one) for one in held]}, [line for one in held for line in _lines(call, one)])


def _lines(call: Call, one: Held) -> list[str]:
    if one.imported_at is not None:
        day = minute(one.imported_at)
        whence = call.say("{imported_by} {day} 导入", imported_by=one.imported_by, day=day)
    else:
        whence = call.say("政策包自带")
    counted = call.say(
        "放假 {off} 天，调休上班 {worked} 天，全年工作日 {workdays} 天",
        off=len(one.off),
        worked=len(one.worked),
        workdays=one.workdays,
    )
    lines = [f"{one.year}　{counted}　[{whence}]　{one.source}"]
    if one.differs:
        days = call.say("、").join(str(day) for day in one.differs)
        lines.append("    " + call.say("与政策包自带的表不同，按导入的表计算：{days}", days=days))
    return lines


def _data(one: Held) -> dict[str, object]:
    return {
        "year": one.year,
        "source": one.source,
        "off": list(one.off),
        "worked": list(one.worked),
        "workdays": one.workdays,
        "imported_by": one.imported_by,
        "imported_at": one.imported_at.isoformat() if one.imported_at else None,
        "differs": list(one.differs),
    }
