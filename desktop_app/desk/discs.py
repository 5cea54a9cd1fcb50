"""Optical discs: a sealed package as an image to burn, and what was burned checked against its seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import senders, told_files
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.sealing import disc, gathering, reader
from desktop_app.sealing.checks import SealHead
from desktop_app.sealing.disc import Disc

__all__ = ["Disc"]

DISC_NAMES = {
    Disc.CD: bilingual("CD 光盘（700 MB）"),
    Disc.DVD: bilingual("DVD 光盘（4.7 GB）"),
    Disc.DVD_DOUBLE: bilingual("双层 DVD 光盘（8.5 GB）"),
    Disc.BLU_RAY: bilingual("蓝光光盘（25 GB）"),
    Disc.BLU_RAY_DOUBLE: bilingual("双层蓝光光盘（50 GB）"),
}

#: What an image does not do by itself, wherever one was written.
AFTERWARDS = bilingual(
    "映像须用单位自己的刻录机以“刻录映像”方式一次写入并封盘；"
    "刻好的光盘在“收件”按“只核验外封…”（或命令 fengjuan disc check）核对，编号登记为载体；"
    "核对无误后删除映像文件。在固态盘和闪存上删除只是不再列名，旧内容可能还在，"
    "映像所在的盘仍按其密级管理。"
)


@dataclass(frozen=True, slots=True)
class ImageMade:
    """A proved image, and the disc that takes it."""

    path: Path
    bytes: int
    disc: str  # a short name of the smallest that takes it
    fits: Words
    head: SealHead
    numbers: tuple[int, ...]  # of the volumes in it


@dataclass(frozen=True, slots=True)
class Checked:
    """A package that was found good on a disc: whole, or its volumes of these numbers."""

    head: SealHead
    numbers: tuple[int, ...]

    @property
    def part(self) -> bool:
        return len(self.numbers) < len(self.head.volumes)


def ways(folder: Path) -> list[tuple[Disc | None, int, Words]]:
    """How a package may go onto discs: a kind, `None` for the smallest that takes it whole, and how many of them.

    Raises `Fault(PACKAGE_INCOMPLETE | PACKAGE_FORMAT | MEDIUM_GONE)`.
    """
    volumes = reader.inspect(folder).volumes
    found: list[tuple[Disc | None, int, Words]] = []
    for kind in Disc:
        try:
            count = len(disc.spread(volumes, kind))
        except Fault:
            continue  # a volume is larger than such a disc
        found.append((None if count == 1 else kind, count, DISC_NAMES[kind]))
        if count == 1:
            break
    return found


def image(
    session: Session, folder: Path, target: Path, progress: Progress, kind: Disc | None = None
) -> tuple[ImageMade, ...]:
    """Write the package in `folder`, sealed here or by a known desk, as a disc image, read back and compared.

    As several where it takes more than one disc of that `kind`, each with the seal and some volumes.

    Raises `Fault(SENDER_UNKNOWN | SENDER_REVOKED | SEAL_SIGNATURE | VOLUME_* | DISC_TOO_LARGE | DISK_FULL | …)`.
    """
    (package,) = _only(reader.find_packages(folder), folder)
    head = reader.inspect(package)
    objects = {"package": head.package_id, "seal": head.seal_digest}
    with session.vault.act(Act.DISC_IMAGE_WRITTEN, objects):
        made = disc.write(package, target, senders.provable_sender(session, head), progress, kind)
        told_files.gone_with_it(session, [one.path for one in made])
    return tuple(
        ImageMade(one.path, one.bytes, one.disc.name.lower(), DISC_NAMES[one.disc], one.head, one.numbers)
        for one in made
    )


def check(session: Session, place: Path, progress: Progress, *, part: bool = False) -> list[Checked]:
    """Check an image, or every package on a disc that the system shows as a folder. Opens and keeps nothing.

    `part`: of a package on several discs only the volumes that lie here.

    Raises `Fault(DISC_IMAGE | PACKAGE_INCOMPLETE | SENDER_UNKNOWN | SENDER_REVOKED | SEAL_SIGNATURE | VOLUME_* | …)`.
    """
    if not place.is_dir():
        head = disc.head_of(place)
        here = _wanted(head, disc.numbers_of(place), part)
        return [Checked(disc.verify(place, senders.provable_sender(session, head), progress, here), here)]
    packages = reader.find_packages(place)
    if not packages:
        raise Fault(Code.DISC_IMAGE, path=str(place))
    return [_checked(session, one, progress, part) for one in packages]


def _checked(session: Session, folder: Path, progress: Progress, part: bool) -> Checked:
    head = reader.inspect(folder)
    absent = {volume.n for volume in gathering.lacking(folder, head.volumes)}
    here = _wanted(head, [volume.n for volume in head.volumes if volume.n not in absent], part)
    return Checked(reader.verify_known(folder, senders.provable_sender(session, head), progress, here), here)


def _wanted(head: SealHead, present: Sequence[int], part: bool) -> tuple[int, ...]:
    """The numbers that must be there: all, or those of a part, at least one."""
    return tuple(present) if part and present else tuple(volume.n for volume in head.volumes)


def _only(packages: list[Path], folder: Path) -> list[Path]:
    """One disc, one package: its label is the disc's. Raises `Fault(DISC_IMAGE)`."""
    if len(packages) != 1:
        raise Fault(Code.DISC_IMAGE, path=str(folder))
    return packages
