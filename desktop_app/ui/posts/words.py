"""The words of the screen of posts: tables, rows, what a line and the teachers' numbers are asked for."""

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from desktop_app.core.clock import minute
from desktop_app.desk.posts import Asking, PostRow
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Level
from desktop_app.domain.posts import FullSeniorPassed, PostChange, PostKind, PostLine
from desktop_app.domain.words import choices, word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.tablelook import teach

NUMBERS = ("posts", "appointed", "qualified_unappointed", "both_duties", "to_use")


def number_words(name: str) -> str:
    """The head of one number."""
    return {
        "posts": say("核定岗位"),
        "appointed": say("words|已聘"),
        "qualified_unappointed": say("有资格未聘"),
        "both_duties": say("words|双肩挑"),
        "to_use": say("拟使用空岗"),
    }[name]


def posts_table() -> Table:
    """The lines of posts."""
    made = Table(
        say("岗位"),
        [
            say("单位"),
            say("专业类别"),
            say("层级"),
            say("类别"),
            *(number_words(name) for name in NUMBERS[:2]),
            say("空岗"),
            *(number_words(name) for name in NUMBERS[2:]),
            say("占岗申报"),
            say("核对"),
        ],
        [0, 96, 96, 112, 76, 56, 56, 92, 80, 88, 80, 104],
    )
    made.setMinimumHeight(theme.px(200))
    teach(
        made,
        say("还没有岗位。点右上角“新设岗位…”录入核定数和已聘数，占岗的申报据此核对。"),
    )
    return made


def post_cells(row: PostRow) -> tuple[str, ...]:
    """One line as a row."""
    one = row.line
    return (
        one.unit or say("（本地区合计）"),
        one.field or say("全部"),
        word(one.level, language()),
        word(one.kind, language()),
        str(one.posts),
        str(one.appointed),
        str(one.free),
        str(one.qualified_unappointed),
        str(one.both_duties),
        str(one.to_use),
        str(row.needing),
        _verdict(row),
    )


def _verdict(row: PostRow) -> str:
    if not row.overdrawn:
        return say("未超")
    more = row.overdrawn
    return say("超出 {more}", more=more)


def finding_words(found: Sequence[Finding]) -> str:
    """What the rules say, the worst first; what is in order is left out where something is not."""
    open_ = [one for one in found if one.verdict is not Verdict.PASS]
    return "\n".join(
        f"{said(one.says)}{say('gap|')}{said(one.mend)}{say('（{clause}）', clause=one.clause)}"
        for one in (open_ or found)
    )


def asking_words(asking: Sequence[Asking]) -> str:
    """Who asks for a post of a line."""
    if not asking:
        return say("没有申报占用这一行的岗位。")
    names = say("、").join(one.name + (say("（不占岗）") if one.needs_none else "") for one in asking[:40])
    more = say(" 等 {asking} 人", asking=len(asking)) if len(asking) > 40 else ""
    return say("本年申报：") + names + more


def without_words(without: Sequence[Asking]) -> str:
    """Whom no line counts, and which line each would need."""
    lines = [f"{one.name}　{one.unit}　{_asked_for(one)}" for one in without[:40]]
    head = say("没有对应岗位的申报，按单位、层级“新设岗位…”：")
    more = [say("等 {without} 份", without=len(without))] if len(without) > 40 else []
    return "\n".join((head, *lines, *more))


def _asked_for(one: Asking) -> str:
    level = word(one.filing.level, language()) if one.filing.level else ""
    return "　".join(part for part in (*one.fields, level) if part)


def ground_words(told: FullSeniorPassed) -> str:
    """On what ground the teachers' numbers stand, who recorded them and when."""
    at = minute(told.at) if told.at else ""
    return say("依据：{ground}（{by}　{at}）", ground=told.ground, by=told.by, at=at)


def change_words(change: PostChange, *, whose: bool = False) -> str:
    """One change in a line: when, who, which numbers, why; `whose` names the line."""
    before, after = change.before, change.after
    if after is None:
        what = say("删除")
    elif before is None:
        what = say("新设 ") + str(after.posts)
    else:
        moved = [
            f"{number_words(name)} {getattr(before, name)}→{getattr(after, name)}"
            for name in NUMBERS
            if getattr(before, name) != getattr(after, name)
        ]
        what = say("，").join(moved) or say("改名称或类别")
    line = after or before
    named = f"{line.unit or say('（本地区合计）')}　{word(line.level, language())}　" if line and whose else ""
    return f"{minute(change.at)}　{change.by}　{named}{what}　{change.reason}"


def line_fields(known: PostLine | None) -> list[Asked]:
    """What a line is asked for."""
    at = known
    return [
        Asked(
            "unit",
            say("单位"),
            begin=at.unit if at else "",
            most=60,
            hint=say("留空为本地区合计"),
        ),
        Asked(
            "field",
            say("专业类别"),
            begin=at.field if at else "",
            most=60,
            hint=say("系列或专业，留空为全部"),
        ),
        Asked(
            "level",
            say("层级"),
            Kind.CHOICE,
            at.level if at else Level.ASSOCIATE_SENIOR,
            choices(Level, language()),
        ),
        Asked(
            "kind",
            say("类别"),
            Kind.CHOICE,
            at.kind if at else PostKind.STRUCTURE,
            choices(PostKind, language()),
        ),
        *(Asked(name, number_words(name), Kind.NUMBER, getattr(at, name) if at else 0, most=5) for name in NUMBERS),
        Asked(
            "reason",
            say("变更理由"),
            hint=say("如：呼人社〔2026〕12号核定"),
        ),
    ]


def line_of(known: PostLine | None, year: int, found: dict[str, Any]) -> PostLine:
    """The line as it was filled in."""
    told = {name: value for name, value in found.items() if name != "reason"}
    return structs.replace(known, **told) if known else PostLine(id="", year=year, **told)


def teacher_fields(known: FullSeniorPassed) -> list[Asked]:
    """What the teachers' review is asked for (五（九）)."""
    days = (
        ("number_set_on", say("总量核定")),
        ("reviewed_on", say("市评审")),
        ("confirmed_on", say("自治区备案确认")),
        ("appointed_on", say("聘用")),
    )
    return [
        Asked(
            "second_school",
            say("第二中学正高级通过"),
            Kind.NUMBER,
            known.second_school,
            most=5,
        ),
        Asked("others", say("其他学校正高级通过"), Kind.NUMBER, known.others, most=5),
        *(Asked(name, words, Kind.DAY, getattr(known, name)) for name, words in days),
        Asked("reason", say("依据"), hint=say("评审结果文件或会议记录")),
    ]
