"""Goes through a blank for what PDF/A-1b forbids, mends what changes no picture. Runs in a confined process only.

It doubts rather than believes: a paper over a blank in which nothing is found claims to be PDF/A-1b.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from desktop_app.papers.archive_faults import ArchiveFault

#: Nothing of these is seen on paper; some are forbidden, all may lead out of the file.
_DROPPED = (
    "/Metadata", "/PieceInfo", "/OPI", "/Alternates", "/StructParent", "/StructParents", "/OC", "/Ref", "/AF", "/AA",
    "/LastModified",
)  # fmt: skip
_SYMBOLIC = 4
_PLAIN_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding")
_IDENTITY = ("/Identity-H", "/Identity-V")
_SUBSET = re.compile(r"^/[A-Z]{6}\+")
_INLINE = re.compile(rb"\bBI\b[^>]*?/(?:CMYK|DeviceCMYK|LZW|LZWDecode)\b", re.DOTALL)


def examined(document: Pdf) -> set[ArchiveFault]:
    """What is left to object to in every page of the document, after mending."""
    found: set[ArchiveFault] = set()
    groups: list[Any] = []
    for thing in list(_reached(document)):
        for key in _DROPPED:
            if key in thing:
                del thing[key]
        if thing.get("/Interpolate") is True:
            thing["/Interpolate"] = False
        if "/Group" in thing:
            groups.append(thing)
        found.update(_graphics(thing))
        if thing.get("/Type") == Name.Font and "/Subtype" in thing:
            found.update(_font(thing))
        if isinstance(thing, Stream):
            found.update(_stream(thing))
    if _named(document, Name.DeviceCMYK):
        found.add(ArchiveFault.COLOUR)
    if ArchiveFault.TRANSPARENCY not in found:
        for thing in groups:  # a group in which nothing is transparent looks the same without being one
            del thing["/Group"]
    return found


def _reached(document: Pdf) -> Iterator[Any]:
    """Every dictionary and stream that the pages lead to, each once."""
    for thing in _values(document):
        if isinstance(thing, Dictionary | Stream):
            yield thing


def _named(document: Pdf, name: Name) -> bool:
    return any(isinstance(thing, Name) and thing == name for thing in _values(document))


def _values(document: Pdf) -> Iterator[Any]:
    seen: set[tuple[int, int]] = set()
    stack: list[Any] = [page.obj.Resources for page in document.pages]
    while stack:
        thing = stack.pop()
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        yield thing
        if isinstance(thing, Array):
            stack.extend(thing)
        elif isinstance(thing, Dictionary | Stream):
            stack.extend(value for key, value in thing.items() if key != "/Parent")


def _graphics(thing: Any) -> Iterator[ArchiveFault]:
    """Of a graphics state or a picture."""
    if thing.get("/SMask", Name.None_) != Name.None_:
        yield ArchiveFault.TRANSPARENCY
    if any(_number(thing.get(key)) not in (None, 1.0) for key in ("/CA", "/ca")):
        yield ArchiveFault.TRANSPARENCY
    if str(thing.get("/BM", "/Normal")) not in ("/Normal", "/Compatible"):
        yield ArchiveFault.TRANSPARENCY
    if "/TR" in thing or "/TR2" in thing or "/HTP" in thing:
        yield ArchiveFault.OTHER


def _number(value: Any) -> float | None:
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def _stream(thing: Any) -> Iterator[ArchiveFault]:
    filters = str(thing.get("/Filter", ""))
    if "JPXDecode" in filters:
        yield ArchiveFault.PICTURE
    if "Crypt" in filters or thing.get("/Subtype") == Name.PS or "/Subtype2" in thing:
        yield ArchiveFault.OTHER
    if thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1:
        if pikepdf.parse_content_stream(thing, "k K"):
            yield ArchiveFault.COLOUR
        if _INLINE.search(thing.read_bytes()):
            yield ArchiveFault.OTHER


def _font(font: Any) -> Iterator[ArchiveFault]:
    kind = str(font.Subtype)
    if kind == "/Type3":
        return
    holder = font.DescendantFonts[0] if kind == "/Type0" else font
    descriptor = holder.get("/FontDescriptor")
    if descriptor is None or not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        if kind not in ("/CIDFontType0", "/CIDFontType2"):  # said of the font that uses it
            yield ArchiveFault.FONT_MISSING
        return
    sound = {"/Type0": _composite, "/TrueType": _truetype, "/Type1": _type1, "/MMType1": _type1}.get(kind)
    if sound is not None and not sound(font, holder, descriptor):
        yield ArchiveFault.FONT_FORM


def _composite(font: Any, holder: Any, descriptor: Any) -> bool:
    """ISO 19005-1, 6.3.3 and 6.3.5."""
    encoding = font.get("/Encoding")
    if not isinstance(encoding, Stream) and str(encoding) not in _IDENTITY:
        return False
    if holder.Subtype == Name.CIDFontType2 and "/CIDToGIDMap" not in holder:
        return False
    return not _SUBSET.match(str(font.get("/BaseFont", ""))) or "/CIDSet" in descriptor


def _truetype(font: Any, holder: Any, descriptor: Any) -> bool:
    """ISO 19005-1, 6.3.7."""
    if int(descriptor.get("/Flags", 0)) & _SYMBOLIC:
        return "/Encoding" not in font
    return str(font.get("/Encoding")) in _PLAIN_ENCODINGS and "/Widths" in holder


def _type1(font: Any, holder: Any, descriptor: Any) -> bool:
    """ISO 19005-1, 6.3.5."""
    subset = _SUBSET.match(str(font.get("/BaseFont", "")))
    return "/Widths" in holder and (not subset or "/CharSet" in descriptor)
