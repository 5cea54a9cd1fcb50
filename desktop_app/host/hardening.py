"""What the operating system can do so that secrets in memory stay there; reports what it could."""

import ctypes
import os
import sys
from dataclasses import dataclass

_PR_SET_DUMPABLE = 4
_SEM_FAILCRITICALERRORS = 0x0001
_SEM_NOGPFAULTERRORBOX = 0x0002


@dataclass(frozen=True, slots=True)
class Hardening:
    """What is in force after `harden`. What the system does not know stays `False`."""

    core_dumps_off: bool
    not_dumpable: bool  # no debugger of the same user, no /proc/<pid>/mem (Linux)
    new_files_private: bool
    crash_boxes_off: bool  # no dialog that offers to send a memory image away (Windows)


if sys.platform == "win32":

    def harden() -> Hardening:
        """Switch off what would show memory to others. Call once, before any secret is read."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        wanted = _SEM_FAILCRITICALERRORS | _SEM_NOGPFAULTERRORBOX
        kernel.SetErrorMode(wanted)
        quiet = kernel.GetErrorMode() & wanted == wanted
        return Hardening(core_dumps_off=False, not_dumpable=False, new_files_private=False, crash_boxes_off=bool(quiet))


else:
    import resource

    def harden() -> Hardening:
        """Switch off what would show memory to others. Call once, before any secret is read."""
        os.umask(0o077)
        return Hardening(
            core_dumps_off=_no_core_dumps(),
            not_dumpable=_not_dumpable(),
            new_files_private=True,
            crash_boxes_off=False,
        )

    def _no_core_dumps() -> bool:
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (OSError, ValueError):
            return False
        return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)

    def _not_dumpable() -> bool:
        """A core pattern that pipes to a collector ignores RLIMIT_CORE; this flag it heeds (core(5), prctl(2))."""
        if sys.platform != "linux":
            return False
        return bool(_libc().prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)

    def _libc() -> ctypes.CDLL:
        return ctypes.CDLL(None, use_errno=True)
