"""Values over an official blank: where they land in millimetres, and that the blank, marks and copies are all there."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdfium2 import raw

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import blanks
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.archive_faults import ArchiveFault
from desktop_app.papers.form import Form, of_office
from desktop_app.papers.issues import IssueKind
from desktop_app.papers.render import Rendered, render
from tests.support import blanks as made
from tests.support.papers import RARE_NAME, application, crowded, photo, request
from tests.unit.papers.test_preflight import needs_validator, validate

pytestmark = pytest.mark.slow

NEAR = 0.2  # millimetres
TEXT = """
texts = [
  { box = [35, 72, 30, 8], text = "{person.name}", style = "at" },
  { box = [80, 72, 60, 8], text = "{unit.name|无}", style = "right", name = "单位" },
  { box = [160, 60, 12, 60], text = "同意推荐", style = "at", vertical = true },
  { box = [35, 140, 100, 10], text = "固定的字", style = "at" },
]
photos = [[150, 75, 30, 40]]
lists = [{ at = [30, 150], rows = "work", row = 10, count = 2, name = "经历", columns = [
  { bind = "span", width = 40, style = "at" }, { width = 5 }, { bind = "unit", width = 60, style = "at" }] }]
[styles.at]
face = "song"
size = 12
align = "left"
[styles.right]
face = "hei"
size = 12
minimum = 8
align = "right"
"""


@contextmanager
def page_of(pdf: bytes, number: int = 0) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document[number]
    finally:
        document.close()


def where(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of some drawn words in millimetres from the top left corner."""
    with page_of(pdf) as page:
        text = page.get_textpage()
        whole = text.get_text_range()
        first = whole.replace("\r\n", "\n").find(words)
        assert first >= 0, whole
        start = next(n for n in range(text.count_chars()) if _text_at(text, n, len(words)) == words)
        boxes = [text.get_charbox(start + n) for n in range(len(words))]
        height = page.get_height()
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        return left / made.MM, (height - top) / made.MM, right / made.MM, (height - bottom) / made.MM


def origin(pdf: bytes, words: str) -> float:
    """Where the first character's own space begins, from the left, in millimetres."""
    with page_of(pdf) as page:
        text = page.get_textpage()
        start = next(n for n in range(text.count_chars()) if _text_at(text, n, len(words)) == words)
        x, y = raw.c_double(), raw.c_double()
        assert raw.FPDFText_GetCharOrigin(text, start, x, y)
        return float(x.value) / made.MM


def _text_at(text: pypdfium2.PdfTextPage, start: int, count: int) -> str:
    if start + count > text.count_chars():
        return ""
    return "".join(chr(raw.FPDFText_GetUnicode(text, n)) for n in range(start, start + count))


def picture_of(pdf: bytes, number: int = 0, dpi: int = 72) -> Image.Image:
    with page_of(pdf, number) as page:
        return page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


@pytest.fixture(scope="module")
def form() -> Form:
    return _form(TEXT)


def _form(text: str, blank: bytes | None = None) -> Form:
    page, _, styles = text.partition("[styles.at]")
    head = 'id = "own"\ntitle = "自制表"\npaper = "A4"\nblank = "blank.pdf"\ndocument = "pledge"\n[styles.at]'
    read = blanks.rebuilt(blank or made.drawn())
    return of_office(f'{head}{styles}[[pages]]\nid = "one"\nframe = [20, 40, 170, 220]\n{page}', read.pdf)


@pytest.fixture(scope="module")
def printed(form: Form) -> Rendered:
    return render(request(Document.PLEDGE, form=form, photo=photo()))


def test_values_land_where_the_form_says(printed: Rendered) -> None:
    assert printed.issues == ()
    assert origin(printed.pdf, "萨仁高娃") == pytest.approx(35, abs=NEAR)
    left, top, right, bottom = where(printed.pdf, "萨仁高娃")
    assert left >= 35
    assert right <= 65
    assert (top + bottom) / 2 == pytest.approx(76, abs=0.6)  # ink, not the line, so a little more room
    assert where(printed.pdf, "青城草原工作站")[2] == pytest.approx(140, abs=0.5)
    assert origin(printed.pdf, "固定的字") == pytest.approx(35, abs=NEAR)


def test_lines_of_text_stand_in_the_middle_of_their_boxes(form: Form) -> None:
    """Against a box drawn on the blank: the same words in boxes 20 mm apart are 20 mm apart, to a fifth."""
    text = "\n".join(
        f'  {{ box = [35, {top}, 60, 8], text = "固定{number}", style = "at" }},'
        for number, top in enumerate((60, 80, 200.5))
    )
    pdf = render(request(Document.PLEDGE, form=_form(f"texts = [\n{text}\n]\n{TEXT[TEXT.index('[styles.at]') :]}"))).pdf
    first, second, third = (where(pdf, f"固定{number}")[1] for number in range(3))
    assert second - first == pytest.approx(20, abs=NEAR)
    assert third - first == pytest.approx(140.5, abs=NEAR)


def test_a_list_stands_in_the_rows_of_the_blank(printed: Rendered) -> None:
    first, second = (where(printed.pdf, words) for words in ("2004.07", "2018.12—"))
    assert second[1] - first[1] == pytest.approx(10, abs=NEAR)
    assert 150 <= first[1] < first[3] <= 160
    assert origin(printed.pdf, "青城草原监理所") == pytest.approx(30 + 40 + 5 + 1.6, abs=NEAR)


def test_text_from_top_to_bottom(printed: Rendered) -> None:
    tops = [where(printed.pdf, character)[1] for character in "同推荐"]
    assert tops == sorted(tops)
    assert tops[0] >= 60
    assert where(printed.pdf, "荐")[3] <= 120
    assert where(printed.pdf, "荐")[0] > 160


def test_the_photo_is_in_its_box(printed: Rendered) -> None:
    gray = picture_of(printed.pdf, dpi=254)  # ten dots a millimetre
    empty = picture_of(render(request(Document.PLEDGE, form=_form(TEXT))).pdf, dpi=254)
    box = ImageChops.difference(gray, empty).point(lambda v: 255 if v > 8 else 0).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / 10 for edge in box)
    assert (left, right) == (pytest.approx(150.7, abs=1), pytest.approx(179.3, abs=1))
    assert (top, bottom) == (pytest.approx(75, abs=NEAR), pytest.approx(115, abs=NEAR))


def test_the_blank_is_seen_whole_under_the_values(printed: Rendered, form: Form) -> None:
    """Also under the notice of a proof, which has its own grey: what is dark on the blank is as dark on the paper."""
    blank = picture_of(made.drawn())
    proof = render(request(Document.PLEDGE, form=form, copies=())).pdf
    for pdf in (printed.pdf, proof):
        lighter = ImageChops.subtract(picture_of(pdf), blank)
        assert lighter.crop((0, 60, lighter.width, lighter.height)).getextrema()[1] <= 30


def test_copies_marks_and_foot_stand_over_it() -> None:
    blank = made.drawn(pages=1)
    form = made.over('texts = [{ box = [35, 72, 30, 8], text = "{person.name}", style = "value" }]', blank,
                     Document.REVIEW_FORM)  # fmt: skip
    done = render(request(Document.REVIEW_FORM, form=form, copies=(4, 5), total_copies=2))
    assert (done.pages_per_copy, done.copies, done.duplex) == (
        2,
        2,
        True,
    )  # two sides
    for number, copy in ((0, "000004"), (2, "000005")):
        with page_of(done.pdf, number) as page:
            words = page.get_textpage().get_text_range()
        assert copy in words
        assert "机密★5年" in words
        assert "第3版" in words
        assert "第 1 页" in words
        assert "萨仁高娃" in words
    blank_side = picture_of(done.pdf, 1)
    assert blank_side.crop((60, 60, 500, 380)).getextrema() == (
        255,
        255,
    )  # the added back of the sheet has no blank on it
    shared = len(render(request(Document.REVIEW_FORM, form=form, copies=(4,))).pdf)
    assert len(done.pdf) < 1.2 * shared  # the blank is in the file once


def test_the_same_job_gives_the_same_bytes(form: Form, printed: Rendered) -> None:
    assert render(request(Document.PLEDGE, form=form, photo=photo())).pdf == printed.pdf


def test_what_does_not_fit_is_an_issue(form: Form) -> None:
    found = {(i.kind, i.label): i for i in render(request(Document.PLEDGE, crowded(), form=form)).issues}
    rows = found[IssueKind.TOO_MANY_ROWS, "经历"]
    assert (rows.room, rows.excess, rows.page) == (2, 22, 1)
    assert "2 行" in rows.words().zh
    assert any(kind is IssueKind.OVERFLOW for kind, _ in found)
    missing = render(request(Document.PLEDGE, application("\ue123"), form=form)).issues
    assert {i.kind for i in missing} == {IssueKind.PRIVATE_USE}
    assert render(request(Document.PLEDGE, application(RARE_NAME), form=form)).issues == ()


@pytest.mark.parametrize("crop", [False, True])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_or_cropped_blank_comes_out_as_it_is_seen(turn: int, crop: bool) -> None:
    """Against PDFium's own drawing of the page as it came."""
    given = made.turned(turn, crop)
    read = blanks.rebuilt(given)
    assert (read.paper, read.landscape, len(read.pages)) == ("A4", False, 1)
    seen, rebuilt = picture_of(given, dpi=100), picture_of(read.pdf, dpi=100)
    assert seen.size == rebuilt.size
    off = ImageChops.difference(seen, rebuilt).point(lambda v: 255 if v > 100 else 0)
    assert off.histogram()[255] < 40  # dots at edges; a millimetre of shift would be thousands
    assert rebuilt.getextrema()[0] < 50


def test_its_own_unit_is_kept() -> None:
    def unit(document: made.Pdf) -> None:
        page = document.pages[0].obj
        page.MediaBox = made.Array([0, 0, 297.638, 420.945])
        page.UserUnit = 2

    with page_of(blanks.rebuilt(made.mended(unit)).pdf) as page:
        assert (page.get_width() / made.MM, page.get_height() / made.MM) == (
            pytest.approx(210, abs=0.01),
            pytest.approx(297, abs=0.01),
        )


def test_lines_are_found_for_boxes_to_be_set_against() -> None:
    (page,) = blanks.rebuilt(made.drawn()).pages
    assert [line[0] for line in page.across if line[1] > 29] == [pytest.approx(at, abs=NEAR) for at in (70, 100, 130)]
    assert {round(line[0]) for line in page.down} >= {30, 70, 150}
    middle = next(line for line in page.across if abs(line[0] - 100) < 1)
    assert middle[1:] == (pytest.approx(30, abs=0.3), pytest.approx(150, abs=0.3))


def test_stamps_and_fields_of_the_blank_are_kept_as_pictures() -> None:
    read = blanks.rebuilt(made.mended(made.stamped))
    assert b"/Annots" not in read.pdf
    gray = picture_of(read.pdf)
    assert gray.getpixel((330, round(made.A4[1]) - 330)) < 50


def test_nothing_but_the_picture_comes_through() -> None:
    given = made.mended(made.scripted)
    read = blanks.rebuilt(given)
    for word in (b"SCRIPT", b"JavaScript", b"Launch", b"calc.exe", b"EmbeddedFile"):
        assert word in given
        assert word not in read.pdf


HOSTILE = {
    "not a PDF": (b"hello", Code.BLANK_UNREADABLE),
    "empty": (b"", Code.BLANK_UNREADABLE),
    "cut off": (made.drawn()[:-300], Code.BLANK_UNREADABLE),
    "asks for a password": (made.encrypted("secret"), Code.BLANK_LOCKED),
    "encrypted": (made.encrypted(""), Code.BLANK_LOCKED),
    "many pages": (made.drawn(pages=61), Code.BLANK_TOO_LONG),
    "letter": (made.drawn((612, 792)), Code.BLANK_SIZE),
    "a hidden layer": (made.mended(made.hidden_layer), Code.BLANK_HIDDEN),
    "words that only some programs show": (made.mended(made.filled_in), Code.BLANK_HIDDEN),
    "a box of words": (made.mended(lambda d: d.pages[0].obj.__setattr__("MediaBox", made.Array([1, 2, "x", 3]))),
                       Code.BLANK_SIZE),
    "no box": (made.mended(lambda d: d.pages[0].obj.__setattr__("CropBox", made.Array([0, 0, 0, 0]))),
               Code.BLANK_UNREADABLE),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_a_blank_is_refused(name: str) -> None:
    data, code = HOSTILE[name]
    with pytest.raises(Fault) as caught:
        blanks.rebuilt(data)
    assert caught.value.code is code


def test_pages_of_different_kinds_are_refused() -> None:
    with (
        made.Pdf.open(io.BytesIO(made.drawn())) as document,
        made.Pdf.open(io.BytesIO(made.drawn((made.A4[1], made.A4[0])))) as wide,
    ):
        document.pages.append(wide.pages[0])
        with pytest.raises(Fault) as caught:
            blanks.rebuilt(made.saved(document))
    assert (caught.value.code, caught.value.fields["page"]) == (Code.BLANK_MIXED, 2)


def test_what_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        blanks.rebuilt(made.mended(made.bomb))
    assert caught.value.code in (Code.BLANK_STOPPED, Code.BLANK_TOO_LARGE, Code.BLANK_UNREADABLE)


def test_a_picture_that_shows_itself_ends() -> None:
    assert len(blanks.rebuilt(made.mended(made.loop)).pages) == 1


def test_a_blank_that_was_not_read_is_never_laid_under() -> None:
    with pytest.raises(Fault) as caught:
        render(request(Document.PLEDGE, form=of_office(made.HEAD + made.ONE_PAGE, made.drawn())))
    assert caught.value.code is Code.BLANK_UNREADABLE


def test_a_form_for_other_paper_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        made.over("", made.drawn(), Document.SUBMISSION_FORM)
    assert caught.value.code is Code.BLANK_PAPER


LIST = 'lists = [{{ at = [1, 1], rows = "work", row = 9, count = {}, columns = [{}] }}]\n'
WRONG = {
    "a grid": '[[pages.blocks]]\nkind = "prose"\ntext = "x"\n',
    "an unknown value": 'texts = [{ box = [1, 1, 9, 9], text = "{person.shoe}", style = "value" }]\n',
    "off the paper": "photos = [[200, 10, 30, 40]]\n",
    "an unknown column": LIST.format(1, '{ bind = "no", width = 9 }'),
    "a list off the paper": LIST.format(40, '{ bind = "unit", width = 9 }'),
    "a list of nothing": LIST.format(1, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_form_that_cannot_be_laid_is_refused(name: str) -> None:
    with pytest.raises(Fault) as caught:
        made.over(WRONG[name], made.drawn())
    assert caught.value.code is Code.FORM_INVALID


# --- the archive -----------------------------------------------------------------------------------------------

KEPT_OUT = {
    "words": (made.with_words, ArchiveFault.FONT_MISSING),
    "glass": (made.with_glass, ArchiveFault.TRANSPARENCY),
    "inks": (made.with_inks, ArchiveFault.COLOUR),
}


@pytest.mark.parametrize("name", KEPT_OUT)
def test_what_keeps_a_paper_out_of_the_archive_is_said_and_not_claimed(name: str) -> None:
    more, fault = KEPT_OUT[name]
    done = render(request(Document.PLEDGE, form=made.over("", made.drawn(more=more))))
    assert fault in done.not_archival
    assert b"pdfaid" not in done.pdf
    assert all(f.words().zh and f.words().en for f in done.not_archival)


@needs_validator
def test_over_a_sound_blank_the_paper_is_archivable(tmp_path: Path, printed: Rendered) -> None:
    over_official = made.over(
        'texts = [{ box = [35, 20, 60, 8], text = "{person.name}", style = "value" }]', made.official()
    )
    papers = {
        "drawn": printed,
        "official": render(request(Document.PLEDGE, form=over_official)),
        "twice": render(request(Document.PLEDGE, Application(), form=over_official, copies=())),
    }
    for name, done in papers.items():
        assert done.over_blank
        assert done.not_archival == ()
        (tmp_path / f"{name}.pdf").write_bytes(done.pdf)
    said = validate(tmp_path)
    assert [name for name in papers if f"{name}.pdf is a valid PDF/A-1b file" not in said] == [], said


KINDS = {
    "a scan in colour": made.scanned("RGB"),
    "a grey scan": made.scanned("L"),
    "a smoothed scan": made.scanned("RGB", interpolated=True),
    "a scan for a press": made.scanned("CMYK"),
    "an office program's": made.mended(made.grouped),
    "a stamped one": made.mended(made.stamped),
    "one with words": made.drawn(more=made.with_words),
    "one with glass": made.drawn(more=made.with_glass),
}


@needs_validator
def test_what_is_claimed_is_what_the_validator_finds(tmp_path: Path) -> None:
    claimed = {}
    for number, (name, blank) in enumerate(KINDS.items()):
        form = made.over('texts = [{ box = [35, 50, 60, 8], text = "{person.name}", style = "value" }]', blank)
        done = render(request(Document.PLEDGE, form=form))
        claimed[name] = not done.not_archival
        (tmp_path / f"kind{number}.pdf").write_bytes(done.pdf)
    said = validate(tmp_path)
    found = {name: f"kind{n}.pdf is a valid PDF/A-1b file" in said for n, name in enumerate(KINDS)}
    assert claimed == found
    assert sum(found.values()) == 5
