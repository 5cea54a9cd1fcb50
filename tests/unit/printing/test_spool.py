"""What the print server would leave on a disk, read from settings laid out as on a real machine."""

import dataclasses

import pytest

from desktop_app.printing.backend import SpoolWarning
from desktop_app.printing.printers import ask
from desktop_app.printing.spool import SystemFiles, check

_QUIET = {
    "cups-files.conf": "RequestRoot {root}/spool\nTempDir {root}/temp\n",
    "cupsd.conf": "# PreserveJobFiles Yes\npreservejobfiles No # none\nPreserveJobHistory Off\n",
    "mounts": "/dev/sda1 / ext4 rw 0 0\ntmpfs {root} tmpfs rw 0 0\n",
    "swaps": "Filename Type Size Used Priority\n/dev/zram0 partition 1 0 5\n",
}


@pytest.fixture
def machine(tmp_path):
    def lay_out(**changed):
        for name, text in (_QUIET | changed).items():
            (tmp_path / name).write_text(text.format(root=tmp_path), encoding="utf-8")
        return SystemFiles(tmp_path, tmp_path / "mounts", tmp_path / "swaps")

    return lay_out


@pytest.fixture
def queue(printers):
    return ask(printers(cups_device="usb://x").uri)


def test_straight_to_the_printer_there_is_no_spool(printers, machine):
    assert check(ask(printers().uri), machine()) == ()


def test_a_spool_in_memory_that_keeps_nothing(queue, machine):
    assert check(queue, machine()) == ()


@pytest.mark.parametrize(
    ("changed", "warnings"),
    [
        ({"cups-files.conf": "TempDir {root}/temp\n"}, {SpoolWarning.SPOOL_ON_DISK}),
        ({"cups-files.conf": "RequestRoot {root}\nTempDir /var/tmp\n"}, {SpoolWarning.TEMP_ON_DISK}),
        ({"cups-files.conf": ""}, {SpoolWarning.SPOOL_ON_DISK, SpoolWarning.TEMP_ON_DISK}),
        ({"cups-files.conf": "RequestRoot {root}\n"}, set()),
        ({"cupsd.conf": ""}, {SpoolWarning.JOBS_KEPT, SpoolWarning.HISTORY_KEPT}),
        ({"cupsd.conf": "PreserveJobFiles 60\nPreserveJobHistory No\n"}, {SpoolWarning.JOBS_KEPT}),
        ({"cupsd.conf": "PreserveJobFiles 0\nPreserveJobHistory 3600\n"}, {SpoolWarning.HISTORY_KEPT}),
        ({"swaps": "Filename\n/dev/sda2 partition 1 0 -2\n"}, {SpoolWarning.SWAP_ON_DISK}),
        ({"mounts": "tmpfs {root} tmpfs rw 0 0\n/dev/sda1 {root}/spool ext4 rw 0 0\n"}, {SpoolWarning.SPOOL_ON_DISK}),
    ],
)
def test_each_trace_is_told(queue, machine, changed, warnings):
    assert set(check(queue, machine(**changed))) == warnings


def test_settings_that_may_not_be_read_prove_nothing(queue, machine):
    files = machine()
    (files.server_root / "cups-files.conf").unlink()
    assert check(queue, files) == (SpoolWarning.UNKNOWN,)


def test_the_spool_of_another_machine_cannot_be_seen(queue, machine):
    elsewhere = dataclasses.replace(queue, uri="ipp://10.1.1.1/printers/a3")
    assert check(elsewhere, machine()) == (SpoolWarning.OTHER_MACHINE,)
