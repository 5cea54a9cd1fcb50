"""Starting: nothing heavy before the first window, and the probe that measures it."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


#: Run as the window's own probe, after its first paint.
LOADED = """
import json, sys
from pathlib import Path
from desktop_app.core.clock import SystemClock
from desktop_app.ui import app

def told(shell):
    shell.repaint()
    outside = [m for m, one in sys.modules.items() if "site-packages" in str(getattr(one, "__file__", ""))]
    foreign = {m.partition(".")[0] for m in outside}
    print(json.dumps([sorted(foreign), sorted(m for m in sys.modules if m.startswith("desktop_app."))]))
    shell.close()

app._probe = told
raise SystemExit(app.run(app.Options(clock=SystemClock(), vault=Path(sys.argv[1]))))
"""
#: What may be loaded by then: Qt, and what the interpreter itself brings for an environment.
FOREIGN = {"PySide6", "shiboken6", "_distutils_hack", "_virtualenv"}


@pytest.mark.parametrize("there", [False, True], ids=["first start", "the door"])
def test_the_first_paint_waits_for_qt_and_the_front_page_alone(tmp_path: Path, there: bool) -> None:
    vault = tmp_path / "vault"
    if there:
        vault.mkdir()
    code = LOADED.replace("sys.argv[1]", repr(str(vault)))
    done = run(code, tmp_path, FENGJUAN_STARTUP_PROBE="1")
    assert done.returncode == 0, done.stderr
    foreign, own = json.loads(done.stdout)
    assert set(foreign) <= FOREIGN
    layers = {name.split(".")[1] for name in own}
    assert layers <= {"ui", "core"}
    screens = {name.split(".")[2] for name in own if name.count(".") > 2 and name.startswith("desktop_app.ui.")}
    assert screens == {"help", "unlock", "widgets"}
    assert len(own) <= 40  # each is read, compiled or not, before anything is seen


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
