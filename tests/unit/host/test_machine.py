"""Faults by the system's numbers, one instance, hardening, folders: seen from other processes where that counts."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.reasons import Reason
from desktop_app.host.faults import as_fault
from desktop_app.host.hardening import lock_memory
from desktop_app.host.instance import Instance
from desktop_app.host.paths import default_vault_folder, ensure_private_folder, settings_folder

_HOLD = """
import sys
from pathlib import Path
from desktop_app.host.instance import Instance
with Instance(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""

_HARDEN = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from desktop_app.host.hardening import harden
told = asdict(harden())
Path(sys.argv[1], "file").write_text("x", encoding="utf-8")
print(json.dumps(told), flush=True)
sys.stdin.read()
"""

# Everything is imported before the user changes: the interpreter's folder may be closed to others.
_AS_NOBODY = """
import os, sys
from pathlib import Path
from desktop_app.host.hardening import harden
from desktop_app.host.media import describe, removable_media
import ctypes
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
if sys.argv[1] == "1":
    harden()
removable_media()
print(describe(Path("/")).file_system, flush=True)
sys.stdin.read()
"""

_ABORT = """
import os, resource, sys
from desktop_app.host.hardening import harden
os.chdir(sys.argv[1])
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
if sys.argv[2] == "1":
    harden()
os.abort()
"""


def _start(script, *arguments, **more):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3], **more
    )


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (112, Code.DISK_FULL),
        (39, Code.DISK_FULL),
        (19, Code.MEDIUM_READ_ONLY),
        (21, Code.MEDIUM_GONE),
        (1167, Code.MEDIUM_GONE),
        (223, Code.MEDIUM_FILE_LIMIT),
    ],
)
def test_windows_numbers_count_before_the_errno_made_of_them(number, code):
    error = OSError(22, "Invalid argument")
    error.winerror = number
    assert as_fault(error, Path("E:/x")).code is code


def test_an_error_without_a_number_is_still_a_fault():
    fault = as_fault(OSError("odd"), Path("x"))
    assert (fault.code, fault.fields["reason"]) == (Code.FILE_UNREADABLE, Reason("原因不明", "OSError"))


@pytest.mark.parametrize("code", [c for c in Code if c.value.split(".")[0] in ("host", "printing")])
@pytest.mark.parametrize("language", Language)
def test_each_failure_has_its_sentence(code, language):
    fields = {"path": "P", "printer": "P", "size": "A3", "reason": "R", "done": 1, "total": 2, "required": 15}
    worded = sentence(Fault(code, **fields), language)
    assert len(worded) > 12
    assert "{" not in worded


def test_only_one_program_runs(tmp_path):
    folder = tmp_path / "settings"
    with _start(_HOLD, folder) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Fault) as caught:
            Instance(folder)
        assert caught.value.code is Code.PROGRAM_RUNNING
        other.stdin.close()
    with Instance(folder), pytest.raises(Fault):
        Instance(folder)
    Instance(folder).release()


def test_a_killed_program_bars_nobody(tmp_path):
    with _start(_HOLD, tmp_path) as other:
        assert other.stdout.readline() == "held\n"
        other.send_signal(signal.SIGKILL)
        other.wait()
        Instance(tmp_path).release()


def test_a_child_process_does_not_keep_the_lock(tmp_path):
    with Instance(tmp_path):
        child = subprocess.Popen(["sleep", "30"], close_fds=False)
    try:
        Instance(tmp_path).release()
    finally:
        child.kill()
        child.wait()


def test_a_lock_that_cannot_be_made_is_a_fault(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Fault):
        Instance(tmp_path / "file" / "settings")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_hardening_holds_in_a_process(tmp_path):
    with _start(_HARDEN, tmp_path) as process:
        told = json.loads(process.stdout.readline())
        limits = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
        process.stdin.close()
    [core] = [line.split() for line in limits.splitlines() if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    assert told["core_dumps_off"] is told["not_dumpable"] is told["new_files_private"] is True
    assert told["crash_boxes_off"] is False


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="becomes another user")
@pytest.mark.parametrize("hard", [True, False])
def test_hardened_memory_is_closed_to_the_same_user_and_the_program_still_works(hard):
    with _start(_AS_NOBODY, int(hard)) as process:
        system = process.stdout.readline().strip()
        probe = ["cat", f"/proc/{process.pid}/environ"]
        seen = subprocess.run(probe, capture_output=True, user=65534, group=65534, extra_groups=[])
        process.stdin.close()
    assert system  # the mount table can still be read
    assert (seen.returncode != 0) is hard


@pytest.mark.skipif(sys.platform != "linux", reason="cores are this system's way")
def test_a_crash_leaves_no_core(tmp_path):
    if not _crash(tmp_path, hard=False):
        pytest.skip("this machine makes no core files at all")
    assert not _crash(tmp_path, hard=True)


def _crash(folder, *, hard):
    """Whether the system wrote a core for a process that aborted."""
    environment = {"PYTHONPATH": str(Path(__file__).parents[3])}
    arguments = [sys.executable, "-c", _ABORT, str(folder), str(int(hard))]
    _, status = os.waitpid(os.posix_spawn(sys.executable, arguments, environment), 0)
    assert os.WTERMSIG(status) == signal.SIGABRT
    return os.WCOREDUMP(status)


def test_memory_is_locked_or_said_not_to_be():
    secret = bytearray(b"k" * 4096)
    before = _locked()
    if lock_memory(secret):
        assert _locked() > before
    assert secret == b"k" * 4096
    assert lock_memory(bytearray()) is False


def _locked():
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmLck")))


def test_folders_follow_the_systems_custom_and_are_not_made_by_asking(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert default_vault_folder() == tmp_path / "data/fengjuan/vault"
    assert settings_folder() == tmp_path / "config/fengjuan"
    assert list(tmp_path.iterdir()) == []


def test_folders_are_private(tmp_path):
    folder = ensure_private_folder(tmp_path / "a" / "b")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert ensure_private_folder(folder) == folder
