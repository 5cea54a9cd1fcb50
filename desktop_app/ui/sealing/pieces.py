"""Into what pieces a package is cut: as the medium asks, for discs of a kind, or of a size that is typed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.sizes import MIB
from desktop_app.desk import cutting
from desktop_app.desk.media import Medium
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.sealing.tables import narrow
from desktop_app.ui.widgets.parts import column, row, text

_OTHER = -1
_USUAL_MIB = 600


class Pieces(QWidget):
    """Says below the choice how large the package will be and in how many pieces, or that it does not fit."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._size = 0
        self._round = 0
        self._medium: Medium | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(say("分卷"))
        narrow(self.choice)
        self.choice.addItem(say("按介质定，通常不分"), None)
        for cut in cutting.cuts():
            self.choice.addItem(say("{disc}，每卷 {size} MB", disc=cut.words, size=cut.largest // MIB), cut.largest)
        self.choice.addItem(say("其他大小"), _OTHER)
        self.most = QSpinBox()
        self.most.setRange(cutting.LEAST, cutting.MOST)
        self.most.setValue(_USUAL_MIB)
        self.most.setSuffix(" MB")
        self.most.setMinimumWidth(theme.px(110))
        self.most.setAccessibleName(say("每卷最大"))
        self.advice = text("", "muted")
        label = text(say("分卷"), "label", wrap=False)
        label.setBuddy(self.choice)
        chosen = row(label, self.choice, self.most)
        chosen.setStretch(1, 1)
        self.setLayout(column(chosen, self.advice, space=6))
        self.choice.currentIndexChanged.connect(self._told)
        self.most.valueChanged.connect(self._told)
        self._told()

    def largest(self) -> int | None:
        """The most bytes of a piece; `None` leaves it to the medium."""
        chosen: int | None = self.choice.currentData()
        return self.most.value() * MIB if chosen == _OTHER else chosen

    def set_medium(self, medium: Medium | None) -> None:
        """Where the package is to lie."""
        self._medium = medium
        self._told()

    def weigh(self, ids: Sequence[ApplicationId]) -> None:
        """What is to be sealed has changed."""
        self._round += 1
        this, wanted = self._round, list(ids)
        self._context.ask(
            self, lambda session, _: cutting.expected(session, wanted), lambda size: self._weighed(this, size)
        )

    def _weighed(self, this: int, size: int) -> None:
        if this == self._round:
            self._size = size
            self._told()

    def _told(self) -> None:
        self.most.setVisible(self.choice.currentData() == _OTHER)
        told = ""
        if self._medium is not None and self._size:
            told = said(cutting.advice(self._size, self._medium, self.largest()))
        self.advice.setText(told)
        self.advice.setVisible(bool(told))
