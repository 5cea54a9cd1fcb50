"""What of a font file from outside is taken: its outlines and widths, and nothing that its maker forbids."""

import base64
import hashlib
import io
import struct
from contextlib import suppress
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.domain.copies import Document
from desktop_app.papers import fontfile, fonts, office_font, sfnt
from desktop_app.papers.fonts import Added
from desktop_app.papers.render import render
from tests.support.font_files import OWN, UNCARRIED, VERA, holding, in_collection, permitting, put_together, retagged
from tests.support.papers import application, request


def taken(font: bytes, **wanted: str) -> dict[str, Any]:
    return office_font.read(office_font.asked(font, wanted))


def content(found: dict[str, Any]) -> bytes:
    return base64.b64decode(found["font"])


def added(font: bytes, private: str = "") -> Added:
    return Added(hashlib.sha256(font).hexdigest(), font, fontfile.parse(font), frozenset(private))


def tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = struct.iter_unpack(">4sIII", font[12 : 12 + 16 * count])
    return {tag: font[offset : offset + length] for tag, _, offset, length in records}


def test_only_what_the_carried_fonts_lack_is_taken_and_private_codes_are_not() -> None:
    found = taken(VERA)
    new = TTFontFile(io.BytesIO(content(found)))
    old = TTFontFile(io.BytesIO(VERA))
    lacking = {c for c in old.charToGlyph if not fonts.carried(chr(c))}
    assert set(new.charToGlyph) <= lacking
    assert not [c for c in new.charToGlyph if 0xE000 <= c <= 0xF8FF]
    blank = sfnt.opened(VERA)  # some characters of this font show its sign for a missing one, which is no outline
    assert {blank.outline(blank.characters.get(c, 0)) for c in lacking - set(new.charToGlyph)} <= {
        b"",
        blank.outline(0),
    }
    assert found["count"] == len(new.charToGlyph) > 20
    assert ord("A") not in new.charToGlyph
    for point in new.charToGlyph:
        assert new.charWidths[point] == pytest.approx(old.charWidths[point], abs=1)


def test_what_is_kept_has_outlines_and_widths_and_no_programs() -> None:
    kept = tables(content(taken(VERA)))
    assert {b"fpgm", b"prep", b"cvt "} & set(tables(VERA))
    assert set(kept) == {b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post"}
    assert b"B\0i\0t\0s" not in kept[b"name"]


@pytest.mark.parametrize("wrapped", [bytes, in_collection])
def test_a_character_gets_the_outline_that_was_named(wrapped: Any) -> None:
    made = TTFontFile(io.BytesIO(content(taken(wrapped(VERA), **{UNCARRIED: "&", OWN: "Q"}))))
    old = TTFontFile(io.BytesIO(VERA))
    assert set(made.charToGlyph) == {ord(UNCARRIED), ord(OWN)}
    for character, of in ((UNCARRIED, "&"), (OWN, "Q")):
        assert made.charWidths[ord(character)] == pytest.approx(old.charWidths[ord(of)], abs=1)


@pytest.mark.parametrize(
    ("font", "wanted", "code"),
    [
        (b"OTTO" + VERA[4:], {}, Code.FONT_CFF),
        (retagged(retagged(VERA, b"glyf", b"CFF "), b"loca", b"xxxx"), {}, Code.FONT_CFF),
        (retagged(VERA, b"gasp", b"fvar"), {}, Code.FONT_VARIABLE),
        (permitting(VERA, 0x0002), {}, Code.FONT_FORBIDDEN),
        (permitting(VERA, 0x0108), {}, Code.FONT_FORBIDDEN),
        (permitting(VERA, 0x0200), {}, Code.FONT_FORBIDDEN),
        (b"", {}, Code.FONT_UNREADABLE),
        (b"wOF2" + VERA[4:], {}, Code.FONT_UNREADABLE),
        (VERA[:3000], {}, Code.FONT_UNREADABLE),
        (VERA, {UNCARRIED: UNCARRIED}, Code.FONT_LACKS),
        (VERA, {UNCARRIED: " "}, Code.FONT_LACKS),  # it has a width and draws nothing
        (VERA, {"ᠠ": "A"}, Code.FONT_CHARACTER),
        (VERA, {"\u0301": "A"}, Code.FONT_CHARACTER),
        (resource("fonts", "NotoSansSC-Regular.ttf").read_bytes(), {UNCARRIED: UNCARRIED}, Code.FONT_LACKS),
    ],
)
def test_what_cannot_or_may_not_be_used_is_refused(font: bytes, wanted: dict[str, str], code: Code) -> None:
    with pytest.raises(Fault) as caught:
        taken(font, **wanted)
    assert caught.value.code is code


def changed(table: bytes, at: int, form: str, *values: int) -> bytes:
    """The small font with some numbers of a table replaced."""
    place = VERA.index(tables(VERA)[table])
    packed = struct.pack(form, *values)
    return VERA[: place + at] + packed + VERA[place + at + len(packed) :]


@pytest.mark.parametrize(
    "font",
    [
        changed(b"head", 18, ">H", 8),
        changed(b"head", 18, ">H", 20_000),
        changed(b"head", 50, ">h", 1),
        changed(b"loca", 0, ">6H", 9, 8, 7, 6, 5, 4),
        b"\0\2\0\0" + VERA[4:],
        b"ttcf" + VERA[4:],
    ],
    ids=[
        "too few units",
        "too many units",
        "short places read as long",
        "places that run back",
        "no font",
        "no collection",
    ],
)
def test_a_font_that_contradicts_itself_is_unreadable(font: bytes) -> None:
    with pytest.raises(Fault) as caught:
        content(taken(font))
    assert caught.value.code is Code.FONT_UNREADABLE


def test_a_font_without_names_or_permissions_is_taken_without_them() -> None:
    bare = retagged(retagged(VERA, b"name", b"xnam"), b"OS/2", b"xOS2")
    found = taken(bare, **{UNCARRIED: "&"})
    assert (found["family"], found["licence"], found["permission"]) == ("", "", 0)


def test_glyphs_behind_the_last_width_share_it() -> None:
    source = sfnt.opened(changed(b"hhea", 34, ">H", 4))
    advance = source.metrics(3)[0]
    assert {source.metrics(glyph)[0] for glyph in range(4, source.count)} == {advance}


def test_a_font_that_adds_nothing_is_refused() -> None:
    with pytest.raises(Fault, match="font_nothing"):
        taken(holding("A", "B"))


@pytest.mark.parametrize("permission", [0x0000, 0x0004, 0x0008])
def test_permission_to_print_is_enough(permission: int) -> None:
    assert taken(permitting(VERA, permission))["permission"] == permission


@given(st.lists(st.tuples(st.integers(0, len(VERA) - 1), st.integers(0, 255)), min_size=1, max_size=40), st.booleans())
def test_a_damaged_font_is_one_clear_fault_or_a_sound_font(changes: list[tuple[int, int]], heads: bool) -> None:
    broken = bytearray(VERA)
    for at, value in changes:
        broken[at % 3000 if heads else at] = value
    with suppress(Fault):  # any other exception fails
        made = content(taken(bytes(broken)))
        TTFont("Broken", io.BytesIO(made))
        fontfile.parse(made)


def test_glyphs_put_together_of_parts_are_drawn_whole() -> None:
    """One letter over another is drawn higher than the letter by itself."""
    whole = added(content(taken(put_together(VERA, "@", "A", "A"), **{UNCARRIED: "@"})))
    simple = added(content(taken(VERA, **{UNCARRIED: "A"})))
    ink = {}
    for font in (whole, simple):
        made = render(request(Document.PLEDGE, application(UNCARRIED * 3), fonts=(font,)))
        assert made.issues == ()
        assert made.fonts == (font.digest,)
        page = pypdfium2.PdfDocument(made.pdf)[0]
        text = page.get_textpage()
        assert UNCARRIED * 3 in text.get_text_range()
        box = text.get_charbox(text.get_text_range().index(UNCARRIED), loose=False)
        ink[font.digest] = box[3] - box[1]
    assert ink[whole.digest] > ink[simple.digest]


def test_added_fonts_are_asked_last_and_only_while_they_are_in_use() -> None:
    mine = added(holding(UNCARRIED, "A", "草"))
    with fonts.using((mine,)):
        assert fonts.glyph("A", fonts.Face.SONG).face is fonts.Face.SONG
        assert fonts.glyph(UNCARRIED, fonts.Face.SONG).face is mine
        assert [source for source, _ in fonts.runs(f"草{UNCARRIED}A", fonts.Face.HEI)] == [
            fonts.Face.HEI,
            mine,
            fonts.Face.HEI,
        ]
        width = fonts.width(UNCARRIED, fonts.Face.SONG)
    assert fonts.glyph(UNCARRIED, fonts.Face.SONG).face is None
    assert fonts.width(UNCARRIED, fonts.Face.SONG) == 1.0 != width


def test_a_private_code_is_printed_only_with_an_outline_given_to_it() -> None:
    subject = application(f"孟{OWN}")
    font = holding(OWN)
    flagged = render(request(Document.PLEDGE, subject, fonts=(added(font),)))
    assert [(issue.kind.value, issue.code_point) for issue in flagged.issues] == [("private_use", "U+E000")]
    made = render(request(Document.PLEDGE, subject, fonts=(added(font, private=OWN),)))
    assert made.issues == ()
    text = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    assert f"孟{OWN}" in text


def test_the_sheets_name_the_fonts_that_drew_on_them_and_no_others() -> None:
    one, other = added(holding(UNCARRIED)), added(holding("\U000301d8"))
    made = render(request(Document.REVIEW_FORM, application(f"孟{UNCARRIED}"), fonts=(one, other)))
    assert made.fonts == (one.digest,)
    text = pypdfium2.PdfDocument(made.pdf)[3].get_textpage().get_text_range()
    assert f"补字字体 {one.digest[:8]}" in text
    plain = render(request(Document.REVIEW_FORM, application("萨仁"), fonts=(one, other)))
    assert plain.fonts == ()
    assert plain.pdf == render(request(Document.REVIEW_FORM, application("萨仁"))).pdf


def test_two_fonts_of_the_same_outlines_are_not_taken_for_one() -> None:
    """The drawing library goes by the name inside the file."""
    one, other = added(holding(UNCARRIED)), added(holding("\U000301d8"))
    for font, name in ((one, UNCARRIED), (other, "\U000301d8")):
        made = render(request(Document.PLEDGE, application(f"孟{name}"), fonts=(font,)))
        assert f"孟{name}" in pypdfium2.PdfDocument(made.pdf)[0].get_textpage().get_text_range()
