"""Fonts for characters that the carried ones lack: taken from a file on a stated ground, used, and withdrawn.

They are kept in the vault and travel in its backups. A version's sheets name the fonts that drew on them, and a reprint
of that version is drawn from the same ones, also after they were withdrawn.
"""

import hashlib
import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.text import is_private_use, normal, safe_for_screen, unsafe_characters
from desktop_app.desk import blanks
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import AddedFont, RecordKind, Version, not_found
from desktop_app.domain.values import Value
from desktop_app.host import confined
from desktop_app.papers import fontfile, office_font
from desktop_app.papers.fonts import Added

GROUND_LIMIT = 200
#: More than anybody names one by one.
CHARACTERS_LIMIT = 200
#: Characters to look at before a font is kept.
SAMPLE = 12
_CODE = re.compile(r"[Uu]\+([0-9A-Fa-f]{4,6})")
_MOST_FILE = confined.MAX_INPUT - (1 << 20)


__all__ = ["AddedFont", "Arrived", "add", "all_", "in_force", "named", "read", "remember", "withdraw"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A font from a file, judged and written anew, not yet kept."""

    content: bytes = field(repr=False)
    family: str
    licence: str
    permission: int
    count: int
    file: str
    source: str
    characters: str
    sample: str


class _Told(Value, frozen=True, kw_only=True):
    """What the confined process says."""

    font: str
    family: str
    licence: str
    permission: int
    count: int


def read(path: Path, characters: str = "", *, outline_of: str = "", progress: Progress | None = None) -> Arrived:
    """The font in a file, for `characters` or for everything that the carried fonts lack. Needs no vault.

    `outline_of`: the character of the file whose outline the one character gets, where it stands under another code.
    Raises `Fault(FONT_* | FILE_NOT_FOUND | FILE_UNREADABLE | READER_STOPPED)`, or `Cancelled`.
    """
    data = blanks.content(path, _MOST_FILE, Code.FONT_TOO_LARGE)
    wanted = _wanted(characters, outline_of)
    found = confined.read("office_font", office_font.asked(data, wanted), str(path), progress or Progress())
    try:
        told = msgspec.convert(found, _Told, strict=True)
        content = b64decode(told.font, validate=True)
        fontfile.parse(content)
    except (msgspec.ValidationError, Error, ValueError) as error:
        raise Fault(Code.FONT_UNREADABLE) from error
    if len(content) > office_font.MAX_BYTES:
        raise Fault(Code.FONT_TOO_LARGE, limit=office_font.MAX_BYTES >> 20)
    return Arrived(
        content,
        safe_for_screen(told.family, 60) or safe_for_screen(path.stem, 60),
        safe_for_screen(told.licence, 60),
        told.permission,
        told.count,
        safe_for_screen(path.name, 60),
        hashlib.sha256(data).hexdigest(),
        "".join(wanted),
        "".join(map(chr, fontfile.first(content, SAMPLE))),
    )


def characters(typed: str) -> str:
    """Characters as an officer names them: themselves, or by code point as `U+30EDD`."""
    return "".join(_CODE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), typed).split())


def _wanted(characters: str, outline_of: str) -> dict[str, str]:
    named = list(dict.fromkeys(c for c in normal(characters) if not c.isspace()))
    if len(named) > CHARACTERS_LIMIT or (outline_of and (len(named) != 1 or len(outline_of) != 1)):
        raise Fault(Code.FONT_CHARACTER, character="".join(f"U+{ord(c):04X} " for c in named[:3]).strip() or "U+0000")
    return {character: outline_of or character for character in named}


def add(session: Session, arrived: Arrived, ground: str) -> AddedFont:
    """Keep a font and draw from it from now on. Raises `Fault(FONT_GROUND)`."""
    why = normal(ground.strip())
    if not why or len(why) > GROUND_LIMIT or unsafe_characters(why):
        raise Fault(Code.FONT_GROUND, limit=GROUND_LIMIT)
    kept = AddedFont(
        id=hashlib.sha256(arrived.content).hexdigest(),
        family=arrived.family,
        file=arrived.file,
        source=arrived.source,
        characters=arrived.characters,
        count=arrived.count,
        permission=arrived.permission,
        licence=arrived.licence,
        ground=why,
        added_by=session.user,
        added_at=session.clock.now().replace(microsecond=0),
        withdrawn=False,
    )
    with session.vault.act(Act.FONT_ADDED, {"font": kept.id, "source": kept.source}):
        session.vault.added_fonts.put(kept, arrived.content)
    session.fonts_read.pop(kept.id, None)
    return kept


def all_(session: Session) -> list[AddedFont]:
    """Every font that was ever added, the latest first."""
    return session.vault.added_fonts.all()


def named(session: Session, beginning: str) -> AddedFont:
    """The font whose digest begins so: eight digits, as the sheets say it. Raises `Fault(RECORD_NOT_FOUND)`."""
    found = [font for font in all_(session) if len(beginning) >= 8 and font.id.startswith(beginning.lower())]
    if len(found) != 1:
        raise not_found(RecordKind.FONT)
    return found[0]


def withdraw(session: Session, font: str) -> AddedFont:
    """Draw nothing from it any more but reprints of what it has drawn before."""
    kept = named(session, font)
    with session.vault.act(Act.FONT_WITHDRAWN, {"font": kept.id}):
        session.vault.added_fonts.withdraw(kept.id)
    return named(session, kept.id)


def in_force(session: Session, version: Version | None = None) -> tuple[Added, ...]:
    """What papers are drawn from: first what this version was printed with, then outlines for named characters."""
    kept = all_(session)
    if not kept:
        return ()
    before = session.vault.added_fonts.of(version.id) if version else []
    standing = [font for font in kept if not font.withdrawn]
    ordered = [font.id for font in standing if font.characters] + [font.id for font in standing if not font.characters]
    by_name = {font.id: font for font in kept}
    return tuple(_added(session, by_name[name]) for name in dict.fromkeys([*before, *ordered]))


def remember(session: Session, version: Version | None, fonts: tuple[str, ...]) -> dict[str, str]:
    """In an act of printing: bind the version to what drew on its sheets. What the log is to say of it."""
    if not fonts:
        return {}
    if version is not None:
        for font in fonts:
            session.vault.added_fonts.remember(version.id, font)
    return {"fonts": " ".join(fonts)}


def _added(session: Session, font: AddedFont) -> Added:
    """Raises `Fault(FONT_MISSING)` for one that is damaged."""
    if font.id not in session.fonts_read:
        content = session.vault.added_fonts.content(font.id)
        try:
            file = fontfile.parse(content)
        except ValueError as error:
            raise Fault(Code.FONT_MISSING, font=font.id[:8]) from error
        private = frozenset(filter(is_private_use, font.characters))
        session.fonts_read[font.id] = Added(font.id, content, file, private)
    return session.fonts_read[font.id]
