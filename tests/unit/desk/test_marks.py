"""Marks at a desk: raised freely, lowered with a reason and a name, and needed by whatever leaves the vault."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

import desktop_app.desk
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, lowering, paper, plain_text, submit, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, Marking, SecrecyLevel, highest, marked
from tests.faults.test_vault_full_disk import full

SECRET = marked(SecrecyLevel.SECRET, 60)
LONGER = marked(SecrecyLevel.SECRET, 120)
CONFIDENTIAL = marked(SecrecyLevel.CONFIDENTIAL, 60)


def code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def with_mark(session: Session, application: ApplicationId, mark: Marking) -> None:
    draft.save(session, application, structs.replace(draft.load(session, application).draft, marking=mark))


def mark_file(session: Session, application: ApplicationId, at: int, mark: Marking) -> None:
    content = draft.load(session, application).draft
    files = [structs.replace(one, marking=mark) if n == at else one for n, one in enumerate(content.materials)]
    draft.save(session, application, structs.replace(content, materials=tuple(files)))


@pytest.mark.slow
def test_a_file_with_a_longer_term_marks_every_paper_and_the_list(unit: Session, drafted: ApplicationId) -> None:
    assert paper.mark(unit, drafted).printed() == "机密★5年"
    mark_file(unit, drafted, 0, LONGER)
    assert paper.mark(unit, drafted).printed() == "机密★10年"
    assert draft.rows(unit, draft.RowFilter())[0].marking.printed() == "机密★10年"
    submit.submit(unit, drafted)
    assert paper.request(unit, drafted, Document.REVIEW_FORM).marking.printed() == "机密★10年"


def test_lowering_needs_reason_and_name_and_both_are_kept(unit: Session, drafted: ApplicationId) -> None:
    assert code(lambda: with_mark(unit, drafted, CONFIDENTIAL)) is Code.MARKING_LOWERED
    for reason, name in (("", "葛景明"), ("改为一般事项", " ")):
        act = lambda reason=reason, name=name: lowering.lower(  # noqa: E731
            unit, drafted, CONFIDENTIAL, reason=reason, decided_by=name
        )
        assert code(act) is Code.MARKING_LOWERED
    assert draft.load(unit, drafted).draft.marking.printed() == "机密★5年"
    lowering.lower(unit, drafted, CONFIDENTIAL, reason="改为一般事项", decided_by="葛景明")
    assert draft.load(unit, drafted).draft.marking == CONFIDENTIAL
    (kept,) = lowering.lowerings(unit, drafted)
    assert (kept.before.printed(), kept.after, kept.reason, kept.decided_by) == (
        "机密★5年",
        CONFIDENTIAL,
        "改为一般事项",
        "葛景明",
    )
    entry = unit.vault.audit.entries(limit=1)[0]
    assert (entry.act, entry.objects) == (Act.MARKING_LOWERED, {"application": drafted, "lowering": kept.id})
    with_mark(unit, drafted, SECRET)  # raised again: nobody asks


def test_a_file_is_lowered_on_its_own(unit: Session, drafted: ApplicationId) -> None:
    mark_file(unit, drafted, 1, LONGER)
    assert code(lambda: mark_file(unit, drafted, 1, UNDECIDED)) is Code.MARKING_LOWERED
    digest = draft.load(unit, drafted).draft.materials[1].digest
    lowering.lower(unit, drafted, UNDECIDED, reason="原件已变更密级", decided_by="葛景明", material=digest)
    assert paper.mark(unit, drafted).printed() == "机密★5年"
    assert lowering.lowerings(unit, drafted)[0].material == digest


def test_a_file_above_the_machine_is_not_taken_in(open_desk: Callable[..., Session]) -> None:
    unit = open_desk(Desk.UNIT, "LOW001", SecrecyLevel.CONFIDENTIAL)
    made = draft.take_in(unit, resource("demo", "county_teacher.json"))
    draft.attach(unit, made, MaterialKind.OTHER, resource("demo", "files", "qualification.pdf"))
    assert code(lambda: mark_file(unit, made, 0, SECRET)) is Code.MARKING_ABOVE_MACHINE


def test_nothing_undecided_leaves_in_plain_text(unit: Session, tmp_path: Path) -> None:
    made = draft.new(unit)
    out = tmp_path / "out"
    assert code(lambda: draft.give_out(unit, made, out)) is Code.MARKING_UNDECIDED
    for document in (Document.REVIEW_FORM, Document.PLEDGE):
        act = lambda document=document: paper.save_pdf(unit, made, document, out, Progress())  # noqa: E731
        assert code(act) is Code.MARKING_UNDECIDED
    assert not out.exists()
    assert not [one for one in unit.vault.audit.entries() if one.act is Act.PLAIN_TEXT_WRITTEN]
    with_mark(unit, made, NOT_SECRET)
    draft.give_out(unit, made, out)
    assert out.exists()


def test_the_roster_bears_the_mark_of_the_files_too(unit: Session, drafted: ApplicationId) -> None:
    mark_file(unit, drafted, 0, LONGER)
    submit.submit(unit, drafted)
    assert year_papers._roster(unit, Progress()).marking.printed() == "机密★10年"


def test_plain_text_leaves_by_one_door() -> None:
    """Whoever writes plain text elsewhere would not have asked for the mark."""
    folder = Path(desktop_app.desk.__file__).parent
    writers = set()
    for path in folder.glob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        if "PLAIN_TEXT_WRITTEN" in names:
            writers.add(path.name)
    # the evidence is a folder and asks for the mark itself; recovery sheets take one leave for all through that door;
    # the tables of roles and of confirmed acts only say who may
    assert writers == {"plain_text.py", "evidence.py", "recovery.py", "roles.py", "confirmed_acts.py"}


@pytest.mark.parametrize("late", [False, True])
def test_no_plain_file_stays_of_which_the_log_does_not_tell(unit: Session, tmp_path: Path, late: bool) -> None:
    """The vault's disk fills up while the act is under way, or with its very entry."""
    full(unit)
    objects = {"document": "x" * 50_000} if late else {}
    with pytest.raises(Fault) as caught, plain_text.writing(unit, tmp_path / "plain.pdf", SECRET, objects) as write:  # noqa: PT012
        write(b"plain")
        assert (tmp_path / "plain.pdf").read_bytes() == b"plain"
        if not late:
            unit.vault.settings.put("long", "x" * 50_000)
    assert caught.value.code is Code.VAULT_FULL
    assert list(tmp_path.glob("*.pdf")) == []
    assert unit.vault.audit.count(Act.PLAIN_TEXT_WRITTEN) == 0


def test_a_list_shows_the_highest_of_what_is_in_it(unit: Session, drafted: ApplicationId) -> None:
    draft.new(unit)  # undecided, and yet the list is secret
    assert draft.mark(unit) == highest([row.marking for row in draft.rows(unit, draft.RowFilter())])
    found = draft.mark(unit)
    assert found is not None
    assert found.printed() == "机密★5年"
    assert draft.mark(unit, draft.RowFilter(text="没有这个人")) is None
