"""The fonts of one document: which code each character has, and the objects that embed what was drawn.

Every face is one composite font whose codes are the numbers of its glyphs in the embedded file, in the order in which
they were first drawn: the bytes depend on this document alone.
"""

import zlib
from collections.abc import Sequence
from functools import cache

from desktop_app.papers import cmap, fonts, mongolian, outlines
from desktop_app.papers.fonts import Face, Source
from desktop_app.papers.pdf_file import PdfFile

_SYMBOLIC, _STEM, _EM = 4, 80, 1000


class _Codes(dict[int, str]):
    """The code of each character in hexadecimal digits, given when it is first asked for."""

    def __init__(self, drawn: "DrawnFont") -> None:
        super().__init__()
        self._drawn = drawn

    def __missing__(self, point: int) -> str:
        code = self[point] = self._drawn.code(glyph_of(self._drawn.source, point), chr(point))
        return code


def glyph_of(source: Source, point: int) -> int:
    """The number that the font's file gives a character's glyph."""
    return _carried(source, point) if isinstance(source, Face) else source.file.glyph(point)


@cache
def _carried(face: Face, point: int) -> int:
    return fonts.file_of(face).glyph(point)


class DrawnFont:
    """One face in one document. `name` is what the contents of pages call it."""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.name = name
        self._codes = _Codes(self)
        self._shaped: dict[tuple[int, str], str] = {}
        self._glyphs: list[int] = []
        self._texts: list[str] = []

    def code(self, glyph: int, text: str) -> str:
        """A new code for a glyph that stands for a text."""
        self._glyphs.append(glyph)
        self._texts.append(text)
        return f"{len(self._glyphs):04X}"

    def shown(self, text: str) -> str:
        """The codes of a text whose characters are drawn one by one."""
        return text.translate(self._codes)

    def shaped(self, word: str) -> list[tuple[str, float, float]]:
        """The codes of a Mongolian word in stretches, and with each stretch how many ems off its place it is drawn."""
        stretches: list[tuple[str, float, float]] = []
        for shape in mongolian.shape(word):
            key = (shape.glyph, shape.text)
            code = self._shaped.get(key) or self._shaped.setdefault(key, self.code(*key))
            if stretches and stretches[-1][1:] == (shape.x, shape.y) == (0.0, 0.0):
                stretches[-1] = (stretches[-1][0] + code, 0.0, 0.0)
            else:
                stretches.append((code, shape.x, shape.y))
        return stretches

    def put(self, file: PdfFile) -> int:
        """The objects of the font: PDF/A asks for widths, outlines, which glyphs there are, and what they stand for."""
        source = outlines.of(self.source)
        embedded, count = outlines.chosen(source, self._glyphs)
        name = f"{_tag(int(self.name[1:]))}+{_named(self.source)}"
        descriptor = file.put(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags {_SYMBOLIC} /ItalicAngle 0 /StemV {_STEM}"
            f" /FontBBox [{' '.join(str(_thousandths(source, edge)) for edge in source.box)}]"
            f" /Ascent {_thousandths(source, source.ascent)} /Descent {_thousandths(source, source.descent)}"
            f" /CapHeight {_thousandths(source, source.ascent)} /CIDSet {file.stream(_present(count))} 0 R"
            # outlines repeat little: coding their bytes alone takes half the time of looking for repetitions too
            f" /FontFile2 {file.packed(embedded, f'/Length1 {len(embedded)}', strategy=zlib.Z_HUFFMAN_ONLY)} 0 R >>"
        )
        described = file.put(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /DW 1000 /W [{self._widths(source)}] /FontDescriptor {descriptor} 0 R >>"
        )
        meaning = file.packed(to_unicode(name, self._texts).encode("ascii"))
        return file.put(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{described} 0 R] /ToUnicode {meaning} 0 R >>"
        )

    def _widths(self, source: outlines.Outlines) -> str:
        """Of every code whose glyph is not one em wide."""
        wide = [_thousandths(source, int.from_bytes(source.metrics(glyph)[:2])) for glyph in self._glyphs]
        return " ".join([f"{code} [{width}]" for code, width in enumerate(wide, start=1) if width != _EM])


class DocumentFonts:
    """The fonts of a document, in the order in which they were first drawn from."""

    def __init__(self) -> None:
        self._drawn: dict[Source, DrawnFont] = {}

    def of(self, source: Source) -> DrawnFont:
        """The font of a face in this document."""
        found = self._drawn.get(source)
        if found is None:
            found = self._drawn[source] = DrawnFont(source, f"F{len(self._drawn) + 1}")
        return found

    def put(self, file: PdfFile, number: int) -> None:
        """Every font, and under a number that was held the dictionary of their names."""
        named = [f"/{drawn.name} {drawn.put(file)} 0 R" for drawn in self._drawn.values()]
        file.put(f"<< {' '.join(named)} >>", number)


def _thousandths(source: outlines.Outlines, units: int) -> int:
    return round(units * _EM / source.units)


def _tag(number: int) -> str:
    """Six letters that tell subsets of one font in a document apart."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[number // 26**place % 26] for place in range(6))


def _named(source: Source) -> str:
    return fonts.path(source).stem if isinstance(source, Face) else f"Added{source.digest[:16]}"


def _present(count: int) -> bytes:
    """A bit for each glyph that the file has (ISO 19005-1, 6.3.5)."""
    bits = (1 << count) - 1 << -count % 8
    return bits.to_bytes((count + 7) // 8)


def to_unicode(name: str, texts: Sequence[str]) -> str:
    """The map from codes, counted from 1, to texts, in UTF-16 as the standard asks."""
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>" for code, text in enumerate(texts, start=1) if text]
    return cmap.text(name, ("Adobe", "UCS"), ("0000", "FFFF"), entries)
