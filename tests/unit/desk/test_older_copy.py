"""A vault that is put back to an older state is noticed at unlock, and opened only for a reason that is kept."""

import shutil
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import keep, opening
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.host import paths
from desktop_app.vault.store import OLDER_COPIES
from tests.support import secret_service
from tests.support.verbs import one_clear_line, run
from tests.unit.desk.conftest import PASSPHRASE


def worked(folder: Path, clock: FixedClock, times: int = 3) -> int:
    """Some acts in the vault; the number of the last entry once it is locked."""
    session = opening.unlock(folder, PASSPHRASE, clock)
    for number in range(times):
        with session.vault.act(Act.SETTINGS_CHANGED, {"n": str(number)}):
            session.vault.settings.put("n", number)
    head = session.vault.signatures.head()
    session.close()
    return head.sequence + 1


@pytest.fixture
def folder(unit: Session) -> Path:
    unit.close()
    return unit.vault.folder


def put_back(folder: Path, older: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(older, folder)


def test_an_older_copy_is_refused_with_how_much_is_missing(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "older")
    found = worked(folder, clock, 0) - 2
    last = worked(folder, clock)
    put_back(folder, tmp_path / "older")
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(Fault) as caught:
        opening.unlock(folder, PASSPHRASE, clock)
    assert caught.value.code is Code.VAULT_OLDER
    fields = caught.value.fields
    assert (fields["found"], fields["seen"], fields["missing"]) == (found, last, last - found)
    assert f"少了 {last - found} 条" in sentence(caught.value)
    assert "Find the newer vault" in sentence(caught.value, Language.EN)
    assert (folder / "vault.db").read_bytes() == before, "a refused vault is not written to"


@secret_service.needed
def test_the_key_ring_still_knows_when_vault_and_note_are_put_back_together(
    folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secret_service.running() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        worked(folder, clock, 1)
        older, notes = tmp_path / "older", paths.notes_folder()
        shutil.copytree(folder, older / "vault")
        shutil.copytree(notes, older / "notes")
        worked(folder, clock)
        put_back(folder, older / "vault")
        put_back(notes, older / "notes")
        with pytest.raises(Fault) as caught:
            opening.unlock(folder, PASSPHRASE, clock)
        assert caught.value.code is Code.VAULT_OLDER
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    worked(folder, clock)  # the file alone was put back with it, and knows nothing better


def test_a_reason_opens_it_and_is_kept(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "older")
    last = worked(folder, clock)
    put_back(folder, tmp_path / "older")
    with pytest.raises(Fault) as caught:
        opening.unlock(folder, PASSPHRASE, clock, older="嗯")
    assert caught.value.code is Code.VAULT_OLDER_REASON
    session = opening.unlock(folder, PASSPHRASE, clock, older="硬盘更换后从备份恢复")
    entry = next(one for one in session.vault.audit.entries() if one.act is Act.OLDER_COPY_ACKNOWLEDGED)
    assert entry.objects["seen"].split()[0] == str(last)
    assert "硬盘" not in str(entry.objects), "the log names ids and digests, never what was typed"
    (kept,) = session.vault.settings.get(OLDER_COPIES)
    assert (kept["reason"], kept["entry"]) == ("硬盘更换后从备份恢复", entry.sequence)
    assert keep.check_vault(session, Progress()).sound
    session.close()
    worked(folder, clock)  # acknowledged once, it is the vault from now on


def test_a_copy_that_went_its_own_way_is_told_from_an_old_one(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "twin")
    worked(folder, clock, 2)
    notes, away = paths.notes_folder(), tmp_path / "notes"
    shutil.move(notes, away)
    worked(tmp_path / "twin", clock, 9)  # used on another machine, which knows nothing
    shutil.rmtree(notes)
    shutil.move(away, notes)
    put_back(folder, tmp_path / "twin")
    with pytest.raises(Fault) as caught:
        opening.unlock(folder, PASSPHRASE, clock)
    assert caught.value.code is Code.VAULT_FORKED
    assert caught.value.fields["missing"] == 0, "it is longer than what was noted"


def test_what_was_done_after_the_last_note_was_lost_to_a_power_cut_and_is_no_older_copy(
    folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    """A note that lags behind is no reason to keep anyone out."""
    session = opening.unlock(folder, PASSPHRASE, clock)
    with session.vault.act(Act.SETTINGS_CHANGED, {}):
        session.vault.settings.put("n", 1)
    session.vault._let_go()
    worked(folder, clock)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[" * 100_000, b'{"fj":1'])
def test_a_note_that_cannot_be_read_counts_as_none(folder: Path, clock: FixedClock, content: bytes) -> None:
    (note,) = [one for one in paths.notes_folder().iterdir() if one.stat().st_mtime >= folder.stat().st_mtime - 60][:1]
    for one in paths.notes_folder().iterdir():
        one.write_bytes(content)
    worked(folder, clock)
    assert note.read_bytes().startswith(b'{"at":') or note.read_bytes() == content


def test_a_settings_folder_that_takes_no_note_keeps_nobody_out(
    folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(paths, "settings_folder", lambda: tmp_path / "file")
    worked(folder, clock)


def test_the_verb_refuses_and_takes_the_reason(folder: Path, clock: FixedClock, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "older")
    worked(folder, clock)
    put_back(folder, tmp_path / "older")
    refused = run("audit", "list", "--vault", folder, passphrase=PASSPHRASE)
    assert "比本机上次见到的旧" in one_clear_line(refused)
    assert run("audit", "list", "--vault", folder, "--older-copy", "试验恢复", passphrase=PASSPHRASE).code == 0
