"""What a laid-out page consists of: millimetres from the top left corner, text on its baseline, sizes in points."""

from dataclasses import dataclass

from desktop_app.papers.fonts import Face


@dataclass(frozen=True, slots=True)
class Run:
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; `weight` in millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float


@dataclass(frozen=True, slots=True)
class Box:
    """An unfilled rectangle."""

    x: float
    y: float
    width: float
    height: float
    weight: float


@dataclass(frozen=True, slots=True)
class Shade:
    """A rectangle filled with a grey, 0 black to 1 white; what is drawn after it stands on it."""

    x: float
    y: float
    width: float
    height: float
    gray: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The applicant's photo, fitted into the rectangle without distortion."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """A QR code: rows of modules, drawn to `size` millimetres square without a quiet zone."""

    x: float
    y: float
    size: float
    rows: tuple[bytes, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A page of the blank that the form is laid over, counted from 0, over the whole sheet."""

    page: int


Item = Run | Rule | Box | Shade | Picture | Matrix | Backdrop


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a copy: what is on it, in drawing order."""

    items: tuple[Item, ...]
    small_marks: bool = False
