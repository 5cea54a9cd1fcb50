"""How a day of the calendar was found, said so that a clerk can count it again by hand."""

from collections.abc import Sequence
from datetime import date

from desktop_app.domain.findings import Window, Words
from desktop_app.policy.pack import Pack

_WEEKDAYS = (
    Words(zh="周一", en="Mon"),
    Words(zh="周二", en="Tue"),
    Words(zh="周三", en="Wed"),
    Words(zh="周四", en="Thu"),
    Words(zh="周五", en="Fri"),
    Words(zh="周六", en="Sat"),
    Words(zh="周日", en="Sun"),
)


def weekday(day: date) -> Words:
    """周一 … 周日."""
    return _WEEKDAYS[day.weekday()]


def on(day: date) -> Words:
    """A day of the year with its weekday."""
    name = weekday(day)
    return Words(zh=f"{day.month}月{day.day}日（{name.zh}）", en=f"{name.en} {day.day} {day:%b}")


def of_window(window: Window) -> Words:
    """The window as a whole: its ends count, workday or not."""
    first, last, count = on(window.first), on(window.last), (window.last - window.first).days + 1
    return Words(
        zh=f"申报期 {first.zh}至{last.zh}，首尾都算，共 {count} 天，不论是否工作日。",
        en=f"Filing runs from {first.en} to {last.en}, both counted: {count} days, workdays or not.",
    )


def of_due(due: date, last_workday: date | None) -> Words:
    """A due day, and the workday that stands for it when offices are closed."""
    if last_workday is None:
        return Words(
            zh=f"通知写明的日期；没有 {due.year} 年的工作日表，不能判断当天是否上班。",
            en=f"The notice's own date; without a table of workdays for {due.year} nobody knows if offices are open.",
        )
    if last_workday == due:
        return Words(zh="通知写明的日期，当天是工作日。", en="The notice's own date, which is a workday.")
    moved = on(last_workday)
    if last_workday > due:
        return Words(
            zh=f"通知写明的日期，当天休息；本单位设定为顺延，到{moved.zh}为止。",
            en=f"The notice's own date is no workday; by this office's setting it moves on to {moved.en}.",
        )
    return Words(
        zh=f"通知写明的日期，当天休息；此前最后一个工作日是{moved.zh}。",
        en=f"The notice's own date is no workday; the last workday before it is {moved.en}.",
    )


def of_posting(pack: Pack, notice: Sequence[date], limit: date, what: Words) -> Words:
    """A last posting day, backwards from the day on which the notice must be over."""
    end = on(limit)
    days = [on(day) for day in notice]
    counts = pack.calendar.counts_posting_day
    posting = Words(zh="计入", en="counts") if counts else Words(zh="不计", en="does not count")
    listed = Words(zh="、".join(d.zh for d in days), en=", ".join(d.en for d in days))
    return Words(
        zh=f"从{end.zh}{what.zh}往回数：此前公示须满 {len(days)} 个工作日，即{listed.zh}；张贴当日{posting.zh}。",
        en=f"Backwards from {end.en}, {what.en}: the notice must have had its {len(days)} workdays before, "
        f"which are {listed.en}; the day of posting {posting.en}.",
    )
