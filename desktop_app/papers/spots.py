"""Where on a page a field's values stand, in millimetres: for a preview that leads from paper to field and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.papers import fonts
from desktop_app.papers.issues import Issue
from desktop_app.papers.items import Page, Run
from desktop_app.papers.typeset import MM

#: Of the em above and below the baseline, as Chinese faces are drawn.
_ABOVE, _BELOW = 0.88, 0.12
#: Around a framed value, so that the frame does not touch it.
_ROOM = 0.8


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle from the top left corner of a page, counted from 0, and the field whose value stands in it."""

    page: int
    x: float
    y: float
    width: float
    height: float
    field: str = ""

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


def spots_of(page: Page, number: int = 0) -> tuple[Spot, ...]:
    """One for each line of a value; labels and what is turned are none."""
    return tuple(
        _spot(item, number)
        for item in page.items
        if isinstance(item, Run) and item.field and not item.angle and item.text.strip()
    )


def _spot(run: Run, number: int) -> Spot:
    width = fonts.width(run.text, run.face) * run.size / MM + run.spacing * fonts.gaps(run.text) / MM
    return Spot(number, run.x, run.y - run.size * _ABOVE / MM, width, run.size * (_ABOVE + _BELOW) / MM, run.field)


def framed(issue: Issue, pages: Sequence[Sequence[Spot]]) -> Spot | None:
    """Where an obstacle is to be shown: its box, else around its field's values on the first page that has any."""
    if issue.box is not None and issue.page:
        return Spot(issue.page - 1, *issue.box, issue.field)
    wanted = [issue.page - 1] if issue.page else range(len(pages))
    for number in wanted:
        found = [spot for spot in pages[number] if spot.field == issue.field]
        if found:
            left, top = min(spot.x for spot in found) - _ROOM, min(spot.y for spot in found) - _ROOM
            right = max(spot.x + spot.width for spot in found) + _ROOM
            bottom = max(spot.y + spot.height for spot in found) + _ROOM
            return Spot(number, left, top, right - left, bottom - top, issue.field)
    return None
