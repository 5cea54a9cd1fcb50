"""The verbs on classified carriers: what there is, each step of their lives, registers, the yearly count."""

import argparse
from datetime import date
from functools import partial
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.making import making, with_makers, with_pages, with_purpose
from desktop_app.cli.outlets import put_from, require_new, wanted, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import carrier_list, carrier_registers, carriers, inventory, makings, words
from desktop_app.desk.carrier_list import CarrierFilter
from desktop_app.desk.carrier_registers import Period
from desktop_app.desk.inventory import Count
from desktop_app.domain import marking
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierMove, CarrierState, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words
from desktop_app.domain.marking import Marking, SecrecyLevel
from desktop_app.domain.retention import Retention

_TEXTS = {
    "to": marked("给谁"),
    "way": marked("传递或销毁方式"),
    "place": marked("help|销毁地点"),
    "approved-by": marked("批准人"),
    "by": marked("销毁人"),
    "witness": marked("监销人"),
    "confirmed-by": marked("复核人，另一人"),
    "reason": marked("事由"),
}
#: The verbs that are one step each, and which of the texts each takes.
_STEPS: dict[str, tuple[CarrierMove, str, tuple[str, ...]]] = {
    "give": (CarrierMove.GIVE, marked("help|登记发放"), ("to", "reason")),
    "lend": (CarrierMove.LEND, marked("登记借出"), ("to", "approved-by", "reason")),
    "hand-over": (CarrierMove.HAND_OVER, marked("登记移交"), ("to", "way")),
    "return": (CarrierMove.RETURN, marked("登记归还"), ("reason",)),
    "archive": (CarrierMove.ARCHIVE, marked("登记归档"), ("to",)),
    "lose": (CarrierMove.LOSE, marked("登记下落不明"), ("reason",)),
    "find": (CarrierMove.FIND, marked("登记找回"), ("reason",)),
    "destroy": (
        CarrierMove.DESTROY,
        marked("help|登记销毁"),
        ("way", "place", "approved-by", "by", "witness", "reason"),
    ),
    "cancel": (CarrierMove.CANCEL, marked("help|登记作废"), ("approved-by", "reason")),
    "reinstate": (CarrierMove.REINSTATE, marked("更正为在库"), ("approved-by", "confirmed-by", "reason")),
}
_REGISTERS = {
    "made": Document.MAKING_REGISTER,
    "transit": Document.TRANSIT_REGISTER,
    "lent": Document.LOAN_REGISTER,
    "copied": Document.COPYING_REGISTER,
    "destroyed": Document.DESTRUCTION_REGISTER,
}


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("carrier", parents=[common], help=marked("涉密载体")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    verb = partial(on_vault, family, common)

    listing = verb("list", marked("列出载体"), list_)
    listing.add_argument("--text", default="", help=marked("编号、名称或持有人"))
    listing.add_argument("--state", choices=[one.value for one in CarrierState])
    listing.add_argument("--kind", choices=[one.value for one in CarrierKind])
    listing.add_argument("--due", action="store_true", help=marked("只列到期的"))
    _add_adding(verb("add", marked("help|登记载体"), add_))
    for name, (_, what, texts) in _STEPS.items():
        step = verb(name, what, step_)
        for text in texts:
            step.add_argument(f"--{text}", default="", help=_TEXTS[text])
        if name == "lend":
            step.add_argument("--due", type=date.fromisoformat, metavar="2026-08-01", help=marked("help|应还日期"))
        step.add_argument("numbers", nargs="+", metavar="NUMBER", help=marked("help|载体编号"))
    copying = verb("copy", marked("登记复制"), copy_)
    copying.add_argument("number", metavar="NUMBER", help=marked("原件编号"))
    copying.add_argument("--kind", required=True, choices=[k.value for k in CarrierKind if k is not CarrierKind.COPY])
    copying.add_argument("--number-of-copy", default="", metavar="NUMBER", help=marked("help|复制件编号"))
    for text in ("approved-by", "reason"):
        copying.add_argument(f"--{text}", default="", help=_TEXTS[text])
    with_makers(copying, approver=False)
    with_pages(copying)
    made = verb("made", marked("help|补填制作登记"), made_)
    made.add_argument("numbers", nargs="+", metavar="NUMBER", help=marked("help|载体编号"))
    _with_making(made)
    remark = verb("remark", marked("变更密级"), remark_)
    remark.add_argument("number", metavar="NUMBER", help=marked("help|载体编号"))
    _add_mark(remark)
    for text in ("approved-by", "reason"):
        remark.add_argument(f"--{text}", default="", help=_TEXTS[text])
    register = verb("register", marked("登记簿 PDF"), register_)
    register.add_argument("which", choices=list(_REGISTERS))
    register.add_argument("--year", type=int, help=marked("默认今年"))
    with_outlet(register)
    count = verb("inventory", marked("help|年度清查"), inventory_)
    count.add_argument("numbers", nargs="*", metavar="NUMBER", help=marked("help|点到的编号"))
    count.add_argument("--take-back", default="", metavar="NUMBER", help=marked("撤回误点的编号"))
    count.add_argument("--of", default="", metavar="ID", help=marked("看以前的一次"))
    count.add_argument("--close", action="store_true", help=marked("help|结束清查"))
    with_outlet(count, required=False)
    verb("counts", marked("历次清查"), counts_)


def _add_adding(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--kind", required=True, choices=[k.value for k in CarrierKind if k is not CarrierKind.COPY])
    verb.add_argument("--title", required=True, help=marked("help|内容名称"))
    _add_mark(verb)
    verb.add_argument("--number", default="", help=marked("本单位编号"))
    verb.add_argument("--from", dest="sender", default="", help=marked("help|来件单位"))
    _with_making(verb)


def _with_making(verb: argparse.ArgumentParser) -> None:
    with_makers(verb)
    with_purpose(verb)
    with_pages(verb)


def _add_mark(verb: argparse.ArgumentParser) -> None:
    levels = [s.value for s in SecrecyLevel if s is not SecrecyLevel.TOP_SECRET]
    verb.add_argument("--level", required=True, choices=[*levels, "none"], help=marked("help|密级"))
    verb.add_argument("--months", type=int, default=0, help=marked("保密期限月数"))


def _mark(args: argparse.Namespace) -> Marking:
    return marking.NOT_SECRET if args.level == "none" else marking.marked(SecrecyLevel(args.level), args.months)


def _carrier(one: Carrier) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind.value,
        "state": one.state.value,
        "mark": one.marking.printed(),
        "due": one.due.isoformat() if one.due else None,
    }


def _line(call: Call, one: Carrier) -> str:
    language = call.speech.language
    where = words.word(one.state, language) + (f" {one.holder}" if one.holder else "")
    parts = (one.number, words.word(one.kind, language), one.title, one.marking.printed(), f"[{where}]")
    return "　".join(part for part in parts if part) + (f"　{one.due.isoformat()}" if one.due else "")


def list_(call: Call) -> Answer:
    """The register as it stands; with --due exit 1 when anything is."""
    args = call.args
    wanted = CarrierFilter(
        text=args.text,
        kind=CarrierKind(args.kind) if args.kind else None,
        state=CarrierState(args.state) if args.state else None,
        pressing=args.due,
    )
    with opened(call) as session:
        found = carrier_list.listed(session, wanted)
    lines, data = [], []
    for line in found.lines:
        kept = "" if line.retention is Retention.KEEP else f"　{words.word(line.retention, call.speech.language)}"
        late = call.say("　已超期") if line.overdue else ""
        lines.append(_line(call, line.carrier) + late + kept)
        data.append(_carrier(line.carrier) | {"overdue": line.overdue, "retention": line.retention.value})
    told = call.say("共 {found} 件，在库 {in_hand} 件", found=found.found, in_hand=found.in_hand)
    return Answer({"carriers": data, "found": found.found}, [*lines, told], Exit.NO if args.due and data else Exit.DONE)


def add_(call: Call) -> Answer:
    """Register one carrier."""
    args = call.args
    mark, how = _mark(args), making(args)
    with opened(call) as session:
        made = carriers.add(
            session,
            CarrierKind(args.kind),
            mark,
            args.title,
            number=args.number,
            received_from=args.sender,
            making=how,
        )
    return Answer(_carrier(made), [call.say("已登记，编号 {made_number}", made_number=made.number)])


def _details(args: argparse.Namespace) -> Details:
    given = {
        "counterpart": getattr(args, "to", ""),
        "way": getattr(args, "way", ""),
        "place": getattr(args, "place", ""),
        "approved_by": getattr(args, "approved_by", ""),
        "first_witness": getattr(args, "by", ""),
        "second_witness": getattr(args, "witness", "") or getattr(args, "confirmed_by", ""),
        "reason": getattr(args, "reason", ""),
        "due": getattr(args, "due", None),
    }
    try:
        return msgspec.convert(given, Details)
    except msgspec.ValidationError as error:
        raise wrong("有一项太长：{error}", error=error) from error


def step_(call: Call) -> Answer:
    """One step with all the carriers named, or with none. What confirms itself takes the passphrase as typed again."""
    move, details = _STEPS[call.args.act_name][0], _details(call.args)
    with opened(call) as session:
        chosen = [carriers.find(session, number) for number in dict.fromkeys(call.args.numbers)]
        moved = carriers.move(session, chosen, move, details)
    return Answer({"carriers": [_carrier(one) for one in moved]}, [_line(call, one) for one in moved])


def copy_(call: Call) -> Answer:
    """A copy of a carrier, with approval."""
    details = _details(call.args)
    with opened(call) as session:
        original = carriers.find(session, call.args.number)
        made = carriers.copied(
            session, original, CarrierKind(call.args.kind), details, call.args.number_of_copy, making(call.args)
        )
    return Answer(_carrier(made), [_line(call, made)])


def made_(call: Call) -> Answer:
    """What the register of makings still lacks of these."""
    how = making(call.args)
    with opened(call) as session:
        chosen = [carriers.find(session, number) for number in dict.fromkeys(call.args.numbers)]
        makings.complete(session, chosen, how)
    return Answer({"carriers": [_carrier(one) for one in chosen]}, [_line(call, one) for one in chosen])


def remark_(call: Call) -> Answer:
    """A new mark for one carrier, on somebody's decision."""
    details, mark = _details(call.args), _mark(call.args)
    with opened(call) as session:
        made = carriers.remark(session, carriers.find(session, call.args.number), mark, details)
    return Answer(_carrier(made), [_line(call, made)])


def counts_(call: Call) -> Answer:
    """Every count, the newest first."""
    with opened(call) as session:
        known = [inventory.count(session, one.id) for one in inventory.all_(session)]
    lines = [
        call.say(
            "{inventory_id}　{year} 年　{value}　不符 {differences} 件",
            inventory_id=one.inventory.id,
            year=one.inventory.year,
            value=Words(
                zh="已结束" if one.inventory.closed_at else "清查中", en="closed" if one.inventory.closed_at else "open"
            ),
            differences=len(one.differences),
        )
        for one in known
    ]
    return Answer({"counts": [_count(one) for one in known]}, lines)


def register_(call: Call) -> Answer:
    """One register of one year."""
    document = _REGISTERS[call.args.which]
    with opened(call) as session:
        year = call.args.year or session.today().year
        if not date.min.year <= year <= date.max.year:
            raise wrong("没有 {year} 年", year=year)
        period = Period.year(year)
        _, answer = put_from(
            call, session, document, lambda at, where: carrier_registers.save(at, document, period, where, Progress())
        )
    return answer


def inventory_(call: Call) -> Answer:
    """Tick numbers off in the count that is open; exit 1 while anything differs."""
    args = call.args
    require_new(call)
    with opened(call) as session:
        begun = inventory.count(session, args.of).inventory if args.of else inventory.begin(session)
        if args.numbers:
            inventory.tick(session, begun.id, " ".join(args.numbers))
        if args.take_back:
            inventory.untick(session, begun.id, args.take_back)
        count = inventory.close(session, begun.id) if args.close else inventory.count(session, begun.id)
        written: list[str] = []
        if wanted(call):
            _, answer = put_from(
                call,
                session,
                Document.CARRIER_INVENTORY,
                lambda at, where: inventory.save(at, begun.id, where, Progress()),
            )
            written = answer.lines
    return Answer(
        _count(count),
        [
            *(f"{one.number}　{words.word(one.seen, call.speech.language)}　{one.title}" for one in count.found),
            *written,
        ],
        Exit.NO if count.differences else Exit.DONE,
    )


def _count(count: Count) -> dict[str, Any]:
    return {
        "inventory": count.inventory.id,
        "closed": count.inventory.closed_at is not None,
        "numbers": [{"number": one.number, "seen": one.seen.value} for one in count.found],
    }
