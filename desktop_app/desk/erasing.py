"""Taking packages off a medium again once they have done their work, with an honest word on what that means."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual
from desktop_app.domain.records import Direction, PackageRecord, PackageState, RecordKind, not_found
from desktop_app.domain.words import words_of
from desktop_app.sealing import erasing, reader

#: What erasing does not do, wherever something was erased.
HONEST = bilingual(
    "文件已覆写一遍并删除。优盘、固态盘会把新内容写到别处，旧内容可能还在芯片里；光盘不能擦除。介质仍按其密级管理，报废时按规定销毁。"
)

#: A package of ours that nobody waits for any more.
_DONE = (PackageState.VOID, PackageState.RECEIPTED, PackageState.REFUSED)


@dataclass(frozen=True, slots=True)
class Erased:
    """What went from a medium."""

    package: PackageRecord
    files: int


def erase(session: Session, folder: Path, progress: Progress) -> Erased:
    """Erase the one package in `folder`: taken in here, or sent from here and void or answered.

    Raises `Fault(FILE_NOT_FOUND)` where no package is, `RECORD_NOT_FOUND` for one this desk has nothing to do with,
    `PACKAGE_STATE` for one that is still to be delivered, and what the medium says.
    """
    packages = reader.find_packages(folder) if folder.is_dir() else []
    if len(packages) != 1:
        raise Fault(Code.FILE_NOT_FOUND, path=str(folder))
    record = of_folder(session, packages[0])
    if record.direction is Direction.OUT and record.state not in _DONE:
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))
    with session.vault.act(Act.MEDIUM_ERASED, {"package": record.id}) as scope:
        files = erasing.erase(packages[0], progress)
        scope.note(files=str(files))
    return Erased(record, files)


def of_folder(session: Session, folder: Path) -> PackageRecord:
    """The package that a folder on a medium holds or was to hold. Raises `Fault(RECORD_NOT_FOUND)`."""
    try:
        return session.vault.packages.get(PackageId(reader.inspect(folder).package_id))
    except Fault as fault:
        if fault.code in (Code.MEDIUM_GONE, Code.RECORD_NOT_FOUND):
            raise
    # Unfinished or damaged: its name tells its number and the end of its id.
    for record in session.vault.packages.all():
        if folder.name.endswith(f"-{record.sequence:06d}-{record.id[-8:]}"):
            return record
    raise not_found(RecordKind.PACKAGE)
