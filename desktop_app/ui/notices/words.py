"""The words of the screen of public notices: tables, cells, the fields of a notice, its days."""

from typing import Any

from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.desk.held_notices import HeldNotice, NoticeMode, Span
from desktop_app.desk.notice_overview import NoticeLine
from desktop_app.domain.words import choices, word
from desktop_app.ui import theme
from desktop_app.ui.applications.header import day_words
from desktop_app.ui.language import language, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.tablelook import teach


def span_words(span: Span) -> str:
    """What counts, what is skipped and why."""
    skipped = say("、", ", ").join(
        f"{day.month}.{day.day}{say('', ' ')}{word(state, language())}" for day, state in span.skipped
    )
    counted = say(
        f"{day_words(span.workdays[0])} 起算，共 {len(span.workdays)} 个工作日，最早 {day_words(span.last)} 期满",
        f"Counts from {day_words(span.workdays[0])}: {len(span.workdays)} workdays, over on {day_words(span.last)}",
    )
    return counted + (say(f"；跳过 {skipped}。", f"; skipped: {skipped}.") if skipped else say("。", "."))


def cells(line: NoticeLine) -> tuple[str, ...]:
    """One notice as a row."""
    one = line.notice
    objected = ""
    if one.objections:
        left = len(one.open_objections)
        objected = say(f"{len(one.objections)} 件，未结 {left}", f"{len(one.objections)}, {left} open")
    return (
        word(one.mode, language()),
        one.first_day.isoformat() if one.first_day else "—",
        one.last_day.isoformat() if one.last_day else "—",
        say("、", ", ").join(name for _, name in line.people),
        one.place or one.basis,
        objected,
        _state(line),
    )


def _state(line: NoticeLine) -> str:
    one = line.notice
    if one.mode is NoticeMode.WITHHELD:
        return say("不公示", "withheld")
    if one.taken_down_on:
        return say(f"{one.taken_down_on.isoformat()} 揭下", f"down {one.taken_down_on.isoformat()}")
    return say("期满，待揭下", "over, to take down") if line.over else say("公示中", "hangs")


def asked(known: HeldNotice, people: list[tuple[ApplicationId, str]], first: object) -> list[Asked]:
    """What a notice is asked for."""
    return [
        Asked("applications", say("人员", "Whom"), Kind.PEOPLE, known.applications, people),
        Asked("mode", say("公示方式", "Mode"), Kind.CHOICE, known.mode, choices(NoticeMode, language())),
        Asked("first_day", say("张贴日", "Posted on"), Kind.DAY, known.first_day or first),
        Asked(
            "last_day",
            say("期满日", "Last day"),
            Kind.DAY,
            known.last_day,
            hint=say("留空自动计算", "computed if empty"),
        ),
        Asked("place", say("地点、范围", "Where"), begin=known.place, most=60),
        Asked("posted_by", say("张贴人", "Posted by"), begin=known.posted_by, most=60),
        Asked("reader", say("受理部门", "Told to"), begin=known.reader, most=60),
        Asked("phone", say("联系电话", "Telephone"), begin=known.phone, most=60),
        Asked("basis", say("限定或不公示的依据", "Basis if not posted"), begin=known.basis),
        Asked("secrecy_officer", say("保密工作人员", "Secrecy officer"), begin=known.secrecy_officer, most=60),
    ]


def planned(known: HeldNotice, found: dict[str, Any]) -> HeldNotice:
    """The notice as it was filled in."""
    return structs.replace(known, **found)


def notices_table() -> Table:
    """The notices."""
    made = Table(
        say("公示", "Public notices"),
        [
            say("公示方式", "Mode"),
            say("张贴日", "Posted"),
            say("期满日", "Last day"),
            say("人员", "Whom"),
            say("地点、范围", "Where"),
            say("异议", "Objections"),
            say("状态", "State"),
        ],
        [136, 112, 112, 0, 184, 128, 150],
    )
    made.setMinimumHeight(theme.px(170))
    teach(
        made,
        say(
            "还没有登记公示。张贴以后点右上角“登记公示…”，期满日按工作日算出。",
            "No notice yet. Record one when it is posted; its last day is counted in working days.",
        ),
    )
    return made


def objections_table() -> Table:
    """The objections to one."""
    made = Table(
        say("异议", "Objections"),
        [
            say("收到日期", "Received"),
            say("反映人", "By"),
            say("涉及人员", "About"),
            say("内容", "What is said"),
            say("结论", "Outcome"),
            say("核查经过", "How it was found"),
        ],
        [112, 96, 110, 0, 128, 250],
    )
    made.setMinimumHeight(theme.px(120))
    teach(made, say("没有收到异议。收到时点“登记异议…”。", "No objection. Record one when it comes."))
    return made
