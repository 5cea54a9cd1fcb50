"""The words of the screen of public notices: tables, cells, the fields of a notice, its days."""

from typing import Any

from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.desk.held_notices import HeldNotice, NoticeMode, Span
from desktop_app.desk.notice_overview import NoticeLine
from desktop_app.domain.public_notices import Objection
from desktop_app.domain.words import choices, word
from desktop_app.ui import theme
from desktop_app.ui.applications.header import day_words
from desktop_app.ui.language import language, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.tablelook import teach


def span_words(span: Span) -> str:
    """What counts, what is skipped and why."""
    skipped = say("、").join(
        f"{day.month}.{day.day}{say('gap|')}{word(state, language())}" for day, state in span.skipped
    )
    counted = say(
        "{day} 起算，共 {workdays} 个工作日，最早 {day_2} 期满",
        day=day_words(span.workdays[0]),
        workdays=len(span.workdays),
        day_2=day_words(span.last),
    )
    return counted + (say("；跳过 {skipped}。", skipped=skipped) if skipped else say("。"))


def cells(line: NoticeLine) -> tuple[str, ...]:
    """One notice as a row."""
    one = line.notice
    objected = ""
    if one.objections:
        left = len(one.open_objections)
        objected = say("{objections} 件，未结 {left}", objections=len(one.objections), left=left)
    return (
        word(one.mode, language()),
        one.first_day.isoformat() if one.first_day else "—",
        one.last_day.isoformat() if one.last_day else "—",
        say("、").join(name for _, name in line.people),
        one.place or one.basis,
        objected,
        _state(line),
    )


def _state(line: NoticeLine) -> str:
    one = line.notice
    if one.mode is NoticeMode.WITHHELD:
        return say("不公示")
    if one.taken_down_on:
        return say("{taken_down_on} 揭下", taken_down_on=one.taken_down_on.isoformat())
    if line.ahead:
        return say("未到张贴日")
    return say("期满，待揭下") if line.over else say("公示中")


def asked(known: HeldNotice, people: list[tuple[ApplicationId, str]], first: object, user: str) -> list[Asked]:
    """What a notice is asked for; `user` is offered as who posted it."""
    return [
        Asked("applications", say("人员"), Kind.PEOPLE, known.applications, people),
        Asked("mode", say("公示方式"), Kind.CHOICE, known.mode, choices(NoticeMode, language())),
        Asked("first_day", say("张贴日"), Kind.DAY, known.first_day or first),
        Asked(
            "last_day",
            say("期满日"),
            Kind.DAY,
            known.last_day,
            hint=say("留空自动计算"),
        ),
        Asked("place", say("地点、范围"), begin=known.place, most=60),
        Asked("posted_by", say("张贴人"), begin=known.posted_by or user, most=60),
        Asked("reader", say("受理部门"), begin=known.reader, most=60),
        Asked("phone", say("联系电话"), begin=known.phone, most=60),
        Asked("basis", say("限定或不公示的依据"), begin=known.basis),
        Asked("secrecy_officer", say("保密工作人员"), begin=known.secrecy_officer, most=60),
    ]


def planned(known: HeldNotice, found: dict[str, Any]) -> HeldNotice:
    """The notice as it was filled in."""
    return structs.replace(known, **found)


def notices_table() -> Table:
    """The notices."""
    made = Table(
        say("公示"),
        [
            say("公示方式"),
            say("words|张贴日"),
            say("期满日"),
            say("人员"),
            say("地点、范围"),
            say("异议"),
            say("状态"),
        ],
        [136, 112, 112, 0, 184, 128, 150],
    )
    made.setMinimumHeight(theme.px(170))
    teach(
        made,
        say("还没有登记公示。张贴以后点右上角“登记公示…”，期满日按工作日算出。"),
    )
    return made


def objection_cells(one: Objection, about: str, *, late: bool) -> tuple[str, ...]:
    """One objection as a row; `late` after the last day of the notice."""
    on = one.on.isoformat()
    return (
        say("{on}（期满后）", on=on) if late else on,
        one.by or say("未署名"),
        about,
        one.says,
        word(one.state, language()),
        one.handling,
    )


def objections_table() -> Table:
    """The objections to one."""
    made = Table(
        say("异议"),
        [
            say("收到日期"),
            say("反映人"),
            say("涉及人员"),
            say("内容"),
            say("screen|结论"),
            say("核查经过"),
        ],
        [196, 96, 110, 0, 112, 220],
    )
    made.setMinimumHeight(theme.px(120))
    teach(made, say("没有收到异议。收到时点“登记异议…”。"))
    return made
