"""A vault of an older release: a backup first, then all of the climb or nothing of it."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.vault import climbing, migrations, restoring
from desktop_app.vault.backup_file import Opened
from desktop_app.vault.store import Vault
from desktop_app.vault.witness import NoWitness, Witness
from tests.support import vaults
from tests.support.vaults import PASSPHRASE, entered, filing

SAVED = climbing.before(migrations.LATEST)


@pytest.fixture
def folder(tmp_path: Path, fixed_clock: FixedClock) -> Path:
    vault = vaults.made(tmp_path / "vault", fixed_clock)
    entered(vault, filing("云曦"))
    vaults.made_early(vault)
    return tmp_path / "vault"


def test_a_backup_comes_first_and_the_log_names_it(folder: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        (entry,) = vault.audit.entries(act=Act.VAULT_MIGRATED)
        assert vault.check(Progress()).sound
    with (folder / SAVED).open("rb") as file:
        backup = Opened(file, folder / SAVED)
        content = backup.require_whole(Progress())
    assert entry.objects == {
        "from": str(vaults.EARLY_FORMAT),
        "to": str(migrations.LATEST),
        "backup": content.database[:16],
    }
    assert backup.head.format == vaults.EARLY_FORMAT
    assert sorted(path.name for path in folder.iterdir()) == [SAVED, "keyslots.json", "vault.db", "vault.lock"]

    def opening(place: Path, seen: Witness) -> Vault:
        return Vault.open(place, PASSPHRASE, clock=fixed_clock, seen=seen, save=False)

    restoring.restore(folder / SAVED, tmp_path / "old", opening, NoWitness(), fixed_clock.now(), Progress())
    with Vault.open(tmp_path / "old", PASSPHRASE, clock=fixed_clock) as old:
        assert [row.name for row in old.applications.rows()] == ["云曦"]
        assert old.audit.count(Act.VAULT_RESTORED) == 1


def test_without_a_backup_there_is_no_climb(folder: Path, fixed_clock: FixedClock) -> None:
    (folder / f"{SAVED}.part").mkdir()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(Fault) as caught:
        Vault.open(folder, PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.VAULT_DAMAGED
    assert caught.value.fields["part"] == SAVED
    assert (folder / "vault.db").read_bytes() == before
    (folder / f"{SAVED}.part").rmdir()
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()
