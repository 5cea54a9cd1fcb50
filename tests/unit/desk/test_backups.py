"""Backups are made while the desk works, proved, rotated; and a vault comes back from one, or nothing changes."""

import dataclasses
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core import durable
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import backups, contacts, draft, home, keep, opening, receive, restoring, sharing
from desktop_app.desk.home import WaitingKind
from desktop_app.desk.restoring import Wanted
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.backups import BackupHabits
from desktop_app.domain.kinds import Desk
from desktop_app.domain.users import UserRole
from desktop_app.host import atomic
from tests.support.verbs import one_clear_line, run
from tests.unit.desk.conftest import PASSPHRASE


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def backed_up(session: Session, stick: Path) -> Path:
    return Path(backups.back_up(session, stick, Progress()).kept.path)


def reopened(folder: Path, clock: FixedClock) -> Session:
    return opening.unlock(folder, PASSPHRASE, clock)


def restored(source: Path, folder: Path, clock: FixedClock, reason: str = "") -> Path | None:
    kept = restoring.restore(Wanted(source, folder, PASSPHRASE, reason=reason), clock, Progress()).kept
    return Path(kept) if kept else None


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestMaking:
    def test_a_stranger_takes_it_apart_with_tar_and_sha256sum(
        self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        path = backed_up(unit, stick)
        assert names(stick) == ["UNIT01-20260706-090000.fjb"]
        apart = tmp_path / "apart"
        apart.mkdir()
        subprocess.run(["tar", "xf", path], cwd=apart, check=True)
        assert names(apart) == ["SHA256SUMS", "backup.json", "keyslots.json", "vault.db"]
        checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=apart, check=True, capture_output=True)
        assert checked.stdout.count(b": OK") == 3
        assert b'"type":"vault-backup"' in (apart / "backup.json").read_bytes()
        unit.close()
        with pytest.raises(Fault) as caught:
            reopened(apart, clock)
        assert caught.value.code is Code.VAULT_OLDER, "what was unpacked is a vault, and this machine saw it newer"
        session = opening.unlock(apart, PASSPHRASE, clock, older="unpacked by hand")
        assert keep.check_vault(session, Progress()).sound
        session.close()

    def test_the_desk_works_on_while_the_copy_is_made(
        self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        before = draft.new(unit)
        plan = backups.begin(unit, stick)
        made: list[backups.KeptBackup] = []
        work = threading.Thread(target=lambda: made.append(backups.carry_out(plan, Progress())))
        work.start()
        for number in range(60):
            with unit.vault.act(Act.SETTINGS_CHANGED, {}):
                unit.vault.settings.put("n", "x" * 20_000 + str(number))
        during = draft.new(unit)
        work.join()
        done = backups.settle(unit, made[0])
        assert keep.check_vault(unit, Progress()).sound
        (entry,) = unit.vault.audit.entries(act=Act.VAULT_BACKED_UP)
        assert entry.objects == {"sequence": str(done.kept.sequence), "backup": done.kept.database[:16], "removed": "0"}
        unit.close()
        restored(Path(done.kept.path), tmp_path / "again", clock, "for the test")
        again = reopened(tmp_path / "again", clock)
        assert [row.id for row in again.vault.applications.rows()] == [before]
        assert during != before
        assert not (unit.vault.folder / "vault.db.backup").exists()
        again.close()

    def test_a_lock_in_the_middle_makes_the_copy_void(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        plan = backups.begin(unit, stick)
        unit.close()
        with pytest.raises(Fault) as caught:
            backups.carry_out(plan, Progress())
        assert caught.value.code is Code.BACKUP_DISTURBED
        assert names(stick) == []
        assert "vault.db.backup" not in names(unit.vault.folder)

    def test_a_backup_after_a_new_key_opens_with_it(
        self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        unit.vault.access.rekey(PASSPHRASE)
        path = backed_up(unit, stick)
        unit.close()
        restored(path, tmp_path / "again", clock, "for the test")
        reopened(tmp_path / "again", clock).close()

    @pytest.mark.parametrize("step", ["copy", "prove", "write"])
    def test_cancelled_at_any_step_it_leaves_nothing(self, unit: Session, stick: Path, step: str) -> None:
        progress = Progress(lambda _done, _all, what: progress.cancel() if what == step else None)
        with pytest.raises(Cancelled):
            backups.back_up(unit, stick, progress)
        assert names(stick) == []
        assert "vault.db.backup" not in names(unit.vault.folder)
        assert backups.known(unit) == []
        backed_up(unit, stick)

    def test_a_medium_that_changes_a_bit_is_found_out(
        self, unit: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write = atomic._write_all

        def failing(handle: int, piece: bytes) -> None:
            write(
                handle, piece if len(piece) < 50_000 else piece[:40_000] + bytes([piece[40_000] ^ 1]) + piece[40_001:]
            )

        monkeypatch.setattr(atomic, "_write_all", failing)
        with pytest.raises(Fault) as caught:
            backups.back_up(unit, stick, Progress())
        assert caught.value.code is Code.BACKUP_NOT_PROVED
        assert names(stick) == []

    def test_a_damaged_vault_makes_no_backup(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        for _ in range(40):
            draft.new(unit)
        folder = unit.vault.folder
        unit.close()
        raw = bytearray((folder / "vault.db").read_bytes())
        raw[-3000] ^= 1
        (folder / "vault.db").write_bytes(raw)
        session = reopened(folder, clock)
        with pytest.raises(Fault) as caught:
            backups.back_up(session, stick, Progress())
        assert caught.value.code is Code.VAULT_DAMAGED
        assert names(stick) == []
        session.close()

    def test_where_a_backup_may_not_lie(self, unit: Session, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        for place in (unit.vault.folder, unit.vault.folder / "in", tmp_path / "none", tmp_path / "file"):
            with pytest.raises(Fault) as caught:
                backups.begin(unit, place)
            assert caught.value.code is Code.BACKUP_FOLDER


class TestKeeping:
    def test_number_and_age_clear_away_and_the_newest_stay(
        self, unit: Session, committee: Session, stick: Path, clock: FixedClock
    ) -> None:
        other = backed_up(committee, stick)
        (stick / "letter.fjb").write_text("not a backup")
        backups.set_habits(unit, BackupHabits(every_days=1, keep=3, keep_days=10))
        made = []
        for _ in range(4):
            made.append(backed_up(unit, stick))
            clock.advance(days=1)
        assert names(stick) == sorted([other.name, "letter.fjb", *(path.name for path in made[1:])])
        clock.advance(days=30)
        last = backed_up(unit, stick)
        assert names(stick) == sorted([other.name, "letter.fjb", made[-1].name, last.name])
        (entry, *_) = unit.vault.audit.entries(act=Act.VAULT_BACKED_UP)
        assert entry.objects["removed"] == "2"

    def test_a_clock_that_goes_back_makes_no_backup_older(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        backups.set_habits(unit, BackupHabits(keep=2, keep_days=10))
        first, second = backed_up(unit, stick), backed_up(unit, stick)
        clock.advance(days=-400)
        third = backed_up(unit, stick)
        assert names(stick) == sorted([second.name, third.name])
        assert not first.exists()
        assert [Path(row.path) for row in backups.found(stick)] == [third, second]
        assert backups.state(unit).days == 0

    def test_home_reminds_by_the_desks_own_setting(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        def waits() -> dict[WaitingKind, int | None]:
            kinds = (WaitingKind.BACKUP_DUE, WaitingKind.CHECK_DUE)
            return {one.kind: one.days_left for one in home.overview(unit).waiting if one.kind in kinds}

        clock.advance(days=40)
        assert waits() == {}, "nothing to lose yet"
        draft.new(unit)
        assert waits() == {WaitingKind.BACKUP_DUE: -33, WaitingKind.CHECK_DUE: -9}
        backed_up(unit, stick)
        keep.check_vault(unit, Progress())
        assert waits() == {}
        clock.advance(days=6)
        assert waits() == {}
        backups.set_habits(unit, backups.PRESETS["daily"])
        assert waits() == {WaitingKind.BACKUP_DUE: -5}

    def test_a_check_of_a_damaged_vault_names_the_newest_good_backup(
        self, unit: Session, stick: Path, clock: FixedClock
    ) -> None:
        good, bad = backed_up(unit, stick), backed_up(unit, stick)
        raw = bytearray(bad.read_bytes())
        raw[-30_000] ^= 1
        bad.write_bytes(raw)
        with unit.vault.act(Act.SETTINGS_CHANGED, {}):
            unit.vault._ledger.database.run("UPDATE settings SET audit_seq = 1 WHERE name = 'backups'")
        health = keep.check_vault(unit, Progress())
        assert [problem.where for problem in health.problems] == ["settings"]
        assert health.newest is not None
        assert Path(health.newest.path) == good


class TestRestoring:
    def test_into_a_new_folder(self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path) -> None:
        where = draft.new(unit)
        path = backed_up(unit, stick)
        unit.close()
        target = tmp_path / "deep" / "restored"
        assert restored(path, target, clock, "the disk failed") is None
        assert names(target) == ["keyslots.json", "vault.db", "vault.lock"]
        session = reopened(target, clock)
        assert [row.id for row in session.vault.applications.rows()] == [where]
        acts = [entry.act for entry in session.vault.audit.entries(limit=8)]
        assert Act.VAULT_RESTORED in acts
        assert Act.OLDER_COPY_ACKNOWLEDGED in acts
        assert keep.check_vault(session, Progress()).sound
        session.close()

    @pytest.mark.skipif(sys.platform != "linux", reason="asks the system which file a handle is of")
    def test_copy_backup_and_vault_are_written_at_the_mediums_pace(
        self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        synced: Counter[str] = Counter()
        real = os.fsync

        def fsync(handle: int) -> None:
            synced[Path(f"/proc/self/fd/{handle}").readlink().name] += 1
            real(handle)

        monkeypatch.setattr(durable, "_AHEAD", 1)
        monkeypatch.setattr(os, "fsync", fsync)
        with unit.vault.act(Act.SETTINGS_CHANGED, {}):
            unit.vault.settings.put("bulk", os.urandom(2_000_000).hex())
        path = backed_up(unit, stick)
        unit.close()
        restored(path, tmp_path / "restored", clock, "the disk failed")
        pieces = path.stat().st_size // 1_048_576
        assert pieces >= 3
        for name in ("vault.db.backup", f"{path.name}.part", "vault.db.new"):
            assert synced[name] >= pieces, name

    def test_what_is_sealed_after_it_is_no_fork_of_what_was_sealed_since_the_backup(
        self, introduced: tuple[Session, Session], stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        unit, committee = introduced
        (to,) = [one.id for one in contacts.all_(unit)]
        arrived = []

        def send(session: Session, name: str) -> None:
            folder = tmp_path / name
            folder.mkdir()
            record = sharing.seal(session, sharing.card(session), to, folder, Progress())
            receive.open_(committee, *folder.iterdir(), None, lambda line: None, Progress())
            arrived.append(record.sequence)

        send(unit, "before")
        path, folder = backed_up(unit, stick), unit.vault.folder
        clock.advance(hours=1)
        send(unit, "lost with the disk")
        unit.close()
        restored(path, folder, clock, "the disk failed")
        session = reopened(folder, clock)
        clock.advance(hours=1)
        send(session, "after")
        session.close()
        assert arrived == [1, 2, 2]

    def test_in_place_of_a_broken_vault_which_is_kept(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        path, folder = backed_up(unit, stick), unit.vault.folder
        unit.close()
        (folder / "vault.db").write_bytes(b"\x01" * 9000)
        broken = {one.name: one.read_bytes() for one in folder.iterdir()}
        with pytest.raises(Fault) as caught:
            restored(path, folder, clock)
        assert caught.value.code is Code.VAULT_OLDER, "the backup lacks the lock that came after it"
        assert {one.name: one.read_bytes() for one in folder.iterdir()} == broken
        kept = restored(path, folder, clock, "the disk failed")
        assert kept is not None
        assert kept.name == "UNIT01-20260706-090000"
        assert {one.name: one.read_bytes() for one in kept.iterdir()} == broken
        session = reopened(folder, clock)
        assert keep.check_vault(session, Progress()).sound
        session.close()

    def test_what_is_wrong_with_a_backup_leaves_all_as_it_was(
        self, unit: Session, committee: Session, stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        path, other, folder = backed_up(unit, stick), backed_up(committee, stick), unit.vault.folder
        unit.close()
        whole = path.read_bytes()
        cases: list[tuple[bytes, Code]] = [
            (b"", Code.BACKUP_UNREADABLE),
            (b"PK" + whole[2:], Code.BACKUP_UNREADABLE),
            (whole[:-40_000], Code.BACKUP_DAMAGED),
            (whole[:200_000] + bytes([whole[200_000] ^ 4]) + whole[200_001:], Code.BACKUP_DAMAGED),
            (whole.replace(b"keyslots.json", b"keyslots.jsom"), Code.BACKUP_DAMAGED),
            (other.read_bytes(), Code.BACKUP_OTHER_VAULT),
        ]
        before, around = {one.name: one.read_bytes() for one in folder.iterdir()}, names(tmp_path)
        for content, code in cases:
            path.write_bytes(content)
            with pytest.raises(Fault) as caught:
                restored(path, folder, clock, "for the test")
            assert caught.value.code is code
            assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
            assert names(tmp_path) == around
        path.write_bytes(whole)
        with pytest.raises(Fault) as caught:
            restoring.restore(Wanted(path, folder, "wrong-passphrase-here"), clock, Progress())
        assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE
        with pytest.raises(Fault) as caught:
            restored(path, stick, clock)
        assert caught.value.code is Code.RESTORE_NOT_EMPTY
        assert names(tmp_path) == around

    def test_one_of_several_users_restores_by_name(
        self, unit: Session, stick: Path, clock: FixedClock, tmp_path: Path
    ) -> None:
        path = backed_up(unit, stick)
        assert not restoring.look(path).asks_name
        other = "蓝月 orchard 58 velvet 石"
        unit.vault.access.add_user(PASSPHRASE, "乌兰", (UserRole.REVIEWER,), other)
        path = backed_up(unit, stick)
        assert restoring.look(path).asks_name
        assert restoring.look(path).missing == 0
        unit.close()
        wanted = Wanted(path, tmp_path / "again", other, reason="the disk failed")
        with pytest.raises(Fault) as caught:
            restoring.restore(wanted, clock, Progress())
        assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE
        restoring.restore(dataclasses.replace(wanted, name="乌兰"), clock, Progress())
        session = opening.unlock(tmp_path / "again", other, clock, name="乌兰")
        assert session.user == "乌兰"
        session.close()

    def test_an_open_vault_is_not_moved_aside(self, unit: Session, stick: Path, clock: FixedClock) -> None:
        path = backed_up(unit, stick)
        with pytest.raises(Fault) as caught:
            restored(path, unit.vault.folder, clock, "for the test")
        assert caught.value.code is Code.VAULT_IN_USE
        draft.new(unit)
        assert keep.check_vault(unit, Progress()).sound

    def test_a_crash_between_the_two_renames_is_finished_by_the_next_look(
        self, unit: Session, stick: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, folder = backed_up(unit, stick), unit.vault.folder
        unit.close()
        script = (
            "import os, sys\nfrom pathlib import Path\nfrom datetime import UTC, datetime\n"
            "from desktop_app.vault import asides\n"
            "rename = asides._rename\n"
            "asides._rename = lambda a, b: rename(a, b) if a.name == sys.argv[2] else os._exit(9)\n"
            "asides.take_the_name(Path(sys.argv[1]), datetime(2026, 7, 6, tzinfo=UTC))\n"
        )
        restored(path, folder.with_name("UNIT01.restored"), clock, "for the test")
        ended = subprocess.run([sys.executable, "-c", script, folder, folder.name], check=False)
        assert ended.returncode == 9
        assert not folder.exists()
        assert opening.is_vault(folder)
        session = reopened(folder, clock)
        assert Act.VAULT_RESTORED in [entry.act for entry in session.vault.audit.entries(limit=9)]
        session.close()


@pytest.mark.slow
class TestVerbs:
    def test_back_up_list_break_check_restore(
        self, open_desk: Callable[..., Session], stick: Path, tmp_path: Path
    ) -> None:
        session = open_desk(Desk.UNIT, "NMG01")
        draft.new(session)
        folder = session.vault.folder
        session.close()
        assert "--to" in one_clear_line(run("vault", "backup", "--vault", folder, passphrase=PASSPHRASE))
        done = run("vault", "backup", "--vault", folder, "--to", stick, "--keep", "daily", passphrase=PASSPHRASE)
        assert done.code == 0, done.err
        (path,) = stick.iterdir()
        assert str(path) in done.out
        listed = run("vault", "backups", stick, "--whole", "--json")
        assert [row["path"] for row in listed.data["backups"]] == [str(path)]
        sound = run("vault", "check", "--vault", folder, passphrase=PASSPHRASE)
        assert sound.code == 0
        assert str(path) in sound.out
        raw = bytearray((folder / "vault.db").read_bytes())
        raw[3 * 4096 + 9] ^= 1
        (folder / "vault.db").write_bytes(raw)
        older = run("vault", "restore", path, folder, passphrase=PASSPHRASE)
        assert older.code == 2
        assert "比本机上次见到的旧" in one_clear_line(older)
        back = run("vault", "restore", path, folder, "--older-copy", "页面损坏", passphrase=PASSPHRASE)
        assert back.code == 0, back.err
        assert "保留在" in back.out
        again = run("vault", "check", "--vault", folder, "--lang", "en", passphrase=PASSPHRASE)
        assert again.code == 0, again.out
        assert names(stick) == [path.name]
