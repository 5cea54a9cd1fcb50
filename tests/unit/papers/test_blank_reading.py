"""What the confined process does with a blank and with an export, done here, where it can be looked at."""

import base64
import io
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import blank, blank_lines, foreign_page, pdf_text
from desktop_app.papers.archive_faults import ArchiveFault
from tests.support import blanks as made

Change = Callable[[Pdf], None]


def taken(data: bytes) -> bytes:
    return base64.b64decode(blank.read(data)["pdf"])


def faults(data: bytes) -> set[str]:
    """What the blank says of itself after it was read."""
    with Pdf.open(io.BytesIO(taken(data))) as document:
        return {str(name)[1:] for name in document.Root[blank.MARK]}


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def kept(thing: Callable[[Pdf], Any], under: str = "ExtGState") -> Change:
    """Lays something into the page's resources."""

    def change(document: Pdf) -> None:
        page = document.pages[0].obj
        page.Resources[f"/{under}"] = Dictionary(X=document.make_indirect(thing(document)))

    return change


def picture(document: Pdf, **entries: Any) -> Stream:
    found = Stream(document, b"")
    for key, value in ({"Type": Name.XObject} | entries).items():
        found[f"/{key}"] = value
    return found


def font(document: Pdf, kind: str, file: str = "FontFile2", flags: int = 0, **entries: Any) -> Dictionary:
    """A font of this kind, whose file (none for an empty name) is there."""
    descriptor = Dictionary(Type=Name.FontDescriptor, Flags=flags)
    if file:
        descriptor[f"/{file}"] = document.make_stream(b"")
    for key in ("CIDSet", "CharSet"):
        if key in entries:
            descriptor[f"/{key}"] = entries.pop(key)
    return Dictionary(Type=Name.Font, Subtype=Name(f"/{kind}"), FontDescriptor=descriptor, **entries)


def composite(document: Pdf, encoding: str = "/Identity-H", base: str = "/Song", **descendant: Any) -> Dictionary:
    below = font(document, "CIDFontType2", **descendant)
    below.BaseFont = Name(base)
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(base),
        Encoding=Name(encoding),
        DescendantFonts=Array([document.make_indirect(below)]),
    )


def inline(document: Pdf) -> None:
    page = document.pages[0].obj
    page.Contents = document.make_stream(b"q BI /W 1 /H 1 /CS /CMYK /BPC 8 ID abcd EI Q")


WIDTHS = Array([500])
SUBSET = Name("/ABCDEF+Song")
#: What lies in a blank, and what is found in it.
OBJECTIONS: dict[str, tuple[Change, ArchiveFault | None]] = {
    "half seen through": (kept(lambda d: Dictionary(ca=0.5)), ArchiveFault.TRANSPARENCY),
    "a mask": (kept(lambda d: Dictionary(SMask=Dictionary(S=Name.Alpha))), ArchiveFault.TRANSPARENCY),
    "multiplied": (kept(lambda d: Dictionary(BM=Name.Multiply)), ArchiveFault.TRANSPARENCY),
    "a number that is none": (kept(lambda d: Dictionary(CA=Name.Half)), None),
    "a curve of its own": (kept(lambda d: Dictionary(TR=Name.Identity)), ArchiveFault.OTHER),
    "JPEG 2000": (
        kept(lambda d: picture(d, Subtype=Name.Image, Filter=Name.JPXDecode, Width=1, Height=1), "XObject"),
        ArchiveFault.PICTURE,
    ),
    "PostScript": (kept(lambda d: picture(d, Subtype=Name.PS), "XObject"), ArchiveFault.OTHER),
    "printing ink by name": (kept(lambda d: Array([Name.Separation, Name.All, Name.DeviceCMYK]), "ColorSpace"),
                             ArchiveFault.COLOUR),
    "printing ink between the words": (inline, ArchiveFault.OTHER),
    "a drawn font": (kept(lambda d: Dictionary(Type=Name.Font, Subtype=Name.Type3), "Font"), None),
    "a font from elsewhere": (kept(lambda d: font(d, "TrueType", file=""), "Font"), ArchiveFault.FONT_MISSING),
    "TrueType": (kept(lambda d: font(d, "TrueType", Encoding=Name.WinAnsiEncoding, Widths=WIDTHS), "Font"), None),
    "TrueType without widths": (kept(lambda d: font(d, "TrueType", Encoding=Name.WinAnsiEncoding), "Font"),
                                ArchiveFault.FONT_FORM),
    "signs": (kept(lambda d: font(d, "TrueType", flags=4), "Font"), None),
    "signs with an encoding": (kept(lambda d: font(d, "TrueType", flags=4, Encoding=Name.WinAnsiEncoding), "Font"),
                               ArchiveFault.FONT_FORM),
    "Type 1": (kept(lambda d: font(d, "Type1", "FontFile", Widths=WIDTHS), "Font"), None),
    "part of a Type 1": (kept(lambda d: font(d, "Type1", "FontFile", Widths=WIDTHS, BaseFont=SUBSET), "Font"),
                         ArchiveFault.FONT_FORM),
    "part of a Type 1 that says which": (
        kept(lambda d: font(d, "Type1", "FontFile", Widths=WIDTHS, BaseFont=SUBSET, CharSet="/A"), "Font"),
        None,
    ),
    "Chinese": (kept(lambda d: composite(d, CIDToGIDMap=Name.Identity), "Font"), None),
    "Chinese by a table from elsewhere": (
        kept(lambda d: composite(d, "/GBK-EUC-H", CIDToGIDMap=Name.Identity), "Font"),
        ArchiveFault.FONT_FORM,
    ),
    "Chinese without a map": (kept(composite, "Font"), ArchiveFault.FONT_FORM),
    "part of a Chinese": (kept(lambda d: composite(d, base=str(SUBSET), CIDToGIDMap=Name.Identity), "Font"),
                          ArchiveFault.FONT_FORM),
    "Chinese from elsewhere": (kept(lambda d: composite(d, file=""), "Font"), ArchiveFault.FONT_MISSING),
}  # fmt: skip


@pytest.mark.parametrize("name", OBJECTIONS)
def test_what_an_archive_objects_to_is_found(name: str) -> None:
    change, fault = OBJECTIONS[name]
    assert faults(made.mended(change)) == (set() if fault is None else {fault.value})


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (made.official(), set()),
        (made.drawn(more=made.with_words), {ArchiveFault.FONT_MISSING.value}),
        (made.drawn(more=made.with_glass), {ArchiveFault.TRANSPARENCY.value, ArchiveFault.FONT_MISSING.value}),
        (made.drawn(more=made.with_inks), {ArchiveFault.COLOUR.value, ArchiveFault.FONT_MISSING.value}),
        (made.scanned("L", interpolated=True), set()),
        (made.scanned("CMYK"), {ArchiveFault.COLOUR.value}),
        (made.mended(made.grouped), set()),
    ],
)
def test_whole_blanks_are_judged(data: bytes, found: set[str]) -> None:
    assert faults(data) == found


def test_what_no_picture_needs_is_dropped() -> None:
    def talkative(document: Pdf) -> None:
        made.grouped(document)
        look = picture(document, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
        look.Interpolate, look.Metadata = True, document.make_stream(b"GOSSIP")
        document.pages[0].obj.Resources.XObject = Dictionary(P=look)

    found = taken(made.mended(talkative))
    assert b"/Interpolate true" not in found
    for word in (b"GOSSIP", b"/Metadata", b"/Group"):
        assert word not in found


REFUSED: dict[str, tuple[bytes, Code]] = {
    "no PDF": (b"hello", Code.BLANK_UNREADABLE),
    "a password": (made.encrypted("secret"), Code.BLANK_LOCKED),
    "encrypted": (made.encrypted(""), Code.BLANK_LOCKED),
    "too many pages": (made.drawn(pages=61), Code.BLANK_TOO_LONG),
    "another paper": (made.drawn((612, 792)), Code.BLANK_SIZE),
    "a layer": (made.mended(made.hidden_layer), Code.BLANK_HIDDEN),
    "a form of its own making": (
        made.mended(lambda d: d.Root.__setattr__("NeedsRendering", True)), Code.BLANK_HIDDEN),
    "filled in": (made.mended(made.filled_in), Code.BLANK_HIDDEN),
    "a unit of nothing": (made.mended(lambda d: d.pages[0].obj.__setattr__("UserUnit", 0)), Code.BLANK_UNREADABLE),
    "askew": (made.mended(lambda d: d.pages[0].obj.__setattr__("Rotate", 45)), Code.BLANK_UNREADABLE),
    "turned by a word": (
        made.mended(lambda d: d.pages[0].obj.__setattr__("Rotate", Name.Left)), Code.BLANK_UNREADABLE),
    "fifty megabytes of nothing": (
        made.mended(lambda d: d.pages[0].obj.__setattr__("Contents", d.make_stream(b" " * (49 << 20)))),
        Code.BLANK_TOO_LARGE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_blank_is_refused(name: str) -> None:
    data, code = REFUSED[name]
    assert refused(lambda: blank.read(data)) is code


def test_pages_of_two_papers_are_refused() -> None:
    with Pdf.open(io.BytesIO(made.drawn())) as document, Pdf.open(io.BytesIO(made.turned(90, crop=False))) as other:
        other.pages[0].obj.Rotate = 0
        document.pages.append(other.pages[0])
        assert refused(lambda: blank.read(made.saved(document))) is Code.BLANK_MIXED


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_page_comes_out_upright_on_its_paper(turn: int, crop: bool) -> None:
    found = blank.read(made.turned(turn, crop))
    assert (found["paper"], found["landscape"], len(found["pages"])) == ("A4", False, 1)
    with Pdf.open(io.BytesIO(base64.b64decode(found["pdf"]))) as document:
        assert [float(side) for side in document.pages[0].mediabox] == pytest.approx([0, 0, *made.A4], abs=0.01)


def test_a_printers_sheet_is_cut_to_its_marks() -> None:
    def marked(document: Pdf) -> None:
        page = document.pages[0].obj
        width, height = made.A4
        page.MediaBox = Array([-40, -40, width + 40, height + 40])
        page.TrimBox = Array([0, 0, round(width, 3), round(height, 3)])

    assert blank.read(made.mended(marked))["paper"] == "A4"


def test_a_page_may_be_empty_and_have_its_resources_from_above() -> None:
    def bare(document: Pdf) -> None:
        page = document.pages[0].obj
        page.Parent.Resources = page.Resources
        del page.Resources, page.Contents

    assert blank.read(made.mended(bare))["pages"] == [{"across": [], "down": []}]


def test_a_page_of_ever_more_lines_ends() -> None:
    from PIL import Image, ImageDraw

    page = Image.new("L", (900, 2000), 255)
    for row in range(0, 2000, 4):
        ImageDraw.Draw(page).line((0, row, 900, row), fill=0)
    across, _ = blank_lines.found(page, 144)
    assert len(across) == 300


# --- a page as pixels, an export as text ----------------------------------------------------------------------------


def test_a_page_is_drawn_as_rows_without_gaps() -> None:
    found = foreign_page.pixels(foreign_page.asked(made.drawn(), 0, 36))
    rows = zlib.decompress(base64.b64decode(found["packed"]))
    assert len(rows) == found["width"] * found["height"] * 3
    assert rows.count(b"\xff" * 90) > 50
    assert b"\x00" * 30 in rows


@pytest.mark.parametrize("asked", [b"", b"one 36\n", b"0 much\n", b"-1 36\n"])
def test_a_page_that_nobody_named_is_refused(asked: bytes) -> None:
    assert refused(lambda: foreign_page.pixels(asked + made.drawn())) is Code.ARGUMENT


def test_an_export_is_read_page_by_page() -> None:
    found = pdf_text.pages(made.drawn(more=made.with_words, pages=2))
    assert ["FORM 12" in text for text in found] == [True, True]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"hello", Code.EXPORT_UNREADABLE),
        (made.encrypted("secret"), Code.EXPORT_LOCKED),
        (made.drawn(), Code.EXPORT_NO_TEXT),
    ],
)
def test_an_export_that_says_nothing_is_refused(data: bytes, code: Code) -> None:
    assert refused(lambda: pdf_text.pages(data)) is code


@pytest.mark.parametrize("limit", ["MAX_PAGES", "MAX_CHARACTERS"])
def test_an_export_without_end_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, limit, 1)
    assert refused(lambda: pdf_text.pages(made.drawn(more=made.with_words, pages=2))) is Code.EXPORT_TOO_LONG
