"""An office imports a year's workdays: terms are counted by it at once, another table only on purpose, all logged."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import keep, opening, workdays
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from tests.unit.desk.conftest import PASSPHRASE

NEXT = """\
[[year]]
year = 2027
source = "国务院办公厅通知"
off = [2027-01-01, 2027-01-02, 2027-01-03]
worked = [2027-01-09]
"""


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "workdays.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def _fault(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def test_terms_of_the_year_can_be_counted_from_then_on(
    unit: Session, table: Callable[[str], Path], clock: FixedClock
) -> None:
    assert _fault(lambda: unit.pack.calendar.notice_end(date(2026, 12, 30), 5)).code is Code.WORKDAYS_UNKNOWN
    (held,) = workdays.import_(unit, table(NEXT))
    assert (held.year, held.imported_by, held.differs, held.workdays) == (2027, "经办人", (), 261)
    assert unit.pack.calendar.notice_end(date(2026, 12, 30), 5) == date(2027, 1, 7)
    folder = unit.vault.folder
    unit.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    try:
        assert again.pack.calendar.notice_end(date(2026, 12, 30), 5) == date(2027, 1, 7)
        assert [(one.year, one.imported) for one in workdays.all_(again)] == [(2026, False), (2027, True)]
        assert again.vault.check(Progress()).sound
    finally:
        again.close()


def test_another_table_supersedes_only_on_purpose_and_the_log_names_both(
    unit: Session, table: Callable[[str], Path]
) -> None:
    workdays.import_(unit, table(NEXT))
    first = keep.audit(unit, 1, 0)[0]
    assert first.act is Act.WORKDAYS_IMPORTED
    assert set(first.objects) == {"workdays_2027"}
    changed = table(NEXT.replace("2027-01-03]", "2027-01-03, 2027-01-04]"))
    fault = _fault(lambda: workdays.import_(unit, changed))
    assert fault.code is Code.WORKDAYS_STANDING
    assert "1 天不同（2027-01-04）" in sentence(fault, Language.ZH)
    assert unit.pack.calendar.is_workday(date(2027, 1, 4))
    workdays.import_(unit, changed, replace=True)
    assert not unit.pack.calendar.is_workday(date(2027, 1, 4))
    entry = keep.audit(unit, 1, 0)[0]
    assert entry.objects["replaces_2027"] == first.objects["workdays_2027"] != entry.objects["workdays_2027"]
    before = unit.vault.audit.count(Act.WORKDAYS_IMPORTED)
    workdays.import_(unit, changed, replace=True)
    assert unit.vault.audit.count(Act.WORKDAYS_IMPORTED) == before, "what is in force already is no act"


def test_a_table_of_the_packs_own_year_counts_before_it_and_that_is_said(
    unit: Session, table: Callable[[str], Path]
) -> None:
    own = unit.pack.calendar.tables[2026]
    days = ", ".join(str(day) for day in own.off)
    worked = ", ".join(str(day) for day in own.worked if day != date(2026, 5, 9))
    other = table(f'[[year]]\nyear = 2026\nsource = "补充通知"\noff = [{days}]\nworked = [{worked}]\n')
    assert _fault(lambda: workdays.import_(unit, other)).code is Code.WORKDAYS_STANDING
    (held,) = workdays.import_(unit, other, replace=True)
    assert held.differs == (date(2026, 5, 9),)
    assert not unit.pack.calendar.is_workday(date(2026, 5, 9))
    workdays.remove(unit, 2026)
    assert unit.pack.calendar.is_workday(date(2026, 5, 9))
    assert keep.audit(unit, 1, 0)[0].act is Act.WORKDAYS_REMOVED
    assert _fault(lambda: workdays.remove(unit, 2026)).code is Code.WORKDAYS_NOT_IMPORTED


@pytest.mark.parametrize(
    "content",
    [NEXT.replace("2027-01-09", "2027-01-08"), NEXT + NEXT.replace("year = 2027", "year = 2028"), "x" * 400_000],
)
def test_of_a_bad_file_nothing_is_taken_in(unit: Session, table: Callable[[str], Path], content: str) -> None:
    before, acts = unit.pack, keep.audit(unit, 1, 0)[0].sequence
    assert _fault(lambda: workdays.import_(unit, table(content))).code is Code.WORKDAYS_INVALID
    assert unit.pack is before
    assert keep.audit(unit, 1, 0)[0].sequence == acts
    assert workdays.all_(unit)[-1].year == 2026


def test_a_file_that_is_not_there(unit: Session, tmp_path: Path) -> None:
    assert _fault(lambda: workdays.import_(unit, tmp_path / "no.toml")).code is Code.FILE_NOT_FOUND
    assert _fault(lambda: workdays.import_(unit, tmp_path)).code is Code.FILE_UNREADABLE
