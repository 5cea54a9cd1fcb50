"""The example: tried as far as paper, in nobody's way, sent to nobody, and gone again with all that hung on it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, ContactId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, examples, held_notices, print_, review_desk, seal, submit, year_papers
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.review_work import ReviewWork
from desktop_app.domain.status import Status
from tests.support.ipp_printer import LoopbackPrinter

ENGINEER = resource("demo", "classified_engineer.json")


def with_scans(session: Session, application: ApplicationId) -> ApplicationId:
    for kind, name, year in SCANS:
        draft.attach(session, application, kind, resource("demo", "files", name), year)
    return application


@pytest.fixture
def example(unit: Session) -> ApplicationId:
    """Submitted, as somebody does who tries everything."""
    made = with_scans(unit, examples.put_in(unit))
    submit.submit(unit, made)
    return made


def left_of(session: Session, application: ApplicationId, *others: str) -> list[str]:
    """Tables beside the log in which the id, or one of those, is still found."""
    database = session.vault._database
    found = []
    for (table,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%'"):
        for row in database.rows(f"SELECT * FROM {table}"):
            if any(str(one) in str(value) for value in row for one in (application, *others)):
                found.append(table)
    return sorted(set(found))


def test_it_goes_with_versions_copies_steps_and_scans(unit: Session, example: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, example, Document.REVIEW_FORM, printer.uri, Progress())
    copies = [copy.id for copy in print_.register(unit, example)]
    assert copies
    review_desk.keep(unit, example, ReviewWork(text="同意推荐", reviewer="陆怀谷"))
    version = unit.vault.versions.of(example)[0]
    assert len(left_of(unit, example)) > 6
    examples.remove(unit, example)
    assert left_of(unit, example, version.id, *copies) == []
    assert unit.vault.check(Progress()).sound
    entry = unit.vault.audit.entries()[0]
    assert entry.act is Act.APPLICATION_REMOVED
    assert entry.objects == {"application": example, "example": "yes", "versions": "1"}
    with pytest.raises(Fault) as fault:
        draft.load(unit, example)
    assert fault.value.code is Code.RECORD_NOT_FOUND


def test_a_filing_is_never_removed_once_it_was_submitted(unit: Session) -> None:
    filing = with_scans(unit, draft.take_in(unit, ENGINEER))
    submit.submit(unit, filing)
    for remove, code in ((examples.remove, Code.EXAMPLE_ONLY), (draft.remove, Code.VERSION_IS_FINAL)):
        with pytest.raises(Fault) as fault:
            remove(unit, filing)
        assert fault.value.code is code
    assert draft.load(unit, filing).status is Status.SUBMITTED


def test_it_is_in_nobodys_way_and_counts_for_nothing(unit: Session, example: ApplicationId) -> None:
    filing = with_scans(unit, draft.take_in(unit, ENGINEER))
    submit.submit(unit, filing)  # the same invented number, and no twin
    assert [row.id for row in held_notices.candidates(unit)] == [filing]
    assert "示例" not in str(year_papers.roster_table(unit, Progress())[0].rows)
    assert {row.id for row in draft.rows(unit, RowFilter())} == {filing, example}
    assert [row.id for row in draft.rows(unit, RowFilter(examples=False))] == [filing]


def test_it_is_sealed_for_nobody(unit: Session, example: ApplicationId, tmp_path: Path) -> None:
    with pytest.raises(Fault) as fault:
        seal.seal(unit, [example], ContactId("nobody"), tmp_path, Progress())
    assert fault.value.code is Code.EXAMPLE_NOT_SENT
    assert list(tmp_path.glob("FJ-*")) == []


def test_a_draft_example_goes_like_any_draft_and_may_come_again(unit: Session) -> None:
    first = examples.put_in(unit)
    draft.remove(unit, first)
    assert left_of(unit, first) == []
    again = examples.put_in(unit)
    assert draft.load(unit, again).draft.person.name.startswith("示例·")


def test_a_machine_for_open_matters_gets_an_open_example(open_desk: Callable[..., Session]) -> None:
    session = open_desk(Desk.APPLICANT, "OPEN01", SecrecyLevel.INTERNAL)
    made = examples.put_in(session)
    assert draft.load(session, made).draft.marking.level is None
