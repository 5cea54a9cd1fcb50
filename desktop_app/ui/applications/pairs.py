"""Labels and fields on a grid that follows the width: two pairs a row, one, or labels above their fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.ui import theme
from desktop_app.ui.widgets.fields import ChoiceField
from desktop_app.ui.widgets.parts import NO_BOUND

#: Widths at 100 % from which labels stand beside fields, and from which two pairs stand in a row.
BESIDE = 380
TWO = 560
LABEL = 104
_SPACE = 12
_TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Pair:
    """A label, its field, and whether the field takes a whole row."""

    label: QLabel
    field: QWidget
    wide: bool


class Pairs(QWidget):
    """Lays itself out anew when it crosses one of the widths; tab order stays the order of the pairs.

    A choice whose word would be cut in half a row has the whole of it.
    """

    def __init__(self, pairs: Sequence[Pair]) -> None:
        super().__init__()
        self._pairs = pairs
        self._columns = -1
        self._whole: frozenset[int] = frozenset()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(_SPACE))
        self._grid.setVerticalSpacing(theme.px(8))
        for pair in pairs:
            pair.label.setParent(self)
            pair.field.setParent(self)
            if isinstance(pair.field, ChoiceField):
                pair.field.worded.connect(self._reworded)
        self._arrange(2, frozenset())
        for before, after in pairwise(pairs):
            QWidget.setTabOrder(before.field, after.field)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the narrowest arrangement: otherwise a wide one could never be left."""
        return QSize(theme.px(200), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._fit()

    def _reworded(self) -> None:
        if self.isVisible():  # else with its first or next show
            self._fit()

    def _fit(self) -> None:
        width = self.width()
        columns = 2 if width >= theme.px(TWO) else 1 if width >= theme.px(BESIDE) else 0
        half = width // 2 - theme.px(LABEL) - theme.px(_SPACE) * 3 // 2
        choices = ((at, one.field) for at, one in enumerate(self._pairs) if isinstance(one.field, ChoiceField))
        cut = frozenset(at for at, field in choices if field.room() > half)
        self._arrange(columns, cut if columns == 2 else frozenset())

    def _arrange(self, columns: int, whole: frozenset[int]) -> None:
        if (columns, whole) == (self._columns, self._whole):
            return
        self._columns, self._whole = columns, whole
        while self._grid.takeAt(0) is not None:
            pass
        for side in range(4):
            self._grid.setColumnStretch(side, 0)
        self._grid.setColumnStretch(1 if columns else 0, 1)
        self._grid.setColumnStretch(3, 1 if columns == 2 else 0)
        (self._above if columns == 0 else self._beside)(columns)

    def _above(self, _: int) -> None:
        for at, pair in enumerate(self._pairs):
            pair.label.setMinimumWidth(0)
            pair.label.setMaximumWidth(NO_BOUND)
            pair.label.setContentsMargins(0, theme.px(4), 0, 0)
            self._grid.addWidget(pair.label, 2 * at, 0)
            self._grid.addWidget(pair.field, 2 * at + 1, 0)

    def _beside(self, columns: int) -> None:
        at, side = 0, 0
        for number, pair in enumerate(self._pairs):
            wide = pair.wide or columns == 1 or number in self._whole
            if wide and side:
                at, side = at + 1, 0
            pair.label.setFixedWidth(theme.px(LABEL))
            pair.label.setContentsMargins(0, theme.px(6), 0, 0)
            self._grid.addWidget(pair.label, at, side * 2, _TOP)
            self._grid.addWidget(pair.field, at, side * 2 + 1, 1, 3 if wide and columns == 2 else 1, _TOP)
            at, side = (at + 1, 0) if wide or side else (at, 1)
