"""Whether the record of a draw proves it: its signatures, what contradicts itself, and the log's word on it."""

from collections.abc import Iterator

import msgspec

from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import DrawRecord, KeptDraw
from desktop_app.policy.draw_record import DrawDoubt, doubts
from desktop_app.vault.chain import last_digests
from desktop_app.vault.database import Database

#: Signed with the words, so that no signature stands for another use.
PLAN, OUTCOME = "fj-draw-plan@v1", "fj-draw-outcome@v1"
_ACTS = (Act.DRAW_COMMITTED, Act.DRAW_MADE, Act.DRAW_DROPPED)


def message(value: msgspec.Struct) -> bytes:
    """What is signed: one line, as `ssh-keygen -Y verify` reads it from a file."""
    return exchange.canonical(value) + b"\n"


def all_doubts(record: DrawRecord) -> tuple[DrawDoubt, ...]:
    """Everything in a record that does not hold; nothing for one that proves its draw."""
    found = list(doubts(record))
    if not _signed(record):
        found.append(DrawDoubt.SIGNATURE)
    return tuple(found)


def _signed(record: DrawRecord) -> bool:
    from desktop_app.crypto import sshsig  # heavy, and most vaults have no draw

    public = bytes.fromhex(record.key)
    try:
        sshsig.verify(message(record.plan), record.plan_signature.encode(), public, PLAN)
        if record.outcome is not None:
            sshsig.verify(message(record.outcome), record.outcome_signature.encode(), public, OUTCOME)
    except (sshsig.SignatureRefused, ValueError):
        return False
    return True


def unproved(database: Database) -> Iterator[tuple[str, DrawDoubt]]:
    """The draws of a vault that do not hold, with what is wrong; one the log knows and the table lacks, too."""
    said = last_digests(database, "draw", _ACTS)
    for id_, content in database.each("SELECT id, content FROM draws ORDER BY rowid"):
        expected = said.pop(id_, "")
        try:
            kept = msgspec.json.decode(content, type=KeptDraw)
        except msgspec.DecodeError:
            yield id_, DrawDoubt.LOG
            continue
        if exchange.digest(kept) != expected:
            yield id_, DrawDoubt.LOG
        for doubt in all_doubts(kept.record):
            yield id_, doubt
    for id_ in said:
        yield id_, DrawDoubt.LOG
