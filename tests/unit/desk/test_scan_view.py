"""Scans looked at: each kind and page as it is, and what is made to harm is refused in one sentence or merely drawn."""

import base64
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft, scan_view
from desktop_app.desk.scan_view import Scan, ScanPage
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import MaterialKind
from desktop_app.papers import scan_page
from desktop_app.papers.raster import RasterPage

RED, BLUE = (200, 0, 0), (0, 0, 200)
#: As a telephone notes it: orientation 6.
ON_ITS_SIDE = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


def picture(kind: str, size: tuple[int, int], *colours: tuple[int, int, int], **options: object) -> bytes:
    first, *more = (Image.new("RGB", size, colour) for colour in colours)
    out = io.BytesIO()
    first.save(out, kind, **({"save_all": True, "append_images": more} if more else {}), **options)  # type: ignore[arg-type]
    return out.getvalue()


def pdf(*bodies: str, box: str = "0 0 200 100", extra: str = "") -> bytes:
    """Each body is one page's drawing. Written by hand, so that it can hold what no decent program writes."""
    pages = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(bodies)))
    objects = [f"<< /Type /Catalog /Pages 2 0 R {extra} >>", f"<< /Type /Pages /Kids [{pages}] /Count {len(bodies)} >>"]
    objects.append("<< >>")
    for at, body in enumerate(bodies):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {5 + 2 * at} 0 R >>")
        objects.append(f"<< /Length {len(body)} >> stream\n{body}\nendstream")
    written = "%PDF-1.7\n" + "".join(f"{at} 0 obj {one} endobj\n" for at, one in enumerate(objects, 1))
    return (written + "trailer << /Root 1 0 R >>\n%%EOF\n").encode()


def filled(red: float, blue: float) -> str:
    return f"{red} 0 {blue} rg 0 0 400 400 re f"


def seen(data: bytes, index: int = 0, width: int = 100) -> ScanPage:
    return scan_view.page(Scan("扫描.pdf", data), index, width)


def here(data: bytes, index: int = 0) -> ScanPage:
    """The same by what the confined process calls, in this one."""
    told = scan_page.drawn(scan_page.asked(data, index, 100))
    rows = zlib.decompress(base64.b64decode(told["packed"]))
    return ScanPage(told["pages"], RasterPage(told["width"], told["height"], 3 * told["width"], rows))


def middle(page: ScanPage) -> tuple[int, ...]:
    made = page.picture
    at = made.stride * (made.height // 2) + made.width // 2 * 3
    return tuple(made.data[at : at + 3])


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_a_pdf_page_by_page_as_wide_as_asked() -> None:
    data = pdf(filled(1, 0), filled(0, 1))
    one, other = seen(data), seen(data, 1, 300)
    assert (one.pages, one.picture.width, one.picture.height) == (2, 100, 50)
    assert (other.picture.width, middle(one), middle(other)) == (300, (255, 0, 0), (0, 0, 255))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "index", "pages", "size", "colour"),
    [
        (picture("JPEG", (400, 200), RED), 0, 1, (100, 50), RED),
        (picture("JPEG", (400, 200), RED, exif=ON_ITS_SIDE), 0, 1, (50, 100), RED),
        (picture("PNG", (40, 20), BLUE), 0, 1, (40, 20), BLUE),  # never larger than it is
        (picture("TIFF", (400, 200), RED, BLUE), 1, 2, (100, 50), BLUE),
    ],
    ids=["jpeg", "turned", "png", "tiff of two"],
)  # fmt: skip
def test_pictures(data: bytes, index: int, pages: int, size: tuple[int, int], colour: tuple[int, int, int]) -> None:
    page = seen(data, index)
    assert (page.pages, (page.picture.width, page.picture.height)) == (pages, size)
    assert near(middle(page), colour)
    assert here(data, index) == page


def test_what_is_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert middle(seen(out.getvalue())) == middle(here(out.getvalue())) == (255, 255, 255)


def test_sixteen_bits_of_grey_are_shown_as_eight() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), 0x8000).save(out, "PNG")
    assert middle(here(out.getvalue())) == (128, 128, 128)


@pytest.mark.parametrize("head", [b"", b"one 100\n", b"0 wide\n", b"0\n", b"-1 100\n"])
def test_what_asks_for_no_page_is_refused(head: bytes) -> None:
    with pytest.raises(Fault) as caught:
        scan_page.drawn(head + picture("PNG", (4, 4), RED))
    assert caught.value.code is Code.SCAN_UNSHOWN


def bomb(side: int = 60_000) -> bytes:
    """A few bytes that say they are so many pixels square."""
    made = bytearray(picture("PNG", (1, 1), RED))
    made[16:24] = side.to_bytes(4, "big") * 2
    made[29:33] = zlib.crc32(made[12:29]).to_bytes(4, "big")
    return bytes(made)


def locked() -> bytes:
    return pdf(filled(1, 0)).replace(
        b"trailer <<", b"trailer << /Encrypt << /Filter /Standard /V 1 /R 2 /O <00> /U <00> /P 0 >> /ID [<00> <00>]"
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"%PDF-1.7\n" + b"\xff" * 500,
        lambda: pdf(filled(1, 0))[:60],
        locked,
        bomb,
        lambda: bomb(7_000),
        lambda: picture("JPEG", (400, 200), RED)[:200],
        lambda: picture("TIFF", (40, 20), RED)[:-30],
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        lambda: picture("GIF", (4, 4), RED),
    ],
    ids=[
        "empty",
        "junk",
        "cut",
        "locked",
        "bomb",
        "larger than is decoded",
        "half a jpeg",
        "half a tiff",
        "svg",
        "gif",
    ],
)
def test_what_cannot_be_shown_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(Fault) as caught:
        scan_page.drawn(scan_page.asked(make(), 0, 100))
    assert caught.value.code is Code.SCAN_UNSHOWN


def test_the_refusal_names_the_file() -> None:
    with pytest.raises(Fault) as caught:
        seen(bomb())
    assert (caught.value.code, caught.value.fields) == (Code.SCAN_UNSHOWN, {"name": "扫描.pdf"})


def test_a_page_that_is_not_there_is_no_page() -> None:
    for index in (1, 10**9):
        with pytest.raises(Fault) as caught:
            scan_page.drawn(scan_page.asked(pdf(filled(1, 0)), index, 100))
        assert caught.value.code is Code.SCAN_UNSHOWN


def test_scripts_links_and_programs_in_a_pdf_are_not_carried_out(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    harm = (
        f"/OpenAction << /S /JavaScript /JS (app.launchURL\\('file://{mark}'\\)) /Next << /S /Launch /F (/bin/touch) "
        f"/Win << /P ({mark}) >> >> >> /AA << /WC << /S /URI /URI (http://127.0.0.1:9/) >> >>"
    )
    assert middle(seen(pdf(filled(1, 0), extra=harm))) == (255, 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_page_as_large_as_a_field_is_drawn_no_larger_than_a_screen() -> None:
    page = seen(pdf(filled(0, 1), box="0 0 14400 144"), width=100_000)
    assert (page.picture.width, page.picture.height) == (2800, 28)


def test_it_comes_out_of_the_vault_as_its_digest_names_it(unit: Session, drafted: ApplicationId) -> None:
    data = picture("PNG", (40, 20), BLUE)
    made = draft.attach_stream(unit, drafted, MaterialKind.OTHER, "证.png", "image/png", io.BytesIO(data))
    digest = next(one.digest for one in made.materials if one.name == "证.png")
    scan = scan_view.read(unit, drafted, digest)
    assert (scan.name, scan.data) == ("证.png", data)
    assert "data" not in repr(scan)
    other = "UPDATE blob_chunks SET bytes = zeroblob(?) WHERE length(bytes) = ?"
    unit.vault._ledger.database.run(other, [len(data), len(data)])
    with pytest.raises(Fault) as caught:
        scan_view.read(unit, drafted, digest)
    assert caught.value.code is Code.VAULT_DAMAGED
