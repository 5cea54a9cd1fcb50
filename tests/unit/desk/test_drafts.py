"""Drafts, scans, versions: kept as typed, refused where they must be, and what changed is told."""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import check, draft, home, keep, lowering, submit
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application, Opinions, PublicNotice
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.status import Status


def _with(application: Application, **person: object) -> Application:
    return msgspec.structs.replace(application, person=msgspec.structs.replace(application.person, **person))


def _code(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_submitted_version_never_changes(unit: Session, submitted: ApplicationId) -> None:
    before = draft.load(unit, submitted).draft
    assert _code(lambda: draft.save(unit, submitted, _with(before, phone="1"))) is Code.VERSION_IS_FINAL
    assert _code(lambda: submit.submit(unit, submitted)) is Code.MOVE_NOT_ALLOWED
    submit.withdraw(unit, submitted, "电话有误")
    draft.save(unit, submitted, _with(before, phone="0471-0000009"))
    second = submit.submit(unit, submitted)
    first, again = draft.versions(unit, submitted)
    assert (first.number, again.number, second.number) == (1, 2, 2)
    assert first.content.person.phone == before.person.phone
    changed = draft.differences(first.content, again.content)
    assert [(d.path, d.after) for d in changed] == [("person.phone", "0471-0000009")]


def test_open_findings_and_undecided_marking_stop_a_submission(unit: Session, drafted: ApplicationId) -> None:
    content = draft.load(unit, drafted).draft
    draft.save(unit, drafted, _with(content, identity_number=""))
    assert _code(lambda: submit.submit(unit, drafted)) is Code.RULES_BLOCK
    lowering.lower(unit, drafted, Application().marking, reason="定密依据待核", decided_by="葛景明")
    assert _code(lambda: submit.submit(unit, drafted)) is Code.MARKING_UNDECIDED
    assert draft.load(unit, drafted).status is Status.DRAFT
    assert draft.versions(unit, drafted) == []


def test_one_series_a_level_a_year(unit: Session, submitted: ApplicationId) -> None:
    other = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    assert _code(lambda: submit.submit(unit, other)) is Code.APPLICATION_TWIN
    draft.remove(unit, other)
    assert draft.count(unit, draft.RowFilter()) == 1


def test_applicant_is_not_kept_by_what_the_unit_adds_later(open_desk: Callable[..., Session]) -> None:
    applicant = open_desk(Desk.APPLICANT, "SELF01")
    application = draft.take_in(applicant, resource("demo", "classified_engineer.json"))
    content = msgspec.structs.replace(
        draft.load(applicant, application).draft, public_notice=PublicNotice(), opinions=Opinions()
    )
    own = {f.rule for f in check.assess(content, applicant.today(), applicant.pack, Desk.APPLICANT).standing}
    units = {f.rule for f in check.assess(content, applicant.today(), applicant.pack, Desk.UNIT).standing}
    assert "R083" in units - own


def test_scans_are_known_by_their_bytes(unit: Session, tmp_path: Path) -> None:
    application = draft.new(unit)
    liar = tmp_path / "scan.pdf"
    liar.write_bytes(b"MZ this is a program")
    assert _code(lambda: draft.attach(unit, application, MaterialKind.OTHER, liar)) is Code.ATTACHMENT_KIND
    assert _code(lambda: draft.attach(unit, application, MaterialKind.OTHER, tmp_path / "no")) is Code.FILE_NOT_FOUND
    assert draft.load(unit, application).draft.materials == ()
    real = tmp_path / "名字.jpeg"
    real.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(3_000_000))
    kept = draft.attach(unit, application, MaterialKind.PHOTO, real).materials[0]
    assert (kept.media_type, kept.name, kept.size) == ("image/png", "名字.jpeg", real.stat().st_size)
    stored = draft.attachments(unit, application)[0]
    assert draft.attachment_bytes(unit, stored.id) == real.read_bytes()
    assert draft.detach(unit, application, kept.digest, kept.kind).materials == ()
    assert draft.attachments(unit, application) == []


def test_one_file_is_kept_once_for_each_kind_and_taken_out_of_one_kind_at_a_time(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    scan, secret = tmp_path / "a.pdf", marked(SecrecyLevel.SECRET, 120)
    scan.write_bytes(b"%PDF-1.7\n" + os.urandom(5000))
    before = unit.vault.attachments.bytes_of(drafted)
    attach = lambda kind: draft.attach(unit, drafted, kind, scan)  # noqa: E731
    made = attach(MaterialKind.OTHER).materials[-1]
    content = draft.load(unit, drafted).draft
    files = tuple(msgspec.structs.replace(m, marking=secret) if m == made else m for m in content.materials)
    draft.save(unit, drafted, msgspec.structs.replace(content, materials=files))
    for _ in range(2):
        again = attach(MaterialKind.OTHER)
    assert [(one.kind, one.marking) for one in again.materials if one.digest == made.digest] == [
        (MaterialKind.OTHER, secret)
    ], "a mark is lowered by an act of its own only"
    assert unit.vault.attachments.bytes_of(drafted) == (before[0] + 1, before[1] + 5009)
    attach(MaterialKind.QUALIFICATION)
    left = draft.detach(unit, drafted, made.digest, MaterialKind.OTHER)
    assert [one.kind for one in left.materials if one.digest == made.digest] == [MaterialKind.QUALIFICATION]
    assert unit.vault.attachments.bytes_of(drafted) == (before[0] + 1, before[1] + 5009)
    kept = unit.vault.attachments.by_digest(drafted, made.digest)
    assert kept is not None
    assert draft.attachment_bytes(unit, kept.id) == scan.read_bytes()
    assert keep.check_vault(unit, Progress()).sound


def test_a_scan_that_a_version_names_outlives_its_removal(unit: Session, submitted: ApplicationId) -> None:
    first = draft.load(unit, submitted).draft.materials[0]
    digest = first.digest
    submit.withdraw(unit, submitted, "换照片")
    draft.detach(unit, submitted, digest, first.kind)
    kept = unit.vault.attachments.by_digest(submitted, digest)
    assert kept is not None
    assert len(draft.attachment_bytes(unit, kept.id)) == kept.size


def test_machine_takes_nothing_in_above_its_level(open_desk: Callable[..., Session]) -> None:
    low = open_desk(Desk.UNIT, "LOW001", SecrecyLevel.INTERNAL)
    demo = resource("demo", "classified_engineer.json")
    assert _code(lambda: draft.take_in(low, demo)) is Code.MARKING_ABOVE_MACHINE
    assert draft.count(low, draft.RowFilter()) == 0


def test_plain_export_is_asked_for_and_in_the_log(unit: Session, drafted: ApplicationId, tmp_path: Path) -> None:
    draft.give_out(unit, drafted, tmp_path / "out.json")
    again = draft.take_in(unit, tmp_path / "out.json")
    ours, theirs = draft.load(unit, drafted).draft, draft.load(unit, again).draft
    assert msgspec.structs.replace(ours, materials=()) == theirs
    assert Act.PLAIN_TEXT_WRITTEN in {e.act for e in keep.audit(unit)}
    assert _code(lambda: draft.give_out(unit, drafted, tmp_path / "no" / "x.json")) is not Code.CANCELLED


def test_home_tells_what_waits_and_the_days_that_are_near(unit: Session, submitted: ApplicationId) -> None:
    draft.new(unit)
    seen = home.overview(unit)
    kinds = home.WaitingKind
    expected = {kinds.NOT_SEALED, kinds.DRAFT_OPEN, kinds.REVIEW, kinds.RECOVERY_NEVER_MADE}
    assert {w.kind for w in seen.waiting} == expected
    assert seen.counts[Status.SUBMITTED] == 1
    days = {(d.day.isoformat(), d.clause) for d in seen.deadlines}
    assert {day for day, _ in days} >= {"2026-07-07", "2026-07-10", "2026-07-15", "2026-07-20", "2026-08-10"}
    assert all(d.days_left >= 0 for d in seen.deadlines)
