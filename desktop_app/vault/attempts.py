"""The slow-down after wrong passphrases, kept beside the vault so that it outlives a restart.

Each name waits for its own wrong tries: nobody is kept out by another's. It hinders a person at the keyboard. Whoever
can write the folder can also delete this file: against that stands the cost of the key derivation alone, and nothing is
ever wiped.
"""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain import exchange
from desktop_app.domain.values import Value
from desktop_app.vault import files
from desktop_app.vault.faults import file_faults
from desktop_app.vault.keyslots import login

TRIES = 5
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(minutes=60)


class _Count(Value, frozen=True, kw_only=True):
    """The wrong tries of one name since its last right one."""

    failed: int
    paused_at: datetime | None = None

    @property
    def sound(self) -> bool:
        return self.failed > 0 and (self.paused_at is None or self.paused_at.tzinfo is not None)

    @property
    def pause(self) -> timedelta:
        doublings = min(self.failed // TRIES - 1, 10)
        pause: timedelta = FIRST_PAUSE * 2**doublings
        return min(pause, LONGEST_PAUSE)


class _Record(Value, frozen=True, kw_only=True):
    """`failed`: wrong tries of which the log does not tell yet, of all names together."""

    failed: int = 0
    names: dict[str, _Count] = msgspec.field(default_factory=dict)


class Attempts:
    """Counts tries before they are made, so that ending the program does not make one free."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / files.ATTEMPTS
        self._clock = clock
        self._record = self._read()

    @property
    def failed(self) -> int:
        """Wrong tries since the vault was last opened, by whomever."""
        return self._record.failed

    def begin(self, name: str) -> None:
        """Count one try under `name`. Raises `Fault(VAULT_LOCKED_OUT)` with the minutes that are left."""
        self._require_no_pause(name)
        before = self._record.names.get(_mark(name))
        failed = before.failed + 1 if before else 1
        count = _Count(failed=failed, paused_at=self._now() if failed % TRIES == 0 else None)
        self._write(self._record.failed + 1, self._record.names | {_mark(name): count})

    def take_back(self, name: str) -> None:
        """The try was right: whoever made it starts anew. The wrong ones before it are still to be told in the log."""
        self._write(self._record.failed - 1, self._without(name))

    def forgive(self, name: str) -> None:
        """Who was kept waiting proved by other means who they are."""
        self._write(self._record.failed, self._without(name))

    def told(self) -> None:
        """The vault is open and the failures are in its log. Only what is left of others' pauses goes on."""
        now = self._now()
        self._write(0, {mark: count for mark, count in self._record.names.items() if self._left(count, now)})

    def _require_no_pause(self, name: str) -> None:
        count = self._record.names.get(_mark(name))
        if count is None or count.paused_at is None:
            return
        now = self._now()
        if now < count.paused_at:
            # the clock was set back: the pause starts again, so it is neither skipped nor stretched to days
            count = msgspec.structs.replace(count, paused_at=now)
            self._write(self._record.failed, self._record.names | {_mark(name): count})
        if left := self._left(count, now):
            raise Fault(Code.VAULT_LOCKED_OUT, minutes=-(-int(left.total_seconds()) // 60))

    @staticmethod
    def _left(count: _Count, now: datetime) -> timedelta:
        return max(count.paused_at + count.pause - now, timedelta(0)) if count.paused_at else timedelta(0)

    def _without(self, name: str) -> dict[str, _Count]:
        return {mark: count for mark, count in self._record.names.items() if mark != _mark(name)}

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)

    def _read(self) -> _Record:
        try:
            with file_faults(files.ATTEMPTS):
                record = msgspec.json.decode(self._path.read_bytes(), type=_Record)
        except (Fault, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # absent, or not ours: no reason to keep the owner out
            return _Record()
        return record if record.failed >= 0 and all(count.sound for count in record.names.values()) else _Record()

    def _write(self, failed: int, names: dict[str, _Count]) -> None:
        self._record = _Record(failed=failed, names=names)
        if failed > 0 or names:
            files.replace(self._path, exchange.canonical(self._record))
        else:
            with file_faults(files.ATTEMPTS):
                self._path.unlink(missing_ok=True)


def _mark(name: str) -> str:
    """Tells names apart well enough (two of an office share a pause once in 256) and tells nobody a name."""
    return hashlib.sha256(login(name).encode()).hexdigest()[:2]
