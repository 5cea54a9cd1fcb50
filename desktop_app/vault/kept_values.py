"""Frozen values of the office's desk work, one table a kind: under an id, with what they are about beside it."""

import hashlib
from typing import Generic, TypeVar

import msgspec

from desktop_app.domain.committees import KeptCommittee, KeptDraw, KeptExpert
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.meetings import KeptMeeting, KeptOpinion, KeptReading, KeptResult, KeptVote
from desktop_app.domain.posts import FullSeniorPassed, PostChange, PostLine
from desktop_app.domain.public_notices import HeldNotice
from desktop_app.domain.review_work import ReviewWork
from desktop_app.vault.ledger import Ledger

V = TypeVar("V", bound=msgspec.Struct)


class KeptValues(Generic[V]):
    """One table. `table` is a name of this package's own, never from outside."""

    def __init__(self, ledger: Ledger, table: str, kind: type[V]) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._table = table
        self._kind = kind

    def put(self, id_: str, value: V, about: str = "") -> None:
        """Keep it under `id_`, in place of what was there."""
        content = msgspec.json.encode(value)
        columns = {"about": about, "content": content, "digest": hashlib.sha256(content).hexdigest()}
        if not self._ledger.update(self._table, {"id": id_}, **columns):
            self._ledger.insert(self._table, id=id_, **columns)

    def get(self, id_: str) -> V | None:
        row = self._database.row(f"SELECT content FROM {self._table} WHERE id = ?", [id_])
        return msgspec.json.decode(row[0], type=self._kind) if row else None

    def all(self, about: str | None = None) -> list[V]:
        """Oldest first; those about one thing where it is named."""
        where, parameters = ("WHERE about = ?", [about]) if about is not None else ("", [])
        rows = self._database.rows(f"SELECT content FROM {self._table} {where} ORDER BY rowid", parameters)
        return [msgspec.json.decode(row[0], type=self._kind) for row in rows]

    def remove(self, id_: str) -> bool:
        return bool(self._ledger.delete(self._table, {"id": id_}))


#: The tables, for the examination of a vault.
TABLES = ("review_work", "public_notices", "post_lines", "post_changes", "full_senior", "dishonesty",
          "committees", "experts", "draws",
          "meetings", "meeting_votes", "meeting_opinions", "meeting_results", "meeting_readings",
          "transits")  # fmt: skip


class OfficeWork:
    """The office's own tables."""

    def __init__(self, ledger: Ledger) -> None:
        self.reviews = KeptValues(ledger, "review_work", ReviewWork)
        self.notices = KeptValues(ledger, "public_notices", HeldNotice)
        self.posts = KeptValues(ledger, "post_lines", PostLine)
        self.post_changes = KeptValues(ledger, "post_changes", PostChange)
        self.full_senior = KeptValues(ledger, "full_senior", FullSeniorPassed)
        self.dishonesty = KeptValues(ledger, "dishonesty", DishonestyRecord)
        self.committees = KeptValues(ledger, "committees", KeptCommittee)
        self.experts = KeptValues(ledger, "experts", KeptExpert)
        self.draws = KeptValues(ledger, "draws", KeptDraw)
        self.meetings = KeptValues(ledger, "meetings", KeptMeeting)
        self.votes = KeptValues(ledger, "meeting_votes", KeptVote)
        self.opinions = KeptValues(ledger, "meeting_opinions", KeptOpinion)
        self.results = KeptValues(ledger, "meeting_results", KeptResult)
        self.readings = KeptValues(ledger, "meeting_readings", KeptReading)
