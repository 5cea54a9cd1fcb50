"""Fixtures for printing: loopback printers and small documents."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from desktop_app.printing import backends
from tests.support.ipp_printer import printers

__all__ = ["printers"]


@pytest.fixture(autouse=True)
def no_queues_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What printers a Windows has that runs the tests is nobody's business here."""
    monkeypatch.setattr(backends, "_spooler", lambda: None)


@pytest.fixture
def document() -> Callable[..., bytes]:
    """A PDF of empty A3 landscape pages, filled up to at least `size` bytes."""

    def make(pages: int, size: int = 0) -> bytes:
        pdf = pikepdf.new()
        for _ in range(pages):
            pdf.add_blank_page(page_size=(1191, 842))
        if size:
            pdf.attachments["filling"] = pikepdf.AttachedFileSpec(pdf, bytes(range(256)) * (size // 256))
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
        return out.getvalue()

    return make
