"""The screens by key, and what every screen promises. A new screen is one line in `screens.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.desk.users import Mine
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking
from desktop_app.domain.users import Reading
from desktop_app.ui.places import Place, ScreenKey

if TYPE_CHECKING:
    from desktop_app.ui.context import Context

__all__ = ["Entry", "Factory", "Place", "Screen", "ScreenKey"]


class Screen(QWidget):
    """Base of all screens. Made anew whenever it is gone to; keeps nothing that `place` cannot bring back."""

    def __init__(self, context: "Context", place: Place) -> None:
        super().__init__()
        self.context = context
        self._place = place

    def title(self) -> str:
        """What stands in the header."""
        raise NotImplementedError

    def place(self) -> Place:
        """Where the user is now."""
        return self._place

    def marking(self) -> Marking | None:
        """The mark of what is open here, `None` when nothing of anyone's is."""
        return None

    def leave(self) -> None:
        """Called before the screen goes away, by navigation or by a lock: hand over what is not saved yet."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts."""
        return None

    def take_keyboard(self) -> None:
        """The keyboard starts here unless the user has it on the screen already; again when what was read is shown."""
        first, here = self.first_focus(), self.window().focusWidget()
        if first is None or not first.isEnabled() or not first.isVisibleTo(self):
            return
        if here is None or not here.isVisible() or not self.isAncestorOf(here):
            first.setFocus()


Factory = Callable[["Context", Place], Screen]


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered screen. `under` is the rail entry that lights up for a screen without an own one."""

    key: ScreenKey
    factory: Factory
    name: str = ""  # the rail's word, marked for the catalogue; "" = not in the rail
    under: ScreenKey | None = None
    desks: tuple[Desk, ...] = tuple(Desk)  # whose rail has it
    needs: tuple[Act | Reading, ...] = ()  # open to whoever may one of these; to everybody when empty

    def open_to(self, mine: Mine) -> bool:
        """Whether the user's roles reach here; somebody with another's passphrase changes it first."""
        if mine.passphrase_from_another:
            return self.key is ScreenKey.SETTINGS
        return not self.needs or any(mine.may(one) for one in self.needs)
