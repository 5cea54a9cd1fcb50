"""What an installation puts on a bare Debian, with all it depends on, against other desktop programs of that system."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.benchmarks.harness import Row

ROOT = Path(__file__).resolve().parents[2]


def rows(folder: Path) -> list[Row]:
    """Nothing where there is no apt, or where `tasks.py build` has made no package yet."""
    ours = sorted((ROOT / "dist").glob("*.deb"))
    if shutil.which("apt-get") is None or not ours:
        print("No Debian system, or no package in dist (tasks.py build): the rows of size are left out.")
        return []
    bare = folder / "status"
    bare.touch()
    found = []
    for name, goal, note in (
        (
            "onionshare",
            1.0,
            "a Python and Qt program, too; ours also brings fonts for every name (70 MiB) and a Python and ICU "
            "of its own (45 MiB), theirs shares Debian's and asks for OpenGL with its drivers",
        ),
        ("keepassxc", None, "written in C++, and all of it shared with the system"),
    ):
        if theirs := closure(name, bare):
            work, against = "installed size on a bare system", f"{name} with all it needs"
            mine = installed(ours[-1], bare)
            found.append(Row(work, against, goal, lambda mine=mine: mine, lambda theirs=theirs: theirs, note, "MiB"))
    return found


def installed(package: Path, bare: Path) -> float:
    """MiB of our package and of what it asks the system for."""

    def field(name: str) -> str:
        command = ["dpkg-deb", "--field", str(package), name]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    needed = [re.split(r"[ (]", each.strip())[0] for each in field("Depends").split(",")]
    return int(field("Installed-Size")) / 1024 + closure(" ".join(needed), bare)


@cache
def closure(names: str, bare: Path) -> float:
    """MiB that apt would unpack on a system that has nothing yet; 0 when it does not know the package."""
    simulated = ["apt-get", "-s", "-o", f"Dir::State::status={bare}", "install", "--no-install-recommends"]
    said = subprocess.run([*simulated, *names.split()], capture_output=True, text=True, check=False)
    packages = re.findall(r"^Inst (\S+)", said.stdout, re.MULTILINE)
    if not packages:
        return 0.0
    shown = subprocess.run(
        ["apt-cache", "show", "--no-all-versions", *packages], capture_output=True, text=True, check=True
    ).stdout
    return sum(int(size) for size in re.findall(r"^Installed-Size: (\d+)", shown, re.MULTILINE)) / 1024
