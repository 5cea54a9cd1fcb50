"""How a reader is started, from source and from a bundle, and what it gets to know of its surroundings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.host import confined
from tests.support import exports
from tests.support.verbs import ROOT


def test_a_bundle_starts_itself_and_a_checkout_its_interpreter() -> None:
    assert confined.command("pdf_text", frozen=True) == [sys.executable, "--confined", "pdf_text"]
    assert confined.command("pdf_text", frozen=False) == [
        sys.executable, "-m", "desktop_app", "--confined", "pdf_text",
    ]  # fmt: skip


def test_whatever_a_bundle_or_a_user_sets_the_reader_starts_as_on_the_first_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bundle's starter leaves marks for its children in the environment; a reader must not take itself for one."""
    for name in ("_PYI_APPLICATION_HOME_DIR", "_PYI_ARCHIVE_FILE", "PYTHONSTARTUP", "PYTHONHOME", "SECRET"):
        monkeypatch.setenv(name, "/nowhere")
    pages = confined.read("pdf_text", exports.drawn([[(40, "联系电话"), (150, "13800000000")]]), "a.pdf")
    assert pages == ["联系电话 13800000000"]


def test_a_reader_that_says_anything_else_is_one_fault() -> None:
    with pytest.raises(Fault) as caught:
        confined.read("shell", b"", "a.pdf")
    assert (caught.value.code, caught.value.fields) == (Code.READER_STOPPED, {"path": "a.pdf"})


@pytest.mark.skipif("FENGJUAN_BUNDLE" not in os.environ, reason="names the starter of a built bundle")
def test_a_built_bundle_reads_an_export() -> None:
    done = subprocess.run(
        [os.environ["FENGJUAN_BUNDLE"], "--confined", "pdf_text"],
        input=exports.drawn([[(40, "联系电话"), (150, "13800000000")]]),
        capture_output=True,
        check=True,
        cwd=ROOT.parent,
        env={"PATH": os.environ["PATH"]},
    )
    assert "13800000000" in done.stdout.decode()


# --- what the child may not ------------------------------------------------------------------------------------------

#: Tries one thing as a reader that was taken over would, and says what the system answered.
_TAKEN_OVER = """
import os, resource, signal, socket, subprocess, sys
from pathlib import Path
from desktop_app.host.confined import confine

wanted, mine, parent = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
confine()
try:
    match wanted:
        case "nothing": Path(os.__file__).read_bytes()
        case "write": (mine / "new").write_bytes(b"x")
        case "make": os.open(mine / "new", os.O_CREAT | os.O_WRONLY)
        case "change": (mine / "kept").open("r+b").write(b"y")
        case "shorten": os.truncate(mine / "kept", 0)
        case "remove": (mine / "kept").unlink()
        case "rename": (mine / "kept").rename(mine / "moved")
        case "run": subprocess.run(["/bin/true"], check=True)
        case "memory": bytearray(1 << 30)
        case "files": [open(os.devnull, "rb") for _ in range(64)]
        case "longer": resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
        case "limits": sys.exit(print(*resource.getrlimit(resource.RLIMIT_CPU)))
        case "network": socket.create_connection(("127.0.0.1", int(sys.argv[4])), timeout=2)
        case "kill": os.kill(parent, signal.SIGTERM)
        case "look": open(f"/proc/{parent}/mem", "rb").read(1)
    print("done")
except (OSError, MemoryError, ValueError) as error:
    print(type(error).__name__)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="these limits are Linux's; on Windows a job object sets them")
@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ("nothing", "done"),
        ("write", ""),
        ("make", ""),
        ("change", ""),
        ("shorten", ""),
        ("remove", ""),
        ("rename", ""),
        ("run", ""),
        ("memory", "MemoryError"),
        ("files", "OSError"),
        ("limits", "60 60"),
        ("longer", "ValueError"),
        ("network", ""),
        ("kill", ""),
        ("look", ""),
    ],
)
def test_a_reader_that_was_taken_over_gets_nothing_done(wanted: str, answer: str, tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"a day's work")
    with socket.create_server(("127.0.0.1", 0)) as server, subprocess.Popen(["sleep", "60"]) as other:
        command = [sys.executable, "-c", _TAKEN_OVER, wanted, tmp_path, other.pid, server.getsockname()[1]]
        done = subprocess.run([str(one) for one in command], capture_output=True, text=True, cwd=ROOT, check=False)
        alive = other.poll() is None
        other.kill()
    said = done.stdout.strip()
    assert alive
    assert said == answer or (not answer and said.endswith("Error")), done
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"kept": b"a day's work"}
