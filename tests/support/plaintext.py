"""Searches files for things that must never lie in plain: text in the encodings programs use, and raw bytes.

What a PDF shows is text too, though its bytes are compressed runs of glyph numbers: PDFium reads them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def forms(text: str) -> Iterator[bytes]:
    """`text` as bytes in each encoding, and as PDF hexadecimal strings write it."""
    for encoding in ENCODINGS:
        yield text.encode(encoding)
    hexadecimal = text.encode("utf-16-be").hex()
    yield hexadecimal.encode()
    yield hexadecimal.upper().encode()


def traces(folders: Iterable[Path], texts: Iterable[str], raw: Iterable[bytes] = ()) -> list[str]:
    """Where any of the texts or byte strings occurs: `path: what`, over every file below the folders."""
    texts = list(texts)
    needles = {form: text for text in texts for form in forms(text)} | dict.fromkeys(raw, "raw bytes")
    found = []
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
            content = path.read_bytes()
            found += [f"{path}: {what}" for needle, what in needles.items() if needle in content]
            shown = shown_text(content)
            found += [f"{path}: {text} on a page" for text in texts if text in shown]
    return found


def shown_text(content: bytes) -> str:
    """What the pages of a PDF show; nothing for anything else, or one that is damaged or asks for a password."""
    if not content.startswith(b"%PDF-"):
        return ""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
