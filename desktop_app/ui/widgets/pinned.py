"""Words that stay in sight while what they are about scrolls: as high as they are, up to a few lines."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.widgets.parts import UpDown, column


class Pinned(UpDown):
    """`parts` under one another; what is higher than `most` pixels (at the usual scale) is scrolled to, by keys too."""

    def __init__(self, *parts: QWidget | QLayout, most: int) -> None:
        super().__init__()
        self._most = most
        inside = QWidget()
        inside.setObjectName("deskPage")
        # the end takes what is left over for a moment: a text that gets it stands in its middle, and is cut
        inside.setLayout(column(*parts, None, space=4, margins=4))
        self.setWidget(inside)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.widget().layout()
        assert layout is not None
        layout.activate()
        wanted, most = layout.totalHeightForWidth(self.viewport().width()), theme.px(self._most)
        self.setFixedHeight(min(max(wanted, 0), most))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if wanted > most else Qt.FocusPolicy.NoFocus)
