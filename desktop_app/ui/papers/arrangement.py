"""Where the pages of a preview stand: under one another, or two beside one another as in an open booklet. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels of the whole scroll."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`pages` of `width` by `height` pixels with `gap` around them, in a view `room` pixels wide."""

    pages: int
    width: float
    height: float
    gap: float
    room: float
    pairs: bool = False

    @property
    def columns(self) -> int:
        return 2 if self.pairs and self.pages > 1 else 1

    @property
    def total(self) -> tuple[float, float]:
        """Width and height of it all."""
        wide = self.columns * self.width + (self.columns + 1) * self.gap
        rows = self._place(self.pages - 1)[1] + 1 if self.pages else 0
        return max(wide, self.room), rows * (self.height + self.gap) + self.gap

    def _place(self, index: int) -> tuple[int, int]:
        """Column and row. A booklet opens on its cover, which stands alone at the right."""
        if self.columns == 1:
            return 0, index
        return (index + 1) % 2, (index + 1) // 2

    def area(self, index: int) -> Area:
        """Where a page stands."""
        column, row = self._place(index)
        wide = self.columns * self.width + (self.columns - 1) * self.gap
        left = (self.total[0] - wide) / 2
        return Area(
            left + column * (self.width + self.gap),
            self.gap + row * (self.height + self.gap),
            self.width,
            self.height,
        )

    def seen(self, top: float, high: float) -> list[int]:
        """The pages of which something stands between `top` and `top + high`."""
        shown = []
        for index in range(self.pages):
            area = self.area(index)
            if area.y < top + high and area.y + area.height > top:
                shown.append(index)
        return shown

    def at(self, x: float, y: float) -> int | None:
        """The page at a point."""
        for index in self.seen(y, 1):
            area = self.area(index)
            if area.x <= x < area.x + area.width and area.y <= y < area.y + area.height:
                return index
        return None

    def current(self, top: float, high: float) -> int:
        """The page that is read: the first whose part in view is largest."""
        shown = self.seen(top, high) or [0]

        def part(index: int) -> float:
            area = self.area(index)
            return min(area.y + area.height, top + high) - max(area.y, top)

        largest = max(part(index) for index in shown)
        return next(index for index in shown if part(index) >= largest - 1)
