"""Whose days are shown: level, unit, series, track, receiving office; each left open means everybody."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from desktop_app.desk.deadlines import Whose
from desktop_app.domain.findings import Words
from desktop_app.domain.kinds import Affiliation, Level, Track
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say

_OPEN = "-"


class Filters(QWidget):
    changed = Signal()

    def __init__(self, series: Sequence[tuple[str, str]], areas: Sequence[tuple[str, Words]]) -> None:
        super().__init__()
        self.level = self._box(say("层级"), say("全部层级"), _members(Level))
        self.affiliation = self._box(say("单位"), say("全部单位"), _members(Affiliation))
        self.series = self._box(say("系列"), say("全部系列"), list(series))
        self.track = self._box(say("filters|评审方式"), say("全部评审方式"), _members(Track))
        self.area = self._box(
            say("受理旗县区"),
            say("全部旗县区"),
            [(key, said(words)) for key, words in areas],
        )
        self._boxes = (self.level, self.affiliation, self.series, self.track, self.area)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self.lay_out(len(self._boxes))

    def _box(self, name: str, everybody: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(6)
        made.setMaxVisibleItems(16)
        made.addItem(everybody, "")
        for value, words in choices:
            made.addItem(words, value)
        made.currentIndexChanged.connect(self.changed)
        return made

    def lay_out(self, columns: int) -> None:
        """As many beside one another as there is room for."""
        for number, box in enumerate(self._boxes):
            self._grid.addWidget(box, number // columns, number % columns)
        for column in range(len(self._boxes)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def whose(self) -> Whose:
        level, affiliation, track = self.level.currentData(), self.affiliation.currentData(), self.track.currentData()
        return Whose(
            level=Level(level) if level else None,
            affiliation=Affiliation(affiliation) if affiliation else None,
            series=self.series.currentData(),
            track=Track(track) if track else None,
            area=self.area.currentData(),
        )

    def spot(self) -> str:
        """What is chosen, as words without spaces."""
        return " ".join(box.currentData() or _OPEN for box in self._boxes)

    def come_back(self, spot: str) -> None:
        """Choose again what `spot` told; what is there no more is left open."""
        for box, value in zip(self._boxes, spot.split(), strict=False):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(value), 0))


def _members(kind: type[Enum]) -> list[tuple[str, str]]:
    return [(str(member.value), word(member, language())) for member in kind]
