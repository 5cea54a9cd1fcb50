"""Set the project up and run its chores: `python3 tasks.py CHORE [arguments]`, with nothing to install first."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "installed.json"
LOCK = ROOT / "requirements.lock"
PACKAGING = ROOT / ".ci" / "packaging"
#: 2026-01-01, the time of every file that a build makes.
EPOCH = "1767225600"
SECTIONS = ("run", "dev", "build", "bench")
#: The two ends of the range in pyproject.toml; the lock names one between them.
QT_OLDEST, QT_NEWEST = "6.7.0", ">=6.7,<7"
WINDOW_TESTS = ("tests/ui", "tests/journeys/test_main_job_window.py", "tests/journeys/test_start.py")

#: What Qt's own wheel leaves to the system: shared object -> Debian package (read off with ldd on 6.8.0.2).
OFFSCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
WINDOW = OFFSCREEN | {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
#: What the frozen folder brings along or leaves out (see build.spec), so that its package need not ask for it.
FROZEN = {"libEGL.so.1", "libGL.so.1", "libgssapi_krb5.so.2"}
#: Independent programs that the tests compare against: command -> Debian package.
TEST_TOOLS = {"age": "age", "ssh-keygen": "openssh-client", "java": "default-jre-headless"}
#: The validator of archive PDFs (PDFBox) with what it needs: jar -> Debian package.
TEST_JARS = {
    "preflight.jar": "libpdfbox2-java",
    "fontbox2.jar": "libfontbox2-java",
    "commons-logging.jar": "libcommons-logging-java",
    "commons-io.jar": "libcommons-io-java",
    "jaxb-api.jar": "libjaxb-api-java",
    "javax.activation.jar": "libactivation-java",
}
#: The real printing programs, each run by the tests in a folder of its own. Without them those tests are skipped.
PRINT_LIBRARIES = {"libpam_wrapper.so": "libpam-wrapper"}
PRINT_TOOLS = {
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
    "ippeveprinter": "cups-ipp-utils",
    "/usr/lib/cups/filter/pdftopdf": "cups-filters",
    "dbus-daemon": "dbus-daemon",
}
#: A real key ring service, run by the tests in a folder of its own, and the tracer under which they look for plain
#: text. Without them those tests are skipped.
SECRECY_TOOLS = {"gnome-keyring-daemon": "gnome-keyring", "dbus-daemon": "dbus-daemon", "strace": "strace"}
#: An X server, a window manager, a bus and the accessibility registry: what a screen reader is told is read from
#: another process. Without them that test is skipped.
READER_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi2-registryd": "at-spi2-core",
}
#: What WeasyPrint, one of those that the papers are measured against, loads for itself.
BENCH_LIBRARIES = {"libpango-1.0.so.0": "libpango-1.0-0", "libpangoft2-1.0.so.0": "libpangoft2-1.0-0"}
#: Other people's programs that ours is measured against. Without one, its rows are left out, and that is said.
BENCH_TOOLS = {"7z": "p7zip-full"}
#: Where files lie in memory, and how many bytes must be free there before the quick part's tests keep theirs in it.
MEMORY, MEMORY_LEAST = Path("/dev/shm"), 2 << 30
BUILD_TOOLS = {"objdump": "binutils", "strip": "binutils"}


class Stop(Exception):
    """The chore cannot go on; the text says why and what to do."""


# --- the system below Python -------------------------------------------------------------------------------------


def missing_packages(libraries: dict[str, str], tools: dict[str, str], jars: dict[str, str] | None = None) -> list[str]:
    """The Debian packages whose library does not load, whose command is not found or whose jar is not there."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for name, package in libraries.items() if not loads(name)]
    packages += [package for command, package in tools.items() if shutil.which(command) is None]
    packages += [package for jar, package in (jars or {}).items() if not Path("/usr/share/java", jar).exists()]
    return packages


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system(packages: list[str], purpose: str) -> None:
    """Install with apt-get where that is possible, else stop with one line that names the packages."""
    if not packages:
        return
    names = " ".join(packages)
    may_install = shutil.which("apt-get") is not None and os.geteuid() == 0
    if not may_install:
        raise Stop(f"{purpose} needs system packages. As an administrator: apt-get install {names}")
    print(f"Installing system packages: {names}", flush=True)
    silent = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=silent)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=silent, quiet=True)


def install_if_allowed(packages: list[str], purpose: str) -> None:
    """As `install_system`, for what can be done without: then only say what is left out."""
    try:
        install_system(packages, purpose)
    except Stop as without:
        print(f"{without}. Going on without it.", flush=True)


# --- the virtual environment --------------------------------------------------------------------------------------


def ensure(*sections: str) -> None:
    """Bring `.venv` to what the lock's `sections` say; does nothing, and needs no network, when it is there."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise Stop(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version.split()[0]}. Start tasks.py with one.")
    wanted = {name: text for name, text in lock_sections().items() if name in sections}
    installed = read_stamp()
    todo = {name: text for name, text in wanted.items() if installed.get(name) != digest(text)}
    if not todo:
        return
    if not installed:
        make_venv()
    print(f"Installing packages into {VENV.name} ({', '.join(todo)}); later starts need no network.", flush=True)
    for text in todo.values():
        install_locked(text)
    installed |= {name: digest(text) for name, text in todo.items()}
    STAMP.write_text(json.dumps({"python": sys.version, "sections": installed}), encoding="utf-8")


def read_stamp() -> dict[str, str]:
    """What an earlier run installed with this very Python; empty when `.venv` is missing, half made or of another."""
    if not (STAMP.is_file() and PYTHON.is_file()):
        return {}
    stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    return dict(stamp["sections"]) if stamp["python"] == sys.version else {}


def make_venv() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        install_system(["python3-venv"], "A virtual environment")
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_locked(requirements: str) -> None:
    # No dependency is looked up and nothing is compiled: the lock names every file by its digest.
    with tempfile.TemporaryDirectory() as folder:
        chosen = Path(folder, "requirements.txt")
        chosen.write_text(requirements, encoding="utf-8")
        options = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check"]
        run([str(PYTHON), "-m", "pip", "install", "-qq", *options, "-r", str(chosen)])


def lock_sections() -> dict[str, str]:
    """The lock file's parts by name; each begins with a line `# [name]`."""
    parts = re.split(r"^# \[(\w+)\]\n", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# --- the chores ---------------------------------------------------------------------------------------------------


def task_run(arguments: list[str]) -> int:
    """Start the program; without a screen, play the demonstration into demo-out (arguments go to the program)."""
    ensure("run")
    screen = not sys.platform.startswith("linux") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
    if not arguments and not screen:
        out = unused("demo-out")
        print(f"No screen: playing the demonstration into {out}. With a screen, this opens the window.", flush=True)
        arguments = ["demo", "--out", out]
    elif not arguments:
        install_system(missing_packages(WINDOW, {}), "The window")
    return call([str(PYTHON), "-m", "desktop_app", *arguments])


def unused(name: str) -> str:
    """`name`, or with the first number that no earlier demonstration took."""
    candidates = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
    return next(each for each in candidates if not (ROOT / each).exists())


def task_test(arguments: list[str]) -> int:
    """Run the tests (arguments go to pytest)."""
    ensure("run", "dev")
    install_system(missing_packages(OFFSCREEN, TEST_TOOLS, TEST_JARS), "Testing")
    install_if_allowed(missing_packages(PRINT_LIBRARIES, PRINT_TOOLS), "Testing against the real CUPS")
    install_if_allowed(missing_packages({}, SECRECY_TOOLS), "Testing with a real key ring and a tracer")
    install_if_allowed(missing_packages(WINDOW, READER_TOOLS), "Testing what a screen reader is told")
    # The whole suite shares its files out over the cores; who names tests or options wants them in one process.
    whole = ["-n", "logical", "--dist", "loadfile"]
    return pytest(arguments or whole)


def pytest(arguments: list[str], extra: dict[str, str] | None = None) -> int:
    """Run pytest. Its byte code is kept, else each process of a run would compile program and tests anew."""
    return call(
        [str(PYTHON), "-m", "pytest", *arguments], offscreen=True, env={"PYTHONDONTWRITEBYTECODE": ""} | (extra or {})
    )


def task_unit(arguments: list[str]) -> int:
    """Run what takes no journey: tests/unit without what is marked slow, in a minute (arguments go to pytest)."""
    ensure("run", "dev")
    install_system(missing_packages(OFFSCREEN, {}), "Testing")
    options = ["-n", "logical", "--dist", "worksteal", "-m", "not slow and not benchmark and not fuzz"]
    options.append("--hypothesis-profile=quick")
    return pytest(["tests/unit", *options, *arguments], in_memory())


def in_memory() -> dict[str, str]:
    """Temporary files go where no test waits for a disk; elsewhere if that is small, or starts no program."""
    if not sys.platform.startswith("linux") or "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return {}
    there = os.statvfs(MEMORY)
    roomy = there.f_bavail * there.f_frsize >= MEMORY_LEAST
    return {"TMPDIR": str(MEMORY)} if roomy and not there.f_flag & os.ST_NOEXEC else {}


def task_coverage(arguments: list[str]) -> int:
    """Say which branches of policy, vault, sealing and papers the unit tests do not take; fails below 95 % of any."""
    ensure("run", "dev")
    install_system(missing_packages(OFFSCREEN, TEST_TOOLS, TEST_JARS), "Testing")
    return call([str(PYTHON), "-m", "tests.support.branches", *arguments], offscreen=True)


def task_qt(arguments: list[str]) -> int:
    """Run the window's tests on the oldest and on the newest PySide6 of the range (arguments: other versions)."""
    ensure("run", "dev")
    install_system(missing_packages(OFFSCREEN, TEST_TOOLS), "Testing")
    return max(window_tests(version) for version in arguments or [QT_OLDEST, QT_NEWEST])


def window_tests(version: str) -> int:
    """The window's tests on another PySide6, which lies in a folder of its own before the locked one."""
    wanted = f"=={version}" if version[0].isdigit() else version
    folder = ROOT / "build" / f"qt{wanted}"
    if not folder.is_dir() or wanted == QT_NEWEST:
        shutil.rmtree(folder, ignore_errors=True)
        options = ["--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--target", str(folder)]
        names = [f"pyside6-essentials{wanted}", f"shiboken6{wanted}"]
        run([str(PYTHON), "-m", "pip", "install", "-qq", *options, *names])
    print(f"On {next(folder.glob('pyside6_essentials-*')).name.removesuffix('.dist-info')}:", flush=True)
    return pytest([*WINDOW_TESTS, "-n", "logical", "--dist", "loadfile"], {"PYTHONPATH": str(folder)})


def task_check(arguments: list[str]) -> int:
    """Lint, formatting, types and the direction of imports."""
    ensure("run", "dev")
    checks = (
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(PYTHON), "-m", "mypy"],
        [str(BIN / "lint-imports"), "--no-cache", "--no-logo"],
    )
    return max(call([*check, *arguments]) for check in checks)


def task_words(arguments: list[str]) -> int:
    """Bring the catalogue of texts up to date with the code, compile it, and say what lacks its English."""
    ensure("run", "dev")
    return call([str(PYTHON), "-m", "tests.support.catalogue", *arguments])


def task_fuzz(arguments: list[str]) -> int:
    """Run the long random tests."""
    return task_test(["-m", "fuzz", *arguments])


def task_bench(arguments: list[str]) -> int:
    """Measure every row of the performance table into build/benchmarks (arguments go to tests/benchmarks/run.py)."""
    ensure("run", "dev", "bench")
    install_system(missing_packages(OFFSCREEN | BENCH_LIBRARIES, TEST_TOOLS), "Measuring")
    install_if_allowed(missing_packages({}, BENCH_TOOLS), "Measuring against other programs")
    return call([str(PYTHON), "-m", "tests.benchmarks.run", *arguments], offscreen=True)


def task_mutate(arguments: list[str]) -> int:
    """Change the policy (--packs: its pack) in small ways in a copy, and say which changes no test catches."""
    ensure("run", "dev")
    if WINDOWS:
        raise Stop("Mutants are tried in forks of one process, which Windows has not.")
    return call([str(PYTHON), "-m", "tests.mutation.run", *arguments], offscreen=True)


def task_pictures(arguments: list[str]) -> int:
    """Take the manual's pictures anew from the real windows (an argument names another folder)."""
    ensure("run", "dev")
    install_system(missing_packages(OFFSCREEN, {}), "Taking pictures")
    return call([str(PYTHON), "-m", "tests.pictures", *arguments], offscreen=True)


def task_build(arguments: list[str]) -> int:
    """Make the program folder dist/fengjuan, try it, say which systems it starts on, and pack it for Debian."""
    ensure("run", "build")
    install_system(missing_packages(WINDOW, BUILD_TOOLS), "Building")
    # Fixed, so that two builds of the same sources can be compared.
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": EPOCH}
    if WINDOWS:
        run([str(PYTHON), str(PACKAGING / "icon.py"), str(ROOT / "build" / "fengjuan.ico")])
    run([str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "build.spec", *arguments], env=fixed)
    folder = ROOT / "dist" / "fengjuan"
    run([str(PYTHON), str(PACKAGING / "parts.py"), str(folder)])
    run([str(PYTHON), str(PACKAGING / "smoke.py"), str(folder)])
    if sys.platform.startswith("linux"):
        (major, minor), file = glibc_floor(folder)
        print(f"dist/fengjuan starts on glibc {major}.{minor} or newer (asked for by {file}).", flush=True)
        if shutil.which("dpkg-deb"):
            needed = sorted({package for name, package in WINDOW.items() if name not in FROZEN})
            given = [str(folder), str(ROOT / "dist"), program_version(), f"{major}.{minor}", *needed]
            run([str(PYTHON), str(PACKAGING / "deb.py"), *given])
    return 0


def task_bundle(arguments: list[str]) -> int:
    """Make offline bundles in dist/: program, wheels, list of parts, one install command (arguments: the systems)."""
    ensure("run", "build")
    for system in arguments or ["linux-x86_64", "linux-aarch64", "windows-amd64"]:
        run([str(PYTHON), str(PACKAGING / "bundle.py"), str(ROOT / "dist"), program_version(), system])
    return 0


def program_version() -> str:
    return re.findall(r'^__version__ = "(.*)"', (ROOT / "desktop_app/__init__.py").read_text(encoding="utf-8"), re.M)[0]


def glibc_floor(folder: Path) -> tuple[tuple[int, int], str]:
    """The newest glibc that any program or library in `folder` asks for, and which one asks."""
    floor, asker = (0, 0), "nothing"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if content.startswith(b"\x7fELF"):
            asked = max(((int(a), int(b)) for a, b in re.findall(rb"GLIBC_(\d+)\.(\d+)", content)), default=(0, 0))
            if asked > floor:
                floor, asker = asked, path.name
    return floor, asker


def task_lock(arguments: list[str]) -> int:
    """Write requirements.lock anew from pyproject.toml (arguments go to uv)."""
    ensure("build")
    with tempfile.TemporaryDirectory() as folder:
        everything = compile_lock(Path(folder), SECTIONS[1:], arguments)
        pins = Path(folder, "pins.txt")
        pins.write_text("".join(everything.values()), encoding="utf-8")
        same = ["--constraint", str(pins)]
        wanted = {name: compile_lock(Path(folder), () if name == "run" else (name,), same) for name in SECTIONS}
    LOCK.write_text(lock_text(everything, wanted), encoding="utf-8", newline="\n")
    return 0


def lock_text(everything: dict[str, str], wanted: dict[str, Collection[str]]) -> str:
    """The lock from every package's lines and each section's names: a section stands on [run] and on no other."""
    running = set(wanted["run"])
    names = {section: set(found) - (running if section != "run" else set()) for section, found in wanted.items()}
    lines = (f"# [{section}]\n" + "".join(everything[name] for name in sorted(names[section])) for section in SECTIONS)
    return LOCK_HEAD + "".join(lines)


LOCK_HEAD = """\
# Written by `python3 tasks.py lock`; do not edit. For CPython 3.11 to 3.13 on Linux (x86-64, arm64) and Windows.
# Each part beyond [run] lists all that it needs and [run] does not have.
"""


def compile_lock(folder: Path, extras: tuple[str, ...], arguments: list[str]) -> dict[str, str]:
    """uv's resolution for the project with `extras`: package name -> its lines."""
    output = folder / "compiled.txt"
    command = [str(BIN / "uv"), "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version=3.11"]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--upgrade", "-o", str(output)]
    run([*command, *(f"--extra={extra}" for extra in extras), *arguments], quiet=True)
    blocks: dict[str, str] = {}
    for block in re.split(r"^(?=[A-Za-z0-9])", output.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name = block.partition("==")[0]
        blocks[name] = blocks.get(name, "") + block
    return blocks


# --- plumbing -----------------------------------------------------------------------------------------------------


def run(command: list[str], *, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Run and stop the chore when it fails."""
    output = subprocess.DEVNULL if quiet else None
    environment = os.environ | (env or {})
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stdin=subprocess.DEVNULL, check=False)
    code = done.returncode
    if code != 0:
        raise Stop(f"This step failed with exit code {code}: {' '.join(command[:6])} …")


def call(command: list[str], *, offscreen: bool = False, env: dict[str, str] | None = None) -> int:
    """Run with our own input and output; the exit code is the answer."""
    platform = {"QT_QPA_PLATFORM": "offscreen"} if offscreen else {}
    return subprocess.run(command, cwd=ROOT, env=platform | os.environ | (env or {}), check=False).returncode


TASKS: dict[str, Callable[[list[str]], int]] = {
    name.removeprefix("task_"): value for name, value in list(globals().items()) if name.startswith("task_")
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in TASKS:
        print("usage: python3 tasks.py CHORE [arguments]\n")
        print("\n".join(f"  {name:9} {task.__doc__}" for name, task in TASKS.items()))
        return 0 if arguments in (["-h"], ["--help"]) else 2
    try:
        return TASKS[arguments[0]](arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
