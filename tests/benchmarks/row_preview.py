"""The page on show after a field has changed: laid out, drawn and turned into pixels, against one blink."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import msgspec

from desktop_app.core.resources import resource
from desktop_app.desk.tables import code_tables
from desktop_app.domain import exchange
from desktop_app.domain.copies import Document
from desktop_app.papers import raster
from desktop_app.papers.render import PaperRequest, lay
from desktop_app.policy.pack import load_shipped
from tests.benchmarks.dossiers import requests
from tests.benchmarks.harness import Row, timed

BLINK = 0.1
DPI = 96


def rows(folder: Path) -> list[Row]:
    tables = code_tables(load_shipped())
    person = exchange.parse(resource("demo", "classified_engineer.json").read_bytes())
    return [
        Row(
            f"preview of a changed field, {request.document.value}",
            f"the {BLINK * 1000:.0f} ms of a blink",
            1.0,
            timed(changed(request)),
            lambda: BLINK,
            f"the whole document is laid out, one page drawn, at {DPI} dots an inch",
        )
        for request in requests(person, tables)
        if request.document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM)
    ]


def changed(request: PaperRequest) -> Callable[[], object]:
    """Each time another telephone number, so that nothing is remembered of the last."""
    numbers = count()

    def draw() -> object:
        told = msgspec.structs.replace(request.application.person, phone=f"139{next(numbers):08d}")
        application = msgspec.structs.replace(request.application, person=told)
        return raster.page(lay(replace(request, application=application)).page_pdf(0), 0, DPI)

    return draw
