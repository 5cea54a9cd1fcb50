"""Packages sent and received, and the numbered channels between two desks."""

import os
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import PackageId
from desktop_app.domain.records import Direction, PackageKind, PackageRecord, PackageState, RecordKind, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = (
    "id, direction, peer, peer_name, sequence, state, seal_digest, applications, medium, changed_at, receipt_digest, "
    "kind"
)


class Sighting(Enum):
    """What the channel's history says about a package that has come in."""

    NEW = "new"
    DUPLICATE = "duplicate"  # the same package again: harmless, the same receipt answers it
    EQUIVOCATION = "equivocation"  # the same id over other content
    FORK = "fork"  # another package bears this number: the sender went back to an old backup, or somebody posed as it


@dataclass(frozen=True, slots=True)
class Arrival:
    """A sighting, when the earlier package came (`None` if there is none), and numbers skipped before this one."""

    sighting: Sighting
    first_received: datetime | None = None
    missing: tuple[int, ...] = ()
    missing_count: int = 0
    later: int = 0  # the highest number of the epoch that came before this one although it is above it


class PackageRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def add(self, record: PackageRecord) -> None:
        self._ledger.insert(
            "packages",
            id=record.id,
            direction=record.direction.value,
            peer=record.peer,
            peer_name=record.peer_name,
            sequence=record.sequence,
            state=record.state.value,
            seal_digest=record.seal_digest,
            applications=msgspec.json.encode(record.applications).decode(),
            medium=record.medium,
            changed_at=stamp(record.changed_at),
            receipt_digest=record.receipt_digest,
            kind=record.kind.value,
        )

    def set_state(
        self,
        package: PackageId,
        state: PackageState,
        *,
        seal_digest: str | None = None,
        medium: str | None = None,
        receipt_digest: str | None = None,
    ) -> None:
        """Move on; what is `None` stays as it is."""
        given = {"seal_digest": seal_digest, "medium": medium, "receipt_digest": receipt_digest}
        changed = self._ledger.update(
            "packages",
            {"id": package},
            state=state.value,
            changed_at=stamp(self._ledger.clock.now()),
            **{name: value for name, value in given.items() if value is not None},
        )
        if not changed:
            raise not_found(RecordKind.PACKAGE)

    def get(self, package: PackageId) -> PackageRecord:
        row = self._database.row(f"SELECT {_COLUMNS} FROM packages WHERE id = ?", [package])
        if row is None:
            raise not_found(RecordKind.PACKAGE)
        return _package(row)

    def by_seal(self, seal_digest: str) -> PackageRecord | None:
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM packages WHERE seal_digest = ? ORDER BY rowid DESC LIMIT 1", [seal_digest]
        )
        return _package(row) if row else None

    def all(self, direction: Direction | None = None) -> list[PackageRecord]:
        """Latest change first."""
        where, parameters = ("WHERE direction = ?", [direction.value]) if direction else ("", [])
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM packages {where} ORDER BY changed_at DESC, rowid DESC", parameters
        )
        return [_package(row) for row in rows]

    def holding(self, application: str, direction: Direction | None = None) -> list[PackageRecord]:
        """Those that hold one application, latest change first; the others are not looked at."""
        where, parameters = ("AND direction = ?", [direction.value]) if direction else ("", [])
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM packages JOIN package_filings ON package_id = id WHERE application_id = ? {where} "
            "ORDER BY changed_at DESC, packages.rowid DESC",
            [application, *parameters],
        )
        return [_package(row) for row in rows]

    def sent_to(self, peer: str) -> list[PackageRecord]:
        """Whatever was begun for one desk's key, oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM packages WHERE peer = ? AND direction = ? ORDER BY rowid",
            [peer, Direction.OUT.value],
        )
        return [_package(row) for row in rows]

    def next_sequence(self, peer: str) -> int:
        """Take the next number of the channel to `peer`; a number once taken does not come back."""
        _, last = self._channel(peer)
        self._ledger.update("channels", {"peer": peer}, sequence=last + 1)
        return last + 1

    def numbers_given(self) -> int:
        """How many numbers all channels have given out, finished or not."""
        row = self._database.row("SELECT sum(sequence) FROM channels")
        return (row[0] or 0) if row else 0

    def epoch(self, peer: str) -> str:
        """The channel's present epoch, made at random with the channel. Call inside the act that seals."""
        return self._channel(peer)[0]

    def begin_epochs(self) -> None:
        """After an older copy took this vault's place: a fresh epoch for every channel.

        What was sealed since the copy was made has left with the numbers that come next here. Call inside an act.
        """
        for (peer,) in self._database.rows("SELECT peer FROM channels"):
            self._ledger.update("channels", {"peer": peer}, epoch=_new_epoch())

    def _channel(self, peer: str) -> tuple[str, int]:
        row = self._database.row("SELECT epoch, sequence FROM channels WHERE peer = ?", [peer])
        if row:
            return row[0], row[1]
        epoch = _new_epoch()
        self._ledger.insert("channels", peer=peer, epoch=epoch, sequence=0)
        return epoch, 0

    def seen(self, sender: str, package_id: str, seal_digest: str, epoch: str, sequence: int) -> Arrival:
        """Compare an incoming package with what came before it from `sender`. Changes nothing."""
        same = self._database.row(
            "SELECT seal_digest, received_at FROM arrivals WHERE sender = ? AND package_id = ?", [sender, package_id]
        )
        if same:
            kind = Sighting.DUPLICATE if same[0] == seal_digest else Sighting.EQUIVOCATION
            return Arrival(kind, first_received=datetime.fromisoformat(same[1]))
        taken = self._database.row(
            "SELECT received_at FROM arrivals WHERE sender = ? AND epoch = ? AND sequence = ?",
            [sender, epoch, sequence],
        )
        if taken:
            return Arrival(Sighting.FORK, first_received=datetime.fromisoformat(taken[0]))
        count, missing = self._missing(sender, epoch, sequence)
        above = self._database.row(
            "SELECT max(sequence) FROM arrivals WHERE sender = ? AND epoch = ? AND sequence > ?",
            [sender, epoch, sequence],
        )
        later = (above[0] or 0) if above else 0
        return Arrival(Sighting.NEW, missing=missing, missing_count=count, later=later)

    def _missing(self, sender: str, epoch: str, sequence: int) -> tuple[int, tuple[int, ...]]:
        """How many numbers below `sequence` have not come, and the highest hundred of them.

        An epoch goes on above the numbers of the one before, so counting begins there.
        """
        before = self._database.row(
            "SELECT max(sequence) FROM arrivals WHERE sender = ? AND epoch <> ? AND sequence < ?",
            [sender, epoch, sequence],
        )
        start = (before[0] or 0) if before else 0
        rows = self._database.rows(
            "SELECT sequence FROM arrivals WHERE sender = ? AND epoch = ? AND sequence > ? AND sequence < ?",
            [sender, epoch, start, sequence],
        )
        came = {row[0] for row in rows}
        # a hundred numbers back from those that came is enough to name a hundred that did not
        window = range(max(start + 1, sequence - 100 - len(came)), sequence)
        return sequence - 1 - start - len(came), tuple(n for n in window if n not in came)[-100:]

    def highest_seen(self, sender: str) -> int:
        """The highest number received from `sender` in any epoch: every receipt carries it."""
        row = self._database.row("SELECT max(sequence) FROM arrivals WHERE sender = ?", [sender])
        return (row[0] or 0) if row else 0

    def record_seen(self, sender: str, package_id: str, seal_digest: str, epoch: str, sequence: int) -> None:
        """Keep a package that `seen` called new."""
        self._ledger.insert(
            "arrivals",
            sender=sender,
            package_id=package_id,
            seal_digest=seal_digest,
            epoch=epoch,
            sequence=sequence,
            received_at=stamp(self._ledger.clock.now()),
        )


def _package(row: Row) -> PackageRecord:
    return PackageRecord(
        id=PackageId(row[0]),
        direction=Direction(row[1]),
        peer=row[2],
        peer_name=row[3],
        sequence=row[4],
        state=PackageState(row[5]),
        seal_digest=row[6],
        applications=msgspec.json.decode(row[7], type=tuple[str, ...]),
        medium=row[8],
        changed_at=datetime.fromisoformat(row[9]),
        receipt_digest=row[10],
        kind=PackageKind(row[11]),
    )


def _new_epoch() -> str:
    return os.urandom(8).hex()
