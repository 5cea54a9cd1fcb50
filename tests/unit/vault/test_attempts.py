"""Wrong passphrases slow the next one down, across restarts, and are told in the log."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import Act
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE


def fail(folder: Path, clock: FixedClock, times: int) -> None:
    for _ in range(times):
        Attempts(folder, clock).begin()


def minutes_left(folder: Path, clock: FixedClock) -> int:
    with pytest.raises(Fault) as caught:
        Attempts(folder, clock).begin()
    assert caught.value.code is Code.VAULT_LOCKED_OUT
    minutes = caught.value.fields["minutes"]
    assert isinstance(minutes, int)
    return minutes


def test_pauses_double_from_five_minutes_to_sixty(tmp_path: Path, fixed_clock: FixedClock) -> None:
    pauses = []
    for _ in range(6):
        fail(tmp_path, fixed_clock, 5)
        pauses.append(minutes_left(tmp_path, fixed_clock))
        fixed_clock.advance(minutes=pauses[-1], seconds=-1)
        assert minutes_left(tmp_path, fixed_clock) == 1
        fixed_clock.advance(seconds=1)
    assert pauses == [5, 10, 20, 40, 60, 60]


def test_four_wrong_ones_do_not_pause(tmp_path: Path, fixed_clock: FixedClock) -> None:
    fail(tmp_path, fixed_clock, 4)
    Attempts(tmp_path, fixed_clock).begin()


def test_a_clock_set_back_neither_ends_nor_stretches_the_pause(tmp_path: Path, fixed_clock: FixedClock) -> None:
    fail(tmp_path, fixed_clock, 5)
    fixed_clock.instant -= timedelta(days=300)
    assert minutes_left(tmp_path, fixed_clock) == 5
    fixed_clock.advance(minutes=5)
    Attempts(tmp_path, fixed_clock).begin()


@pytest.mark.parametrize("junk", [b"", b"null", b'{"failed":-3}', b'{"failed":1e99}', b"[" * 50_000, b"\xff"])
def test_junk_keeps_nobody_out(tmp_path: Path, fixed_clock: FixedClock, junk: bytes) -> None:
    (tmp_path / "attempts.json").write_bytes(junk)
    assert Attempts(tmp_path, fixed_clock).failed == 0
    Attempts(tmp_path, fixed_clock).begin()


def test_the_right_passphrase_waits_too_and_the_log_tells_of_the_wrong_ones(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    folder = tmp_path / "vault"
    vaults.made(folder, fixed_clock).close()
    for _ in range(5):
        with pytest.raises(Fault) as caught:
            Vault.open(folder, "wrong horse battery", clock=fixed_clock)
        assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE
    with pytest.raises(Fault) as caught:
        Vault.open(folder, PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.VAULT_LOCKED_OUT
    fixed_clock.advance(minutes=5)
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        unlocked, failed = vault.audit.entries(limit=2)
    assert (unlocked.act, failed.act, failed.objects["tries"]) == (Act.UNLOCKED, Act.UNLOCK_FAILED, "5")
    assert not (folder / "attempts.json").exists()


def test_a_try_counts_before_it_is_made(tmp_path: Path, fixed_clock: FixedClock) -> None:
    """Ending the program during the derivation does not make a try free."""
    Attempts(tmp_path, fixed_clock).begin()
    assert Attempts(tmp_path, fixed_clock).failed == 1
