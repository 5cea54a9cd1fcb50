"""What whoever keeps the program needs to know of a copy, its vault and its machine: nothing of any filing, no name.

As text, and as a page whose QR code holds the same in short, for machines from which only paper comes out.
"""

import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.clock import office_day
from desktop_app.core.progress import Progress
from desktop_app.desk import direct_print, kept_packs, machine, paper
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.words import words_of
from desktop_app.host import atomic
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.vault import migrations

#: What of others is most often behind a fault.
_PARTS = ("PySide6-Essentials", "sqlcipher3", "cryptography", "reportlab", "pikepdf", "pypdfium2", "keyring")
_PROGRAM = bilingual("程序")
_MACHINE = bilingual("support|本机")
_VAULT = bilingual("库")
_PACK = bilingual("政策")
_BUG = bilingual("程序错误")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is about, its name, how it stands."""

    group: Words
    name: Words
    value: str


def entries(session: Session) -> list[Entry]:
    """Everything, in the order of the page. Takes milliseconds; changes nothing."""
    return [*_program(), *_of_machine(session), *_of_vault(session), *_of_packs(session)]


def _entry(group: Words, name: Words, value: object) -> Entry:
    return Entry(group, name, str(value))


def _program() -> Iterator[Entry]:
    yield _entry(_PROGRAM, bilingual("Python"), platform.python_version())
    for part in _PARTS:
        try:
            yield _entry(_PROGRAM, Words(zh=part, en=part), metadata.version(part))
        except metadata.PackageNotFoundError:  # a frozen copy leaves some metadata out
            yield _entry(_PROGRAM, Words(zh=part, en=part), "-")


def _of_machine(session: Session) -> Iterator[Entry]:
    libc = " ".join(part for part in platform.libc_ver() if part)
    system = " ".join(part for part in (platform.system(), platform.release(), platform.machine(), libc) if part)
    yield _entry(_MACHINE, bilingual("系统"), system)
    for line in machine.look(session):
        yield Entry(_MACHINE, machine.advice(line.point).name, words_of(line.state).zh)


def _of_vault(session: Session) -> Iterator[Entry]:
    head = session.vault.audit.head()
    yield _entry(_VAULT, bilingual("格式"), migrations.LATEST)
    yield _entry(_VAULT, bilingual("日志条数"), head.sequence if head else 0)
    yield _entry(_VAULT, bilingual("日志链首"), head.digest if head else "-")


def _of_packs(session: Session) -> Iterator[Entry]:
    pack = kept_packs.in_force(session)
    yield _entry(_PACK, bilingual("现行"), pack.version)
    settled = sorted(name for name in pack.given)
    yield _entry(_PACK, bilingual("已作设定"), "、".join(settled) or "-")


def _of_bug(report: str) -> Iterator[Entry]:
    """One line a place; what the lines are is counted, so that two of one place stay two."""
    for at, line in enumerate(report.splitlines(), start=1):
        yield _entry(_BUG, bilingual("第 {at} 行", at=at), line.strip())


def request(session: Session, report: str = "") -> PaperRequest:
    """The page, after it the lines of a `report` of a bug."""
    lines = [*entries(session), *_of_bug(report)]
    short = hashlib.sha256("\n".join(f"{each.name.zh}={each.value}" for each in lines).encode()).hexdigest()[:16]
    head = session.vault.audit.head()
    code = ["FJS1", __version__, session.vault.vault_id, str(head.sequence if head else 0), short]
    return PaperRequest(
        document=Document.SUPPORT_SHEET,
        copies=(1,),
        extra={
            "made_on": wording.day(office_day(session.clock)),
            "version": __version__,
            "vault": session.vault.vault_id,
            "support_qr": ":".join(code),
        },
        rows={"entries": [{"group": e.group.zh, "name": e.name.zh, "value": e.value} for e in lines]},
    )


def drawn(session: Session, progress: Progress, report: str = "") -> Rendered:
    """The page as PDF. Raises `Fault(LAYOUT_ISSUES)`."""
    rendered = render.render(request(session, report), progress)
    paper.require_no_issues(rendered)
    return rendered


def save(session: Session, path: Path, progress: Progress) -> Path:
    """Write the page. Nothing in it is anybody's, so it is no plain text in the log's sense."""
    atomic.write_atomic(path, drawn(session, progress).pdf)
    return path


def put(session: Session, where: Outlet, progress: Progress, report: str = "") -> None:
    """The page with a report of a bug, to a file or to a printer."""
    made = drawn(session, progress, report)
    if isinstance(where, Path):
        atomic.write_atomic(where, made.pdf)
        return
    digest = hashlib.sha256(made.pdf).hexdigest()
    direct_print.order(session, where, made.pdf, {"document": Document.SUPPORT_SHEET.value, "digest": digest})


def save_text(path: Path, report: str) -> None:
    """A report of a bug as text: places in the program, nothing of any filing. Raises what writing a file does."""
    atomic.write_atomic(path, report.encode() + b"\n")
