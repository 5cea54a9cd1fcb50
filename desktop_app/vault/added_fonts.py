"""Fonts that an office added, and those that each version was printed with."""

from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.core.ids import VersionId
from desktop_app.domain.records import AddedFont
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, family, file, source, characters, count, permission, licence, ground, added_by, added_at, withdrawn"


class AddedFontRepository:
    """Nothing is ever taken out: a reprint of an earlier version may need it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def put(self, font: AddedFont, content: bytes) -> None:
        """Keep a font, or use one again that was withdrawn; who, when and why are the last officer's."""
        columns: dict[str, object] = {
            "family": font.family,
            "file": font.file,
            "source": font.source,
            "characters": font.characters,
            "count": font.count,
            "permission": font.permission,
            "licence": font.licence,
            "ground": font.ground,
            "added_by": font.added_by,
            "added_at": stamp(font.added_at),
            "withdrawn": 0,
        }
        if not self._ledger.update("added_fonts", {"id": font.id}, **columns):
            self._ledger.insert("added_fonts", id=font.id, content=content, **columns)

    def withdraw(self, font: str) -> None:
        """Draw nothing new from it."""
        self._ledger.update("added_fonts", {"id": font}, withdrawn=1)

    def all(self) -> list[AddedFont]:
        """The latest first, withdrawn ones among them."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM added_fonts ORDER BY added_at DESC, id")
        return [_font(row) for row in rows]

    def content(self, font: str) -> bytes:
        row = self._database.row("SELECT content FROM added_fonts WHERE id = ?", [font])
        return bytes(row[0]) if row else b""

    def remember(self, version: VersionId, font: str) -> None:
        """This version has been printed with this font."""
        if font not in self.of(version):
            self._ledger.insert("version_fonts", version_id=version, font=font)

    def of(self, version: VersionId) -> list[str]:
        """The fonts that a version was printed with."""
        rows = self._database.rows("SELECT font FROM version_fonts WHERE version_id = ? ORDER BY audit_seq", [version])
        return [row[0] for row in rows]


def _font(row: Row) -> AddedFont:
    return AddedFont(
        id=row[0],
        family=row[1],
        file=row[2],
        source=row[3],
        characters=row[4],
        count=row[5],
        permission=row[6],
        licence=row[7],
        ground=row[8],
        added_by=row[9],
        added_at=datetime.fromisoformat(row[10]),
        withdrawn=bool(row[11]),
    )
