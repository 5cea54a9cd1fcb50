"""Paper sizes, and whether a printer's own words for its media mean one of them (PWG 5101.1)."""

import re
from collections.abc import Iterable
from enum import Enum

from desktop_app.printing.ipp_values import AttributeGroup, Collection

#: A self-describing name ends with its size: `iso_a3_297x420mm`, `na_letter_8.5x11in`, perhaps with a suffix.
_SIZE = re.compile(r"_(\d{1,5}(?:\.\d{1,3})?)x(\d{1,5}(?:\.\d{1,3})?)(mm|in)(?:_[a-z0-9.-]+)?\Z")
#: Ends of a range of sizes that a printer could be set to, not sizes that it has.
_RANGE_ENDS = ("custom_min_", "custom_max_")
#: PWG 5101.1 rounds to half a millimetre at worst.
_NEAR = 50


class PaperSize(Enum):
    """The two sizes of the notice's forms. The value is the IPP media name."""

    A4 = "iso_a4_210x297mm"
    A3 = "iso_a3_297x420mm"

    @property
    def width(self) -> int:
        """The short side in hundredths of a millimetre."""
        return {PaperSize.A4: 21000, PaperSize.A3: 29700}[self]

    @property
    def height(self) -> int:
        """The long side in hundredths of a millimetre."""
        return {PaperSize.A4: 29700, PaperSize.A3: 42000}[self]

    def is_called(self, name: str) -> bool:
        """Whether a printer's media name means this size, whichever edge is fed first."""
        if name.startswith(_RANGE_ENDS):
            return False
        found = _SIZE.search(name)
        if found is None:
            return False
        unit = 100 if found[3] == "mm" else 2540
        short, long = sorted(float(number) * unit for number in (found[1], found[2]))
        return abs(short - self.width) <= _NEAR and abs(long - self.height) <= _NEAR


def supported(printer: AttributeGroup) -> tuple[str, ...]:
    """The sizes the printer can be given at all."""
    return _names(printer.texts("media-supported"), printer.collections("media-size-supported"))


def ready(printer: AttributeGroup) -> tuple[str, ...]:
    """What lies in the trays now; empty when the printer does not say."""
    sizes = [c.first("media-size") for c in printer.collections("media-col-ready")]
    return _names(printer.texts("media-ready"), (size for size in sizes if isinstance(size, Collection)))


def size_name(size: Collection) -> str:
    """A self-describing name for a `media-size`; empty when its dimensions are not told as two numbers."""
    short, long = size.first("x-dimension"), size.first("y-dimension")
    if not isinstance(short, int) or not isinstance(long, int):
        return ""
    known = (paper.value for paper in PaperSize if {short, long} == {paper.width, paper.height})
    return next(known, f"custom_other_{short / 100:g}x{long / 100:g}mm")


def _names(keywords: Iterable[str], sizes: Iterable[Collection]) -> tuple[str, ...]:
    """Keywords, then the sizes among `sizes` that are ours and no keyword names."""
    names = list(dict.fromkeys(keywords))
    for size in sizes:
        spelled = size_name(size)
        for paper in PaperSize:
            if paper.is_called(spelled) and not any(paper.is_called(name) for name in names):
                names.append(spelled)
    return tuple(names)
