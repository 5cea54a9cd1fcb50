"""What PDF/A-1b asks for and a reader can check without a validator at hand."""

import io
import struct

import pikepdf
import pytest
from PIL import Image, ImageCms

from desktop_app.core.progress import Progress
from desktop_app.domain.copies import Document
from desktop_app.papers.archive import srgb_profile
from desktop_app.papers.draw import Job, draw
from desktop_app.papers.items import Page
from desktop_app.papers.render import render
from tests.support.papers import photo, request


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render(request(Document.REVIEW_FORM, photo=photo())).pdf


def test_the_profile_is_version_two_srgb() -> None:
    profile = srgb_profile()
    assert struct.unpack_from(">I", profile)[0] == len(profile)
    read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    assert int(read.profile.version) == 2
    assert read.profile.xcolor_space.strip() == "RGB"
    for colour in ((200, 100, 50), (0, 0, 0), (255, 255, 255), (3, 128, 250)):
        pixel = Image.new("RGB", (1, 1), colour)
        back = ImageCms.profileToProfile(pixel, read, ImageCms.createProfile("sRGB"))
        assert back is not None
        found = back.getpixel((0, 0))
        assert isinstance(found, tuple)
        assert all(abs(a - b) <= 1 for a, b in zip(found, colour, strict=True))


def test_the_file_declares_what_it_is(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-1.4")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert bytes(intent.DestOutputProfile.read_bytes()) == srgb_profile()
        metadata = bytes(document.Root.Metadata.read_bytes()).decode()
        assert "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in metadata
        assert "专业技术职称评审表" in metadata
        assert str(document.docinfo.Title) == "专业技术职称评审表"
        assert set(document.docinfo.keys()) == {"/Title", "/Producer"}
        assert "/Filter" not in document.Root.Metadata


def test_it_has_nothing_that_the_standard_forbids(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/Encrypt" not in document.trailer
        assert "/AcroForm" not in document.Root
        assert "/Names" not in document.Root
        for thing in document.objects:
            if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                continue
            assert "/SMask" not in thing
            assert thing.get("/S") not in ("/Transparency", "/JavaScript")
            for key in ("/CA", "/ca"):
                assert float(thing.get(key, 1)) == 1
            if thing.get("/Subtype") == "/TrueType" and int(thing.FontDescriptor.Flags) & 4:
                assert "/Encoding" not in thing


def test_a_title_with_marks_of_its_own_stays_well_formed() -> None:
    made = titled("甲<乙>&丙")
    with pikepdf.open(io.BytesIO(made)) as document:
        assert "甲&lt;乙&gt;&amp;丙" in bytes(document.Root.Metadata.read_bytes()).decode()
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "甲<乙>&丙"
    assert titled("甲") == titled("甲")
    assert titled("甲") != titled("乙")


def titled(title: str) -> bytes:
    return draw(Job(210, 297, title, pages=[Page(())], overlays=[[Page(())]]), Progress())
