"""Names in traditional Mongolian: joined letters, measured as drawn, and read back as they were typed."""

import io
import subprocess
import sys
import unicodedata
from pathlib import Path

import pdfplumber
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from desktop_app.core.resources import resource
from desktop_app.domain.copies import Document
from desktop_app.papers import fonts, glyphs, mongolian
from desktop_app.papers.fonts import Face
from desktop_app.papers.render import render
from desktop_app.papers.typeset import Sizing, fit, wrap
from tests.support.papers import MONGOLIAN_NAME, SENTENCE, application, request

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
LETTERS = "".join(chr(c) for c in range(0x1807, 0x18AB) if unicodedata.category(chr(c)) != "Cn")
SELECTORS = "\u180b\u180c\u180d\u180e\u180f"
WORDS = st.builds(
    str.__add__,
    st.sampled_from(LETTERS.translate(dict.fromkeys(map(ord, SELECTORS)))),
    st.text(alphabet=LETTERS + "\u202f", max_size=12),
)
#: Each letter as readers of the script expect it: at the beginning, in the middle and at the end of its word.
FORMS = {
    "ᠰᠠᠷᠠᠨ": ["uni1830.S.init", "uni1820.A.medi", "uni1837.R.medi", "uni1820.A.medi", "uni1828.A.fina"],
    "ᠮᠣᠩᠭᠣᠯ": ["uni182E.M.init", "uni1823.O.medi", "AGHx.medi", "uni1823.O.medi", "uni182F.L.fina"],
    "ᠪᠠᠶᠠᠷ\u180eᠠ": ["BA.init", "uni1836.Y.medi", "uni1820.A.medi", "uni1837.R.fina", "mvs.narrow", "uni1820.Aa.isol"],
    "ᠠᠱᠠ": ["uni1820.AA.init", "uni1831.Sh.medi", "uni1820.A.fina"],
    "ᠠᠱ\u180bᠠ": ["uni1820.AA.init", "uni1831.S.medi", "uni1820.A.fina"],  # the selector chose the second shape
}


def font() -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(resource("fonts", mongolian.FILE).read_bytes()))


@pytest.mark.parametrize("word", FORMS)
def test_letters_take_the_form_of_their_place(word: str) -> None:
    assert [font().glyph_to_string(shape.glyph) for shape in mongolian.shape(word)] == FORMS[word]


@given(WORDS)
def test_every_word_is_drawn_whole_and_stands_for_what_was_typed(word: str) -> None:
    shapes = mongolian.shape(word)
    assert "".join(shape.text for shape in shapes) == word
    names = {font().glyph_to_string(shape.glyph) for shape in shapes}
    assert not names & {".notdef", "fvs1", "fvs2", "fvs3", "fvs4", "mvs", "nnbsp"}  # boxes, on paper
    assert fonts.width(word, Face.SONG) == sum(shape.width for shape in shapes)


@given(st.lists(WORDS, max_size=8), st.floats(min_value=3, max_value=30))
def test_lines_break_between_words_and_hold_their_measure(words: list[str], ems: float) -> None:
    text = "萨仁".join(words)
    lines = wrap(text, Face.SONG, 10, ems * 10)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())
    for line in lines:
        assert line.width <= ems + 0.5 + 1e-6 or len(mongolian.shape(line.text)) <= 1
    short = [word for word in words if mongolian.width(word) <= ems]
    for word in short:
        assert any(word.rstrip() in line.text for line in lines)


def test_all_of_the_script_can_be_printed() -> None:
    assert glyphs.missing(LETTERS + "".join(chr(c) for c in range(0x11660, 0x1166D)) + "ᠠ\u202fᠠ") == ()
    assert [code for _, code, _ in glyphs.missing("5\u202f元")] == ["U+202F"]  # there it is an ordinary narrow space


def test_a_selector_that_chooses_nothing_is_not_drawn() -> None:
    """The font has a box for it, which an editor may show and a form may not."""
    assert mongolian.width("ᠠ\u180b\u180c") == mongolian.width("ᠠ\u180b")
    assert fonts.runs("萨\u180b仁", Face.SONG) == [(Face.SONG, "萨仁")]


def test_a_mixed_name_is_set_from_one_chinese_face_with_its_mongolian_words_whole() -> None:
    assert fonts.whole("萨仁 ᠰᠠᠷᠠᠨ", Face.HEI) is Face.HEI
    assert fonts.runs("乌兰ᠤᠯᠠᠭᠠᠨ·甲", Face.SONG) == [
        (Face.SONG, "乌兰"),
        (Face.MONGOL, "ᠤᠯᠠᠭᠠᠨ"),
        (Face.SONG, "·甲"),
    ]


def texts(pdf: bytes) -> dict[str, str]:
    with pdfplumber.open(io.BytesIO(pdf)) as plumbed:
        plumber = "".join(page.extract_text() for page in plumbed.pages)
    pdfium = pypdfium2.PdfDocument(pdf)
    return {
        "pypdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "pdfplumber": plumber,
        "pdfium": "".join(page.get_textpage().get_text_range() for page in pdfium),
    }


@pytest.mark.parametrize("name", [MONGOLIAN_NAME, "乌兰ᠤᠯᠠᠭᠠᠨ", "ᠪᠠᠶᠠᠷ\u180eᠠ", "ᠣᠳ\u180bᠣ"])
def test_every_reader_finds_the_name_in_the_form(name: str) -> None:
    made = render(request(Document.REVIEW_FORM, application(name)))
    assert made.issues == ()
    for reader, text in texts(made.pdf).items():
        assert all(word in text for word in name.split()), reader


def test_joined_letters_are_not_spread_when_a_line_is_justified() -> None:
    """Read off the drawn page: between its letters a word has no more room than by itself."""
    word = "ᠰᠠᠷᠠᠨᠭᠣᠣᠸᠠ"
    record = structs.replace(application(), work_summary=f"{SENTENCE[:36]}{word}" * 9)
    made = render(request(Document.REVIEW_FORM, record))
    sizing = Sizing(Face.SONG, 12, 12, 1.6, 2)
    assert made.issues == ()
    widths = []
    for page in pypdfium2.PdfDocument(made.pdf):
        content = page.get_textpage()
        text = content.get_text_range()
        at = text.find(word)
        while at >= 0:
            left, right = content.get_charbox(at, loose=True)[0], content.get_charbox(at + len(word) - 1, loose=True)[2]
            widths.append(right - left)
            at = text.find(word, at + 1)
    assert len(widths) == 9
    assert widths == pytest.approx([mongolian.width(word) * 12] * 9, abs=0.3)
    assert any(
        made.spacing(line, 400.0) for made in [fit(record.work_summary, sizing, 400.0, 9e9)] for line in made.lines
    )


def test_without_the_shaping_library_the_field_says_so_instead_of_printing_wrong() -> None:
    program = (
        "import sys; sys.modules['uharfbuzz'] = None\n"
        "from desktop_app.domain.copies import Document\n"
        "from desktop_app.papers.render import render\n"
        "from tests.support.papers import MONGOLIAN_NAME, application, request\n"
        "made = render(request(Document.REVIEW_FORM, application(MONGOLIAN_NAME)))\n"
        "for issue in made.issues: print(issue.kind.value, issue.field, issue.code_point, issue.words().zh)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.startswith("not_shaped person.name U+18") and "蒙古文" in line for line in lines)


def test_a_sign_over_a_letter_is_drawn_over_it() -> None:
    letter, sign = mongolian.shape("ᠠ\u1886")
    assert (sign.width, sign.x) == (0.0, -letter.width)
    (page,) = pypdfium2.PdfDocument(render(request(Document.PLEDGE, application("ᠠ\u1886"))).pdf)
    content = page.get_textpage()
    text = content.get_text_range()
    over, under = (content.get_charbox(text.index(c), loose=False) for c in ("\u1886", "ᠠ"))
    assert under[0] - 1 < over[0] < under[2]
