"""From submitted to receipted between two real desks, and everything that may go wrong on the way."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, draft, home, receive, revocations, seal
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.records import Direction, PackageState, Trust
from desktop_app.domain.status import Status
from desktop_app.sealing.checks import Check

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]


def _sent(unit: Session, application: ApplicationId, folder: Path) -> seal.SealedOutcome:
    folder.mkdir(exist_ok=True)
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, folder, Progress())


def _open(session: Session, folder: Path, groups: dict[int, str] | None = None) -> receive.Received:
    return receive.open_(session, folder, groups, lambda line: None, Progress())


def _refusal(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def test_the_loop_closes(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    outcome = _sent(unit, submitted, tmp_path / "stick")
    assert outcome.record.state is PackageState.VERIFIED
    assert draft.load(unit, submitted).status is Status.SEALED
    made: list[Check] = []
    received = receive.open_(
        committee,
        outcome.folder,
        dict(enumerate(outcome.seal_code.split())),
        lambda line: made.append(line.check),
        Progress(),
    )
    assert made == list(Check)
    assert received.warnings == ()
    ours, theirs = draft.versions(unit, submitted)[-1], draft.versions(committee, submitted)[-1]
    assert (theirs.digest, theirs.number, theirs.content) == (ours.digest, ours.number, ours.content)
    scans = {a.digest: draft.attachment_bytes(unit, a.id) for a in draft.attachments(unit, submitted)}
    assert {a.digest: draft.attachment_bytes(committee, a.id) for a in draft.attachments(committee, submitted)} == scans
    (tmp_path / "back").mkdir()
    answer = receive.receipt(committee, received.package.id, tmp_path / "back", Progress())
    matched = seal.take_receipt(unit, answer, Progress())
    assert matched.state is PackageState.RECEIPTED
    assert draft.load(unit, submitted).status is Status.DELIVERED
    assert [w for w in home.overview(unit).waiting if w.package] == []


def test_same_package_twice_changes_nothing(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    outcome = _sent(unit, submitted, tmp_path / "stick")
    _open(committee, outcome.folder)
    assert _refusal(lambda: _open(committee, outcome.folder)).code is Code.PACKAGE_DUPLICATE
    assert len(draft.versions(committee, submitted)) == 1
    assert committee.vault.audit.head().act is Act.PACKAGE_REFUSED  # type: ignore[union-attr]


def test_wrong_label_stops_before_anything_is_read(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    outcome = _sent(unit, submitted, tmp_path / "stick")
    assert _refusal(lambda: _open(committee, outcome.folder, {0: "00000", 5: "00000"})).code is Code.LABEL_MISMATCH
    assert committee.vault.packages.all(Direction.IN) == []


def test_unverified_contact_is_not_sealed_to(
    unit: Session, committee: Session, submitted: ApplicationId, tmp_path: Path
) -> None:
    contacts.save_card(committee, tmp_path / "c.fjcard")
    contact = contacts.take_in(unit, tmp_path / "c.fjcard")
    assert seal.recipients(unit) == []
    fault = _refusal(lambda: seal.seal(unit, [submitted], contact.id, tmp_path, Progress()))
    assert fault.code is Code.CARD_NOT_VERIFIED
    assert unit.vault.packages.all() == []
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_wrong_group_does_not_verify(unit: Session, committee: Session, tmp_path: Path) -> None:
    contacts.save_card(committee, tmp_path / "c.fjcard")
    contact = contacts.take_in(unit, tmp_path / "c.fjcard")
    spoken = contacts.own_card(committee).fingerprint.split()
    typed = {g: spoken[g] for g in contacts.groups_to_type()} | {5: "00000"}
    assert _refusal(lambda: contacts.verify(unit, contact.id, typed, "甲、乙")).code is Code.FINGERPRINT_MISMATCH
    few = {0: spoken[0], 5: spoken[5]}
    assert _refusal(lambda: contacts.verify(unit, contact.id, few, "甲、乙")).code is Code.FINGERPRINT_MISMATCH
    assert contacts.get(unit, contact.id).trust is Trust.UNVERIFIED


def test_revoked_sender_is_refused(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    outcome = _sent(unit, submitted, tmp_path / "stick")
    revocations.say(committee, contacts.all_(committee)[0].id, "密钥遗失")
    assert _refusal(lambda: _open(committee, outcome.folder)).code is Code.SENDER_REVOKED


def test_altered_and_truncated_packages_leave_nothing(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    outcome = _sent(unit, submitted, tmp_path / "stick")
    sealed = next(p for p in outcome.folder.iterdir() if p.suffix == ".age")
    whole = sealed.read_bytes()
    for content, code in (
        (whole[:-1], Code.VOLUME_SIZE),
        (whole[:-1] + bytes([whole[-1] ^ 1]), Code.VOLUME_DIGEST),
    ):
        sealed.write_bytes(content)
        assert _refusal(lambda: _open(committee, outcome.folder)).code is code
    sealed.unlink()
    assert _refusal(lambda: _open(committee, outcome.folder)).code is Code.VOLUME_MISSING
    (outcome.folder / "seal.fengjuan.sig").unlink()
    assert _refusal(lambda: _open(committee, outcome.folder)).code is Code.PACKAGE_INCOMPLETE
    assert committee.vault.packages.all(Direction.IN) == []
    assert draft.count(committee, draft.RowFilter()) == 0
    report = committee.vault.check(Progress())
    assert report.problems == ()


def test_machine_below_the_packages_level_takes_nothing_in(
    unit: Session, submitted: ApplicationId, open_desk: Callable[..., Session], tmp_path: Path
) -> None:
    low = open_desk(Desk.COMMITTEE_OFFICE, "LOW001", SecrecyLevel.CONFIDENTIAL)
    for here, there in ((unit, low), (low, unit)):
        path = tmp_path / f"{there.office.code}.fjcard"
        contacts.save_card(there, path)
        contact = contacts.take_in(here, path)
        spoken = contacts.own_card(there).fingerprint.split()
        contacts.verify(here, contact.id, dict(enumerate(spoken)), "甲、乙")
    outcome = _sent(unit, submitted, tmp_path / "stick")
    assert _refusal(lambda: _open(low, outcome.folder)).code is Code.ABOVE_MACHINE_LEVEL
    assert draft.count(low, draft.RowFilter()) == 0


def test_cancelled_seal_leaves_nothing_and_its_number_is_void(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    stick = tmp_path / "stick"
    stick.mkdir()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, progress)
    assert list(stick.iterdir()) == []
    assert [p.state for p in unit.vault.packages.all()] == [PackageState.VOID]
    assert draft.load(unit, submitted).status is Status.SUBMITTED
    received = _open(committee, _sent(unit, submitted, stick).folder)
    assert received.package.sequence == 2
    assert not any("1" in w.zh for w in received.warnings)  # the void number is no gap


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a small file system needs root")
def test_full_stick(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, _ = introduced
    stick = tmp_path / "stick"
    stick.mkdir()
    if os.system(f"mount -t tmpfs -o size=128k none {stick}") != 0:
        pytest.skip("no mounting here")
    try:
        fault = _refusal(lambda: seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress()))
        assert fault.code is Code.DISK_FULL
        assert list(stick.iterdir()) == []
    finally:
        os.system(f"umount {stick}")
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_vanished_stick(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, _ = introduced
    gone = tmp_path / "gone"
    fault = _refusal(lambda: seal.seal(unit, [submitted], seal.recipients(unit)[0].id, gone, Progress()))
    assert fault.code in (Code.MEDIUM_GONE, Code.FILE_NOT_FOUND)
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_stick_pulled_while_sealing(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, _ = introduced
    stick = tmp_path / "stick"
    stick.mkdir()

    def pull(done: int, total: int, what: str) -> None:
        shutil.rmtree(stick, ignore_errors=True)

    fault = _refusal(lambda: seal.seal(unit, [submitted], seal.recipients(unit)[0].id, stick, Progress(pull)))
    assert fault.code is Code.MEDIUM_PULLED
    assert draft.load(unit, submitted).status is Status.SUBMITTED
    (begun,) = unit.vault.packages.all()
    assert begun.state is PackageState.SEALING  # what lies on the stick, nobody knows
    seal.void(unit, begun.id)  # it is not found again
    assert draft.load(unit, submitted).status is Status.SUBMITTED


def test_receipt_of_another_desk_or_for_nothing_sent(
    introduced: Two, submitted: ApplicationId, open_desk: Callable[..., Session], tmp_path: Path
) -> None:
    unit, committee = introduced
    received = _open(committee, _sent(unit, submitted, tmp_path / "stick").folder)
    (tmp_path / "back").mkdir()
    answer = receive.receipt(committee, received.package.id, tmp_path / "back", Progress())
    stranger = open_desk(Desk.UNIT, "OTHER1")
    contacts.ensure_identity(stranger)
    assert _refusal(lambda: seal.take_receipt(stranger, answer, Progress())).code is Code.SENDER_UNKNOWN
    (tmp_path / "junk").write_bytes(b"{}")
    assert _refusal(lambda: seal.take_receipt(unit, tmp_path / "junk", Progress())).code is Code.RECEIPT_INVALID


def test_a_receipt_package_is_no_application(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    received = _open(committee, _sent(unit, submitted, tmp_path / "stick").folder)
    (tmp_path / "back").mkdir()
    answer = receive.receipt(committee, received.package.id, tmp_path / "back", Progress())
    assert _refusal(lambda: _open(unit, answer)).code is Code.PACKAGE_KIND
    assert seal.take_receipt(unit, answer, Progress()).state is PackageState.RECEIPTED  # still good for its purpose


def test_whoever_seals_types_the_passphrase_again(
    introduced: Two, submitted: ApplicationId, clock: FixedClock, tmp_path: Path
) -> None:
    unit, _ = introduced
    clock.advance(minutes=11)
    (tmp_path / "again").mkdir()
    peer = seal.recipients(unit)[0].id
    fault = _refusal(lambda: seal.seal(unit, [submitted], peer, tmp_path / "again", Progress()))
    assert fault.code is Code.PRINT_CONFIRM_NEEDED
    assert list((tmp_path / "again").iterdir()) == []
    assert unit.vault.packages.all(Direction.OUT) == []
