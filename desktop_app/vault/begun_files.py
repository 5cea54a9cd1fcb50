"""Files that an act writes outside the vault: noted, encrypted, from before their first byte until its commit.

A note that is found when a vault is opened is of a program that was killed in between: the log says whether the act
came to be, and `desk/told_files.py` takes away what it does not tell of.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.crypto.kdf import mixed
from desktop_app.crypto.keywrap import NONCE_BYTES
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.values import Digest, Value
from desktop_app.vault import files
from desktop_app.vault.ledger import Ledger

_PURPOSE = b"fengjuan begun files 1"
#: More than any act ever notes: what is longer is not read, and nothing of it would be taken away.
_MOST_BYTES = 64 << 20
#: No entry of a log has this number.
_NOWHERE = 0


class BegunFiles(Value, frozen=True, kw_only=True):
    """What one act began to write: places with digests, the folder that it made for them, and its place in the log.

    `medium`: where what they lie on hangs in the system's tree of folders.
    """

    sequence: int
    act: str
    files: dict[str, Digest]
    folder: str = ""
    medium: str = ""

    def without(self, written: Mapping[str, Digest]) -> "BegunFiles":
        """What it names and `written` does not, or with another content."""
        return msgspec.structs.replace(self, files=dict(self.files.items() - written.items()))


def place(path: Path) -> str:
    """A path as a note can hold it: on Linux it need not be text, as where an old archive named a folder."""
    return quote_from_bytes(os.fsencode(path.absolute()))


def path_of(place: str) -> Path:
    """What `place` was made of."""
    return Path(os.fsdecode(unquote_to_bytes(place)))


class BegunNotes:
    """The file in the vault's folder that says so; there only while something is being written, or after a crash."""

    def __init__(self, ledger: Ledger, folder: Path, key: Callable[[], LockedBytes]) -> None:
        self._ledger = ledger
        self._path = folder / files.BEGUN
        self._key = key
        self._open: list[BegunFiles] = []

    def note(self, written: Mapping[str, Digest], folder: str = "", medium: str = "") -> BegunFiles:
        """Inside the act that is to write them. Raises `Fault` where this cannot be noted: then nothing is written."""
        scope = self._ledger.scope
        begun = BegunFiles(
            sequence=scope.sequence, act=scope.act.value, files=dict(written), folder=folder, medium=medium
        )
        self._write([*self._open, begun])
        self._open.append(begun)
        return begun

    def settled(self, begun: BegunFiles) -> None:
        """The act is in the log, or nothing of it is left outside. A note that stays is judged at the next opening."""
        self._open.remove(begun)
        self._rewrite()

    def told(self, written: Mapping[str, Digest]) -> None:
        """The log tells of these files: what was voided before, of the same place and content, is one of them now."""
        voided = {id(one) for one in self.voided()}
        rest = [one.without(written) if id(one) in voided else one for one in self._open]
        self._open = [one for one in rest if one.files or one.sequence != _NOWHERE]

    def keep(self, found: Iterable[BegunFiles]) -> None:
        """Of an earlier sitting, and still lying where nobody can look."""
        self._open += [msgspec.structs.replace(one, sequence=_NOWHERE) for one in found]
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
