"""Whether meetings, votes and results are as the log has them: a row changed together with its own digest is found."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.meetings import KeptMeeting, KeptResult, KeptVote
from desktop_app.vault.chain import last_digests
from desktop_app.vault.database import Database


@dataclass(frozen=True, slots=True)
class _Logged:
    """A table whose every change is an act that names the row under `key` and the digest of what it became."""

    table: str
    kind: type[msgspec.Struct]
    key: str
    acts: tuple[Act, ...]


_TABLES = (
    _Logged("meetings", KeptMeeting, "meeting", (Act.MEETING_KEPT, Act.MEETING_ATTENDED)),
    _Logged("meeting_votes", KeptVote, "vote", (Act.VOTE_OPENED, Act.VOTE_COUNTED, Act.VOTE_SETTLED, Act.VOTE_VOIDED)),
    _Logged("meeting_results", KeptResult, "meeting", (Act.RESULT_KEPT,)),
)


def altered(database: Database) -> Iterator[str]:
    """Table and id of every row that is not what its last act left, or that the log knows and the table lacks."""
    for one in _TABLES:
        said = last_digests(database, one.key, one.acts)
        for id_, content in database.each(f"SELECT id, content FROM {one.table} ORDER BY rowid"):
            if _digest(content, one.kind) != said.pop(id_, ""):
                yield f"{one.table} {id_}"
        yield from (f"{one.table} {id_}" for id_ in said)


def _digest(content: bytes, kind: type[msgspec.Struct]) -> str | None:
    """Nothing for what cannot be read: no word of the log is equal to that."""
    try:
        return exchange.digest(msgspec.json.decode(content, type=kind))
    except msgspec.DecodeError:
        return None
