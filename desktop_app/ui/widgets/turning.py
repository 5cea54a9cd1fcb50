"""Two or more parts beside one another where the width holds them, under one another where it does not."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from desktop_app.ui import theme


class Turning(QWidget):
    """`wide` is the least width at 100 % for standing beside, where the parts want no more; `shares` are stretches."""

    def __init__(
        self, parts: Sequence[QWidget | QLayout], *, wide: int, shares: Sequence[int], space: int = 16
    ) -> None:
        super().__init__()
        self._wide = wide
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom)  # until it is known to be wide
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.px(space))
        for part, share in zip(parts, shares, strict=True):
            if isinstance(part, QWidget):
                self._line.addWidget(part, share)
            else:
                self._line.addLayout(part, share)
        self.setLayout(self._line)

    def _widths(self) -> list[int]:
        """The least width of each part."""
        return [self._line.itemAt(at).minimumSize().width() for at in range(self._line.count())]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As narrow as the widest part: else parts that stand beside one another could never be parted again."""
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), max(self._widths())), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        width, parts = event.size().width(), self._widths()
        room = sum(parts) + self._line.spacing() * (len(parts) - 1)  # a longer language's words may want more
        beside = width >= max(theme.px(self._wide), room)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._line.direction():
            self._line.setDirection(way)
