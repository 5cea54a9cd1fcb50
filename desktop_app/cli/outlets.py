"""Where a verb's paper goes: into a file, or straight to a printer without lying on a disk."""

import argparse
from collections.abc import Callable
from typing import Any, TypeVar

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import direct_print, words
from desktop_app.desk.direct_print import Outlet, ToPrinter
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.session import Session
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document

T = TypeVar("T")


def with_outlet(verb: argparse.ArgumentParser, kinds: str = "FILE.pdf", *, required: bool = True) -> None:
    """Options of every verb that puts a paper out."""
    where = verb.add_mutually_exclusive_group(required=required)
    where.add_argument("--out", type=place, metavar=kinds, help=marked("写成明文文件"))
    where.add_argument("--printer", metavar="URI", help=marked("不存文件，直接打印"))
    where.add_argument("--chosen", action="store_true",
                       help=marked("直接打印在为这种纸选定的打印机"))  # fmt: skip
    verb.add_argument("--tray", default="", metavar="NAME", help=marked("help|纸盒"))
    verb.add_argument("--copies", type=_copies, default=1, metavar="N", help=marked("打印份数，默认 1"))
    with_traces(verb)


def with_traces(verb: argparse.ArgumentParser) -> None:
    """The option of every verb that prints."""
    verb.add_argument("--leave-traces", action="store_true", help=marked("知道打印服务会留下痕迹，仍打印"))


def _copies(typed: str) -> int:
    number = int(typed)
    if not 0 < number <= direct_print.MOST:
        raise ValueError(typed)
    return number


def wanted(call: Call) -> bool:
    """Whether a verb that does more than put a paper out was told where to."""
    return call.args.out is not None or bool(call.args.printer) or call.args.chosen


def require_new(call: Call) -> None:
    """Raises `Fault(FILE_EXISTS)` before anything is done."""
    if call.args.out is not None and call.args.out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(call.args.out))


def put(call: Call, document: Document, write: Callable[[Session, Outlet], object]) -> Answer:
    """Draw and write or print one paper, and what to say of it.

    Raises `Fault(FILE_EXISTS)`, and for a printer what `direct_print.ready` and `direct_print.send` raise.
    """
    with opened(call) as session:
        return put_from(call, session, document, write)[1]


def put_from(
    call: Call, session: Session, document: Document, write: Callable[[Session, Outlet], T]
) -> tuple[T, Answer]:
    """The same within a verb that has the vault open; what `write` gave back, too."""
    args = call.args
    if args.out is not None:
        require_new(call)
        made = write(session, args.out)
        return made, _written(call, document)
    typed = Place(args.printer or "", args.tray)
    where = direct_print.ready(session, document, typed, copies=args.copies, leave_traces=args.leave_traces)
    made = write(session, where)
    return made, _printed(call, document, where)


def _written(call: Call, document: Document) -> Answer:
    name = words.word(document, call.speech.language)
    said = call.say("{name}已明文写到 {out}", name=name, out=call.args.out)
    return Answer({"out": str(call.args.out), "document": document.value}, [said, call.said(CARRIER)])


def _printed(call: Call, document: Document, where: ToPrinter) -> Answer:
    sent = direct_print.send(where, Progress())
    name = words.word(document, call.speech.language)
    lines = [call.say("{name}：已打印 {copies} 份，共 {pages} 页。", name=name, copies=where.copies, pages=sent.pages)]
    if not sent.proved:
        lines.append(call.say("打印机没有报全页数，请清点。"))
    data: dict[str, Any] = {
        "document": document.value, "printer": where.place.printer, "copies": where.copies,
        "pages": sent.pages, "proved": sent.proved,
    }  # fmt: skip
    return Answer(data, lines)
