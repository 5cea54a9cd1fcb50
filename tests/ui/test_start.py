"""Starting: nothing heavy before the first window, and the probe that measures it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HEAVY = ("reportlab", "cryptography", "sqlcipher3", "rule_engine", "pypinyin", "pikepdf", "zxcvbn", "desktop_app.desk")


def run(code: str, tmp_path: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), **extra}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_nothing_heavy_is_imported_for_the_window(tmp_path: Path) -> None:
    code = f"import sys, desktop_app.ui.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = run(code, tmp_path)
    assert done.stdout.strip() == "[]", done.stderr


#: `{what}` is printed in place of the probe's word, after the first paint.
PAINTED = """
import json, sys
from pathlib import Path
from PySide6 import QtGui, QtWidgets
from desktop_app.core.clock import SystemClock
from desktop_app.ui import app
from desktop_app.ui.widgets.parts import Elided

painted, paint = [], Elided.paintEvent
Elided.paintEvent = lambda line, event: (painted.append(line.text()), paint(line, event))

def told(shell):
    print(json.dumps({what}))
    shell.close()

app._probe = told
raise SystemExit(app.run(app.Options(clock=SystemClock(), vault=Path({vault!r}))))
"""


def at_first_paint(what: str, vault: Path, **extra: str) -> Any:
    done = run(PAINTED.format(what=what, vault=str(vault)), vault.parent, FENGJUAN_STARTUP_PROBE="1", **extra)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


#: What may be loaded by then: Qt, and what the interpreter itself brings for an environment.
FOREIGN = {"PySide6", "shiboken6", "_distutils_hack", "_virtualenv"}


@pytest.mark.parametrize("there", [False, True], ids=["first start", "the door"])
def test_the_first_paint_waits_for_qt_and_the_front_page_alone(tmp_path: Path, there: bool) -> None:
    vault = tmp_path / "vault"
    if there:
        vault.mkdir()
    outside = at_first_paint('[m for m, one in sys.modules.items() if "site-packages" in str(one)]', vault)
    foreign = {name.partition(".")[0] for name in outside}
    own = at_first_paint('[m for m in sys.modules if m.startswith("desktop_app.")]', vault)
    assert foreign <= FOREIGN
    layers = {name.split(".")[1] for name in own}
    assert layers <= {"ui", "core"}
    screens = {name.split(".")[2] for name in own if name.count(".") > 2 and name.startswith("desktop_app.ui.")}
    assert screens == {"help", "unlock", "widgets"}
    assert len(own) <= 43  # each is read, compiled or not, before anything is seen


def test_the_probe_waits_for_the_paint_of_the_last_line(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    assert at_first_paint("painted", vault) == [str(vault)]


#: Qt's style and accessibility have eight hundred enumerators between them: 8 ms of every start.
DEAR = '[name for name in ("QAccessible", "QStyle") if name in {*vars(QtGui), *vars(QtWidgets)}]'


def test_the_binding_makes_no_names_that_the_first_paint_does_without(tmp_path: Path) -> None:
    by_import = run(f"from PySide6 import QtGui, QtWidgets; print({DEAR})", tmp_path)  # the oldest make some by then
    assert str(at_first_paint(DEAR, tmp_path)) == by_import.stdout.strip()


@pytest.mark.parametrize("wished", ["", "windows"])
def test_the_style_is_ours_whatever_the_system_wishes(tmp_path: Path, wished: str) -> None:
    below = '[QtWidgets.QApplication.instance().setStyleSheet(""), QtWidgets.QApplication.style().name()]'
    assert at_first_paint(below, tmp_path, QT_STYLE_OVERRIDE=wished) == [None, "fusion"]


def test_the_probe_tells_when_the_window_stood_and_leaves(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\n"
        "from desktop_app.core.clock import SystemClock\n"
        "from desktop_app.ui import app\n"
        f"raise SystemExit(app.run(app.Options(clock=SystemClock(), vault=Path({str(tmp_path / 'none')!r}))))"
    )
    done = run(code, tmp_path, FENGJUAN_STARTUP_PROBE="1")
    assert done.returncode == 0, done.stderr
    word, moment = done.stdout.split()
    assert word == "window"
    assert float(moment) > 0
