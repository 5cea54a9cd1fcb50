"""The verb that prints the manual: its contents, one chapter, a search, or the whole as a PDF."""

import argparse
from collections.abc import Iterator
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, place
from desktop_app.core.catalogue import marked
from desktop_app.desk import manual
from desktop_app.desk.manual import Block, Heading, Items, Note, Picture, Rows, plain


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this verb to the grammar."""
    verb = verbs.add_parser("manual", parents=[common], help=marked("help|使用手册"))
    verb.add_argument("chapter", nargs="?", metavar="CHAPTER", help=marked("章名；不写则列出目录"))
    ways = verb.add_mutually_exclusive_group()
    ways.add_argument("--find", metavar="WORDS", help=marked("help|查找"))
    ways.add_argument("--pdf", type=place, metavar="OUT.pdf", help=marked("整本存为 PDF"))
    verb.set_defaults(act=show)


def show(call: Call) -> Answer:
    """One way of reading it."""
    language = call.speech.language
    if call.args.pdf is not None:
        from desktop_app.desk import manual_file  # the PDF library is slow to load

        size = manual_file.write(call.args.pdf, language)
        told = call.say("手册已写到 {pdf}", pdf=call.args.pdf)
        return Answer({"path": str(call.args.pdf), "bytes": size}, [told])
    if call.args.find is not None:
        return _found(call)
    if call.args.chapter is None:
        return _contents(call)
    chapter = manual.chapter(call.args.chapter, language)
    lines = [line for block in chapter.blocks for line in _lines(block)]
    return Answer({"chapter": chapter.name, "title": chapter.title, "text": "\n".join(lines)}, lines)


def _contents(call: Call) -> Answer:
    parts = manual.contents(call.speech.language)
    lines: list[str] = []
    for part in parts:
        lines += [part.title, *(f"  {one.name:24} {one.title}" for one in part.chapters)]
    data = [{"part": part.title, "chapters": {one.name: one.title for one in part.chapters}} for part in parts]
    return Answer({"contents": data}, lines)


def _found(call: Call) -> Answer:
    hits = manual.found(call.args.find, call.speech.language)
    lines = [
        f"{hit.chapter.name:24} " + call.say("{title}：{around}", title=hit.chapter.title, around=hit.around)
        for hit in hits
    ]
    data = [{"chapter": hit.chapter.name, "around": hit.around} for hit in hits]
    none = [call.say("手册里没有这些词。")]
    return Answer({"found": data}, lines or none, Exit.DONE if hits else Exit.NO)


def _lines(block: Block) -> Iterator[str]:
    """A block as a terminal shows it; a picture by its caption."""
    if isinstance(block, Heading):
        yield from ("", f"{'#' * block.level} {plain(block.runs)}", "")
    elif isinstance(block, Items):
        for at, item in enumerate(block.items, 1):
            yield f"{at:2}. {plain(item)}" if block.numbered else f"  - {plain(item)}"
    elif isinstance(block, Rows):
        for row in block.rows:
            yield "  " + "　".join(plain(cell) for cell in row)
    elif isinstance(block, Picture):
        yield f"  [{block.caption}]"
    else:
        yield ("  ! " if isinstance(block, Note) else "") + plain(block.runs)
