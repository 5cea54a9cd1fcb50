"""The two tables of receiving in bulk: the packages with what came of each, and the people in the chosen one."""

from desktop_app.desk.bulk_receiving import BulkSort, Queued
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.tablelook import in_lines

RESULT, SAYS = 2, 4
#: Sentences in a package's row; what is said of each person stands beside that person.
_MOST = 2


def packages_table() -> Table:
    """A line each."""
    heads = (
        say("bulk|编号"),
        say("发件单位"),
        say("结果"),
        say("人员"),
        say("说明"),
    )
    made = Table(say("介质上的封装"), heads, (88, 190, 150, 150, 0))
    in_lines(made)
    return made


def people_table() -> Table:
    """Hidden until a package that brought somebody is chosen."""
    made = Table(say("封装内的人员"), (say("姓名"), say("工作单位"), say("申报职称"), say("说明")), (200, 230, 130, 0))
    in_lines(made)
    made.setMinimumHeight(theme.px(120))
    made.hide()
    return made


def cells(one: Queued) -> tuple[str, ...]:
    """A package's line."""
    people, whole = one.says[: one.of_people], one.says[one.of_people :]
    most = _MOST if len(one.applications) > 1 else len(people)
    says = [said(words) for words in people[:most]]
    if len(people) > most:
        says.append(say("另 {more} 条，选中后逐人列在下面。", more=len(people) - most))
    says += [said(words) for words in whole]
    if one.fault is not None:
        says.insert(0, sentence(one.fault))
    return (
        f"{one.head.sequence:06d}" if one.head else "",
        one.sender or (one.folder.name if one.head is None else say("未知发件方")),
        word(one.sort, language()),
        _people(one),
        "".join(says),
    )


def _people(one: Queued) -> str:
    """The first of those inside and how many; nothing outside a package says who is in it."""
    if one.sort is BulkSort.WAITS:
        return say("接收后显示")
    if not one.applications:
        return ""
    if len(one.applications) == 1:
        return one.first
    return say("{first} 等 {count} 人", first=one.first, count=len(one.applications))
