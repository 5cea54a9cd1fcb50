"""Where a package's files lie until every check has passed: encrypted in the vault, adopted or dropped as a whole."""

import shutil
from contextlib import AbstractContextManager

from desktop_app.core.errors import Code, Fault
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import PackageState
from desktop_app.sealing.checks import SealHead, Seen, Sighting
from desktop_app.sealing.manifest import FileEntry, Manifest
from desktop_app.vault.staging import StagedWriter

#: The vault grows by the package and its write-ahead log (package-format: 1.1 times is asked for).
_ROOM_TENTHS = 11


class Quarantine:
    """The sink of one opening; `token` names it in the vault."""

    def __init__(self, session: Session, token: str) -> None:
        self._session = session
        self.token = token

    def filling(self) -> AbstractContextManager[None]:
        """Open the package inside this."""
        return self._session.vault.attachments.staging.filling()

    def begin(self, manifest: Manifest) -> None:
        """Refuse a package that would not fit before anything is written."""
        needed = manifest.limits.bytes * _ROOM_TENTHS // 10
        if shutil.disk_usage(self._session.vault.folder).free < needed:
            raise Fault(Code.VAULT_FULL)

    def file(self, entry: FileEntry) -> StagedWriter:
        """A place for one attachment."""
        return self._session.vault.attachments.staging.writer(self.token, entry.path)

    def discard(self) -> None:
        """Nothing of the package is kept."""
        self._session.vault.attachments.staging.drop(self.token)


class ChannelHistory:
    """What this desk remembers of packages taken in."""

    def __init__(self, session: Session) -> None:
        self._packages = session.vault.packages

    def seen(self, head: SealHead) -> Seen:
        """Whether this package, or another in its place, came before."""
        arrival = self._packages.seen(head.sender, head.package_id, head.seal_digest, head.epoch, head.sequence)
        return Seen(Sighting(arrival.sighting.value), arrival.missing, arrival.later)


def refused(session: Session, package: str, fault: Fault) -> None:
    """A refusal is in the log with its stage; nothing else of the package remains."""
    objects = {"package": package, "code": fault.code.value, "state": PackageState.REFUSED.value}
    with session.vault.act(Act.PACKAGE_REFUSED, objects):
        pass
