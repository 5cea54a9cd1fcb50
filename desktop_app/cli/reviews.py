"""The verbs on the chain of review: what waits, one step shown and signed, one notice back, opened to be mended."""

import argparse
from datetime import date
from typing import Any

from msgspec import structs

from desktop_app.cli import printing
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import returns, review_batch, review_desk, review_list, review_view, words
from desktop_app.desk.returns import NoticePoint, Planned
from desktop_app.desk.review_batch import Together
from desktop_app.desk.review_desk import PointAnswer, ReviewCase, ReviewWork
from desktop_app.desk.review_list import ReviewState
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding

_PARTS = {
    "how": "推荐人选产生方式 / how the person was chosen",
    "conditions": "具备的资格条件 / conditions met",
    "notice": "公示情况 / the public notice",
}


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("review", parents=[common], help="逐级审核 / the chain of review").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    def verb(name: str, what: str, act: Any, *, one: bool = True) -> argparse.ArgumentParser:
        made = on_vault(family, common, name, what, act)
        if one:
            made.add_argument("id", metavar="ID")
        return made

    listing = verb("list", "列出本级审核的申报 / list", list_, one=False)
    listing.add_argument("--state", choices=[s.value for s in ReviewState], default=ReviewState.WAITS.value)
    verb("show", "显示要点、前面各级和核对结果 / points, steps before, findings", show)
    _add_sign(verb("sign", "签署本级意见 / sign this step", sign))
    many = verb("sign-many", "以同一意见批量签署 / sign many with one opinion", sign_many, one=False)
    many.add_argument("ids", nargs="*", metavar="ID", help="不写则为全部待审 / all that wait unless named")
    many.add_argument("--opinion", required=True, help="审核意见 / opinion")
    many.add_argument("--officer", default="", help="审核人 / officer")
    many.add_argument("--on", type=date.fromisoformat, metavar="2026-07-01", help="默认今天 / today unless told")
    many.add_argument("--sealed", action="store_true", help="纸件已签字盖章 / signed and sealed on paper")
    many.add_argument("--all-met", action="store_true", help="未答的要点都符合 / every open point is met")
    many.add_argument("--committed", action="store_true", help="单位作出承诺，已结合考核 / the unit answers for it")
    giving = verb("return", "一次性告知并退回 / send back with one notice", return_)
    giving.add_argument(
        "--point", action="append", default=[], metavar="[FIELD=]TEXT", help="须补正的一项 / one thing to mend"
    )
    giving.add_argument("--from-findings", action="store_true", help="加上核对发现的 / add what the rules find")
    giving.add_argument("--pass-down", action="store_true", help="转下级退来的告知 / pass on the notice that came")
    giving.add_argument("--by", type=date.fromisoformat, metavar="2026-07-10", help="补正期限 / mend by")
    giving.add_argument("--out", type=place, metavar="DIR", help="介质文件夹，不给则只出纸质 / a medium; paper without")
    letter = verb("letter", "告知书 PDF / the notice as plain PDF", letter_)
    with_outlet(letter)
    letter.add_argument("--number", default="", help="文号 / its number")
    verb("revise", "打开退回的申报修改 / open what came back to be mended", revise)
    verb("give-up", "登记为放弃 / record as given up", give_up)


def _add_sign(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--opinion", default="", help="审核意见 / opinion")
    verb.add_argument("--officer", default="", help="审核人 / officer")
    verb.add_argument("--on", type=date.fromisoformat, metavar="2026-07-01", help="默认今天 / today unless told")
    verb.add_argument("--sealed", action="store_true", help="纸件已签字盖章 / signed and sealed on paper")
    verb.add_argument("--all-met", action="store_true", help="要点都符合 / every point is met")
    for name, what in (("met", "符合的要点 / a point that is met"), ("not-met", "不符合的要点 / a point that is not")):
        verb.add_argument(f"--{name}", action="append", default=[], metavar="POINT[=REMARK]", help=what)
    for name, what in _PARTS.items():
        verb.add_argument(f"--{name}", default="", help=what)
    verb.add_argument("--assessments-considered", action="store_true", help="已结合考核 / assessments considered")
    verb.add_argument("--committed", action="store_true", help="单位作出承诺 / the unit answers for it")


def list_(call: Call) -> Answer:
    """The applications of one state; how many there are of each."""
    with opened(call) as session:
        found = review_list.listed(session, ReviewState(call.args.state))
    data = [
        {"id": str(o.application), "version": o.version, "mend_by": o.mend_by.isoformat() if o.mend_by else None}
        for o in found.lines
    ]
    lines = [f"{o.application}　{o.name}　{o.title}　{o.unit}" for o in found.lines]
    counts = {state.value: count for state, count in found.counts.items()}
    told = "　".join(f"{words.word(s, call.speech.language)} {n}" for s, n in found.counts.items())
    return Answer({"applications": data, "counts": counts}, [*lines, told])


def _said(call: Call, one: Finding) -> str:
    return call.say(f"{one.says.zh}{one.mend.zh}", f"{one.says.en} {one.mend.en}") + f"（{one.clause}）"


def _shown(call: Call, case: ReviewCase) -> Answer:
    language = call.speech.language
    missing = review_desk.open_points(case)
    data = {
        "id": str(case.application),
        "version": case.version.number,
        "digest": case.version.digest,
        "station": case.station.value,
        "signed": case.signed,
        "points": [one.point for one in case.points],
        "earlier": [
            {"station": one.station.value, "name": one.name, "proof": one.proof.value, "current": one.current}
            for one in case.earlier
        ],
        "changed": list(case.changed),
        "step": [{"rule": f.rule, "verdict": f.verdict.value, "clause": f.clause} for f in case.step],
        "about": [{"rule": f.rule, "verdict": f.verdict.value, "field": f.field} for f in case.about],
    }
    lines = [f"{words.word(case.station, language)}　{case.content.person.name}　{case.content.filing.title}"]
    for one in case.earlier:
        lines.append(f"  {one.name}　{one.opinion.text}　{one.opinion.reviewer}　{words.word(one.proof, language)}")
    lines += [f"  {point.point}　{call.say(point.says.zh, point.says.en)}（{point.clause}）" for point in case.points]
    lines += [f"○ {_said(call, one)}" for one in missing]
    lines += [f"! {_said(call, one)}" for one in case.about]
    return Answer(data, lines, Exit.DONE if case.signed or not missing else Exit.NO)


def show(call: Call) -> Answer:
    """One application as this desk reviews it; exit 1 while something is missing."""
    with opened(call) as session:
        return _shown(call, review_view.opened(session, ApplicationId(call.args.id)))


def sign(call: Call) -> Answer:
    """Take this desk's step, with what was filled in before and what is told now."""
    with opened(call) as session:
        application = ApplicationId(call.args.id)
        case = review_desk.open_(session, application)
        digest = review_desk.sign(session, application, _work(call, case, session.today()))
        case = review_desk.open_(session, application)
    said = call.say(f"已签署，摘要 {digest}", f"Signed; digest {digest}")
    return Answer({"id": str(application), "review": digest, "version_digest": case.version.digest}, [said])


def sign_many(call: Call) -> Answer:
    """Sign what is named, or all that waits; exit 1 when any was left unsigned."""
    args = call.args
    said = Together(args.opinion, args.officer, args.on, args.sealed, args.all_met, args.committed)
    with printing.opened_to_print(call) as session:
        waiting = [row.id for row in review_list.halves(session)[0]]
        ids = [ApplicationId(one) for one in args.ids] or waiting
        found = review_batch.sign(session, ids, said, Progress())
    left = [one for one in found if one.fault is not None]
    lines = [call.say(f"已签署 {len(found) - len(left)} 份，{len(left)} 份没有签署。",
                      f"{len(found) - len(left)} signed, {len(left)} left unsigned.")]  # fmt: skip
    lines += [
        f"{one.application}　{one.name}　{sentence(one.fault, call.speech.language)}" for one in left if one.fault
    ]
    data = {
        "signed": {str(one.application): one.digest for one in found if one.fault is None},
        "left": {str(one.application): one.fault.code.value for one in left if one.fault},
    }
    return Answer(data, lines, Exit.NO if left else Exit.DONE)


def _work(call: Call, case: ReviewCase, today: date) -> ReviewWork:
    args, known = call.args, case.work
    answers = {one.point: one for one in known.answers}
    if args.all_met:
        answers |= {one.point: PointAnswer(point=one.point, met=True) for one in case.points}
    for told, met in ((args.met, True), (args.not_met, False)):
        for one in told:
            point, _, remark = one.partition("=")
            if point not in {asked.point for asked in case.points}:
                raise wrong(f"没有这个要点：{point}", f"there is no point {point}")
            answers[point] = PointAnswer(point=point, met=met, remark=remark)
    before = known.recommendation
    recommendation = structs.replace(
        before,
        how_chosen=args.how or before.how_chosen,
        conditions=args.conditions or before.conditions,
        notice=args.notice or before.notice,
        assessments_considered=args.assessments_considered or before.assessments_considered,
        committed=args.committed or before.committed,
    )
    return structs.replace(
        known,
        answers=tuple(answers.values()),
        text=args.opinion or known.text,
        reviewer=args.officer or known.reviewer,
        on=args.on or known.on or today,
        sealed=args.sealed or known.sealed,
        recommendation=recommendation,
    )


def return_(call: Call) -> Answer:
    """One notice with everything to mend: as a sealed return, or on paper."""
    args = call.args
    with opened(call) as session:
        application = ApplicationId(args.id)
        came = returns.passed_down(session, application) if args.pass_down else None
        points = [_point(one) for one in args.point]
        if args.from_findings:
            points += returns.suggested(review_desk.open_(session, application).about)
        by = args.by or (came.mend_by if came else None)
        if by is None:
            raise wrong("缺少 --by", "--by is missing")
        planned = Planned((*(came.points if came else ()), *points), by)
        if args.out is None:
            returns.tell_on_paper(session, application, planned)
            said = call.say("已登记告知，请打印告知书送达。", "The notice is recorded: print and hand it over.")
            return Answer({"id": args.id, "points": len(planned.points)}, [said])
        outcome = returns.give(session, {application: planned}, args.out, Progress())
    lines = [
        call.say(f"退回包：{outcome.folder}", f"The return: {outcome.folder}"),
        call.say("封条号：", "Seal code: ") + outcome.seal_code,
        call.say(CARRIER.zh, CARRIER.en),
    ]
    data = {"id": args.id, "points": len(planned.points), "folder": str(outcome.folder)}
    return Answer(data | {"package": outcome.record.id, "seal_code": outcome.seal_code}, lines)


def _point(told: str) -> NoticePoint:
    field, between, says = told.partition("=")
    return NoticePoint(field=field, says=says) if between else NoticePoint(field=returns.field_named(told), says=told)


def letter_(call: Call) -> Answer:
    """The written notice as plain PDF."""
    application, number = ApplicationId(call.args.id), call.args.number
    return put(
        call,
        Document.CORRECTION_NOTICE,
        lambda session, where: returns.letter(session, application, where, Progress(), number=number),
    )


def revise(call: Call) -> Answer:
    """Open what came back to be mended."""
    with opened(call) as session:
        application = ApplicationId(call.args.id)
        returns.revise(session, application)
        notices = returns.received(session, application)
    points = [{"field": one.field, "says": one.says} for one in notices[-1].points] if notices else []
    lines = [f"{one['field']}　{one['says']}" for one in points]
    return Answer({"id": str(application), "points": points}, lines)


def give_up(call: Call) -> Answer:
    """Nothing was mended by the day."""
    with opened(call) as session:
        returns.give_up(session, ApplicationId(call.args.id))
    return Answer({"id": call.args.id}, [call.say("已登记为放弃申报。", "Recorded as given up.")])
