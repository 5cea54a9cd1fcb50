"""The verbs about fonts for characters that the carried ones lack: font list, add, outline, withdraw."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.text import code_points
from desktop_app.desk import added_fonts
from desktop_app.desk.added_fonts import AddedFont


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the family to the grammar."""
    family = verbs.add_parser("font", help=marked("help|补字字体")).add_subparsers(
        dest="deed", required=True, metavar="DEED"
    )
    verb = family.add_parser("list", parents=[common], help=marked("列出补字字体"))
    with_vault(verb)
    verb.set_defaults(act=list_)
    verb = family.add_parser("add", parents=[common], help=marked("从字体文件补字"))
    verb.add_argument("file", type=place, metavar="FONT.ttf")
    verb.add_argument(
        "--only",
        type=added_fonts.characters,
        default="",
        metavar="字…",
        help=marked("只补这些字（可写 U+30EDD）"),
    )
    _with_ground(verb)
    verb.set_defaults(act=add_)
    verb = family.add_parser("outline", parents=[common], help=marked("为一个字指定字形"))
    verb.add_argument("character", type=character, metavar="字")
    verb.add_argument("file", type=place, metavar="FONT.ttf")
    verb.add_argument("--of", type=character, default="", metavar="字", help=marked("字形在文件中的编码，默认相同"))
    _with_ground(verb)
    verb.set_defaults(act=outline)
    verb = family.add_parser("withdraw", parents=[common], help=marked("停用一款补字字体"))
    verb.add_argument("font", metavar="DIGEST", help=marked("摘要的前 8 位"))
    with_vault(verb)
    verb.set_defaults(act=withdraw)


def _with_ground(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--ground", required=True, metavar="TEXT", help=marked("字体来源和使用许可"))
    with_vault(verb)


def character(typed: str) -> str:
    """The type of an option that names one character."""
    named = added_fonts.characters(typed)
    if len(named) != 1:
        raise ValueError(typed)
    return named


def list_(call: Call) -> Answer:
    """Every font that was added, withdrawn ones among them."""
    with opened(call) as session:
        fonts = added_fonts.all_(session)
    return Answer({"fonts": [_data(font) for font in fonts]}, [line for font in fonts for line in _lines(call, font)])


def add_(call: Call) -> Answer:
    """Everything that is lacking, or the characters named."""
    return _kept(call, call.args.only, "")


def outline(call: Call) -> Answer:
    """One character's outline."""
    return _kept(call, call.args.character, call.args.of)


def _kept(call: Call, wanted: str, of: str) -> Answer:
    arrived = added_fonts.read(call.args.file, wanted, outline_of=of)
    with opened(call) as session:
        font = added_fonts.add(session, arrived, call.args.ground)
    return Answer({"font": _data(font)}, _lines(call, font))


def withdraw(call: Call) -> Answer:
    """Reprints of what it has drawn are still drawn from it."""
    with opened(call) as session:
        font = added_fonts.withdraw(session, call.args.font)
    return Answer({"font": _data(font)}, _lines(call, font))


def _lines(call: Call, font: AddedFont) -> list[str]:
    state = call.say("已停用") if font.withdrawn else call.say("在用")
    named = font.characters + call.say("（{codes}）", codes=code_points(font.characters)) if font.characters else ""
    what = named or call.say("自带字体所缺的 {count} 字", count=font.count)
    day = minute(font.added_at)
    return [
        f"[{state}] {font.id[:8]}　{font.family}　{what}",
        "    " + call.say("{added_by} {day}，依据：", added_by=font.added_by, day=day) + font.ground,
    ]


def _data(font: AddedFont) -> dict[str, object]:
    return {
        "id": font.id,
        "family": font.family,
        "file": font.file,
        "source": font.source,
        "characters": [code_points(each) for each in font.characters],
        "count": font.count,
        "permission": font.permission,
        "licence": font.licence,
        "ground": font.ground,
        "added_by": font.added_by,
        "added_at": font.added_at.isoformat(),
        "withdrawn": font.withdrawn,
    }
