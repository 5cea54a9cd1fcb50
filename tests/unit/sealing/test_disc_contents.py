"""Images that another program put together: what is missing, added, cut or changed in one is told by its name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pycdlib import PyCdlib

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.records import Trust
from desktop_app.sealing import disc, limits, names
from desktop_app.sealing.checks import KnownSender
from tests.support.packages import Desks, two_desks


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return two_desks(tmp_path_factory.mktemp("desks"))


@pytest.fixture(scope="module")
def package(desks: Desks) -> Path:
    """In several volumes."""
    return desks.seal(volume_bytes=60_000).folder


def burnt(folders: list[Path], image: Path) -> Path:
    """The folders on an image, by the library that anybody may use."""
    iso = PyCdlib()
    iso.new(interchange_level=3, joliet=3)
    for place, folder in enumerate(folders):
        iso.add_directory(f"/D{place}", joliet_path=f"/{folder.name}")
        for number, file in enumerate(sorted(folder.iterdir())):
            iso.add_file(str(file), f"/D{place}/F{number:04}.BIN;1", joliet_path=f"/{folder.name}/{file.name}")
    iso.write(str(image))
    iso.close()
    return image


def second_volume(folder: Path) -> Path:
    return sorted(path for path in folder.iterdir() if names.looks_like_volume(path.name))[1]


def changed_byte(folder: Path) -> None:
    content = bytearray(second_volume(folder).read_bytes())
    content[100] ^= 1
    second_volume(folder).write_bytes(content)


def one_more(folder: Path) -> None:
    volume = second_volume(folder)
    shutil.copy(volume, volume.with_name(volume.name.replace("002", "099")))


CHANGES: dict[str, tuple[Callable[[Path], object], Code]] = {
    "no signature": (lambda folder: (folder / names.SIGNATURE).unlink(), Code.PACKAGE_INCOMPLETE),
    "a seal without end": (
        lambda folder: (folder / names.SEAL).write_bytes(b"{" * (limits.SEAL_BYTES + 1)), Code.PACKAGE_FORMAT),
    "no second volume": (lambda folder: second_volume(folder).unlink(), Code.VOLUME_MISSING),
    "a volume cut short": (
        lambda folder: second_volume(folder).write_bytes(second_volume(folder).read_bytes()[:-1]), Code.VOLUME_SIZE),
    "a volume that goes on": (
        lambda folder: second_volume(folder).write_bytes(second_volume(folder).read_bytes() + b"x"), Code.VOLUME_SIZE),
    "another byte": (changed_byte, Code.VOLUME_DIGEST),
    "one more volume": (one_more, Code.ENTRY_UNEXPECTED),
    "no seal": (lambda folder: (folder / names.SEAL).unlink(), Code.DISC_IMAGE),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_on_an_image_is_told(desks: Desks, package: Path, tmp_path: Path, name: str) -> None:
    change, code = CHANGES[name]
    folder = tmp_path / package.name
    shutil.copytree(package, folder)
    change(folder)
    with pytest.raises(Fault) as caught:
        disc.verify(burnt([folder], tmp_path / "x.iso"), KnownSender(desks.sender.card, Trust.VERIFIED), Progress())
    assert caught.value.code is code


def test_an_image_that_anybody_made_of_a_whole_package_is_good(desks: Desks, package: Path, tmp_path: Path) -> None:
    image = burnt([package], tmp_path / "x.iso")
    head = disc.verify(image, KnownSender(desks.sender.card, Trust.VERIFIED), Progress())
    assert package.name.endswith(head.package_id[-8:])


def test_two_packages_on_one_image_are_none(desks: Desks, package: Path, tmp_path: Path) -> None:
    other = tmp_path / "another"
    shutil.copytree(package, other)
    with pytest.raises(Fault) as caught:
        disc.verify(burnt([package, other], tmp_path / "x.iso"), None, Progress())
    assert caught.value.code is Code.DISC_IMAGE


def test_a_package_without_its_note_for_people_is_written(desks: Desks, package: Path, tmp_path: Path) -> None:
    folder = tmp_path / package.name
    shutil.copytree(package, folder)
    (folder / names.README).unlink()
    sender = KnownSender(desks.sender.card, Trust.VERIFIED)
    (made,) = disc.write(folder, tmp_path / "x.iso", sender, Progress())
    assert made.bytes == (tmp_path / "x.iso").stat().st_size
    assert package.name.endswith(disc.verify(tmp_path / "x.iso", sender, Progress()).package_id[-8:])


def test_nothing_is_written_over_a_folder(desks: Desks, package: Path, tmp_path: Path) -> None:
    (tmp_path / "x.iso").mkdir()
    with pytest.raises(Fault) as caught:
        disc.write(package, tmp_path / "x.iso", KnownSender(desks.sender.card, Trust.VERIFIED), Progress())
    assert caught.value.code is Code.FILE_EXISTS


def test_more_volumes_than_have_numbers_are_refused() -> None:
    with pytest.raises(Fault) as caught:
        names.volumes("id", 1000)
    assert caught.value.code is Code.PACKAGE_LIMIT
