"""Lays out a grid: its cells, and the rules between them, each drawn once from end to end."""

from desktop_app.papers.cells import lay_cell
from desktop_app.papers.flow import Flow
from desktop_app.papers.form_spec import Grid
from desktop_app.papers.sheet import THIN, Rect, Sheet

_TOLERANCE = 0.05  # millimetres: sums of tenths in binary


def lay_grid(flow: Flow, block: Grid) -> None:
    """A grid stands on one page whole."""
    height = sum(block.rows)
    if height > flow.rest + _TOLERANCE and not flow.fresh:
        flow.turn_for(block)
    flow.open(block.gap, block.title, ruled=block.ruled)
    xs = _edges(flow.left, block.cols)
    ys = _edges(flow.y, block.rows)
    for cell in block.cells:
        row, col = cell.at
        rect = Rect(xs[col], ys[row], xs[col + cell.span[1]] - xs[col], ys[row + cell.span[0]] - ys[row])
        spilled = lay_cell(flow.sheet, block, cell, rect)
        if spilled:
            flow.spills.append(spilled)
    if flow.ruled:
        _inner_rules(flow.sheet, block, xs, ys)
    flow.y += height


def _edges(start: float, sizes: tuple[float, ...]) -> list[float]:
    edges = [start]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges


def _inner_rules(sheet: Sheet, block: Grid, xs: list[float], ys: list[float]) -> None:
    owner = {}
    for number, cell in enumerate(block.cells):
        for row in range(cell.at[0], cell.at[0] + cell.span[0]):
            for col in range(cell.at[1], cell.at[1] + cell.span[1]):
                owner[row, col] = number
    for row in range(1, len(block.rows)):
        cut = [owner[row - 1, col] != owner[row, col] for col in range(len(block.cols))]
        for first, last in _stretches(cut):
            sheet.rule(xs[first], ys[row], xs[last], ys[row], THIN)
    for col in range(1, len(block.cols)):
        cut = [owner[row, col - 1] != owner[row, col] for row in range(len(block.rows))]
        for first, last in _stretches(cut):
            sheet.rule(xs[col], ys[first], xs[col], ys[last], THIN)


def _stretches(flags: list[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif flag:
            found.append((index, index + 1))
    return found
