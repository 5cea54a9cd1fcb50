"""Whether this copy of the program is whole and works on this machine, tried without any applicant's data.

Who installs it where no network is asks this first: the shipped files against their digests, every form and the pack
read, an untrusted file read in the confined child process, and the main job on a fictional person, in a folder that is
gone afterwards.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.desk import demo
from desktop_app.domain.findings import Words, bilingual
from desktop_app.host import confined, key_ring
from desktop_app.papers import form
from desktop_app.policy.pack import load_shipped


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was tried; `fault` says why it does not work. `needed`: the program cannot do without it."""

    key: str
    words: Words
    fault: Fault | None = None
    needed: bool = True


def run(told: Callable[[Point], None]) -> bool:
    """Try everything, telling each point as it is done; whether all that is needed works."""
    well = True
    for key, words, tried, needed in _POINTS:
        fault = None
        try:
            tried()
        except Fault as found:
            fault = found
        told(Point(key, words, fault, needed))
        well = well and (fault is None or not needed)
    return well


def _files() -> None:
    for line in resource("fonts", "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        try:
            content = resource("fonts", name).read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != digest:
            raise Fault(Code.PROGRAM_DAMAGED, file=name)


def _forms() -> None:
    for name in form.form_names():
        form.load(name)


def _pack() -> None:
    load_shipped()


def _reader() -> None:
    confined.read("pdf_text", resource("demo", "files", "work_summary.pdf").read_bytes(), "work_summary.pdf")


def _key_ring() -> None:
    key_ring.opened()


def _main_job() -> None:
    with tempfile.TemporaryDirectory(prefix="fengjuan-selftest-") as folder:
        demo.run(Path(folder, "out"), lambda _step: None, noted=False)


_POINTS: tuple[tuple[str, Words, Callable[[], None], bool], ...] = (
    ("files", bilingual("随程序带来的字体与登记的摘要一致"), _files, True),
    ("pack", bilingual("政策包读得出，每条规则都有去处"), _pack, True),
    ("forms", bilingual("全部表样读得出"), _forms, True),
    (
        "reader",
        bilingual("外来文件在受限的子进程中读取"),
        _reader,
        True,
    ),
    (
        "main_job",
        bilingual("用虚构人员走完建库、申报、印制、封装、收件、回执全程"),
        _main_job,
        True,
    ),
    (
        "key_ring",
        bilingual("系统密钥环可用（不绑定本机时用不着）"),
        _key_ring,
        False,
    ),
)
