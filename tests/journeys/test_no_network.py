"""The program opens no socket of its own: the whole main job runs where every socket is refused and counted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import until

_GUARD = """
import os, sys

def guard(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        os.write(2, f"SOCKET {event}\\n".encode())
        os._exit(77)

sys.addaudithook(guard)
from desktop_app.__main__ import main
sys.argv = ["fengjuan", *sys.argv[1:]]
sys.exit(main())
"""
_PROVOKED = _GUARD.replace("from desktop_app.__main__ import main", "import socket; socket.socket()")


def guarded(script: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_the_main_job_needs_no_socket(tmp_path: Path) -> None:
    """Vaults, checks, papers, sealing, opening, receipts."""
    done = guarded(_GUARD, "demo", "--out", str(tmp_path / "out"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "papers" / "submission_form.pdf").exists()


def test_the_guard_would_have_noticed(tmp_path: Path) -> None:
    done = guarded(_PROVOKED, home=tmp_path)
    assert done.returncode == 77
    assert "SOCKET socket.__new__" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="the kernel's table of sockets is Linux's")
def test_the_open_window_listens_to_nobody(tmp_path: Path) -> None:
    """The window has only the sockets of the desktop (display, dbus): none of the internet's families."""
    own = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    environment = os.environ | own
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop_app"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        until(lambda: (tmp_path / "fengjuan" / "instance.listening").exists() or process.poll() is not None)
        assert process.poll() is None
        inodes = set()
        for entry in Path(f"/proc/{process.pid}/fd").iterdir():
            target = str(entry.readlink())
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
        tables = [Path(f"/proc/{process.pid}/net/{name}") for name in ("tcp", "tcp6", "udp", "udp6", "raw")]
        rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
        assert not [row for row in rows if len(row) > 9 and row[9] in inodes]
    finally:
        process.kill()
        process.communicate()
