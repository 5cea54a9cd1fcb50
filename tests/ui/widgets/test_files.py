"""The dialog that chooses files: where it begins, and that what was put into the machine is named in it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListView, QSplitter
from pytestqt.qtbot import QtBot

from desktop_app.host import media as host_media
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets import files
from tests.ui.acting import idle


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is a stick to the program: none can be put into a test's machine."""
    made = tmp_path / "media" / "KINGSTON"
    made.mkdir(parents=True)
    found = replace(host_media.describe(made), label="KINGSTON", removable=True)
    monkeypatch.setattr(host_media, "removable_media", lambda: (found,))
    return made


@pytest.fixture
def opened(qtbot: QtBot, shell: Shell, tmp_path: Path) -> Iterator[QFileDialog]:
    """The dialog, first opened in a program that was started somewhere."""
    before = Path.cwd()
    started = tmp_path / "started"
    started.mkdir()
    os.chdir(started)
    try:
        made = files.open_file(shell, "扫描件", "PDF (*.pdf)", lambda _: None)
        idle(qtbot, shell)
        yield made
    finally:
        os.chdir(before)


@pytest.mark.usefixtures("stick")
def test_a_stick_is_named_among_the_places_and_one_click_away(qtbot: QtBot, stick: Path, opened: QFileDialog) -> None:
    places = [url.toLocalFile() for url in opened.sidebarUrls()]
    assert places[0] == str(stick)
    side = opened.findChild(QListView, "sidebar")
    assert side is not None
    qtbot.waitUntil(lambda: side.model().index(0, 0).data() == "KINGSTON")
    first = side.visualRect(side.model().index(0, 0)).center()
    qtbot.mouseClick(side.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert opened.directory().absolutePath() == str(stick)


def test_it_begins_with_the_user_and_not_where_the_program_was_started(opened: QFileDialog) -> None:
    assert opened.directory().absolutePath() != str(Path.cwd())
    assert Path(opened.directory().absolutePath()) in (Path.home(), Path.home() / "Documents")


def test_names_have_room_beside_the_places(opened: QFileDialog, shell: Shell) -> None:
    splitter = opened.findChild(QSplitter, "splitter")
    assert splitter is not None
    assert splitter.sizes()[0] >= 150
    assert opened.width() >= 800
    assert opened.width() < shell.width()


def test_no_place_and_no_folder_is_kept_for_the_next_time(
    qtbot: QtBot, shell: Shell, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt keeps the places in the user's settings: each stick ever put in would stand there, for whoever sits down."""
    made = files.folder(shell, "放在哪里", lambda _: None)
    idle(qtbot, shell)
    assert made.sidebarUrls()[0].toLocalFile() == str(stick)
    (stick / "沈砚舟").mkdir()
    made.setDirectory(str(stick / "沈砚舟"))
    made.setDirectory(str(stick))
    with qtbot.waitSignal(made.destroyed):
        made.reject()
    monkeypatch.setattr(host_media, "removable_media", lambda: ())
    again = files.folder(shell, "放在哪里", lambda _: None)
    idle(qtbot, shell)
    assert str(stick) not in [url.toLocalFile() for url in again.sidebarUrls()]
    assert not [place for place in again.history() if "沈砚舟" in place]
