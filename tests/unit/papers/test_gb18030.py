"""The repertoire that GB 18030-2022 asks for, against the carried fonts.

GB 18030-2022, chapter 9: level 1 is the characters of the basic set; level 2 adds those of 通用规范汉字表 (8105) that
level 1 lacks; level 3, which programs for government services must have, adds every other Chinese character of the
standard and the Kangxi radicals of its table 3. The sets below are put together from the Unicode blocks that the
standard names, and held to the numbers it gives: 27,584, then 27,780, then 87,887 characters and 228 radicals.
"""

import pytest

from desktop_app.papers import fonts, glyphs
from desktop_app.papers.fonts import Face

#: The components that the standard counts among the characters of level 1 and among its radicals.
COMPONENTS = "⺁⺄⺈⺋⺌⺗⺧⺪⺮⺳⺶⺷⺻⻊"
#: Unified ideographs that stand in the compatibility block. The nine others there that GBK had were dropped in 2022.
UNIFIED = "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
DROPPED = "\uf92c\uf979\uf995\uf9e7\uf9f1\ufa0c\ufa0d\ufa18\ufa20"
#: What 通用规范汉字表 has beyond the basic plane (Unihan, kTGH).
COMMON_BEYOND = (
    "𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀"
    "𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷"
    "𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮"
    "𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))


def block(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


BASIC = block(0x4E00, 0x9FEF) + block(0x3400, 0x4DB5) + UNIFIED
BEYOND = (  # Ext B, C, D, E, F as Unicode 11 has them
    block(0x20000, 0x2A6D6)
    + block(0x2A700, 0x2B734)
    + block(0x2B740, 0x2B81D)
    + block(0x2B820, 0x2CEA1)
    + block(0x2CEB0, 0x2EBE0)
)
LEVELS = {1: BASIC + COMPONENTS, 2: BASIC + COMPONENTS + COMMON_BEYOND, 3: BASIC + BEYOND}


def lacking(text: str, face: Face) -> str:
    return " ".join(f"U+{ord(c):04X}" for c in text if fonts.glyph(c, face).face is None)


def test_the_sets_are_as_large_as_the_standard_says() -> None:
    assert {level: len(set(text)) for level, text in LEVELS.items()} == {1: 27_584, 2: 27_780, 3: 87_887}
    assert len(KANGXI + COMPONENTS) == 228
    assert set(COMMON_BEYOND) <= set(BEYOND)


@pytest.mark.slow
@pytest.mark.parametrize("face", [Face.SONG, Face.SONG_BOLD, Face.HEI])
@pytest.mark.parametrize("level", LEVELS)
def test_every_character_of_each_level_is_drawn(level: int, face: Face) -> None:
    assert lacking(LEVELS[level], face) == ""
    assert glyphs.missing(LEVELS[level]) == ()


@pytest.mark.parametrize("face", [Face.SONG, Face.SONG_BOLD, Face.HEI])
def test_the_radicals_of_table_three_and_what_was_dropped_in_2022_are_drawn(face: Face) -> None:
    assert lacking(KANGXI + COMPONENTS + DROPPED, face) == ""


def test_what_common_names_need_is_in_the_style_of_the_form_itself() -> None:
    """No name in characters of 通用规范汉字表 is set in the shapes of the fallback."""
    for face in (Face.SONG, Face.SONG_BOLD, Face.HEI):
        assert fonts.runs(COMMON_BEYOND, face) == [(face, COMMON_BEYOND)]


def test_all_signs_of_the_two_byte_area_are_drawn_but_one() -> None:
    """≒ (U+2252) is in none of the fonts; it is reported, as any other such character is."""
    two = [bytes([a, b]) for a in range(0x81, 0xFF) for b in (*range(0x40, 0x7F), *range(0x80, 0xFF))]
    signs = "".join(pair.decode("gb18030", "ignore") for pair in two)
    assert len(signs) > 21_000
    assert [code for _, code, reason in glyphs.missing(signs) if reason is glyphs.GlyphFault.NO_FONT] == ["U+2252"]


def test_what_lies_beyond_the_standard_is_reported_and_never_guessed() -> None:
    """But for three characters of Ext G, 𰻝 among them, that the sans has."""
    for first, last in ((0x2EBF0, 0x2EE5D), (0x30000, 0x3134A), (0x31350, 0x323AF)):  # Ext I, G, H
        told = [code for _, code, _ in glyphs.missing(block(first, last))]
        assert told == [f"U+{point:X}" for point in range(first, last + 1) if point not in (0x30EDD, 0x30EDE, 0x3106C)]
