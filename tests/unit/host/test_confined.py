"""How a reader is started, from source and from a bundle, and what it gets to know of its surroundings."""

import os
import subprocess
import sys

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.host import confined
from tests.support import exports
from tests.support.verbs import ROOT


def test_a_bundle_starts_itself_and_a_checkout_its_interpreter() -> None:
    assert confined.command("pdf_text", frozen=True) == [sys.executable, "--confined", "pdf_text"]
    assert confined.command("pdf_text", frozen=False) == [
        sys.executable, "-m", "desktop_app", "--confined", "pdf_text",
    ]  # fmt: skip


def test_whatever_a_bundle_or_a_user_sets_the_reader_starts_as_on_the_first_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bundle's starter leaves marks for its children in the environment; a reader must not take itself for one."""
    for name in ("_PYI_APPLICATION_HOME_DIR", "_PYI_ARCHIVE_FILE", "PYTHONSTARTUP", "PYTHONHOME", "SECRET"):
        monkeypatch.setenv(name, "/nowhere")
    pages = confined.read("pdf_text", exports.drawn([[(40, "联系电话"), (150, "13800000000")]]), "a.pdf")
    assert pages == ["联系电话 13800000000"]


def test_a_reader_that_says_anything_else_is_one_fault() -> None:
    with pytest.raises(Fault) as caught:
        confined.read("shell", b"", "a.pdf")
    assert (caught.value.code, caught.value.fields) == (Code.READER_STOPPED, {"path": "a.pdf"})


@pytest.mark.skipif("FENGJUAN_BUNDLE" not in os.environ, reason="names the starter of a built bundle")
def test_a_built_bundle_reads_an_export() -> None:
    done = subprocess.run(
        [os.environ["FENGJUAN_BUNDLE"], "--confined", "pdf_text"],
        input=exports.drawn([[(40, "联系电话"), (150, "13800000000")]]),
        capture_output=True,
        check=True,
        cwd=ROOT.parent,
        env={"PATH": os.environ["PATH"]},
    )
    assert "13800000000" in done.stdout.decode()
