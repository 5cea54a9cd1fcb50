"""Pages as they looked when a person last approved them (tests/golden), compared by what differs and where.

To approve a change: run with FENGJUAN_APPROVE=1, look at the pictures, and commit them.
"""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers import raster
from desktop_app.papers.form import Form, load
from desktop_app.papers.render import render
from tests.support.office_lists import filled
from tests.support.papers import MONGOLIAN_NAME, application, photo

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
DPI = 75
#: Rasterisers differ by a shade along edges; one changed character at this size is more than 12 pixels beyond it.
SHADE, PIXELS = 64, 12

PAGES = {
    "submission_form_proof": (Document.SUBMISSION_FORM, Application(), 0, False),
    "review_form_cover": (Document.REVIEW_FORM, application(), 0, True),
    "review_form_basics": (Document.REVIEW_FORM, application(), 2, True),
    "review_form_mongolian": (Document.REVIEW_FORM, application(MONGOLIAN_NAME), 2, True),
    "review_form_study": (Document.REVIEW_FORM, application(), 3, True),
    "review_form_awards": (Document.REVIEW_FORM, application(), 9, True),
    "review_form_unit": (Document.REVIEW_FORM, application(), 13, True),
    "review_form_review": (Document.REVIEW_FORM, application(), 15, True),
    "submission_form_landscape": (Document.SUBMISSION_FORM, application(), 0, True),
    "annex2_summary_second": (Document.ANNEX2_SUMMARY, application(), 1, True),
    **{each.value: (each, application(), 0, True) for each in Document if each is not Document.REVIEW_FORM},
}


#: Pages of a form that is not the document's usual one.
VARIANTS = {"submission_form_landscape": load("submission_form_landscape")}


def picture(
    document: Document, subject: Application, page: int, *, formal: bool, form: Form | None = None
) -> Image.Image:
    copies = {"copies": (7,) if formal else (), "total_copies": 15 if document.numbered else 0}
    asked = filled(document, form=form, application=subject, marking=subject.marking, photo=photo(), **copies)
    made = raster.page(render(asked).pdf, page, DPI, grayscale=True)
    return Image.frombuffer("L", (made.width, made.height), made.data, "raw", "L", made.stride, 1)


def stored(image: Image.Image) -> Image.Image:
    """In sixteen greys, at half the bytes; the comparison does not see the difference."""
    return image.point([value // 17 * 17 for value in range(256)])


def difference(one: Image.Image, other: Image.Image) -> tuple[int, tuple[int, int, int, int] | None]:
    """How many pixels differ by more than a shade, and the box they lie in."""
    if one.size != other.size:
        return one.size[0] * one.size[1], (0, 0, *one.size)
    beyond = ImageChops.difference(one, other).point(lambda value: 255 if value > SHADE else 0)
    return beyond.histogram()[255], beyond.getbbox()


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_page_looks_as_approved(name: str) -> None:
    document, subject, page, formal = PAGES[name]
    made = picture(document, subject, page, formal=formal, form=VARIANTS.get(name))
    path = GOLDEN / f"{name}.png"
    if os.environ.get("FENGJUAN_APPROVE"):
        stored(made).save(path, optimize=True)
    with Image.open(path) as approved:
        count, box = difference(made, approved.convert("L"))
    assert count <= PIXELS, f"{count} pixels differ within {box}"


def test_one_changed_character_is_noticed_where_it_stands() -> None:
    usual = picture(Document.SUBMISSION_FORM, application("萨仁高娃"), 0, formal=True)
    other = picture(Document.SUBMISSION_FORM, application("萨仁高蛙"), 0, formal=True)
    count, box = difference(usual, other)
    assert count > PIXELS
    assert box is not None
    millimetres = [edge * 25.4 / DPI for edge in box]
    assert 39 < millimetres[0] < millimetres[2] < 92  # the cell of the name
    assert 47 < millimetres[1] < millimetres[3] < 63
