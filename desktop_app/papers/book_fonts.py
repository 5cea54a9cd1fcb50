"""Fonts as the library that sets the book needs them: parsed once per process, with a right ToUnicode map."""

import threading
import zlib
from functools import cache, lru_cache

from reportlab.pdfbase import pdfdoc, ttfonts

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import cmap, fonts
from desktop_app.papers.fonts import Face

_LOCK = threading.Lock()


def to_unicode(font_name: str, subset: list[int]) -> str:
    """The map from codes to characters, in UTF-16 as the standard asks.

    reportlab 5.1 writes a code point beyond the basic plane as five hexadecimal digits, which no reader understands:
    the sheet looks right, but a rare name is lost to search, copy and checks.
    """
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point >= 32
    ]
    return cmap.text(font_name, (font_name, font_name), ("00", "FF"), entries)


class _Outlines:
    """The table of outlines, of which a glyph is cut out at a time: the library would copy its ten megabytes first."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._data[self._start + part.start : self._start + part.stop])


class _Face(ttfonts.TTFontFace):  # type: ignore[misc]
    """A font file whose tables are cut out once for all documents."""

    @lru_cache(maxsize=32)  # noqa: B019 - a face lives as long as the process
    def get_table(self, tag: str) -> "bytes | _Outlines":
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        table: bytes = super().get_table(tag)
        return table


class _Font(ttfonts.TTFont):  # type: ignore[misc]
    """A font that writes its subsets as PDF/A wants them: symbolic, without an encoding (PDF/A-1, 6.3.7)."""

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:  # noqa: N802 - the library's name
        """Fonts of at most 256 characters each, with widths, outlines and the map to characters."""
        state = self.state.pop(doc)
        state.frozen = 1
        fonts_of_document = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            name = f"{state.internalName}+{number}"
            base = (ttfonts.SUBSETN(number) + b"+" + self.face.name).decode("ascii")
            font = pdfdoc.PDFTrueTypeFont()
            font.Name, font.BaseFont = name, base
            font.FirstChar, font.LastChar = 0, len(subset) - 1
            widths = " ".join(str(round(self.face.getCharWidth(code))) for code in subset)
            font.Widths = f"[{widths}]"
            font.ToUnicode = doc.Reference(_deflated(to_unicode(base, subset).encode("ascii")), f"toUnicode:{base}")
            font.FontDescriptor = doc.Reference(self._descriptor(doc, base, subset), f"fontDescriptor:{base}")
            doc.Reference(font, name)
            fonts_of_document[name] = font

    def _descriptor(self, doc: pdfdoc.PDFDocument, base: str, subset: list[int]) -> pdfdoc.PDFDictionary:
        face = self.face
        outlines = face.makeSubset(subset)
        stream = _deflated(outlines)
        stream.dictionary["Length1"] = len(outlines)
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~ttfonts.FF_NONSYMBOLIC | ttfonts.FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(base),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": doc.Reference(stream, f"fontFile:{base}"),
                "MissingWidth": face.defaultWidth,
            }
        )


def _deflated(content: bytes) -> pdfdoc.PDFStream:
    """Outlines repeat little: coding their bytes alone takes half the time of looking for repetitions too."""
    packer = zlib.compressobj(strategy=zlib.Z_HUFFMAN_ONLY)
    stream = pdfdoc.PDFStream(content=packer.compress(content) + packer.flush(), filters=[])
    stream.dictionary["Filter"] = "/FlateDecode"
    return stream


@cache
def _carried(face: Face) -> _Font:
    """Raises `Fault(FONT_MISSING)`."""
    try:
        font = _Font(face.value, str(fonts.path(face)), asciiReadable=0)
        font.face.__class__ = _Face
    except (OSError, ttfonts.TTFError) as error:
        raise Fault(Code.FONT_MISSING, font=fonts.path(face).name) from error
    return font


def font(face: Face) -> _Font:
    """The font as the PDF library draws it, its file parsed the first time."""
    with _LOCK:
        return _carried(face)
