"""Pages of a preview: pixel for pixel what prints, values at their places, and what does not fit framed where it is."""

import msgspec
import pytest

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers import raster
from desktop_app.papers.render import PaperRequest, drawn, lay


@pytest.fixture
def engineer() -> Application:
    return exchange.read(resource("demo", "classified_engineer.json"))


def request(application: Application, document: Document, *copies: int) -> PaperRequest:
    return PaperRequest(
        document=document,
        application=application,
        version_number=1,
        version_digest="ab" * 32,
        application_id="01J0000000",
        copies=copies,
        total_copies=2,
        marking=application.marking,
    )


@pytest.mark.slow
@pytest.mark.parametrize("copies", [(), (7, 8)])
@pytest.mark.parametrize("document", [Document.REVIEW_FORM, Document.SUBMISSION_FORM, Document.PLEDGE])
def test_a_page_by_itself_is_what_prints(engineer: Application, document: Document, copies: tuple[int, ...]) -> None:
    laid = lay(request(engineer, document, *copies))
    whole = drawn(laid).pdf
    for index in range(len(laid.pages)):
        alone = laid.page_pdf(index)
        assert raster.page_count(alone) == 1
        assert raster.page(alone, 0, 72).data == raster.page(whole, index, 72).data


def test_a_value_is_found_at_its_place(engineer: Application) -> None:
    laid = lay(request(engineer, Document.REVIEW_FORM))
    pages = [laid.spots(index) for index in range(len(laid.pages))]
    named = [spot for spots in pages for spot in spots if spot.field == "person.name"]
    assert named
    for spot in named:
        middle = spot.x + spot.width / 2, spot.y + spot.height / 2
        assert spot.holds(*middle)
        assert 0 < spot.x < spot.x + spot.width < laid.layout.width
    picture = raster.page(laid.page_pdf(0), 0, 254)  # ten pixels a millimetre
    spot = next(spot for spot in pages[0] if spot.field == "person.name")
    row = round((spot.y + spot.height / 2) * 10) * picture.stride
    ink = picture.data[row + round(spot.x * 10) * 3 : row + round((spot.x + spot.width) * 10) * 3]
    assert min(ink) < 100


def test_what_does_not_fit_is_framed_in_its_room(engineer: Application) -> None:
    person = msgspec.structs.replace(engineer.person, name="孛儿只斤" * 40)
    laid = lay(request(msgspec.structs.replace(engineer, person=person), Document.REVIEW_FORM))
    assert laid.layout.issues
    found = {issue.kind: spot for issue, spot in laid.faults() if issue.field == "person.name"}
    assert found
    for spot in found.values():
        assert spot.width > 5
        assert spot.height > 3
        assert 0 <= spot.x < spot.x + spot.width <= laid.layout.width
        assert 0 <= spot.page < len(laid.pages)


def test_a_character_without_a_font_is_framed_around_its_value(engineer: Application) -> None:
    person = msgspec.structs.replace(engineer.person, name="沈\ue123舟")
    laid = lay(request(msgspec.structs.replace(engineer, person=person), Document.SUBMISSION_FORM))
    ((issue, spot),) = [(issue, spot) for issue, spot in laid.faults() if issue.field == "person.name"]
    assert issue.code_point == "U+E123"
    value = next(each for each in laid.spots(spot.page) if each.field == "person.name")
    assert spot.holds(value.x, value.y)
    assert spot.holds(value.x + value.width, value.y + value.height)
