"""Annex 1 with the preview beside it where there is room; where there is none, the preview on a tab of its own."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from desktop_app.core.messages import Language
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import column

#: From this width on (at 100 %) table and preview stand side by side.
WIDE = 820
#: At 100 %: the table's and the preview's width; names of papers are longer in any language but Chinese.
_SHARES, _SHARES_LONGER = {Language.ZH: (590, 540)}, (690, 440)
_PREVIEW = 2


class Sides(QTabWidget):
    """The preview's own tab comes last, so that the other tabs keep their numbers."""

    def __init__(self, annex: QWidget, register: QWidget, preview: QWidget) -> None:
        super().__init__()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._arrange)
        self._preview = preview
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(annex)
        self._splitter.setChildrenCollapsible(False)
        self.tabBar().setAccessibleName(say("材料与份号"))
        self.addTab(_padded(self._splitter), say("应交材料"))
        self.addTab(_padded(register), say("sides|份号登记"))
        self.addTab(preview, say("预览"))

    @property
    def beside(self) -> bool:
        """Whether the preview stands beside the table."""
        return self.count() == _PREVIEW

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Widgets change their parent after the layout that noticed the width, never inside it."""
        super().resizeEvent(event)
        if self._wide() != self.beside:
            self._later.start(0)

    def _wide(self) -> bool:
        return self.width() >= theme.px(WIDE)

    def _arrange(self) -> None:
        if self._wide() and not self.beside:
            self.removeTab(_PREVIEW)
            self._preview.setContentsMargins(theme.px(8), 0, 0, 0)
            self._splitter.addWidget(self._preview)
            self._splitter.setSizes([theme.px(one) for one in _SHARES.get(language(), _SHARES_LONGER)])
            for at in (0, 1):
                self._splitter.setStretchFactor(at, 1)
            self._preview.show()
        elif self.beside and not self._wide():
            self._preview.setContentsMargins(0, theme.px(8), 0, 0)
            self.addTab(self._preview, say("预览"))


def _padded(inside: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(inside))
    made.setContentsMargins(0, theme.px(8), 0, 0)
    return made
