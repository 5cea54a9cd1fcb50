"""The classification banner: on top of everything, always."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import polish

if TYPE_CHECKING:
    from desktop_app.domain.marking import Marking
    from desktop_app.domain.offices import Machine


class MarkBar(QFrame):
    """In the middle the mark of what is open; at the left what this machine may hold; at the right its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mark")
        self.setFixedHeight(theme.px(30))
        self._machine = QLabel()
        self._mark = QLabel()
        self._mark.setObjectName("markText")
        self._number = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        sides = Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._machine, 1, sides | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._mark, 1, sides | Qt.AlignmentFlag.AlignHCenter)
        row.addWidget(self._number, 1, sides | Qt.AlignmentFlag.AlignRight)
        self.show_locked()

    def show_locked(self) -> None:
        """Nothing is open: nothing of a vault shows."""
        self._machine.clear()
        self._number.clear()
        self._set(say("未打开任何内容"), "none")

    def show_open(self, machine: "Machine", marking: "Marking | None") -> None:
        """The machine's ceiling, and the mark of the open application if there is one."""
        from desktop_app.domain.marking import MarkState, SecrecyLevel
        from desktop_app.domain.words import word

        level = word(machine.level, language())
        self._machine.setText(say("本机最高：{level}", level=level))
        self._number.setText(say("设备编号 {machine_number}", machine_number=machine.number))
        if marking is None:
            self._set(say("未打开申请"), "none")
        elif marking.state is MarkState.UNDECIDED:
            self._set(say("密级未定：不能提交和封装"), "undecided")
        elif marking.state is MarkState.NOT_SECRET:
            self._set(say("markbar|不属于国家秘密"), "none")
        else:
            internal = marking.level is SecrecyLevel.INTERNAL
            self._set(marking.printed(), "internal" if internal else "marked")

    def _set(self, text: str, state: str) -> None:
        changed = text != self._mark.text()
        self._mark.setText(text)
        self.setAccessibleName(say("密级标志：{words}", words=text))
        if changed and self.isVisible():
            announce(self, self.accessibleName())
        self.setProperty("state", state)
        polish(self, self._machine, self._mark, self._number)

    def text(self) -> str:
        """What the banner says about the open content."""
        return self._mark.text()
