"""The state of this machine, point by point, on any system; what a system does not tell is unknown, never well."""

import os
import stat
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop_app.crypto import locked
from desktop_app.domain.machine_report import MachineLine, MachinePoint, MachineState
from desktop_app.host import hardening, linux_machine


def look(vault: Path) -> list[MachineLine]:
    """Every point but printing. Reads tables and rights only; takes milliseconds."""
    own = [_administrator(), _core_dumps(), _memory_lock(), _vault_rights(vault), _unknown(MachinePoint.SCREEN_LOCK)]
    return own + [_asked(point, ask) for point, ask in _of_system(vault).items()]


def _of_system(vault: Path) -> dict[MachinePoint, Callable[[], MachineLine]]:
    linux = {
        MachinePoint.NETWORK: linux_machine.network,
        MachinePoint.RADIO: linux_machine.radio,
        MachinePoint.SWAP: linux_machine.swap,
        MachinePoint.HIBERNATION: linux_machine.hibernation,
        MachinePoint.DISK_ENCRYPTION: lambda: linux_machine.disk_encryption(vault),
        MachinePoint.VAULT_PLACE: lambda: linux_machine.vault_place(vault),
        MachinePoint.TEMP_FOLDER: lambda: linux_machine.temp_folder(Path(tempfile.gettempdir())),
    }
    if sys.platform.startswith("linux"):
        return linux
    return {point: lambda point=point: _unknown(point) for point in linux}


def _asked(point: MachinePoint, ask: Callable[[], MachineLine]) -> MachineLine:
    """A table that cannot be read leaves its point unknown, and the others as they are."""
    try:
        return ask()
    except (OSError, ValueError):
        return _unknown(point)


def _administrator() -> MachineLine:
    if sys.platform == "win32":
        import ctypes

        bad = bool(ctypes.windll.shell32.IsUserAnAdmin())
    else:
        bad = os.geteuid() == 0
    return _line(MachinePoint.ADMINISTRATOR, bad=bad)


def _core_dumps() -> MachineLine:
    done = hardening.harden()  # what was set at the start is set again and told
    off = done.crash_boxes_off if sys.platform == "win32" else done.core_dumps_off and done.not_dumpable
    return _line(MachinePoint.CORE_DUMPS, bad=not off)


def _memory_lock() -> MachineLine:
    return _line(MachinePoint.MEMORY_LOCK, bad=not locked.locks_memory())


def _vault_rights(vault: Path) -> MachineLine:
    """Windows keeps rights in lists that these bits do not show."""
    if sys.platform == "win32":
        return _unknown(MachinePoint.VAULT_RIGHTS)
    try:
        mode = stat.S_IMODE(vault.stat().st_mode)
    except OSError:
        return _unknown(MachinePoint.VAULT_RIGHTS)
    others = mode & 0o077
    return _line(MachinePoint.VAULT_RIGHTS, bad=bool(others), detail=f"{mode:o}" if others else "")


def _line(point: MachinePoint, *, bad: bool, detail: str = "") -> MachineLine:
    return MachineLine(point=point, state=MachineState.BAD if bad else MachineState.GOOD, detail=detail)


def _unknown(point: MachinePoint) -> MachineLine:
    return MachineLine(point=point, state=MachineState.UNKNOWN)
