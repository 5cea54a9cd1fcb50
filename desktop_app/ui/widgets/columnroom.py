"""Room for words in columns: widths are laid out for Chinese, whose words are short; another language's are not.

A column grows to the longest word it has shown, from what the columns beside it and those that take the rest can spare.
"""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from desktop_app.ui import theme

#: At 100 %: the widest that a column becomes by itself, what one that takes the rest keeps if it holds as much, and
#: what it is pressed down to where words lack a little.
_WIDEST, _KEEPS, LEAST, _LITTLE = 240, 196, 120, 56
#: Rows that are measured: those in sight, and a few more.
_MEASURED = 30
#: The property of a table that shows the whole of each cell in lines: there every width will do.
IN_LINES = "inlines"


def shared(base: Mapping[int, int], least: Mapping[int, int], need: Mapping[int, int], room: int) -> dict[int, int]:
    """The widths of columns that have `room` together: who lacks little is helped first, by those who have too much."""
    spare = {at: max(0, width - max(least[at], need[at])) for at, width in base.items()}
    lacking = {at: need[at] - width for at, width in base.items() if need[at] > width}
    free = max(0, room - sum(base.values()))
    left = free + sum(spare.values())
    widths = dict(base)
    for at in sorted(lacking, key=lambda one: lacking[one]):
        given = min(lacking[at], left)
        widths[at] += given
        left -= given
    taken = sum(widths.values()) - sum(base.values()) - free
    for at in sorted(spare, key=lambda one: -spare[one]):
        given = min(spare[at], max(0, taken))
        widths[at] -= given
        taken -= given
    return widths


class ColumnRoom(QObject):
    """Looks after the columns of one table that have a width of their own; the others take what is left."""

    def __init__(self, table: QAbstractItemView, heads: QHeaderView, base: Mapping[int, int]) -> None:
        super().__init__(table)
        self._table = table
        self._heads = heads
        self._base = dict(base)
        #: What each column has needed so far: a list that is sifted does not make its columns jump.
        self._need = dict.fromkeys(range(heads.count()), 0)
        self._own = False
        heads.setResizeContentsPrecision(_MEASURED)
        heads.sectionResized.connect(self._resized)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._measure)
        model = table.model()
        for told in (model.modelReset, model.rowsInserted, model.dataChanged, model.layoutChanged):
            told.connect(self._look)  # no lambda: the model may live longer
        self._look()

    def _look(self, *_: object) -> None:
        """Measure once what came, however many told of it."""
        self._soon.start(0)

    def _resized(self, at: int, _: int, width: int) -> None:
        """A width that somebody else gives holds, and the column no longer grows by itself."""
        if not self._own and width and at in self._base:
            self._base[at] = width
            self._need.pop(at, None)

    def start_from(self, at: int, width: int) -> None:
        """Another width to grow from."""
        self._base[at] = width
        self._need.setdefault(at, 0)
        self._look()

    def _measure(self) -> None:
        if self._table.property(IN_LINES):
            return
        for at, known in self._need.items():
            if not self._heads.isSectionHidden(at):
                self._need[at] = max(known, min(self._table.sizeHintForColumn(at) + 1, theme.px(_WIDEST)))
        self.fit(self._table.viewport().width())

    def fit(self, width: int) -> None:
        """Share the width of the table out anew."""
        heads = self._heads
        seen = [at for at in range(heads.count()) if not heads.isSectionHidden(at)]
        taking = {at for at in seen if at not in self._base or heads.sectionResizeMode(at) is heads.ResizeMode.Stretch}
        base = {at: self._base[at] for at in seen if at not in taking}
        least = {at: min(given, heads.sectionSizeHint(at)) for at, given in base.items()}
        need = {at: self._need.get(at, given) for at, given in base.items()}
        little = {at: min(need[at], given + theme.px(_LITTLE)) for at, given in base.items()}
        first = shared(base, least, little, width - self._kept(taking, LEAST))
        self._own = True
        try:
            for at, given in shared(first, least, need, width - self._kept(taking, _KEEPS)).items():
                heads.resizeSection(at, given)
        finally:
            self._own = False

    def _kept(self, taking: Collection[int], most: int) -> int:
        return sum(max(theme.px(LEAST), min(self._need.get(at, 0), theme.px(most))) for at in taking)
