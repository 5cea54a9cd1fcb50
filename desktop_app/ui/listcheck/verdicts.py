"""How many applications come to each verdict at the worst; one press shows only those."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from desktop_app.desk.list_check import ListCheck
from desktop_app.domain.findings import Verdict
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import button


class VerdictBar(QWidget):
    """`all` and one button for each verdict; exactly one is down."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self._group = QButtonGroup(self)
        self.buttons: dict[Verdict | None, QPushButton] = {}
        for verdict in (None, *Verdict):
            made = button("", partial(self.choose, verdict), "pick")
            made.setCheckable(True)
            self._group.addButton(made)
            self.buttons[verdict] = made
        self.buttons[None].setChecked(True)
        self.stand(wide=True)

    @property
    def verdict(self) -> Verdict | None:
        """The one that is down."""
        return next((verdict for verdict, made in self.buttons.items() if made.isChecked()), None)

    def stand(self, *, wide: bool) -> None:
        """In one line, or in lines of three."""
        across = len(self.buttons) if wide else 3
        for at, made in enumerate(self.buttons.values()):
            self._grid.removeWidget(made)
            self._grid.addWidget(made, at // across, at % across)

    def show_answer(self, answer: ListCheck) -> None:
        """Count anew."""
        for verdict, made in self.buttons.items():
            count = answer.applications.get(verdict, 0) if verdict else len(answer.lines)
            name = word(verdict, language()) if verdict else say("全部")
            made.setText(f"{name}　{count:,}")
            made.setAccessibleName(say("只看最重结论为“{name}”的 {count} 份", name=name, count=count))
            made.setEnabled(verdict is None or count > 0)
        if not self.buttons[self.verdict].isEnabled():
            self.buttons[None].setChecked(True)

    def choose(self, verdict: Verdict | None) -> None:
        """Put one down."""
        self.buttons[verdict].setChecked(True)
        self.chosen.emit()
