"""The font file that a paper embeds: a TrueType file that adds up, with the glyphs of that paper alone."""

import struct
from array import array

import pytest

from desktop_app.papers import outlines
from desktop_app.papers.fonts import Face
from desktop_app.papers.outlines import Outlines, chosen


def added_up(data: bytes) -> int:
    numbers = array("I", data + b"\0" * (-len(data) % 4))
    numbers.byteswap()
    return sum(numbers) & 0xFFFFFFFF


def composite(file: Outlines) -> int:
    return next(glyph for glyph in range(1, 60_000) if file.outline(glyph)[:1] >= b"\x80")


@pytest.mark.parametrize("face", Face)
def test_every_table_and_the_whole_file_add_up(face: Face) -> None:
    made, count = chosen(outlines.of(face), [5, 9, 700])
    assert count >= 4
    assert added_up(made) == 0xB1B0AFBA
    for tag, check, place, length in struct.iter_unpack(">4sIII", made[12 : 12 + 16 * made[5]]):
        table = bytearray(made[place : place + length])
        if tag == b"head":
            table[8:12] = bytes(4)
        assert added_up(bytes(table)) == check, tag


def test_glyphs_keep_their_outlines_and_widths_under_new_numbers() -> None:
    file = outlines.of(Face.SONG)
    plain = [glyph for glyph in range(1000, 1040) if file.outline(glyph)[:1] < b"\x80"]
    made = Outlines(chosen(file, plain)[0])
    for number, glyph in enumerate(plain, start=1):
        assert made.outline(number).rstrip(b"\0") == file.outline(glyph).rstrip(b"\0")
        assert made.metrics(number) == file.metrics(glyph)


def test_the_parts_of_a_composite_come_with_it() -> None:
    file = outlines.of(Face.MONGOL)
    glyph = composite(file)
    (part,) = struct.unpack_from(">H", file.outline(glyph), 12)
    data, count = chosen(file, [glyph])
    made = Outlines(data)
    (renumbered,) = struct.unpack_from(">H", made.outline(1), 12)
    assert 1 < renumbered < count
    assert made.outline(renumbered).rstrip(b"\0") == file.outline(part).rstrip(b"\0")
