"""Pages as pictures: sizes, colours, limits."""

import pytest

from desktop_app.core.errors import Fault
from desktop_app.domain.copies import Document
from desktop_app.papers import raster
from desktop_app.papers.render import render
from tests.support.papers import photo, request


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(request(Document.REVIEW_FORM, photo=photo())).pdf


def test_a_page_has_the_pixels_of_its_paper_at_the_resolution(pdf: bytes) -> None:
    made = raster.page(pdf, 0, 150)
    assert (made.width, made.height) == (1241, 1754)
    assert made.stride >= made.width * 3
    assert len(made.data) == made.stride * made.height
    gray = raster.page(pdf, 0, 150, grayscale=True)
    assert gray.width <= gray.stride < gray.width + 4
    assert len(gray.data) == gray.stride * gray.height


def test_colours_stand_in_the_order_red_green_blue(pdf: bytes) -> None:
    made = raster.page(pdf, 2, 72)
    at = made.stride * round(42 * 72 / 25.4) + 3 * round(164 * 72 / 25.4)  # in the photo's pale blue ground
    red, green, blue = made.data[at : at + 3]
    assert red < green < blue


def test_pages_are_counted(pdf: bytes) -> None:
    assert raster.page_count(pdf) == 16


@pytest.mark.parametrize(("index", "dpi"), [(-1, 72), (16, 72), (0, 0), (0, -72), (0, 100_000)])
def test_a_page_or_size_that_cannot_be_is_refused(pdf: bytes, index: int, dpi: float) -> None:
    with pytest.raises(Fault, match="argument"):
        raster.page(pdf, index, dpi)
