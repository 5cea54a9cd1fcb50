"""From fault to sentence on screen: one line under the header, never a dialog over a dialog."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_app.core import messages
from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.language import language, narrow, say
from desktop_app.ui.widgets.parts import polish


class Tone(Enum):
    """How a message looks; the style sheet knows these values."""

    NOTICE = "notice"
    FAULT = "fault"
    DONE = "done"


def sentence(fault: Fault) -> str:
    """What happened, what it means, what to do."""
    return narrow(messages.sentence(fault, language()))


class Message(QFrame):
    """One message inside a screen or under the header; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._head = QLabel()
        self._head.setObjectName("messageHead")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._do = QPushButton()
        self._do.hide()
        self._do.clicked.connect(self._done)
        self._then: Callable[[], object] | None = None
        self._close = QPushButton(say("知道了"))
        self._close.setProperty("look", "quiet")
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self._head)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        row.addWidget(self._close)
        self.hide()

    def show_fault(self, fault: Fault) -> None:
        self.show_text(sentence(fault), Tone.FAULT)

    def offer(self, text: str, word: str, then: Callable[[], object]) -> None:
        """A message with the one thing that can be done about it."""
        self.show_text(text)
        self._then = then
        self._do.setText(word)
        self._do.setAccessibleName(word)
        self._do.show()

    def _done(self) -> None:
        then = self._then
        self.clear()
        if then is not None:
            then()

    def show_text(self, text: str, tone: Tone = Tone.NOTICE) -> None:
        self._forget()
        heads = {
            Tone.NOTICE: say("说明"),
            Tone.FAULT: say("未完成"),
            Tone.DONE: say("已完成"),
        }
        self._head.setText(heads[tone])
        self._text.setText(text)
        self.setAccessibleName(say("{head}：{text}", head=heads[tone], text=text))
        self.setProperty("tone", tone.value)
        polish(self, self._head)
        self.show()
        announce(self, self.accessibleName(), at_once=tone is Tone.FAULT)

    def text(self) -> str:
        """The sentence on screen, empty when hidden."""
        return "" if self.isHidden() else self._text.text()

    def _forget(self) -> None:
        self._then = None
        self._do.hide()

    def clear(self) -> None:
        self._forget()
        self._text.clear()
        self.hide()
