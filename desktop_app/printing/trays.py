"""The trays of a printer and the paper that lies in them, as its IPP attributes tell (PWG 5100.7)."""

from dataclasses import dataclass

from desktop_app.printing.ipp_values import AttributeGroup, Collection
from desktop_app.printing.media import PaperSize, size_name

#: The printer's own choice of a tray is not a tray.
_NO_TRAYS = ("auto",)
#: Fed by a person when the printer asks: what lies there now says nothing about what will.
BY_HAND = "manual"
_ALL_BY_HAND = (BY_HAND, "by-pass-tray")


@dataclass(frozen=True, slots=True)
class Tray:
    """`source` is the name a job calls it by; `media` is what lies in it now, empty when the printer does not say."""

    source: str
    media: tuple[str, ...] = ()
    label: str = ""  # what its driver calls it, where the name for jobs is only a number

    @property
    def by_hand(self) -> bool:
        return self.source in _ALL_BY_HAND

    def loaded(self, size: PaperSize) -> bool | None:
        """Whether the size lies in it; `None` when that is not told."""
        if any(size.is_called(name) for name in self.media):
            return True
        return False if self.media and not self.by_hand else None


def trays(printer: AttributeGroup) -> tuple[Tray, ...]:
    """The trays a job may be sent to; none when a job cannot choose."""
    if "media-source" not in printer.texts("media-col-supported"):
        return ()
    held: dict[str, list[str]] = {}
    for ready in printer.collections("media-col-ready"):
        source, size = ready.first("media-source"), ready.first("media-size")
        if isinstance(source, str) and isinstance(size, Collection) and (name := size_name(size)):
            held.setdefault(source, []).append(name)
    sources = dict.fromkeys((*printer.texts("media-source-supported"), *held))
    known = (source for source in sources if source not in _NO_TRAYS and source.isascii() and source.isprintable())
    return tuple(Tray(source, tuple(held.get(source, ()))) for source in known)
