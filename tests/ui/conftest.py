"""The window as a user has it: a real vault in a temporary folder, a still clock, a cheap key derivation."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import opening
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.ui import theme
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support import founded
from tests.support.turns import drained
from tests.ui.acting import PASSPHRASE, compose, first, unlock

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 6, 1, 2, 0, tzinfo=UTC))


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(qapp: QApplication, bugs: list[BaseException]) -> Iterator[Tasks]:
    made = Tasks(bugs.append)
    yield made
    made.shutdown()
    assert bugs == []


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    speak(Language.ZH)
    theme.apply(qapp, 100)
    return qapp


OFFICE = Office(desk=Desk.UNIT, code="QCCH01", name="呼和浩特市青城测绘地理信息中心", officer="陆怀谷")
MACHINE = Machine(number="BM-2026-07", level=SecrecyLevel.SECRET, keeper="段知白")
#: A cost that protects nothing: these tests are not about it.
COST = KdfCost.unsafe_small()


def vault_of(office: Office, folder: Path, clock: FixedClock) -> Path:
    """Make an office's vault and lock it again."""
    new = opening.NewVault(folder=folder, passphrase=PASSPHRASE, office=office, machine=MACHINE, user=office.officer)
    founded.session(new, clock).close()
    return folder


@pytest.fixture
def vault(tmp_path: Path, clock: FixedClock) -> Path:
    """A vault that was made and locked again."""
    return vault_of(OFFICE, tmp_path / "vault", clock)


@pytest.fixture
def shell(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, vault: Path
) -> Shell:
    """The window before the locked vault."""
    made = Shell(Options(clock=clock, vault=vault, cost=COST), tasks, preferences)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def desk_window(qtbot: QtBot, shell: Shell) -> Shell:
    """The window with the vault open, at the workbench."""
    unlock(qtbot, shell)
    return shell


@pytest.fixture
def at_first(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, tmp_path: Path
) -> Callable[[Desk, str, str], Shell]:
    """Makes a vault as a newcomer does: what the page offers is taken as it is."""

    def make(desk: Desk, name: str, officer: str) -> Shell:
        shell = Shell(Options(clock=clock, vault=tmp_path / desk.value, cost=COST), tasks, preferences)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        page = first(qtbot, shell)
        page.desk.setCurrentIndex(list(Desk).index(desk))
        page.name.setFocus()
        compose(page.name, name)
        qtbot.keyClick(page.name, Qt.Key.Key_Tab)
        if page.officer.isVisible():
            page.officer.setFocus()
            compose(page.officer, officer)
            qtbot.keyClick(page.officer, Qt.Key.Key_Tab)
        return shell

    return make


@pytest.fixture
def shots(qtbot: QtBot) -> Callable[[QWidget, str], None]:
    """Keep a picture of a window in the folder named by FENGJUAN_SHOTS; does nothing without it."""

    def keep(widget: QWidget, name: str) -> None:
        folder = os.environ.get("FENGJUAN_SHOTS")
        if folder:
            drained()
            Path(folder).mkdir(parents=True, exist_ok=True)
            widget.grab().save(str(Path(folder) / f"{name}.png"))

    return keep
