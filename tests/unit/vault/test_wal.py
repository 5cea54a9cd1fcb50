"""The log beside the database that a crash left: damaged or of another vault, it is named and nothing is changed."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.vault import files, wal
from desktop_app.vault.store import OLDER_COPIES, Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE, entered, filing

#: A frame: its head and a page.
FRAME = 24 + 4096
REASON = "断电后无较新备份"


def crashed(folder: Path, clock: FixedClock, names: tuple[str, ...] = ("云曦", "巴特尔", "吕布")) -> Path:
    """What a program that dies after so many acts leaves."""
    running = folder.with_name(folder.name + "-running")
    vault = vaults.made(running, clock)
    entered(vault, filing("单雄信"))
    vault.close()
    with Vault.open(running, PASSPHRASE, clock=clock) as vault:
        for serial, name in enumerate(names):
            entered(vault, filing(name, serial + 2))
        shutil.copytree(running, folder)
    return folder


def names(folder: Path, clock: FixedClock, older: str = "") -> list[str]:
    with Vault.open(folder, PASSPHRASE, clock=clock, older=older) as vault:
        assert vault.check(Progress()).sound
        return sorted(row.name for row in vault.applications.rows())


def flipped(at: Callable[[int], int]) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[at(len(content))] ^= 0xFF
        path.write_bytes(content)

    return spoil


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != files.ATTEMPTS}


DAMAGE = {
    "header": flipped(lambda size: 5),
    "salt": flipped(lambda size: 17),
    "first frame": flipped(lambda size: 32 + 100),
    "head of a frame": flipped(lambda size: 32 + 4),
    "sum of a frame": flipped(lambda size: 32 + FRAME + 17),
    "middle": flipped(lambda size: 32 + (size // FRAME // 2) * FRAME + 1000),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_cannot_be_read_is_named_and_nothing_is_changed(
    tmp_path: Path, fixed_clock: FixedClock, damage: str
) -> None:
    folder = crashed(tmp_path / "vault", fixed_clock)
    DAMAGE[damage](folder / wal.NAME)
    before = contents(folder)
    for _ in range(2):
        with pytest.raises(Fault) as caught:
            Vault.open(folder, PASSPHRASE, clock=fixed_clock)
        assert (caught.value.code, caught.value.fields["part"]) == (Code.VAULT_LOG_DAMAGED, wal.NAME)
        assert contents(folder) == before
    found = names(folder, fixed_clock, REASON)
    assert "单雄信" in found
    assert len(found) < 4
    assert (folder / wal.ASIDE).read_bytes() == before[wal.NAME]


def test_another_vaults_log_is_not_folded_in(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = crashed(tmp_path / "vault", fixed_clock)
    other = crashed(tmp_path / "other", fixed_clock)
    shutil.copy(other / wal.NAME, folder / wal.NAME)
    before = contents(folder)
    with pytest.raises(Fault) as caught:
        Vault.open(folder, PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.VAULT_LOG_DAMAGED
    assert contents(folder) == before
    assert names(folder, fixed_clock, REASON) == ["单雄信"]
    assert (folder / wal.ASIDE).read_bytes() == before[wal.NAME]


def test_the_reason_is_kept_and_the_vaults_log_says_what_was_set_aside(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = crashed(tmp_path / "vault", fixed_clock)
    DAMAGE["middle"](folder / wal.NAME)
    (folder / wal.ASIDE).write_bytes(b"an earlier one")
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock, older=REASON) as vault:
        (entry,) = vault.audit.entries(act=Act.OLDER_COPY_ACKNOWLEDGED)
        (kept,) = vault.settings.get(OLDER_COPIES)
    assert entry.objects["aside"] == f"{wal.ASIDE}-2"
    assert kept["reason"] == REASON
    assert (folder / wal.ASIDE).read_bytes() == b"an earlier one"


def test_a_log_that_cannot_be_copied_is_left_alone(
    tmp_path: Path, fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what was set aside there is all, on the medium, before anything is folded in; or nothing."""
    folder = crashed(tmp_path / "vault", fixed_clock)
    DAMAGE["middle"](folder / wal.NAME)
    before = contents(folder)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Fault) as caught:
            Vault.open(folder, PASSPHRASE, clock=fixed_clock, older=REASON)
    assert caught.value.code is Code.VAULT_FULL
    assert contents(folder) == before
    assert "单雄信" in names(folder, fixed_clock, REASON)


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _last_transaction(path: Path) -> tuple[int, int]:
    """Where its first frame and its last one begin."""
    content = path.read_bytes()
    commits = [at for at in range(32, len(content), FRAME) if any(content[at + 4 : at + 8])]
    return commits[-2] + FRAME, commits[-1]


def _end_without_its_middle(path: Path) -> None:
    first, last = _last_transaction(path)
    assert first < last
    content = bytearray(path.read_bytes())
    content[first : first + FRAME] = bytes(FRAME)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("ordinary", "lost"),
    [
        (lambda path: None, 0),
        (_torn, 1),
        (_end_without_its_middle, 1),
        (flipped(lambda size: size - 50), 1),  # the last transaction: a power cut leaves the same
        (lambda path: path.write_bytes(b""), 3),
        (lambda path: path.write_bytes(bytes(5000)), 3),
        (lambda path: path.write_bytes(path.read_bytes()[:20]), 3),
    ],
)
def test_what_a_power_cut_leaves_opens_without_a_question(
    tmp_path: Path, fixed_clock: FixedClock, ordinary: Callable[[Path], None], lost: int
) -> None:
    folder = crashed(tmp_path / "vault", fixed_clock)
    ordinary(folder / wal.NAME)
    assert len(names(folder, fixed_clock)) == 4 - lost


def test_a_power_cut_in_bulk_may_leave_a_gap(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = crashed(tmp_path / "vault", fixed_clock)
    DAMAGE["middle"](folder / wal.NAME)
    (folder / files.BULK).touch()
    assert "单雄信" in names(folder, fixed_clock)
    assert not (folder / files.BULK).exists()


def test_the_mark_of_bulk_lies_there_as_long_as_it_is_true(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    with vaults.made(folder, fixed_clock) as vault:
        with vault._database.bulk():
            assert (folder / files.BULK).exists()
        assert not (folder / files.BULK).exists()
