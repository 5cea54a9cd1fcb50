"""The register of carriers: rows with their present state, and the steps that led there, which never change."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import CarrierId
from desktop_app.domain.carriers import Carrier, CarrierEvent, CarrierKind, CarrierMove, CarrierState
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.vault.database import Database, Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, number, kind, marking, title, state, holder, due, made_by, made_at, application_id, copied_from"
_EVENT = (
    "id, carrier_id, move, at, by, counterpart, due, way, place, approved_by, first_witness, second_witness, reason, "
    "package"
)


class CarrierRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def next_number(self, kind: CarrierKind, year: int) -> str:
        """Give out the next number of a kind and year (`U2026-0001`), passing over those an office took itself."""
        where = {"kind": kind.value, "year": year}
        row = self._database.row("SELECT last FROM carrier_counters WHERE kind = ? AND year = ?", [kind.value, year])
        last = row[0] if row else 0
        number = ""
        while not number or self.by_number(number) is not None:
            last += 1
            number = f"{kind.letter}{year}-{last:04d}"
        if row:
            self._ledger.update("carrier_counters", where, last=last)
        else:
            self._ledger.insert("carrier_counters", **where, last=last)
        return number

    def add(self, carrier: Carrier) -> None:
        """Raises `Fault(CARRIER_NUMBER_TAKEN)`: a number means one thing for ever."""
        if self.by_number(carrier.number) is not None:
            raise Fault(Code.CARRIER_NUMBER_TAKEN, number=carrier.number)
        self._ledger.insert(
            "carriers",
            id=carrier.id,
            number=carrier.number,
            kind=carrier.kind.value,
            marking=msgspec.json.encode(carrier.marking).decode(),
            title=carrier.title,
            state=carrier.state.value,
            holder=carrier.holder,
            due=_day(carrier.due),
            made_by=carrier.made_by,
            made_at=stamp(carrier.made_at),
            application_id=carrier.application,
            copied_from=carrier.copied_from,
        )

    def put(self, carrier: Carrier) -> None:
        """Where it is now, what is on it, and its mark; number, kind and origin stay."""
        changed = self._ledger.update(
            "carriers",
            {"id": carrier.id},
            state=carrier.state.value,
            holder=carrier.holder,
            due=_day(carrier.due),
            marking=msgspec.json.encode(carrier.marking).decode(),
            title=carrier.title,
        )
        if not changed:
            raise not_found(RecordKind.CARRIER)

    def by_number(self, number: str) -> Carrier | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM carriers WHERE number = ?", [number])
        return _carrier(row) if row else None

    def of_package(self, package: str) -> Carrier | None:
        """The medium that a package was last written to, or came in on."""
        row = self._database.row(
            "SELECT carrier_id FROM carrier_events WHERE package = ? ORDER BY rowid DESC LIMIT 1", [package]
        )
        found = self._database.row(f"SELECT {_COLUMNS} FROM carriers WHERE id = ?", [row[0]]) if row else None
        return _carrier(found) if found else None

    def all(self) -> list[Carrier]:
        """In the order of their numbers."""
        return all_carriers(self._database)

    def record(self, event: CarrierEvent) -> None:
        self._ledger.insert(
            "carrier_events",
            id=event.id,
            carrier_id=event.carrier,
            move=event.move.value,
            at=stamp(event.at),
            by=event.by,
            counterpart=event.counterpart,
            due=_day(event.due),
            way=event.way,
            place=event.place,
            approved_by=event.approved_by,
            first_witness=event.first_witness,
            second_witness=event.second_witness,
            reason=event.reason,
            package=event.package,
        )

    def years(self) -> list[int]:
        """The years in which a carrier took a step, or a copy came out, by the office's clock (UTC+8)."""
        at = "SELECT strftime('%Y', {}, '+8 hours') FROM {}"
        settled = "copies JOIN audit ON audit.sequence = copies.audit_seq WHERE fate <> 'sent'"
        parts = (at.format("at", "carrier_events"), at.format("printed_at", "copies"), at.format("audit.at", settled))
        return [int(row[0]) for row in self._database.rows(" UNION ".join(parts))]

    def lent(self) -> list[CarrierId]:
        """Whatever was lent at some time, copies among it."""
        rows = self._database.rows(
            "SELECT DISTINCT carrier_id FROM carrier_events WHERE move = ?", [CarrierMove.LEND.value]
        )
        return [CarrierId(row[0]) for row in rows]

    def events(self, carriers: Iterable[CarrierId] | None = None) -> list[CarrierEvent]:
        """Every step in the order in which it was entered; of some carriers only, where they are named."""
        if carriers is None:
            return all_events(self._database)
        found = [
            row
            for one in carriers
            for row in self._database.rows(
                f"SELECT {_EVENT} FROM carrier_events WHERE carrier_id = ? ORDER BY rowid", [one]
            )
        ]
        return [_event(row) for row in found]


def all_carriers(database: Database) -> list[Carrier]:
    """In the order of their numbers."""
    return [_carrier(row) for row in database.rows(f"SELECT {_COLUMNS} FROM carriers ORDER BY number")]


def all_events(database: Database) -> list[CarrierEvent]:
    """Every step in the order in which it was entered."""
    return [_event(row) for row in database.rows(f"SELECT {_EVENT} FROM carrier_events ORDER BY rowid")]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _from_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _carrier(row: Row) -> Carrier:
    return Carrier(
        id=CarrierId(row[0]),
        number=row[1],
        kind=CarrierKind(row[2]),
        marking=msgspec.json.decode(row[3], type=Marking),
        title=row[4],
        state=CarrierState(row[5]),
        holder=row[6],
        due=_from_day(row[7]),
        made_by=row[8],
        made_at=datetime.fromisoformat(row[9]),
        application=row[10],
        copied_from=row[11],
    )


def _event(row: Row) -> CarrierEvent:
    return CarrierEvent(
        id=row[0],
        carrier=CarrierId(row[1]),
        move=CarrierMove(row[2]),
        at=datetime.fromisoformat(row[3]),
        by=row[4],
        counterpart=row[5],
        due=_from_day(row[6]),
        way=row[7],
        place=row[8],
        approved_by=row[9],
        first_witness=row[10],
        second_witness=row[11],
        reason=row[12],
        package=row[13],
    )
