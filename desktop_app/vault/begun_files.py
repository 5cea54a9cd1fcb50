"""Files that an act writes outside the vault: noted, encrypted, from before their first byte until its commit.

A note that is found when a vault is opened is of a program that was killed in between: the log says whether the act
came to be, and `desk/told_files.py` takes away what it does not tell of.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.crypto.kdf import mixed
from desktop_app.crypto.keywrap import NONCE_BYTES
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.values import Digest, Value
from desktop_app.vault import files
from desktop_app.vault.ledger import Ledger

_PURPOSE = b"fengjuan begun files 1"
_MOST_BYTES = 1 << 20
#: No entry of a log has this number.
_NOWHERE = 0


class BegunFiles(Value, frozen=True, kw_only=True):
    """What one act began to write: paths with digests, the folder that it made for them, and its place in the log."""

    sequence: int
    act: str
    files: dict[str, Digest]
    folder: str = ""


class BegunNotes:
    """The file in the vault's folder that says so; there only while something is being written, or after a crash."""

    def __init__(self, ledger: Ledger, folder: Path, key: Callable[[], LockedBytes]) -> None:
        self._ledger = ledger
        self._path = folder / files.BEGUN
        self._key = key
        self._open: list[BegunFiles] = []

    def note(self, written: Mapping[str, Digest], folder: str = "") -> BegunFiles:
        """Inside the act that is to write them. Raises `Fault` where this cannot be noted: then nothing is written."""
        scope = self._ledger.scope
        begun = BegunFiles(sequence=scope.sequence, act=scope.act.value, files=dict(written), folder=folder)
        self._write([*self._open, begun])
        self._open.append(begun)
        return begun

    def settled(self, begun: BegunFiles) -> None:
        """The act is in the log, or nothing of it is left outside. A note that stays is judged at the next opening."""
        self._open.remove(begun)
        self._rewrite()

    def void(self, begun: BegunFiles) -> None:
        """The act never came to be, and what it wrote cannot be taken away now: its place in the log is another's."""
        self._open[self._open.index(begun)] = msgspec.structs.replace(begun, sequence=_NOWHERE)
        self._rewrite()

    def voided(self) -> list[BegunFiles]:
        """What `void` was said of in this sitting."""
        return [one for one in self._open if one.sequence == _NOWHERE]

    def _rewrite(self) -> None:
        with suppress(Fault, OSError):
            if self._open:
                self._write(self._open)
            else:
                self._path.unlink(missing_ok=True)

    def left(self) -> list[BegunFiles]:
        """What a killed program noted and the log does not tell of; ask before anything else is written."""
        return [one for one in self._read() if not self._told(one)]

    def clear(self) -> None:
        """Everything that was left is dealt with."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _told(self, one: BegunFiles) -> bool:
        row = self._ledger.database.row("SELECT act FROM audit WHERE sequence = ?", [one.sequence])
        return row == (one.act,)

    def _write(self, notes: list[BegunFiles]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(NONCE_BYTES)
        secret = mixed(self._key().view, b"", _PURPOSE)
        try:
            sealed = AESGCM(secret.view).encrypt(nonce, msgspec.json.encode(notes), _PURPOSE)
        finally:
            secret.wipe()
        files.replace(self._path, nonce + sealed)

    def _read(self) -> list[BegunFiles]:
        """What cannot be read is no note of this vault's."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            with self._path.open("rb") as file:
                untrusted = file.read(_MOST_BYTES)
        except OSError:
            return []
        secret = mixed(self._key().view, b"", _PURPOSE)
        try:
            raw = AESGCM(secret.view).decrypt(untrusted[:NONCE_BYTES], untrusted[NONCE_BYTES:], _PURPOSE)
            return msgspec.json.decode(raw, type=list[BegunFiles])
        except (InvalidTag, ValueError, msgspec.DecodeError):
            return []
        finally:
            secret.wipe()
