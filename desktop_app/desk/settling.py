"""A seal that was interrupted: the medium is looked at again, and the vault says what became of the package."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import carrier_media, erasing, own_keys, seal, sending
from desktop_app.desk.seal import SealedOutcome
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.records import PackageRecord, PackageState
from desktop_app.domain.words import words_of
from desktop_app.sealing import erasing as erased
from desktop_app.sealing import reader
from desktop_app.sealing.begun import Begun
from desktop_app.sealing.checks import SealHead


@dataclass(frozen=True, slots=True)
class Settled:
    """`outcome` is there if the package is whole; else `files` of it were erased and its number is void.

    `kept`: so many volumes were whole and right, and the rest was written now.
    """

    package: PackageRecord
    outcome: SealedOutcome | None
    files: int = 0
    kept: int | None = None

    @property
    def words(self) -> Words:
        """What was found, as one sentence."""
        number = f"{self.package.sequence:06d}"
        if self.kept == 0:
            return bilingual("第 {number} 号已接着写完：介质上没有完好的卷，全部重新写入并回读核对。", number=number)
        if self.kept is not None:
            return bilingual(
                "第 {number} 号已续写完成：介质上原有 {kept} 卷完好，逐字节核对后保留，其余已写入并回读核对。",
                number=number,
                kept=self.kept,
            )
        if self.outcome is not None:
            return bilingual("第 {number} 号封装在介质上是完整的，已回读核对，按已封装登记。", number=number)
        return bilingual(
            "第 {number} 号没有写完，介质上的残留（{files} 个文件）已清除，编号作废，其中的申请可重新封装。",
            number=number,
            files=self.files,
        )


def settle(session: Session, folder: Path, progress: Progress, *, carrier: str = "") -> Settled:
    """Say what became of the one interrupted package in `folder`, the medium's or the package's own.

    Raises `Fault(FILE_NOT_FOUND)` where none is, `RECORD_NOT_FOUND` for another desk's, `PACKAGE_STATE` for one that
    was settled before or whose applications were changed since, and what the medium says.
    """
    carrier_media.require_usable(session, carrier)
    known = [
        (path, erasing.of_folder(session, path)) for path in (reader.find_packages(folder) if folder.is_dir() else [])
    ]
    waiting = [(path, record) for path, record in known if record.state is PackageState.SEALING]
    if not known:
        raise Fault(Code.FILE_NOT_FOUND, path=str(folder))
    if len(waiting) != 1:
        raise Fault(Code.PACKAGE_STATE, state=words_of(known[0][1].state))
    path, record = waiting[0]
    head = _whole(session, path, record, progress)
    if head is not None:
        return Settled(record, seal.finish(session, record, path, head, carrier))
    if record.kind in sending.RESUMED:
        was = _begun(session, record)
        if was is not None:
            made, kept = sending.go_on(session, was, path.parent, progress)
            return Settled(
                record, seal.finish(session, record, made.folder, reader.inspect(made.folder), carrier), kept=kept
            )
    with session.vault.act(Act.MEDIUM_ERASED, {"package": record.id}) as scope:
        files = erased.erase(path, progress)
        scope.note(files=str(files))
    seal.void(session, record.id)
    return Settled(session.vault.packages.get(record.id), None, files)


def _begun(session: Session, record: PackageRecord) -> Begun | None:
    """What goes on with it, if all that it was made of is as it was: else it is sealed anew from what is there now."""
    try:
        return sending.begun_before(session, record, seal.content_again(session, record))
    except Fault:
        return None


def _whole(session: Session, path: Path, record: PackageRecord, progress: Progress) -> SealHead | None:
    """Its seal, if every volume is the one that this desk sealed."""
    if record.kind not in sending.RESUMED:
        return None
    try:
        sender = reader.inspect(path).sender
        if sender not in own_keys.key_ids(session):
            return None
        return reader.verify(path, own_keys.of(session, sender).card, progress)
    except Fault as fault:
        if fault.code is Code.MEDIUM_GONE:
            raise
        return None
