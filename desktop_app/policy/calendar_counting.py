"""How a day of the calendar was found, said so that a clerk can count it again by hand."""

from collections.abc import Sequence
from datetime import date

from desktop_app.domain.findings import Window, Words, bilingual, listed
from desktop_app.policy.pack import Pack

_WEEKDAYS = (
    bilingual("周一"),
    bilingual("周二"),
    bilingual("周三"),
    bilingual("周四"),
    bilingual("周五"),
    bilingual("周六"),
    bilingual("周日"),
)


def weekday(day: date) -> Words:
    """周一 … 周日."""
    return _WEEKDAYS[day.weekday()]


def on(day: date) -> Words:
    """A day of the year with its weekday."""
    name = weekday(day)
    return bilingual("{day.month}月{day.day}日（{name}）", day=day, name=name)


def of_window(window: Window) -> Words:
    """The window as a whole: its ends count, workday or not."""
    first, last, count = on(window.first), on(window.last), (window.last - window.first).days + 1
    return bilingual(
        "申报期 {first}至{last}，首尾都算，共 {count} 天，不论是否工作日。", first=first, last=last, count=count
    )


def of_due(due: date, last_workday: date | None) -> Words:
    """A due day, and the workday that stands for it when offices are closed."""
    if last_workday is None:
        return bilingual("通知写明的日期；没有 {year} 年的工作日表，不能判断当天是否上班。", year=due.year)
    if last_workday == due:
        return bilingual("通知写明的日期，当天是工作日。")
    moved = on(last_workday)
    if last_workday > due:
        return bilingual("通知写明的日期，当天休息；本单位设定为顺延，到{moved}为止。", moved=moved)
    return bilingual("通知写明的日期，当天休息；此前最后一个工作日是{moved}。", moved=moved)


def of_posting(pack: Pack, notice: Sequence[date], limit: date, what: Words) -> Words:
    """A last posting day, backwards from the day on which the notice must be over."""
    end = on(limit)
    days = [on(day) for day in notice]
    counts = pack.calendar.counts_posting_day
    posting = bilingual("计入") if counts else bilingual("不计")
    all_days = listed(days)
    return bilingual(
        "从{end}{what}往回数：此前公示须满 {days} 个工作日，即{all_days}；张贴当日{posting}。",
        end=end,
        what=what,
        days=len(days),
        all_days=all_days,
        posting=posting,
    )
