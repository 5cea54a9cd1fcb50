"""Compares a record with the PDF that the online system exported; the PDF is read in a confined process."""

from pathlib import Path
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of
from desktop_app.core.text import normal, safe_for_screen
from desktop_app.desk.open_file import OpenFile
from desktop_app.domain.comparison import Compared, Outcome, differences
from desktop_app.host import confined
from desktop_app.policy.online_compare import compare

__all__ = ["Compared", "Outcome", "differences", "of_file"]

_MOST_PAGES = 500


def of_file(opened: OpenFile, export: Path) -> tuple[Compared, ...]:
    """Every printed value of an application that lies as a file, against an export."""
    return compare(opened.application, _pages(export), opened.pack)


def _pages(export: Path) -> list[str]:
    found = confined.read("pdf_text", _content(export), str(export))
    if not _is_text(found):
        raise Fault(Code.READER_STOPPED, path=str(export))
    return [_harmless(page) for page in found]


def _is_text(found: Any) -> bool:
    return isinstance(found, list) and len(found) <= _MOST_PAGES and all(isinstance(page, str) for page in found)


def _harmless(page: str) -> str:
    """Line by line, because a line break is a control character too."""
    return "\n".join(safe_for_screen(normal(line), len(line) + 1) for line in page.splitlines())


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
