"""The window as a user has it: a real vault in a temporary folder, a still clock, a cheap key derivation."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from desktop_app.core.clock import FixedClock
from desktop_app.ui import theme
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Tasks

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
PASSPHRASE = "青山-河套-1958-骆驼"


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
    theme.apply(qapp, 100)
    return qapp
