"""A job sent straight to a printer touches no file: watched from inside a process of its own."""

import subprocess
import sys
from pathlib import Path

_WATCHED = """
import os, sys
written = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(arguments[0])
    if event in ("tempfile.mkstemp", "tempfile.mkdtemp", "os.rename", "os.mkdir", "subprocess.Popen"):
        written.append(event)
sys.dont_write_bytecode = True
from desktop_app.core.progress import Progress
from desktop_app.printing.jobs import PaperSize, print_pdf
sys.addaudithook(watch)
pdf = sys.stdin.buffer.read()
done = print_pdf(
    sys.argv[1], pdf, size=PaperSize.A3, duplex=False, title="FJ-1", progress=Progress(), page_count=2, landscape=True
)
found = [str(name) for name in written]
open(os.devnull, "w").close()
assert len(written) == len(found) + 1, "the watch does not work"
print(done.state.value, found)
"""


def test_no_file_is_written(printers, document):
    printer, pdf = printers(), document(2, 500_000)
    ran = subprocess.run(
        [sys.executable, "-c", _WATCHED, printer.uri], input=pdf, capture_output=True, cwd=Path(__file__).parents[3]
    )
    assert ran.stdout.decode().strip() == "completed []", ran.stderr.decode()
    assert printer.jobs[0].pdf == pdf
