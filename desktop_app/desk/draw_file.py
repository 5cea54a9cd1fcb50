"""The record of a draw as a file for anyone: numbers, seed, digests and signatures, and no name."""

from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import draws, plain_text
from desktop_app.desk.blanks import content
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.committees import DrawRecord
from desktop_app.domain.marking import NOT_SECRET

MOST_BYTES = 8 << 20


def save(session: Session, draw: str, path: Path) -> DrawRecord:
    """Write the record; of a plan that is not carried out yet, without the seed."""
    record = draws.get(session, draw).record
    data = msgspec.json.format(exchange.canonical(record), indent=2) + b"\n"
    plain_text.write(session, path, data, NOT_SECRET, {"draw": draw, "digest": exchange.digest(record)})
    return record


def read(path: Path) -> DrawRecord:
    """A record from outside; nothing in it is proved yet (`draws.doubts`). Raises `Fault(DRAW_RECORD | FILE_*)`."""
    try:
        return msgspec.json.decode(content(path, MOST_BYTES, Code.DRAW_RECORD), type=DrawRecord, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Fault(Code.DRAW_RECORD, path=str(path)) from None
