"""A job of Windows around the present process: how much memory and time it gets, no children, no desktop."""

import ctypes
import sys
from ctypes import Structure, c_int64, c_size_t, c_uint32, c_uint64
from typing import Protocol

#: Classes of SetInformationJobObject.
UI_RESTRICTIONS = 4
EXTENDED_LIMITS = 9

_PROCESS_TIME = 0x0002
_ACTIVE_PROCESS = 0x0008
_PROCESS_MEMORY = 0x0100
_DIE_ON_UNHANDLED_EXCEPTION = 0x0400  # no dialog of the system waits for somebody
_KILL_ON_JOB_CLOSE = 0x2000
#: Handles of others, clipboard both ways, system parameters, display, atoms, desktops, logging off.
_ALL_OF_THE_DESKTOP = 0xFF
#: Windows counts time in steps of 100 nanoseconds.
_TICKS_A_SECOND = 10_000_000


class _BasicLimits(Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_user_time", c_int64),
        ("per_job_user_time", c_int64),
        ("flags", c_uint32),
        ("minimum_working_set", c_size_t),
        ("maximum_working_set", c_size_t),
        ("active_processes", c_uint32),
        ("affinity", c_size_t),
        ("priority_class", c_uint32),
        ("scheduling_class", c_uint32),
    )


class ExtendedLimits(Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the counters between are Windows' own to fill in."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("io_counters", c_uint64 * 6),
        ("process_memory", c_size_t),
        ("job_memory", c_size_t),
        ("peak_process_memory", c_size_t),
        ("peak_job_memory", c_size_t),
    )


class UiRestrictions(Structure):
    """JOBOBJECT_BASIC_UI_RESTRICTIONS."""

    _fields_ = (("flags", c_uint32),)


class Jobs(Protocol):
    """The functions of Windows that are used; each raises `OSError` when Windows refuses."""

    def create(self) -> int: ...

    def restrict(self, job: int, kind: int, limits: Structure) -> None: ...

    def join(self, job: int) -> None: ...


def extended_limits(memory: int, seconds: int) -> ExtendedLimits:
    """So many bytes of committed memory, so many seconds of processor time, and one process: this one."""
    made = ExtendedLimits()
    made.basic.flags = (
        _PROCESS_TIME | _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
    )
    made.basic.per_process_user_time = seconds * _TICKS_A_SECOND
    made.basic.active_processes = 1
    made.process_memory = memory
    return made


def enter(jobs: Jobs, memory: int, seconds: int) -> None:
    """Put the present process under limits, for good: nobody leaves a job, and its handle lives as long as we do.

    Raises `OSError`. Windows offers no such limit for files and the network: these stay open to the process.
    """
    job = jobs.create()
    jobs.restrict(job, EXTENDED_LIMITS, extended_limits(memory, seconds))
    jobs.restrict(job, UI_RESTRICTIONS, UiRestrictions(_ALL_OF_THE_DESKTOP))
    jobs.join(job)


if sys.platform == "win32":
    from ctypes import wintypes

    class SystemJobs:
        """kernel32 by ctypes."""

        def __init__(self) -> None:
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            self._create = kernel.CreateJobObjectW
            self._create.argtypes = (wintypes.LPVOID, wintypes.LPCWSTR)
            self._create.restype = wintypes.HANDLE
            self._restrict = kernel.SetInformationJobObject
            self._restrict.argtypes = (wintypes.HANDLE, ctypes.c_int, wintypes.LPVOID, wintypes.DWORD)
            self._restrict.restype = wintypes.BOOL
            self._assign = kernel.AssignProcessToJobObject
            self._assign.argtypes = (wintypes.HANDLE, wintypes.HANDLE)
            self._assign.restype = wintypes.BOOL
            self._present = kernel.GetCurrentProcess
            self._present.argtypes = ()
            self._present.restype = wintypes.HANDLE

        def create(self) -> int:
            job = self._create(None, None)
            if not job:
                raise ctypes.WinError(ctypes.get_last_error())
            return int(job)

        def restrict(self, job: int, kind: int, limits: Structure) -> None:
            if not self._restrict(job, kind, ctypes.byref(limits), ctypes.sizeof(limits)):
                raise ctypes.WinError(ctypes.get_last_error())

        def join(self, job: int) -> None:
            if not self._assign(job, self._present()):
                raise ctypes.WinError(ctypes.get_last_error())
