"""The vault's disk fails while its window is open: one sentence, the draft is kept, work goes on once it is well."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, keep, opening
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.ui.acting import PASSPHRASE, compose, control, idle, open_demo, unlock
from tests.ui.conftest import COST, OFFICE, vault_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="file systems are mounted otherwise there")

_SIZE = "40m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def vault(disk: Path, clock: FixedClock) -> Path:
    return vault_of(OFFICE, disk / "vault", clock)


def fill(disk: Path) -> Path:
    """Take the rest of the disk."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return path


def told(shell: Shell) -> str:
    assert shell.desk is not None
    return shell.desk.message.text()


def typed(qtbot: QtBot, editor: EditorScreen, words: str) -> None:
    compose(control(editor, "person.birthplace"), words)


def unsaved(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.status().startswith("未保存"))


def saved(qtbot: QtBot, shell: Shell) -> None:
    assert shell.context is not None
    autosave = shell.context.autosave
    autosave.flush()  # in a moment it would try by itself
    qtbot.waitUntil(lambda: autosave.clean and not autosave.busy)
    qtbot.waitUntil(lambda: shell.status().startswith("已保存"))


def kept(qtbot: QtBot, shell: Shell, folder: Path, clock: FixedClock, application: ApplicationId) -> str:
    """The field as the vault has it once the window has locked it; the vault is sound."""
    shell.lock()
    idle(qtbot, shell)
    session = opening.unlock(folder, PASSPHRASE, clock)
    try:
        assert keep.check_vault(session, Progress()).problems == ()
        return draft.load(session, application).draft.person.birthplace
    finally:
        session.close()


def test_a_full_disk(qtbot: QtBot, desk_window: Shell, disk: Path, vault: Path, clock: FixedClock) -> None:
    editor = open_demo(qtbot, desk_window)
    filler = fill(disk)
    for _ in range(600):  # until the log beside the vault has no room left
        typed(qtbot, editor, "满")
        desk_window.keep_now()
        idle(qtbot, desk_window)
        if desk_window.status().startswith("未保存"):
            break
    unsaved(qtbot, desk_window)
    assert "磁盘已满" in told(desk_window)
    typed(qtbot, editor, "后")
    filler.unlink()
    saved(qtbot, desk_window)
    assert kept(qtbot, desk_window, vault, clock, editor.application).endswith("后")


def test_a_draft_that_a_full_disk_refused_outlives_the_lock(
    qtbot: QtBot, desk_window: Shell, disk: Path, vault: Path, clock: FixedClock
) -> None:
    editor = open_demo(qtbot, desk_window)
    application = editor.application
    filler = fill(disk)
    for _ in range(600):
        typed(qtbot, editor, "满")
        desk_window.keep_now()
        idle(qtbot, desk_window)
        if desk_window.status().startswith("未保存"):
            break
    typed(qtbot, editor, "后")
    desk_window._idle.idle.emit()
    idle(qtbot, desk_window)
    assert desk_window.front is not None
    assert desk_window.front.door is not None
    said = desk_window.front.door.coming.text()
    assert said.startswith("最近填写的内容还没有存进保险库。"), "not that all of it is there"
    assert not desk_window.close(), "it would be lost without a word"
    filler.unlink()
    unlock(qtbot, desk_window)
    saved(qtbot, desk_window)
    assert kept(qtbot, desk_window, vault, clock, application).endswith("后")


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own kind: an image with a file system that can be told to have found an error."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()
    image.write_bytes(bytes(48 << 20))
    for command in (["mkfs.ext4", "-q", image], ["mount", "-o", "loop", image, folder]):
        if os.geteuid() != 0 or shutil.which(command[0]) is None or subprocess.run(command, check=False).returncode:
            pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_that_takes_nothing_any_more(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, failing: Path, clock: FixedClock
) -> None:
    """The system found an error and lets nothing be written: what was saved is there after the disk was seen to."""
    folder = vault_of(OFFICE, failing / "vault", clock)
    os.sync()  # the vault is a copy of one that was made before, put there by nobody who makes files durable
    shell = Shell(Options(clock=clock, vault=folder, cost=COST), tasks, preferences)
    qtbot.addWidget(shell)
    shell.show()
    unlock(qtbot, shell)
    editor = open_demo(qtbot, shell)
    typed(qtbot, editor, "前")
    saved(qtbot, shell)
    subprocess.run(["mount", "-o", "remount,abort", failing], check=True)
    typed(qtbot, editor, "后")
    unsaved(qtbot, shell)
    assert "系统读写保险库时报错" in told(shell)
    assert not shell.close(), "what is unsaved is said first"
    qtbot.waitUntil(lambda: shell.context is None or not shell.tasks.busy)
    idle(qtbot, shell)
    assert shell.close()
    subprocess.run(["umount", failing], check=True)
    subprocess.run(["mount", "-o", "loop", failing.with_name("image"), failing], check=True)
    session = opening.unlock(folder, PASSPHRASE, clock)
    assert keep.check_vault(session, Progress()).problems == ()
    assert draft.load(session, editor.application).draft.person.birthplace.endswith("前")
    session.close()


def test_a_folder_that_was_moved_away_and_back(
    qtbot: QtBot, desk_window: Shell, vault: Path, clock: FixedClock
) -> None:
    editor = open_demo(qtbot, desk_window)
    vault.rename(vault.with_name("moved"))
    typed(qtbot, editor, "移")
    unsaved(qtbot, desk_window)
    assert "不在原处" in told(desk_window)
    vault.with_name("moved").rename(vault)
    saved(qtbot, desk_window)
    assert kept(qtbot, desk_window, vault, clock, editor.application).endswith("移")


def test_a_folder_that_was_removed_is_never_called_saved(qtbot: QtBot, desk_window: Shell, vault: Path) -> None:
    editor = open_demo(qtbot, desk_window)
    shutil.rmtree(vault)
    typed(qtbot, editor, "删")
    unsaved(qtbot, desk_window)
    assert "不在原处" in told(desk_window)
    assert desk_window.context is not None
    assert desk_window.context.autosave.pending(editor.application) is not None
    desk_window.lock()
    idle(qtbot, desk_window)
    assert list(vault.parent.iterdir()) == []


def test_a_clock_that_is_set_back_meanwhile(qtbot: QtBot, desk_window: Shell, vault: Path, clock: FixedClock) -> None:
    editor = open_demo(qtbot, desk_window)
    clock.advance(days=-400)
    typed(qtbot, editor, "旧")
    saved(qtbot, desk_window)
    assert kept(qtbot, desk_window, vault, clock, editor.application).endswith("旧")
