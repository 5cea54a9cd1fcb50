"""Rows to be typed from a sheet, two beside each other: down the left half, then down the right."""

from collections.abc import Sequence


def beside(rows: Sequence[str]) -> list[dict[str, str]]:
    """The lines of a form's table: `left`, `left_row`, `right`, `right_row`, numbers with what stands in the row."""
    half = -(-len(rows) // 2)
    return [
        {
            "left": str(at + 1),
            "left_row": rows[at],
            "right": str(at + half + 1) if at + half < len(rows) else "",
            "right_row": rows[at + half] if at + half < len(rows) else "",
        }
        for at in range(half)
    ]
