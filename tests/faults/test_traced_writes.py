"""Every byte that the main job and the verbs around it write is read by a tracer, also in files that are gone again.

Nothing of an applicant lies in any of them, but for the papers that somebody asked to have as plain files.
"""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.support import tracer
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.plaintext import traces

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
SCANS = [path.read_bytes()[-400:-200] for path in sorted((DEMO / "files").iterdir())]
PASSPHRASE = "测试口令 nine-Marmots-over-Daqing 7"

needed = pytest.mark.skipif(
    bool(tracer.missing()) and "FENGJUAN_TRACED" not in os.environ, reason=tracer.missing() or "-"
)

#: Runs the verbs of standard input, a JSON list a line, in one process; the passphrase comes through a descriptor.
_VERBS = """
import json, os, sys
from desktop_app import bootstrap
passphrase = json.loads(sys.stdin.readline())
for line in sys.stdin:
    words = json.loads(line)
    reading, writing = os.pipe()
    os.write(writing, passphrase.encode() + b"\\n")
    os.close(writing)
    code = bootstrap.start([*words, "--passphrase-fd", str(reading)])
    sys.stderr.write(f"CODE {code} {' '.join(words[:2])}\\n")
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    made = {name: tmp_path / "home" / name for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR")}
    for folder in made.values():
        folder.mkdir(parents=True)
    return os.environ | {name: str(folder) for name, folder in made.items()} | {"PYTHONDONTWRITEBYTECODE": "1"}


def person() -> list[str]:
    told = json.loads((DEMO / "classified_engineer.json").read_text(encoding="utf-8"))["person"]
    return [told["name"], told["identity_number"], told["phone"]]


def _demo(home: dict[str, str], tmp_path: Path) -> tuple[Path, str, tracer.Written]:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "desktop_app", "demo", "--out", str(out), "--json"]
    code, said, written = tracer.run(command, home, tmp_path / "trace")
    assert code == 0, said.decode()
    steps = json.loads(said[said.index(b"{") : said.rindex(b"}") + 1])["steps"]
    return out, steps[-1]["said"].rsplit("：", 1)[1], written


@needed
def test_the_main_job_and_the_verbs_around_it(home: dict[str, str], tmp_path: Path) -> None:
    out, passphrase, written = _demo(home, tmp_path)
    asked = [out / "papers"]
    assert written.traces(person(), SCANS, asked) == []
    assert len(written.content) > 10
    assert any(path.name == "vault.db-wal" for path in written.content), "the tracer sees what the database writes"
    assert written.traces(person()), "the search finds the papers that were asked for"

    vault = ["--vault", str(out / "vault-unit")]
    away, plain = tmp_path / "away", tmp_path / "plain"
    away.mkdir()
    plain.mkdir()
    with LoopbackPrinter() as printer:
        verbs = [
            ["vault", "check", *vault],
            ["vault", "backup", *vault, "--to", str(away)],
            ["vault", "recovery", "make", *vault, "--printer", printer.uri],
            ["application", "add", str(DEMO / "county_teacher.json"), *vault],
            ["application", "check-all", *vault],
            ["application", "list", *vault],
            ["application", "roster", *vault, "--out", str(plain / "roster.pdf")],
            ["carrier", "add", *vault, "--kind", "dossier", "--title", "卷", "--level", "secret", "--months", "60"],
            ["carrier", "register", *vault, "made", "--out", str(plain / "register.pdf")],
            ["audit", "export", *vault, "--out", str(away / "log.jsonl")],
            ["audit", "paper", *vault, "--out", str(away / "log.pdf")],
            ["policy", "settings", *vault],
            ["policy", "list", *vault],
            ["form", "list", *vault],
        ]
        fed = "\n".join(json.dumps(words) for words in [passphrase, *verbs]).encode()
        code, said, more = tracer.run([sys.executable, "-c", _VERBS], home, tmp_path / "trace", stdin=fed)
        assert printer.jobs, said.decode()
    codes = [line.split()[1] for line in said.decode().splitlines() if line.startswith("CODE")]
    assert code == 0, said.decode()
    assert len(codes) == len(verbs)
    assert set(codes) <= {"0", "1"}, said.decode()
    found = more.traces(person(), SCANS, [plain])
    assert [one for one in found if not (one.startswith(str(away)) and one.endswith(": a PDF"))] == []
    assert traces([tmp_path / "home", away, out / "vault-unit", out / "stick"], person(), SCANS) == []
    assert any(one.endswith("on a page") for one in traces([plain], person())), "the search reads what a PDF shows"


@needed
def test_the_main_job_in_the_window(home: dict[str, str], tmp_path: Path) -> None:
    """The journey of the window's own test, from first start to a matched receipt, with each byte it writes."""
    journey = "tests/journeys/test_main_job_window.py"
    options = ["-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'base'}"]
    command = [sys.executable, "-m", "pytest", *options, journey]
    code, said, written = tracer.run(command, home | {"QT_QPA_PLATFORM": "offscreen"}, tmp_path / "trace")
    assert code == 0, said.decode()
    assert written.traces(person(), SCANS) == []
    assert any(path.name == "vault.db-wal" for path in written.content)


@needed
def test_the_tracer_sees_a_file_that_is_gone_again(home: dict[str, str], tmp_path: Path) -> None:
    script = (
        "import os, sys, tempfile\n"
        "with tempfile.TemporaryFile() as file:\n    file.write('沈砚舟'.encode('utf-16-le') * 9)\n"
        "with open(sys.argv[1], 'wb') as file:\n    os.pwrite(file.fileno(), b'%PDF-1.4', 70)\n"
        "os.unlink(sys.argv[1])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "seen.pdf")]
    _, _, written = tracer.run(command, home, tmp_path / "trace")
    found = written.traces(["沈砚舟"])
    assert len(found) == 2
    assert f"{tmp_path / 'seen.pdf'}: a PDF" in found
