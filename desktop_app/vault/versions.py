"""Submitted versions: added, never changed, found by number or by digest."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, VersionId, new_id
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.records import PolicyRef, RecordKind, Version, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, application_id, number, digest, content, made_at, made_by"


@dataclass(frozen=True, slots=True)
class FiledVersion:
    """A version and the pack that it was filed under, where that is known."""

    version: Version
    policy: PolicyRef | None


class VersionRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def add(
        self,
        application: ApplicationId,
        content: Application,
        made_by: str,
        number: int | None = None,
        *,
        policy: PolicyRef | None = None,
    ) -> Version:
        """Freeze `content` as the next version, or under the `number` that the desk which made it gave it.

        `policy` is the pack that it was filed under and the answers then, where this desk knows them.
        Raises `Fault(VERSION_IS_FINAL)` when that number is taken or lies below a later version.
        """
        row = self._database.row("SELECT latest_version FROM applications WHERE id = ?", [application])
        if row is None:
            raise not_found(RecordKind.APPLICATION)
        if number is not None and number <= row[0]:
            raise Fault(Code.VERSION_IS_FINAL, number=row[0])
        now = self._ledger.clock.now().replace(microsecond=0)
        spelled = exchange.canonical(content)
        made = Version(
            id=VersionId(new_id(now)),
            application=application,
            number=number or row[0] + 1,
            digest=hashlib.sha256(spelled).hexdigest(),
            content=content,
            made_at=now,
            made_by=made_by,
        )
        self._ledger.insert(
            "versions",
            id=made.id,
            application_id=application,
            number=made.number,
            digest=made.digest,
            content=spelled,
            made_at=stamp(now),
            made_by=made_by,
        )
        if policy is not None:
            self._ledger.insert(
                "version_policies",
                version_id=made.id,
                pack=policy.pack,
                digest=policy.digest,
                settings=json.dumps(policy.settings, ensure_ascii=False, sort_keys=True),
            )
        self._ledger.update("applications", {"id": application}, latest_version=made.number, changed_at=stamp(now))
        return made

    def get(self, version: VersionId) -> Version:
        row = self._database.row(f"SELECT {_COLUMNS} FROM versions WHERE id = ?", [version])
        if row is None:
            raise not_found(RecordKind.VERSION)
        return _version(row)

    def policy_of(self, version: VersionId) -> PolicyRef | None:
        """The pack that a version was filed under; `None` for one from another desk or from before packs were kept."""
        row = self._database.row("SELECT pack, digest, settings FROM version_policies WHERE version_id = ?", [version])
        return _policy(row) if row else None

    def latest_policy(self, application: ApplicationId) -> PolicyRef | None:
        """The pack that the latest version was filed under, where that is known; the version is not read."""
        row = self._database.row(
            "SELECT pack, digest, settings FROM version_policies WHERE version_id = "
            "(SELECT id FROM versions WHERE application_id = ? ORDER BY number DESC LIMIT 1)",
            [application],
        )
        return _policy(row) if row else None

    def latest_policies(self, applications: Collection[ApplicationId]) -> dict[ApplicationId, PolicyRef]:
        """The same of each for which it is known: a whole list in one search."""
        rows = self._database.rows(
            "SELECT v.application_id, p.pack, p.digest, p.settings FROM json_each(?) JOIN versions v "
            "ON v.application_id = value "
            "AND v.number = (SELECT max(number) FROM versions WHERE application_id = value) "
            "JOIN version_policies p ON p.version_id = v.id",
            [json.dumps(list(applications))],
        )
        return {
            ApplicationId(row[0]): PolicyRef(pack=row[1], digest=row[2], settings=json.loads(row[3])) for row in rows
        }

    def of(self, application: ApplicationId) -> list[Version]:
        """Oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM versions WHERE application_id = ? ORDER BY number", [application]
        )
        return [_version(row) for row in rows]

    def latest(self, application: ApplicationId) -> Version | None:
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM versions WHERE application_id = ? ORDER BY number DESC LIMIT 1", [application]
        )
        return _version(row) if row else None

    def latest_of(self, applications: Collection[ApplicationId]) -> dict[ApplicationId, FiledVersion]:
        """The latest version of each that has one, and what it was filed under: a whole list in one search."""
        columns = ", ".join(f"v.{name}" for name in _COLUMNS.split(", "))
        rows = self._database.rows(
            f"SELECT {columns}, p.pack, p.digest, p.settings FROM json_each(?) JOIN versions v "
            "ON v.application_id = value "
            "AND v.number = (SELECT max(number) FROM versions WHERE application_id = value) "
            "LEFT JOIN version_policies p ON p.version_id = v.id",
            [json.dumps(list(applications))],
        )
        return {ApplicationId(row[1]): FiledVersion(_version(row), _policy(row[7:])) for row in rows}

    def latest_digest(self, application: ApplicationId) -> str:
        """The digest of the latest version, its content not read; empty where there is none."""
        row = self._database.row(
            "SELECT digest FROM versions WHERE application_id = ? ORDER BY number DESC LIMIT 1", [application]
        )
        return row[0] if row else ""

    def by_short(self, prefix: str) -> list[Version]:
        """The versions whose digest begins so, newest first. `prefix` is hexadecimal digits in lower case."""
        assert set(prefix) <= set("0123456789abcdef")
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM versions WHERE digest >= ? AND digest < ? ORDER BY rowid DESC LIMIT 20",
            [prefix, f"{prefix}g"],
        )
        return [_version(row) for row in rows]

    def by_digest(self, digest: str) -> Version | None:
        """The newest version with this content: the same content may be submitted twice."""
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM versions WHERE digest = ? ORDER BY rowid DESC LIMIT 1", [digest]
        )
        return _version(row) if row else None


def _policy(row: Row) -> PolicyRef | None:
    return PolicyRef(pack=row[0], digest=row[1], settings=json.loads(row[2])) if row[0] is not None else None


def _version(row: Row) -> Version:
    return Version(
        id=VersionId(row[0]),
        application=ApplicationId(row[1]),
        number=row[2],
        digest=row[3],
        content=msgspec.json.decode(row[4], type=Application),
        made_at=datetime.fromisoformat(row[5]),
        made_by=row[6],
    )
