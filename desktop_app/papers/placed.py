"""Lays a list into rows that are ruled already: on a blank nothing grows and nothing runs on."""

from collections.abc import Mapping, Sequence

from desktop_app.papers.form_spec import PlacedList
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.sheet import Rect, Sheet, check_glyphs, place


def lay_list(sheet: Sheet, block: PlacedList, rows: Sequence[Mapping[str, str]]) -> None:
    """An entry in each row; entries without a row are an issue, as nothing is ever left out silently."""
    if len(rows) > block.count:
        excess = len(rows) - block.count
        issue = Issue(IssueKind.TOO_MANY_ROWS, block.rows, block.name, sheet.number, block.count, excess)
        sheet.issues.append(issue)
    for number, row in enumerate(rows[: block.count] if rows else [{}]):
        _lay_row(sheet, block, row, block.at[1] + number * block.row)


def _lay_row(sheet: Sheet, block: PlacedList, row: Mapping[str, str], top: float) -> None:
    left = block.at[0]
    for column in block.columns:
        text = row.get(column.bind, "") or column.empty
        if text:
            name = f"{block.rows}.{column.bind}"
            check_glyphs(sheet, text, name, block.name)
            room = Rect(left, top, column.width, block.row).inner()
            place(sheet, text, room, sheet.styles[column.style], name, block.name)
        left += column.width
