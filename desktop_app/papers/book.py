"""A book of chapters as PDF: cover, contents with page numbers, bookmarks, pictures; every font embedded.

The library's own flowing text is used here: nothing must stand exactly to the point, as it must on a form.
"""

import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from desktop_app.core.messages import Language
from desktop_app.domain import prose
from desktop_app.domain.prose import Block, Run, Runs, Style, plain
from desktop_app.papers import book_fonts
from desktop_app.papers.book_lines import ChineseParagraph
from desktop_app.papers.fonts import Face

_INK, _ACCENT, _MUTED, _LINE, _SOFT = "#1a2230", "#234a7d", "#5a6577", "#b4bdc9", "#eef2f8"
_MARGIN = 22 * mm
_WIDE = A4[0] - 2 * _MARGIN
#: A picture with its words must leave room for some text on the page.
_PICTURE = 150 * mm
#: The size of letters in a table, and what the library leaves free in a cell, both sides together, in points.
_CELL, _INSIDE = 8.5, 12
#: What a chapter of the short guide needs to begin on the page of the chapter before: its head and some text.
_ROOM = 80 * mm
#: What the head of a part takes there besides.
_PART = 25 * mm
#: Marks that a Chinese font sets as wide as a character, as English lines want them.
_NARROW = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "〔": "[", "〕": "]", "\u3000": " "})


@dataclass(frozen=True, slots=True)
class BookChapter:
    """A chapter under the name by which others link to it."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What is printed. `parts`: a title and its chapters; `picture` gives a picture's PNG file."""

    title: str
    subtitle: str
    contents: str
    parts: Sequence[tuple[str, Sequence[BookChapter]]]
    language: Language
    picture: Callable[[prose.Picture], bytes]


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """Tells the contents and the bookmarks of every heading that is set."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
        key = getattr(flowable, "place", None)
        if key is None:
            return
        level, text = flowable.level, flowable.getPlainText()
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level, closed=level > 0)
        if level < 2:
            self.notify("TOCEntry", (level, text, self.page, key))


def written(book: Book) -> bytes:
    """The PDF file."""
    for face in (Face.HEI, Face.SONG_BOLD):
        pdfmetrics.registerFont(book_fonts.font(face))
    out = io.BytesIO()
    whole = Frame(_MARGIN, _MARGIN, _WIDE, A4[1] - 2 * _MARGIN, 0, 0, 0, 0)
    document = _Template(
        out, pagesize=A4, title=book.title, author="Fengjuan", subject=book.subtitle, lang=_speech(book), invariant=1,
        initialFontName=Face.HEI,
    )  # fmt: skip
    document.addPageTemplates(
        [PageTemplate("cover", [whole]), PageTemplate("inside", [whole], onPage=lambda canvas, _: _foot(canvas, book))]
    )
    document.multiBuild(list(_Setter(book).story()))
    return out.getvalue()


def _speech(book: Book) -> str:
    return "zh-CN" if book.language is Language.ZH else "en"


def _foot(canvas: Canvas, book: Book) -> None:
    canvas.saveState()
    canvas.setFont(Face.HEI, 8)
    canvas.setFillColor(HexColor(_MUTED))
    canvas.drawString(_MARGIN, 12 * mm, book.title)
    canvas.drawRightString(A4[0] - _MARGIN, 12 * mm, str(canvas.getPageNumber()))
    canvas.restoreState()


def _span(text: str) -> int:
    """How wide `text` is in halves of a character."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


class _Setter:
    """Turns blocks into what the library sets."""

    def __init__(self, book: Book) -> None:
        self._book = book
        #: Chinese lines may end after any character; English ones between words.
        self._wrap = "CJK" if book.language is Language.ZH else None
        self._set = ChineseParagraph if book.language is Language.ZH else Paragraph
        #: The short guide flows on, chapters and parts; in the manual each begins on a page of its own.
        self._flows = book.language is not Language.ZH
        self._body = self._style("body", 10, 16, spaceAfter=5)
        self._lead = self._style("lead", 10, 16, spaceAfter=5, keepWithNext=1)
        self._item = self._style("item", 10, 16, leftIndent=18, bulletIndent=2, spaceAfter=3)
        self._note = self._style(
            "note", 10, 16, leftIndent=8, rightIndent=8, borderPadding=6, backColor=HexColor(_SOFT), spaceBefore=8,
            spaceAfter=12,
        )  # fmt: skip
        self._cell = self._style("cell", _CELL, 13)
        self._caption = self._style("caption", 8.5, 13, alignment=TA_CENTER, textColor=HexColor(_MUTED), spaceAfter=8)
        self._heads = {
            0: self._style(
                "part",
                26,
                40,
                Face.SONG_BOLD,
                alignment=TA_LEFT if self._flows else TA_CENTER,
                spaceBefore=32,
                keepWithNext=1,
            ),
            1: self._style(
                "chapter", 18, 28, Face.SONG_BOLD, spaceBefore=24, spaceAfter=10, textColor=HexColor(_ACCENT)
            ),
            2: self._style("section", 13, 22, Face.SONG_BOLD, spaceBefore=8, spaceAfter=4),
            3: self._style("point", 10.5, 17, Face.SONG_BOLD, spaceBefore=4, spaceAfter=2),
        }

    def _style(self, name: str, size: float, leading: float, face: Face = Face.HEI, **more: object) -> ParagraphStyle:
        given = {
            "textColor": HexColor(_INK),
            "wordWrap": self._wrap,
            "bulletFontName": Face.HEI,
            "allowWidows": 0,
        } | more
        return ParagraphStyle(name, fontName=face, fontSize=size, leading=leading, **given)

    def story(self) -> Iterator[Flowable]:
        book = self._book
        yield Spacer(1, 70 * mm)
        yield self._set(self._words(book.title), self._style("title", 34, 48, Face.SONG_BOLD, alignment=TA_CENTER))
        yield Spacer(1, 8 * mm)
        yield self._set(self._words(book.subtitle), self._style("subtitle", 12, 20, alignment=TA_CENTER))
        yield NextPageTemplate("inside")
        yield PageBreak()
        yield self._set(self._words(book.contents), self._heads[1])
        yield self._contents()
        for part, (title, chapters) in enumerate(book.parts):
            yield from self._begun(title, first=part == 0)
            for at, chapter in enumerate(chapters):
                if not self._flows:
                    yield PageBreak()
                elif at:
                    yield CondPageBreak(_ROOM)
                yield from self._chapter(chapter)

    def _begun(self, title: str, *, first: bool) -> Iterator[Flowable]:
        """A part: on a page of its own, or in the short guide where the part before it ends."""
        if self._flows:
            yield PageBreak() if first else CondPageBreak(_PART + _ROOM)
        else:
            yield PageBreak()
            yield Spacer(1, 90 * mm)
        yield self._head(title, 0, f"part-{title}", 0)

    def _contents(self) -> TableOfContents:
        made = TableOfContents()
        made.tableStyle = TableStyle([("FONTNAME", (0, 0), (-1, -1), Face.HEI), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
        made.levelStyles = [
            self._style("toc0", 11, 20, Face.SONG_BOLD, spaceBefore=6),
            self._style("toc1", 10, 16, leftIndent=14),
        ]
        made.dotsMinLevel = 1
        # As long from the first pass on as it will be in the end: one pass more finds the page numbers.
        for title, chapters in self._book.parts:
            made.addEntry(0, title, 0)
            for chapter in chapters:
                made.addEntry(1, prose.text_of(chapter.blocks[0]), 0)
        return made

    def _head(self, text: str, look: int, key: str, level: int) -> Paragraph:
        made = self._set(f'<a name="{escape(key)}"/>{self._words(text)}', self._heads[look])
        made.place, made.level = key, level
        return made

    def _chapter(self, chapter: BookChapter) -> Iterator[Flowable]:
        for at, block in enumerate(chapter.blocks):
            if isinstance(block, prose.Heading):
                key = chapter.name if at == 0 else f"{chapter.name}-{at}"
                if block.level > 1:
                    yield CondPageBreak(30 * mm)
                yield self._head(plain(block.runs), block.level, key, block.level)
            else:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Flowable]:
        if isinstance(block, prose.Items):
            for at, item in enumerate(block.items, 1):
                yield self._set(self._marked(item), self._item, bulletText=f"{at}." if block.numbered else "•")
            yield Spacer(1, 4)
        elif isinstance(block, prose.Note):
            yield self._set(self._marked(block.runs), self._note)
        elif isinstance(block, prose.Picture):
            image = Image(io.BytesIO(self._book.picture(block)))
            image.drawWidth, image.drawHeight = _PICTURE, _PICTURE * image.imageHeight / image.imageWidth
            yield KeepTogether([Spacer(1, 4), image, self._set(self._words(block.caption), self._caption)])
        elif isinstance(block, prose.Rows):
            yield self._table(block)
            yield Spacer(1, 8)
        elif isinstance(block, prose.Paragraph):
            leads = plain(block.runs).endswith(("：", ":"))
            yield self._set(self._marked(block.runs), self._lead if leads else self._body)

    def _table(self, block: prose.Rows) -> LongTable:
        cells = [[self._set(self._marked(cell), self._cell) for cell in row] for row in block.rows]
        columns = [[self._words(plain(row[at])) for row in block.rows] for at in range(len(block.rows[0]))]
        shares = [min(max(max(map(_span, column)), 6), 60) for column in columns]
        least = [max(map(self._least, column)) for column in columns]
        rest = max(_WIDE - sum(least), 0) / sum(shares)
        widths = [floor + rest * share for floor, share in zip(least, shares, strict=True)]
        made = LongTable(cells, colWidths=widths, repeatRows=1)
        made.setStyle(
            TableStyle(
                [
                    ("FONTNAME", (0, 0), (-1, -1), Face.HEI),  # nothing may name a font that is not inside
                    ("GRID", (0, 0), (-1, -1), 0.4, HexColor(_LINE)),
                    ("BACKGROUND", (0, 0), (-1, 0), HexColor(_SOFT)),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ]
            )
        )
        return made

    def _words(self, text: str) -> str:
        return escape(text if self._book.language is Language.ZH else text.translate(_NARROW))

    def _least(self, text: str) -> float:
        """The width of a cell in which no word of `text` is cut; Chinese is cut anywhere."""
        if self._book.language is Language.ZH:
            return _CELL + _INSIDE
        return max((pdfmetrics.stringWidth(word, Face.HEI, _CELL) for word in text.split()), default=0) + _INSIDE

    def _marked(self, runs: Runs) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        text = self._words(run.text)
        if run.style is Style.STRONG:
            return f'<font name="{Face.SONG_BOLD}">{text}</font>'
        if run.style is Style.CODE:
            return f'<font color="{_MUTED}">{text}</font>'
        if run.style is Style.LINK:
            return f'<a href="#{run.target}" color="{_ACCENT}">{text}</a>'
        return text
