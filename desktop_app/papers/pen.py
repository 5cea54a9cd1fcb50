"""Writes laid-out items as PDF operators into the content of one page or form at a time.

The library's own text objects save, move, select and measure anew for every run, at four times the cost; its numbers,
its subsets of fonts and its escapes are used.
"""

from collections.abc import Mapping, Sequence
from math import cos, radians, sin

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from desktop_app.papers import fonts, pdf_fonts
from desktop_app.papers.fonts import Face, Source
from desktop_app.papers.items import Backdrop, Box, Item, Matrix, Picture, Rule, Run, Shade
from desktop_app.papers.typeset import MM

#: What a page finds when it begins; a blank in the middle of ours must find the same, not our greys and spacings.
_FRESH = "0 g 0 G 1 w 0 J 0 j 10 M [] 0 d 0 Tc 0 Tw 100 Tz 0 TL 0 Ts 0 Tr"


def backdrop_name(item: Backdrop) -> str:
    """What the page of a blank is called among the forms of the PDF."""
    return f"blank{item.page}"


class Pen:
    """Draws items on a canvas; millimetres from the top become points from the bottom here and nowhere else."""

    def __init__(
        self, canvas: Canvas, height: float, photo: ImageReader | None, codes: Mapping[tuple[str, float], str]
    ) -> None:
        self._canvas = canvas
        self._height = height
        self._photo = photo
        self._codes = codes
        self._state: dict[str, str] = {}

    def items(self, items: Sequence[Item]) -> None:
        """Everything of one content stream: what was selected in the last one does not hold in this one."""
        self._state = {"g": fp_str(0.0), "Tc": fp_str(0.0)}
        for item in items:
            if isinstance(item, Run):
                self._run(item)
            elif isinstance(item, Rule):
                self._weight(item.weight)
                start, end = self._point(item.x1, item.y1), self._point(item.x2, item.y2)
                self._canvas.addLiteral(f"{start} m {end} l S")
            elif isinstance(item, Box):
                self._weight(item.weight)
                corner = self._point(item.x, item.y + item.height)
                self._canvas.addLiteral(f"{corner} {fp_str(item.width * MM, item.height * MM)} re S")
            elif isinstance(item, Shade):
                self._select("g", fp_str(item.gray))
                corner = self._point(item.x, item.y + item.height)
                self._canvas.addLiteral(f"{corner} {fp_str(item.width * MM, item.height * MM)} re f")
            elif isinstance(item, Picture):
                self._picture(item)
            elif isinstance(item, Backdrop):
                self._canvas.addLiteral(f"q {_FRESH}")
                self._canvas.doForm(backdrop_name(item))
                self._canvas.addLiteral("Q")
            else:
                self._matrix(item)

    def _point(self, x: float, y: float) -> str:
        point: str = fp_str(x * MM, self._up(y))
        return point

    def _up(self, y: float) -> float:
        return (self._height - y) * MM

    def _weight(self, millimetres: float) -> None:
        self._select("w", fp_str(millimetres * MM))

    def _select(self, operator: str, operand: str) -> None:
        """One operator of the graphics state, where it is not in force already."""
        if self._state.get(operator) != operand:
            self._state[operator] = operand
            self._canvas.addLiteral(f"{operand} {operator}")

    def _run(self, run: Run) -> None:
        """The text in one text object: a font for each piece, one matrix for all."""
        self._select("g", fp_str(run.gray))
        self._select("Tc", fp_str(run.spacing))
        words = [f"BT {self._matrix_of(run)} Tm"]
        for face, text in fonts.runs(run.text, run.face):
            if face is Face.MONGOL:
                words += self._word(text, run)
            else:
                words += self._shown(face, text, run.size)
        words.append("ET")
        self._canvas.addLiteral(" ".join(words))

    def _shown(self, face: Source, text: str, size: float) -> list[str]:
        """Text of one font, in the codes of its subsets."""
        font, words = pdf_fonts.font(face), []
        for subset, codes in font.splitString(text, self._canvas._doc):
            selected = f"{font.getSubsetInternalName(subset, self._canvas._doc)} {fp_str(size)}"
            if self._state.get("Tf") != selected:
                self._state["Tf"] = selected
                words.append(f"{selected} Tf")
            words.append(f"({escapePDF(codes)}) Tj")
        return words

    def _word(self, word: str, run: Run) -> list[str]:
        """A word of joined letters: not spread, and with its signs where they belong."""
        words = [f"{fp_str(0.0)} Tc"] if run.spacing else []
        for points, x, y in pdf_fonts.shaped(word):
            *selected, shown = self._shown(Face.MONGOL, points, run.size)
            if x or y:
                there, back = f"[{fp_str(-1000 * x)}] TJ {fp_str(y * run.size)} Ts", f"[{fp_str(1000 * x)}] TJ 0 Ts"
                shown = f"{there} {shown} {back}"
            words += [*selected, shown]
        if run.spacing:
            words.append(f"{fp_str(run.spacing)} Tc [{fp_str(-1000 * run.spacing / run.size)}] TJ")
        return words

    def _matrix_of(self, run: Run) -> str:
        where = self._point(run.x, run.y)
        if not run.angle:
            return f"1 0 0 1 {where}"
        sine, cosine = sin(radians(run.angle)), cos(radians(run.angle))
        return f"{fp_str(cosine, sine, -sine, cosine)} {where}"

    def _picture(self, item: Picture) -> None:
        if self._photo is None:
            return
        self._canvas.drawImage(
            self._photo,
            item.x * MM,
            self._up(item.y + item.height),
            item.width * MM,
            item.height * MM,
            preserveAspectRatio=True,
            anchor="c",
        )

    def _matrix(self, item: Matrix) -> None:
        self._canvas.saveState()
        self._canvas.translate(item.x * MM, self._up(item.y + item.size))
        self._canvas.doForm(self._codes[item.text, item.size])
        self._canvas.restoreState()
