"""A form on the table: which page and thing are chosen, and what is done to them, step by step."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop_app.desk import form_design
from desktop_app.desk.blanks import Blank
from desktop_app.desk.form_design import Box, FormFile, Ref
from desktop_app.desk.form_history import History
from desktop_app.desk.form_lines import snapped_box

_SNAP = 1.5  # millimetres


@dataclass(slots=True)
class Held:
    """A form with its steps and its blank; stays when the screen is left, until the lock."""

    history: History
    blank: Blank


class Bench(QObject):
    changed = Signal()  # the form, or what is chosen
    turned = Signal()  # another page

    def __init__(self, held: Held, page: int, parent: QObject) -> None:
        super().__init__(parent)
        self.held = held
        self.page = min(page, len(held.blank.pages) - 1)
        self.ref: Ref | None = None

    @property
    def history(self) -> History:
        return self.held.history

    @property
    def form(self) -> FormFile:
        return self.held.history.now

    def choose(self, ref: Ref | None) -> None:
        """Another thing of this page, or none."""
        self.history.end()
        self.ref = ref
        self.changed.emit()

    def turn(self, by: int) -> None:
        """Leaf forth or back; stays within the blank."""
        to = max(0, min(len(self.held.blank.pages) - 1, self.page + by))
        if to != self.page:
            self.history.end()
            self.page, self.ref = to, None
            self.turned.emit()
            self.changed.emit()

    def step(self, form: FormFile, gesture: str = "") -> None:
        """The form as it is now."""
        self.history.step(form, gesture)
        self._settle()

    def _settle(self) -> None:
        if self.ref is not None and self.ref not in form_design.things(self.form, self.page):
            self.ref = None
        self.changed.emit()

    def lay(self, box: Box, make: Callable[[FormFile, int, Box], tuple[FormFile, Ref]]) -> None:
        """Something new in a box, its edges on lines that are near."""
        box = snapped_box(box, self.held.blank, self.page, _SNAP, moving=False)
        form, self.ref = make(self.form, self.page, box)
        self.step(form)

    def box(self, ref: Ref, box: Box, snaps: bool) -> None:
        """Moved or resized; steps of one drag are one step."""
        if snaps:
            moving = box[2:] == form_design.box_of(self.form, ref)[2:]
            box = snapped_box(box, self.held.blank, self.page, _SNAP, moving=moving)
        self.step(form_design.boxed(self.form, ref, box), "box")

    def let_go(self) -> None:
        """The drag is over."""
        self.history.end()

    def remove(self) -> None:
        """Take the chosen thing away."""
        if self.ref is not None:
            self.step(form_design.removed(self.form, self.ref))

    def everywhere(self) -> None:
        """The chosen thing onto all pages."""
        if self.ref is not None:
            self.step(form_design.on_all_pages(self.form, self.ref))

    def undo(self) -> None:
        self.history.undo()
        self._settle()

    def redo(self) -> None:
        self.history.redo()
        self._settle()

    def retitle(self, typed: str) -> None:
        """Another title; none at all is not taken."""
        if typed.strip() and typed.strip() != self.form.title:
            self.step(form_design.titled(self.form, typed.strip()))
