"""The slow-down after wrong passphrases, kept beside the vault so that it outlives a restart.

It hinders a person at the keyboard. Whoever can write the folder can also delete this file: against that stands the
cost of the key derivation alone, and nothing is ever wiped.
"""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain import exchange
from desktop_app.domain.values import Value
from desktop_app.vault import files
from desktop_app.vault.faults import file_faults

TRIES = 5
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(minutes=60)


class _Record(Value, frozen=True, kw_only=True):
    failed: int = 0
    paused_at: datetime | None = None


class Attempts:
    """Counts tries before they are made, so that ending the program does not make one free."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / files.ATTEMPTS
        self._clock = clock
        self._record = self._read()

    @property
    def failed(self) -> int:
        """Wrong tries since the vault was last opened."""
        return self._record.failed

    def begin(self) -> None:
        """Count one try. Raises `Fault(VAULT_LOCKED_OUT)` with the minutes that are left."""
        self._require_no_pause()
        failed = self._record.failed + 1
        self._write(_Record(failed=failed, paused_at=self._now() if failed % TRIES == 0 else None))

    def take_back(self) -> None:
        """The try was right: only the wrong ones before it stay counted."""
        failed = self._record.failed - 1
        if failed > 0:
            self._write(_Record(failed=failed))
        else:
            self.clear()

    def clear(self) -> None:
        """Forget everything: the vault is open and the failures are in its log."""
        self._record = _Record()
        with file_faults(files.ATTEMPTS):
            self._path.unlink(missing_ok=True)

    def _require_no_pause(self) -> None:
        begun = self._record.paused_at
        if begun is None:
            return
        now = self._now()
        if now < begun:
            # the clock was set back: the pause starts again, so it is neither skipped nor stretched to days
            self._write(msgspec.structs.replace(self._record, paused_at=now))
            begun = now
        left = begun + self._pause() - now
        if left > timedelta(0):
            raise Fault(Code.VAULT_LOCKED_OUT, minutes=-(-int(left.total_seconds()) // 60))

    def _pause(self) -> timedelta:
        doublings = min(self._record.failed // TRIES - 1, 10)
        pause: timedelta = FIRST_PAUSE * 2**doublings
        return min(pause, LONGEST_PAUSE)

    def _now(self) -> datetime:
        return self._clock.now().replace(microsecond=0)

    def _read(self) -> _Record:
        try:
            with file_faults(files.ATTEMPTS):
                record = msgspec.json.decode(self._path.read_bytes(), type=_Record)
        except (Fault, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            # absent, or not ours: no reason to keep the owner out
            return _Record()
        if record.failed < 0 or (record.paused_at is not None and record.paused_at.tzinfo is None):
            return _Record()
        return record

    def _write(self, record: _Record) -> None:
        self._record = record
        files.replace(self._path, exchange.canonical(record))
