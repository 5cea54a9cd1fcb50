"""The draft under edit: one frozen application at a time, undo, and the policy's answer after every change."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import Fault
from desktop_app.desk import check, words
from desktop_app.domain import identity_number as numbers
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import IdentityKind, Level
from desktop_app.domain.whole_mark import lowered
from desktop_app.ui.opened import Opened

if TYPE_CHECKING:
    from desktop_app.desk.kept_packs import Pack

#: Steps back that are kept.
UNDO = 200


class Draft(QObject):
    changed = Signal()  # by the user: to be saved
    shown = Signal()  # fields must show the values anew
    assessed = Signal(object)  # check.Assessment
    refused = Signal(str, object)  # path, Fault

    def __init__(self, application: Application, pack: "Pack", opened: Opened, day: date, parent: QObject) -> None:
        super().__init__(parent)
        self._now = application
        self.pack = pack  # what this application is written under
        self._office = opened.office
        self._day = day
        self.final = False  # a submitted version is judged as it stands
        self._past: list[tuple[str, Application]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.assess)

    @property
    def now(self) -> Application:
        return self._now

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    def edit(self, path: str, value: object) -> None:
        """One field was changed by the user; what follows from it is filled in with it."""
        try:
            new = _filled(paths.replace(self._now, path, value), path, self.pack)
        except Fault as fault:
            self.refused.emit(path, fault)
            return
        if new == self._now:
            return
        if not self._past or self._past[-1][0] != path:
            self._past.append((path, self._now))
            del self._past[:-UNDO]
        only_this = paths.replace(self._now, path, value) == new
        self._set(new, quiet=only_this)

    def undo(self) -> None:
        """Take back the last run of changes to one field."""
        if self._past:
            _, before = self._past.pop()
            self._set(_marks_kept(before, self._now) if lowered(self._now, before) else before, quiet=False)

    def take(self, application: Application) -> None:
        """Show another state of the application, from the vault."""
        self._now = application
        self._past.clear()
        self.shown.emit()
        self._soon.start(0)

    def _set(self, new: Application, *, quiet: bool) -> None:
        self._now = new
        if not quiet:
            self.shown.emit()
        self.changed.emit()
        self._soon.start(0)

    def assess(self) -> None:
        """Ask the policy now. Fast enough for every keystroke; several changes in one go are asked about once."""
        self._soon.stop()
        self.assessed.emit(self.assessment())

    def assessment(self) -> check.Assessment:
        """The policy's answer now. Submitting sets the day of submission, so a draft is judged as of today."""
        judged = self._now if self.final else paths.replace(self._now, "filing.submitted_on", self._day)
        return check.assess(judged, self._day, self.pack, self._office.desk, self._office.name)


def _marks_kept(before: Application, now: Application) -> Application:
    """What was before, under the marks of now: lowering a mark is an act with a reason, never a step back."""
    marks = {(one.kind, one.digest): one.marking for one in now.materials}
    materials = tuple(
        msgspec.structs.replace(one, marking=marks.get((one.kind, one.digest), one.marking)) for one in before.materials
    )
    return msgspec.structs.replace(before, marking=now.marking, materials=materials)


def _filled(application: Application, path: str, pack: "Pack") -> Application:
    """What a field says about others: the identity number about birth and sex, series and level about the title."""
    if path in ("person.identity_number", "person.identity_kind"):
        return _from_number(application)
    if path in ("filing.series", "filing.series_track", "filing.level"):
        return _from_series(application, path, pack)
    if path == "online.compared_on":  # compared by eye: the program cannot say what was looked at
        return paths.replace(application, "online.compared_content", "")
    if path == "filing.title":
        return _from_title(application, pack)
    return application


def _from_number(application: Application) -> Application:
    person = application.person
    resident = person.identity_kind in (None, IdentityKind.RESIDENT)
    if not resident or not numbers.valid(person.identity_number):
        return application
    return msgspec.structs.replace(
        application,
        person=msgspec.structs.replace(
            person,
            identity_kind=IdentityKind.RESIDENT,
            birth=numbers.birth_date(person.identity_number),
            sex=numbers.sex(person.identity_number),
        ),
    )


def _from_series(application: Application, path: str, pack: "Pack") -> Application:
    filing = application.filing
    if path == "filing.series":
        tracks = words.series_tracks(pack, filing.series)
        track = filing.series_track if filing.series_track in tracks else ""
        filing = msgspec.structs.replace(filing, series_track=track)
    title = words.title(pack, filing.series, filing.series_track, filing.level)
    return msgspec.structs.replace(application, filing=msgspec.structs.replace(filing, title=title or filing.title))


def _from_title(application: Application, pack: "Pack") -> Application:
    filing = application.filing
    levels = [
        level
        for level in Level
        if words.title(pack, filing.series, filing.series_track, level) == filing.title and filing.title
    ]
    if len(levels) != 1:
        return application
    return msgspec.structs.replace(application, filing=msgspec.structs.replace(filing, level=levels[0]))
