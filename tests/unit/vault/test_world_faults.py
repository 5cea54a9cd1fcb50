"""Which errors of the database and the disk are the world's, told in a sentence, and which are ours and go on up."""

import errno
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop_app.core.errors import Code, Fault
from desktop_app.vault import locking
from desktop_app.vault.faults import DatabaseFaults, fault_of, file_faults

#: Result codes as SQLite's documentation numbers them, two with the byte that says more.
WORLD = {
    13: Code.VAULT_FULL,
    5: Code.VAULT_IN_USE,
    6: Code.VAULT_IN_USE,
    8: Code.VAULT_READ_ONLY,
    3: Code.VAULT_READ_ONLY,
    14: Code.VAULT_READ_ONLY,
    11: Code.VAULT_DAMAGED,
    26: Code.VAULT_DAMAGED,
    10: Code.VAULT_DISK_ERROR,
    10 | 3 << 8: Code.VAULT_DISK_ERROR,
    8 | 1 << 8: Code.VAULT_READ_ONLY,
}


def failed(code: int) -> dbapi2.Error:
    error = dbapi2.OperationalError("as the database says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", WORLD)
def test_each_result_of_the_database_has_its_sentence(code: int) -> None:
    with pytest.raises(Fault) as caught, DatabaseFaults("vault.db"):
        raise failed(code)
    assert caught.value.code is WORLD[code]
    assert caught.value.fields.get("part", "vault.db") == "vault.db"


@pytest.mark.parametrize("error", [failed(19), failed(1), dbapi2.InterfaceError("no code at all")])
def test_our_own_mistakes_go_on_up(error: dbapi2.Error) -> None:
    assert fault_of(error, "vault.db") is None
    with pytest.raises(dbapi2.Error) as caught, DatabaseFaults("vault.db"):
        raise error
    assert caught.value is error


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.VAULT_FULL),
        (errno.EDQUOT, Code.VAULT_FULL),
        (errno.EFBIG, Code.VAULT_FULL),
        (errno.EROFS, Code.VAULT_READ_ONLY),
        (errno.EACCES, Code.VAULT_READ_ONLY),
        (errno.EIO, Code.VAULT_DAMAGED),
    ],
)
def test_each_error_of_the_disk_has_its_sentence(number: int, code: Code) -> None:
    with pytest.raises(Fault) as caught, file_faults("keyslots.json"):
        raise OSError(number, "as the system says it")
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EWOULDBLOCK, Code.VAULT_IN_USE),
        (errno.EACCES, Code.VAULT_IN_USE),  # Windows says so
        (errno.ENOLCK, Code.VAULT_DISK_ERROR),
        (errno.ENOTSUP, Code.VAULT_DISK_ERROR),
    ],
)
def test_a_share_without_locks_is_not_called_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: Code
) -> None:
    """Whoever is told so looks in vain for another window."""

    def refuse(handle: int) -> None:
        raise OSError(number, "as the system says it")

    monkeypatch.setattr(locking, "_try_lock", refuse)
    with pytest.raises(Fault) as caught:
        locking.FolderLock(tmp_path)
    assert caught.value.code is code
