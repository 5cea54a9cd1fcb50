"""What this machine does well and not for classified work, one point at a time; never a certificate of the machine."""

from enum import Enum

from desktop_app.domain.values import Value


class MachinePoint(Enum):
    """What is looked at. Advice for each stands in `resources/locale/machine.toml`."""

    ADMINISTRATOR = "administrator"  # the program runs with all rights
    NETWORK = "network"  # an interface has a link
    RADIO = "radio"  # WLAN or Bluetooth hardware is there
    SWAP = "swap"  # memory may be written to a disk in plain
    HIBERNATION = "hibernation"  # all of memory may be
    CORE_DUMPS = "core_dumps"
    MEMORY_LOCK = "memory_lock"  # keys can be kept out of swap
    DISK_ENCRYPTION = "disk_encryption"  # under the vault
    VAULT_PLACE = "vault_place"  # a local disk, not a share or a stick
    VAULT_RIGHTS = "vault_rights"  # nobody else may read the folder
    TEMP_FOLDER = "temp_folder"  # in memory; other programs write there
    PRINT_SPOOL = "print_spool"
    SCREEN_LOCK = "screen_lock"


class MachineState(Enum):
    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"  # this system does not tell; a person has to look


class MachineLine(Value, frozen=True, kw_only=True):
    """One point. `detail` names devices or folders, never a person."""

    point: MachinePoint
    state: MachineState
    detail: str = ""


def worst_first(lines: list[MachineLine]) -> tuple[MachineLine, ...]:
    """What needs an act first, then what needs a look, then what is well."""
    order = (MachineState.BAD, MachineState.UNKNOWN, MachineState.GOOD)
    return tuple(sorted(lines, key=lambda line: (order.index(line.state), list(MachinePoint).index(line.point))))
