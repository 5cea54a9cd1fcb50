"""The verbs for packages on their way: courier list, strip, hand, arrive, settle, terms."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.ids import PackageId
from desktop_app.desk import courier, under_way, words
from desktop_app.desk.under_way import OnTheWay
from desktop_app.domain.records import Direction
from desktop_app.domain.transit import Transit


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("courier", parents=[common], help=marked("在途：封签、交出、到达")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    on_vault(family, common, "list", marked("在途的封装包和结存"), list_)
    verb = on_vault(family, common, "strip", marked("登记封袋的封签号"), strip)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("number", metavar="NUMBER", help=marked("help|封签号"))
    verb.add_argument("--reason", default="", help=marked("更换封签的事由"))
    verb = on_vault(family, common, "hand", marked("help|登记交出"), hand)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--way", choices=[one.value for one in courier.Way], default=courier.Way.COURIERS.value)
    _people(verb, marked("help|递送人"), marked("help|另一名递送人"))
    verb = on_vault(family, common, "arrive", marked("登记到达，核对封签"), arrive)
    verb.add_argument("package", type=place, metavar="FOLDER", help=marked("封装或其介质"))
    verb.add_argument("--bag", required=True, metavar="NUMBER", help=marked("help|袋上的封签号"))
    verb.add_argument("--said", required=True, metavar="NUMBER", help=marked("另路标签或递送单上的"))
    verb.add_argument("--broken", action="store_true", help=marked("封签破损"))
    _people(verb, marked("help|递送人"), marked("help|另一名递送人"))
    verb = on_vault(family, common, "settle", marked("help|处理封签不符"), settle)
    verb.add_argument("package", metavar="PACKAGE")
    verb.add_argument("--ground", required=True, help=marked("help|查明的情况"))
    verb.add_argument("--approved-by", required=True, help=marked("批准人"))
    verb = on_vault(family, common, "terms", marked("回执期限等规定"), terms)
    verb.add_argument("--days", type=int, help=marked("回执期限天数"))
    verb.add_argument("--arrivals-first", choices=("yes", "no"), help=marked("先登记到达再拆封"))


def _people(verb: argparse.ArgumentParser, first: str, second: str) -> None:
    verb.add_argument("--by", required=True, metavar="NAME", help=first)
    verb.add_argument("--and-by", default="", metavar="NAME", help=second)


def list_(call: Call) -> Answer:
    """Everything under way with its days, and the balance; exit 1 when something is overdue or does not balance."""
    with opened(call) as session:
        found, sums = under_way.under_way(session), under_way.balance(session)
    lines = [_line(call, one) for one in found]
    stands = call.say("相符") if sums.balanced else call.say("不符")
    lines.append(
        call.say(
            "发号 {sums.given_out}：在手 {sums.here}，在途 {sums.under_way}，已回执 {sums.answered}，"
            "拒收 {sums.refused}，作废 {sums.void}，{stands}；收件 {sums.received}，待出具回执 {sums.to_answer}",
            sums=sums,
            stands=stands,
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
        call.say("封签 {strip}", strip=one.transit.strip) if one.transit.strip else "",
        call.say("{days} 天", days=one.days),
        call.say("超期") if one.overdue else "",
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
    return _transit(known, call.say("已登记封签 {strip}", strip=known.strip))


def hand(call: Call) -> Answer:
    """Enter that a bag left the house."""
    args = call.args
    with opened(call) as session:
        bag = courier.Bag(courier.Way(args.way), args.by, args.and_by)
        record = courier.hand_over(session, PackageId(args.package), bag)
        known = courier.of(session, record.id)
    said = call.say("已登记交出，给“{peer_name}”", peer_name=record.peer_name)
    return _transit(known, said)


def arrive(call: Call) -> Answer:
    """Enter a bag's arrival; a strip that does not fit is kept and said, and stops the package."""
    args = call.args
    seen = courier.Witnessed(args.bag, args.said, not args.broken, args.by, args.and_by)
    with opened(call) as session:
        known = courier.arrive(session, args.package, seen)
    said = call.say("已登记到达 {known} 个，封签相符，可以拆封", known=len(known))
    return Answer({"packages": [one.package for one in known]}, [said])


def settle(call: Call) -> Answer:
    """Let a bag be opened although its strip was wrong."""
    args = call.args
    with opened(call) as session:
        known = courier.settle(session, args.package, args.ground, args.approved_by)
    return _transit(known, call.say("已处理，可以拆封"))


def terms(call: Call) -> Answer:
    """Show the office's terms, or settle other ones."""
    args = call.args
    with opened(call) as session:
        before = courier.terms(session)
        days = before.receipt_days if args.days is None else args.days
        first = before.arrivals_first if args.arrivals_first is None else args.arrivals_first == "yes"
        courier.change_terms(session, courier.Terms(days, first))
        now = courier.terms(session)
    first_words = call.say("是") if now.arrivals_first else call.say("否")
    said = call.say(
        "回执期限 {receipt_days} 天；先登记到达再拆封：{first_words}",
        receipt_days=now.receipt_days,
        first_words=first_words,
    )
    return Answer({"receipt_days": now.receipt_days, "arrivals_first": now.arrivals_first}, [said])
