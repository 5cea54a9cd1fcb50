"""The words of the screen of review: rows, the steps before, what the rules say, what changed."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QTableWidget

from desktop_app.desk.review_desk import EarlierStep, ReviewCase, next_stop
from desktop_app.desk.review_list import ReviewLine, ReviewState
from desktop_app.desk.step_proofs import Proof
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.versions import place_words
from desktop_app.ui.language import language, said, say
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.tablelook import set_width

#: The column of remarks, and how wide names are without and with it.
NOTE = 3
_NAME, _NAME_BESIDE_NOTES = 164, 120
_SIGNS = {Verdict.BLOCK: "✕", Verdict.TODO: "○", Verdict.ASK: "?", Verdict.WARN: "!"}


def list_table() -> QTableWidget:
    """The applications of one state."""
    made = table(
        say("本级审核的申报"),
        [say("姓名"), say("申报职称"), say("单位"), say("words|备注")],
        [_NAME_BESIDE_NOTES, 104, 0, 88],
        many=True,
    )
    made.setMinimumSize(theme.px(420), theme.px(160))
    return made


def fill(into: QTableWidget, lines: Sequence[ReviewLine]) -> None:
    """One row for each; names have the room of a column of remarks that nobody made."""
    rows = [cells(line) for line in lines]
    into.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for side, shown in enumerate(row):
            into.setItem(at, side, cell(shown))
    bare = not any(row[NOTE] for row in rows)
    if into.isColumnHidden(NOTE) is not bare:  # else it stays as wide as the officer drew it
        into.setColumnHidden(NOTE, bare)
        set_width(into, 0, _NAME if bare else _NAME_BESIDE_NOTES)


def state_words(state: ReviewState, desk: Desk) -> str:
    """What a state is called at `desk`: the last office of the chain passes nothing on."""
    if state is ReviewState.SIGNED and desk is Desk.COMMITTEE_OFFICE:
        return say("已复核")
    return word(state, language())


def signed_words(digest: str, desk: Desk) -> str:
    """What was done, and what comes next."""
    done = say("本级意见已签署，签署摘要 {digest}。", digest=digest[:16])
    if desk is Desk.COMMITTEE_OFFICE:
        return done + say("下一步：在“评审会”里把它列入会议。")
    return done + say("下一步：在“已签署，待报送”里选中它，按“报送…”。")


def none_words(state: ReviewState, *, searching: bool) -> str:
    """Why there is no row, and what brings one."""
    if searching:
        return say("没有符合的申报，换个词查找。")
    return {
        ReviewState.WAITS: say("没有等着审核的申报。收件导入或本单位提交以后列在这里。"),
        ReviewState.SIGNED: say("没有已签署、等着下一步的申报。"),
        ReviewState.SENT_BACK: say("没有退回的申报。"),
        ReviewState.PASSED_ON: say("还没有报送过。"),
    }[state]


def cells(line: ReviewLine) -> tuple[str, ...]:
    """One application as a row."""
    note = say("第 {version} 版", version=line.version) if line.version > 1 else ""
    if line.state is ReviewState.SENT_BACK and line.mend_by is not None:
        note = say("已过期限") if line.overdue else say("{mend_by:%m-%d} 前", mend_by=line.mend_by)
    return (line.name, line.title, line.unit, note)


def head_words(case: ReviewCase) -> str:
    """Whose, what, by which route."""
    filing, person = case.content.filing, case.content.person
    level = word(filing.level, language()) if filing.level else ""
    title = filing.title + (say("（{level}）", level=level) if level else "")
    parts = (person.name, title, case.content.unit.name)
    return "　".join(part for part in parts if part)


def route_words(case: ReviewCase) -> str:
    """The chain, with this desk marked and the day papers are due at the next."""
    names = [
        f"【{word(stop.station, language())}】" if stop.station in case.hands else word(stop.station, language())
        for stop in case.route.stops
    ]
    onward = next_stop(case)
    due = ""
    if onward is not None and onward[1] is not None:
        place = word(onward[0], language())
        due = say("　{onward} 前报到{place}", onward=onward[1].isoformat(), place=place)
    return " → ".join(names) + due


def earlier_words(step: EarlierStep) -> str:
    """One step before: who, what they said, how far it is proved."""
    who = "　".join(part for part in (word(step.station, language()), step.name) if part)  # on paper it has no name
    day = step.opinion.on.isoformat() if step.opinion.on else ""
    proof = word(step.proof, language())
    if not step.current:
        proof += say("；针对上一版")
    remarks = say("；").join(one.remark for one in step.remarks if one.remark)
    parts = (f"{step.opinion.text}", f"{step.opinion.reviewer} {day}".strip(), proof)
    said_ = f"{who}\n" + "　".join(part for part in parts if part)
    return said_ + (say("\n说明：{remarks}", remarks=remarks) if remarks else "")


def tone(step: EarlierStep) -> str:
    """In which colour a step is shown."""
    if not step.proof.counts:
        return "block"
    return "pass" if step.proof in (Proof.VERIFIED, Proof.OWN) and step.current else "todo"


def finding_lines(found: Iterable[Finding]) -> str:
    """What stands open, one line each with its clause."""
    return "\n".join(
        f"{_SIGNS[one.verdict]} {said(one.says)}{say('gap|')}{said(one.mend)}{say('（{clause}）', clause=one.clause)}"
        for one in found
        if one.verdict in _SIGNS
    )


def unread_day(typed: str) -> str:
    """A day that was typed and is none."""
    return say("✕ 审核日期“{typed}”不是一个日期，请改正，如 2026-07-06。", typed=typed)


def changed_words(case: ReviewCase) -> str:
    """What differs from the version before."""
    if not case.changed:
        return ""
    places = [place_words(path) for path in case.changed]
    more = say(" 等 {places} 处", places=len(places)) if len(places) > 8 else ""
    return say("与上一版不同：") + say("；").join(places[:8]) + more
