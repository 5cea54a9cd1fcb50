"""Writes laid-out items as PDF operators: the content of one page or form at a time."""

from collections.abc import Mapping, Sequence
from math import cos, radians, sin

from desktop_app.papers import fonts
from desktop_app.papers.drawn_fonts import DocumentFonts, DrawnFont
from desktop_app.papers.fonts import Face
from desktop_app.papers.items import Backdrop, Box, Item, Picture, Rule, Run, Shade
from desktop_app.papers.typeset import MM

PHOTO = "photo"  # what the applicant's photo is called
#: What a page finds when it begins; a blank in the middle of ours must find the same, not our greys and spacings.
_FRESH = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Ts 0 Tr"


def backdrop_name(item: Backdrop) -> str:
    """What the page of a blank is called among the forms of the PDF."""
    return f"blank{item.page}"


class Pen:
    """Draws items; millimetres from the top become points from the bottom here and nowhere else.

    Points are written to a thousandth. `photo` is the picture's width and height.
    """

    def __init__(
        self,
        height: float,
        faces: DocumentFonts,
        photo: tuple[int, int] | None,
        codes: Mapping[tuple[str, float], str],
    ) -> None:
        self._height = height
        self._fonts = faces
        self._photo = photo
        self._codes = codes
        self._out: list[str] = []
        self._state: dict[str, str] = {}
        self._used: dict[str, None] = {}

    def content(self, items: Sequence[Item], *under: str) -> tuple[bytes, tuple[str, ...]]:
        """One content stream, and what pictures and forms it shows; those named are shown first.

        What was selected in the last one does not hold in this one.
        """
        self._out, self._used = [], {}
        self._state = {"g": "0", "Tc": "0"}
        for name in under:
            self._show(name)
        for item in items:
            if isinstance(item, Run):
                self._run(item)
            elif isinstance(item, Rule):
                self._weight(item.weight)
                start, end = self._point(item.x1, item.y1), self._point(item.x2, item.y2)
                self._out.append(f"{start} m {end} l S")
            elif isinstance(item, Box):
                self._weight(item.weight)
                self._out.append(f"{self._corner(item)} {item.width * MM:.2f} {item.height * MM:.2f} re S")
            elif isinstance(item, Shade):
                self._select("g", _number(item.gray))
                self._out.append(f"{self._corner(item)} {item.width * MM:.2f} {item.height * MM:.2f} re f")
            elif isinstance(item, Picture):
                self._picture(item)
            elif isinstance(item, Backdrop):
                self._show(backdrop_name(item), _FRESH)
            else:
                self._show(self._codes[item.text, item.size], f"1 0 0 1 {self._point(item.x, item.y + item.size)} cm")
        return "\n".join(self._out).encode("ascii"), tuple(self._used)

    def _point(self, x: float, y: float) -> str:
        return f"{x * MM:.3f} {(self._height - y) * MM:.3f}"

    def _corner(self, box: Box | Shade) -> str:
        return self._point(box.x, box.y + box.height)

    def _weight(self, millimetres: float) -> None:
        self._select("w", f"{millimetres * MM:.3f}")

    def _select(self, operator: str, operand: str) -> None:
        """One operator of the graphics state, where it is not in force already."""
        if self._state.get(operator) != operand:
            self._state[operator] = operand
            self._out.append(f"{operand} {operator}")

    def _show(self, name: str, before: str = "") -> None:
        """A form or a picture, in a state of its own."""
        self._used[name] = None
        self._out.append(f"q {before} /{name} Do Q" if before else f"/{name} Do")

    def _run(self, run: Run) -> None:
        """The text in one text object: a font for each piece, one matrix for all."""
        self._select("g", _number(run.gray) if run.gray else "0")
        self._select("Tc", f"{run.spacing:.4f}" if run.spacing else "0")
        words = [f"BT {self._matrix_of(run)} Tm"]
        for face, text in fonts.runs(run.text, run.face):
            drawn = self._fonts.of(face)
            if face is Face.MONGOL:
                self._word(words, drawn, text, run)
            else:
                self._shown(words, drawn, drawn.shown(text), run.size)
        words.append("ET")
        self._out.append(" ".join(words))

    def _shown(self, words: list[str], drawn: DrawnFont, codes: str, size: float) -> None:
        """Codes of one font."""
        selected = f"/{drawn.name} {size:g}"
        if self._state.get("Tf") != selected:
            self._state["Tf"] = selected
            words.append(f"{selected} Tf")
        words.append(f"<{codes}> Tj")

    def _word(self, words: list[str], drawn: DrawnFont, word: str, run: Run) -> None:
        """A word of joined letters: not spread, and with its signs where they belong."""
        if run.spacing:
            words.append("0 Tc")
        for codes, x, y in drawn.shaped(word):
            if x or y:
                words.append(f"[{-1000 * x:.2f}] TJ {y * run.size:.3f} Ts")
            self._shown(words, drawn, codes, run.size)
            if x or y:
                words.append(f"[{1000 * x:.2f}] TJ 0 Ts")
        if run.spacing:
            words.append(f"{run.spacing:.4f} Tc [{-1000 * run.spacing / run.size:.2f}] TJ")

    def _matrix_of(self, run: Run) -> str:
        where = self._point(run.x, run.y)
        if not run.angle:
            return f"1 0 0 1 {where}"
        sine, cosine = sin(radians(run.angle)), cos(radians(run.angle))
        return f"{cosine:.6f} {sine:.6f} {-sine:.6f} {cosine:.6f} {where}"

    def _picture(self, item: Picture) -> None:
        """The photo, as large as its shape allows, in the middle."""
        if self._photo is None:
            return
        width, height = self._photo
        scale = min(item.width / width, item.height / height)
        wide, high = width * scale, height * scale
        corner = self._point(item.x + (item.width - wide) / 2, item.y + (item.height + high) / 2)
        self._show(PHOTO, f"{wide * MM:.2f} 0 0 {high * MM:.2f} {corner} cm")


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
