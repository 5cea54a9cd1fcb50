"""An officer compares a record with an export, rules on what is left open, and the findings follow; nothing is lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import compare_online, comparing, draft, submit
from desktop_app.desk.comparing import Kept, Outcome, Ruling
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application, PublicNotice
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import NoticeMode, Track
from desktop_app.domain.status import Status
from desktop_app.domain.vault_report import ProblemKind
from tests.support import exports, papers, vaults
from tests.support.plaintext import traces
from tests.unit.desk.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

WRONG_PHONE, REASON = "13899990001", "线上系统不印这一项"


@pytest.fixture
def filed(unit: Session) -> ApplicationId:
    """A paper filing with an online half that was submitted."""
    id_ = draft.new(unit)
    now = papers.application(papers.RARE_NAME)
    now = structs.replace(now, filing=structs.replace(now.filing, track=Track.OTHER_PAPER))
    now = structs.replace(now, online=structs.replace(now.online, submitted_on=date(2026, 7, 1), plan="计划"))
    draft.save(unit, id_, now)
    return id_


def edited(session: Session, id_: ApplicationId, **parts: object) -> None:
    draft.save(session, id_, structs.replace(draft.load(session, id_).draft, **parts))


def with_phone(application: Application, phone: str) -> Application:
    return structs.replace(application, person=structs.replace(application.person, phone=phone))


def compare(session: Session, id_: ApplicationId, folder: Path, export: bytes) -> Kept:
    path = folder / "export.pdf"
    path.write_bytes(export)
    read = compare_online.read(path)
    path.unlink()
    return comparing.keep(session, id_, compare_online.result(draft.load(session, id_).draft, read, session.pack))


def differing(session: Session, id_: ApplicationId, folder: Path) -> Kept:
    """The export has another telephone number and another school."""
    online = with_phone(draft.load(session, id_).draft, WRONG_PHONE)
    online = structs.replace(online, education=structs.replace(online.education, school="西部农牧大学"))
    return compare(session, id_, folder, exports.review_form(online))


def open_paths(kept: Kept) -> dict[str, Outcome]:
    return {one.path: one.outcome for one in kept.histories[0].unsettled}


def r047(session: Session, id_: ApplicationId) -> list[Verdict]:
    found = submit.would_meet(session, id_).findings
    return [one.verdict for one in found if one.rule == "R047"]


def fault(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def test_what_differs_is_kept_and_the_findings_follow(unit: Session, filed: ApplicationId, tmp_path: Path) -> None:
    assert r047(unit, filed) == [Verdict.TODO]
    kept = differing(unit, filed, tmp_path)
    assert open_paths(kept) == {"person.phone": Outcome.DIFFERS, "education.school": Outcome.NOT_FOUND}
    online = draft.load(unit, filed).draft.online
    assert (online.compared_on, online.differences, online.differences_settled) == (unit.today(), 2, False)
    assert r047(unit, filed) == [Verdict.TODO]
    kept = comparing.rule(unit, filed, Ruling.SAME_THING, ["education.school"], "学校已更名")
    assert open_paths(kept) == {"person.phone": Outcome.DIFFERS}
    kept = comparing.rule(unit, filed, Ruling.PAPER_WRONG, ["person.phone"])
    assert set(open_paths(kept)) == {"person.phone"}
    assert r047(unit, filed) == [Verdict.TODO]
    kept = comparing.rule(unit, filed, Ruling.NOT_IN_EXPORT, ["person.phone"], REASON)
    assert open_paths(kept) == {}
    assert [(one.ruling, one.by, one.reason) for one in kept.histories[0].rulings] == [
        (Ruling.SAME_THING, "经办人", "学校已更名"),
        (Ruling.PAPER_WRONG, "经办人", ""),
        (Ruling.NOT_IN_EXPORT, "经办人", REASON),
    ]
    assert draft.load(unit, filed).draft.online.differences_settled
    assert r047(unit, filed) == [Verdict.PASS]


def test_no_difference_leaves_nothing_open(unit: Session, filed: ApplicationId, tmp_path: Path) -> None:
    kept = compare(unit, filed, tmp_path, exports.review_form(draft.load(unit, filed).draft))
    assert (open_paths(kept), kept.stale) == ({}, False)
    assert r047(unit, filed) == [Verdict.PASS]


def test_it_goes_stale_with_what_was_compared_and_with_nothing_else(
    unit: Session, filed: ApplicationId, tmp_path: Path
) -> None:
    compare(unit, filed, tmp_path, exports.review_form(draft.load(unit, filed).draft))
    now = draft.load(unit, filed).draft
    edited(unit, filed, public_notice=PublicNotice(mode=NoticeMode.POSTED))
    assert not comparing.of(unit, filed).stale
    edited(unit, filed, person=with_phone(now, WRONG_PHONE).person)
    assert comparing.of(unit, filed).stale
    assert comparing.of(unit, filed).current is None
    assert r047(unit, filed) == [Verdict.TODO]
    assert fault(lambda: comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], "x")).code is (
        Code.COMPARISON_STALE
    )
    edited(unit, filed, person=now.person)
    assert r047(unit, filed) == [Verdict.PASS]
    edited(unit, filed, online=structs.replace(now.online, submitted_on=date(2026, 7, 3)))
    assert comparing.of(unit, filed).stale


def test_what_was_settled_holds_for_the_same_values_again(
    unit: Session, filed: ApplicationId, tmp_path: Path, clock: FixedClock
) -> None:
    first = differing(unit, filed, tmp_path).histories[0].comparison.id
    comparing.rule(unit, filed, Ruling.SAME_THING, ["education.school"], "学校已更名")
    comparing.rule(unit, filed, Ruling.PAPER_WRONG, ["person.phone"])
    clock.advance(days=1)
    kept = differing(unit, filed, tmp_path)
    assert open_paths(kept) == {"person.phone": Outcome.DIFFERS}, "typed wrong is to be mended, not brought over"
    (brought,) = kept.histories[0].rulings
    assert (brought.brought_from, brought.at.day, brought.reason) == (first, 6, "学校已更名")
    clock.advance(days=1)
    (again,) = differing(unit, filed, tmp_path).histories[0].rulings
    assert again == brought
    now = draft.load(unit, filed).draft
    edited(unit, filed, education=structs.replace(now.education, school="北方农牧学院"))
    assert "education.school" in open_paths(differing_only(unit, filed, tmp_path, "西部农牧大学"))


def differing_only(session: Session, id_: ApplicationId, folder: Path, school: str) -> Kept:
    now = draft.load(session, id_).draft
    changed = structs.replace(now, education=structs.replace(now.education, school=school))
    return compare(session, id_, folder, exports.review_form(changed))


@pytest.mark.parametrize(
    ("ruling", "fields", "reason", "code"),
    [
        (Ruling.SAME_THING, ["person.phone"], "  ", Code.COMPARISON_REASON),
        (Ruling.NOT_IN_EXPORT, ["person.phone"], "", Code.COMPARISON_REASON),
        (Ruling.SAME_THING, ["person.phone"], "长" * 201, Code.COMPARISON_REASON),
        (Ruling.ONLINE_WRONG, ["person.phone"], "一行\n两行", Code.COMPARISON_REASON),
        (Ruling.SAME_THING, ["person.name"], "x", Code.COMPARISON_FIELD),
        (Ruling.SAME_THING, ["person.phone", "person.shoe_size"], "x", Code.COMPARISON_FIELD),
        (Ruling.SAME_THING, [], "x", Code.COMPARISON_FIELD),
    ],
)
def test_a_ruling_that_cannot_be_leaves_nothing_behind(
    unit: Session, filed: ApplicationId, tmp_path: Path, ruling: Ruling, fields: list[str], reason: str, code: Code
) -> None:
    differing(unit, filed, tmp_path)
    entries = unit.vault.audit.head()
    assert fault(lambda: comparing.rule(unit, filed, ruling, fields, reason)).code is code
    assert comparing.of(unit, filed).histories[0].rulings == ()
    assert unit.vault.audit.head() == entries


def test_nothing_to_rule_on_before_a_comparison(unit: Session, filed: ApplicationId) -> None:
    assert fault(lambda: comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], "x")).code is (
        Code.COMPARISON_NONE
    )


def test_a_submitted_version_never_changes(unit: Session, drafted: ApplicationId, tmp_path: Path) -> None:
    submit.submit(unit, drafted)
    before = draft.load(unit, drafted)
    kept = compare(unit, drafted, tmp_path, exports.drawn([[(40, "姓名"), (150, "另一个人")]]))
    assert "person.name" in open_paths(kept)
    kept = comparing.rule(unit, drafted, Ruling.ONLINE_WRONG, ["person.name"])
    after = draft.load(unit, drafted)
    assert (after.status, after.draft) == (before.status, before.draft)
    assert after.status is not Status.DRAFT
    assert not kept.stale


def test_the_log_names_ids_and_digests_only(unit: Session, filed: ApplicationId, tmp_path: Path) -> None:
    kept = differing(unit, filed, tmp_path)
    comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], REASON)
    made = kept.histories[0].comparison
    entries = {entry.act: entry.objects for entry in unit.vault.audit.entries()}
    assert entries[Act.COMPARED_ONLINE] == {
        "application": filed,
        "comparison": made.id,
        "content": made.result.content,
        "file": made.result.file,
    }
    assert entries[Act.DIFFERENCE_JUDGED] == {"application": filed, "comparison": made.id}


def test_the_draft_takes_its_comparisons_with_it(unit: Session, filed: ApplicationId, tmp_path: Path) -> None:
    differing(unit, filed, tmp_path)
    kept = comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], REASON)
    draft.remove(unit, filed)
    with pytest.raises(Fault):
        unit.vault.comparisons.get(kept.histories[0].comparison.id)
    assert unit.vault.comparisons.of(filed) == []
    report = unit.vault.check(Progress())
    assert report.sound, report.problems


def test_nothing_of_an_export_lies_on_the_disk(unit: Session, filed: ApplicationId, tmp_path: Path) -> None:
    differing(unit, filed, tmp_path)
    comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], REASON)
    secrets = [WRONG_PHONE, "西部农牧大学", REASON, papers.RARE_NAME, filed]
    assert traces([tmp_path], secrets) == []
    unit.close()
    assert traces([tmp_path], secrets) == []


@pytest.mark.parametrize(
    ("sql", "kind", "where"),
    [
        ("UPDATE comparisons SET content = CAST('{}' AS BLOB)", ProblemKind.COMPARISON, ""),
        ("UPDATE comparisons SET file_digest = 'x'", ProblemKind.COMPARISON, ""),
        ("UPDATE comparison_rulings SET content = CAST('{}' AS BLOB)", ProblemKind.COMPARISON, ""),
        ("UPDATE comparison_rulings SET comparison_id = 'gone'", ProblemKind.ORPHAN, "ruling"),
        ("UPDATE comparisons SET application_id = 'gone'", ProblemKind.ORPHAN, "comparison"),
        ("DELETE FROM comparison_rulings", ProblemKind.MARK, "comparison_rulings"),
        ("DELETE FROM comparisons", ProblemKind.ORPHAN, "ruling"),
    ],
)
def test_the_examination_finds_what_was_done_to_a_comparison(
    unit: Session, filed: ApplicationId, tmp_path: Path, sql: str, kind: ProblemKind, where: str
) -> None:
    differing(unit, filed, tmp_path)
    comparing.rule(unit, filed, Ruling.SAME_THING, ["person.phone"], REASON)
    assert unit.vault.check(Progress()).sound
    folder = unit.vault.folder
    unit.close()
    with vaults.raw(folder, PASSPHRASE) as database:
        database.execute(sql)
    with vaults.opened_unlogged(folder, PASSPHRASE) as examination:
        problems = examination.report().problems
    assert [one for one in problems if one.kind is kind and where in one.where], problems
