"""Policy packs kept in the vault, the pack each application is written under, and an officer's choice for a year."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ApplicationId
from desktop_app.domain.records import KeptPolicy, PolicyChoice
from desktop_app.policy.pack_digest import digest as digest_of
from desktop_app.policy.reading import PackFiles
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "digest, pack, year, edition, issuer, imported_at, imported_by"


class PolicyRepository:
    """A pack is kept once, under its digest, and never taken out: versions are judged by it for ever."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def keep(self, files: PackFiles, *, pack: str, year: int, edition: str, issuer: str = "") -> KeptPolicy:
        """Keep a pack; who and when are this vault's user and clock. `files` were loaded strictly before."""
        now = self._ledger.clock.now().replace(microsecond=0)
        made = KeptPolicy(
            digest=digest_of(files),
            pack=pack,
            year=year,
            edition=edition,
            issuer=issuer,
            imported_at=now,
            imported_by=self._ledger.user,
        )
        self._ledger.insert(
            "policies",
            digest=made.digest,
            pack=pack,
            year=year,
            edition=edition,
            content=msgspec.json.encode({name: files[name].decode() for name in sorted(files)}),
            issuer=issuer,
            imported_at=stamp(now),
            imported_by=made.imported_by,
        )
        return made

    def get(self, digest: str) -> KeptPolicy | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM policies WHERE digest = ?", [digest])
        return _kept(row) if row else None

    def all(self) -> list[KeptPolicy]:
        """In the order in which they came."""
        return [_kept(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM policies ORDER BY rowid")]

    def files(self, digest: str) -> PackFiles | None:
        row = self._database.row("SELECT content FROM policies WHERE digest = ?", [digest])
        return _files(row[0]) if row else None

    def choose(self, year: int, digest: str) -> None:
        """An officer's word: who and when are this vault's user and clock."""
        columns = {"digest": digest, "chosen_by": self._ledger.user, "chosen_at": self._now()}
        if not self._ledger.update("policy_choices", {"year": year}, **columns):
            self._ledger.insert("policy_choices", year=year, **columns)

    def unchoose(self, year: int) -> None:
        self._ledger.delete("policy_choices", {"year": year})

    def choices(self) -> list[PolicyChoice]:
        rows = self._database.rows("SELECT year, digest, chosen_by, chosen_at FROM policy_choices ORDER BY year")
        return [
            PolicyChoice(year=row[0], digest=row[1], chosen_by=row[2], chosen_at=datetime.fromisoformat(row[3]))
            for row in rows
        ]

    def put_under(self, application: ApplicationId, digest: str) -> None:
        """The application is written under this pack from now on."""
        columns = {"digest": digest, "set_by": self._ledger.user, "set_at": self._now()}
        if not self._ledger.update("application_policies", {"application_id": application}, **columns):
            self._ledger.insert("application_policies", application_id=application, **columns)

    def under(self, application: ApplicationId) -> str | None:
        """The digest of the pack that the application is written under."""
        row = self._database.row("SELECT digest FROM application_policies WHERE application_id = ?", [application])
        return row[0] if row else None

    def under_each(self, applications: Collection[ApplicationId]) -> dict[ApplicationId, str]:
        """The same of each that is written under one here: a whole list in one search."""
        rows = self._database.rows(
            "SELECT application_id, digest FROM json_each(?) JOIN application_policies ON application_id = value",
            [json.dumps(list(applications))],
        )
        return {ApplicationId(row[0]): row[1] for row in rows}

    def counts(self) -> Mapping[str, int]:
        """Digest -> how many applications are written under that pack."""
        return dict(self._database.rows("SELECT digest, count(*) FROM application_policies GROUP BY digest"))

    def counts_without(self) -> Mapping[int, int]:
        """Year -> how many applications are written under none here: other desks', which do not say theirs."""
        return dict(
            self._database.rows(
                "SELECT year, count(*) FROM applications "
                "WHERE NOT EXISTS (SELECT 1 FROM application_policies WHERE application_id = applications.id) "
                "GROUP BY year"
            )
        )

    def _now(self) -> str:
        return stamp(self._ledger.clock.now().replace(microsecond=0))


def kept_whole(content: bytes, digest: str) -> bool:
    """Whether the kept bytes are the pack that the digest names."""
    try:
        return digest_of(_files(content)) == digest
    except (msgspec.DecodeError, UnicodeError):
        return False


def _files(content: bytes) -> PackFiles:
    return {name: text.encode() for name, text in msgspec.json.decode(content, type=dict[str, str]).items()}


def _kept(row: Row) -> KeptPolicy:
    return KeptPolicy(
        digest=row[0],
        pack=row[1],
        year=row[2],
        edition=row[3],
        issuer=row[4],
        imported_at=datetime.fromisoformat(row[5]),
        imported_by=row[6],
    )
