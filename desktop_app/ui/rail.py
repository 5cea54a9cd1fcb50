"""The rail on the left: one labelled button a screen, Ctrl+1 … Ctrl+9, Ctrl+0 for the tenth."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.desk.roles import allowed
from desktop_app.desk.users import Mine
from desktop_app.domain.offices import Office
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Entry, ScreenKey
from desktop_app.ui.widgets.parts import column as stacked
from desktop_app.ui.widgets.parts import scrolled


class Rail(QFrame):
    chosen = Signal(object)  # ScreenKey

    def __init__(self, entries: list[Entry], office: Office, mine: Mine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(theme.px(176))
        self._mine = mine
        self._buttons: dict[ScreenKey, QPushButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(12))
        column.setSpacing(theme.px(2))
        column.addLayout(self._head(office))
        buttons = QWidget()
        buttons.setLayout(
            stacked(*(self._button(entry, number) for number, entry in enumerate(entries, 1)), None, space=2)
        )
        column.addWidget(scrolled(buttons), 1)

    def _head(self, office: Office) -> QVBoxLayout:
        name = QLabel("封卷")
        name.setObjectName("railName")
        whose = QLabel(f"{office.name}\n{word(office.desk, language())}")
        whose.setObjectName("railOffice")
        whose.setWordWrap(True)
        column = QVBoxLayout()
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(12), theme.px(16))
        column.setSpacing(theme.px(4))
        column.addWidget(name)
        column.addWidget(whose)
        return column

    def _button(self, entry: Entry, number: int) -> QPushButton:
        button = QPushButton()
        button.setText(say(entry.zh, entry.en))
        button.setCheckable(True)
        keys = f"Ctrl+{number % 10}" if number <= 10 else ""
        button.setToolTip(f"{say(entry.zh, entry.en)}　{keys}".rstrip())
        button.setAccessibleName(say(entry.zh, entry.en))
        if not entry.open_to(self._mine):
            button.setEnabled(False)
            button.setToolTip(self._why(entry))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        if keys:
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        self._group.addButton(button)
        self._buttons[entry.key] = button
        return button

    def _why(self, entry: Entry) -> str:
        if self._mine.passphrase_from_another:
            return say(
                "现在的口令是别人设的，请先在“设置”中修改口令",
                "Your passphrase was set by somebody else: change it in the settings first",
            )
        asked = {role: word(role, language()) for need in entry.needs for role in allowed(need)}
        return say(
            f"您的角色不办理此项，由{'、'.join(asked.values())}办理", f"Not your role: {', '.join(asked.values())}"
        )

    def light(self, key: ScreenKey) -> None:
        """Show which screen is open."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
