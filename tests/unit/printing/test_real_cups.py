"""The same client against the real CUPS, loopback printers being its devices. Skipped where CUPS is not installed."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.printing.backend import JobState
from desktop_app.printing.jobs import check, print_pdf
from desktop_app.printing.media import PaperSize
from desktop_app.printing.printers import ask, discover
from desktop_app.printing.spool import SpoolWarning, SystemFiles
from desktop_app.printing.spool import check as check_spool
from tests.support.ipp_printer import A4, CANCELED

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not (shutil.which("cupsd") and shutil.which("lpadmin")),
    reason="needs cupsd, and root to start it",
)

_SETTINGS = """\
Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
PreserveJobFiles No
WebInterface No
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
<Limit Cancel-Job>
Require user @OWNER @SYSTEM
Order deny,allow
</Limit>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_PLACES = ("ServerRoot", "RequestRoot", "TempDir", "CacheDir", "StateDir")


@pytest.fixture(scope="module")
def cups():
    """The folder and address of a CUPS of our own, its files under /tmp so that its filters' user can reach them."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="cups-", dir="/tmp"))
    folder.chmod(0o755)
    for name in ("ppd", *_PLACES):
        (folder / name).mkdir()
        (folder / name).chmod(0o777)
    (folder / "cupsd.conf").write_text(_SETTINGS.format(port=port), encoding="utf-8")
    places = "".join(f"{name} {folder / name}\n" for name in _PLACES)
    logs = "".join(f"{name} {folder / name}\n" for name in ("AccessLog", "ErrorLog", "PageLog"))
    (folder / "cups-files.conf").write_text(places + logs, encoding="utf-8")
    (folder / "ServerRoot/ppd").mkdir()
    command = ["cupsd", "-f", "-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as daemon:
        _until(lambda: _listens(port))
        yield folder, f"127.0.0.1:{port}"
        daemon.terminate()
    shutil.rmtree(folder)


@pytest.fixture
def queues(cups, printers, monkeypatch):
    """Two queues of that CUPS, and the printers behind them."""
    _, address = cups
    monkeypatch.setenv("CUPS_SERVER", address)
    devices = {"HasA3": printers(held=True), "NoA3": printers(media_supported=(A4,), media_ready=(A4,))}
    for name, device in devices.items():
        made = ["lpadmin", "-h", address, "-p", name, "-E", "-v", device.uri, "-m", "everywhere"]
        subprocess.run(made, check=True, capture_output=True)
        # CUPS asks the device in the background; until then the queue knows no sizes.
        _until(lambda name=name: ask(f"ipp://{address}/printers/{name}").takes(PaperSize.A4))
    yield devices
    for name in devices:
        subprocess.run(["lpadmin", "-h", address, "-x", name], check=True, capture_output=True)


def _print(address, document, progress):
    return print_pdf(
        f"ipp://{address}/printers/HasA3", document(15), size=PaperSize.A3, landscape=True, duplex=False,
        title="FJ-000017", progress=progress, page_count=15, poll_seconds=0.1,
    )  # fmt: skip


def test_queues_and_their_devices_are_found_and_checked(cups, queues):
    folder, address = cups
    found = {printer.uri: printer for printer in discover(usb_ports=())}
    queue = found[f"ipp://{address}/printers/HasA3"]
    assert queue.spooled
    assert queue.takes(PaperSize.A3)
    assert not found[queues["HasA3"].uri].spooled
    assert check(queue.uri, PaperSize.A3, duplex=True).warnings == ()
    with pytest.raises(Fault) as caught:
        check(f"ipp://{address}/printers/NoA3", PaperSize.A3, duplex=False)
    assert caught.value.code is Code.PRINTER_NO_SUCH_MEDIA
    told = check_spool(queue, SystemFiles(server_root=folder))
    assert SpoolWarning.JOBS_KEPT not in told
    assert SpoolWarning.UNKNOWN not in told


def test_fifteen_pages_pass_through(cups, queues, document):
    queues["HasA3"].release()
    done = _print(cups[1], document, Progress())
    [job] = queues["HasA3"].jobs
    assert (done.state, done.pages_completed) == (JobState.COMPLETED, 15)
    assert (job.pages, job.size, job.copies or 1, job.sides) == (15, (29700, 42000), 1, "one-sided")
    assert job.user == "fengjuan"


def test_a_cancel_reaches_the_device(cups, queues, document):
    device, progress = queues["HasA3"], Progress()
    caught = []

    def work():
        try:
            _print(cups[1], document, progress)
        except Cancelled as cancelled:
            caught.append(cancelled)

    worker = threading.Thread(target=work)
    worker.start()
    _until(lambda: device.jobs)
    progress.cancel()
    worker.join(20)
    assert caught
    _until(lambda: device.jobs[0].state == CANCELED)


def _listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
    except OSError:
        return False
    return True


def _until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
