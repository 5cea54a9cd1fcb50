"""From starting the process to the first painted window: the program against a bare PySide6 window and KeePassXC."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.domain.kinds import Desk
from tests.benchmarks import first_paint
from tests.benchmarks.harness import Row
from tests.support.verbs import PASSPHRASE, founded

ROOT = Path(__file__).resolve().parents[2]

#: The least that anyone starting a window of this library pays; says when it stands painted, as the program does.
BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.stands)

    def stands(self):
        print("window", time.monotonic(), flush=True)
        QApplication.quit()

application = QApplication([])
window = Window()
window.show()
application.exec()
"""

#: The same with what any door must have: text in Chinese, a field, a button, the style and a style sheet.
FURNISHED = """
import time
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

class Window(QWidget):
    def __init__(self):
        super().__init__()
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        for part in (QLabel("口令"), self.field, QPushButton("解锁")):
            column.addWidget(part)

    def paintEvent(self, event):
        QTimer.singleShot(0, self.stands)

    def stands(self):
        print("window", time.monotonic(), flush=True)
        QApplication.quit()

application = QApplication([])
application.setStyle("Fusion")
application.setStyleSheet("QPushButton { background: #234a7d; color: white; }")
window = Window()
window.show()
application.exec()
"""


def rows(folder: Path) -> list[Row]:
    """The program is started on a vault, so that its first window is the door with the passphrase's field."""
    bare = folder / "bare.py"
    bare.write_text(BARE, encoding="utf-8")
    furnished = folder / "furnished.py"
    furnished.write_text(FURNISHED, encoding="utf-8")
    vault = founded(folder / "vault", Desk.UNIT, "第三中学", "DW01")
    ours = start(["-m", "desktop_app", "--vault", str(vault)], folder)
    _say_what_is_missing()
    why = "process start to first paint; files are in the system's cache, compiled modules on disk"
    return [
        Row("start to unlock window", "a bare PySide6 window", 1.25, ours, start([str(bare)], folder), why),
        Row(
            "start to unlock window",
            "a PySide6 window with one text, one field, one button",
            1.25,
            ours,
            start([str(furnished)], folder),
            "what no door can do without; " + why,
        ),
        *_keepassxc(folder, vault),
    ]


def _lacking() -> str:
    return first_paint.missing() or ("" if shutil.which("keepassxc") else "not installed: keepassxc")


def _say_what_is_missing() -> None:
    if why := _lacking():
        print(f"The start of KeePassXC is not compared: {why}.", file=sys.stderr)


def _keepassxc(folder: Path, vault: Path) -> list[Row]:
    """Both onto a screen in memory, and both timed from outside, when the door is painted."""
    if _lacking():
        return []
    safe = folder / "safe.kdbx"
    environment = _environment(folder) | {"QT_QPA_PLATFORM": "xcb"}

    def once(command: list[str]) -> Callable[[], float]:
        def act() -> float:
            if not safe.exists():
                _make_safe(safe)
            with first_paint.screen() as screen:
                return screen.seconds(command, environment)

        return act

    ours = once([sys.executable, "-m", "desktop_app", "--vault", str(vault)])
    why = "both on a screen in memory, timed from outside until the door is painted; files are in the system's cache"
    return [
        Row("start to unlock window", "KeePassXC on a safe of its own", 1.3, ours, once(["keepassxc", str(safe)]), why)
    ]


def _make_safe(safe: Path) -> None:
    """Beside it the settings by which no first-run question stands in front of the door."""
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    command = ["keepassxc-cli", "db-create", "-p", str(safe)]
    subprocess.run(command, input=typed, text=True, check=True, capture_output=True)
    settings = safe.parent / "config" / "keepassxc"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "keepassxc.ini").write_text(
        "[General]\nUpdateCheckMessageShown=true\nSingleInstance=false\n[GUI]\nCheckForUpdates=false\n"
    )


def start(arguments: list[str], folder: Path) -> Callable[[], float]:
    """Start Python with `arguments`; the seconds until it reports its first paint on the system-wide clock."""
    environment = _environment(folder) | {"FENGJUAN_STARTUP_PROBE": "1"}
    command = [sys.executable, *arguments]

    def once() -> float:
        began = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        moments = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("window ")]
        if result.returncode != 0 or len(moments) != 1:
            raise RuntimeError(f"no window was reported: {result.stdout!r} {result.stderr!r}")
        return float(moments[0]) - began

    return once


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, compiled modules kept."""
    made = os.environ | {
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    return made
