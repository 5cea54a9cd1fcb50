"""The structures that Windows is given, byte by byte, and the order in which it is asked."""

import ctypes
import subprocess
import sys

import pytest

from desktop_app.host import windows_job
from desktop_app.host.windows_job import EXTENDED_LIMITS, UI_RESTRICTIONS, ExtendedLimits, extended_limits
from tests.support.verbs import ROOT

WORD = ctypes.sizeof(ctypes.c_size_t)


class Windows:
    """What a Windows was asked for; `refuses` names the step at which it says no."""

    def __init__(self, refuses: str = "") -> None:
        self.asked: list[tuple[object, ...]] = []
        self._refuses = refuses

    def _say(self, name: str, *told: object) -> None:
        if name == self._refuses:
            raise OSError(5, "Access is denied")
        self.asked.append((name, *told))

    def create(self) -> int:
        self._say("create")
        return 0x1C4

    def restrict(self, job: int, kind: int, limits: ctypes.Structure) -> None:
        self._say("restrict", job, kind, bytes(limits))

    def join(self, job: int) -> None:
        self._say("join", job)


@pytest.mark.skipif(WORD != 8, reason="the offsets are those of 64 bits")
def test_the_limits_lie_where_windows_reads_them() -> None:
    """Offsets by the Windows headers: LimitFlags 16, ActiveProcessLimit 40, ProcessMemoryLimit 112, 144 in all."""
    content = bytes(extended_limits(1 << 30, 60))
    assert len(content) == 144
    assert int.from_bytes(content[0:8], "little") == 600_000_000, "60 s in 100 ns"
    assert int.from_bytes(content[8:16], "little") == 0
    assert int.from_bytes(content[16:20], "little") == 0x2 | 0x8 | 0x100 | 0x400 | 0x2000
    assert int.from_bytes(content[40:44], "little") == 1
    assert content[44:112] == bytes(68)
    assert int.from_bytes(content[112:120], "little") == 1 << 30
    assert content[120:] == bytes(24)
    assert ExtendedLimits.process_memory.offset == 112


def test_the_limits_are_set_before_the_process_joins() -> None:
    windows = Windows()
    windows_job.enter(windows, 1 << 30, 60)
    assert [step[:3] for step in windows.asked] == [
        ("create",),
        ("restrict", 0x1C4, EXTENDED_LIMITS),
        ("restrict", 0x1C4, UI_RESTRICTIONS),
        ("join", 0x1C4),
    ]
    assert windows.asked[1][3] == bytes(extended_limits(1 << 30, 60))
    assert windows.asked[2][3] == (0xFF).to_bytes(4, "little")


@pytest.mark.parametrize("step", ["create", "restrict", "join"])
def test_a_refusal_is_told(step: str) -> None:
    windows = Windows(refuses=step)
    with pytest.raises(OSError, match="denied"):
        windows_job.enter(windows, 1 << 30, 60)
    assert ("join", 0x1C4) not in windows.asked


@pytest.mark.skipif(sys.platform != "win32", reason="asks a real Windows")
def test_windows_keeps_to_them() -> None:
    code = (
        "from desktop_app.host import confined; confined.confine()\n"
        "import subprocess, sys\n"
        "try: bytearray(2 << 30)\nexcept MemoryError: print('no memory')\n"
        "try: subprocess.run([sys.executable, '-c', ''], check=True)\n"
        "except (OSError, subprocess.CalledProcessError): print('no child')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["no", "memory", "no", "child"]
