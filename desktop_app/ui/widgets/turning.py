"""Two or more parts beside one another where the width holds them, under one another where it does not."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from desktop_app.ui import theme


class Turning(QWidget):
    """`wide` is the least width at 100 % for standing beside; `shares` are the parts' stretches, in both ways."""

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = event.size().width() >= theme.px(self._wide)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way is not self._line.direction():
            self._line.setDirection(way)
