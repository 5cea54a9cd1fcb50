"""The finished PDF: sizes, copies, marks, fonts, what readers extract, and that nothing reaches the disk."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from msgspec import structs

from desktop_app.core.errors import Cancelled, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, SecrecyLevel, marked
from desktop_app.papers import paper_code
from desktop_app.papers.bindings import bind
from desktop_app.papers.form import load
from desktop_app.papers.layout import lay_out
from desktop_app.papers.render import Rendered, issues, render
from tests.support.papers import (
    APPLICATION_ID,
    DIGEST,
    LONG_NAME,
    RARE_NAME,
    TABLES,
    application,
    crowded,
    photo,
    request,
)

FIFTEEN = tuple(range(1, 16))
MM = 72 / 25.4


def texts(pdf: bytes) -> list[str]:
    """The text of each page, as pdfium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


@pytest.fixture(scope="module")
def fifteen() -> Rendered:
    return render(request(Document.SUBMISSION_FORM, copies=FIFTEEN, total_copies=15, photo=photo()))


@pytest.mark.parametrize(
    ("document", "width", "height"),
    [
        (Document.SUBMISSION_FORM, 297, 420),
        (Document.REVIEW_FORM, 210, 297),
        (Document.LIST_OF_MATERIALS, 210, 297),
        (Document.DELIVERY_SLIP, 210, 297),
        (Document.SEAL_LABEL, 210, 297),
    ],
)
def test_every_page_has_the_size_of_its_paper(document: Document, width: float, height: float) -> None:
    made = render(request(document))
    assert (made.width_mm, made.height_mm) == (width, height)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        for page in pdf.pages:
            x, y, right, top = (float(value) / MM for value in page.mediabox)
            assert (x, y) == (0, 0)
            assert (right, top) == (pytest.approx(width, abs=0.01), pytest.approx(height, abs=0.01))


def test_fifteen_copies_bear_fifteen_numbers_on_pages_of_their_own(fifteen: Rendered) -> None:
    assert (fifteen.copies, fifteen.pages_per_copy, fifteen.duplex) == (15, 1, False)
    pages = texts(fifteen.pdf)
    assert len(pages) == 15
    for number, text in zip(FIFTEEN, pages, strict=True):
        assert re.findall(r"\b0000\d\d\b", text) == [f"{number:06d}"]
        assert f"一式15份　第{number}份" in text


def test_the_copies_share_one_body(fifteen: Rendered) -> None:
    one = render(request(Document.SUBMISSION_FORM, photo=photo()))
    assert len(fifteen.pdf) < len(one.pdf) * 1.25
    with pikepdf.open(io.BytesIO(fifteen.pdf)) as pdf:
        bodies = {page.resources.XObject[name].objgen for page in pdf.pages for name in page.resources.XObject}
        assert len(bodies) <= 3  # the body, its code and the photo


def test_a_copy_beyond_the_set_is_called_a_reprint() -> None:
    (text,) = texts(render(request(Document.SUBMISSION_FORM, copies=(17,), total_copies=15)).pdf)
    assert "000017" in text
    assert "一式15份　补印" in text


def test_a_booklet_ends_on_a_whole_sheet_and_numbers_every_page() -> None:
    made = render(request(Document.REVIEW_FORM, crowded(), copies=(1, 2), total_copies=2))
    assert made.duplex
    assert made.pages_per_copy % 2 == 0
    pages = texts(made.pdf)
    assert len(pages) == 2 * made.pages_per_copy
    for index, text in enumerate(pages):
        copy, page = divmod(index, made.pages_per_copy)
        assert f"{copy + 1:06d}" in text
        assert f"第 {page + 1} 页　共 {made.pages_per_copy} 页" in text


@pytest.mark.parametrize("summary", ["", "一页总结。"])
def test_a_blank_page_is_added_when_the_last_sheet_needs_one_and_only_then(summary: str) -> None:
    subject = structs.replace(application(), work_summary=summary)
    laid = len(lay_out(load("review_form"), bind(subject, TABLES)).pages)
    blank = [text for text in texts(render(request(Document.REVIEW_FORM, subject)).pdf) if "本页空白" in text]
    assert len(blank) == laid % 2
    assert laid % 2 == (0 if summary else 1)  # both cases are met


def test_the_mark_stands_under_the_copy_number_at_the_top_left() -> None:
    made = render(request(Document.SUBMISSION_FORM, marking=marked(SecrecyLevel.SECRET, 60)))
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        page = pdf.pages[0]
        first = page.crop((0, 0, 80 * MM, 17 * MM)).extract_text()
        second = page.crop((0, 17 * MM, 80 * MM, 26 * MM)).extract_text()
    assert (first, second) == ("000001", "机密★5年")


@pytest.mark.parametrize("marking", [NOT_SECRET, UNDECIDED])
def test_without_a_mark_there_is_no_star(marking: object) -> None:
    for text in texts(render(request(Document.SUBMISSION_FORM, marking=marking)).pdf):
        assert "★" not in text


def test_a_proof_says_so_and_bears_no_number() -> None:
    for document in (Document.SUBMISSION_FORM, Document.REVIEW_FORM):
        made = render(request(document, copies=(), version_number=None, version_digest=""))
        assert made.copies == 1
        for text in texts(made.pdf):
            assert "校对样张，非正式材料" in text
            assert "000001" not in text
            assert "草稿" in text


def test_a_formal_copy_is_no_proof_and_names_its_version() -> None:
    (text,) = texts(render(request(Document.SUBMISSION_FORM)).pdf)
    assert "校对样张" not in text
    assert "第3版　校验码 3f9a 02bc 77e1" in text


def test_issues_do_not_stop_a_proof_and_are_told_alike_by_both_entrances() -> None:
    asked = request(Document.SUBMISSION_FORM, crowded(), copies=())
    made = render(asked)
    assert made.issues
    assert made.issues == issues(asked)


@pytest.mark.slow
def test_the_same_request_gives_the_same_bytes() -> None:
    for document in Document:
        asked = request(document, photo=photo(), copies=(1, 2))
        assert render(asked).pdf == render(asked).pdf


def test_another_name_gives_other_bytes() -> None:
    one, other = (render(request(Document.SUBMISSION_FORM, application(name))).pdf for name in ("甲", "乙"))
    assert one != other


def _readers(pdf: bytes) -> dict[str, str]:
    with pdfplumber.open(io.BytesIO(pdf)) as plumbed:
        plumber = "".join(page.extract_text() for page in plumbed.pages)
    return {
        "pypdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
        "pdfplumber": plumber,
        "pdfium": "".join(texts(pdf)),
    }


@pytest.mark.parametrize("reader", ["pypdf", "pdfplumber", "pdfium"])
def test_rare_characters_are_extracted_right_by_every_reader(reader: str) -> None:
    far = "\U00020021\U0002a6d6"  # Extension B, from the fallback font
    pdf = render(request(Document.SUBMISSION_FORM, application(RARE_NAME + far))).pdf
    text = _readers(pdf)[reader]
    assert RARE_NAME + far in text
    assert "正高级畜牧师" in text
    assert "15010" not in text  # the sheet bears no identity number


def test_a_long_name_is_extracted_whole_from_its_cell() -> None:
    pdf = render(request(Document.SUBMISSION_FORM, application(LONG_NAME))).pdf
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        cell = document.pages[0].crop((39.1 * MM, 47.5 * MM, 91.1 * MM, 62.1 * MM))
        assert cell.extract_text().replace("\n", "") == LONG_NAME


def test_every_font_is_embedded_and_none_is_the_librarys_own() -> None:
    with pikepdf.open(io.BytesIO(render(request(Document.REVIEW_FORM)).pdf)) as pdf:
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        ]
        composite = [font for font in fonts if font.Subtype == "/Type0"]
        assert len(composite) >= 3
        assert len(fonts) == 2 * len(composite)
        for font in composite:
            (described,) = font.DescendantFonts
            assert "/FontFile2" in described.FontDescriptor
            assert "/CIDSet" in described.FontDescriptor
            assert "/ToUnicode" in font
            assert "Helvetica" not in str(font.BaseFont)
    assert b"Helvetica" not in render(request(Document.REVIEW_FORM)).pdf


def test_the_code_at_the_foot_names_application_version_and_digest() -> None:
    text = paper_code.text(APPLICATION_ID, 3, DIGEST, "RF")
    assert text == f"FJV1:{APPLICATION_ID}:3:3F9A02BC77E1D450:RF"
    found = paper_code.parse(f"{text.lower()}\n")
    assert found == paper_code.PaperCode(APPLICATION_ID, 3, DIGEST[:16], "RF")
    for wrong in ("", text[:-1], text + "0", text.replace("FJV1", "FJV2"), text.replace(":3:", ":03:"), f"x{text}"):
        assert paper_code.parse(wrong) is None


PACKAGE = {
    "package_id": APPLICATION_ID,
    "sender_code": "HHHT01",
    "recipient_code": "ZCB02",
    "sequence": "000012",
    "applications": "7",
    "medium": "U-2026-0031",
    "sealed_on": "2026年6月28日",
    "seal_code": "01595 51266 48736 53988 02297 34493",
    "seal_qr": "FJ1:ABC",
}
NAMES = {
    "sender_name": "青城林草局",
    "recipient_name": "青城人社局",
    "officer": "乌兰",
    "audit_head": "318 3f9a02bc77e1d450",
}


@pytest.mark.parametrize(("document", "more"), [(Document.SEAL_LABEL, {}), (Document.DELIVERY_SLIP, NAMES)])
def test_the_label_and_the_slip_bear_codes_and_no_applicant(document: Document, more: dict[str, str]) -> None:
    made = render(request(document, extra=PACKAGE | more))
    assert made.issues == ()
    text = texts(made.pdf)[0]
    assert "萨仁高娃" not in text
    assert "15010419810603002X" not in text
    assert "第3版" not in text  # they are about a package, not about one version
    for value in (PACKAGE | more).values():
        for part in value.split() if not value.startswith("FJ1:") else ():
            assert part in text
    assert "机密★5年" in text


def test_what_a_form_does_not_declare_is_a_mistake_of_ours_and_is_not_swallowed() -> None:
    with pytest.raises(ValueError, match="declares no recever_code"):
        render(request(Document.SEAL_LABEL, extra={"recever_code": "ZCB02"}))
    with pytest.raises(ValueError, match="declares no papers"):
        render(request(Document.LIST_OF_MATERIALS, rows={"papers": []}))


@contextmanager
def opened_for_writing() -> Iterator[list[str]]:
    """Every file that Python opens for writing or creates while the block runs, seen by an audit hook."""
    seen: list[str] = []
    active = True

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if not active:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            seen.append(str(arguments[0]))
        elif event in ("os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "subprocess.Popen"):
            seen.append(f"{event} {arguments}")

    sys.addaudithook(hook)
    try:
        yield seen
    finally:
        active = False


def test_rendering_opens_no_file_for_writing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("watched")
    with opened_for_writing() as seen:
        (folder / "proof").write_bytes(b"the hook sees")
        for document in Document:
            render(request(document, photo=photo(), copies=(1, 2)))
    assert seen == [str(folder / "proof")]


@pytest.mark.parametrize("broken", [b"", b"\xff\xd8\xff\xe0 cut", b"GIF89a" + b"\0" * 50, photo()[:2000], b"\0" * 5000])
def test_a_photo_that_cannot_be_read_is_a_fault(broken: bytes) -> None:
    with pytest.raises(Fault, match="photo_unreadable"):
        render(request(Document.REVIEW_FORM, photo=broken))


def test_the_photo_is_printed_without_what_else_its_file_holds() -> None:
    hidden = photo().replace(b"\xff\xd8", b"\xff\xd8\xff\xfe\x00\x10made at a place", 1)
    made = render(request(Document.REVIEW_FORM, photo=hidden))
    assert b"made at a place" not in made.pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        assert len(images) == 1
        assert images[0].ColorSpace == "/DeviceRGB"


def test_progress_is_told_and_a_cancelled_render_stops() -> None:
    told: list[tuple[int, int]] = []
    render(
        request(Document.SUBMISSION_FORM, copies=(1, 2, 3)), Progress(lambda done, total, _: told.append((done, total)))
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        render(request(Document.SUBMISSION_FORM), stopped)
    assert render(request(Document.SUBMISSION_FORM)).pdf  # the lock is free again
