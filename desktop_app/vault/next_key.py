"""A new database key for every holder of a key file, sealed to their public keys: nobody has to be there."""

from collections.abc import Callable

import msgspec

from desktop_app.crypto import keyseal
from desktop_app.crypto.locked import LockedBytes
from desktop_app.vault.keyslots import KeySlots, Recovery, Slot, key_description


def with_upcoming(slots: KeySlots, key: LockedBytes) -> KeySlots:
    """Every holder gets the next database key beside the present one."""

    def sealed(holder: Slot | Recovery) -> dict[str, str]:
        name = holder.user if isinstance(holder, Slot) else holder.id
        return {"upcoming": keyseal.seal(key, bytes.fromhex(holder.public), key_description(slots.vault, name)).hex()}

    return _each(slots, sealed)


def with_upcoming_only(slots: KeySlots) -> KeySlots:
    """The next database key is now the key."""
    return _each(slots, lambda holder: {"sealed": holder.upcoming, "upcoming": ""})


def without_upcoming(slots: KeySlots) -> KeySlots:
    """The present database key stays."""
    return _each(slots, lambda _: {"upcoming": ""})


def _each(slots: KeySlots, change: Callable[[Slot | Recovery], dict[str, str]]) -> KeySlots:
    return msgspec.structs.replace(
        slots,
        slots=tuple(msgspec.structs.replace(slot, **change(slot)) for slot in slots.slots),
        recoveries=tuple(msgspec.structs.replace(one, **change(one)) for one in slots.recoveries),
    )
