"""The window on a Wayland desktop: on its own protocol, and by X where that desktop cannot be reached."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import screen_reader
from tests.support.patience import until
from tests.support.processes import started

ROOT = Path(__file__).resolve().parents[2]
#: Paints one window, says by which way, and leaves.
WINDOW = (
    "import sys; from PySide6.QtGui import QGuiApplication; from desktop_app import bootstrap\n"
    "code = bootstrap.start([])\n"
    "print(code, QGuiApplication.platformName())"
)


def painted(home: Path, **env: str) -> list[str]:
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home), "FENGJUAN_STARTUP_PROBE": "1"}
    chosen = {"QT_QPA_PLATFORM": "", "XDG_SESSION_TYPE": "wayland"}
    done = subprocess.run(
        [sys.executable, "-c", WINDOW],
        cwd=ROOT,
        env=os.environ | own | chosen | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done
    return done.stdout.splitlines()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: the path of a socket may have 108 bytes."""
    made = Path(tempfile.mkdtemp(prefix="wl"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.skipif(shutil.which("weston") is None or shutil.which("setpriv") is None, reason="not installed: weston")
def test_it_stands_on_a_wayland_desktop(home: Path) -> None:
    runtime = {"XDG_RUNTIME_DIR": str(home)}
    command = ("weston", "--backend=headless-backend.so", "--idle-time=0", "--socket=wayland-t", "--no-config")
    with started(*command, env=runtime):
        until((home / "wayland-t").exists)
        said = painted(home, **runtime, DISPLAY="", WAYLAND_DISPLAY="wayland-t")
    assert said[0].startswith("window ")
    assert said[-1] == "0 wayland"


@pytest.mark.skipif(shutil.which("Xvfb") is None or shutil.which("setpriv") is None, reason="not installed: Xvfb")
def test_where_wayland_cannot_be_reached_it_stands_by_x(home: Path) -> None:
    with screen_reader.screen(home) as display:
        said = painted(home, DISPLAY=display, XDG_RUNTIME_DIR=str(home), WAYLAND_DISPLAY="nowhere")
    assert said[-1] == "0 xcb"
