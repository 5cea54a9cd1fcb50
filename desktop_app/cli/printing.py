"""The verbs that print formally: what is missing of one application, or of all that a filter finds."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.outlets import with_traces
from desktop_app.cli.verbs import Call, confirmed_by_second, lock, passphrase, place, unlocked, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal
from desktop_app.desk import (
    batch,
    direct_print,
    formal_print,
    print_,
    print_centre,
    printer_choice,
    printer_ready,
    words,
)
from desktop_app.desk.batch import Batch, Done
from desktop_app.desk.print_centre import CentreRow
from desktop_app.desk.printer_choice import PaperSize, Place
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.status import Status
from desktop_app.domain.words import words_of

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add the verbs to the family of applications."""
    verb = family.add_parser("print", parents=[common], help=marked("打印所缺份数"))
    with_vault(verb)
    verb.add_argument("id", metavar="ID")
    verb.add_argument("--form", required=True, choices=[d.value for d in Document if d.numbered])
    where = verb.add_mutually_exclusive_group(required=True)
    where.add_argument("--printer", metavar="URI", help="ipp://… ipps://…")
    where.add_argument("--chosen", action="store_true", help=marked("为这种纸选定的打印机"))
    where.add_argument("--out", type=place, metavar="FILE.pdf", help=marked("写成明文 PDF"))
    verb.add_argument("--tray", default="", metavar="NAME", help=marked("help|纸盒"))
    with_traces(verb)
    verb.add_argument("--extra", type=_few, default=0, metavar="N", help=marked("help|加印份数"))
    verb.add_argument("--reason", default="", help=marked("加印原因"))
    with_makers(verb)
    verb.set_defaults(act=print_copies)
    verb = family.add_parser("print-missing", parents=[common], help=marked("打印全部所缺份数"))
    with_vault(verb)
    verb.add_argument("--unit", default="", metavar="TEXT", help=marked("只打印单位名称含此文字的"))
    verb.add_argument("--text", default="", metavar="TEXT", help=marked("help|姓名、拼音或证件号码"))
    verb.add_argument("--status", choices=[status.value for status in Status], help=marked("只打印此状态的"))
    verb.add_argument("--all", action="store_true", help=marked("本台不必印的也印：别处印的、已报出的、来件未签署的"))
    verb.add_argument("--printer", metavar="URI", help=marked("不填则用选定的"))
    verb.add_argument("--a3-printer", metavar="URI", help=marked("A3 另用一台"))
    with_traces(verb)
    verb.add_argument("--also", action="append", default=[], choices=[d.value for d in print_centre.BESIDE],
                      help=marked("另印这种不编份号的文书"))  # fmt: skip
    with_makers(verb)
    verb.set_defaults(act=print_missing)


def _few(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= 99:
        raise ValueError(typed)
    return number


@contextmanager
def opened_to_print(call: Call) -> Iterator["Session"]:
    """The vault, unlocked for one print or package: the passphrase that was typed for it is the confirmation, too."""
    typed = passphrase(call)
    session = unlocked(call, typed)
    try:
        formal_print.confirm(session, typed)
        confirmed_by_second(call, session)
        yield session
    finally:
        lock(session)


def print_copies(call: Call) -> Answer:
    """Print, or write as plain PDF, the numbered copies that are missing."""
    application, document = ApplicationId(call.args.id), Document(call.args.form)
    if call.args.out is not None and call.args.out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(call.args.out))
    more = {"extra": call.args.extra, "reason": call.args.reason, "making": making(call.args)}
    with opened_to_print(call) as session:
        if call.args.out is None:
            where = direct_print.place(session, document, Place(call.args.printer or "", call.args.tray))
            outcome = print_.print_missing(
                session,
                application,
                document,
                where.printer,
                Progress(),
                tray=where.tray,
                leave_traces=call.args.leave_traces,
                **more,
            )
        else:
            outcome = print_.print_to_file(session, application, document, call.args.out, Progress(), **more)
    numbers = [c.number for c in outcome.copies]
    said = call.say(
        "{document}：{numbers} 份，份号 {numbers_2:06d}–{numbers_3:06d}，共 {pages} 页",
        document=words_of(document),
        numbers=len(numbers),
        numbers_2=numbers[0],
        numbers_3=numbers[-1],
        pages=outcome.pages,
    )
    lines = [said]
    if call.args.out is not None:
        lines.append(call.said(CARRIER))
    if not outcome.proved:
        lines.append(call.say("打印机没有报全页数，这些份数登记为“待确认”，请清点后登记。"))
    data = {"numbers": numbers, "pages": outcome.pages, "job": outcome.job, "proved": outcome.proved}
    return Answer(data, lines)


def print_missing(call: Call) -> Answer:
    """All missing copies of what this desk prints for; exit 1 when anything was refused or waits to be counted."""
    documents = [*print_centre.NUMBERED, *dict.fromkeys(map(Document, call.args.also))]
    wanted = RowFilter(
        text=normal(call.args.text.strip()),
        unit=normal(call.args.unit.strip()),
        status=Status(call.args.status) if call.args.status else None,
    )
    with opened_to_print(call) as session:
        found, total = print_centre.found(session, wanted)
        rows = print_centre.read(session, found, Progress())
        aside = [] if call.args.all else [row for row in rows if row.missing and not row.offered]
        rows = rows if call.args.all else [row for row in rows if row.offered]
        steps = batch.plan(rows, documents)
        if aside and not steps:
            return Answer(_data([], 0) | {"left_aside": len(aside)}, [_aside(call, aside)], Exit.NO)
        accepted = dict.fromkeys(PaperSize, printer_ready.SpoolWarning if call.args.leave_traces else ())
        order = batch.start(session, steps, _places(call, session), accepted, making(call.args))
        ended = []
        for done in batch.run(session, order, Progress()):
            ended.append(done)
            if not call.speech.as_json:
                call.speech.line(_line(call, done))
    waiting = [row for row in rows if row.unconfirmed]
    answer = _answer(call, order, ended, left_out=total > print_centre.MOST, waiting=waiting)
    lines = [*answer.lines, _aside(call, aside)] if aside else answer.lines
    return Answer({**answer.data, "left_aside": len(aside)}, lines, answer.code)


def _aside(call: Call, aside: list[CentreRow]) -> str:
    return call.say(
        "另有 {aside} 人的没有印：不由本台印，或已报出，或来件还没有签署本级意见。仍要印，加 --all。", aside=len(aside)
    )


def _places(call: Call, session: "Session") -> dict[PaperSize, Place]:
    typed = {PaperSize.A4: call.args.printer, PaperSize.A3: call.args.a3_printer or call.args.printer}
    return {size: Place(typed[size]) if typed.get(size) else printer_choice.chosen(session, size) for size in PaperSize}


def _line(call: Call, done: Done) -> str:
    name, document = done.step.name, words.word(done.step.document, call.speech.language)
    if done.fault is not None:
        return f"{name}　{document}　{sentence(done.fault, call.speech.language)}"
    assert done.outcome is not None
    numbers = [copy.number for copy in done.outcome.copies]
    span = f"　{numbers[0]:06d}–{numbers[-1]:06d}" if numbers else ""
    unproved = "" if done.outcome.proved else call.say("　待清点")
    return f"{name}　{document}{span}{unproved}"


def _answer(call: Call, order: Batch, ended: list[Done], *, left_out: bool, waiting: list[Any]) -> Answer:
    printed = [done for done in ended if done.outcome is not None]
    refused = [done for done in ended if done.fault is not None and not done.in_doubt]
    doubtful = [done for done in ended if done.in_doubt or (done.outcome is not None and not done.outcome.proved)]
    open_ = len(order.steps) - len(ended)
    copies = sum(len(done.outcome.copies) for done in printed if done.outcome)
    lines = [
        call.say(
            "打印 {printed} 件（{copies} 份编号件），拒绝 {refused} 件，待清点 {doubtful} 件，未轮到 {open} 件。",
            printed=len(printed),
            copies=copies,
            refused=len(refused),
            doubtful=len(doubtful),
            open=open_,
        )
    ]
    if waiting:
        lines.append(call.say("另有 {waiting} 份申请有以前送印而未清点的份，清点之前不补印。", waiting=len(waiting)))
    if left_out:
        lines.append(call.say("一次最多看 {most} 份申请，其余请按单位分批打印。", most=print_centre.MOST))
    bad = refused or doubtful or open_ or waiting or left_out
    return Answer(_data(ended, open_), lines, Exit.NO if bad else Exit.DONE)


def _data(ended: list[Done], open_: int) -> dict[str, Any]:
    printed, failed = [], []
    for done in ended:
        what = {"application": done.step.application, "document": done.step.document.value}
        if done.outcome is not None:
            numbers = [copy.number for copy in done.outcome.copies]
            printed.append({**what, "numbers": numbers, "proved": done.outcome.proved})
        if done.fault is not None:
            failed.append({**what, "error": done.fault.code.value, "in_doubt": done.in_doubt})
    return {"printed": printed, "failed": failed, "not_reached": open_}
