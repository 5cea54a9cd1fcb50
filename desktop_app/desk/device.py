"""This vault on this machine only: a random secret in the system's key ring goes in with the own passphrase.

It protects a copy of the vault that is taken elsewhere together with the passphrase. It is no second passphrase: who
sits at this machine in this user's account has it. The recovery sheet opens without it.
"""

import re
from dataclasses import dataclass
from secrets import token_hex

from desktop_app.core.errors import Fault
from desktop_app.core.ids import new_id
from desktop_app.desk.session import Session
from desktop_app.domain.ring import RingTrouble
from desktop_app.host import key_ring

_SECRET_BYTES = 32
_SECRET = re.compile(rf"[0-9a-f]{{{2 * _SECRET_BYTES}}}")


@dataclass(frozen=True, slots=True)
class Bond:
    """Whether the own passphrase is bound to this machine, and why it cannot be; asks the key ring."""

    bound: bool
    trouble: RingTrouble | None


def secret(name: str) -> bytes | None:
    """The secret of that id, `None` when this machine has none or does not give it."""
    try:
        text = key_ring.opened().get(_entry(name))
    except Fault:
        return None
    return bytes.fromhex(text) if text and _SECRET.fullmatch(text) else None


def look(session: Session) -> Bond:
    """How it stands now."""
    trouble: RingTrouble | None = None
    try:
        key_ring.opened(quietly=True)
    except Fault as fault:
        found = fault.fields["trouble"]
        assert isinstance(found, RingTrouble)
        # a locked ring asks its owner when it is needed
        trouble = None if found is RingTrouble.LOCKED else found
    return Bond(bool(session.vault.access.device), trouble)


def bind(session: Session, own: str) -> None:
    """Raises `Fault(DEVICE_NO_KEYRING)`, then nothing has changed; and for a wrong passphrase."""
    session.vault.prove_passphrase(own)
    before, name = session.vault.access.device, new_id(session.clock.now())
    ring = key_ring.opened()
    ring.put(_entry(name), token_hex(_SECRET_BYTES))
    try:
        session.vault.access.bind(own, name)
    except BaseException:
        ring.remove(_entry(name))
        raise
    if before:
        ring.remove(_entry(before))


def unbind(session: Session, own: str) -> None:
    """The passphrase opens by itself again, here and elsewhere; the secret is removed after that."""
    before = session.vault.access.device
    session.vault.access.unbind(own)
    if before:
        key_ring.opened().remove(_entry(before))


def _entry(name: str) -> str:
    return f"device {name}"
