"""A vault's folder that was moved or removed while it is open: each act says so, none calls it damaged or done."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import backups, contacts, draft, formal_print, keep, opening
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from tests.faults.test_desk_kill import desk
from tests.support.killed_desk import PASSPHRASE, clock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there, no folder of an open file is moved or removed")

NEW = "马头琴-昭君-1984-驼铃-沙"

ACTS: dict[str, Callable[[Session, Path], object]] = {
    "new draft": lambda session, _: draft.new(session),
    "card": lambda session, out: contacts.save_card(session, out / "card"),
    "backup": lambda session, out: backups.back_up(session, out, Progress()),
    "check": lambda session, _: keep.check_vault(session, Progress()),
    "confirm": lambda session, _: formal_print.confirm(session, PASSPHRASE),
    "new key": lambda session, _: session.vault.access.rekey(PASSPHRASE),
    "passphrase": lambda session, _: session.change_passphrase(PASSPHRASE, NEW),
}


@pytest.mark.parametrize("how", ["moved", "removed"])
def test_each_act_says_so_and_goes_on_once_it_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder, out, away = tmp_path / "vault", tmp_path / "out", tmp_path / "away"
    out.mkdir()
    session = desk(folder, Desk.UNIT, "UNIT01")
    contacts.ensure_identity(session)
    if how == "moved":
        folder.rename(away)
    else:
        shutil.rmtree(folder)
    for act in ACTS.values():
        with pytest.raises(Fault) as caught:
            act(session, out)
        assert caught.value.code is Code.VAULT_GONE
        assert caught.value.fields["path"] == str(folder)
    assert list(out.iterdir()) == []
    if how == "removed":
        session.close()
        assert not folder.exists()
        return
    away.rename(folder)
    for act in ACTS.values():
        act(session, out)
    session.close()
    again = opening.unlock(folder, NEW, clock())
    assert keep.check_vault(again, Progress()).sound
    again.close()


def test_another_vault_in_its_place_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody put a copy back over the open one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "vault"
    session = desk(folder, Desk.UNIT, "UNIT01")
    shutil.copytree(folder, tmp_path / "copy")
    shutil.rmtree(folder)
    (tmp_path / "copy").rename(folder)
    with pytest.raises(Fault) as caught:
        draft.new(session)
    assert caught.value.code is Code.VAULT_GONE
    session.close()


def test_a_share_that_numbers_its_files_anew_is_no_other_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some do when a connection was lost and came back: nothing could be saved any more, though nothing had moved."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    session = desk(tmp_path / "vault", Desk.UNIT, "UNIT01")
    monkeypatch.setattr(os.path, "samestat", lambda *_: False)
    for _ in range(3):
        draft.new(session)
    monkeypatch.undo()
    session.close()


def test_a_copy_in_its_place_that_kept_its_times_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "vault"
    session = desk(folder, Desk.UNIT, "UNIT01")
    folder.rename(tmp_path / "away")
    shutil.copytree(tmp_path / "away", folder)  # as `cp -a`, times and all
    with pytest.raises(Fault) as caught:
        draft.new(session)
    assert caught.value.code is Code.VAULT_GONE
    session.close()
