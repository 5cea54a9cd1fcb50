"""Whose copies a desk is offered to print, and that a list is read in a handful of searches however long it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, paper, print_centre, review_desk
from desktop_app.desk.print_centre import CentreRow
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.status import Status
from desktop_app.policy.papers import papers
from tests.support import chain
from tests.support import meetings as support
from tests.support.filings import another
from tests.support.vaults import searches


def rows(session: Session) -> list[CentreRow]:
    found, _ = print_centre.found(session, RowFilter())
    return print_centre.read(session, found, Progress())


def test_a_list_twice_as_long_asks_the_database_no_oftener(committee: Session) -> None:
    for at in range(6):
        support.accepted(committee, at, f"张{at}", "青城草原工作站")
    found, total = print_centre.found(committee, RowFilter())
    print_centre.read(committee, found, Progress())  # what is read once for all is known now
    few = searches(committee, lambda: print_centre.read(committee, found[:3], Progress()))
    assert (total, few) == (6, searches(committee, lambda: print_centre.read(committee, found, Progress())))


def test_all_at_once_is_what_one_by_one_says(unit: Session) -> None:
    made = [another(unit, 1, "乌云毕力格"), another(unit, 2, "欧阳夏丹")]
    made.append(draft.create(unit, Application(year=2026)))
    assert unit.vault.copies.of_each(made) == {}
    filed = unit.vault.versions.latest_of(made)
    assert set(filed) == set(made[:2])
    for one in made[:2]:
        version = unit.vault.versions.latest(one)
        assert version is not None
        assert (filed[one].version, filed[one].policy) == (version, unit.vault.versions.latest_policy(one))
    for row in rows(unit):
        content, _ = paper.shown(unit, row.id)
        asked = {line.kind: line.copies for line in papers(content, unit.pack)}
        required = {document: cell.balance.required for document, cell in row.cells.items()}
        assert required == {document: asked[kind] for kind, document in paper.PRINTED.items() if document.numbered}


def test_what_lies_with_the_dossier_is_not_offered_by_a_committee(committee: Session) -> None:
    support.accepted(committee, 1, "萨仁高娃", "青城草原工作站")
    (row,) = rows(committee)
    assert not row.offered
    assert all(cell.elsewhere for cell in row.cells.values())
    assert row.settled
    assert row.prints(Document.REVIEW_FORM)  # a sheet that got lost can still be printed, when somebody says so


def test_a_district_prints_for_those_whose_papers_it_typed(open_desk: Callable[..., Session]) -> None:
    district = open_desk(Desk.DISTRICT_HR, "RSJ01")
    another(district, 1, "乌云毕力格")
    (row,) = rows(district)
    assert row.offered
    assert not any(cell.elsewhere for cell in row.cells.values())


@pytest.mark.slow
def test_a_unit_prints_what_came_in_once_its_opinion_is_signed_and_not_when_it_has_left(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    hands = (Desk.APPLICANT, Desk.UNIT, Desk.DEPARTMENT)
    desks = {desk: chain.opened(tmp_path, desk, clock) for desk in hands}
    for one, other in pairwise(hands):
        chain.introduce(tmp_path, desks[one], desks[other])
    filing: ApplicationId = chain.filed(desks[Desk.APPLICANT])
    unit = desks[Desk.UNIT]
    chain.send(desks[Desk.APPLICANT], unit, [filing], tmp_path / "stick1")
    assert [row.offered for row in rows(desks[Desk.APPLICANT])] == [False]
    assert [(row.status, row.offered) for row in rows(unit)] == [(Status.RECEIVED, False)]
    review_desk.sign(unit, filing, chain.work(unit, filing))
    assert [(row.status, row.offered) for row in rows(unit)] == [(Status.RECEIVED, True)]
    with unit.vault.act(Act.PACKAGE_SEALED, {"application": filing}):
        unit.vault.applications.set_status(filing, Status.FORWARDED)
    assert [(row.status, row.offered) for row in rows(unit)] == [(Status.FORWARDED, False)]
    for session in desks.values():
        session.close()
