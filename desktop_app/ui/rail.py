"""The rail on the left: one labelled button a screen, Ctrl+1 … Ctrl+9, Ctrl+0 for the tenth; or a menu."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.desk.users import Mine
from desktop_app.domain.offices import Office
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.railtabs import RailTab, RailTabs, tell_selected
from desktop_app.ui.registry import Entry, ScreenKey
from desktop_app.ui.rolewords import whose
from desktop_app.ui.widgets.parts import column as stacked
from desktop_app.ui.widgets.parts import scrolled


class Rail(QFrame):
    """`page` is what the shortcuts hold in; `menu_button` is for its header."""

    chosen = Signal(object)  # ScreenKey

    def __init__(self, entries: list[Entry], office: Office, mine: Mine, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("rail")
        self.setFixedWidth(theme.px(176))
        self._mine = mine
        self._page = page
        self._buttons: dict[ScreenKey, RailTab] = {}
        self._group = QButtonGroup(self)
        self._menu = QMenu(self)
        self._actions: dict[ScreenKey, QAction] = {}
        self.menu_button = QPushButton(say("栏目"))
        self.menu_button.setAccessibleName(say("栏目"))
        self.menu_button.setToolTip("Alt+M")
        self.menu_button.setMenu(self._menu)
        self.menu_button.hide()
        QShortcut(QKeySequence("Alt+M"), page).activated.connect(self._open_menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(12))
        column.setSpacing(theme.px(2))
        column.addLayout(self._head(office))
        buttons = RailTabs()
        buttons.setAccessibleName(say("栏目"))
        inside = stacked(*(self._button(entry, number) for number, entry in enumerate(entries, 1)), None, space=2)
        for at in range(len(entries)):
            inside.setStretch(at, 100)  # as tall as may be before the rest is left free
        buttons.setLayout(inside)
        column.addWidget(scrolled(buttons), 1)

    def _head(self, office: Office) -> QVBoxLayout:
        name = QLabel("封卷")
        name.setObjectName("railName")
        whose = QLabel(f"{office.name}\n{word(office.desk, language())}")
        whose.setTextFormat(Qt.TextFormat.PlainText)
        whose.setObjectName("railOffice")
        whose.setWordWrap(True)
        column = QVBoxLayout()
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(12), theme.px(16))
        column.setSpacing(theme.px(4))
        column.addWidget(name)
        column.addWidget(whose)
        return column

    def _button(self, entry: Entry, number: int) -> RailTab:
        button = RailTab()
        button.setText(say(entry.name))
        button.setCheckable(True)
        keys = f"Ctrl+{number % 10}" if number <= 10 else ""
        button.setToolTip(f"{say(entry.name)}　{keys}".rstrip())
        button.setAccessibleName(say(entry.name))
        if not entry.open_to(self._mine):
            button.setEnabled(False)
            button.setToolTip(self._why(entry))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        if keys:
            QShortcut(QKeySequence(keys), self._page).activated.connect(button.click)
        self._group.addButton(button)
        self._buttons[entry.key] = button
        self._enter(entry, button, keys)
        return button

    def _enter(self, entry: Entry, button: QPushButton, keys: str) -> None:
        """The same entry in the menu."""
        action = self._menu.addAction(f"{button.text()}\t{keys}" if keys else button.text())
        action.setCheckable(True)
        action.setEnabled(button.isEnabled())
        action.triggered.connect(lambda: self.chosen.emit(entry.key))
        self._actions[entry.key] = action

    def stand(self, *, beside: bool) -> None:
        """Beside the screen, or as a menu."""
        self.setVisible(beside)
        self.menu_button.setVisible(not beside)

    def _open_menu(self) -> None:
        if self.menu_button.isVisible():
            self.menu_button.showMenu()

    def _why(self, entry: Entry) -> str:
        if self._mine.passphrase_from_another:
            return say("现在的口令是别人设的，请先在“设置”中修改口令")
        return whose(*entry.needs)

    def light(self, key: ScreenKey) -> None:
        """Show which screen is open."""
        for one, action in self._actions.items():
            action.setChecked(one is key)
        if key not in self._buttons:
            return
        for one, button in self._buttons.items():  # Qt moves the stop of Tab with clicks and arrows only
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is key else Qt.FocusPolicy.ClickFocus)
        self._buttons[key].setChecked(True)
        tell_selected(self._buttons[key])
