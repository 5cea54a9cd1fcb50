"""What a PDF in memory says, page by page."""

import io

import pypdfium2


def pages(pdf: bytes) -> list[str]:
    """What each page says."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [document[at].get_textpage().get_text_range() for at in range(len(document))]
    finally:
        document.close()
