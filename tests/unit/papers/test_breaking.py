"""Where lines end, for any text: nothing lost, nothing too wide, and the standard's marks where they may stand."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_app.papers import fonts
from desktop_app.papers.breaking import units
from desktop_app.papers.fonts import Face
from desktop_app.papers.typeset import Line, Sizing, fit, fit_compact, wrap

#: GB/T 15834-2011, 5.1, as it is read: not what the program has.
NEVER_BEGINS = "。？！，、；：”’）］】〉》」』—…～·／%"
NEVER_ENDS = "“‘（［【〈《「『／"
#: The half-width kin of the full stop begins a line as little as the mark itself: 「1.%」 has no better place to end.
HALF_WIDTH = "."
PROSE = st.text(
    alphabet=NEVER_BEGINS + NEVER_ENDS + "草原生态监测𬭎㛃ABkg 12.5年月　ᠮᠣᠩᠭᠣᠯ\u180bөϕ葛\U000e0100",
    max_size=80,
)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=60)
EMS = st.floats(min_value=2.5, max_value=40)


def lines_of(text: str, ems: float) -> tuple[Line, ...]:
    return wrap(text, Face.SONG, 10, ems * 10)


def bare(text: str) -> str:
    return "".join(text.split())


@given(st.one_of(PROSE, ANYTHING), EMS)
def test_no_character_is_lost_doubled_or_moved(text: str, ems: float) -> None:
    lines = lines_of(text, ems)
    assert bare("".join(line.text for line in lines)) == bare(text)
    assert lines[-1].end == len(text)
    assert "".join(units(text)) == text


@given(st.one_of(PROSE, ANYTHING), EMS)
def test_no_line_is_wider_than_the_measure_by_more_than_a_blank_half(text: str, ems: float) -> None:
    for line in lines_of(text, ems):
        within = ems + (0.5 if line.text[-1:] in "，。、；：）》」』】〕〉”’" else 0) + 1e-6
        assert line.width <= within or (len(fonts.runs(line.text, Face.SONG)) <= 1 and fonts.gaps(line.text) == 0)
        assert line.width == pytest.approx(fonts.width(line.text, Face.SONG))


def could_end_earlier(line: str, marks: str, ems: float) -> bool:
    """Whether a line could end before its own end with no mark of the standard out of place.

    `marks`: those at the beginning of the next line, after the blank before them; what is moved there must fit a line
    together with them.
    """
    return any(
        not line[at].isspace()
        and not line[at - 1].isspace()
        and line[at] not in NEVER_BEGINS + HALF_WIDTH
        and line[at - 1] not in NEVER_ENDS
        and line[at] not in "\u180b\U000e0100"
        and fonts.width(line[at:] + marks, Face.SONG) <= ems
        for at in range(1, len(line))
    )


def marks_before(line: str) -> str:
    """The marks that a line begins with and should not."""
    bare_line = line.lstrip()
    return bare_line[: len(bare_line) - len(bare_line.lstrip(NEVER_BEGINS))]


def neighbours(text: str, ems: float) -> Iterator[tuple[str, str, str]]:
    """Each line, the blank after it that the end of the line swallows, and the line that follows."""
    lines = lines_of(text, ems)
    starts = [0, *(line.end for line in lines)]
    for start, (before, line) in zip(starts, pairwise(lines), strict=False):
        kept = before.text.rstrip()
        yield kept, text[start + len(kept) : len(text) - len(text[before.end :].lstrip())], line.text.lstrip()


@given(PROSE, EMS)
@example("000—………𬭎…）00—《 《%", 8.0)
@example("草原 ，生态", 2.5)
@example("AAAAAAAAAAAA，草", 5.0)
@example("12’’", 2.5)
@example("1A’—", 2.5)
@example("1.%…", 2.5)
@example("111\u3000·", 2.5)
@example("1A\u3000—", 2.5)
def test_a_mark_that_may_not_begin_a_line_does_so_only_where_nothing_else_is_possible(text: str, ems: float) -> None:
    for before, blank, line in neighbours(text, ems):
        if marks := marks_before(line):
            assert not could_end_earlier(before, blank + marks, ems), (before, line)


@given(PROSE, EMS)
@example("草原《 《生态", 4.0)
@example("1‘〈 ϕ", 3.0)
def test_a_mark_that_may_not_end_a_line_does_so_only_where_nothing_else_is_possible(text: str, ems: float) -> None:
    for line, blank, after in neighbours(text, ems):
        if after and line and line[-1] in NEVER_ENDS:
            assert not could_end_earlier(line, blank + after[:1], ems), (line, after)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("牧草——尤其是羊草……", ["牧", "草——", "尤", "其", "是", "羊", "草……"]),
        ("和/或", ["和/或"]),
        ("面积12.6 hm²，高5 cm", ["面", "积", "12.6 hm²，", "高", "5 cm"]),
        ("5 km/h", ["5 km/h"]),
        ("第 3 名", ["第", " ", "3", " ", "名"]),
        ("don’t stop", ["don’t", " ", "stop"]),
        ("《草原与草坪》（第2期）", ["《草", "原", "与", "草", "坪》", "（第", "2期）"]),
        ("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ᠃", ["ᠮᠣᠩᠭᠣᠯ", " ", "ᠬᠡᠯᠡ᠃"]),
        ("Монгол хэл", ["Монгол", " ", "хэл"]),
        ("￥5万元", ["￥5万", "元"]),
        ("葛\U000e0100城", ["葛\U000e0100", "城"]),
        ("甲 。乙", ["甲 。", "乙"]),
        ("CO₂和PM2.5", ["CO₂", "和", "PM2.5"]),
        ("", []),
    ],
)
def test_what_is_not_parted(text: str, pieces: list[str]) -> None:
    assert units(text) == pieces


@given(st.one_of(PROSE, ANYTHING), st.floats(min_value=20, max_value=300), st.floats(min_value=5, max_value=120))
def test_what_is_said_to_fit_fits_and_the_rest_is_counted(text: str, measure: float, height: float) -> None:
    for setter in (fit, fit_compact):
        made = setter(text, Sizing(Face.SONG, 10.5, 7, 1.3), measure, height)
        assert 7 <= made.size <= 10.5
        assert made.taken + made.excess == (made.lines[-1].end if made.lines else 0)
        if made.fits:
            assert made.height <= height + 0.02
            assert bare("".join(line.text for line in made.lines)) == bare(text)
        else:
            assert made.excess >= 1 or not bare(text)
            assert made.size == 7


def test_a_long_run_without_a_place_to_end_is_cut_and_never_hangs() -> None:
    for text in ("，" * 5000, "《" * 5000, "A" * 5000, "ᠮ" * 600, " " * 5000, "/" * 5000):
        lines = lines_of(text, 20)
        assert bare("".join(line.text for line in lines)) == bare(text)
        assert max(len(re.sub(r"\s", "", line.text)) for line in lines) <= 110
