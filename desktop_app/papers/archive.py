"""Writes what was drawn as a file fit for an archive (PDF/A-1b): profile, metadata, nothing but what it may hold.

The library keeps the objects and puts each into words; the file around them is written here, for its own leaves stream
ends, metadata and profile out that the standard asks for (ISO 19005-1, 6.1.7, 6.2.2, 6.7).
"""

import hashlib
import io
import struct
import zlib
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Name, Pdf
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString
from reportlab.pdfbase.pdfdoc import format as worded

from desktop_app.papers import backdrop

_PRODUCER = "Fengjuan"
_CURVE_POINTS = 1024
_STREAM_END = b"endstream\n"


def written(document: PDFDocument, title: str) -> bytes:
    """The whole file. Deterministic: no clock, no random identifier; the same objects give the same bytes."""
    for font in document.delayedFonts:
        font.addObjects(document)
    catalog = document.Reference(_catalog(document, title))
    info = document.Reference(PDFDictionary({"Title": PDFString(title), "Producer": PDFString(_PRODUCER)}))
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    while (number := len(places) + 1) in document.numberToId:  # putting one into words may add others
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, _object(document, document.numberToId[number]))
    identity = hashlib.sha256(out).hexdigest()[:32].encode()
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %s /Info %s /ID [<%s><%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
        *(len(places) + 1, worded(catalog, document), worded(info, document)),
        *(identity, identity, table),
    )
    return bytes(out)


def _catalog(document: PDFDocument, title: str) -> PDFDictionary:
    profile = PDFStream(content=_packed_profile(), filters=[])
    profile.dictionary.dict.update(Filter=PDFName("FlateDecode"), N=3, Alternate=PDFName("DeviceRGB"))
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "RegistryName": PDFString("http://www.color.org"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    metadata = PDFStream(content=_xmp(title, claims=True))  # never compressed (6.7.2)
    metadata.dictionary.dict.update(Type=PDFName("Metadata"), Subtype=PDFName("XML"))
    return PDFDictionary(
        {
            "Type": PDFName("Catalog"),
            "Pages": document.Reference(document.Pages),
            "Lang": document.Catalog.Lang,
            "OutputIntents": PDFArray([document.Reference(intent)]),
            "Metadata": document.Reference(metadata),
        }
    )


def _object(document: PDFDocument, name: str) -> bytes:
    text: bytes = worded(document.idToObject[name], document, toplevel=1)
    if text.endswith(_STREAM_END):  # a line of its own (6.1.7)
        return text.removesuffix(_STREAM_END) + b"\nendstream"
    return text.rstrip(b"\n")


def over(pdf: bytes, title: str, blank: Pdf) -> bytes:
    """The same pages over a blank. What a blank keeps from being PDF/A-1b does not claim to be."""
    with Pdf.open(io.BytesIO(pdf)) as document:
        claims = not backdrop.faults(blank)
        backdrop.lay_under(document, blank)
        metadata = document.make_stream(_xmp(title, claims=claims))
        metadata.Type = Name.Metadata
        metadata.Subtype = Name.XML
        document.Root.Metadata = metadata
        out = io.BytesIO()
        document.save(
            out,
            force_version="1.4" if claims else "1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,  # all but the metadata are compressed already
        )
    return out.getvalue()


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
def _packed_profile() -> bytes:
    return zlib.compress(srgb_profile())


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
