"""Small controls in as many columns as the width has room for: at a large zoom they stand under one another."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.ui import theme


class Wrapping(QWidget):
    """`even`: all columns are as wide as one another and take the whole width. `right`: what is left stands before."""

    def __init__(self, parts: Sequence[QWidget], *, even: bool = False, right: bool = False, space: int = 4) -> None:
        super().__init__()
        self._first = int(right)
        self._parts = tuple(parts)
        self._even = even
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(space))
        self._grid.setSizeConstraint(QGridLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._grid)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)
        for part in self._parts:
            part.setParent(self)
        self._place(len(self._parts))  # a page that was never shown asks for the height of one line

    def _fitting(self) -> int:
        """How many columns of the widest part have room."""
        widest = max(part.sizeHint().width() for part in self._parts) + self._grid.horizontalSpacing()
        return max(1, min(len(self._parts), (self.width() + self._grid.horizontalSpacing()) // widest))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the widest part, however many columns there are now."""
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, self._grid.minimumSize().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All beside one another, if there is room."""
        hints = [part.sizeHint() for part in self._parts]
        gaps = self._grid.horizontalSpacing() * (len(hints) - 1)
        widest = max(hint.width() for hint in hints)
        height = super().sizeHint().height() if self._columns < len(hints) else max(hint.height() for hint in hints)
        return QSize(widest * len(hints) + gaps, height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Parts move after the layout that noticed the width, never inside it."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._later.start(0)

    def _arrange(self) -> None:
        self._place(self._fitting())
        self.updateGeometry()  # other lines want another height

    def _place(self, columns: int) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
        for column in range(max(columns, self._columns) + 1 + self._first):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for at, part in enumerate(self._parts):
            self._grid.addWidget(part, at // columns, self._first + at % columns)
            self._grid.setColumnStretch(self._first + at % columns, int(self._even))
        self._grid.setColumnStretch(0 if self._first else columns, int(not self._even))
