"""Coverage, widths and fallback of the carried fonts."""

import hashlib
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.papers import fontfile, fonts, glyphs
from desktop_app.papers.fonts import Face
from desktop_app.papers.glyphs import GlyphFault
from tests.support.papers import LONG_NAME, RARE_NAME


def test_the_files_are_the_ones_whose_digests_are_recorded() -> None:
    for line in resource("fonts", "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256(resource("fonts", name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("face", [Face.SONG, Face.HEI])
def test_coverage_and_widths_agree_with_the_drawing_library(face: Face) -> None:
    drawn = TTFont(face.value, str(fonts.path(face))).face
    read = fontfile.read(fonts.path(face))
    for code_point in (*range(0x20, 0x250), *range(0x2000, 0x2700), *range(0x3000, 0xA000, 7), 0x2CB4E, 0x2B627):
        glyph = read.glyph(code_point)
        assert bool(glyph) == (code_point in drawn.charToGlyph)
        if glyph:
            assert read.advance(glyph) * 1000 == pytest.approx(drawn.charWidths[code_point], abs=1)


def test_a_rare_name_is_set_from_one_face_when_one_has_it_all() -> None:
    assert fonts.whole(RARE_NAME, Face.SONG) is Face.SONG
    assert fonts.runs(LONG_NAME, Face.SONG) == [(Face.SONG, LONG_NAME)]
    assert fonts.runs("甲\U00020021乙", Face.SONG) == [(Face.SONG, "甲"), (Face.RARE, "\U00020021"), (Face.SONG, "乙")]


def test_a_name_switches_its_style_as_a_whole() -> None:
    song, hei = fontfile.read(fonts.path(Face.SONG)), fontfile.read(fonts.path(Face.HEI))
    only_in_song = next(chr(c) for c in range(0x3000, 0x2D000) if song.glyph(c) and not hei.glyph(c))
    assert fonts.whole(f"萨仁{only_in_song}", Face.HEI) is Face.SONG
    assert fonts.whole("萨仁", Face.HEI) is Face.HEI


def test_what_cannot_be_printed_is_named_once_with_its_reason() -> None:
    text = f"甲\U0002ebf0{chr(0xE001)}\U0002ebf0乙\n{chr(0x1780)}"
    assert glyphs.missing(text) == (
        ("\U0002ebf0", "U+2EBF0", GlyphFault.NO_FONT),
        (chr(0xE001), "U+E001", GlyphFault.PRIVATE_USE),
        (chr(0x1780), "U+1780", GlyphFault.NO_FONT),
    )
    assert glyphs.missing(RARE_NAME + LONG_NAME) == ()


@given(st.binary(max_size=400))
def test_a_file_that_is_no_font_is_one_clear_fault(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("font") / "x.ttf"
    path.write_bytes(content)
    with pytest.raises(Fault) as caught:
        fontfile.read(path)
    assert caught.value.code is Code.FONT_MISSING


def test_a_font_cut_short_or_absent_is_the_same_fault(tmp_path: Path) -> None:
    whole = fonts.path(Face.RARE).read_bytes()
    (count,) = struct.unpack_from(">H", whole, 4)
    for length in (4, 12, 12 + 16 * count, 100_000):
        path = tmp_path / f"{length}.ttf"
        path.write_bytes(whole[:length])
        with pytest.raises(Fault, match="font_missing"):
            fontfile.read(path)
    with pytest.raises(Fault, match="font_missing"):
        fontfile.read(tmp_path / "none.ttf")
