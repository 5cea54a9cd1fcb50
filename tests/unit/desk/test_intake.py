"""What comes in a package from a trusted but careless desk: again, older, forked, incomplete, or not theirs."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, receive, seal, sending
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Direction
from desktop_app.domain.status import Status
from desktop_app.sealing.content import PackageContent, PackageKind, SealedApplication, SourceFile

Two = tuple[Session, Session]


def _seal_as_is(
    sender: Session,
    folder: Path,
    application: ApplicationId,
    content: Application,
    number: int,
    files: tuple[SourceFile, ...],
) -> Path:
    """A package with exactly this inside, whatever the sender's own vault says."""
    folder.mkdir(exist_ok=True)
    record = exchange.canonical(content)
    sealed = SealedApplication(
        id=application, version_number=number, digest=exchange.digest(content), record=record, files=files
    )
    package = PackageContent(kind=PackageKind.APPLICATION, marking=content.marking, applications=(sealed,))
    return sending.send(sender, seal.recipients(sender)[0], package, (), folder, Progress())[1].folder


def _files(unit: Session, application: ApplicationId) -> tuple[SourceFile, ...]:
    return tuple(seal._file(unit, application, m) for m in draft.load(unit, application).draft.materials)


def _open(session: Session, folder: Path) -> receive.Received:
    return receive.open_(session, folder, None, lambda line: None, Progress())


def _changed(content: Application, name: str) -> Application:
    return msgspec.structs.replace(content, person=msgspec.structs.replace(content.person, name=name))


def _refusal(session: Session, folder: Path) -> Code:
    with pytest.raises(Fault) as caught:
        _open(session, folder)
    entry = session.vault.audit.head()
    assert entry is not None
    assert (entry.act, entry.objects["code"]) == (Act.PACKAGE_REFUSED, caught.value.code.value)
    return caught.value.code


def test_same_version_in_a_second_package_brings_nothing_new(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    for name in ("first", "second"):  # the first stick was thought lost, and both arrive
        (tmp_path / name).mkdir()
        outcome = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / name, Progress())
        received = _open(committee, outcome.folder)
        assert received.applications == (submitted,)
    assert len(draft.versions(committee, submitted)) == 1
    ours = sorted(a.digest for a in draft.attachments(unit, submitted))
    assert sorted(a.digest for a in draft.attachments(committee, submitted)) == ours
    assert committee.vault.check(Progress()).sound
    (tmp_path / "back").mkdir()
    answer = receive.receipt(committee, received.package.id, tmp_path / "back", Progress())
    seal.take_receipt(unit, answer, Progress())
    assert draft.load(unit, submitted).status is Status.DELIVERED


def test_later_version_becomes_the_next_and_keeps_each_scan_once(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    first = draft.versions(unit, submitted)[-1].content
    files = _files(unit, submitted)
    _open(committee, _seal_as_is(unit, tmp_path / "s", submitted, first, 1, files))
    _open(committee, _seal_as_is(unit, tmp_path / "s", submitted, _changed(first, "改正后"), 3, files))
    assert [v.number for v in draft.versions(committee, submitted)] == [1, 3]
    assert draft.load(committee, submitted).draft.person.name == "改正后"
    assert len(draft.attachments(committee, submitted)) == len(files)
    assert committee.vault.check(Progress()).sound


def test_older_or_forked_version_is_refused_and_the_refusal_logged(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    first = draft.versions(unit, submitted)[-1].content
    files = _files(unit, submitted)
    _open(committee, _seal_as_is(unit, tmp_path / "s", submitted, first, 3, files))
    for number in (1, 3):
        other = _seal_as_is(unit, tmp_path / "s", submitted, _changed(first, "另一个"), number, files)
        assert _refusal(committee, other) is Code.VERSION_OLDER
    assert draft.load(committee, submitted).draft.person.name == first.person.name
    assert len(committee.vault.packages.all(Direction.IN)) == 1


def test_nobody_writes_over_what_was_made_here(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    first = draft.versions(unit, submitted)[-1].content
    forged = _seal_as_is(committee, tmp_path / "s", submitted, _changed(first, "被换掉"), 9, _files(unit, submitted))
    assert _refusal(unit, forged) is Code.APPLICATION_OURS
    assert draft.load(unit, submitted).status is Status.SUBMITTED
    assert [v.content for v in draft.versions(unit, submitted)] == [first]


def test_application_without_its_scans_or_with_unknown_kinds_is_refused(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    content = draft.versions(unit, submitted)[-1].content
    files = _files(unit, submitted)
    assert (
        _refusal(committee, _seal_as_is(unit, tmp_path / "s", submitted, content, 1, files[1:])) is Code.RECORD_SCHEMA
    )
    odd = (replace(files[0], kind="painting"), *files[1:])
    assert _refusal(committee, _seal_as_is(unit, tmp_path / "s", submitted, content, 1, odd)) is (Code.RECORD_SCHEMA)
    assert draft.count(committee, draft.RowFilter()) == 0
    assert committee.vault.check(Progress()).sound
