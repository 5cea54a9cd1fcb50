"""What must be settled before anything else: copies nobody has counted, and sheets of an older version."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.domain.copies import Copy, CopyFate
from desktop_app.ui.language import say
from desktop_app.ui.papers.destroy import listed
from desktop_app.ui.papers.dossier import Dossier
from desktop_app.ui.widgets.parts import button, column, restyle, row, text


class Alarm(QFrame):
    """One sentence and the act that ends it."""

    def __init__(self, act: str, on_act: Callable[[], None], tone: str) -> None:
        super().__init__()
        self.setObjectName("message")
        restyle(self, "tone", "alarm" if tone == "block" else "fault")
        self.words = text("")
        restyle(self.words, "tone", tone)
        self.act_button = button(act, on_act)
        line = row(self.words, self.act_button, space=12, margins=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def say(self, words: str) -> None:
        """Show the sentence; an empty one hides it all."""
        self.words.setText(words)
        self.setVisible(bool(words))


class Alarms(QWidget):
    def __init__(self, on_count: Callable[[], None], on_destroy: Callable[[], None]) -> None:
        super().__init__()
        self.uncounted = Alarm(say("清点…"), on_count, "todo")
        self.stale = Alarm(say("登记销毁…"), on_destroy, "block")
        self.setLayout(column(self.uncounted, self.stale))

    def show_dossier(self, held: Dossier, *, printing: bool) -> None:
        """While a print is under way its copies are not asked about."""
        waiting = () if printing else held.unconfirmed
        self.uncounted.say(
            say(
                "有 {waiting} 份送去打印后还没有清点：{listed}。清点之前不算在手，也不再补印。",
                waiting=len(waiting),
                listed=listed(waiting),
            )
            if waiting
            else ""
        )
        old = destroyable(held.stale)
        self.stale.say(
            say(
                "有 {old} 份旧版还在：{listed}。旧版不得混入申报材料，请收回、销毁并登记。",
                old=len(old),
                listed=listed(old),
            )
            if old
            else ""
        )
        self.setVisible(bool(waiting or old))


def destroyable(stale: Sequence[Copy]) -> tuple[Copy, ...]:
    """Old sheets that exist; those nobody has counted yet are counted first."""
    return tuple(copy for copy in stale if copy.fate is not CopyFate.SENT)
