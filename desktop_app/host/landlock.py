"""Linux: a process gives up, for good, to make, change, remove or run files, to use TCP and to touch other processes.

What is open already stays usable, and reading stays allowed: the interpreter loads its modules as it goes. The system
also keeps such a process from looking into the memory of those outside. Kernels before 5.13 know nothing of it; later
ones know more of it.
"""

import ctypes
import struct
from typing import Any

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same on every machine
_TELL_VERSION = 1
_NO_NEW_PRIVILEGES = 38

_READING = 1 << 2 | 1 << 3
#: Since which version of the kernel's interface: rights over files that can be given up.
_FILES = ((1, ((1 << 13) - 1) & ~_READING), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_BIND_AND_CONNECT = (4, 1 << 0 | 1 << 1)
_SOCKETS_AND_SIGNALS_OUTSIDE = (6, 1 << 0 | 1 << 1)


def give_up() -> bool:
    """Whether it took effect; no exception where the system refuses."""
    libc: Any = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _TELL_VERSION)
    if version < 1 or libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    rules = _rules(version)
    made = libc.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    return bool(made >= 0 and libc.syscall(_RESTRICT_SELF, made, 0) == 0)


def _rules(version: int) -> bytes:
    """The kernel's `landlock_ruleset_attr`, as long as this version knows it. No rule follows: nothing is let by."""
    files = sum(rights for since, rights in _FILES if version >= since)
    fields = [
        files,
        *(rights for since, rights in (_BIND_AND_CONNECT, _SOCKETS_AND_SIGNALS_OUTSIDE) if version >= since),
    ]
    return struct.pack(f"={len(fields)}Q", *fields)
