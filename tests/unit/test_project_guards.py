"""The checks around every test really fail the tests that they must fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

SAMPLE = """
import logging, os, socket, tempfile, pytest
from pathlib import Path

def test_fine_debug_and_info():
    logging.getLogger("x").info("nothing to see")

def test_bad_warning():
    logging.getLogger("x").warning("disk is slow")

def test_bad_warning_in_fixture_end(request):
    request.addfinalizer(lambda: logging.getLogger("x").error("too late"))

def test_fine_expected(expected_log):
    expected_log("WARNING x: disk is slow")
    logging.getLogger("x").warning("disk is slow")

def test_bad_expected_but_silent(expected_log):
    expected_log("disk is slow")

def test_bad_network_even_when_swallowed():
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=0.1)
    except OSError:
        pass

def test_bad_name_lookup():
    with pytest.raises(PermissionError):
        socket.getaddrinfo("example.invalid", 80)

def test_bad_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s, pytest.raises(PermissionError):
        s.sendto(b"x", ("192.0.2.1", 9))

def test_fine_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

def test_bad_qt_warning(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("painter not active")

def test_fine_qt_closed(qtbot):
    from PySide6.QtWidgets import QWidget
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

KEPT = []

def test_bad_window_left(qapp):
    from PySide6.QtWidgets import QDialog
    KEPT.append(QDialog())
    KEPT[0].show()

def test_fine_after_a_leak(qapp):
    from PySide6.QtWidgets import QApplication
    assert not QApplication.topLevelWidgets()

def test_fine_chinese_font(qapp):
    from PySide6.QtGui import QFontDatabase, QFontMetrics, QFont
    assert QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)

def test_fine_own_home(tmp_path):
    home = Path.home()
    assert home != Path(os.environ["REAL_HOME"])
    assert Path(tempfile.gettempdir()).parent == home.parent
    assert tmp_path.is_relative_to(home.parent)

def test_fine_clock(fixed_clock):
    assert fixed_clock.now().isoformat() == "2026-07-06T02:00:00+00:00"

@pytest.mark.benchmark
def test_bad_if_run_benchmark():
    raise AssertionError

@pytest.mark.fuzz
def test_bad_if_run_fuzz():
    raise AssertionError
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Test name -> passed, of one real run over the sample with this project's settings."""
    folder = tmp_path_factory.mktemp("guards")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "-p", "no:cacheprovider"]
    command += ["--rootdir", str(folder), "--junitxml", str(folder / "report.xml"), str(folder / "test_sample.py")]
    paths = {"PYTHONPATH": str(ROOT), "REAL_HOME": os.environ["HOME"], "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, cwd=folder, env=os.environ | paths, capture_output=True, check=False)
    verdict: dict[str, bool] = {}
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):
        passed = not {child.tag for child in case} & {"failure", "error", "skipped"}
        verdict[case.attrib["name"]] = verdict.get(case.attrib["name"], True) and passed
    return verdict


def test_what_is_fine_passes(verdicts: dict[str, bool]) -> None:
    assert {name for name in verdicts if "_fine_" in name} == {name for name, passed in verdicts.items() if passed}


def test_each_fault_fails_its_test(verdicts: dict[str, bool]) -> None:
    assert {name.removeprefix("test_bad_") for name, passed in verdicts.items() if not passed} == {
        "warning",
        "warning_in_fixture_end",
        "expected_but_silent",
        "network_even_when_swallowed",
        "name_lookup",
        "datagram",
        "qt_warning",
        "window_left",
    }


def test_benchmarks_and_fuzzing_stay_out_of_the_ordinary_run(verdicts: dict[str, bool]) -> None:
    assert not [name for name in verdicts if "_if_run_" in name]
