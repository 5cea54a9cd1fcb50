"""What a laid-out page consists of: millimetres from the top left corner, text on its baseline, sizes in points."""

from msgspec import Struct

from desktop_app.papers.fonts import Face


class Run(Struct, frozen=True, gc=False):
    """Text of one style at one place. `spacing` is added after every character, in points; `angle` turns it."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    spacing: float = 0.0
    gray: float = 0.0
    angle: float = 0.0
    field: str = ""


class Rule(Struct, frozen=True, gc=False):
    """A straight line; `weight` in millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float


class Box(Struct, frozen=True, gc=False):
    """An unfilled rectangle."""

    x: float
    y: float
    width: float
    height: float
    weight: float


class Shade(Struct, frozen=True, gc=False):
    """A rectangle filled with a grey, 0 black to 1 white; what is drawn after it stands on it."""

    x: float
    y: float
    width: float
    height: float
    gray: float


class Picture(Struct, frozen=True, gc=False):
    """The applicant's photo, fitted into the rectangle without distortion."""

    x: float
    y: float
    width: float
    height: float


class Matrix(Struct, frozen=True, gc=False):
    """A QR code: rows of modules, drawn to `size` millimetres square without a quiet zone."""

    x: float
    y: float
    size: float
    rows: tuple[bytes, ...]
    text: str


class Backdrop(Struct, frozen=True, gc=False):
    """A page of the blank that the form is laid over, counted from 0, over the whole sheet."""

    page: int


Item = Run | Rule | Box | Shade | Picture | Matrix | Backdrop


class Page(Struct, frozen=True):
    """One page of a copy: what is on it, in drawing order."""

    items: tuple[Item, ...]
    small_marks: bool = False
