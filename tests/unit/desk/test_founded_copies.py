"""The copies of a founded vault that tests are given: of their own within a test, and without a past."""

import shutil
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import opening
from tests.support import founded, vaults


def new(folder: Path) -> opening.NewVault:
    return opening.NewVault(folder, vaults.PASSPHRASE, vaults.OFFICE, vaults.MACHINE, "苏日娜")


def test_two_vaults_of_one_test_share_neither_number_nor_key(tmp_path: Path, clock: FixedClock) -> None:
    with founded.vault(new(tmp_path / "one"), clock) as one, founded.vault(new(tmp_path / "other"), clock) as other:
        assert one.vault_id != other.vault_id
        assert one.user_id != other.user_id
    assert vaults.database_key(tmp_path / "one").view != vaults.database_key(tmp_path / "other").view


def test_what_another_test_noted_is_not_held_against_the_copy(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = founded.session(new(tmp_path / "one"), clock)
    vaults.entered(earlier.vault, vaults.filing("乌云"))
    earlier.close()
    monkeypatch.setenv("PYTEST_CURRENT_TEST", "another.py::test (call)")
    with founded.vault(new(tmp_path / "while it is there"), clock) as other:
        assert other.vault_id != earlier.vault.vault_id
    shutil.rmtree(tmp_path / "one")
    with founded.vault(new(tmp_path / "copy"), clock) as copy:
        assert copy.vault_id == earlier.vault.vault_id, "this was no copy"
        assert len(list(copy.audit.entries())) == 1
    again = opening.unlock(tmp_path / "copy", vaults.PASSPHRASE, clock)
    assert again.vault.check(Progress()).sound
    again.close()
