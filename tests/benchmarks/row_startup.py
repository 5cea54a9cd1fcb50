"""From starting the process to the first painted window: the program against a bare PySide6 window."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from desktop_app.domain.kinds import Desk
from tests.benchmarks.harness import Row
from tests.support.verbs import founded

ROOT = Path(__file__).resolve().parents[2]

#: The least that anyone starting a window of this library pays; says when it first painted, as the program does.
BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        print("window", time.monotonic(), flush=True)
        QTimer.singleShot(0, QApplication.quit)

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
        print("window", time.monotonic(), flush=True)
        QTimer.singleShot(0, QApplication.quit)

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
    ]


def start(arguments: list[str], folder: Path) -> Callable[[], float]:
    """Start Python with `arguments`; the seconds until it reports its first paint on the system-wide clock."""
    environment = os.environ | {
        "FENGJUAN_STARTUP_PROBE": "1",
        "HOME": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *arguments]

    def once() -> float:
        began = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
        moments = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("window ")]
        if result.returncode != 0 or len(moments) != 1:
            raise RuntimeError(f"no window was reported: {result.stdout!r} {result.stderr!r}")
        return float(moments[0]) - began

    return once
