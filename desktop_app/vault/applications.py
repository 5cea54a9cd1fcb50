"""Applications at this desk: the draft, the row of the list, and the narrow text that finds them."""

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Filing
from desktop_app.domain.kinds import Level, Track
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.records import ApplicationRecord, ApplicationRow, FilingRow, RecordKind, not_found
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.vault import list_query, search
from desktop_app.vault.blobs import drop_blob
from desktop_app.vault.comparisons import ComparisonRepository
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger
from desktop_app.vault.people import PeopleRepository

_ROW = "id, year, name, unit, title, level, track, status, marking, latest_version, changed_at"
#: Contents of a long list that are read at once, some 10 kB each.
_READ_AHEAD = 25
_FETCHED = ", ".join(f"a.{column}" for column in _ROW.split(", "))


class ApplicationRepository:
    def __init__(self, ledger: Ledger, people: PeopleRepository, comparisons: ComparisonRepository) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._people = people
        self._comparisons = comparisons

    def create(self, draft: Application, status: Status, known_as: ApplicationId | None = None) -> ApplicationId:
        """A new application. One that came from another desk keeps the id it is `known_as`.

        Raises `Fault(FIELD_*)` for a value that could not be read back.
        """
        exchange.require_sound(draft)
        now = self._ledger.clock.now()
        made = known_as or ApplicationId(new_id(now))
        self._ledger.insert(
            "applications",
            id=made,
            person_id=self._people.linked(draft.person),
            name_key=search.sort_key(draft.person.name, draft.person.name_reading),
            status=status.value,
            latest_version=0,
            created_at=stamp(now),
            changed_at=stamp(now),
            **_listed(draft),
        )
        self._ledger.insert("application_search", application_id=made, haystack=_haystack(draft))
        self._ledger.insert("drafts", application_id=made, **_content(draft))
        return made

    def save_draft(self, application: ApplicationId, draft: Application) -> None:
        """Replace the draft; the list's columns and the search text follow where they changed.

        Raises `Fault(FIELD_*)` for a value that could not be read back.
        """
        exchange.require_sound(draft)
        before = self._draft(application)
        columns: dict[str, object] = {**_listed(draft), "changed_at": stamp(self._ledger.clock.now())}
        person, old = draft.person, before.person
        if (person.name, person.name_reading) != (old.name, old.name_reading):
            columns["name_key"] = search.sort_key(person.name, person.name_reading)
        if person != old:
            row = self._database.row("SELECT person_id FROM applications WHERE id = ?", [application])
            linked = self._people.linked(person)
            self._ledger.update("applications", {"id": application}, person_id=linked, **columns)
            if row and row[0] != linked:
                self._people.forget_if_alone(row[0])
        else:
            self._ledger.update("applications", {"id": application}, **columns)
        self._ledger.update("drafts", {"application_id": application}, **_content(draft))
        if _found_by(draft) != _found_by(before):
            self._ledger.update("application_search", {"application_id": application}, haystack=_haystack(draft))

    def get(self, application: ApplicationId) -> ApplicationRecord:
        row = self._database.row(
            "SELECT status, latest_version, created_at, changed_at, content FROM applications "
            "JOIN drafts ON application_id = id WHERE id = ?",
            [application],
        )
        if row is None:
            raise not_found(RecordKind.APPLICATION)
        return ApplicationRecord(
            id=application,
            draft=_decoded(row[4]),
            status=Status(row[0]),
            latest_version=row[1],
            created_at=datetime.fromisoformat(row[2]),
            changed_at=datetime.fromisoformat(row[3]),
        )

    def drafts_of_each(self, applications: Sequence[ApplicationId]) -> Iterator[Application]:
        """What each says as a draft, one after another; only a few are read ahead, none is kept."""
        for start in range(0, len(applications), _READ_AHEAD):
            wanted = applications[start : start + _READ_AHEAD]
            found: dict[str, bytes] = dict(
                self._database.rows(
                    "SELECT application_id, content FROM drafts "
                    "WHERE application_id IN (SELECT value FROM json_each(?))",
                    [json.dumps(wanted)],
                )
            )
            for one in wanted:
                if one not in found:
                    raise not_found(RecordKind.APPLICATION)
                yield _decoded(found.pop(one))

    def knows(self, application: ApplicationId) -> bool:
        """Whether this desk has the application already."""
        return self._database.row("SELECT 1 FROM applications WHERE id = ?", [application]) is not None

    def set_status(self, application: ApplicationId, status: Status) -> None:
        now = stamp(self._ledger.clock.now())
        if not self._ledger.update("applications", {"id": application}, status=status.value, changed_at=now):
            raise not_found(RecordKind.APPLICATION)

    def rows(self, filter: RowFilter = RowFilter()) -> list[ApplicationRow]:
        filter = list_query.by_its_index(filter)
        query = list_query.asked(self._database, filter)
        order = list_query.ORDERS[filter.order]
        page = f"FROM {query.source} {query.where} ORDER BY {order} LIMIT ? OFFSET ?"
        sql = f"SELECT {_ROW} {page}"
        if filter.offset or not query.whole:
            # the page is chosen in the index alone: far down in 100,000 rows that is ten times faster. CROSS JOIN keeps
            # the page's order, so that its rows are fetched one by one and never sorted again
            here = f"SELECT applications.rowid AS here {page}"
            sql = f"SELECT {_FETCHED} FROM ({here}) CROSS JOIN applications a ON a.rowid = here"
        rows = self._database.rows(sql, [*query.parameters, filter.limit, filter.offset])
        return [_row(row) for row in rows]

    def among(self, ids: Collection[str], status: Status, year: int) -> list[ApplicationRow]:
        """Those of `ids` that are in this state and year, the last changed first."""
        # `+` keeps the search by the ids: by its state's index it would go through every filing there is
        sql = (
            f"SELECT {_ROW} FROM applications WHERE id IN (SELECT value FROM json_each(?)) AND +status = ? "
            f"AND +year = ? ORDER BY {list_query.ORDERS[RowOrder.CHANGED]}"
        )
        return [_row(row) for row in self._database.rows(sql, [json.dumps(list(ids)), status.value, year])]

    def count(self, filter: RowFilter = RowFilter()) -> int:
        """How many `rows` would give without its limit; by state and year the database keeps count itself."""
        known = msgspec.structs.replace(filter, order=RowOrder.CHANGED, offset=0, limit=0)
        if known == RowFilter(status=filter.status, year=filter.year, limit=0):
            return self._kept_count(filter.status, filter.year)
        scanned = search.patterns(filter.text) and not search.whole_number(filter.text)
        if known == RowFilter(text=filter.text, limit=0) and scanned:
            row = self._database.row(*list_query.count_of_text(filter.text))
        else:
            query = list_query.asked(self._database, filter)
            row = self._database.row(f"SELECT count(*) FROM {query.source} {query.where}", query.parameters)
        return row[0] if row else 0

    def counts(self) -> dict[Status, int]:
        """How many there are in each state that occurs."""
        rows = self._database.rows(
            "SELECT status, sum(applications) FROM application_counts WHERE applications > 0 GROUP BY status"
        )
        return {_STATUSES[status]: count for status, count in rows}

    def _kept_count(self, status: Status | None, year: int | None) -> int:
        row = self._database.row(
            "SELECT coalesce(sum(applications), 0) FROM application_counts "
            "WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR year = ?2)",
            [status.value if status else None, year],
        )
        return row[0] if row else 0

    def marks(self, filter: RowFilter = RowFilter()) -> list[Marking]:
        """The marks that occur among what `rows` would give without its limit, each once."""
        rows = self._database.rows(*list_query.marks(self._database, filter))
        return [msgspec.json.decode(row[0], type=Marking) for row in rows]

    def same_year(
        self, identity_number: str, year: int, level: Level | None, except_id: ApplicationId | None = None
    ) -> list[ApplicationRow]:
        """Other applications of one person in one year, at one level or (`None`) at any."""
        where = f"identity_number = ? AND year = ? AND id <> ? AND {list_query.NO_EXAMPLE}"
        parameters = [identity_number, year, except_id or ""]
        if level is not None:
            where, parameters = f"{where} AND level = ?", [*parameters, level.value]
        if not identity_number:
            return []
        rows = self._database.rows(f"SELECT {_ROW} FROM applications WHERE {where} ORDER BY rowid", parameters)
        return [_row(row) for row in rows]

    def filings(
        self,
        statuses: Sequence[Status],
        year: int,
        level: Level | None = None,
        unit: str = "",
        only: ApplicationId | None = None,
    ) -> list[FilingRow]:
        """What each application asks for, as its latest version says; of the whole content only that part is read."""
        states = ", ".join("?" * len(statuses))
        where, parameters = (
            f"status IN ({states}) AND year = ? AND a.{list_query.NO_EXAMPLE}",
            [*(one.value for one in statuses), year],
        )
        for column, value in (("level", level.value if level else ""), ("unit", unit), ("id", only)):
            if value:
                where, parameters = f"{where} AND a.{column} = ?", [*parameters, value]
        rows = self._database.rows(
            "SELECT a.id, a.name, a.unit, a.marking, "
            "json_extract(CAST(coalesce(v.content, d.content) AS TEXT), '$.filing') FROM applications a "
            "JOIN drafts d ON d.application_id = a.id "
            "LEFT JOIN versions v ON v.application_id = a.id AND v.number = a.latest_version "
            f"WHERE {where} ORDER BY a.unit, a.name_key, a.id",
            parameters,
        )
        return [
            FilingRow(
                id=ApplicationId(row[0]),
                name=row[1],
                unit=row[2],
                marking=_marking(row[3]),
                filing=msgspec.json.decode(row[4] or "{}", type=Filing),
            )
            for row in rows
        ]

    def drafts_of(self, year: int) -> list[tuple[ApplicationId, str, str, str]]:
        """Id, name, identity number and unit of every draft of a year: whose a scan may be."""
        rows = self._database.rows(
            "SELECT id, name, identity_number, unit FROM applications WHERE status = ? AND year = ? "
            "ORDER BY name_key, id",
            [Status.DRAFT.value, year],
        )
        return [(ApplicationId(row[0]), row[1], row[2], row[3]) for row in rows]

    def years_of(self, identity_number: str) -> tuple[int, ...]:
        """The years of a person's applications, the latest first."""
        sql = "SELECT DISTINCT year FROM applications WHERE identity_number = ? ORDER BY year DESC"
        return tuple(row[0] for row in self._database.rows(sql, [identity_number])) if identity_number else ()

    def delete_draft(self, application: ApplicationId) -> None:
        """Delete an application of which nothing was ever submitted.

        Raises `Fault(VERSION_IS_FINAL)` when a version exists, `Fault(MOVE_NOT_ALLOWED)` when it is no draft.
        """
        row = self._database.row("SELECT status, latest_version FROM applications WHERE id = ?", [application])
        if row is None:
            raise not_found(RecordKind.APPLICATION)
        if row[1]:
            raise Fault(Code.VERSION_IS_FINAL, number=row[1])
        if Status(row[0]) is not Status.DRAFT:
            raise Fault(Code.MOVE_NOT_ALLOWED, status=row[0], move="delete")
        self._ledger.delete("examples", {"application_id": application})
        self.drop(application)

    def drop(self, application: ApplicationId) -> None:
        """The rows of an application of which no version is left, with its scans."""
        row = self._database.row("SELECT person_id FROM applications WHERE id = ?", [application])
        if row is None:
            raise not_found(RecordKind.APPLICATION)
        blobs = self._database.rows("SELECT blob_id FROM attachments WHERE application_id = ?", [application])
        self._ledger.delete("attachments", {"application_id": application})
        for (blob,) in blobs:
            drop_blob(self._database, blob)
        self._comparisons.drop(application)
        self._ledger.delete("copy_counters", {"application_id": application})
        self._ledger.delete("application_search", {"application_id": application})
        self._ledger.delete("drafts", {"application_id": application})
        self._ledger.delete("application_policies", {"application_id": application})
        self._ledger.delete("applications", {"id": application})
        self._people.forget_if_alone(row[0])

    def _draft(self, application: ApplicationId) -> Application:
        row = self._database.row("SELECT content FROM drafts WHERE application_id = ?", [application])
        if row is None:
            raise not_found(RecordKind.APPLICATION)
        return _decoded(row[0])


def _decoded(content: bytes) -> Application:
    return msgspec.json.decode(content, type=Application)


def _content(draft: Application) -> dict[str, object]:
    """A draft's bytes, and their digest: a row larger than a page is not covered by its audit number alone."""
    content = msgspec.json.encode(draft)
    return {"content": content, "digest": hashlib.sha256(content).hexdigest()}


def _listed(draft: Application) -> dict[str, object]:
    return {
        "identity_number": draft.person.identity_number,
        "year": draft.year,
        "name": draft.person.name,
        "unit": draft.unit.name,
        "title": draft.filing.title,
        "level": draft.filing.level.value if draft.filing.level else "",
        "track": draft.filing.track.value if draft.filing.track else "",
        "marking": msgspec.json.encode(whole_mark(draft)).decode(),
    }


def _found_by(draft: Application) -> tuple[str, ...]:
    person = draft.person
    return person.name, person.name_reading, person.identity_number, draft.unit.name


def _haystack(draft: Application) -> str:
    name, reading, number, unit = _found_by(draft)
    return search.haystack(name, reading, [number, unit])


#: Looked up for each line of a list; the enum's own call costs five times as much.
_LEVELS = {level.value: level for level in Level}
_TRACKS = {track.value: track for track in Track}
_STATUSES = {status.value: status for status in Status}


@lru_cache(maxsize=512)
def _marking(text: str) -> Marking:
    """A list has a few different marks over and over."""
    return msgspec.json.decode(text, type=Marking)


def _row(row: Row) -> ApplicationRow:
    return ApplicationRow(
        id=ApplicationId(row[0]),
        year=row[1],
        name=row[2],
        unit=row[3],
        title=row[4],
        level=_LEVELS.get(row[5]),
        track=_TRACKS.get(row[6]),
        status=_STATUSES[row[7]],
        marking=_marking(row[8]),
        latest_version=row[9],
        changed_at=datetime.fromisoformat(row[10]),
    )
