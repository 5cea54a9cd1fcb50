"""The mark of a carrier as an officer says it: a level, and a term where the level has one."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.domain import marking as marks
from desktop_app.domain.marking import NOT_SECRET, Marking, MarkState, SecrecyLevel
from desktop_app.domain.words import word
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import row
from desktop_app.ui.widgets.termfield import TermField

_LEVELS = (SecrecyLevel.INTERNAL, SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET)


class MarkField(QWidget):
    """Offers no level above the machine's own."""

    def __init__(self, most: SecrecyLevel) -> None:
        super().__init__()
        self.level = QComboBox()
        self.level.addItem(word(MarkState.NOT_SECRET, language()), None)
        for level in _LEVELS:
            if level.rank <= most.rank:
                self.level.addItem(word(level, language()), level)
        self.level.setCurrentIndex(-1)
        self.level.setPlaceholderText(say("选择密级"))
        self.term = TermField()
        self.level.currentIndexChanged.connect(self._enable)
        self.setLayout(row(self.level, self.term))
        self._enable()

    def _enable(self) -> None:
        self.term.setEnabled(self.level.currentData() in marks.TERM_CEILING)

    def mark(self) -> Marking:
        """Raises `Fault(MARKING_*)`; nothing chosen is nothing decided."""
        if self.level.currentIndex() < 0:
            marks.require_decided(marks.UNDECIDED)
        level = self.level.currentData()
        if level is None:
            return NOT_SECRET
        return marks.marked(level, self.term.months() if level in marks.TERM_CEILING else 0)
