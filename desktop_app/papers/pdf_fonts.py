"""Fonts as the PDF library needs them: parsed once per process, when first drawn, with a right ToUnicode map."""

import threading
from functools import cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import fonts
from desktop_app.papers.fonts import Face

_CHUNK = 100  # entries a bfchar section may have (PDF 32000-1, 9.10.3 after Adobe note 5014)
_LOCK = threading.Lock()


def to_unicode(font_name: str, subset: list[int]) -> str:
    """The map from codes to characters, in UTF-16 as the standard asks.

    reportlab 5.1 writes a code point beyond the basic plane as five hexadecimal digits, which no reader understands:
    the sheet looks right, but a rare name is lost to search, copy and checks.
    """
    entries = [(code, point) for code, point in enumerate(subset) if point >= 32]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), _CHUNK):
        part = entries[start : start + _CHUNK]
        lines.append(f"{len(part)} beginbfchar")
        lines.extend(f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in part)
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def _register(face: Face) -> str:
    try:
        font = ttfonts.TTFont(face.value, str(fonts.path(face)))
    except (OSError, ttfonts.TTFError) as error:
        raise Fault(Code.FONT_MISSING, font=fonts.path(face).name) from error
    pdfmetrics.registerFont(font)
    return face.value


def name(face: Face) -> str:
    """The name under which the PDF library knows a face, parsing its file the first time."""
    with _LOCK:
        ttfonts.makeToUnicodeCMap = to_unicode
        return _register(face)
