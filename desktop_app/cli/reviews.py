"""The verbs on the chain of review: what waits, one step shown and signed, one notice back, opened to be mended."""

import argparse
from datetime import date
from typing import Any

from msgspec import structs

from desktop_app.cli import printing
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.outlets import put, with_outlet
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import counter, returns, review_batch, review_desk, review_list, review_view, words
from desktop_app.desk.counter import Counted
from desktop_app.desk.returns import NoticePoint, Planned
from desktop_app.desk.review_batch import Together
from desktop_app.desk.review_desk import PointAnswer, ReviewCase, ReviewWork
from desktop_app.desk.review_list import ReviewState
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding
from desktop_app.domain.kinds import MaterialKind

_PARTS = {
    "how": marked("help|推荐人选产生方式"),
    "conditions": marked("help|具备的资格条件"),
    "notice": marked("help|公示情况"),
}


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("review", parents=[common], help=marked("逐级审核")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )

    def verb(name: str, what: str, act: Any, *, one: bool = True) -> argparse.ArgumentParser:
        made = on_vault(family, common, name, what, act)
        if one:
            made.add_argument("id", metavar="ID")
        return made

    listing = verb("list", marked("列出本级审核的申报"), list_, one=False)
    listing.add_argument("--state", choices=[s.value for s in ReviewState], default=ReviewState.WAITS.value)
    verb("show", marked("显示要点、前面各级和核对结果"), show)
    _add_sign(verb("sign", marked("help|签署本级意见"), sign))
    many = verb("sign-many", marked("以同一意见批量签署"), sign_many, one=False)
    many.add_argument("ids", nargs="*", metavar="ID", help=marked("不写则为全部待审"))
    many.add_argument("--opinion", required=True, help=marked("help|审核意见"))
    many.add_argument("--officer", default="", help=marked("help|审核人"))
    many.add_argument("--on", type=date.fromisoformat, metavar="2026-07-01", help=marked("默认今天"))
    many.add_argument("--sealed", action="store_true", help=marked("help|纸件已签字盖章"))
    many.add_argument("--all-met", action="store_true", help=marked("未答的要点都符合"))
    many.add_argument("--committed", action="store_true", help=marked("单位作出承诺，已结合考核"))
    giving = verb("return", marked("一次性告知并退回"), return_)
    giving.add_argument("--point", action="append", default=[], metavar="[FIELD=]TEXT", help=marked("须补正的一项"))
    giving.add_argument("--from-findings", action="store_true", help=marked("加上核对发现的"))
    giving.add_argument("--pass-down", action="store_true", help=marked("转下级退来的告知"))
    giving.add_argument("--by", type=date.fromisoformat, metavar="2026-07-10", help=marked("help|补正期限"))
    giving.add_argument("--out", type=place, metavar="DIR", help=marked("介质文件夹，不给则只出纸质"))
    with_makers(giving)
    letter = verb("letter", marked("告知书 PDF"), letter_)
    with_outlet(letter)
    letter.add_argument("--number", default="", help=marked("help|文号"))
    taken = verb("certificate", marked("纸质材料接收凭证 PDF"), certificate_)
    with_outlet(taken)
    taken.add_argument("--delivered-by", default="", help=marked("help|递交人"))
    taken.add_argument("--count", action="append", default=[], metavar="PAPER=N", help=marked("实收份数，可重复"))
    taken.add_argument("--number", default="", help=marked("help|凭证编号"))
    verb("revise", marked("打开退回的申报修改"), revise)
    verb("give-up", marked("help|登记为放弃"), give_up)


def _add_sign(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--opinion", default="", help=marked("help|审核意见"))
    verb.add_argument("--officer", default="", help=marked("help|审核人"))
    verb.add_argument("--on", type=date.fromisoformat, metavar="2026-07-01", help=marked("默认今天"))
    verb.add_argument("--sealed", action="store_true", help=marked("help|纸件已签字盖章"))
    verb.add_argument("--all-met", action="store_true", help=marked("要点都符合"))
    for name, what in (("met", marked("符合的要点")), ("not-met", marked("不符合的要点"))):
        verb.add_argument(f"--{name}", action="append", default=[], metavar="POINT[=REMARK]", help=what)
    for name, what in _PARTS.items():
        verb.add_argument(f"--{name}", default="", help=what)
    verb.add_argument("--assessments-considered", action="store_true", help=marked("已结合考核"))
    verb.add_argument("--committed", action="store_true", help=marked("单位作出承诺"))


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
    return call.say("{says}{mend}", says=one.says, mend=one.mend) + call.say("（{clause}）", clause=one.clause)


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
    lines += [
        f"  {point.point}　{call.said(point.says)}{call.say('（{clause}）', clause=point.clause)}"
        for point in case.points
    ]
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
    said = call.say("已签署，摘要 {digest}", digest=digest)
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
    lines = [call.say("已签署 {found} 份，{left} 份没有签署。", found=len(found) - len(left), left=len(left))]
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
                raise wrong("没有这个要点：{point}", point=point)
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
    args, how = call.args, making(call.args)
    with opened(call) as session:
        application = ApplicationId(args.id)
        came = returns.passed_down(session, application) if args.pass_down else None
        points = [_point(one) for one in args.point]
        if args.from_findings:
            points += returns.suggested(review_desk.open_(session, application).about)
        by = args.by or (came.mend_by if came else None)
        if by is None:
            raise wrong("缺少 --by")
        planned = Planned((*(came.points if came else ()), *points), by)
        if args.out is None:
            returns.tell_on_paper(session, application, planned)
            said = call.say("已登记告知，请打印告知书送达。")
            return Answer({"id": args.id, "points": len(planned.points)}, [said])
        outcome = returns.give(session, {application: planned}, args.out, Progress(), making=how)
    lines = [
        call.say("退回包：{folder}", folder=outcome.folder),
        call.say("封条号：") + outcome.seal_code,
        call.said(CARRIER),
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


def certificate_(call: Call) -> Answer:
    """What was handed in over the counter, counted; papers that nobody counted are left for a hand."""
    args, application = call.args, ApplicationId(call.args.id)
    present: dict[str, int] = {}
    for said in args.count:
        kind, _, count = said.partition("=")
        if kind not in {one.value for one in MaterialKind} or not (count.isascii() and count.isdecimal()):
            raise wrong("看不懂 --count {said}；写成 review_form=2", said=said)
        present[kind] = int(count)
    counted = Counted(args.delivered_by, present, args.number)
    return put(
        call,
        Document.RECEIPT_CERTIFICATE,
        lambda session, where: counter.certificate(session, application, counted, where, Progress()),
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
    return Answer({"id": call.args.id}, [call.say("已登记为放弃申报。")])
