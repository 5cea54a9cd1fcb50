"""A process that dies leaves its places for the next start; one that ends leaves nothing."""

import subprocess
import sys
from pathlib import Path

from desktop_app.core.crash import dead_report
from desktop_app.host import crash_file

DYING = """
import faulthandler, sys
from pathlib import Path
from desktop_app.host import crash_file, hardening
hardening.harden()
def fill_in(number):
    faulthandler._sigsegv()
with crash_file.watched(Path(sys.argv[1])) as left:
    fill_in("150102198606069991")
"""


def test_the_next_start_reads_where_the_process_died(tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    done = subprocess.run([sys.executable, "-c", DYING, str(folder)], capture_output=True, check=False, timeout=60)
    assert done.returncode != 0
    assert b"150102198606069991" not in (folder / crash_file.NAME).read_bytes()
    with crash_file.watched(folder) as left:
        told = dead_report(left)
    assert "fill_in" in told
    assert str(tmp_path) not in told
    with crash_file.watched(folder) as left:
        assert left == ""  # it is told once
    assert not (folder / crash_file.NAME).exists()


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with crash_file.watched(tmp_path / "file" / "settings") as left:
        assert left == ""
