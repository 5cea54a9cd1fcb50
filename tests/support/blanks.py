"""Blanks as offices and others might send them, and forms laid over them."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw
from reportlab.lib.colors import CMYKColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from desktop_app.desk import blanks
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.form import Form, of_office
from desktop_app.papers.render import render
from tests.support.papers import request

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)


def official(document: Document = Document.PLEDGE) -> bytes:
    """A blank as an authority would publish it: one of our own papers, not filled in."""
    return render(request(document, Application(), version_number=None, version_digest="")).pdf


def drawn(
    size: tuple[float, float] = A4, pages: int = 1, more: Callable[[canvas.Canvas], None] = lambda _: None
) -> bytes:
    """A sheet without text: a ruled box and marks that look different from every side."""
    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=size, invariant=1)
    for _ in range(pages):
        width, height = size
        made.setLineWidth(0.5)
        made.rect(30 * MM, height - 130 * MM, 120 * MM, 60 * MM)
        made.line(30 * MM, height - 100 * MM, 150 * MM, height - 100 * MM)
        made.line(70 * MM, height - 130 * MM, 70 * MM, height - 70 * MM)
        made.rect(10 * MM, height - 30 * MM, 25 * MM, 20 * MM, fill=1)
        made.setFillGray(0.8)
        made.circle(width - 20 * MM, 30 * MM, 10 * MM, fill=1)
        more(made)
        made.showPage()
    made.save()
    with Pdf.open(io.BytesIO(out.getvalue())) as document:  # it names Helvetica on every page, though nothing is set
        if more.__name__ == "<lambda>":
            for page in document.pages:
                del page.obj.Resources["/Font"]
        return saved(document)


def saved(document: Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    document.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def turned(turn: int, crop: bool) -> bytes:
    """An upright A4 sheet as seen, whose page is turned, and lies in a larger one where it is cropped."""
    size = (A4[1], A4[0]) if turn in (90, 270) else A4
    with Pdf.open(io.BytesIO(drawn(size))) as document:
        page = document.pages[0].obj
        page.Rotate = turn
        if crop:
            page.MediaBox = Array([-50, -70, size[0] + 90, size[1] + 110])
            page.CropBox = Array([0, 0, *(round(side, 3) for side in size)])
        return saved(document)


def with_words(made: canvas.Canvas) -> None:
    made.setFont("Helvetica", 12)
    made.drawString(40 * MM, 200 * MM, "FORM 12")


def with_glass(made: canvas.Canvas) -> None:
    made.setFillAlpha(0.5)
    made.rect(40 * MM, 40 * MM, 30 * MM, 30 * MM, fill=1)


def with_inks(made: canvas.Canvas) -> None:
    made.setFillColor(CMYKColor(0.1, 0.9, 0.5, 0))
    made.rect(40 * MM, 40 * MM, 30 * MM, 30 * MM, fill=1)


def mended(change: Callable[[Pdf], None], base: bytes | None = None) -> bytes:
    with Pdf.open(io.BytesIO(base or drawn())) as document:
        change(document)
        return saved(document)


def scanned(mode: str, interpolated: bool = False) -> bytes:
    """A sheet that came from a scanner: a picture of the whole of it. `mode` as Pillow names it: RGB, L, CMYK."""
    paper, ink = {"RGB": ((250, 250, 245), (0, 0, 0)), "L": (250, 0), "CMYK": ((0, 0, 5, 5), (0, 0, 0, 255))}[mode]
    image = Image.new(mode, (620, 877), paper)
    ImageDraw.Draw(image).rectangle((90, 200, 530, 450), outline=ink, width=2)
    picture, out = io.BytesIO(), io.BytesIO()
    image.save(picture, "JPEG")
    made = canvas.Canvas(out, pagesize=A4, invariant=1)
    made.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, *A4)
    made.showPage()
    made.save()
    with Pdf.open(io.BytesIO(out.getvalue())) as document:
        del document.pages[0].obj.Resources["/Font"]
        for thing in document.objects:
            if interpolated and isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image:
                thing.Interpolate = True
        return saved(document)


def grouped(document: Pdf) -> None:
    """As office programs write every page: a group for transparency, in which nothing is transparent."""
    document.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)


def filled_in(document: Pdf) -> None:
    """A field with words of which the file does not say how they look."""
    field = Dictionary(
        FT=Name.Tx, T="name", V="张三", Type=Name.Annot, Subtype=Name.Widget, F=4, Rect=Array([100, 100, 300, 130])
    )
    page = document.pages[0].obj
    page.Annots = Array([document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=page.Annots, NeedAppearances=True)


def hidden_layer(document: Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="x"))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def scripted(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('SCRIPT')")
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="calc.exe"))
    document.attachments["SCRIPT.txt"] = b"SCRIPT"


def stamped(document: Pdf) -> None:
    """A dark stamp that lies over the page as an annotation."""
    look = Stream(document, b"0 0 60 60 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 60, 60])
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, F=4, Rect=Array([300, 300, 360, 360]), AP=Dictionary(N=look)
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(stamp)])


def bomb(document: Pdf) -> None:
    """Some kilobytes that become four gigabytes."""
    import zlib

    inner = zlib.compress(zlib.compress(b" " * (1 << 28), 9), 9)
    stream = Stream(document, inner)
    stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
    document.pages[0].obj.Contents = Array([document.make_indirect(stream)] * 16)


def loop(document: Pdf) -> None:
    """A picture that shows itself."""
    page = document.pages[0].obj
    picture = document.make_stream(b"/X Do")
    picture.Type, picture.Subtype, picture.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    picture.Resources = Dictionary(XObject=Dictionary(X=picture))
    page.Resources.XObject = Dictionary(X=picture)
    page.Contents = document.make_stream(b"/X Do")


def encrypted(user: str) -> bytes:
    with Pdf.open(io.BytesIO(drawn())) as document:
        return saved(document, encryption=pikepdf.Encryption(owner="owner", user=user))


HEAD = 'id = "own"\ntitle = "自制表"\npaper = "A4"\nblank = "blank.pdf"\ndocument = "pledge"\n'
ONE_PAGE = '[[pages]]\nid = "one"\nframe = [20, 40, 170, 220]\n'


def over(text: str, blank: bytes, document: Document = Document.PLEDGE) -> Form:
    """A form of one page over a blank; `text` is what its page holds."""
    head = HEAD.replace("pledge", document.value)
    return of_office(head + ONE_PAGE + text, blanks.rebuilt(blank).pdf)
