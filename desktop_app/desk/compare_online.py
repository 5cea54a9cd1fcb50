"""Compares a record with the PDF that the online system exported; the PDF is read in a confined process."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.core.text import normal, safe_for_screen
from desktop_app.desk.open_file import OpenFile
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.comparison import Compared, ComparisonResult, Outcome, differences
from desktop_app.host import confined
from desktop_app.policy.online_compare import compare
from desktop_app.policy.online_fields import compared_content
from desktop_app.policy.online_text import UNKNOWN
from desktop_app.policy.pack import Pack

__all__ = ["Compared", "Export", "Outcome", "differences", "of_file", "read", "result"]

_MOST_PAGES = 500
#: Not among them what stands for a hyphen at a line's end, and the tab.
_CONTROLS = re.compile(r"[\x00\x01\x03-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was read: the text of its pages, and the digest of the file."""

    pages: tuple[str, ...]
    digest: str


def of_file(opened: OpenFile, export: Path) -> tuple[Compared, ...]:
    """Every printed value of an application that lies as a file, against an export."""
    return compare(opened.application, read(export).pages, opened.pack)


def result(application: Application, export: Export, pack: Pack, progress: Progress | None = None) -> ComparisonResult:
    """What a comparison finds, with digests that say in what."""
    return ComparisonResult(
        record=exchange.digest(application),
        content=compared_content(application),
        file=export.digest,
        found=compare(application, export.pages, pack, progress),
    )


def read(export: Path, progress: Progress | None = None) -> Export:
    """The export's text. Nothing of it is written anywhere; cancelling ends the process that reads it.

    Raises `Fault(EXPORT_* | READER_STOPPED | FILE_NOT_FOUND | FILE_UNREADABLE)`.
    """
    data = _content(export)
    found = confined.read("pdf_text", data, str(export), progress or Progress())
    if not _is_text(found):
        raise Fault(Code.READER_STOPPED, path=str(export))
    return Export(tuple(_harmless(page) for page in found), hashlib.sha256(data).hexdigest())


def _is_text(found: Any) -> bool:
    return isinstance(found, list) and len(found) <= _MOST_PAGES and all(isinstance(page, str) for page in found)


def _harmless(page: str) -> str:
    """Line by line, because a line break is a control character too. Where the file does not say which character a
    glyph is, the reader gives control characters: that must show, not vanish."""
    lines = (_CONTROLS.sub(UNKNOWN, line) for line in re.split(r"[\r\n\f]+", page))
    return "\n".join(safe_for_screen(normal(line), len(line) + 1) for line in lines)


def _content(export: Path) -> bytes:
    try:
        with export.open("rb") as stream:
            data = stream.read(confined.MAX_INPUT + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(export)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(export), reason=reason_of(error)) from error
    if len(data) > confined.MAX_INPUT:
        raise Fault(Code.EXPORT_TOO_LARGE, path=str(export), limit=confined.MAX_INPUT >> 20)
    return data
