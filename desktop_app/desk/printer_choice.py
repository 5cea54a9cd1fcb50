"""Which printer and which tray a desk prints each size of paper on: chosen once, then offered again.

A3 and A4 may lie in two printers, or in two trays of one.
"""

from dataclasses import dataclass

from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.printing.media import PaperSize

__all__ = ["PaperSize", "Place", "choose", "chosen"]

_SETTING = "printing.places"


@dataclass(frozen=True, slots=True)
class Place:
    """A printer's address and one of its trays; an empty tray leaves the choice to the printer."""

    printer: str = ""
    tray: str = ""


def chosen(session: Session, size: PaperSize) -> Place:
    """Where this size was printed last; an empty place when it never was."""
    kept = session.vault.settings.get(_SETTING, {}).get(size.name)
    return Place(str(kept[0]), str(kept[1])) if kept else Place()


def choose(session: Session, size: PaperSize, place: Place) -> None:
    """Print this size here from now on. Does nothing, and logs nothing, when that is so already."""
    if chosen(session, size) == place:
        return
    kept = dict(session.vault.settings.get(_SETTING, {}))
    objects = {"setting": _SETTING, "size": size.name, "printer": place.printer, "tray": place.tray}
    with session.vault.act(Act.PRINTERS_CHANGED, objects):
        session.vault.settings.put(_SETTING, {**kept, size.name: [place.printer, place.tray]})
