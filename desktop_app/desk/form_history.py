"""The steps of laying a form out, to be taken back and made again."""

from dataclasses import dataclass, field

from desktop_app.desk.form_design import FormFile

_STEPS = 200


@dataclass(slots=True)
class History:
    """The form as it is, and the steps to it. Steps of one `gesture` after another are taken back together."""

    now: FormFile
    saved: FormFile
    _past: list[FormFile] = field(default_factory=list)
    _future: list[FormFile] = field(default_factory=list)
    _gesture: str = ""

    @property
    def dirty(self) -> bool:
        return self.now != self.saved

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def step(self, form: FormFile, gesture: str = "") -> None:
        if form == self.now:
            return
        if not gesture or gesture != self._gesture:
            self._past.append(self.now)
            del self._past[:-_STEPS]
        self._gesture = gesture
        self._future.clear()
        self.now = form

    def end(self) -> None:
        """What comes next is a step of its own."""
        self._gesture = ""

    def undo(self) -> None:
        self._move(self._past, self._future)

    def redo(self) -> None:
        self._move(self._future, self._past)

    def _move(self, from_: list[FormFile], to: list[FormFile]) -> None:
        self._gesture = ""
        if from_:
            to.append(self.now)
            self.now = from_.pop()
