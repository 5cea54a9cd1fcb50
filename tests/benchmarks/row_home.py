"""From the Enter key at the door to the workbench, with many applications behind it, against the key derivation."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.crypto.kdf import KdfCost, derive, measured_cost
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row

ROOT = Path(__file__).resolve().parents[2]
COUNT = many.asked_for()
#: More whole ones would fill 18 GB.
_WHOLE = 100_000
ALLOWED = 0.3

#: The window itself: types the passphrase at sixteen characters a second, presses Enter, says how long home took.
WINDOW = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from desktop_app.core.clock import SystemClock
from desktop_app.ui import theme
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.benchmarks.many_applications import PASSPHRASE, clock

application = QApplication([])
folder = Path(sys.argv[1])
theme.apply(application, 100)
tasks = Tasks(lambda error: print("bug", error, flush=True))
habits = Preferences(QSettings(str(folder.parent / "window.ini"), QSettings.Format.IniFormat))
shell = Shell(Options(clock=clock(), vault=folder), tasks, habits)
shell.show()
began = []

def type_it():
    if shell.front is None or shell.front.door is None or tasks.busy:
        QTimer.singleShot(20, type_it)
        return
    key(0)

def key(at):
    if at < len(PASSPHRASE):
        QTest.keyClick(shell.front.door.field, PASSPHRASE[at])
        QTimer.singleShot(60, lambda: key(at + 1))
        return
    began.append(time.perf_counter())
    QTest.keyClick(shell.front.door.field, Qt.Key.Key_Return)
    look()

def look():
    shown = shell.desk.shown if shell.desk is not None else None
    if isinstance(shown, HomeScreen) and shown.waiting.topLevelItemCount():
        print("home", time.perf_counter() - began[0], flush=True)
        if len(sys.argv) > 2:
            import psutil
            print("memory", psutil.Process().memory_info().rss, flush=True)
        QTimer.singleShot(0, shell.close)
        QTimer.singleShot(200, application.quit)
        return
    QTimer.singleShot(2, look)

QTimer.singleShot(0, type_it)
application.exec()
"""


def rows(folder: Path) -> list[Row]:
    """The key derivation costs what a vault made on this machine asks for."""
    cost = measured_cost()
    many.filled(folder / "vault", COUNT, cost, short=COUNT > _WHOLE)
    return [
        Row(
            f"unlock to home, {COUNT:,} applications",
            "the key derivation alone, plus 300 ms",
            1.0,
            home(folder / "vault", folder),
            derivation(cost),
            "a new process each time; from the Enter key to the filled workbench, imports, rules and window included",
        )
    ]


def home(vault: Path, folder: Path) -> Callable[[], float]:
    """Start the window and unlock; the seconds that it reports."""
    script = folder / "window.py"
    script.write_text(WINDOW, encoding="utf-8")

    def once() -> float:
        command = [sys.executable, str(script), str(vault)]
        ran = subprocess.run(command, cwd=ROOT, env=surroundings(folder), capture_output=True, text=True, timeout=120)
        said = [line.split()[1] for line in ran.stdout.splitlines() if line.startswith("home ")]
        if len(said) != 1:
            raise RuntimeError(f"no home was reported: {ran.stdout!r} {ran.stderr!r}")
        return float(said[0])

    return once


def surroundings(folder: Path) -> dict[str, str]:
    """No screen, a home of its own, and compiled modules on disk as an installed program has them."""
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    compiled = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | own | compiled | {"QT_QPA_PLATFORM": "offscreen"}


def derivation(cost: KdfCost) -> Callable[[], float]:
    def once() -> float:
        began = time.perf_counter()
        derive(many.PASSPHRASE, bytes(16), cost)
        return time.perf_counter() - began + ALLOWED

    return once
