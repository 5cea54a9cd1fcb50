"""Wrong passphrases slow the next one down, across restarts, and are told in the log."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import Act
from desktop_app.domain.users import UserRole
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE


def fail(folder: Path, clock: FixedClock, times: int, name: str = "") -> None:
    for _ in range(times):
        Attempts(folder, clock).begin(name)


def minutes_left(folder: Path, clock: FixedClock, name: str = "") -> int:
    with pytest.raises(Fault) as caught:
        Attempts(folder, clock).begin(name)
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
    Attempts(tmp_path, fixed_clock).begin("")


def test_a_clock_set_back_neither_ends_nor_stretches_the_pause(tmp_path: Path, fixed_clock: FixedClock) -> None:
    fail(tmp_path, fixed_clock, 5)
    fixed_clock.instant -= timedelta(days=300)
    assert minutes_left(tmp_path, fixed_clock) == 5
    fixed_clock.advance(minutes=5)
    Attempts(tmp_path, fixed_clock).begin("")


UNSOUND = (
    b'{"failed":1,"names":{"00":{"failed":0}}}',
    b'{"failed":5,"names":{"00":{"failed":5,"paused_at":"2026-07-06T00:00:00"}}}',
    b'{"failed":5,"paused_at":"2026-07-06T00:00:00Z"}',  # an earlier release's: one pause for all
)


@pytest.mark.parametrize("junk", [b"", b"null", b'{"failed":-3}', b'{"failed":1e99}', b"[" * 50_000, b"\xff", *UNSOUND])
def test_junk_keeps_nobody_out(tmp_path: Path, fixed_clock: FixedClock, junk: bytes) -> None:
    (tmp_path / "attempts.json").write_bytes(junk)
    assert Attempts(tmp_path, fixed_clock).failed == 0
    Attempts(tmp_path, fixed_clock).begin("")


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
    Attempts(tmp_path, fixed_clock).begin("")
    assert Attempts(tmp_path, fixed_clock).failed == 1


def test_a_name_waits_for_its_own_wrong_tries_only(tmp_path: Path, fixed_clock: FixedClock) -> None:
    fail(tmp_path, fixed_clock, 5, "苏日娜")
    fail(tmp_path, fixed_clock, 4, "朝鲁")
    assert minutes_left(tmp_path, fixed_clock, "苏日娜") == 5
    assert minutes_left(tmp_path, fixed_clock, " 苏 日 娜") == 5, "however it is typed"
    fail(tmp_path, fixed_clock, 1, "朝鲁")
    assert minutes_left(tmp_path, fixed_clock, "朝鲁") == 5
    right = Attempts(tmp_path, fixed_clock)
    right.begin("段知白")
    right.take_back("段知白")
    assert right.failed == 10, "all are to be told in the log, whoever made them"


def test_a_right_try_starts_anew(tmp_path: Path, fixed_clock: FixedClock) -> None:
    """In a long sitting mistypings add up: who proves to be the one is not kept waiting for them."""
    for _ in range(3):
        fail(tmp_path, fixed_clock, 4)
        right = Attempts(tmp_path, fixed_clock)
        right.begin("")
        right.take_back("")
    assert Attempts(tmp_path, fixed_clock).failed == 12


def test_somebody_elses_unlocking_ends_no_pause_that_is_not_over(tmp_path: Path, fixed_clock: FixedClock) -> None:
    fail(tmp_path, fixed_clock, 5, "苏日娜")
    fixed_clock.advance(minutes=2)
    fail(tmp_path, fixed_clock, 3, "朝鲁")
    Attempts(tmp_path, fixed_clock).told()
    assert Attempts(tmp_path, fixed_clock).failed == 0
    assert minutes_left(tmp_path, fixed_clock, "苏日娜") == 3
    fail(tmp_path, fixed_clock, 4, "朝鲁")
    fixed_clock.advance(minutes=3)
    Attempts(tmp_path, fixed_clock).told()
    assert not (tmp_path / "attempts.json").exists()


def test_no_name_stands_in_the_file(tmp_path: Path, fixed_clock: FixedClock) -> None:
    """Of a name there is one byte, which tells nobody who was tried."""
    for name in ("苏日娜", "朝鲁"):
        fail(tmp_path, fixed_clock, 5, name)
    kept = msgspec.json.decode((tmp_path / "attempts.json").read_bytes())
    assert {len(bytes.fromhex(mark)) for mark in kept["names"]} == {1}
    assert "苏日娜" not in (tmp_path / "attempts.json").read_text(encoding="utf-8")


def test_one_users_wrong_tries_keep_no_other_out(tmp_path: Path, fixed_clock: FixedClock) -> None:
    """At the door, at an act that asks again, and for the second officer: the same table for all of them."""
    folder, second = tmp_path / "vault", "蓝月 orchard 58 velvet 石"
    with vaults.made(folder, fixed_clock) as vault:
        mine = vault.user
        vault.access.add_user(PASSPHRASE, "朝鲁", (UserRole.AUDITOR,), second)
    for _ in range(5):
        with pytest.raises(Fault):
            Vault.open(folder, "wrong horse battery", clock=fixed_clock, name="朝鲁")
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock, name=mine) as vault:
        assert vault.audit.entries(limit=2)[1].objects["tries"] == "5"
        vault.prove_passphrase(PASSPHRASE)
        with pytest.raises(Fault) as caught:
            vault.access.prove_other("朝鲁", second)
        assert caught.value.code is Code.VAULT_LOCKED_OUT
        fixed_clock.advance(minutes=5)
        for _ in range(5):
            with pytest.raises(Fault):
                vault.access.prove_other("朝鲁", "wrong horse battery")
        vault.prove_passphrase(PASSPHRASE)
        with pytest.raises(Fault) as caught:
            vault.access.prove_other("朝鲁", second)
        assert caught.value.code is Code.VAULT_LOCKED_OUT
    with pytest.raises(Fault) as caught:
        Vault.open(folder, second, clock=fixed_clock, name="朝鲁")
    assert caught.value.code is Code.VAULT_LOCKED_OUT
