"""Text is kept as typed, in NFC, without characters that deceive the eye."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.text import (
    alike,
    composed,
    findable,
    is_private_use,
    normal,
    safe_for_screen,
    unsafe_characters,
)

BIDI_CONTROLS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
INVISIBLE = [0x00AD, 0x200B, 0x2028, 0x2029, 0x2060, 0xFEFF, 0xFFF9, 0xE0001, 0xE0041]
CONTROLS = [0x00, 0x07, 0x09, 0x0D, 0x1B, 0x7F, 0x85]
NONCHARACTERS = [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]


@pytest.mark.parametrize("point", BIDI_CONTROLS + INVISIBLE + CONTROLS + NONCHARACTERS + [0xD800, 0xDFFF])
def test_characters_that_may_not_be_kept_are_found(point: int) -> None:
    assert unsafe_characters(f"沈{chr(point)}舟") == [chr(point)]
    assert unsafe_characters(f"沈{chr(point)}舟", lines=True) == [chr(point)]


@pytest.mark.parametrize(
    "text",
    [
        "孟𪨰",
        "㛃𬭎𫘧",
        "孛儿只斤·阿拉坦苏和",
        "ᠮᠣᠩᠭᠣᠯ\u180b ᠬᠡᠯᠡ\u180e",  # Mongolian with a variation selector and a vowel separator
        "क्\u200dष",
        "葛\U000e0100城",  # an ideographic variation sequence chooses the shape of the character
        "Åsa ñandú",
        "\U00030edd",  # 𰻝, in a plane that older tables do not know
    ],
)
def test_names_of_every_script_may_be_kept(text: str) -> None:
    assert unsafe_characters(text) == []
    assert safe_for_screen(text) == unicodedata.normalize("NFC", text)


def test_a_line_feed_is_allowed_only_where_lines_are() -> None:
    assert unsafe_characters("一\n二") == ["\n"]
    assert unsafe_characters("一\n二", lines=True) == []
    assert unsafe_characters("一\r\n二", lines=True) == ["\r"]


def test_every_bad_character_is_reported_in_order() -> None:
    assert unsafe_characters("\u202ea\x00b\u2066") == ["\u202e", "\x00", "\u2066"]


@pytest.mark.slow
def test_the_short_way_finds_what_the_long_way_finds() -> None:
    """What Python calls printable is never unsafe: a space is added to make the other way be taken."""
    ideographic = chr(0x3000)
    assert not ideographic.isprintable()
    for point in range(sys.maxunicode + 1):
        assert unsafe_characters(chr(point)) == unsafe_characters(chr(point) + ideographic), hex(point)


def test_normal_composes_but_never_folds_distinct_characters() -> None:
    assert normal("e\u0301") == "é"
    for kept in ("ＡＢ", "①", "㈱", "⼈", "ﬁ"):  # NFKC would change each of these
        assert normal(kept) == kept


@pytest.mark.parametrize("point", [0xE000, 0xE863, 0xF8FF, 0xF0000, 0x10FFFD])
def test_private_use_is_flagged_but_kept(point: int) -> None:
    assert is_private_use(chr(point))
    assert unsafe_characters(chr(point)) == []


@pytest.mark.parametrize("character", ["孟", "𪨰", "A", "·", "\u180b"])
def test_standard_characters_are_not_private(character: str) -> None:
    assert not is_private_use(character)


def test_text_for_the_screen_is_cut_and_cleaned() -> None:
    assert safe_for_screen("甲\u202e乙\n丙", limit=2) == "甲乙"
    assert len(safe_for_screen("长" * 500)) == 200


@given(st.text(alphabet=st.characters()))
def test_what_the_screen_shows_is_always_safe(untrusted_text: str) -> None:
    shown = safe_for_screen(untrusted_text)
    assert unsafe_characters(shown) == []
    assert shown == normal(shown)
    assert len(shown) <= 200
    assert safe_for_screen(shown) == shown


@given(st.text())
def test_normal_is_stable(text: str) -> None:
    assert normal(normal(text)) == normal(text)


#: What looks the same in print, or nearly, and is another name: a compatibility ideograph, one of the supplement
#: that no font at hand can draw apart, a chosen shape, a radical, a dot.
LOOKALIKES = [
    ("\uf92c", "\u90ce", "U+F92C", "U+90CE"),
    ("\U0002f800", "丽", "U+2F800", "U+4E3D"),
    ("葛\U000e0100", "葛", "U+E0100", ""),
    ("⼈", "人", "U+2F08", "U+4EBA"),
    ("阿•拉", "阿·拉", "U+2022", "U+00B7"),
    ("阿・拉", "阿‧拉", "U+30FB", "U+2027"),
    ("ᠣᠳ\u180bᠣ", "ᠣᠳᠣ", "U+180B", ""),
]


@pytest.mark.parametrize(("one", "other", "codes", "other_codes"), LOOKALIKES)
def test_lookalikes_stay_apart_and_are_told_by_their_codes(one: str, other: str, codes: str, other_codes: str) -> None:
    assert (normal(one), normal(other)) == (one, other)
    assert normal(one) != normal(other)
    assert alike(one, other) == (codes, other_codes)
    assert alike(other, one) == (other_codes, codes)
    assert findable(f"甲{one}乙") == findable(f"甲{other}乙") or one == "⼈"  # a radical is nobody's name


def test_what_does_not_look_alike_is_not_said_to() -> None:
    for one, other in (("萨仁", "萨仁"), ("萨仁", "萨那"), ("", "萨"), ("𪨰", "𪨱"), ("己", "已")):
        assert alike(one, other) == ("", "")


@given(st.text(alphabet="\uf92c\u90ceé\u0301e葛\U000e0100\U0002f800丽\uf90a\u91d1"))
def test_every_compatibility_ideograph_is_kept_and_all_else_composed(text: str) -> None:
    kept, compatible = normal(text), "\uf92c\U0002f800\uf90a"
    assert normal(kept) == kept
    assert [c for c in kept if c in compatible] == [c for c in text if c in compatible]
    assert composed(kept) == composed(text)
