"""Optical discs: a sealed package as an image to burn, and what was burned checked against its seal."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import senders
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.sealing import disc, reader
from desktop_app.sealing.checks import SealHead
from desktop_app.sealing.disc import Disc

DISC_NAMES = {
    Disc.CD: bilingual("CD 光盘（700 MB）"),
    Disc.DVD: bilingual("DVD 光盘（4.7 GB）"),
    Disc.DVD_DOUBLE: bilingual("双层 DVD 光盘（8.5 GB）"),
    Disc.BLU_RAY: bilingual("蓝光光盘（25 GB）"),
    Disc.BLU_RAY_DOUBLE: bilingual("双层蓝光光盘（50 GB）"),
}

#: What an image does not do by itself, wherever one was written.
AFTERWARDS = bilingual(
    "映像须用单位自己的刻录机以“刻录映像”方式一次写入并封盘；刻好的光盘用命令 fengjuan disc check 核对，"
    "编号登记为载体；核对无误后删除映像文件。在固态盘和闪存上删除只是不再列名，旧内容可能还在，"
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


def image(session: Session, folder: Path, target: Path, progress: Progress) -> ImageMade:
    """Write the package in `folder`, sealed here or by a known desk, as a disc image, read back and compared.

    Raises `Fault(SENDER_UNKNOWN | SENDER_REVOKED | SEAL_SIGNATURE | VOLUME_* | DISC_TOO_LARGE | DISK_FULL | …)`.
    """
    (package,) = _only(reader.find_packages(folder), folder)
    head = reader.inspect(package)
    objects = {"package": head.package_id, "seal": head.seal_digest}
    with session.vault.act(Act.DISC_IMAGE_WRITTEN, objects):
        made = disc.write(package, target, senders.provable_sender(session, head), progress)
    return ImageMade(made.path, made.bytes, made.disc.name.lower(), DISC_NAMES[made.disc], made.head)


def check(session: Session, place: Path, progress: Progress) -> list[SealHead]:
    """Check an image, or every package on a disc that the system shows as a folder. Opens and keeps nothing.

    Raises `Fault(DISC_IMAGE | PACKAGE_INCOMPLETE | SENDER_UNKNOWN | SENDER_REVOKED | SEAL_SIGNATURE | VOLUME_* | …)`.
    """
    if not place.is_dir():
        return [disc.verify(place, senders.provable_sender(session, disc.head_of(place)), progress)]
    packages = reader.find_packages(place)
    if not packages:
        raise Fault(Code.DISC_IMAGE, path=str(place))
    return [
        reader.verify_known(one, senders.provable_sender(session, reader.inspect(one)), progress) for one in packages
    ]


def _only(packages: list[Path], folder: Path) -> list[Path]:
    """One disc, one package: its label is the disc's. Raises `Fault(DISC_IMAGE)`."""
    if len(packages) != 1:
        raise Fault(Code.DISC_IMAGE, path=str(folder))
    return packages
