"""The window behind the lock: rail, header, message line, the screen, and the way back."""

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.sticks import Sticks
from desktop_app.ui.language import say
from desktop_app.ui.messages import Message, Tone
from desktop_app.ui.rail import Rail
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.screens import SCREENS, rail
from desktop_app.ui.widgets.fitted import Fitted
from desktop_app.ui.widgets.parts import Elided

#: More steps back than anyone remembers.
HISTORY = 50
#: From this width on, at 100 %, the rail stands beside the screen; below it, its entries are a menu in the header.
RAIL_FROM = 1000


def _all(screen: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return list(screen.findChildren(kind))


@dataclass(frozen=True, slots=True)
class Held:
    """What has the keyboard in a screen: which one of its kind. Found again in the same screen made anew."""

    kind: type[QWidget]
    number: int

    def found(self, screen: QWidget) -> QWidget | None:
        """The same control, if the screen has it still and it can take the keyboard."""
        all_ = _all(screen, self.kind)
        one = all_[self.number] if self.number < len(all_) else None
        return one if one is not None and one.isEnabled() and one.isVisibleTo(screen) else None


class DeskPage(QWidget):
    """Shows one screen at a time; screens are made when gone to and destroyed when left."""

    marked = Signal(object)  # Marking | None

    def __init__(self, context: Context, history: list[Place]) -> None:
        super().__init__()
        self.setObjectName("deskPage")
        self._context = context
        self._history = history
        self._screen: Screen | None = None
        self._rail = Rail(rail(context.opened.office.desk), context.opened.office, context.opened.mine, self)
        self._frame: Fitted | None = None
        self.message = Message()
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addWidget(self._header())
        self._middle.addWidget(self.message)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(self._middle, 1)
        self._rail.chosen.connect(lambda key: self.go(Place(key)))
        context.going.connect(self.go)
        context.going_back.connect(self.back)
        context.faulted.connect(self._fault)
        context.cautioned.connect(self._caution)
        context.hushed.connect(self._hush)
        context.noted.connect(self._note)  # a method: the page that a change of zoom put away must hear no more
        context.mark_changed.connect(self._tell_mark)
        if SCREENS[ScreenKey.INBOX].open_to(context.opened.mine):
            self.sticks = Sticks(context, self)
            self.sticks.waiting.connect(self._stick)

    def _header(self) -> QFrame:
        head = QFrame()
        head.setObjectName("header")
        head.setFixedHeight(theme.px(52))
        self._back = QPushButton(say("‹ 返回"))
        self._back.setProperty("look", "quiet")
        self._back.setAccessibleName(say("返回"))
        self._back.setToolTip("Alt+←")
        self._back.clicked.connect(self.back)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back)
        self._title = Elided()
        self._title.setObjectName("title")
        lock = QPushButton(say("锁定"))
        lock.setToolTip("Ctrl+L")
        lock.setProperty("look", "quiet")
        lock.setAccessibleName(say("锁定"))
        lock.clicked.connect(self._context.lock_wanted)
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._rail.menu_button)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(lock)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """At a large zoom the rail gives its width to the screen."""
        super().resizeEvent(event)
        self._rail.stand(beside=event.size().width() >= theme.px(RAIL_FROM))

    @property
    def shown(self) -> Screen | None:
        """What is on show."""
        return self._screen

    def help_chapter(self) -> str:
        """The manual's chapter about what is on show."""
        return (self._screen.place().screen if self._screen else ScreenKey.HOME).value

    def _fault(self, fault: Fault) -> None:
        self.message.show_fault(fault)

    def _caution(self, words: str) -> None:
        self.message.show_text(words, Tone.FAULT)

    def _hush(self) -> None:
        self.message.clear()

    def _note(self, text: str) -> None:
        self.message.show_text(text, Tone.DONE)

    def _stick(self, folder: Path, name: str, count: int) -> None:
        """Packages wait on a medium that was put in; who receives sees them, and what is being said is not cut off."""
        here = self._screen.place().screen if self._screen else None
        if here is ScreenKey.INBOX or self.message.text():
            return
        self.message.offer(
            say("“{name}”上有 {count} 个封给本台的封装还没有接收。", name=name, count=count),
            say("去收件"),
            lambda: self.go(Place(ScreenKey.INBOX, "", str(folder))),
        )

    def _tell_mark(self) -> None:
        self.marked.emit(self._screen.marking() if self._screen else None)

    def history(self) -> list[Place]:
        """The way here, the present place last."""
        return [*self._history, self._screen.place()] if self._screen else list(self._history)

    def go(self, place: Place) -> None:
        """Leave the present screen for another; a screen that is not registered is our mistake."""
        here = self._screen.place() if self._screen else None
        if here is not None and (here.screen, here.subject) != (place.screen, place.subject):
            self._history.append(here)
            del self._history[:-HISTORY]
        self._show(place)

    def back(self) -> None:
        """To where the user came from; nothing at the first screen."""
        if self._history:
            self._show(self._history.pop())

    def held(self) -> Held | None:
        """What has the keyboard on the screen."""
        now = self.window().focusWidget()
        if now is None or self._screen is None or not self._screen.isAncestorOf(now):
            return None
        return Held(type(now), _all(self._screen, type(now)).index(now))

    def show_last(self, held: Held | None = None) -> None:
        """Come back after a lock or a change of zoom: to the last place of the history, home when there is none.

        What was `held` before the change has the keyboard again.
        """
        self._show(self._history.pop() if self._history else Place(ScreenKey.HOME), held)

    def _show(self, place: Place, held: Held | None = None) -> None:
        self.close_screen()
        self.message.clear()
        entry = SCREENS[place.screen]
        if not entry.open_to(self._context.opened.mine):
            place = self._allowed()
            entry = SCREENS[place.screen]
        screen = entry.factory(self._context, place)
        self._screen = screen
        self._frame = Fitted()
        self._middle.addWidget(self._frame, 1)
        self._frame.put(screen)
        self._title.setText(screen.title())
        self._back.setEnabled(bool(self._history))
        self._rail.light(entry.under or entry.key)
        self._tell_mark()
        screen.windowTitleChanged.connect(lambda _: self._title.setText(screen.title()))
        QTimer.singleShot(0, screen, lambda: self._focus(screen, held))

    def _allowed(self) -> Place:
        """Where somebody stays whose role does not reach further."""
        if self._context.opened.mine.passphrase_from_another:
            return Place(ScreenKey.SETTINGS)
        return Place(ScreenKey.HOME)

    def _focus(self, screen: Screen, held: Held | None) -> None:
        if not shiboken6.isValid(screen):
            return
        if (again := held.found(screen) if held else None) is not None:
            again.setFocus()
        else:
            screen.take_keyboard()

    def close_screen(self) -> None:
        """Let the screen hand over what is unsaved, then destroy it with everything it shows."""
        if self._screen is None or self._frame is None:
            return
        self._screen.leave()
        # Taken out of its frame each part of it would be dressed anew, for nothing: frame and screen go together.
        self._middle.removeWidget(self._frame)
        self._frame.hide()
        self._frame.deleteLater()
        self._screen = self._frame = None
