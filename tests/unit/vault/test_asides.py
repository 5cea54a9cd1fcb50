"""The folders beside a vault: one name changes hands, and nothing that is not ours is ever removed."""

import errno
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.vault import asides, files

NOW = datetime(2026, 7, 1, 2, 3, 4, tzinfo=UTC)


def vault_like(folder: Path, word: str) -> Path:
    folder.mkdir(parents=True)
    (folder / files.DATABASE).write_text(word, encoding="utf-8")
    return folder


def held(folder: Path) -> str:
    return (folder / files.DATABASE).read_text(encoding="utf-8")


def refused(place: Path) -> Code:
    with pytest.raises(Fault) as caught:
        asides.require_place(place)
    return caught.value.code


def test_where_a_vault_may_go(tmp_path: Path) -> None:
    assert asides.require_place(tmp_path / "nowhere") is False
    (tmp_path / "empty").mkdir()
    assert asides.require_place(tmp_path / "empty") is False
    assert asides.require_place(vault_like(tmp_path / "old", "old")) is True
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to-mother.txt").touch()
    assert refused(tmp_path / "letters") is Code.RESTORE_NOT_EMPTY
    (tmp_path / "file").touch()
    assert refused(tmp_path / "file") is Code.RESTORE_NOT_EMPTY


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folder for it")
@pytest.mark.parametrize("call", [1, 2])
def test_a_folder_that_cannot_be_synced_leaves_the_old_vault_under_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """Both renames are done by then: the first sync after either fails."""
    place, calls, real = vault_like(tmp_path / "v", "old"), [], os.fsync
    vault_like(asides.ready(place), "new")

    def failing(handle: int) -> None:
        calls.append(handle)
        if len(calls) >= call:
            raise OSError(errno.EIO, "io")
        real(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(Fault):
        asides.take_the_name(place, NOW)
    assert held(place) == "old"
    assert held(asides.ready(place)) == "new"
    assert len(list(tmp_path.iterdir())) == 2


def test_nothing_of_others_is_removed(tmp_path: Path) -> None:
    left = asides.unpacking(vault_like(tmp_path / "v", "v"))
    left.mkdir()
    (left / "vault.db-wal").touch()
    assert asides.cleared(tmp_path / "v") == left
    assert list(left.iterdir()) == []
    (left / "to-mother.txt").touch()
    with pytest.raises(Fault) as caught:
        asides.cleared(tmp_path / "v")
    assert caught.value.code is Code.RESTORE_NOT_EMPTY
    assert (left / "to-mother.txt").exists()


def test_the_old_vault_is_kept_under_a_name_of_its_own_every_time(tmp_path: Path) -> None:
    place = vault_like(tmp_path / "v", "first")
    kept = []
    for word in ("second", "third"):
        vault_like(asides.ready(place), word)
        kept.append(asides.take_the_name(place, NOW))
    assert [path and path.name for path in kept] == ["v-20260701-100304", "v-20260701-100304-2"]
    assert [held(path) for path in kept if path] == ["first", "second"]
    assert held(place) == "third"


def test_a_new_vault_takes_a_free_name(tmp_path: Path) -> None:
    place = tmp_path / "v"
    place.mkdir()
    (place / files.LOCK).touch()
    vault_like(asides.ready(place), "new")
    assert asides.take_the_name(place, NOW) is None
    assert held(place) == "new"


def test_what_cannot_take_the_name_gives_it_back(tmp_path: Path) -> None:
    place = vault_like(tmp_path / "v", "old")
    with pytest.raises(Fault) as caught:
        asides.take_the_name(place, NOW)  # nothing is ready
    assert caught.value.code is Code.RESTORE_IN_THE_WAY
    assert held(place) == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["v"]


def test_after_a_crash_between_two_names_the_proved_vault_has_it(tmp_path: Path) -> None:
    place = tmp_path / "v"
    vault_like(asides.ready(place), "proved")
    asides.finish(place)
    assert held(place) == "proved"
    vault_like(asides.ready(place), "later")
    asides.finish(place)
    assert held(place) == "proved"
