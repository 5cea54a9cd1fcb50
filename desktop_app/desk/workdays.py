"""Tables of workdays: those that come with the pack and those this office imports; listed, imported, withdrawn."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual, listed
from desktop_app.policy import workday_tables
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import WorkdayYear
from desktop_app.policy.workdays import differing

__all__ = ["Held", "all_", "import_", "remove"]

#: A year takes two kilobytes; more than this is another file.
_MOST_BYTES = 1 << 18
#: How many differing days a sentence names.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Held:
    """The table in force for one year. `differs`: days on which the pack's own table says something else."""

    year: int
    source: str
    off: tuple[date, ...]
    worked: tuple[date, ...]
    workdays: int
    differs: tuple[date, ...]
    imported_by: str = ""
    imported_at: datetime | None = None

    @property
    def imported(self) -> bool:
        """Whether this office imported it; else it is the pack's own."""
        return self.imported_at is not None


def all_(session: Session) -> tuple[Held, ...]:
    """The tables in force, by year."""
    kept = {one.year: one for one in session.vault.workday_years.all()}
    held = []
    for year, table in sorted(session.pack.calendar.tables.items()):
        one = kept.get(year)
        held.append(
            Held(
                year=year,
                source=table.source,
                off=table.off,
                worked=table.worked,
                workdays=_count(session.pack, year),
                differs=session.pack.calendar.differing(year),
                imported_by=one.imported_by if one else "",
                imported_at=one.imported_at if one else None,
            )
        )
    return tuple(held)


def _count(pack: Pack, year: int) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return pack.calendar.workdays_between(first, last) + pack.calendar.is_workday(first)


def import_(session: Session, path: Path, *, replace: bool = False) -> tuple[Held, ...]:
    """Take in the tables of a file, all of them or none; they count from now on for everything judged here.

    A year that has another table already is replaced only on purpose. A table that is in force as it is leaves no
    trace. Raises `Fault(FILE_NOT_FOUND | FILE_UNREADABLE | NOT_UTF8 | WORKDAYS_INVALID | WORKDAYS_STANDING)`.
    """
    tables = workday_tables.read(path.name, _content(path))
    standing = session.pack.calendar.tables
    if not replace:
        for table in tables:
            _require_same(path, standing.get(table.year), table)
    new = [table for table in tables if table != standing.get(table.year)]
    if new:
        with session.vault.act(Act.WORKDAYS_IMPORTED, _named(new, standing)):
            for table in new:
                session.vault.workday_years.put(table.year, workday_tables.plain(table))
            renewed = session.pack_as_settled()
        session.use(renewed)
    years = {table.year for table in tables}
    return tuple(held for held in all_(session) if held.year in years)


def _named(new: Sequence[WorkdayYear], standing: Mapping[int, WorkdayYear]) -> dict[str, str]:
    """Digests for the log: of each year's new table, and of the one that it replaces."""
    found: dict[str, str] = {}
    for table in new:
        found[f"workdays_{table.year}"] = _digest(table)
        if table.year in standing:
            found[f"replaces_{table.year}"] = _digest(standing[table.year])
    return found


def remove(session: Session, year: int) -> None:
    """Withdraw an imported table: the pack's own counts again, if it has one. Raises `Fault(WORKDAYS_NOT_IMPORTED)`."""
    table = session.pack.calendar.imported.get(year)
    if table is None:
        raise Fault(Code.WORKDAYS_NOT_IMPORTED, year=year)
    with session.vault.act(Act.WORKDAYS_REMOVED, {f"workdays_{year}": _digest(table)}):
        session.vault.workday_years.remove(year)
        renewed = session.pack_as_settled()
    session.use(renewed)


def _require_same(path: Path, standing: WorkdayYear | None, table: WorkdayYear) -> None:
    days = differing(standing, table) if standing else ()
    if days:
        named = listed(str(day) for day in days[:_NAMED])
        told = bilingual("{named} 等", named=named) if len(days) > _NAMED else named
        raise Fault(Code.WORKDAYS_STANDING, year=table.year, path=path.name, count=len(days), days=told)


def _digest(table: WorkdayYear) -> str:
    return hashlib.sha256(workday_tables.plain(table).encode()).hexdigest()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    if len(content) > _MOST_BYTES:
        wrong = bilingual("文件过大，不是工作日表")
        raise Fault(Code.WORKDAYS_INVALID, path=path.name, line=1, detail=wrong)
    return content
