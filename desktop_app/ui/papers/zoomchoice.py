"""The choice of how large the pages of a preview stand, kept in step with keys and wheel; and two-way buttons."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QPushButton

from desktop_app.ui.language import say
from desktop_app.ui.papers.pageview import PageView, Zoom

_PERCENT = (50, 75, 100, 125, 150, 200, 300, 400)


class ZoomChoice(QComboBox):
    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self.setAccessibleName(say("显示比例"))
        self.setToolTip(say("Ctrl+滚轮，或 Ctrl 加 +、-；0 为 100 %"))
        self.addItem(say("适合宽度"), Zoom.WIDTH)
        self.addItem(say("整页"), Zoom.WHOLE)
        for percent in _PERCENT:
            self.addItem(f"{percent} %", percent)
        self.activated.connect(lambda _: self._view.zoom(self.currentData()))
        view.zoomed.connect(self._follow)

    def _follow(self) -> None:
        """A step by key or wheel that is not in the list gets a line of its own."""
        now = self._view.zoom_now
        at = self.findData(now)
        if at < 0:
            self.addItem(f"{now} %", now)
            at = self.count() - 1
        self.setCurrentIndex(at)


def switch(words: str, act: Callable[[bool], None]) -> QPushButton:
    """A button that stays down while something is on."""
    made = QPushButton(words)
    made.setCheckable(True)
    made.setProperty("look", "pick")
    made.setAutoDefault(False)
    made.setAccessibleName(words)
    made.toggled.connect(act)
    return made
