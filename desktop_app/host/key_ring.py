"""The key ring of the operating system: Secret Service or Windows Credential Locker, and nothing else.

Where this user's settings of the `keyring` library name another ring, which keeps nothing, keeps secrets readable or is
unknown, the ring is refused, never silently replaced by another.
"""

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.ring import RingTrouble
from desktop_app.domain.words import words_of

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "fengjuan"
#: The one ring of each system that is accepted, by the library's name.
ACCEPTED = {
    "linux": "keyring.backends.SecretService.Keyring",
    "win32": "keyring.backends.Windows.WinVaultKeyring",
}
#: All rings that the library finds, one after the other. Of these the accepted one is used by itself, or none: the
#: chain would fall through to the others.
_CHAIN = "keyring.backends.chainer.ChainerBackend"


class KeyRing:
    """Named texts in the ring. Every function may wait for the user, whom the system asks to unlock the ring."""

    def __init__(self, backend: "KeyringBackend") -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        """What is kept under `name`, `None` for nothing. Raises `Fault(DEVICE_NO_KEYRING)`, as all here."""
        with _ring_faults():
            return self._backend.get_password(_SERVICE, name)

    def put(self, name: str, text: str) -> None:
        """Keep `text`, and see that it is there: a ring that forgets at once is found out now."""
        with _ring_faults():
            self._backend.set_password(_SERVICE, name, text)
        if self.get(name) != text:
            raise refused(RingTrouble.FAILED)

    def remove(self, name: str) -> None:
        """Forget `name`; nothing happens when it is not there."""
        with _ring_faults():
            if self._backend.get_password(_SERVICE, name) is not None:
                self._backend.delete_password(_SERVICE, name)


def refused(trouble: RingTrouble) -> Fault:
    return Fault(Code.DEVICE_NO_KEYRING, reason=words_of(trouble), trouble=trouble)


def opened(*, quietly: bool = False) -> KeyRing:
    """This user's ring. Raises `Fault(DEVICE_NO_KEYRING)` with the reason.

    `quietly`: a ring that is locked, or not there yet, counts as none, so that no question comes up on the screen.
    """
    if sys.platform not in ACCEPTED:
        raise refused(RingTrouble.OTHER_SYSTEM)
    if sys.platform == "linux" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise refused(RingTrouble.NO_SESSION)
    ring = KeyRing(_system_ring())
    if quietly and sys.platform == "linux":
        _require_unlocked()
    return ring


def _system_ring() -> "KeyringBackend":
    """The system's ring, unless the user's settings of the library name one that is not accepted.

    The settings are read here and not by the library, which would import whatever program they name.
    """
    # imported on use, as everywhere here: a start without a key ring does not pay for it
    if _set_by_user() not in ("", ACCEPTED[sys.platform], _CHAIN):
        raise refused(RingTrouble.NOT_ACCEPTED)
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return _able(WinVaultKeyring)
    from keyring.backends.SecretService import Keyring

    return _able(Keyring)


def _able(ring: "type[KeyringBackend]") -> "KeyringBackend":
    try:
        ring.priority  # noqa: B018 - asking is how the library says that a ring cannot work
    except (RuntimeError, OSError) as error:  # also a bus that is not there any more
        raise refused(RingTrouble.NO_SERVICE) from error
    return ring()


def _set_by_user() -> str:
    """The ring that the environment or `keyringrc.cfg` names; a file that cannot be read names something unknown."""
    import configparser

    from keyring.util.platform_ import config_root

    if named := os.environ.get("PYTHON_KEYRING_BACKEND", "").strip():
        return named
    settings = configparser.RawConfigParser()
    try:
        settings.read(config_root() / "keyringrc.cfg", encoding="utf-8")
        return settings.get("backend", "default-keyring", fallback="").strip()
    except (configparser.Error, UnicodeDecodeError):
        return "?"


def _require_unlocked() -> None:
    from secretstorage import dbus_init, get_collection_by_alias
    from secretstorage.exceptions import ItemNotFoundException

    with _ring_faults(), contextlib.closing(dbus_init()) as bus:
        try:
            locked = get_collection_by_alias(bus, "default").is_locked()
        except ItemNotFoundException:
            locked = True
    if locked:
        raise refused(RingTrouble.LOCKED)


@contextlib.contextmanager
def _ring_faults() -> Iterator[None]:
    """What the library and the service say, as our fault."""
    from keyring.errors import KeyringError, KeyringLocked

    known: tuple[type[Exception], ...] = (KeyringError, OSError, ValueError)
    if sys.platform == "linux":
        from jeepney.wrappers import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException

        known = (*known, SecretStorageException, DBusErrorResponse)
    try:
        yield
    except KeyringLocked as error:
        raise refused(RingTrouble.LOCKED) from error
    except known as error:
        raise refused(RingTrouble.FAILED) from error
