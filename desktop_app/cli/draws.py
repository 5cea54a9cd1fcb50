"""The verbs on drawing experts: seal a plan, draw, show, check a record without the vault; reserves standing in."""

import argparse
from functools import partial
from typing import Any

import msgspec

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.committees import finding_lines
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened, place, text
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import draw_file, draw_paper, draws, members, words
from desktop_app.desk.draws import Outlook, Wish
from desktop_app.domain.committees import DrawLot, DrawRecord, KeptDraw
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import listed
from desktop_app.domain.kinds import Level

_LOT = marked("抽取组，可重复：专业:层级:名额[:候补][:outside]")


def _lot(typed: str) -> DrawLot:
    """`水利:mid:5:2:outside`; the last two may be left out."""
    specialty, level, *rest = typed.split(":")
    outside = rest[-1:] == ["outside"]
    numbers = [int(one) for one in (rest[:-1] if outside else rest)]
    seats, reserves = (*numbers, 0) if len(numbers) == 1 else numbers
    if not (specialty.strip() and 0 < seats <= 200 and 0 <= reserves <= 200):
        raise ValueError(typed)
    return DrawLot(specialty=specialty.strip(), level=Level(level), seats=seats, reserves=reserves, outside=outside)


def _decided(typed: str) -> tuple[str, str]:
    number, _, reason = typed.partition("=")
    if not (number.strip() and reason.strip()):
        raise ValueError(typed)
    return number.strip(), reason.strip()


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("draw", parents=[common], help=marked("抽取评审专家")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = partial(on_vault, family, common)
    verb("list", marked("列出方案和抽取"), list_).add_argument("committee", metavar="COMMITTEE")
    for name, what, act in (
        ("outlook", marked("看能否抽取"), outlook_),
        ("commit", marked("封存方案和随机数摘要"), commit_),
    ):
        parser = verb(name, what, act)
        parser.add_argument("committee", metavar="COMMITTEE")
        parser.add_argument("--lot", type=_lot, action="append", required=True, metavar="LOT", help=_LOT)
        parser.add_argument("--exclude", type=_decided, action="append", default=[], metavar="E001=WHY",
                            help=marked("回避或不抽取的专家和理由"))  # fmt: skip
        parser.add_argument("--replaces", default="", metavar="DRAW", help=marked("被重新抽取的一次"))
        parser.add_argument("--reason", default="", help=marked("help|重新或补充抽取的理由"))
    running = verb("run", marked("公布随机数并抽取"), run_)
    running.add_argument("draw", metavar="DRAW")
    running.add_argument("--spoken", default="", metavar="DIGITS", help=marked("监督人当场报出的数字"))
    showing = verb("show", marked("查看记录，可导出"), show_)
    showing.add_argument("draw", metavar="DRAW")
    showing.add_argument("--out", type=place, metavar="FILE.json")
    sheet = verb("sheet", marked("抽取记录打印件（PDF）"), sheet_)
    sheet.add_argument("draw", metavar="DRAW")
    with_outlet(sheet)
    sheet.add_argument("--names", action="store_true", help=marked("存档件，印姓名"))
    dropping = verb("drop", marked("作废方案或抽取"), drop_)
    dropping.add_argument("draw", metavar="DRAW")
    dropping.add_argument("--reason", type=text, required=True, help=marked("help|理由"))
    verify = family.add_parser("verify", parents=[common], help=marked("核对导出的记录"))
    verify.add_argument("file", type=place, metavar="FILE.json")
    verify.set_defaults(act=verify_)
    for name, what, change in (
        ("stand-in", marked("候补递补"), members.stand_in),
        ("pass-over", marked("跳过不能到会的候补"), members.pass_over),
        ("take-in", marked("未经抽取增加评委"), members.take_in),
        ("leave", marked("评委退出"), members.leave),
    ):
        changing = verb(name, what, partial(_change, change))
        changing.add_argument("committee", metavar="COMMITTEE")
        changing.add_argument("number", metavar="E001")
        changing.add_argument("--reason", type=text, required=True, help=marked("help|理由"))


def _wish(call: Call) -> Wish:
    args = call.args
    return Wish(tuple(args.lot), draws.excluding(dict(args.exclude)), args.replaces, args.reason)


def outlook_(call: Call) -> Answer:
    """Who may be drawn and what the rules say; exit 1 when it could not be sealed."""
    wish = _wish(call)
    with opened(call) as session:
        found = draws.outlook(session, call.args.committee, wish)
        related = draws.related(session, call.args.committee)
    who = found.eligible
    lines = [call.say("可抽取 {experts} 名", experts=len(who.experts)), *_left_out(call, found)]
    few = False
    for lot, count in zip(wish.in_order, found.candidates, strict=True):
        few |= count < lot.seats + lot.reserves
        lines.append(_lot_line(call, lot) + call.say("，可抽 {count} 名", count=count))
    lines += finding_lines(call, found.findings)
    lines += [
        call.say("建议回避：{one}，申报人{listed}", one=one, listed=listed(names)) for one, names in related.items()
    ]
    data = {
        "related": {one: len(names) for one, names in related.items()},
        "eligible": [one.id for one in who.experts],
        "left_out": msgspec.to_builtins(who.left_out),
        "candidates": list(found.candidates),
        "findings": [{"rule": f.rule, "verdict": f.verdict.value} for f in found.findings],
    }
    return Answer(data, lines, Exit.NO if few or found.stops else Exit.DONE)


def _left_out(call: Call, found: Outlook) -> list[str]:
    language = call.speech.language
    return [
        f"  {one.expert}　{words.word(one.why, language)}{'：' + one.reason if one.reason else ''}"
        for one in found.eligible.left_out
    ]


def _lot_line(call: Call, lot: DrawLot) -> str:
    level = words.word(lot.level, call.speech.language)
    whom = call.say("（只抽外单位）") if lot.outside else ""
    return f"{lot.specialty}　{level}{whom}　" + call.say(
        "评委 {seats} 名，候补 {reserves} 名", seats=lot.seats, reserves=lot.reserves
    )


def commit_(call: Call) -> Answer:
    """Seal the plan: the seed's digest is said, the seed is not."""
    wish = _wish(call)
    with opened(call) as session:
        made = draws.commit(session, call.args.committee, wish)
    plan = made.record.plan
    lines = [
        call.say("已封存：{made_id}", made_id=made.id),
        call.say("随机数摘要（SHA-256）：{seed_digest}", seed_digest=plan.seed_digest),
        call.say("名单摘要（SHA-256）：{list_digest}", list_digest=plan.list_digest),
        call.say("请先交监督人抄下摘要，再抽取。"),
    ]
    return Answer({"draw": made.id, "seed_digest": plan.seed_digest, "list_digest": plan.list_digest}, lines)


def run_(call: Call) -> Answer:
    """Draw, and say seed and result."""
    with opened(call) as session:
        made = draws.run(session, call.args.draw, call.args.spoken)
    return Answer(_data(made), _record_lines(call, made.record))


def list_(call: Call) -> Answer:
    """Every plan and draw, oldest first."""
    with opened(call) as session:
        found = draws.all_(session, call.args.committee)
    return Answer({"draws": [_data(one) for one in found]}, [f"{one.id}　{_state(call, one)}" for one in found])


def show_(call: Call) -> Answer:
    """One record; with `--out` also as a file that anyone can check."""
    with opened(call) as session:
        kept = draws.get(session, call.args.draw)
        if call.args.out:
            draw_file.save(session, call.args.draw, call.args.out)
    lines = [_state(call, kept), *_record_lines(call, kept.record)]
    if call.args.out:
        lines.append(call.say("已写出：{out}", out=call.args.out))
    return Answer(_data(kept), lines)


def sheet_(call: Call) -> Answer:
    """The record on paper, with the way to repeat it by hand."""
    draw, names = call.args.draw, call.args.names
    return put(
        call,
        Document.DRAW_SHEET,
        lambda session, where: draw_paper.save(session, draw, where, Progress(), names=names),
    )


def drop_(call: Call) -> Answer:
    """Set it aside; it stays on record."""
    with opened(call) as session:
        made = draws.drop(session, call.args.draw, call.args.reason)
    return Answer(_data(made), [call.say("已作废，记录保留。")])


def verify_(call: Call) -> Answer:
    """Repeat the draw from the record alone; exit 1 when anything does not hold."""
    record = draw_file.read(call.args.file)
    doubts = draws.doubts(record)
    said = [words.word(one, call.speech.language) for one in doubts]
    data = {
        "draw": record.plan.draw,
        "key": record.key,
        "drawn": record.outcome is not None,
        "doubts": [one.value for one in doubts],
        "lots": msgspec.to_builtins(record.outcome.lots) if record.outcome else [],
    }
    if said:
        return Answer(data, [call.say("记录不成立：") + call.say("；").join(said)], Exit.NO)
    good = call.say("名单、随机数、结果和签名均相符，重算结果一致。")
    sealed = call.say("方案和签名相符；还没有抽取。")
    key = call.say("签名公钥：{key_}", key_=record.key)
    return Answer(data, [*_record_lines(call, record), good if record.outcome else sealed, key])


def _change(act: Any, call: Call) -> Answer:
    args = call.args
    with opened(call) as session:
        kept = act(session, args.committee, args.number, args.reason)
    numbers = [one.id for one in kept.committee.members]
    last = kept.changes[-1]
    came = last.comes if last.comes else call.say("无人递补")
    lines = [
        call.say(
            "已登记：{number} → {came}，现有评委 {numbers} 名。", number=args.number, came=came, numbers=len(numbers)
        )
    ]
    return Answer({"members": numbers, "comes": last.comes}, lines)


def _data(kept: KeptDraw) -> dict[str, Any]:
    state = "dropped" if kept.dropped else "drawn" if kept.valid else "sealed"
    return {"draw": kept.id, "state": state, "dropped": kept.dropped, "record": msgspec.to_builtins(kept.record)}


def _state(call: Call, kept: KeptDraw) -> str:
    if kept.dropped:
        return call.say("已作废：") + kept.dropped
    return call.say("有效") if kept.valid else call.say("已封存，待抽取")


def _record_lines(call: Call, record: DrawRecord) -> list[str]:
    plan, outcome = record.plan, record.outcome
    lines = [
        f"{plan.title}　{plan.at:%Y-%m-%d}",
        call.say("随机数摘要：{seed_digest}", seed_digest=plan.seed_digest),
        call.say("名单摘要：{list_digest}", list_digest=plan.list_digest),
    ]
    if outcome is None:
        return lines + [_lot_line(call, lot) for lot in plan.lots]
    lines.append(call.say("随机数：{seed}", seed=outcome.seed))
    if outcome.spoken:
        lines.append(call.say("监督人报出：{spoken}", spoken=outcome.spoken))
    for lot, given in zip(plan.lots, outcome.lots, strict=True):
        seated, spare = call.say("、").join(given.members), call.say("、").join(given.reserves) or "—"
        lines.append(_lot_line(call, lot))
        lines.append(call.say("  评委：{seated}　候补：{spare}", seated=seated, spare=spare))
    return lines
