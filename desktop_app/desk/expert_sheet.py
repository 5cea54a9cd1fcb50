"""Experts by workbook: an empty template out, a filled-in one in; one cell that does not fit, and nothing is taken in.

No workbook with experts is ever written: the list of experts is not for outside (40号令).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs
from openpyxl.utils import get_column_letter

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import committees, experts, typed_sheet, workbook
from desktop_app.desk.session import Session
from desktop_app.desk.typed_sheet import CellFault, Column, TypedRow, day, line, yes
from desktop_app.domain.committees import KeptExpert
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.words import words_of
from desktop_app.host import atomic

SHEET, NOTES = "专家库", "填写说明"
_DAY = bilingual("日期，如 2026-09-01")
_YEARS = re.compile(r"[、,，;；\s]+")


def _number(cell: str) -> str:
    if not re.fullmatch(r"[\w-]{1,20}", cell):
        raise ValueError(cell)
    return cell


def _level(cell: str) -> Level:
    for level in Level:
        if cell in (words_of(level).zh, level.value):
            return level
    raise ValueError(cell)


def _years(cell: str) -> tuple[int, ...]:
    years = tuple(int(one.rstrip("年")) for one in _YEARS.split(cell) if one)
    if not all(1950 <= year <= 2100 for year in years):
        raise ValueError(cell)
    return years


def _avoided(cell: str) -> tuple[str, ...]:
    names = tuple(one for one in experts.PARTED.split(cell) if one)
    if any(len(one) > 200 for one in names):
        raise ValueError(cell)
    return names


COLUMNS = (
    Column("id", bilingual("编号"), 12,
           bilingual("编号（字母、数字），可空：新专家自动编号；已有专家写原编号"), _number),
    Column("name", bilingual("姓名"), 14, bilingual("姓名，不超过 60 字"), line(60), needed=True),
    Column("unit", bilingual("工作单位"), 34,
           bilingual("单位全称，不超过 200 字"), line(200), needed=True),
    Column("specialty", bilingual("专业"), 18,
           bilingual("专业，按它抽取，同一专业写法须一致"), line(200),
           needed=True),
    Column("level", bilingual("层级"), 10,
           bilingual("初级、中级、副高级或正高级"), _level, None, needed=True,
           choices=tuple(words_of(level).zh for level in Level)),
    Column("private_firm", bilingual("民营企业专家"), 14,
           bilingual("是或否，空为否"), yes, empty=False, choices=("是", "否")),
    Column("served", bilingual("参加评审年份"), 22,
           bilingual("年份，用顿号隔开，如 2023、2024、2025"), _years, ()),
    Column("term_from", bilingual("聘期起"), 13, _DAY, day, None),
    Column("term_to", bilingual("聘期止"), 13, _DAY, day, None),
    Column("kept_reason", bilingual("续聘理由"), 30,
           bilingual("连续多年参加仍需聘用的理由，不超过 200 字"),
           line(200)),
    Column("avoids", bilingual("应回避的人或单位"), 30,
           bilingual("姓名或单位全称，用分号隔开，如近亲属、导师、原单位"),
           _avoided, ()),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PoolImport:
    """What a workbook would do to the pool; with faults it does nothing."""

    new: tuple[KeptExpert, ...]
    changed: tuple[KeptExpert, ...]
    same: int
    faults: tuple[CellFault, ...]


def save_template(path: Path) -> None:
    """Write the empty template; nothing of anybody is in it."""
    atomic.write_atomic(path, workbook.made(typed_sheet.blank(SHEET, COLUMNS, NOTES)), mode=atomic.PUBLIC)


def read(session: Session, committee: str, path: Path, progress: Progress) -> PoolImport:
    """What taking this workbook in would do. Raises `Fault(WORKBOOK_* | FILE_*)`, `Cancelled`."""
    pool = experts.all_(session, committee)
    rows, faults = typed_sheet.typed(typed_sheet.opened(path, progress), SHEET, COLUMNS, path)
    if faults:
        return PoolImport((), (), 0, tuple(faults))
    return _Reading(session, committee, pool).result(rows)


def take_in(session: Session, committee: str, found: PoolImport) -> int:
    """Take in what `read` found: all of it in one act. Raises `Fault(WORKBOOK_CELLS)` when a cell does not fit."""
    committees.require_office(session)
    if found.faults:
        raise Fault(Code.WORKBOOK_CELLS, count=len(found.faults), first=found.faults[0].words())
    made = (*found.new, *found.changed)
    if made:
        experts.put_all(session, committee, made)
    return len(made)


class _Reading:
    """One workbook against the pool as it is."""

    def __init__(self, session: Session, committee: str, pool: list[KeptExpert]) -> None:
        self._session = session
        self._committee = committee
        self._known = {one.expert.id: one for one in pool}
        self._people = {(one.expert.name, one.expert.unit): one.expert.id for one in pool}
        self._seen: set[str] = set()
        self._faults: list[CellFault] = []

    def result(self, rows: list[TypedRow]) -> PoolImport:
        new: list[KeptExpert] = []
        changed: list[KeptExpert] = []
        same = 0
        taken = {*self._known, *(str(row.values["id"]) for row in rows)}
        for row in rows:
            made = self._made(row, taken)
            if made is None:
                continue
            known = self._known.get(made.expert.id)
            if known is None:
                new.append(made)
            elif known == made:
                same += 1
            else:
                changed.append(made)
        return PoolImport(tuple(new), tuple(changed), same, tuple(self._faults))

    def _made(self, row: TypedRow, taken: set[str]) -> KeptExpert | None:
        told = Expert(**dict(row.values) | {"id": row.values["id"] or experts.next_number(taken)})
        if not self._sound(row, told):
            return None
        taken.add(told.id)
        self._seen.add(told.id)
        self._people.setdefault((told.name, told.unit), told.id)
        known = self._known.get(told.id)
        expert = structs.replace(told, served=tuple(sorted(set(told.served))))
        if known is not None:
            return structs.replace(known, expert=expert, left="")
        return KeptExpert(id=new_id(self._session.clock.now()), committee=self._committee, expert=expert)

    def _sound(self, row: TypedRow, told: Expert) -> bool:
        """What one cell alone does not show."""
        before = len(self._faults)
        if told.id in self._seen:
            self._fault(row, "id", told.id, bilingual("没有用过的编号"))
        same_person = self._people.get((told.name, told.unit))
        if not row.values["id"] and same_person:
            expected = bilingual(
                "编号 {same_person}：同单位同名的专家已在库中；确是两人的，请另写编号", same_person=same_person
            )
            self._fault(row, "id", "", expected)
        if told.term_from and told.term_to and told.term_to < told.term_from:
            expected = bilingual("不早于聘期起的日期")
            self._fault(row, "term_to", told.term_to.isoformat(), expected)
        return len(self._faults) == before

    def _fault(self, row: TypedRow, key: str, found: str, expected: Words) -> None:
        at = next(n for n, one in enumerate(COLUMNS, 1) if one.key == key)
        head = COLUMNS[at - 1].head.zh
        self._faults.append(CellFault(SHEET, row.row, get_column_letter(at), head, found, expected))
