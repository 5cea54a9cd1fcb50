"""PDFs as an online system, a scanner or a bad medium might give them: several writers, locked, without text, long."""

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, ImageDraw
from PySide6.QtCore import QBuffer, QMarginsF
from PySide6.QtGui import QFont, QFontDatabase, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop_app.core.resources import resource
from desktop_app.desk.tables import code_tables
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.render import render
from desktop_app.policy.pack import load_shipped
from tests.support import papers

#: One line of a page: where each text begins, in points, and the text.
Lines = Sequence[Sequence[tuple[float, str]]]
_kept: list[object] = []
_FONT = str(resource("fonts", "NotoSansSC-Regular.ttf"))


def review_form(application: Application) -> bytes:
    """The project's own form: what an export that prints the same layout looks like."""
    return render(papers.request(Document.REVIEW_FORM, application, tables=code_tables(load_shipped()))).pdf


def drawn(lines: Lines) -> bytes:
    """By reportlab, in a font that has the rare characters."""
    if "Export" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Export", _FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for start in range(0, len(lines), 35):
        canvas.setFont("Export", 10)
        for number, line in enumerate(lines[start : start + 35]):
            for x, text in line:
                canvas.drawString(x, 800 - 20 * number, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def drawn_by_qt(lines: Lines) -> bytes:
    """By Qt's own writer, which makes fonts and character maps of another kind."""
    # One that may also show windows: a process has one application only, and the tests of windows may come after.
    _kept.append(QApplication.instance() or QApplication(["test", "-platform", "offscreen"]))
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(_FONT))[0]
    out = QBuffer()
    out.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(out)
    writer.setResolution(72)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    painter.setFont(QFont(family, 10))
    for number, line in enumerate(lines):
        for x, text in line:
            painter.drawText(int(x), 40 + 20 * number, text)
    painter.end()
    return bytes(out.data().data())


def locked(pdf: bytes) -> bytes:
    """The same PDF, opened only with a password."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="主人", user="暗号", R=6))
    return out.getvalue()


def scanned(text: str) -> bytes:
    """A picture of a page: nothing in it is text."""
    picture = Image.new("L", (800, 1100), 255)
    ImageDraw.Draw(picture).text((80, 80), text.encode("ascii", "replace").decode(), fill=0)
    out = io.BytesIO()
    picture.save(out, "PDF")
    return out.getvalue()


def many_pages(pdf: bytes, count: int) -> bytes:
    """The first page over and over."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        del document.pages[1:]
        for _ in range(count - 1):
            document.pages.append(page)
        document.save(out)
    return out.getvalue()
