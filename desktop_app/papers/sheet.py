"""One page while it is being laid out: what is placed on it and what stood in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import Struct

from desktop_app.papers import fonts, glyphs
from desktop_app.papers.fonts import Face
from desktop_app.papers.form_spec import Style
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.items import Item, Rule, Run
from desktop_app.papers.typeset import MM, Fit, Sizing, fit, fit_compact

THIN, HEAVY = 0.35, 0.7  # millimetres: the two rule weights of the forms
PAD_X, PAD_Y = 1.6, 0.8  # millimetres between a rule and text

_FACES = {"song": Face.SONG, "song_bold": Face.SONG_BOLD, "hei": Face.HEI}
#: How much of the room that is left over lies before the text.
_BEFORE = {
    "top": 0.0,
    "middle": 0.5,
    "bottom": 1.0,
    "left": 0.0,
    "justify": 0.0,
    "distribute": 0.0,
    "center": 0.5,
    "right": 1.0,
}
_GLYPH_ISSUES = {
    glyphs.GlyphFault.NO_FONT: IssueKind.GLYPH_MISSING,
    glyphs.GlyphFault.PRIVATE_USE: IssueKind.PRIVATE_USE,
    glyphs.GlyphFault.NOT_SHAPED: IssueKind.NOT_SHAPED,
}


class Rect(Struct, frozen=True, gc=False):
    """Millimetres from the top left corner of the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.width, self.height

    def inner(self) -> "Rect":
        """The room for text inside the rules."""
        return Rect(self.x + PAD_X, self.y + PAD_Y, self.width - 2 * PAD_X, self.height - 2 * PAD_Y)


@dataclass(slots=True)
class Sheet:
    """Collects the items and issues of one page."""

    number: int
    styles: Mapping[str, Style]
    values: dict[str, str]
    has_photo: bool
    small_marks: bool = True
    items: list[Item] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = THIN) -> None:
        self.items.append(Rule(x1, y1, x2, y2, weight))


def sizing(style: Style, text: str, *, continued: bool = False) -> Sizing:
    """The typesetter's terms for a style; a name is set from one face if one has all of it."""
    face = _FACES[style.face]
    face = fonts.whole(text, face) if style.whole else face
    return Sizing(face, style.size, style.minimum or style.size, style.leading, style.indent, continued)


def check_glyphs(sheet: Sheet, text: str, name: str, label: str) -> None:
    """Record each character of a value that cannot be printed."""
    for character, code_point, reason in glyphs.missing(text):
        sheet.issues.append(
            Issue(_GLYPH_ISSUES[reason], name, label, sheet.number, character=character, code_point=code_point)
        )


def place(
    sheet: Sheet, text: str, rect: Rect, style: Style, name: str = "", label: str = "", *, continued: bool = False
) -> None:
    """Set `text` in `rect`; what does not fit at the smallest size is an issue, and is not drawn over the rule."""
    own = not name and fonts.carried(text)
    made = _label(text, rect, style) if own else measured(text, rect, style, continued=continued)
    if style.run_on and "\n" in text and (not made.fits or made.size < style.run_on):
        joined = measured(text.replace("\n", "；"), rect, style)
        made = joined if joined.fits and (joined.size > made.size or not made.fits) else made
    if not made.fits:
        sheet.issues.append(overflow(made, rect, name, label, sheet.number))
    draw_lines(sheet, made, rect, style, name)


@lru_cache(maxsize=4096)
def _label(text: str, rect: Rect, style: Style) -> Fit:
    """Words of the form itself are the same on every sheet."""
    return measured(text, rect, style)


def measured(text: str, rect: Rect, style: Style, *, continued: bool = False) -> Fit:
    """The text fitted to the rectangle."""
    setter = fit_compact if style.align == "center" else fit
    return setter(text, sizing(style, text, continued=continued), rect.width * MM, rect.height * MM)


def overflow(made: Fit, rect: Rect, name: str, label: str, page: int) -> Issue:
    """The issue of a text that is too long, in characters."""
    room = int(rect.width * MM / made.size) * made.room
    return Issue(IssueKind.OVERFLOW, name, label, page, room, max(made.excess, 1), box=rect.box)


def draw_lines(sheet: Sheet, made: Fit, rect: Rect, style: Style, name: str) -> None:
    """Put the lines that fit into the rectangle."""
    face = sizing(style, "".join([line.text for line in made.lines]) if style.whole else "").face
    lines = made.lines[: made.room]
    measure = rect.width * MM
    above = rect.height * MM - min(made.height, rect.height * MM)
    top = above * _BEFORE[style.valign]
    before = _BEFORE[style.align]
    for index, line in enumerate(lines):
        if not line.text.strip(" "):
            continue
        slack = measure - line.width * made.size
        spacing = made.spacing(line, measure) if style.align == "justify" else 0.0
        if style.align == "distribute" and (gaps := fonts.gaps(line.text)):
            spacing = slack / gaps
        left = slack * before + line.indent * made.size
        x, y = rect.x + left / MM, rect.y + (top + made.baseline(index)) / MM
        sheet.items.append(Run(x, y, line.text, face, made.size, spacing, field=name))


def place_vertical(sheet: Sheet, text: str, rect: Rect, style: Style, name: str = "", label: str = "") -> None:
    """Set a short label from top to bottom, one character a line."""
    characters = [c for c in text if c != "\n"]
    face, size = _FACES[style.face], style.size
    while len(characters) * size * 1.1 > rect.height * MM and size > (style.minimum or style.size):
        size -= 0.5
    step = min(size * 1.5, rect.height * MM / max(len(characters), 1))
    if step < size or size > rect.width * MM:
        sheet.issues.append(
            Issue(
                IssueKind.OVERFLOW,
                name,
                label,
                sheet.number,
                int(rect.height * MM / size),
                len(characters),
                box=rect.box,
            )
        )
        return
    top = (rect.height * MM - step * (len(characters) - 1) - size) / 2
    for index, character in enumerate(characters):
        x = rect.x + (rect.width - fonts.width(character, face) * size / MM) / 2
        y = rect.y + (top + index * step + 0.88 * size) / MM
        sheet.items.append(Run(x, y, character, face, size, field=name))
