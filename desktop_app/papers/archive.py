"""Makes the drawn PDF fit for an archive (PDF/A-1b): colour profile, metadata, and no font that is not embedded."""

import io
import struct
import zlib
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from desktop_app.papers import backdrop

_PRODUCER = "Fengjuan"
_SYMBOLIC = 4  # FontDescriptor flag: such a font may have no Encoding (PDF/A-1, 6.3.7)
_CURVE_POINTS = 1024


def archived(pdf: bytes, title: str, blank: Pdf | None = None) -> bytes:
    """The same pages as PDF/A-1b, over a blank where there is one. Deterministic: no clock, no random identifier.

    What a blank keeps from being PDF/A-1b does not claim to be.
    """
    with Pdf.open(io.BytesIO(pdf)) as document:
        _drop_bare_fonts(document)
        _drop_encodings(document)
        claims = blank is None or not backdrop.faults(blank)
        if blank is not None:
            backdrop.lay_under(document, blank)
        profile = Stream(document, zlib.compress(srgb_profile()))
        profile.Filter = Name.FlateDecode
        profile.N = 3
        profile.Alternate = Name.DeviceRGB
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
            Info=String("sRGB IEC61966-2.1"),
            RegistryName=String("http://www.color.org"),
            DestOutputProfile=profile,
        )
        document.Root.OutputIntents = Array([document.make_indirect(intent)])
        metadata = document.make_stream(_xmp(title, claims=claims))
        metadata.Type = Name.Metadata
        metadata.Subtype = Name.XML
        document.Root.Metadata = metadata
        _info(document, title)
        out = io.BytesIO()
        document.save(
            out,
            force_version="1.4" if claims else "1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,  # all but the metadata are compressed already, and metadata shall not be (6.7.2)
        )
    return out.getvalue()


def _info(document: Pdf, title: str) -> None:
    for key in list(document.docinfo.keys()):
        del document.docinfo[key]
    document.docinfo[Name.Title] = String(title)
    document.docinfo[Name.Producer] = String(_PRODUCER)


def _drop_bare_fonts(document: Pdf) -> None:
    """Standard fonts that the library names in every page's resources, though nothing is set in them."""
    for thing in document.objects:
        resources = thing.get("/Resources") if isinstance(thing, Dictionary | Stream) else None
        table = resources.get("/Font") if isinstance(resources, Dictionary) else None
        if not isinstance(table, Dictionary):
            continue
        for key in list(table.keys()):
            if table[key].get("/Subtype") == Name.Type1:
                del table[key]


def _drop_encodings(document: Pdf) -> None:
    for thing in document.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Subtype") != Name.TrueType or "/Encoding" not in thing:
            continue
        if int(thing.FontDescriptor.Flags) & _SYMBOLIC:
            del thing["/Encoding"]


_CLAIM = """<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
"""


def _xmp(title: str, *, claims: bool) -> bytes:
    """Written by hand: checkers want the namespaces on the description, where the library does not put them."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{_CLAIM if claims else ""}<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{_PRODUCER}</pdf:Producer></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


@cache
def srgb_profile() -> bytes:
    """An sRGB display profile, ICC version 2 (version 4 is not valid in PDF/A-1), made from the standard's numbers."""
    curve = _curve()
    tags = {
        b"desc": _description("sRGB IEC61966-2.1"),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": _xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": _xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    for tag, content in tags.items():
        if content not in placed:
            placed[content] = start + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += tag + struct.pack(">II", placed[content], len(content))
    header = struct.pack(">I4sI4s4s4s", start + len(data), b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s", 1998, 2, 9, 6, 49, 0, b"acsp") + b"\0" * 28
    header += struct.pack(">3i", *(round(value * 65536) for value in (0.9642, 1.0, 0.8249)))
    return header.ljust(128, b"\0") + table + data


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in (x, y, z)))


def _curve() -> bytes:
    """The transfer curve of IEC 61966-2-1."""
    points = []
    for index in range(_CURVE_POINTS):
        value = index / (_CURVE_POINTS - 1)
        linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        points.append(round(linear * 65535))
    return b"curv\0\0\0\0" + struct.pack(f">I{_CURVE_POINTS}H", _CURVE_POINTS, *points)


def _description(text: str) -> bytes:
    ascii_text = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_text)) + ascii_text + b"\0" * (4 + 4 + 2 + 1 + 67)
