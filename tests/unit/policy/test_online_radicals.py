"""Whichever of our fonts an export is set in, a radical that stands for a character is read as that character."""

import pytest

from desktop_app.core.resources import resource
from desktop_app.papers import fontfile
from desktop_app.policy.online_radicals import RADICALS

IDEOGRAPHS = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))
RADICAL_BLOCKS = (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf"])
def test_a_radical_is_a_character_that_has_its_glyph(name: str) -> None:
    font = fontfile.read(resource("fonts", name))
    drawn: dict[int, set[str]] = {}
    for code in IDEOGRAPHS:
        drawn.setdefault(font.glyph(code), set()).add(chr(code))
    shared = {chr(code): drawn[glyph] for code in RADICAL_BLOCKS if (glyph := font.glyph(code)) in drawn and glyph}
    assert len(shared) > 250
    wrong = {one: wanted for one, wanted in shared.items() if one.translate(RADICALS) not in wanted}
    assert wrong == {}


def test_nothing_but_radicals_is_touched() -> None:
    text = "".join(map(chr, (*range(0x20, 0x2E80), *IDEOGRAPHS)))
    assert text.translate(RADICALS) == text
