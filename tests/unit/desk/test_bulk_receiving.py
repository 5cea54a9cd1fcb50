"""A day's packages taken in one after another: sorted, answered in one go, gone on with after whatever stopped it."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import bulk_receiving as bulk
from desktop_app.desk import contacts, counter, draft, formal_print, receive, seal, submit
from desktop_app.desk.bulk_receiving import BulkSort, Queued
from desktop_app.desk.counter import Counted
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.identity_number import check_digit
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.sealing import label
from tests.support.pdf_words import pages
from tests.unit.desk.conftest import PASSPHRASE

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]


def _another(unit: Session, turn: int) -> ApplicationId:
    """One more person's application, submitted."""
    application = draft.take_in(unit, resource("demo", "classified_engineer.json"))
    content = draft.load(unit, application).draft
    stem = content.person.identity_number[:14] + f"{turn:03d}"
    person = msgspec.structs.replace(content.person, name=f"王{turn}", identity_number=stem + check_digit(stem))
    draft.save(unit, application, msgspec.structs.replace(content, person=person))
    for kind, name, year in SCANS:
        draft.attach(unit, application, kind, resource("demo", "files", name), year)
    submit.submit(unit, application)
    return application


def _seal(unit: Session, application: ApplicationId, stick: Path) -> seal.SealedOutcome:
    stick.mkdir(exist_ok=True)
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, stick, Progress())


def _run(session: Session, stick: Path, scanned: dict[str, str] | None = None) -> list[Queued]:
    lines = bulk.queue(session, receive.found(stick))
    done = [one for one in lines if one.done]
    bulk.run(session, lines, scanned or {}, done.append, Progress())
    return done


def _sorts(lines: list[Queued]) -> list[BulkSort]:
    return [one.sort for one in lines]


def _meet(here: Session, there: Session, folder: Path) -> None:
    """Two desks come to trust one another."""
    for one, other in ((here, there), (there, here)):
        path = folder / f"{one.office.code}-{other.office.code}.fjcard"
        contacts.save_card(other, path)
        contact = contacts.take_in(one, path)
        spoken = contacts.own_card(other).fingerprint.split()
        contacts.verify(one, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")


def _label(desk: Session, sent: seal.SealedOutcome) -> str:
    """The line that the label of a package scans to."""
    record, own = sent.record, contacts.own_card(desk).key_id
    return label.qr_text(record.id, own, record.peer, record.sequence, record.seal_digest, contacts.keys(desk))


def _same(other: Session) -> ApplicationId:
    application = draft.take_in(other, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(other, application, kind, resource("demo", "files", name), year)
    submit.submit(other, application)
    return application


@pytest.fixture
def hub(open_desk: Callable[..., Session], unit: Session, tmp_path: Path) -> Session:
    """The department that the unit reports to."""
    made = open_desk(Desk.DEPARTMENT, "DEPT01")
    _meet(unit, made, tmp_path)
    return made


def test_a_days_packages_are_sorted_and_answered_in_one_go(
    unit: Session,
    hub: Session,
    submitted: ApplicationId,
    open_desk: Callable[..., Session],
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    other = open_desk(Desk.UNIT, "UNIT02")
    _meet(other, hub, tmp_path)
    stick = tmp_path / "s"
    sent = [_seal(unit, one, stick) for one in (submitted, _another(unit, 7), _another(unit, 9))]
    clock.advance(minutes=1)
    twin = _seal(other, _same(other), stick)
    broken = next(path for path in sent[1].folder.iterdir() if path.suffix == ".age")
    broken.write_bytes(broken.read_bytes()[:-1] + b"\0")
    unfinished = stick / "FJ-UNIT01-000099-ABCDEFGH"
    unfinished.mkdir()
    scanned = bulk.labels([_label(unit, sent[0]), "", _label(other, twin)])
    assert sorted(scanned) == sorted([sent[0].record.id, twin.record.id])
    found = {one.folder: one for one in _run(hub, stick, scanned)}
    sorts = {folder: one.sort for folder, one in found.items()}
    assert sorts == {
        sent[0].folder: BulkSort.SOUND,
        sent[1].folder: BulkSort.REFUSED,
        sent[2].folder: BulkSort.SOUND,
        twin.folder: BulkSort.TWIN,
        unfinished: BulkSort.REFUSED,
    }
    refused = found[sent[1].folder]
    assert refused.fault is not None
    assert refused.fault.code is Code.VOLUME_DIGEST
    assert [line.ok for line in refused.checks][-1] is False
    assert all(line.ok for line in found[sent[0].folder].checks)
    assert found[sent[0].folder].says == ()  # label compared, nothing to say
    assert any("没有核对封条号" in words.zh for words in found[sent[2].folder].says)
    assert any("由测试UNIT01报来" in words.zh for words in found[twin.folder].says)
    back = tmp_path / "back"
    back.mkdir()
    waiting = bulk.to_answer(hub)
    assert list(waiting) == [sent[0].record.id, sent[2].record.id, twin.record.id]
    answers = [bulk.answer(hub, package, back, Progress()) for package in waiting]
    assert [(one.fault, one.late) for one in answers] == [(None, 0)] * 3
    assert bulk.to_answer(hub) == ()
    ours = _run(unit, back)
    assert sorted(one.value for one in _sorts(ours)) == ["answer", "answer", "not_ours"]
    assert unit.vault.packages.get(sent[2].record.id).state is PackageState.RECEIPTED
    assert unit.vault.packages.get(sent[1].record.id).state is PackageState.VERIFIED
    again = _run(hub, stick)
    assert _sorts(again).count(BulkSort.KNOWN) == 3
    assert [one.first for one in again if one.sort is BulkSort.KNOWN] == [
        one.first for one in found.values() if one.first
    ]
    (who,) = bulk.inside(hub, found[twin.folder].applications)
    content = draft.load(hub, who.application).draft
    assert (who.name, who.unit, who.title) == (content.person.name, content.unit.name, content.filing.title)
    assert found[twin.folder].first == who.name != ""
    assert any("由测试UNIT01报来" in words.zh for words in who.says)
    (alone,) = bulk.inside(hub, found[sent[2].folder].applications)
    assert alone.says == ()


def test_what_came_too_late_is_refused_in_its_receipt_with_the_day(
    introduced: Two, submitted: ApplicationId, clock: FixedClock, tmp_path: Path
) -> None:
    unit, committee = introduced
    stick, back = tmp_path / "s", tmp_path / "back"
    back.mkdir()
    outcome = _seal(unit, submitted, stick)
    clock.advance(minutes=60 * 24 * 40)
    (late,) = _run(committee, stick)
    (application,) = late.applications
    said = []
    for day in (clock.now(), datetime(2026, 8, 1, tzinfo=UTC)):
        committee.clock = FixedClock(day)
        formal_print.confirm(committee, PASSPHRASE)
        slip = tmp_path / "slip.pdf"
        counter.certificate(committee, application, Counted("其木格", {"review_form": 2}), slip, Progress())
        said.append("".join("".join(pages(slip.read_bytes())).split()))
    assert ["逾期的不再补报" in one for one in said] == [True, False], "by the day on which the paper came"
    committee.clock = clock
    committee.confirmations.forget()
    assert late.sort is BulkSort.LATE
    assert "2026-08-15 收到，已过 2026-08-" in late.says[0].zh
    with pytest.raises(Fault) as asked:  # the minutes since unlocking are over
        bulk.answer(committee, outcome.record.id, back, Progress())
    assert asked.value.code is Code.PRINT_CONFIRM_NEEDED
    formal_print.confirm(committee, PASSPHRASE)
    answer = bulk.answer(committee, outcome.record.id, back, Progress())
    assert (answer.late, answer.fault) == (1, None)
    assert committee.vault.audit.count(Act.PACKAGE_REFUSED) == 1  # asking for the passphrase refuses nothing twice
    assert _sorts(_run(unit, back)) == [BulkSort.ANSWER]
    assert unit.vault.packages.get(outcome.record.id).state is PackageState.REFUSED
    assert draft.load(unit, submitted).status is Status.SEALED


@pytest.mark.parametrize("stop", ["cancelled", "pulled"])
def test_a_run_that_was_stopped_goes_on_where_it_was(
    unit: Session, hub: Session, submitted: ApplicationId, tmp_path: Path, stop: str
) -> None:
    stick, pocket = tmp_path / "s", tmp_path / "pocket"
    for one in (submitted, _another(unit, 7), _another(unit, 9)):
        _seal(unit, one, stick)
    lines = bulk.queue(hub, receive.found(stick))
    done: list[Queued] = []
    progress = Progress()

    def told(one: Queued) -> None:
        done.append(one)
        if stop == "cancelled":
            progress.cancel()
        else:
            shutil.move(stick, pocket)

    with pytest.raises((Cancelled, Fault)) as caught:
        bulk.run(hub, lines, {}, told, progress)
    if isinstance(caught.value, Fault):
        assert caught.value.code is Code.MEDIUM_GONE
        shutil.move(pocket, stick)
    assert _sorts(done) == [BulkSort.SOUND]
    assert len(hub.vault.packages.all(Direction.IN)) == 1
    assert _sorts(_run(hub, stick)) == [BulkSort.KNOWN, BulkSort.SOUND, BulkSort.SOUND]
    assert hub.vault.check(Progress()).problems == ()


def test_a_full_medium_costs_one_number_and_not_one_a_receipt(
    unit: Session, hub: Session, submitted: ApplicationId, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, back = tmp_path / "s", tmp_path / "back"
    back.mkdir()
    for one in (submitted, _another(unit, 7)):
        _seal(unit, one, stick)
    _run(hub, stick)
    waiting = bulk.to_answer(hub)
    assert len(waiting) == 2
    formal_print.confirm(hub, PASSPHRASE)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Fault) as caught:
            bulk.answer(hub, waiting[0], back, Progress())
    assert caught.value.code is Code.DISK_FULL
    assert [one.state for one in hub.vault.packages.all(Direction.OUT)] == [PackageState.VOID]
    assert list(back.iterdir()) == []


def test_a_line_that_is_no_label_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        bulk.labels(["FJ1:HELLO"])
    assert caught.value.code is Code.LABEL_UNKNOWN


def test_the_six_groups_of_a_label_may_be_typed(
    unit: Session, hub: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    stick = tmp_path / "s"
    sent = [_seal(unit, one, stick) for one in (submitted, _another(unit, 7))]
    queued = bulk.queue(hub, receive.found(stick))
    wide = sent[0].seal_code.translate({ord(str(n)): 0xFF10 + n for n in range(10)})  # as an input method may type it
    assert bulk.labels([wide.replace(" ", "-")], queued) == {sent[0].record.id: sent[0].seal_code}
    with pytest.raises(Fault) as caught:
        bulk.labels(["12345 " * 6], queued)
    assert caught.value.code is Code.LABEL_UNKNOWN
    came = {one.folder: one for one in _run(hub, stick, bulk.labels([sent[0].seal_code], queued))}
    assert not any("没有核对封条号" in words.zh for words in came[sent[0].folder].says)
    assert any("没有核对封条号" in words.zh for words in came[sent[1].folder].says)
