"""What a filter of the applications list becomes in SQL: where the rows come from, under which conditions and order."""

import json
from dataclasses import dataclass

import msgspec

from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.status import Status
from desktop_app.vault import search
from desktop_app.vault.database import Database

#: An invented person counts for nothing and stands in nobody's way.
NO_EXAMPLE = "id NOT IN (SELECT application_id FROM examples)"
ORDERS = {
    RowOrder.CHANGED: "changed_at DESC, id DESC",
    RowOrder.NAME: "name_key, id DESC",
    RowOrder.YEAR: "year DESC, changed_at DESC, id DESC",
    RowOrder.STATUS: "status, changed_at DESC, id DESC",
    RowOrder.UNIT: "unit, id DESC",
}
_ALL = "applications"
#: From the few that a text finds to their rows, never the other way round.
_FEW = "(SELECT value AS found FROM json_each(?)) CROSS JOIN applications ON id = found"
_IN_TEXT = r"haystack LIKE ? ESCAPE '\'"
#: Up to so many are fetched one by one and sorted. Of more than these, going along the list until a page is full takes
#: less: two letters find everybody, and a million rows were 14 s to sort.
_FEW_FOUND = 5_000
#: From each mark to the next one in the index, instead of along a million rows that bear the same.
_EACH_MARK = (
    "WITH RECURSIVE each (mark) AS (SELECT min(marking) FROM applications UNION ALL "
    "SELECT (SELECT min(marking) FROM applications WHERE marking > each.mark) FROM each "
    "WHERE each.mark IS NOT NULL) SELECT mark FROM each WHERE mark IS NOT NULL"
)
OF_NUMBER = "SELECT id FROM applications WHERE identity_number = ? LIMIT ?"
_ANY_STATUS = ", ".join(f"'{status.value}'" for status in Status)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """The parts of a question about the list; `parameters` in the order of the text."""

    source: str
    conditions: tuple[str, ...]
    parameters: tuple[object, ...]

    @property
    def where(self) -> str:
        return f"WHERE {' AND '.join(self.conditions)}" if self.conditions else ""

    @property
    def whole(self) -> bool:
        """Whether every row there is is asked for."""
        return self.source == _ALL and not self.conditions

    @property
    def few(self) -> bool:
        return self.source == _FEW


def by_its_index(wanted: RowFilter) -> RowFilter:
    """The newest of one state or year stand together in that order's index; by change alone, a rare one is far away."""
    if wanted.order is RowOrder.CHANGED and wanted.status is not None:
        return msgspec.structs.replace(wanted, order=RowOrder.STATUS)
    if wanted.order is RowOrder.CHANGED and wanted.year is not None:
        return msgspec.structs.replace(wanted, order=RowOrder.YEAR)
    return wanted


def asked(database: Database, wanted: RowFilter, *, aside: bool = True) -> ListQuery:
    """`aside`: no filter chooses the index (`+`): the order's own has all of them, and needs no sort."""
    source, found, parameters = _found(database, wanted.text)
    conditions: list[str] = []
    given: list[object] = []
    for column, value in (("status", wanted.status), ("level", wanted.level), ("track", wanted.track)):
        if value is not None:
            conditions.append(f"{_aside(column, wanted.order) if aside else column} = ?")
            given.append(value.value)
    if wanted.year is not None:
        conditions.append(f"{_aside('year', wanted.order) if aside else 'year'} = ?")
        given.append(wanted.year)
    if not wanted.examples:
        conditions.append(NO_EXAMPLE)
    if wanted.unit:
        conditions.append("instr(unit, ?) > 0")
        given.append(wanted.unit)
    if source == _FEW:
        return ListQuery(source, tuple(conditions), (*parameters, *given))
    return ListQuery(source, (*conditions, *found), (*given, *parameters))


def marks(database: Database, wanted: RowFilter) -> tuple[str, tuple[object, ...]]:
    """The question which marks occur: of each mark that there is, one row that fits is looked for in the index."""
    query = asked(database, wanted, aside=False)
    if query.whole:
        return _EACH_MARK, ()
    if query.few:
        return f"SELECT DISTINCT marking FROM {query.source} {query.where}", query.parameters
    conditions = [f"applications.marking = mark{'' if wanted.status else f' AND status IN ({_ANY_STATUS})'}"]
    fits = " AND ".join([*conditions, *query.conditions])
    one = f"SELECT 1 FROM applications INDEXED BY applications_by_marking WHERE {fits}"
    return f"{_EACH_MARK} AND EXISTS ({one})", query.parameters


def count_of_text(text: str) -> tuple[str, list[str]]:
    """How many a text finds, whatever else they are: in the narrow table alone."""
    patterns = search.patterns(text)
    return f"SELECT count(*) FROM application_search WHERE {_in_text(patterns)}", patterns


def _in_text(patterns: list[str]) -> str:
    return " AND ".join([_IN_TEXT] * len(patterns))


def _found(database: Database, text: str) -> tuple[str, list[str], list[object]]:
    """Where the rows come from that a text finds, with the condition and the values for it."""
    patterns = search.patterns(text)
    if not patterns:
        return _ALL, [], []
    ids = _of_number(database, text)
    if not ids:
        matching = f"SELECT application_id FROM application_search WHERE {_in_text(patterns)} LIMIT ?"
        ids = [row[0] for row in database.rows(matching, [*patterns, _FEW_FOUND + 1])]
    if len(ids) <= _FEW_FOUND:
        return _FEW, [], [json.dumps(ids)]
    hit = f"EXISTS (SELECT 1 FROM application_search WHERE application_id = id AND {_in_text(patterns)})"
    return _ALL, [hit], list(patterns)


def _of_number(database: Database, text: str) -> list[object]:
    """Whose number this is: nothing else that a person is found by looks like one."""
    number = search.whole_number(text)
    return [row[0] for row in database.rows(OF_NUMBER, [number, _FEW_FOUND + 1])] if number else []


def _aside(column: str, order: RowOrder) -> str:
    return column if ORDERS[order].startswith(column) else f"+{column}"
