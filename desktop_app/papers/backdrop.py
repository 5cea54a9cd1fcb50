"""Puts the pages of a read blank under the drawn values. Takes only what `blank` built."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Pdf, Stream

from desktop_app.core.errors import Code, Fault
from desktop_app.papers.archive_faults import ArchiveFault
from desktop_app.papers.blank import MARK, PICTURE

_PLACE = "/blank"


@contextmanager
def opened(blank: bytes) -> Iterator[Pdf]:
    """The blank; it must stay open until what was taken from it is saved. Raises `Fault(BLANK_UNREADABLE)`."""
    try:
        source = Pdf.open(io.BytesIO(blank), attempt_recovery=False)
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise Fault(Code.BLANK_UNREADABLE) from error
    with source:
        if not isinstance(source.Root.get(MARK), Array):
            raise Fault(Code.BLANK_UNREADABLE)
        yield source


def faults(source: Pdf) -> tuple[ArchiveFault, ...]:
    """What of the blank keeps the paper from being PDF/A-1b."""
    return tuple(ArchiveFault(str(name)[1:]) for name in source.Root[MARK])


def lay_under(document: Pdf, source: Pdf) -> None:
    """Put each page of the blank in the place that was drawn for it."""
    copied: dict[int, Any] = {}
    for thing in document.objects:
        resources = thing.get("/Resources") if isinstance(thing, Dictionary | Stream) else None
        table = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        if not isinstance(table, Dictionary):
            continue
        for key in [key for key in list(table.keys()) if key.startswith(_PLACE)]:
            number = int(key[len(_PLACE) :])
            if number not in copied:
                copied[number] = document.copy_foreign(source.pages[number].obj.Resources.XObject[PICTURE])
            table[key] = copied[number]
