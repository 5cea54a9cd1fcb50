"""How the program starts: a window, one at a time, in a process that shows its memory to nobody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import AT_MOST_S, until

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    *("reportlab", "cryptography", "rule_engine", "pikepdf"),
    *("pypdfium2", "sqlcipher3", "zxcvbn", "pypinyin"),
    *("msgspec", "uuid", "tomllib", "platform", "secrets"),
    *("keyring", "secretstorage", "jeepney", "shamir_mnemonic"),
    *("desktop_app.domain.values", "desktop_app.ui.context", "desktop_app.ui.deskpage"),
}


def _start(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env | more, capture_output=True, text=True, timeout=60
    )


def _said(stderr: str) -> list[str]:
    """Everything but what the screenless platform says of itself."""
    return [line for line in stderr.splitlines() if "propagateSizeHints" not in line]


def test_window_stands_and_closes(tmp_path: Path) -> None:
    done = _start(tmp_path, "-m", "desktop_app", FENGJUAN_STARTUP_PROBE="1")
    assert (done.returncode, _said(done.stderr)) == (0, [])
    assert done.stdout.startswith("window ")


def test_a_double_clicked_seal_opens_the_window(tmp_path: Path) -> None:
    seal = tmp_path / "FJ-QCCH01-000001-ABCDEFGH" / "seal.fengjuan"
    seal.parent.mkdir()
    seal.write_bytes(b"{}")
    done = _start(tmp_path, "-m", "desktop_app", str(seal), FENGJUAN_STARTUP_PROBE="1")
    assert (done.returncode, _said(done.stderr)) == (0, [])
    assert done.stdout.startswith("window ")


def test_the_window_that_runs_takes_over_what_is_started_again(tmp_path: Path) -> None:
    package = tmp_path / "FJ-QCCH01-000001-ABCDEFGH"
    package.mkdir()
    running = (
        "import os; from pathlib import Path; from desktop_app.ui import arrivals; from desktop_app import bootstrap\n"
        "came = arrivals.Arrivals.came\n"
        "def told(self, folder):\n"
        "    came(self, folder); print(self._shell.front.door, folder, flush=True); self._shell.close()\n"
        "arrivals.Arrivals.came = told\n"
        "raise SystemExit(bootstrap.start([]))"
    )
    env = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    first = subprocess.Popen([sys.executable, "-c", running], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    until(lambda: (tmp_path / "fengjuan" / "instance.listening").exists() or first.poll() is not None)
    assert first.poll() is None
    done = _start(tmp_path, "-m", "desktop_app", str(package), XDG_CONFIG_HOME=str(tmp_path))
    assert (done.returncode, _said(done.stderr)) == (0, [])
    assert first.communicate(timeout=AT_MOST_S)[0].endswith(f"{package}\n")
    assert first.returncode == 0
    left = {path.name for path in (tmp_path / "fengjuan").iterdir()}
    assert not left & {"instance.asked", "instance.listening"}


def test_second_window_says_why_it_does_not_start(tmp_path: Path) -> None:
    held = (
        "import subprocess, sys; from desktop_app.host import instance, paths\n"
        "with instance.Instance(paths.settings_folder()):\n"
        "    done = subprocess.run([sys.executable, '-m', 'desktop_app'], capture_output=True, text=True)\n"
        "print(done.returncode, done.stderr)"
    )
    done = _start(tmp_path, "-c", held, FENGJUAN_STARTUP_PROBE="1")
    assert done.stdout.startswith("1 "), done
    assert "已" in done.stdout


def test_nothing_heavy_is_imported_before_the_unlock_window(tmp_path: Path) -> None:
    script = (
        "import sys; from desktop_app import bootstrap\n"
        "code = bootstrap.start([])\n"
        f"heavy = {HEAVY}\n"
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    done = _start(tmp_path, "-c", script, FENGJUAN_STARTUP_PROBE="1")
    assert done.stdout.splitlines()[-1] == "0 []", done


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_process_leaves_no_core_and_lets_nobody_look(tmp_path: Path) -> None:
    script = (
        "import ctypes, os, resource; from desktop_app import bootstrap\n"
        "bootstrap.start(['--version'])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = _start(tmp_path, "-c", script)
    assert done.stdout.splitlines()[-1] == "(0, 0) 0o77 0", done  # 3: PR_GET_DUMPABLE


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_one_sentence_says_so(tmp_path: Path) -> None:
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = _start(tmp_path, "-m", "desktop_app", **nothing)
    assert done.returncode == 2
    assert "没有可用的屏幕" in done.stderr
    assert len(done.stderr.splitlines()) == 1
