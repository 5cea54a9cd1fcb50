"""The record of a draw on paper: the sealed plan before it, the draw after it, with the way to repeat it by hand.

Experts stand by number; the office's own copy may name those who were drawn (40号令: the list is not for outside).
"""

from collections.abc import Mapping, Sequence

from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, committees, draws, paper, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.committees import DrawLot, DrawPlan, KeptDraw, LotResult
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Level
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered

Rows = Sequence[Mapping[str, str]]


def request(session: Session, draw: str, *, names: bool = False) -> PaperRequest:
    """`names`: the office's own copy. Raises `Fault(RECORD_NOT_FOUND)`."""
    kept = draws.get(session, draw)
    plan, outcome = kept.record.plan, kept.record.outcome
    known = {one.expert.id: one.expert.name for one in committees.pool_of(session, kept.committee)} if names else {}
    given = outcome.lots if outcome else tuple(LotResult() for _ in plan.lots)
    return PaperRequest(
        document=Document.DRAW_SHEET,
        marking=NOT_SECRET,
        copies=(1,),
        fonts=added_fonts.in_force(session),
        extra={
            "committee": plan.title,
            "office": session.office.name,
            "year": str(plan.year),
            "draw": plan.draw,
            "state": _state(kept),
            "sealed": wording.moment(plan.at),
            "by": plan.by,
            "drawn": f"{wording.moment(outcome.at)}　{outcome.by}" if outcome else "",
            "seed_digest": plan.seed_digest,
            "list_digest": plan.list_digest,
            "seed": outcome.seed if outcome else "",
            "spoken": outcome.spoken if outcome else "",
            "listed": str(len(plan.experts)),
            "replaced": plan.reason,
            "key": kept.record.key,
            "printed_on": wording.day(session.today()),
        },
        rows={
            "results": [_result(lot, one, known) for lot, one in zip(plan.lots, given, strict=True)],
            "left_out": _left_out(plan),
            "experts": _experts(plan),
        },
    )


def drawn(session: Session, draw: str, progress: Progress, *, names: bool = False) -> Rendered:
    """The sheet as it stands now. Raises `Fault(LAYOUT_ISSUES)`."""
    rendered = render.render(request(session, draw, names=names), progress)
    paper.require_no_issues(rendered)
    return rendered


def save(session: Session, draw: str, where: Outlet, progress: Progress, *, names: bool = False) -> None:
    """Write it as plain PDF, or print it: only on request, and in the log."""
    rendered = drawn(session, draw, progress, names=names)
    objects = {"document": Document.DRAW_SHEET.value, "draw": draw, "names": "yes" if names else "no"}
    plain_text.write(session, where, rendered.pdf, NOT_SECRET, objects)


def _state(kept: KeptDraw) -> str:
    if kept.dropped:
        return f"已作废：{kept.dropped}"
    return "有效" if kept.valid else "已封存，待抽取"


def _result(lot: DrawLot, given: LotResult, names: Mapping[str, str]) -> Mapping[str, str]:
    whom = "（外单位）" if lot.outside else ""
    return {
        "lot": f"{lot.specialty}{word(lot.level)}{whom}",
        "seats": f"评委{lot.seats}，候补{lot.reserves}",
        "members": "、".join(given.members),
        "reserves": "、".join(given.reserves),
        "names": "、".join(names.get(number, number) for number in given.members) if names else "",
    }


def _left_out(plan: DrawPlan) -> Rows:
    """One line a reason, so that a long list stays short; who is listed with a reason all the same follows."""
    why: dict[str, list[str]] = {}
    for one in plan.left_out:
        why.setdefault(word(one.why) + (f"：{one.reason}" if one.reason else ""), []).append(one.expert)
    for one in plan.kept_in:
        why.setdefault(f"{word(one.why)}，写明理由仍列入：{one.reason}", []).append(one.expert)
    return [{"number": "、".join(numbers), "why": reason} for reason, numbers in why.items()]


def _experts(plan: DrawPlan) -> Rows:
    kinds: dict[tuple[str, Level, bool], list[str]] = {}
    for one in plan.experts:
        kinds.setdefault((one.specialty, one.level, one.outside), []).append(one.id)
    return [
        {
            "specialty": specialty,
            "level": word(level),
            "outside": "外单位" if outside else "本单位",
            "numbers": "、".join(sorted(numbers)),
        }
        for (specialty, level, outside), numbers in sorted(
            kinds.items(), key=lambda each: (each[0][0], each[0][1].value)
        )
    ]
