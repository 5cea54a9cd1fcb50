"""What a screen may use while a vault is open: the session through jobs, the clock, navigation, messages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.clock import Clock, office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import users
from desktop_app.desk.users import Mine
from desktop_app.ui.autosave import Autosave
from desktop_app.ui.opened import Opened
from desktop_app.ui.places import Place, ScreenKey
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

T = TypeVar("T")
Heard = Callable[[int, int, str], None]
#: Asks for what an act was refused for, then does it anew, or tells that it was not done.
AskAgain = Callable[["Context", QObject, Fault, Callable[[], object], Callable[[Fault], None]], None]
_ASK_AGAIN = (Code.PRINT_CONFIRM_NEEDED, Code.PRINT_SECOND_NEEDED)


class Context(QObject):
    """Lives from unlock to lock; every screen gets it."""

    going = Signal(object)  # Place
    going_back = Signal()
    faulted = Signal(object)  # Fault
    noted = Signal(str)
    cautioned = Signal(str)
    hushed = Signal()
    mark_changed = Signal()
    redress = Signal()  # zoom, contrast or language changed: screens are made anew
    lock_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        *,
        tasks: Tasks,
        clock: Clock,
        preferences: Preferences,
        autosave: Autosave,
        ask_again: AskAgain,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.opened = opened
        self.tasks = tasks
        self.clock = clock
        self.preferences = preferences
        self.autosave = autosave
        self._ask_again = ask_again
        #: What a screen wants to find again when it is gone to anew; the lock forgets it all.
        self.kept: dict[ScreenKey, object] = {}

    @property
    def today(self) -> date:
        """The office's day."""
        return office_day(self.clock)

    def ask(
        self,
        owner: QObject,
        act: Callable[["Session", Progress], T],
        on_done: Callable[[T], None],
        *,
        on_fault: Callable[[Fault], None] | None = None,
        on_progress: Heard | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Progress:
        """Do one act of the desk on the database thread; without `on_fault` the sentence shows under the header.

        An act that wants the passphrase again, or a second officer, has done nothing: both are asked for, and it is
        done anew. Whoever asks before the act never comes here.
        """
        session = self.opened.session
        told = on_fault or self.fault

        def fault(found: Fault) -> None:
            if found.code not in _ASK_AGAIN:
                told(found)
                return
            again = partial(self.ask, owner, act, on_done, on_fault=on_fault, on_progress=on_progress, on_end=on_end)
            self._ask_again(self, owner, found, again, told)

        return self.tasks.start(
            owner,
            lambda progress: act(session, progress),
            on_done=on_done,
            on_fault=fault,
            on_progress=on_progress,
            on_end=on_end,
        )

    def work(
        self,
        owner: QObject,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None],
        *,
        on_fault: Callable[[Fault], None] | None = None,
        on_progress: Heard | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> Progress:
        """Do something that needs no vault, on a worker."""
        return self.tasks.start(
            owner,
            job,
            on_done=on_done,
            on_fault=on_fault or self.fault,
            on_progress=on_progress,
            on_end=on_end,
            lane=Lane.WORKER,
        )

    def look_again(self, owner: QObject, then: Callable[[], None] | None = None) -> None:
        """What the user may has changed, perhaps: read it anew and show it everywhere, or else go on with `then`."""

        def known(mine: Mine) -> None:
            changed = mine != self.opened.mine
            self.opened = replace(self.opened, mine=mine)
            if changed:
                self.redress.emit()
            elif then is not None:
                then()

        self.ask(owner, lambda session, _: users.mine(session), known)

    def go(self, place: Place) -> None:
        """Show another screen; `back` returns."""
        self.going.emit(place)

    def back(self) -> None:
        self.going_back.emit()

    def fault(self, fault: Fault) -> None:
        """Say what went wrong under the header."""
        self.faulted.emit(fault)

    def note(self, text: str) -> None:
        """Say what was done under the header."""
        self.noted.emit(text)

    def caution(self, text: str) -> None:
        """Say under the header what was not done, where some of it may have been."""
        self.cautioned.emit(text)

    def hush(self) -> None:
        """Take back what was said under the header: it is so no longer."""
        self.hushed.emit()
