"""How a package is cut for its media: what is expected of its size holds, and each advice says what is true."""

from pathlib import Path

import pytest

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.desk import cutting, seal
from desktop_app.desk.session import Session
from desktop_app.host.medium import Medium
from desktop_app.sealing import disc
from desktop_app.sealing.disc import Disc

GIB = 1024**3


def medium(file_system: str, free: int) -> Medium:
    return Medium(Path("/media/stick"), "", file_system, free, free, read_only=False, removable=True, optical=False)


def test_the_expected_size_is_a_little_more_than_what_is_sealed(
    introduced: tuple[Session, Session], submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    expected = cutting.expected(unit, [submitted])
    made = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path, Progress())
    sealed = sum(path.stat().st_size for path in made.folder.glob("*.age*"))
    assert sealed <= expected <= sealed * 1.5 + 128 * 1024


@pytest.mark.parametrize(
    ("size", "file_system", "free", "largest", "says"),
    [
        (10 * GIB, "vfat", 30 * GIB, None, "约 10.0 GB，介质是 FAT，单个文件不超过 4 GB，分成 3 卷。"),
        (10 * GIB, "exfat", 30 * GIB, None, "约 10.0 GB，一卷。"),
        (10 * GIB, "exfat", 30 * GIB, GIB, "约 10.0 GB，分成 10 卷。"),
        (10 * GIB, "vfat", 30 * GIB, 8 * GIB, "约 10.0 GB，分成 3 卷。"),
        (300 * MIB, "exfat", 30 * GIB, GIB, "约 300 MB，一卷。"),
        (
            10 * GIB, "vfat", 2 * GIB, None,
            "约 10.0 GB，这个介质只剩 2.0 GB，放不下。选硬盘上的文件夹，按光盘或 U 盘大小分卷，再分装到几个介质。",
        ),
    ],
)  # fmt: skip
def test_what_a_choice_means(size: int, file_system: str, free: int, largest: int | None, says: str) -> None:
    assert cutting.advice(size, medium(file_system, free), largest).zh == says


@pytest.mark.parametrize("kind", Disc)
def test_volumes_of_a_discs_size_fill_it_without_more_pieces_than_needed(kind: Disc) -> None:
    each = disc.volume_bytes(kind)
    held = kind.capacity // each
    assert each <= disc.LARGEST_FILE
    assert held * each > kind.capacity * 0.97
    assert (held - 1) * disc.LARGEST_FILE < kind.capacity
