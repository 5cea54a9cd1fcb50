"""An office tries its cipher module: a real SM2 in software passes, and one that does a thing wrong is told apart."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.verbs import Ran, run

MODULE = Path(__file__).parents[1] / "support" / "sm2_module.py"


def knows_sm2() -> bool:
    if shutil.which("openssl") is None:
        return False
    listed = subprocess.run(["openssl", "list", "-public-key-algorithms"], capture_output=True, check=False)
    return b"SM2" in listed.stdout


needs_sm2 = pytest.mark.skipif(not knows_sm2(), reason="no openssl that knows SM2")


def tried(folder: Path, wrong: str = "") -> Ran:
    if wrong:
        (folder / "wrong").write_text(wrong, encoding="ascii")
    return run("--json", "module", "check", "--", sys.executable, "-I", "-S", MODULE, folder)


def failed(ran: Ran) -> list[str]:
    return [point["point"] for point in ran.data["points"] if not point["well"]]


@needs_sm2
def test_a_real_sm2_passes(tmp_path: Path) -> None:
    ran = tried(tmp_path)
    assert (ran.code, failed(ran)) == (0, [])
    assert len(ran.data["points"]) == 6


@needs_sm2
def test_what_a_module_does_wrong_is_told(tmp_path: Path) -> None:
    """SHA-256 for SM3, a signature that always verifies, a key that comes back as it went in."""
    ran = tried(tmp_path, "digest verify wrap")
    assert (ran.code, failed(ran)) == (1, ["digest", "sign_other", "wrap", "wrap_other"])


def test_what_is_no_module_gets_one_sentence(tmp_path: Path) -> None:
    absent = run("module", "check", tmp_path / "absent")
    assert absent.code == 1
    assert f"“{tmp_path / 'absent'}”没有启动（找不到）" in absent.out
    assert absent.err == ""
    other = run("--lang", "en", "module", "check", "--", sys.executable, "-I", "-S", "-c", "raise SystemExit(3)")
    assert other.code == 1
    assert "describe: exit code 3" in other.out
