"""What one desk seals the other opens, whole and in order, and nothing else."""

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain import exchange
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing import label, limits, reader
from desktop_app.sealing.checks import Caution, Check, Seen, Sighting, Warned
from desktop_app.sealing.content import Channel, Document, PackageContent, PackageKind
from tests.support.packages import (
    JPEG,
    NOT_SECRET,
    NOW,
    PDF,
    Desks,
    Remembered,
    contents,
    office,
    sealed_application,
    source,
)


@pytest.mark.parametrize("suite", list(Suite))
def test_both_suites(desks: Desks, suite: Suite) -> None:
    content = contents()
    package = desks.seal(content, suite=suite)
    assert package.seal.suite is suite
    opening = desks.opening()
    opened = opening.open(package.folder)
    assert [one.id for one in opened.applications] == [one.id for one in content.applications]
    assert [exchange.canonical(one.content) for one in opened.applications] == [a.record for a in content.applications]
    assert {path: file.getvalue() for path, file in opening.sink.files.items()} == {
        "data/a0001/f0001.pdf": PDF,
        "data/a0001/f0002.jpg": JPEG,
    }
    assert opening.sink.closed == set(opening.sink.files)
    assert [entry.name for entry in opened.applications[0].files] == ["学历证书（扫描）.pdf", "照片.jpg"]
    assert opening.sink.discarded == 0
    assert opened.warnings == (Caution(Warned.LABEL_NOT_COMPARED),)


def test_the_default_is_the_best_that_every_recipient_has(desks: Desks) -> None:
    old = office("OLD01", "旧", classical_only=True)
    assert desks.seal().seal.suite is Suite.POST_QUANTUM
    assert desks.seal(recipients=[desks.recipient.card, old.card]).seal.suite is Suite.CLASSICAL


def test_checks_are_reported_in_their_order(desks: Desks) -> None:
    package = desks.seal()
    opening = desks.opening(options={"label_groups": {0: package.seal_code[:5]}})
    opening.open(package.folder)
    assert opening.checks == [(check, True) for check in Check]


def test_every_named_recipient_opens(desks: Desks) -> None:
    archive = office("ARCH1", "档案室")
    package = desks.seal(recipients=[desks.recipient.card, archive.card])
    assert len(desks.opening().open(package.folder).applications) == 2
    assert len(desks.opening(recipient=archive).open(package.folder).applications) == 2


def test_the_medium_shows_codes_and_no_names(desks: Desks) -> None:
    package = desks.seal()
    assert re.fullmatch(r"FJ-UNIT01-000041-[0-9A-Z]{8}", package.folder.name)
    assert sorted(path.name for path in package.folder.iterdir()) == sorted(
        ["README.txt", f"{package.package_id}.age", "seal.fengjuan", "seal.fengjuan.mldsa65", "seal.fengjuan.sig"]
    )
    outside = b"".join(path.read_bytes() for path in package.folder.iterdir())
    for name in ("第一小学", "区人社局", "测试甲", "学历证书"):
        assert name.encode() not in outside


def test_volumes_join_to_one_file(desks: Desks) -> None:
    package = desks.seal(volume_bytes=50_000)
    names = sorted(path.name for path in package.folder.glob("*.age*"))
    assert names == [f"{package.package_id}.age.{n:03d}" for n in range(1, package.volumes + 1)]
    assert [path.stat().st_size for path in sorted(package.folder.glob("*.age*"))][:-1] == [50_000] * (len(names) - 1)
    assert len(desks.opening().open(package.folder).applications) == 2


def test_volumes_that_end_exactly_at_a_border(desks: Desks) -> None:
    whole = desks.seal().bytes
    content = contents()
    package = desks.seal(content, volume_bytes=whole // 2 + whole % 2)
    assert package.volumes == 2
    single = desks.seal(content, volume_bytes=package.bytes)
    assert single.volumes == 1
    for one in (package, single):
        desks.opening().open(one.folder)


def test_an_application_without_files_and_a_batch(desks: Desks) -> None:
    many = tuple(sealed_application(name=f"测试{n}") for n in range(120))
    opened = desks.opening().open(desks.seal(contents(*many)).folder)
    assert [one.content.person.name for one in opened.applications] == [f"测试{n}" for n in range(120)]


def test_an_empty_file_travels(desks: Desks) -> None:
    opening = desks.opening()
    opening.open(desks.seal(contents(sealed_application(source("空.txt", b"", "text/plain")))).folder)
    assert opening.sink.files["data/a0001/f0001.txt"].getvalue() == b""


def test_documents_come_back(desks: Desks) -> None:
    content = PackageContent(
        kind=PackageKind.RECEIPT,
        marking=NOT_SECRET,
        documents=(note := Document("receipt", b'{"points":[]}'),),
        in_reply_to="ab" * 32,
    )
    opened = desks.opening().open(desks.seal(content).folder)
    assert opened.documents == (note,)
    assert opened.manifest.in_reply_to == "ab" * 32
    assert opened.applications == ()


def test_marked_content_on_a_machine_of_its_level(desks: Desks) -> None:
    mark = marked(SecrecyLevel.CONFIDENTIAL, 60)
    package = desks.seal(contents(sealed_application(marking=mark), marking=mark))
    opened = desks.opening(level=SecrecyLevel.CONFIDENTIAL).open(package.folder)
    assert opened.manifest.marking == mark


def test_cautions_are_told(desks: Desks) -> None:
    content = contents(sealed_application(source("假.pdf", b"MZ\x90", "application/pdf")))
    content = PackageContent(
        kind=content.kind, marking=content.marking, applications=content.applications, not_after=NOW
    )
    channel = Channel(epoch="e1", sequence=45, prev_seal=None, void=(43,))
    package = desks.seal(content, channel=channel)
    opening = desks.opening(
        known=desks.knows(desks.sender, trust=Trust.UNVERIFIED),
        history=Remembered(Seen(Sighting.NEW, missing=(42, 43, 44))),
        options={"now": NOW + timedelta(days=1), "label_qr": package.label_qr},
    )
    assert opening.open(package.folder).warnings == (
        Caution(Warned.SENDER_UNVERIFIED),
        Caution(Warned.SEQUENCE_GAP, "42, 44"),
        Caution(Warned.EXPIRED),
        Caution(Warned.MEDIA_TYPE, "data/a0001/f0001.pdf"),
    )


def test_inspect_and_verify_need_no_secret(desks: Desks) -> None:
    package = desks.seal()
    head = reader.inspect(package.folder)
    assert (head.package_id, head.sender, head.recipients, head.sequence, head.bytes) == (
        package.package_id,
        desks.sender.kid,
        (desks.recipient.kid,),
        41,
        package.bytes,
    )
    assert head.seal_digest == package.seal_digest
    assert head.seal_code == package.seal_code == label.code(package.seal_digest)
    assert reader.verify(package.folder, desks.sender.card) == head
    with pytest.raises(Fault) as caught:
        reader.verify(package.folder, desks.recipient.card)
    assert caught.value.code is Code.SENDER_UNKNOWN


def test_finding_packages(desks: Desks) -> None:
    first, second = desks.seal(), desks.seal()
    (desks.medium / "照片").mkdir()
    (desks.medium / "FJ-UNIT01-000041-FILEONLY").write_text("no folder", encoding="utf-8")
    elsewhere = desks.seal(folder=desks.medium / "照片").folder
    (desks.medium / "FJ-UNIT01-000043-ELSEWHER").symlink_to(elsewhere, target_is_directory=True)
    assert reader.find_packages(desks.medium) == sorted([first.folder, second.folder])
    assert reader.find_packages(first.folder) == [first.folder]
    unfinished = desks.medium / "FJ-UNIT01-000042-ABCDEFGH"
    unfinished.mkdir()
    assert unfinished in reader.find_packages(desks.medium)


def test_a_renamed_folder_is_still_a_package(desks: Desks) -> None:
    package = desks.seal()
    moved = package.folder.rename(desks.medium / "从光盘复制")
    assert reader.find_packages(moved) == [moved]
    desks.opening().open(moved)


def test_cancelling_while_opening_discards(desks: Desks) -> None:
    package = desks.seal()
    progress = Progress(lambda done, total, what: progress.cancel() if what == "open" else None)
    opening = desks.opening(options={"progress": progress})
    with pytest.raises(Cancelled):
        opening.open(package.folder)
    assert opening.sink.discarded == 1


def test_progress_runs_to_the_end(desks: Desks) -> None:
    steps: list[tuple[int, int, str]] = []
    package = desks.seal(progress=Progress(lambda *step: steps.append(step)))
    for what in ("seal", "verify"):
        done = [(a, b) for a, b, word in steps if word == what]
        assert done[-1] == (package.bytes, package.bytes)
        assert done == sorted(done)


@pytest.mark.parametrize("count", [0, limits.RECIPIENTS + 1])
def test_nobody_and_too_many_are_no_recipients(desks: Desks, count: int) -> None:
    with pytest.raises(Fault) as caught:
        desks.seal(recipients=[desks.recipient.card] * count)
    assert caught.value.code is Code.PACKAGE_LIMIT
    assert list(desks.medium.iterdir()) == []


def test_a_card_is_not_sealed_with_by_other_keys(desks: Desks) -> None:
    with pytest.raises(ValueError, match="keys"):
        desks.seal(sender=desks.recipient.card)


@pytest.mark.parametrize("real", [PDF[:-1], PDF + b"%"])
def test_a_file_that_is_longer_or_shorter_by_now_is_not_sealed(desks: Desks, real: bytes) -> None:
    moved = replace(source("scan.pdf", PDF), open=lambda: io.BytesIO(real))
    with pytest.raises(Fault) as caught:
        desks.seal(contents(sealed_application(moved)))
    assert caught.value.code is Code.SOURCE_CHANGED
    assert list(desks.medium.iterdir()) == []
