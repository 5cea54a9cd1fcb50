"""Line breaking by the rules of Chinese setting, and the size at which a text fits."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.papers import lines
from desktop_app.papers.fonts import Face
from desktop_app.papers.typeset import Sizing, fit, fit_compact, wrap

TEXTS = st.text(alphabet="草原生态，。；（）《》·—…%/ABCabc 0129.年月日\n𬭎", max_size=120)
SONG = Sizing(Face.SONG, 10.5, 7, 1.3)


def texts(text: str, ems: float) -> list[str]:
    return [line.text for line in wrap(text, Face.SONG, 10, ems * 10)]


def test_a_closing_mark_never_begins_a_line() -> None:
    assert texts("草原生态监测，修复", 6.5) == ["草原生态监测，", "修复"]  # its blank half may pass the measure
    assert texts("草原生态监测！修复", 6) == ["草原生态监", "测！修复"]


def test_an_opening_mark_never_ends_a_line() -> None:
    assert texts("草原生态（监测）", 5) == ["草原生态", "（监测）"]


def test_numbers_keep_together_with_what_they_count() -> None:
    assert texts("共改良草场面积1234万亩", 8) == ["共改良草场面积", "1234万亩"]
    assert texts("一二三四2026年6月", 6.5) == ["一二三四", "2026年6月"]
    assert texts("盖度提高到约43%，亩产", 7) == ["盖度提高到约", "43%，亩产"]


def test_latin_words_break_at_spaces_and_the_space_is_gone() -> None:
    assert texts("seed bank of steppe", 5) == ["seed bank", "of steppe"]


def test_a_word_longer_than_the_line_is_cut_rather_than_lost() -> None:
    lines = texts("A" * 40, 5)
    assert len(lines) > 1
    assert "".join(lines) == "A" * 40


def test_paragraphs_are_indented_and_the_rest_of_one_is_not() -> None:
    first, second = wrap("甲乙\n丙丁", Face.SONG, 10, 100, 2)
    assert (first.indent, second.indent) == (2, 2)
    assert [line.indent for line in wrap("甲乙\n丙丁", Face.SONG, 10, 100, 2, continued=True)] == [0, 2]


@given(TEXTS, st.floats(min_value=2.5, max_value=30))
def test_no_character_is_lost_and_no_line_is_too_wide(text: str, ems: float) -> None:
    lines = wrap(text, Face.SONG, 10, ems * 10)
    bare = str.maketrans("", "", " \n")
    assert "".join(line.text for line in lines).translate(bare) == text.translate(bare)
    for line in lines:
        assert line.width <= ems + 0.5 + 1e-6 or len(line.text) == 1


@given(TEXTS, st.floats(min_value=8, max_value=30))
def test_no_line_ends_with_an_opening_mark_where_it_could_be_helped(text: str, ems: float) -> None:
    for line in wrap(text.replace("\n", ""), Face.SONG, 10, ems * 10)[:-1]:
        assert not line.text.endswith(("（", "《")) or set(line.text) <= set("（《")  # nothing else to break at


@given(TEXTS, st.floats(min_value=2.5, max_value=30), st.integers(min_value=1, max_value=6))
def test_a_text_cut_after_any_line_goes_on_where_it_stopped(text: str, ems: float, lines: int) -> None:
    made = wrap(text, Face.SONG, 10, ems * 10)
    cut = made[min(lines, len(made)) - 1].end
    bare = str.maketrans("", "", " \n")
    assert "".join(line.text for line in made[:lines]).translate(bare) == text[:cut].translate(bare)
    assert made[-1].end == len(text)


def test_text_shrinks_by_half_points_until_it_fits() -> None:
    measure, height = 105.0, 10.5 + 2 * 10.5 * 1.3  # ten characters by three lines
    assert fit("草" * 30, SONG, measure, height).size == 10.5
    shrunk = fit("草" * 31, SONG, measure, height)
    assert shrunk.fits
    assert shrunk.size == 9.5  # at 10 still ten characters a line; at 9.5 eleven


def test_one_character_beyond_the_smallest_size_is_an_overflow() -> None:
    measure, height = 70.0, 7 + 7 * 1.3  # at 7 points ten characters by two lines
    assert fit("草" * 20, SONG, measure, height).fits
    over = fit("草" * 21, SONG, measure, height)
    assert not over.fits
    assert (over.size, over.room, over.excess, over.taken) == (7, 2, 1, 20)


def test_a_box_lower_than_one_line_has_no_room() -> None:
    nothing = fit("草", SONG, 100, 5)
    assert (nothing.fits, nothing.room, nothing.taken, nothing.excess) == (False, 0, 0, 1)


def test_short_text_gives_up_a_little_size_for_a_line_and_shares_the_rest_evenly() -> None:
    name = Sizing(Face.SONG, 12, 7, 1.2)
    one_line = fit_compact("草" * 13, name, 12 * 12.5, 60)
    assert (len(one_line.lines), one_line.size) == (1, 11.5)
    two = fit_compact("草" * 17, name, 12 * 12.5, 60)
    assert sorted(len(line.text) for line in two.lines) == [8, 9]


def test_full_lines_are_stretched_to_the_measure_and_last_lines_are_not() -> None:
    made = fit("草原AB生态监测" * 4, Sizing(Face.SONG, 10, 10, 1.3), 97.0, 500)
    assert len(made.lines) > 2
    for line in made.lines[:-1]:
        gap = made.spacing(line, 97.0)
        assert abs(line.width * 10 + gap * (len(line.text) - 1) - 97.0) < 1e-6
    assert made.spacing(made.lines[-1], 97.0) == 0


@given(TEXTS, st.floats(min_value=2.5, max_value=30))
def test_a_size_is_passed_over_only_where_its_lines_could_not_fit(text: str, ems: float) -> None:
    paragraphs = lines.measured(text, Face.SONG)
    assert lines.least(paragraphs, ems) <= len(lines.lines(paragraphs, Face.SONG, ems))


def test_what_was_measured_for_one_document_is_forgotten_after_it() -> None:
    with lines.remembering():
        assert lines.measured("草原生态", Face.SONG) is lines.measured("草原生态", Face.SONG)
    assert lines.measured("草原生态", Face.SONG) is not lines.measured("草原生态", Face.SONG)
