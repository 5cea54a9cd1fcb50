"""The verbs for packages on their way: courier list, strip, hand, arrive, settle, terms."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.ids import PackageId
from desktop_app.desk import courier, under_way, words
from desktop_app.desk.under_way import OnTheWay
from desktop_app.domain.records import Direction
from desktop_app.domain.transit import Transit


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser(
        "courier", parents=[common], help="在途：封签、交出、到达 / packages on their way"
    ).add_subparsers(dest="act_name", required=True, metavar="ACT")
    on_vault(family, common, "list", "在途的封装包和结存 / what is under way, and the balance", list_)
    verb = on_vault(family, common, "strip", "登记封袋的封签号 / the strip that closes a bag", strip)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("number", metavar="NUMBER", help="封签号 / the strip's number")
    verb.add_argument("--reason", default="", help="更换封签的事由 / why it was replaced")
    verb = on_vault(family, common, "hand", "登记交出 / handed over", hand)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--way", choices=[one.value for one in courier.Way], default=courier.Way.COURIERS.value)
    _people(verb, "递送人 / who carries it", "另一名递送人 / the other one")
    verb = on_vault(family, common, "arrive", "登记到达，核对封签 / arrived, strip compared", arrive)
    verb.add_argument("package", type=place, metavar="FOLDER", help="封装或其介质 / a package, or its medium")
    verb.add_argument("--bag", required=True, metavar="NUMBER", help="袋上的封签号 / the strip on the bag")
    verb.add_argument("--said", required=True, metavar="NUMBER", help="另路标签或递送单上的 / as label or slip say")
    verb.add_argument("--broken", action="store_true", help="封签破损 / the strip is broken")
    _people(verb, "递送人 / who brought it", "另一名递送人 / the other one")
    verb = on_vault(family, common, "settle", "处理封签不符 / settle a wrong strip", settle)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--ground", required=True, help="查明的情况 / what was found out")
    verb.add_argument("--approved-by", required=True, help="批准人 / who approved it")
    verb = on_vault(family, common, "terms", "回执期限等规定 / the office's terms", terms)
    verb.add_argument("--days", type=int, help="回执期限天数 / days until a receipt is overdue")
    verb.add_argument("--arrivals-first", choices=("yes", "no"), help="先登记到达再拆封 / arrivals before opening")


def _people(verb: argparse.ArgumentParser, first: str, second: str) -> None:
    verb.add_argument("--by", required=True, metavar="NAME", help=first)
    verb.add_argument("--and-by", default="", metavar="NAME", help=second)


def list_(call: Call) -> Answer:
    """Everything under way with its days, and the balance; exit 1 when something is overdue or does not balance."""
    with opened(call) as session:
        found, sums = under_way.under_way(session), under_way.balance(session)
    lines = [_line(call, one) for one in found]
    stands = call.say("相符", "balanced") if sums.balanced else call.say("不符", "NOT BALANCED")
    lines.append(
        call.say(
            f"发号 {sums.given_out}：在手 {sums.here}，在途 {sums.under_way}，已回执 {sums.answered}，"
            f"拒收 {sums.refused}，作废 {sums.void}，{stands}；"
            f"收件 {sums.received}，待出具回执 {sums.to_answer}",
            f"{sums.given_out} numbers: {sums.here} here, {sums.under_way} under way, {sums.answered} answered, "
            f"{sums.refused} refused, {sums.void} void: {stands}; "
            f"{sums.received} came, {sums.to_answer} to answer",
        )
    )
    wrong = not sums.balanced or any(one.overdue for one in found)
    data = {"under_way": [_data(one) for one in found], "given_out": sums.given_out, "balanced": sums.balanced}
    return Answer(data, lines, Exit.NO if wrong else Exit.DONE)


def _line(call: Call, one: OnTheWay) -> str:
    language = call.speech.language
    parts = (
        words.word(one.direction, language),
        f"{one.sequence:06d}" if one.sequence else one.package,
        one.peer,
        words.word(one.stage, language),
        call.say(f"封签 {one.transit.strip}", f"strip {one.transit.strip}") if one.transit.strip else "",
        call.say(f"{one.days} 天", f"{one.days} day(s)"),
        call.say("超期", "OVERDUE") if one.overdue else "",
    )
    return "　".join(part for part in parts if part)


def _data(one: OnTheWay) -> dict[str, Any]:
    return {
        "package": one.package,
        "direction": "in" if one.direction is Direction.IN else "out",
        "stage": one.stage.value,
        "days": one.days,
        "overdue": one.overdue,
        "strip": one.transit.strip,
    }


def _transit(known: Transit, said: str) -> Answer:
    return Answer({"package": known.package, "strip": known.strip}, [said])


def strip(call: Call) -> Answer:
    """Enter the strip that closes a bag."""
    with opened(call) as session:
        known = courier.put_strip(session, PackageId(call.args.package), call.args.number, call.args.reason)
    return _transit(known, call.say(f"已登记封签 {known.strip}", f"Strip {known.strip} is entered"))


def hand(call: Call) -> Answer:
    """Enter that a bag left the house."""
    args = call.args
    with opened(call) as session:
        bag = courier.Bag(courier.Way(args.way), args.by, args.and_by)
        record = courier.hand_over(session, PackageId(args.package), bag)
        known = courier.of(session, record.id)
    said = call.say(f"已登记交出，给“{record.peer_name}”", f"Handed over, for “{record.peer_name}”")
    return _transit(known, said)


def arrive(call: Call) -> Answer:
    """Enter a bag's arrival; a strip that does not fit is kept and said, and stops the package."""
    args = call.args
    seen = courier.Witnessed(args.bag, args.said, not args.broken, args.by, args.and_by)
    with opened(call) as session:
        known = courier.arrive(session, args.package, seen)
    said = call.say(
        f"已登记到达 {len(known)} 个，封签相符，可以拆封", f"Arrival of {len(known)} entered; the strip fits: open them"
    )
    return Answer({"packages": [one.package for one in known]}, [said])


def settle(call: Call) -> Answer:
    """Let a bag be opened although its strip was wrong."""
    args = call.args
    with opened(call) as session:
        known = courier.settle(session, args.package, args.ground, args.approved_by)
    return _transit(known, call.say("已处理，可以拆封", "Settled: it may be opened"))


def terms(call: Call) -> Answer:
    """Show the office's terms, or settle other ones."""
    args = call.args
    with opened(call) as session:
        before = courier.terms(session)
        days = before.receipt_days if args.days is None else args.days
        first = before.arrivals_first if args.arrivals_first is None else args.arrivals_first == "yes"
        courier.change_terms(session, courier.Terms(days, first))
        now = courier.terms(session)
    first_words = call.say("是", "yes") if now.arrivals_first else call.say("否", "no")
    said = call.say(
        f"回执期限 {now.receipt_days} 天；先登记到达再拆封：{first_words}",
        f"A receipt is overdue after {now.receipt_days} days; arrivals first: {first_words}",
    )
    return Answer({"receipt_days": now.receipt_days, "arrivals_first": now.arrivals_first}, [said])
