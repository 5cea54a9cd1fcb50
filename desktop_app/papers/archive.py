"""Writes what was drawn as a file fit for an archive (PDF/A-1b): profile, metadata, nothing but what it may hold.

Of what the standard asks for (ISO 19005-1), the profile (6.2.2) and the metadata (6.7) are here.
"""

import io
import struct
import zlib
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Name, Pdf

from desktop_app.papers import backdrop
from desktop_app.papers.pdf_file import PdfFile, text

_PRODUCER = "Fengjuan"
_CURVE_POINTS = 1024


def finished(file: PdfFile, title: str, pages: int) -> bytes:
    """The whole file; `pages` is the number of its tree of pages."""
    profile = file.stream(_packed_profile(), "/Filter /FlateDecode /N 3 /Alternate /DeviceRGB")
    intent = file.put(
        "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
        f" /Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) /DestOutputProfile {profile} 0 R >>"
    )
    metadata = file.stream(_xmp(title, claims=True), "/Type /Metadata /Subtype /XML")  # never packed (6.7.2)
    catalog = file.put(
        f"<< /Type /Catalog /Pages {pages} 0 R /Lang (zh-CN) /OutputIntents [{intent} 0 R] /Metadata {metadata} 0 R >>"
    )
    info = file.put(f"<< /Title {text(title)} /Producer ({_PRODUCER}) >>")
    return file.written(catalog, info)


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
