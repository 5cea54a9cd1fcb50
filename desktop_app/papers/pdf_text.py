"""The text of a PDF from elsewhere, page by page in the order it was drawn. Runs in a confined process only."""

import pypdfium2

from desktop_app.core.errors import Code, Fault

MAX_PAGES = 500
#: More than any filing has; a PDF of few bytes can claim more.
MAX_CHARACTERS = 4_000_000


def pages(pdf: bytes) -> list[str]:
    """One text for each page. Raises `Fault`: EXPORT_UNREADABLE, EXPORT_LOCKED, EXPORT_TOO_LONG, EXPORT_NO_TEXT."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise Fault(Code.EXPORT_LOCKED if locked else Code.EXPORT_UNREADABLE) from error
    except (ValueError, TypeError) as error:
        raise Fault(Code.EXPORT_UNREADABLE) from error
    try:
        if len(document) > MAX_PAGES:
            raise Fault(Code.EXPORT_TOO_LONG, limit=MAX_PAGES)
        found = _texts(document)
    except pypdfium2.PdfiumError as error:
        raise Fault(Code.EXPORT_UNREADABLE) from error
    finally:
        document.close()
    if not any(text.strip() for text in found):
        raise Fault(Code.EXPORT_NO_TEXT)
    return found


def _texts(document: pypdfium2.PdfDocument) -> list[str]:
    found: list[str] = []
    left = MAX_CHARACTERS
    for index in range(len(document)):
        text = document[index].get_textpage().get_text_range()
        left -= len(text)
        if left < 0:
            raise Fault(Code.EXPORT_TOO_LONG, limit=MAX_PAGES)
        found.append(text)
    return found
