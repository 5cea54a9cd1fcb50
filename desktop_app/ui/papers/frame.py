"""What does not fit, framed on the page where it stands."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import said, say
from desktop_app.ui.papers.dossier import Obstacle


class Frame(QPushButton):
    """A red frame around what does not fit, with the sentence for whoever cannot see it."""

    def __init__(self, obstacle: Obstacle, act: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        assert obstacle.spot is not None
        self.obstacle = obstacle
        self.spot = obstacle.spot
        self.setAccessibleName(said(obstacle.words))
        self.setToolTip(said(obstacle.words) + say("（点按去改这一项）"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        colour = QColor(theme.colours().vermilion)
        self.setStyleSheet(
            f"QPushButton {{ background: rgba({colour.red()}, {colour.green()}, {colour.blue()}, 24);"
            f" border: {theme.px(2)}px solid {colour.name()}; border-radius: 0; min-height: 0; padding: 0; }}"
            f"QPushButton:focus {{ border: {theme.px(3)}px solid {theme.colours().focus}; }}"
        )
        self.clicked.connect(act)
        self.show()
