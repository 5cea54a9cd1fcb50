"""Every paper, empty, ordinary, crowded and with rare characters, is PDF/A-1b for an independent validator (PDFBox)."""

import shutil
import subprocess
from pathlib import Path

import pytest

from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.form import load
from desktop_app.papers.render import render
from tests.support.papers import MONGOLIAN_NAME, RARE_NAME, application, crowded, photo, request

_SYSTEM = Path("/usr/share/java")
_NAMES = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "jaxb-api", "javax.activation")
_JARS = [_SYSTEM / f"{name}.jar" for name in _NAMES]

needs_validator = pytest.mark.skipif(
    shutil.which("java") is None or not all(jar.exists() for jar in _JARS),
    reason="PDFBox's validator is not installed (tasks.py test installs it on Debian)",
)
pytestmark = [needs_validator, pytest.mark.slow]

CONTENTS: dict[str, tuple[Application, str, tuple[int, ...], bool]] = {
    "empty": (Application(), "", (), False),
    "ordinary": (application(), "呼和浩特市第一批 A-17", (1, 2), True),
    "crowded": (crowded(), "内蒙古自治区" * 4, (3,), True),
    "rare": (application(RARE_NAME), RARE_NAME, (1,), False),
    "mongolian": (application(MONGOLIAN_NAME), MONGOLIAN_NAME, (1,), False),
}


def drawn(document: Document, content: str) -> bytes:
    """The paper with every list and every value that its form declares."""
    subject, words, copies, pictured = CONTENTS[content]
    file = load(document.value).file
    row_count = len(words) and 3
    changes = {
        "extra": dict.fromkeys(file.extra, words),
        "rows": {name: [dict.fromkeys(columns, words)] * row_count for name, columns in file.lists.items()},
        "copies": copies,
        "total_copies": len(copies),
        "photo": photo() if pictured else None,
    }
    return render(request(document, subject, **changes)).pdf


def validate(folder: Path) -> str:
    """What the validator says of every file in the folder, one line each."""
    classpath = ":".join(str(jar) for jar in _JARS)
    command = ["java", "-cp", classpath, "org.apache.pdfbox.preflight.Validator_A1b", "batch", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_every_paper_is_archivable(tmp_path: Path) -> None:
    names = {
        f"{document.value}-{content}.pdf": drawn(document, content) for document in Document for content in CONTENTS
    }
    for name, pdf in names.items():
        (tmp_path / name).write_bytes(pdf)
    said = validate(tmp_path)
    invalid = [name for name in names if f"{name} is a valid PDF/A-1b file" not in said]
    assert not invalid, said


def test_the_validator_finds_a_file_that_is_not(tmp_path: Path) -> None:
    pdf = drawn(Document.SEAL_LABEL, "ordinary")
    (tmp_path / "without.pdf").write_bytes(pdf.replace(b"/OutputIntents", b"/OutputIntentz"))
    assert "without.pdf is not a valid PDF/A-1b file" in validate(tmp_path)
