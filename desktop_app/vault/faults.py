"""The one place that sorts errors of the database and the file system into the world's faults and ours."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from types import TracebackType
from typing import TYPE_CHECKING

from desktop_app.core.errors import Code, Fault

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2


class _Sqlite(IntEnum):
    """Primary result codes (sqlite.org/rescode.html); the low byte of an extended code."""

    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY_ERRNOS = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def fault_of(error: "dbapi2.Error", part: str) -> Fault | None:
    """The world's fault behind `error`, or `None` when the mistake is ours (wrong SQL, broken constraint)."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case _Sqlite.FULL:
            return Fault(Code.VAULT_FULL)
        case _Sqlite.BUSY | _Sqlite.LOCKED:
            return Fault(Code.VAULT_IN_USE)
        case _Sqlite.READONLY | _Sqlite.PERM | _Sqlite.CANTOPEN:
            return Fault(Code.VAULT_READ_ONLY)
        case _Sqlite.IOERR:  # also a quota and a file's limit, which unlike a full disk have no code of their own
            return Fault(Code.VAULT_DISK_ERROR)
        case _Sqlite.CORRUPT | _Sqlite.NOTADB:
            return Fault(Code.VAULT_DAMAGED, part=part)
    return None


class DatabaseFaults:
    """Errors of the database inside become `Fault`s; our own mistakes pass unchanged. Entered again and again."""

    # no generator: it is entered for each statement
    __slots__ = ("_part",)

    def __init__(self, part: str) -> None:
        self._part = part

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        # imported on use: whether there is a vault is asked before the unlock window stands
        from sqlcipher3 import dbapi2

        fault = fault_of(error, self._part) if isinstance(error, dbapi2.Error) else None
        if fault is not None:
            raise fault from error


@contextmanager
def file_faults(part: str) -> Iterator[None]:
    """Errors of the file system inside become `Fault`s."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL_ERRNOS:
            raise Fault(Code.VAULT_FULL) from error
        if error.errno in _READ_ONLY_ERRNOS:
            raise Fault(Code.VAULT_READ_ONLY) from error
        raise Fault(Code.VAULT_DAMAGED, part=part) from error
