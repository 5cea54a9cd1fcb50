"""A vault of an older release: a backup first, then all of the climb or nothing of it."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Direction, PackageRecord, PackageState
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


def test_packages_of_an_older_release_are_found_by_what_they_hold(tmp_path: Path, fixed_clock: FixedClock) -> None:
    vault = vaults.made(tmp_path / "vault", fixed_clock)
    filed = entered(vault, filing("云曦"))
    came = PackageRecord(
        id=PackageId(new_id(fixed_clock.now())),
        direction=Direction.IN,
        peer="ab" * 8,
        peer_name="市人社局",
        sequence=1,
        state=PackageState.IMPORTED,
        seal_digest="aa" * 32,
        applications=(filed, "another"),
        changed_at=fixed_clock.now(),
    )
    with vault.act(Act.PACKAGE_OPENED, {}):
        vault.packages.add(came)
    vaults.made_early(vault)
    with Vault.open(tmp_path / "vault", PASSPHRASE, clock=fixed_clock) as climbed:
        assert climbed.packages.holding(filed) == climbed.packages.holding("another") == [came]
        assert climbed.check(Progress()).sound


def test_whoever_waits_hears_what_is_done_and_how_far(folder: Path, fixed_clock: FixedClock) -> None:
    heard: list[tuple[int, int, str]] = []
    progress = Progress(lambda done, total, what: heard.append((done, total, what)))
    Vault.open(folder, PASSPHRASE, clock=fixed_clock, progress=progress).close()
    parts = list(dict.fromkeys(what for _, _, what in heard))
    assert parts == ["old copy", "old prove", "old write", "old read back", "old climb"]
    for part in ("old copy", "old write", "old read back"):
        last = [far for far in heard if far[2] == part][-1]
        assert last[0] == last[1] > 0
    steps = migrations.LATEST - vaults.EARLY_FORMAT
    assert [far[:2] for far in heard if far[2] == "old climb"] == [(at, steps) for at in range(steps)]
    heard.clear()
    Vault.open(folder, PASSPHRASE, clock=fixed_clock, progress=progress).close()
    assert heard == []


@pytest.mark.parametrize("when", ["old copy", "old write", "old climb"])
def test_stopped_in_the_middle_the_old_vault_is_there(folder: Path, fixed_clock: FixedClock, when: str) -> None:
    def stop(done: int, total: int, what: str) -> None:
        del total
        if what == when and done:
            raise Cancelled

    before = database(folder)
    with pytest.raises(Cancelled):
        Vault.open(folder, PASSPHRASE, clock=fixed_clock, progress=Progress(stop))
    assert database(folder) == before
    assert not list(folder.glob("*.part"))
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as vault:
        assert [row.name for row in vault.applications.rows()] == ["云曦"]
        assert vault.check(Progress()).sound


def database(folder: Path) -> tuple[int, list[tuple[str, ...]]]:
    """Format and all definitions of the closed vault."""
    with vaults.raw_early(folder) as connection:
        ((version,),) = connection.execute("PRAGMA user_version").fetchall()
        return version, connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()


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
