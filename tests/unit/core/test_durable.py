"""Folders made durable, where the file system can do it and where it cannot."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core import durable
from desktop_app.core.clock import FixedClock
from desktop_app.core.durable import sync_folder
from desktop_app.host.atomic import write_atomic, write_new
from desktop_app.sealing.disk import NewFolder
from desktop_app.vault.store import Vault
from tests.support import vaults

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folder for it")

Refusing = Callable[[int], None]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    """Folders answer with that error from now on, files work."""
    real = os.fsync

    def refuse_folders(number: int) -> None:
        def fsync(handle: int) -> None:
            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(number, os.strerror(number))
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)

    return refuse_folders


def test_a_long_file_never_waits_for_more_than_a_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who cancels is heard at a stick's pace, not when all of it was taken by the system's cache."""
    at_sync: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            at_sync.append(os.fstat(handle).st_size)
        real(handle)

    monkeypatch.setattr(durable, "_AHEAD", 1000)
    monkeypatch.setattr(os, "fsync", fsync)
    write_new(tmp_path / "long", (bytes(300) for _ in range(20)))
    assert at_sync == [1200, 2400, 3600, 4800, 6000, 6000]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_folders_that_cannot_be_synced_are_no_failure(tmp_path: Path, refusing: Refusing, number: int) -> None:
    refusing(number)
    sync_folder(tmp_path)


def test_a_folder_that_fails_is_one(tmp_path: Path, refusing: Refusing) -> None:
    refusing(errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_folder(tmp_path)


def test_vault_file_and_package_lie_on_a_file_system_that_syncs_no_folder(
    tmp_path: Path, fixed_clock: FixedClock, refusing: Refusing
) -> None:
    """A folder of the host's in a virtual machine is such a one: a vault there was called damaged."""
    refusing(errno.EINVAL)
    with vaults.made(tmp_path / "vault", fixed_clock) as vault:
        vault.change_passphrase(vaults.PASSPHRASE, "蓝月 orchard 58 velvet 石")
    Vault.open(tmp_path / "vault", "蓝月 orchard 58 velvet 石", clock=fixed_clock).close()
    write_atomic(tmp_path / "a.pdf", b"a")
    with NewFolder(tmp_path / "FJ-1") as package:
        package.put("seal.json", b"{}")
    assert (tmp_path / "FJ-1" / "seal.json").read_bytes() == b"{}"
