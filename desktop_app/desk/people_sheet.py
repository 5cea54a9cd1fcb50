"""Filings typed for others in a workbook: an empty template out; a filled one in, looked at first, then wholly or not.

A person is known again by the identity number. A cell left empty changes nothing of a draft that is here already.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, typed_sheet, words, workbook
from desktop_app.desk.people_columns import NUMBER, columns
from desktop_app.desk.session import Session
from desktop_app.desk.typed_sheet import CellFault, TypedRow
from desktop_app.domain import identity_number, paths
from desktop_app.domain.application import Application, Unit
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.kinds import Desk, IdentityKind, Level
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.domain.version_changes import changed_paths
from desktop_app.host import atomic
from desktop_app.policy.pack import Pack

SHEET, NOTES = "申报人员", "填写说明"


class RowFate(Enum):
    """What taking a line in would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    LEFT_ALONE = "left_alone"  # what was submitted never changes


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the sheet against what is here. `changes` are the fields that would change in a draft."""

    row: int
    name: str
    number: str  # masked
    unit: str
    fate: RowFate
    application: ApplicationId | None
    changes: tuple[str, ...]
    earlier_years: tuple[int, ...]
    draft: Application


@dataclass(frozen=True, slots=True)
class PeopleImport:
    """What a workbook would do; with faults it does nothing. `digest` is the digest of what was typed."""

    lines: tuple[PersonLine, ...]
    faults: tuple[CellFault, ...]
    typed: tuple[TypedRow, ...]

    def count(self, fate: RowFate) -> int:
        return sum(line.fate is fate for line in self.lines)

    @property
    def digest(self) -> str:
        said = repr([(row.row, sorted(row.values.items(), key=lambda pair: pair[0])) for row in self.typed])
        return hashlib.sha256(said.encode()).hexdigest()


def save_template(pack: Pack, path: Path) -> None:
    """Write the empty template; nothing of anybody is in it."""
    atomic.write_atomic(path, workbook.made(typed_sheet.blank(SHEET, columns(pack), NOTES)), mode=atomic.PUBLIC)


def read(session: Session, path: Path, progress: Progress) -> PeopleImport:
    """What taking this workbook in would do. Raises `Fault(WORKBOOK_* | FILE_*)`, `Cancelled`."""
    rows, faults = typed_sheet.typed(typed_sheet.opened(path, progress), SHEET, columns(session.pack), path)
    if not faults:
        return _Reading(session).result(rows, progress)
    # what only shows beside other cells or drafts is told in the same go, of the lines that can be read
    wrong = {one.row for one in faults}
    more = _Reading(session).result([one for one in rows if one.row not in wrong], progress).faults
    every = sorted((*faults, *more), key=lambda one: one.row)
    return PeopleImport((), tuple(every), tuple(rows))


def take_in(session: Session, found: PeopleImport, progress: Progress) -> PeopleImport:
    """Take in what was read: all of it in one act, against the drafts as they are now. Gives what was done.

    Raises `Fault(WORKBOOK_CELLS)` when a cell does not fit.
    """
    if not found.faults:
        found = _Reading(session).result(list(found.typed), progress)
    if found.faults:
        raise Fault(Code.WORKBOOK_CELLS, count=len(found.faults), first=found.faults[0].words())
    made, changed = found.count(RowFate.NEW), found.count(RowFate.CHANGED)
    if not made + changed:
        return found
    objects = {"digest": found.digest, "created": str(made), "edited": str(changed)}
    with session.vault.act(Act.PEOPLE_IMPORTED, objects):
        for at, line in enumerate(found.lines):
            progress.step(at, len(found.lines), "import")
            if line.fate is RowFate.NEW:
                draft.create(session, line.draft)
            elif line.fate is RowFate.CHANGED:
                assert line.application is not None
                draft.save(session, line.application, line.draft)
    return found


class _Reading:
    """One workbook against the applications as they are."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._columns = columns(session.pack)
        self._seen: dict[tuple[str, Level | None], int] = {}
        self._faults: list[CellFault] = []

    def result(self, rows: list[TypedRow], progress: Progress) -> PeopleImport:
        lines = []
        for at, row in enumerate(rows):
            progress.step(at, len(rows), "match")
            line = self._line(row)
            if line is not None:
                lines.append(line)
        return PeopleImport(tuple(lines), tuple(self._faults), tuple(rows))

    def _line(self, row: TypedRow) -> PersonLine | None:
        values = row.values
        key = (values[NUMBER], values["filing.level"])
        if key in self._seen:
            self._fault(
                row, NUMBER, str(values[NUMBER]), bilingual("与第 {seen} 行不同的人或层级", seen=self._seen[key])
            )
            return None
        self._seen[key] = row.row
        level = values["filing.level"]
        here = self._session.vault.applications.same_year(values[NUMBER], self._session.pack.year, level)
        if len(here) > 1:
            self._fault(row, "filing.level", "", bilingual("申报层级：此人本年度已有几份申报，须写明是哪一份"))
            return None
        return self._against(row, here[0] if here else None)

    def _against(self, row: TypedRow, here: ApplicationRow | None) -> PersonLine | None:
        before = self._session.vault.applications.get(here.id).draft if here else self._fresh()
        after = filled(before, row.values)
        self._require_title(row, after)
        if here is None:
            fate, changes = RowFate.NEW, tuple[str, ...]()
        else:
            changes = changed_paths(before, after)
            fate = RowFate.CHANGED if changes else RowFate.SAME
            if changes and here.status is not Status.DRAFT:
                fate = RowFate.LEFT_ALONE
        return PersonLine(
            row=row.row,
            name=after.person.name,
            number=identity_number.masked(after.person.identity_number),
            unit=after.unit.name,
            fate=fate,
            application=here.id if here else None,
            changes=changes,
            earlier_years=() if here else self._earlier(after.person.identity_number),
            draft=after,
        )

    def _fresh(self) -> Application:
        office = self._session.office
        unit = Unit(name=office.name if office.desk is Desk.UNIT else "")
        return Application(year=self._session.pack.year, unit=unit)

    def _earlier(self, number: str) -> tuple[int, ...]:
        """The years under which the person is known here."""
        return self._session.vault.applications.years_of(number)

    def _require_title(self, row: TypedRow, after: Application) -> None:
        """Series, track, level and title must belong together, where all that decides is there."""
        filing, pack = after.filing, self._session.pack
        tracks = words.series_tracks(pack, filing.series)
        if filing.series and filing.series_track and filing.series_track not in tracks:
            known = "、".join(tracks) or "空（此系列不分支）"
            self._fault(row, "filing.series_track", filing.series_track, Words(zh=known, en=known))
            return
        if not (filing.series and filing.title and filing.level) or (tracks and not filing.series_track):
            return
        title = words.title(pack, filing.series, filing.series_track, filing.level)
        if title != filing.title:
            expected = bilingual("空：此系列没有这一层级")
            if title:
                expected = bilingual("“{title}”，与系列和层级相合", title=title)
            self._fault(row, "filing.title", filing.title, expected)

    def _fault(self, row: TypedRow, key: str, found: str, expected: Words) -> None:
        column = next(one for one in self._columns if one.key == key)
        self._faults.append(CellFault(SHEET, row.row, row.letters[key], column.head.zh, found, expected))


def filled(before: Application, values: Mapping[str, Any]) -> Application:
    """`before` with what was typed; a resident's number tells sex and birth where nobody else did."""
    after = before
    for path, value in values.items():
        if value is not None:
            after = paths.replace(after, path, value)
    person = after.person
    if person.identity_kind is None and identity_number.valid(person.identity_number):
        person = structs.replace(person, identity_kind=IdentityKind.RESIDENT)
    if person.identity_kind is IdentityKind.RESIDENT:
        person = structs.replace(
            person,
            sex=person.sex or identity_number.sex(person.identity_number),
            birth=person.birth or identity_number.birth_date(person.identity_number),
        )
    return structs.replace(after, person=person)
