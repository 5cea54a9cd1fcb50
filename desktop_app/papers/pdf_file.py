"""A PDF file as numbered objects, written in the order of their numbers: the same objects give the same bytes."""

import hashlib
import zlib

#: Below this a content is shorter than what packing it would cost in time.
_WORTH_PACKING = 400


class PdfFile:
    """Objects that may be named before they are written."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def hold(self) -> int:
        """A number for an object that is written later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, body: str, number: int = 0) -> int:
        """An object in the words of the format; its number comes back."""
        number = number or self.hold()
        self._objects[number - 1] = body.encode("latin-1")
        return number

    def stream(self, content: bytes, entries: str = "", number: int = 0) -> int:
        """A stream as it is."""
        number = number or self.hold()
        self._objects[number - 1] = _stream(content, entries)
        return number

    def packed(self, content: bytes, entries: str = "", number: int = 0, *, strategy: int = 0) -> int:
        """A stream that is packed where that is worth it."""
        if len(content) < _WORTH_PACKING:
            return self.stream(content, entries, number)
        packer = zlib.compressobj(strategy=strategy)
        return self.stream(packer.compress(content) + packer.flush(), f"/Filter /FlateDecode {entries}", number)

    def written(self, root: int, info: int) -> bytes:
        """The whole file. No clock, no random identifier."""
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        identity = hashlib.sha256(out).hexdigest()[:32].encode()
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s><%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
            *(len(places) + 1, root, info),
            *(identity, identity, table),
        )
        return bytes(out)


def text(words: str) -> str:
    """A string for people in the words of the format."""
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"


def _stream(content: bytes, entries: str) -> bytes:
    """`endstream` stands on a line of its own (ISO 19005-1, 6.1.7)."""
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (
        f"{entries} ".encode("latin-1") if entries else b"",
        len(content),
        content,
    )
