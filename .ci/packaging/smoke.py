"""Tries the frozen program as whoever installs it would: its own trial, the main job, and the window.

`python .ci/packaging/smoke.py FOLDER`; needs nothing but the folder and the standard library.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

#: A window that is going to fail has failed by then.
_SECONDS = 8


def tried(program: Path) -> None:
    """Raises `SystemExit` with the reason at the first thing that does not work."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        # Nothing of the machine that built it may be needed: no interpreter, no path to one.
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "SYSTEMROOT", "TEMP")}
        environment = kept | {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        said(program, ["selftest"], environment)
        said(program, ["demo", "--out", str(Path(folder, "demo"))], environment)
        opened(program, environment)


def said(program: Path, arguments: list[str], environment: dict[str, str]) -> None:
    ran = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        raise SystemExit(f"{program.name} {arguments[0]} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    print(f"{program.name} {arguments[0]}: {ran.stdout.splitlines()[-1]}", flush=True)


def opened(program: Path, environment: dict[str, str]) -> None:
    """The window stays open until it is closed, and complains of nothing."""
    window = subprocess.Popen([program], env=environment, stderr=subprocess.PIPE, text=True)
    time.sleep(_SECONDS)
    alive = window.poll() is None
    window.terminate()
    complaint = window.communicate(timeout=30)[1]
    if not alive or "Traceback" in complaint:
        raise SystemExit(f"The window of {program.name} did not stay open:\n{complaint}")
    print(f"{program.name}: the window opens.", flush=True)


if __name__ == "__main__":
    name = "fengjuan-cli.exe" if os.name == "nt" else "fengjuan"
    tried(Path(sys.argv[1], name))
