"""The offices' directory (annex 3): the pack's, with what this office knows better since."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, safe_for_screen, unsafe_characters
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act

_SETTING = "directory"
_MOST = 60


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """One office. `changed` says that this desk changed what the notice prints."""

    area: str
    name: str
    office: str
    section: str
    phone: str
    changed: bool


def lines(session: Session) -> list[DirectoryLine]:
    """The offices in the order of the annex."""
    kept: Mapping[str, Mapping[str, str]] = session.vault.settings.get(_SETTING, {})
    found = []
    for area in session.pack.areas.values():
        if area.office:
            mine = kept.get(area.key, {})
            found.append(
                DirectoryLine(
                    area=area.key,
                    name=area.name.zh,
                    office=mine.get("office", area.office),
                    section=mine.get("section", area.section),
                    phone=mine.get("phone", area.phone),
                    changed=bool(mine),
                )
            )
    return found


def restore(session: Session, area: str) -> None:
    """What the notice prints for this area holds again."""
    known = session.pack.areas.get(area)
    if known is None or not known.office:
        raise Fault(Code.FIELD_VALUE, where=safe_for_screen(area, _MOST))
    change(session, area, office=known.office, section=known.section, phone=known.phone)


def change(session: Session, area: str, *, office: str, section: str, phone: str) -> None:
    """Keep what is known better; all three as the pack has them means that nothing is.

    Raises `Fault(FIELD_VALUE)` for an unknown area and for a part that the pack has and is
    empty here, too long or would deceive the eye.
    """
    known = session.pack.areas.get(area)
    if known is None or not known.office:
        raise Fault(Code.FIELD_VALUE, where=safe_for_screen(area, _MOST))
    said = {"office": office, "section": section, "phone": phone}
    clean = {name: normal(value.strip()) for name, value in said.items()}
    for name, value in clean.items():
        if (not value and getattr(known, name)) or len(value) > _MOST or unsafe_characters(value):
            raise Fault(Code.FIELD_VALUE, where=name)
    kept = dict(session.vault.settings.get(_SETTING, {}))
    kept.pop(area, None)
    if clean != {"office": known.office, "section": known.section, "phone": known.phone}:
        kept[area] = clean
    with session.vault.act(Act.DIRECTORY_CHANGED, {"area": area}):
        session.vault.settings.put(_SETTING, kept)
