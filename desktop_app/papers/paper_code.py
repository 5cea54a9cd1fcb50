"""The QR text on a printed sheet: which document of which application, which version, the beginning of its digest."""

import re
from dataclasses import dataclass
from functools import lru_cache

import segno

_FORM = re.compile(
    r"^FJV1:(?P<id>[0-9A-HJKMNP-TV-Z]{26}):(?P<number>0|[1-9][0-9]{0,5}):(?P<digest>[0-9A-F]{16}):(?P<document>[A-Z]{2,4})$"
)


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What a scanned sheet says of itself; `digest` is the first 16 hexadecimal digits, in lower case.

    `document`: the letters of the document. The number of the copy stands at the head of the sheet.
    """

    application: str
    version: int
    digest: str
    document: str


def text(application: str, version: int, digest: str, document: str) -> str:
    """The text to print. Capitals only: hand scanners type keys, and input methods mangle lower case."""
    return f"FJV1:{application}:{version}:{digest[:16]}:{document}".upper()


def parse(untrusted_text: str) -> PaperCode | None:
    """What a scanned text says, or `None` when it is not one of ours."""
    match = _FORM.match(untrusted_text.strip().upper())
    if match is None:
        return None
    return PaperCode(match["id"], int(match["number"]), match["digest"].lower(), match["document"])


@lru_cache(maxsize=64)
def matrix(content: str, level: str = "M") -> tuple[bytes, ...]:
    """The modules of a QR code for `content`, row by row, 1 = dark, without the quiet zone."""
    code = segno.make(content, error=level, micro=False, boost_error=False)
    return tuple(bytes(row) for row in code.matrix)


def grouped(digest: str, digits: int = 12) -> str:
    """The short digest for the eye: groups of four."""
    short = digest[:digits]
    return " ".join(short[at : at + 4] for at in range(0, len(short), 4))
