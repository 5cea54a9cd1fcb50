"""Starting: nothing heavy before the first window, and the probe that measures it."""

import os
import subprocess
import sys
from pathlib import Path

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
