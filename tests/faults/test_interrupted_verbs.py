"""Ctrl+C at a chosen moment of a verb: one line or none, never a traceback, and never "cancelled" of what is done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.resources import resource
from desktop_app.desk import opening
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, ROOT, Ran, founded

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl+C goes to a whole console")

#: Runs the program; when a function of that name in that file begins, Ctrl+C is pressed.
_PRESSED = """
import signal, sys
file, name, pressed = sys.argv[1:4]
del sys.argv[1:4]

def look(frame, event, argument):
    code = frame.f_code
    if event == "call" and code.co_name == name and code.co_filename.endswith(file):
        sys.setprofile(None)
        signal.raise_signal(getattr(signal, pressed))

sys.setprofile(look)
from desktop_app.__main__ import main
sys.exit(main())
"""


def pressed(at: str, *arguments: object, number: str = "SIGINT") -> Ran:
    """`at` is `file:function`."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    words = [str(word) for word in (*at.split(":"), number, *arguments, "--passphrase-fd", reading)]
    command = [sys.executable, "-c", _PRESSED, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, pass_fds=(reading,), timeout=120)
    os.close(reading)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return founded(tmp_path / "vault", Desk.APPLICANT, "云曦", "GR01")


def taken_in(folder: Path, at: str, number: str = "SIGINT") -> tuple[Ran, int]:
    """What was said, and how many applications are in the vault then; its log says that it was locked each time."""
    demo = resource("demo", "classified_engineer.json")
    ran = pressed(at, "application", "add", demo, "--vault", folder, number=number)
    session = opening.unlock(folder, PASSPHRASE, SystemClock())
    count = session.vault.applications.count()
    locked, unlocked = (session.vault.audit.count(act) for act in (Act.LOCKED, Act.UNLOCKED))
    assert locked == unlocked, "the one now is open still, and the one that founded it was opened by nothing"
    session.close()
    return ran, count


@pytest.mark.parametrize("at", ["desk/heads.py:lock", "vault/store.py:close", "cli/answer.py:give"])
def test_too_late_nothing_is_undone_and_nothing_is_called_cancelled(vault: Path, at: str) -> None:
    ran, count = taken_in(vault, at)
    assert (ran.code, ran.err, count) == (0, "", 1)


def test_in_the_middle_nothing_is_done(vault: Path) -> None:
    ran, count = taken_in(vault, "desk/draft.py:take_in")
    assert (ran.code, count) == (1, 0)
    assert ran.err.strip() == "已按要求取消，没有留下半成品。"


@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP"])
def test_the_end_of_the_session_is_as_ctrl_c(vault: Path, number: str) -> None:
    ran, count = taken_in(vault, "desk/draft.py:take_in", number)
    assert (ran.code, count, ran.err.strip()) == (1, 0, "已按要求取消，没有留下半成品。")
    ran, count = taken_in(vault, "vault/store.py:close", number)
    assert (ran.code, ran.err, count) == (0, "", 1)


def test_while_the_program_is_being_read_there_is_no_traceback(vault: Path) -> None:
    ran, count = taken_in(vault, "desktop_app/bootstrap.py:<module>")
    assert (ran.code, ran.out, ran.err, count) == (130, "", "", 0)


def test_whoever_reads_no_further_stops_no_work_and_changes_no_answer() -> None:
    """`check … | true`: the answer is still no, and that is what the exit code says."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "desktop_app", "check", resource("demo", "classified_engineer.json")]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, timeout=120)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")
