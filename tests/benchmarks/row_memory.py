"""Memory with the workbench open, against other desktop programs that keep secrets, as far as they are installed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from desktop_app.crypto.kdf import KdfCost
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row
from tests.benchmarks.row_home import ROOT, WINDOW, surroundings

_MIB = 1024 * 1024
_PASSWORD = "camel-hetao-1958"
#: A program has come to rest when its memory has not grown for so many looks, a tenth of a second apart, and it waited
#: at each: one that cannot get on because others have the processor has not.
_STILL = 15
_LONGEST = 60.0


def rows(folder: Path) -> list[Row]:
    """One row for each program that is here."""
    many.made(folder / "vault", 1000, KdfCost.unsafe_small()).close()
    ours = home(folder / "vault", folder)
    found = []
    if (program := shutil.which("keepassxc")) and (maker := shutil.which("keepassxc-cli")):
        base = database(maker, folder / "passwords.kdbx")
        command = [program, "--pw-stdin", str(base)]
        note = "written in C++; with an open database that holds nothing, ours with a thousand applications"
        found.append(Row("memory at home", "KeePassXC", None, ours, resting(command, folder, _PASSWORD), note, "MiB"))
    if program := shutil.which("onionshare"):
        note = "a Python and Qt program, too; its window alone"
        command = [program, "--local-only"]
        found.append(Row("memory at home", "OnionShare", 1.0, ours, resting(command, folder, ""), note, "MiB"))
    if not found:
        print("Neither KeePassXC nor OnionShare is installed: the rows of memory are left out.")
    return found


def home(vault: Path, folder: Path) -> Callable[[], float]:
    """MiB of the window's process once the workbench is filled."""
    script = folder / "window.py"
    script.write_text(WINDOW, encoding="utf-8")

    def once() -> float:
        command = [sys.executable, str(script), str(vault), "memory"]
        environment = surroundings(folder)
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        said = [line.split()[1] for line in ran.stdout.splitlines() if line.startswith("memory ")]
        if len(said) != 1:
            raise RuntimeError(f"no memory was reported: {ran.stdout!r} {ran.stderr!r}")
        return int(said[0]) / _MIB

    return once


def database(maker: str, path: Path) -> Path:
    command = [maker, "db-create", "--set-password", "--decryption-time", "100", str(path)]
    subprocess.run(command, input=f"{_PASSWORD}\n{_PASSWORD}\n", text=True, capture_output=True, check=True)
    return path


def resting(command: list[str], folder: Path, typed: str) -> Callable[[], float]:
    """MiB of another program once it has stopped growing."""

    def once() -> float:
        home = {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"} | {
            f"XDG_{name}_HOME": str(folder / f"their-{name.lower()}") for name in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        with subprocess.Popen(
            command,
            env=os.environ | home,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as running:
            assert running.stdin
            running.stdin.write(f"{typed}\n")
            running.stdin.flush()
            try:
                return at_rest(psutil.Process(running.pid)) / _MIB
            finally:
                running.terminate()

    return once


def at_rest(process: psutil.Process) -> int:
    """Bytes held when nothing has been added for a while."""
    most, still, began = 0, 0, time.monotonic()
    while still < _STILL:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError("the other program ended before it could be looked at")
        if time.monotonic() - began > _LONGEST:
            break
        held, waits = process.memory_info().rss, process.status() == psutil.STATUS_SLEEPING
        still = still + 1 if held <= most and waits else 0
        most = max(most, held)
        time.sleep(0.1)
    return most
