"""Taking an application out of an opened package: as a new one, as the next version, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.records import Direction, Version
from desktop_app.domain.status import Status
from desktop_app.sealing.checks import OpenedApplication
from desktop_app.sealing.manifest import FileEntry


@dataclass(frozen=True, slots=True)
class Intake:
    """One package's way into the vault: whose it is, and under which token its files wait. Use it inside the act."""

    session: Session
    sender_name: str
    token: str
    there: Mapping[str, frozenset[str]] = field(default_factory=dict)  # attachments that a correction leaves out

    def take(self, applications: Sequence[OpenedApplication]) -> tuple[ApplicationId, ...]:
        """Take all of them in. Raises `Fault(APPLICATION_OURS | VERSION_OLDER | RECORD_SCHEMA)`."""
        return tuple(self._take(application) for application in applications)

    def _take(self, application: OpenedApplication) -> ApplicationId:
        _require_whole(application, self.there.get(application.id, frozenset()))
        id_ = ApplicationId(application.id)
        if self.session.vault.applications.knows(id_):
            if not self._newer(id_, application):
                return id_
            self.session.vault.applications.save_draft(id_, application.content)
            if self.session.vault.applications.get(id_).status is not Status.ABANDONED:  # given up stays so
                self.session.vault.applications.set_status(id_, Status.RECEIVED)
        else:
            self.session.vault.applications.create(application.content, Status.RECEIVED, known_as=id_)
        self.session.vault.versions.add(id_, application.content, self.sender_name, application.version_number)
        self._adopt(id_, application)
        return id_

    def _newer(self, id_: ApplicationId, application: OpenedApplication) -> bool:
        """Whether this is a later version; the same one again (its first stick was late) brings nothing new."""
        if not self._came_from_outside(id_):
            raise Fault(Code.APPLICATION_OURS, application=id_)
        known = self.session.vault.versions.of(id_)
        if any(_same(version, application) for version in known):
            return False
        latest = known[-1].number if known else 0
        if application.version_number <= latest:
            raise Fault(Code.VERSION_OLDER, application=id_, known=latest, came=application.version_number)
        return True

    def _came_from_outside(self, id_: ApplicationId) -> bool:
        """No other desk may write over what was made here."""
        return bool(self.session.vault.packages.holding(id_, Direction.IN))

    def _adopt(self, id_: ApplicationId, application: OpenedApplication) -> None:
        """Files that an earlier version brought are not kept twice; what stays in quarantine is dropped with it."""
        attachments = self.session.vault.attachments
        kept = {(a.digest, a.kind) for a in attachments.of(id_)}
        for entry in application.files:
            kind = _kind(application, entry)
            if (entry.sha256, kind) not in kept:
                attachments.adopt(self.token, entry.path, id_, kind, entry.name, entry.mime)


def _require_whole(application: OpenedApplication, there: frozenset[str]) -> None:
    """An application that names a scan whose bytes did not come is not complete, whoever left it out."""
    came = there | {entry.sha256 for entry in application.files}
    for index, material in enumerate(application.content.materials):
        if material.digest not in came:
            raise Fault(Code.RECORD_SCHEMA, application=application.id, where=f"$.materials[{index}]")


def _kind(application: OpenedApplication, entry: FileEntry) -> MaterialKind:
    try:
        return MaterialKind(entry.kind)
    except ValueError:
        raise Fault(Code.RECORD_SCHEMA, application=application.id, where=f"files[{entry.n}].kind") from None


def _same(version: Version, application: OpenedApplication) -> bool:
    return version.number == application.version_number and version.digest == application.digest
