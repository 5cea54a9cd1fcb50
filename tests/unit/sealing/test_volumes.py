"""Volumes in a folder: what is seen without reading is refused without reading, and progress ends where they end."""

from collections.abc import Collection
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.sealing import disc, outside
from desktop_app.sealing.checks import silent
from desktop_app.sealing.disc import Disc
from desktop_app.sealing.outside import Outside
from tests.support.packages import two_desks


@pytest.fixture
def package(tmp_path: Path) -> Outside:
    """In several volumes."""
    found = outside.read(two_desks(tmp_path).seal(volume_bytes=4096).folder, silent)
    assert len(found.head.volumes) > 2
    return found


def steps(package: Outside, numbers: Collection[int] | None = None) -> list[tuple[int, int]]:
    """How far the check said that it was, of how much."""
    told: list[tuple[int, int]] = []
    outside.check_volumes(package, Progress(lambda done, total, _: told.append((done, total))), numbers)
    return told


@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw + b"x"], ids=["shorter", "longer"])
def test_the_last_volumes_wrong_size_is_told_before_the_first_is_read(package: Outside, change: object) -> None:
    last = package.folder / package.head.volumes[-1].name
    last.write_bytes(change(last.read_bytes()))  # type: ignore[operator]
    told: list[int] = []
    with pytest.raises(Fault) as caught:
        outside.check_volumes(package, Progress(lambda done, *_: told.append(done)))
    assert (caught.value.code, caught.value.fields["name"], told) == (Code.VOLUME_SIZE, last.name, [])
    assert caught.value.fields["expected"] == package.head.volumes[-1].bytes


def test_progress_ends_at_the_end_of_what_is_here(package: Outside) -> None:
    assert steps(package)[-1] == (package.head.bytes, package.head.bytes)
    second = package.head.volumes[1].bytes
    assert steps(package, [2])[-1] == (second, second)


def test_some_of_several_volumes_are_proved_without_the_others(package: Outside) -> None:
    (package.folder / package.head.volumes[0].name).unlink()
    steps(package, [2, 3])
    with pytest.raises(Fault) as caught:
        steps(package)
    assert (caught.value.code, caught.value.fields["name"]) == (Code.VOLUME_MISSING, package.head.volumes[0].name)


@pytest.mark.parametrize(
    ("kind", "count", "mib"),
    [
        (Disc.CD, 1, 699),
        (Disc.DVD, 2, 2239),
        (Disc.DVD_DOUBLE, 2, 4071),
        (Disc.BLU_RAY, 6, 3977),
        (Disc.BLU_RAY_DOUBLE, 12, 3977),
    ],
)
def test_volumes_fill_a_disc_and_none_is_longer_than_its_file_system_takes(kind: Disc, count: int, mib: int) -> None:
    size = disc.volume_bytes(kind)
    assert size == mib * MIB <= disc.LARGEST_FILE
    assert count * size <= kind.capacity < (count + 1) * size
