"""Makes an offline bundle: the program, its wheels with their digests, and one command that installs without a network.

`python .ci/packaging/bundle.py OUT VERSION SYSTEM [PYTHON]`, SYSTEM one of linux-x86_64, linux-aarch64, windows-amd64.
The list of parts (CycloneDX) and the page of licences are read from the wheels that lie in the bundle.
"""

import email.parser
import gzip
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from parts import FOOT, licence_of

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("desktop_app", "resources", "forms", "LICENSE", "README.md", "README.zh-CN.md", "SECURITY.md")
#: 2026-01-01, as for every file that a build makes.
EPOCH = 1767225600
#: System -> what markers ask, and the tags of wheels that load there. The oldest offices' glibc: 2.28, arm64 2.31.
SYSTEMS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "linux-x86_64": (
        {"sys_platform": "linux", "platform_machine": "x86_64", "os_name": "posix", "platform_system": "Linux"},
        (*(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)), "manylinux2014_x86_64"),
    ),
    "linux-aarch64": (
        {"sys_platform": "linux", "platform_machine": "aarch64", "os_name": "posix", "platform_system": "Linux"},
        (*(f"manylinux_2_{minor}_aarch64" for minor in (31, 28, 27, 26, 24, 17)), "manylinux2014_aarch64"),
    ),
    "windows-amd64": (
        {"sys_platform": "win32", "platform_machine": "AMD64", "os_name": "nt", "platform_system": "Windows"},
        ("win_amd64",),
    ),
}


def made(out: Path, version: str, system: str, python: str = "3.11") -> Path:
    """The bundle as one file in `out`. Raises `SystemExit` where a wheel is missing for the system."""
    name = f"fengjuan-{version}-{system}-py{python}"
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, name)
        wheels = tree / "wheels"
        wheels.mkdir(parents=True)
        wanted = requirements(SYSTEMS[system][0] | {"python_version": python, "python_full_version": f"{python}.0"})
        (tree / "requirements.txt").write_text(wanted, encoding="utf-8")
        fetched(tree / "requirements.txt", wheels, SYSTEMS[system][1], python)
        for part in PARTS:
            copied(ROOT / part, tree / "program" / part)
        shutil.copy(Path(__file__).with_name("install.py"), tree / "install.py")
        (tree / "LICENCES.md").write_text(licences(wheels), encoding="utf-8")
        listed(tree / "requirements.txt", tree / "sbom.cdx.json")
        sums(tree)
        out.mkdir(parents=True, exist_ok=True)
        return packed(tree, out / f"{name}.tar.gz")


def requirements(asked: dict[str, str]) -> str:
    """The lock's part for running, as it holds for one system: without markers, with every digest."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    part = re.split(r"^# \[(\w+)\]\n", lock, flags=re.MULTILINE)[2]
    kept = []
    for block in re.split(r"^(?=[A-Za-z0-9])", part, flags=re.MULTILINE)[1:]:
        first, _, digests = block.partition("\\\n")
        requirement = Requirement(first.strip())
        if requirement.marker is None or requirement.marker.evaluate(asked):
            kept.append(f"{requirement.name}{requirement.specifier} \\\n{digests}")
    return "".join(kept)


def fetched(wanted: Path, wheels: Path, tags: tuple[str, ...], python: str) -> None:
    abi = f"cp{python.replace('.', '')}"
    command = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--require-hashes", "-r", str(wanted)]
    command += ["-d", str(wheels), "--only-binary", ":all:", "--implementation", "cp", "--python-version", python]
    command += [option for each in (abi, "abi3", "none") for option in ("--abi", each)]
    command += [option for each in (*tags, "any") for option in ("--platform", each)]
    if subprocess.run([*command, "--disable-pip-version-check"], check=False).returncode != 0:
        raise SystemExit("A wheel could not be had for that system, see above.")


def copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def licences(wheels: Path) -> str:
    """Each part with its version and licence, as its own metadata says."""
    lines = ["# Parts of others, and their licences", "", "| part | version | licence |", "|---|---|---|"]
    for wheel in sorted(wheels.glob("*.whl"), key=lambda path: path.name.lower()):
        with zipfile.ZipFile(wheel) as archive:
            name = next(each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
            head = email.parser.Parser().parsestr(archive.read(name).decode("utf-8"), headersonly=True)
        lines.append(f"| {head['Name']} | {head['Version']} | {licence_of(head)} |")
    return "\n".join([*lines, "", FOOT.format(fonts="program/resources/fonts"), ""])


def listed(wanted: Path, target: Path) -> None:
    """The list of parts, CycloneDX; the same parts give the same bytes. Raises `SystemExit` with what went wrong."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(wanted), "--output-reproducible"]
    command += ["--output-format", "JSON", "-o", str(target)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SystemExit(f"The list of parts could not be made:\n{made.stderr}")


def sums(tree: Path) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(tree).as_posix()}\n" for each in files
    ]
    (tree / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def packed(tree: Path, target: Path) -> Path:
    """One tar without anything of the machine that made it: sorted, one time, no owner."""

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime, member.mode = EPOCH, 0o755 if member.isdir() else 0o644
        return member

    plainly = io.BytesIO()
    with tarfile.open(fileobj=plainly, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in [tree, *sorted(tree.rglob("*"))]:
            archive.add(path, path.relative_to(tree.parent).as_posix(), recursive=False, filter=plain)
    target.write_bytes(gzip.compress(plainly.getvalue(), 6, mtime=0))
    return target


if __name__ == "__main__":
    print(made(Path(sys.argv[1]), *sys.argv[2:]))
