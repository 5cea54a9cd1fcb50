"""The state of one page description while its blocks are stacked down the page and on to continuation pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.papers.cells import Spill
from desktop_app.papers.form_spec import Block, PageSpec
from desktop_app.papers.items import Box
from desktop_app.papers.sheet import HEAVY, Rect, Sheet, place

TITLE = 9.0  # millimetres for the title above a block


@dataclass(slots=True)
class Flow:
    """Where the next block goes. `new_sheet` makes a sheet of the description; its argument is false for the first."""

    spec: PageSpec
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    new_sheet: Callable[[PageSpec, bool], Sheet]
    sheets: list[Sheet] = field(default_factory=list)
    y: float = 0.0
    top: float | None = None
    title: str = ""
    ruled: bool = True
    spills: list[Spill] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[-1]

    @property
    def bottom(self) -> float:
        return self.spec.frame[1] + self.spec.frame[3]

    @property
    def left(self) -> float:
        return self.spec.frame[0]

    @property
    def width(self) -> float:
        return self.spec.frame[2]

    @property
    def rest(self) -> float:
        """Millimetres left on this page."""
        return self.bottom - self.y

    def start(self) -> None:
        """The first page."""
        self.ruled = self.spec.ruled
        self.sheets.append(self.new_sheet(self.spec, False))
        self.y = self.spec.frame[1]

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y <= self.spec.frame[1]

    def turn_for(self, block: Block) -> None:
        """Turn before a block that has no room here; one that stands apart does not go on under the title before it."""
        if block.gap or block.title:
            self.title = ""
        self.turn()

    def turn(self) -> None:
        """Close what stands on this page and go on to a continuation page, under the same title."""
        self.close()
        self.sheets.append(self.new_sheet(self.spec, True))
        self.y = self.spec.frame[1]
        if self.title:
            self.put_title(f"{self.title}（续）")
        self.top = self.y

    def open(self, gap: float, title: str, *, ruled: bool = True) -> None:
        """Begin a group of blocks when space or a title sets this one apart, else draw the rule between the two."""
        ruled = ruled and self.spec.ruled
        if gap or title or self.top is None or ruled is not self.ruled:
            self.close()
            self.ruled = ruled
            self.title = title
            if self.y > self.spec.frame[1]:
                self.y += gap
            if title:
                self.put_title(title)
            self.top = self.y
        else:
            self.divide()

    def divide(self) -> None:
        """The rule between two blocks of one group."""
        if self.top is not None and self.y > self.top and self.ruled:
            self.sheet.rule(self.left, self.y, self.left + self.width, self.y)

    def put_title(self, title: str) -> None:
        style = self.sheet.styles["block_title"]
        place(self.sheet, title, Rect(self.left, self.y, self.width, TITLE), style)
        self.y += TITLE

    def close(self) -> None:
        """The heavy frame around the group that ends here."""
        if self.top is not None and self.y > self.top and self.ruled:
            self.sheet.items.append(Box(self.left, self.top, self.width, self.y - self.top, HEAVY))
        self.top = None
