"""The key file and the database's own copy of it: changed together, and compared at every unlocking.

The database keeps the whole content, so a slot that was swapped, added, removed or put back from an older file shows,
and the right file can be written again. A change is committed first and the file renamed next; `key_file_pending` names
the file that an interrupted change left, so that the next unlocking finishes it.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.audit import Act
from desktop_app.vault import files, keyslots
from desktop_app.vault.keyslots import KeySlots, Slot, Way
from desktop_app.vault.ledger import ActScope, Ledger
from desktop_app.vault.unlocking import Unlocked

_ONE = {"only_row": 1}


class KeyFile:
    """Writes both, inside acts."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._folder = folder
        self._path = folder / files.KEYSLOTS

    def current(self) -> KeySlots:
        """The slots as the database has them."""
        slots = keyslots.decoded(self._content(), str(self._folder))
        assert isinstance(slots, KeySlots)
        return slots

    def _content(self) -> bytes:
        row = self._database.row("SELECT content FROM key_file")
        if row is None:
            raise Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)
        return bytes(row[0])

    def record(self, slots: KeySlots, key: LockedBytes) -> bytes:
        """The first content, inside the caller's act; the bytes that the file is to have."""
        raw = keyslots.sealed_bytes(slots, key)
        digest = keyslots.file_digest(raw)
        self._ledger.insert("key_file", only_row=1, generation=slots.generation, digest=digest, content=raw)
        return raw

    @contextlib.contextmanager
    def change(self, act: Act, objects: Mapping[str, str], slots: KeySlots, key: LockedBytes) -> Iterator[ActScope]:
        """Put `slots` in force together with what the block writes. Raises `Fault`; then all is as it was."""
        fresh = msgspec.structs.replace(slots, generation=self.current().generation + 1)
        raw = keyslots.sealed_bytes(fresh, key)
        # written before the commit: a full disk shows while nothing has changed yet
        files.prepare(self._path, raw)
        try:
            with self._ledger.act(act, objects) as scope:
                before = self._database.row("SELECT digest FROM key_file")
                assert before is not None
                self._pend(before[0])
                self._ledger.update(
                    "key_file",
                    _ONE,
                    generation=fresh.generation,
                    digest=keyslots.file_digest(raw),
                    content=raw,
                )
                yield scope
        except BaseException:
            files.discard(self._path)
            raise
        files.promote(self._path)
        self._finished()

    def _pend(self, digest: str) -> None:
        self._database.run("INSERT OR REPLACE INTO key_file_pending VALUES (1, ?)", [digest])

    def _finished(self) -> None:
        if self._database.row("SELECT 1 FROM key_file_pending"):
            self._database.run("DELETE FROM key_file_pending")

    def adopt(self, found: bytes, slots: KeySlots, key: LockedBytes) -> None:
        """Take over the key file of the first release, which the database did not know."""
        raw = keyslots.sealed_bytes(slots, key)
        files.prepare(self._path, raw)
        with self._ledger.act(Act.KEY_FILE_UPGRADED, {"digest": keyslots.file_digest(raw)}):
            self._pend(keyslots.file_digest(found))
            self.record(slots, key)
        files.promote(self._path)
        self._finished()

    @property
    def known(self) -> bool:
        """Whether the database has a copy: not yet, in a vault of the first release."""
        return self._database.row("SELECT 1 FROM key_file") is not None

    def settle(self, found: bytes, slots: KeySlots, way: Way) -> None:
        """Compare the file that opened the database with the copy inside. Raises `Fault` when they differ.

        Before raising, the right file is back in place and the log has it, except when the database is the older one.
        """
        row = self._database.row("SELECT generation, digest FROM key_file")
        assert row is not None
        generation, digest = row
        if keyslots.file_digest(found) == digest:
            self._finished()
        elif self._database.row("SELECT 1 FROM key_file_pending WHERE digest = ?", [keyslots.file_digest(found)]):
            self._put_back(Act.KEY_FILE_FINISHED, found)
            current = self.current()
            if way.holder.wrapped not in {holder.wrapped for holder in (*current.slots, *current.recoveries)}:
                raise Fault(Code.VAULT_CHANGE_FINISHED)
        elif keyslots.genuine(slots, way.key) and slots.generation > generation:
            raise Fault(Code.VAULT_OLDER_THAN_KEYS)
        else:
            self._put_back(Act.KEY_FILE_RESTORED, found)
            raise Fault(Code.VAULT_KEYS_ALTERED)

    def _put_back(self, act: Act, found: bytes) -> None:
        kept = self._content()
        with self._ledger.act(act, {"found": keyslots.file_digest(found), "kept": keyslots.file_digest(kept)}):
            files.replace(self._path, kept)
        self._finished()


def settle(folder: Path, unlocked: Unlocked, clock: Clock) -> None:
    """Before anything else is done with an opened vault: is the key file the one that the database knows?"""
    holder, database = unlocked.way.holder, unlocked.database
    opener = holder.user if isinstance(holder, Slot) else holder.id
    row = database.row("SELECT name FROM users WHERE id = ?", [opener])
    # a slot that was put back may be that of somebody who is gone: the log then has the id, as it has a recovery's
    key_file = KeyFile(Ledger(database, clock, row[0] if row else opener), folder)
    if key_file.known:
        key_file.settle(unlocked.found, unlocked.slots, unlocked.way)
    elif unlocked.early:
        key_file.adopt(unlocked.found, unlocked.slots, unlocked.way.key)
    else:
        raise Fault(Code.VAULT_OLDER_THAN_KEYS)
