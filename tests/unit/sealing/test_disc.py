"""Disc images: other programs find the package in them, every change is seen, and a failure leaves nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.records import Trust
from desktop_app.sealing import disc, names
from desktop_app.sealing.checks import KnownSender
from desktop_app.sealing.disc import Disc
from desktop_app.sealing.manifest import VolumeEntry
from tests.support.packages import Desks, Office, office, two_desks


def known(sender: Office, trust: Trust = Trust.VERIFIED) -> KnownSender:
    return KnownSender(sender.card, trust)


def refused(image: Path, sender: KnownSender | None) -> Code:
    with pytest.raises(Fault) as caught:
        disc.verify(image, sender, Progress())
    return caught.value.code


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return two_desks(tmp_path_factory.mktemp("desks"))


@pytest.fixture(scope="module")
def package(desks: Desks) -> Path:
    """In volumes, as for a medium that takes no large file."""
    return desks.seal(volume_bytes=60_000).folder


@pytest.fixture(scope="module")
def image(desks: Desks, package: Path) -> Path:
    target = desks.medium / "package.iso"
    (made,) = disc.write(package, target, known(desks.sender), Progress())
    assert made.disc is Disc.CD
    assert made.bytes == target.stat().st_size
    return target


@pytest.mark.skipif(shutil.which("xorriso") is None, reason="needs another program that reads images")
@pytest.mark.parametrize("tree", ["on", "off"])
def test_another_program_reads_the_package_out_of_it(package: Path, image: Path, tmp_path: Path, tree: str) -> None:
    """With Rock Ridge as Linux reads it, and with Joliet as Windows does."""
    out = tmp_path / "out"
    command = ["xorriso", "-osirrox", "on", "-read_fs", "norock" if tree == "off" else "any"]
    subprocess.run([*command, "-indev", f"stdio:{image}", "-extract", "/", str(out)], check=True, capture_output=True)
    folder = out / package.name
    assert sorted(p.name for p in folder.iterdir()) == sorted(p.name for p in package.iterdir())
    assert all((folder / p.name).read_bytes() == p.read_bytes() for p in package.iterdir())


@pytest.mark.skipif(shutil.which("7z") is None, reason="needs another program that reads images")
@pytest.mark.parametrize("tree", ["Udf", "Iso"])
def test_the_same_files_lie_in_either_file_system(package: Path, image: Path, tmp_path: Path, tree: str) -> None:
    """UDF, which systems mount first, and ISO 9660 with Joliet, each read alone."""
    out = tmp_path / "out"
    subprocess.run(["7z", "x", f"-t{tree}", f"-o{out}", str(image)], check=True, capture_output=True)
    folder = out / package.name
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in package.iterdir()}


@pytest.mark.skipif(shutil.which("udfinfo") is None, reason="needs the tools of UDF")
def test_the_tools_of_udf_find_their_structures_whole(package: Path, image: Path) -> None:
    said = subprocess.run(["udfinfo", str(image)], check=True, capture_output=True, text=True)
    assert f"numfiles={len(list(package.iterdir()))}" in said.stdout
    assert "integrity=closed" in said.stdout
    assert said.stderr == ""


@pytest.mark.skipif(shutil.which("xorriso") is None, reason="needs another program that reads images")
def test_what_was_read_off_a_disc_opens_like_any_package(desks: Desks, image: Path, tmp_path: Path) -> None:
    command = ["xorriso", "-osirrox", "on", "-indev", f"stdio:{image}", "-extract", "/", str(tmp_path / "disc")]
    subprocess.run(command, check=True, capture_output=True)
    (folder,) = [p for p in (tmp_path / "disc").iterdir() if names.is_folder(p.name)]
    opened = desks.opening().open(folder)
    assert len(opened.applications) == 2


def test_an_image_is_checked_without_any_secret(desks: Desks, image: Path) -> None:
    head = disc.verify(image, known(desks.sender), Progress())
    assert head.sender == desks.sender.kid == disc.head_of(image).sender
    assert len(head.volumes) == 3


def test_a_stranger_and_a_revoked_sender_are_refused(desks: Desks, image: Path) -> None:
    assert refused(image, None) is Code.SENDER_UNKNOWN
    assert refused(image, known(office("OTHER", "别的单位"))) is Code.SENDER_UNKNOWN
    assert refused(image, known(desks.sender, Trust.REVOKED)) is Code.SENDER_REVOKED


def test_one_changed_byte_is_named(desks: Desks, package: Path, image: Path, tmp_path: Path) -> None:
    """A scratch in any file that counts."""
    whole = image.read_bytes()
    expected = {
        names.SEAL: Code.PACKAGE_FORMAT,
        names.SIGNATURE: Code.SEAL_SIGNATURE,
        names.LATTICE_SIGNATURE: Code.SEAL_SIGNATURE,
    }
    for file in package.iterdir():
        if file.name == names.README:
            continue
        content = file.read_bytes()
        at = whole.index(content[:64]) + len(content) // 2
        scratched = tmp_path / f"{file.name}.iso"
        scratched.write_bytes(whole[:at] + bytes([whole[at] ^ 0x80]) + whole[at + 1 :])
        assert refused(scratched, known(desks.sender)) is expected.get(file.name, Code.VOLUME_DIGEST), file.name


def test_what_is_no_image_or_was_cut_is_one_clear_fault(desks: Desks, image: Path, tmp_path: Path) -> None:
    whole = image.read_bytes()
    for number, content in enumerate((b"", b"\0" * 100_000, whole[:40_000], whole[:50_000], b"\xff" * len(whole))):
        path = tmp_path / f"{number}.iso"
        path.write_bytes(content)
        assert refused(path, known(desks.sender)) is Code.DISC_IMAGE, number
    cut = tmp_path / "cut.iso"
    cut.write_bytes(whole[: whole.index(b'{"cipher":')])  # the seal lies behind the volumes
    assert refused(cut, known(desks.sender)) is Code.DISC_IMAGE
    cut.write_bytes(whole[:-2048])  # a structure of UDF is the last thing in it
    assert refused(cut, known(desks.sender)) is Code.DISC_IMAGE
    cut.write_bytes(whole + bytes(300 * 1024))  # what burners leave at a disc's end
    assert disc.verify(cut, known(desks.sender), Progress()).sender == desks.sender.kid
    assert refused(tmp_path / "absent.iso", known(desks.sender)) is Code.FILE_NOT_FOUND


def test_a_damaged_package_is_not_put_into_an_image(desks: Desks, package: Path, tmp_path: Path) -> None:
    copy = tmp_path / package.name
    shutil.copytree(package, copy)
    volume = sorted(copy.glob("*.age.*"))[1]
    volume.write_bytes(volume.read_bytes()[:-1])
    with pytest.raises(Fault) as caught:
        disc.write(copy, tmp_path / "out.iso", known(desks.sender), Progress())
    assert caught.value.code is Code.VOLUME_SIZE
    assert [p.name for p in tmp_path.iterdir()] == [package.name]


@pytest.mark.parametrize("stop_at", ["image", "verify"])
def test_stopping_at_any_step_keeps_what_was_there(desks: Desks, package: Path, tmp_path: Path, stop_at: str) -> None:
    target = tmp_path / "kept.iso"
    target.write_bytes(b"before")
    seen: list[str] = []

    def report(done: int, total: int, what: str) -> None:
        seen.append(what)
        if what == stop_at and "image" in seen:  # what comes after the image is its reading back
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        disc.write(package, target, known(desks.sender), progress)
    assert seen[-1] == stop_at
    assert [p.name for p in tmp_path.iterdir()] == ["kept.iso"]
    assert target.read_bytes() == b"before"


def test_the_smallest_disc_that_takes_it_is_named() -> None:
    assert [disc.smallest(size * 10**6) for size in (1, 737, 738, 4_700, 4_701, 25_000, 50_000)] == [
        Disc.CD,
        Disc.CD,
        Disc.DVD,
        Disc.DVD,
        Disc.DVD_DOUBLE,
        Disc.BLU_RAY,
        Disc.BLU_RAY_DOUBLE,
    ]
    with pytest.raises(Fault) as caught:
        disc.smallest(60 * 10**9)
    assert caught.value.code is Code.DISC_TOO_LARGE


def test_a_volume_that_an_image_takes_only_in_pieces_is_refused_beforehand(tmp_path: Path) -> None:
    disc.require_files([60_000, disc.LARGEST_FILE], tmp_path / "out.iso")
    with pytest.raises(Fault) as caught:
        disc.require_files([60_000, disc.LARGEST_FILE + 1], tmp_path / "out.iso")
    assert caught.value.code is Code.MEDIUM_FILE_LIMIT


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A CD takes one of the package's volumes and no second one."""
    monkeypatch.setattr(disc, "_BESIDE", Disc.CD.capacity - 100_000)


@pytest.mark.usefixtures("narrow")
def test_onto_several_discs_goes_the_seal_with_some_volumes_each(desks: Desks, package: Path, tmp_path: Path) -> None:
    made = disc.write(package, tmp_path / "set.iso", known(desks.sender), Progress(), Disc.CD)
    assert [one.path.name for one in made] == ["set-1.iso", "set-2.iso", "set-3.iso"]
    assert [one.numbers for one in made] == [(1,), (2,), (3,)]
    for one in made:
        assert disc.numbers_of(one.path) == one.numbers
        assert disc.verify(one.path, known(desks.sender), Progress(), one.numbers).seal_digest == one.head.seal_digest
        assert refused(one.path, known(desks.sender)) is Code.VOLUME_MISSING  # it says that it is the whole
        content = bytearray(one.path.read_bytes())
        volume = (package / one.head.volumes[one.numbers[0] - 1].name).read_bytes()
        content[content.index(volume) + 9] ^= 1
        one.path.write_bytes(content)
        with pytest.raises(Fault) as caught:
            disc.verify(one.path, known(desks.sender), Progress(), one.numbers)
        assert caught.value.code is Code.VOLUME_DIGEST
    assert sorted(path.name for path in tmp_path.iterdir()) == ["set-1.iso", "set-2.iso", "set-3.iso"]


def test_volumes_are_spread_in_their_order_and_a_larger_one_is_refused() -> None:
    mib = 1024 * 1024
    volumes = [VolumeEntry(n=n, name=f"x.age.{n:03}", bytes=300 * mib, sha256="") for n in range(1, 6)]
    assert [[v.n for v in group] for group in disc.spread(volumes, Disc.CD)] == [[1, 2], [3, 4], [5]]
    assert [[v.n for v in group] for group in disc.spread(volumes, Disc.DVD)] == [[1, 2, 3, 4, 5]]
    with pytest.raises(Fault) as caught:
        disc.spread([VolumeEntry(n=1, name="x.age", bytes=800 * mib, sha256="")], Disc.CD)
    assert caught.value.code is Code.DISC_TOO_LARGE


@pytest.mark.parametrize("kind", Disc)
def test_a_volume_made_for_a_disc_fits_it(kind: Disc) -> None:
    volume = VolumeEntry(n=1, name="x.age", bytes=disc.volume_bytes(kind), sha256="")
    assert len(disc.spread([volume], kind)) == 1
