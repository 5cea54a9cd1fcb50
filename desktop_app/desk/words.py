"""Words, labels and choices for screens and verbs: enum members, fields of the forms, code tables, titles. Pure."""

from desktop_app.domain.kinds import Level
from desktop_app.domain.words import choices, word
from desktop_app.policy.labels import FieldLabel, labels, sections
from desktop_app.policy.pack import Pack

__all__ = ["FieldLabel", "choices", "codes", "labels", "sections", "series", "series_tracks", "title", "word"]

#: The code tables that fields choose from; "area" and "series" come from the year's pack.
TABLES = ("ethnic", "education", "degree", "political", "area", "series")


def codes(pack: Pack, table: str) -> list[tuple[str, str]]:
    """(code, printed word) of one table, in its order. Raises `KeyError` for a table that does not exist."""
    if table == "area":
        return [(key, area.name.zh) for key, area in pack.areas.items()]
    if table == "series":
        return series(pack)
    return [(key, pack.codes[table].label(key)) for key in pack.codes[table].rows]


def series(pack: Pack) -> list[tuple[str, str]]:
    """(code, name) of all series."""
    return [(code, row.name.zh) for code, row in pack.series.items()]


def series_tracks(pack: Pack, code: str) -> list[str]:
    """The tracks of one series; empty when it has none to choose from."""
    row = pack.series.get(code)
    return [track.name for track in row.track if track.name] if row else []


def title(pack: Pack, code: str, track: str, level: Level | None) -> str:
    """The title that a level of a track gives, empty when there is none."""
    return pack.series_title(code, track, level) if level else ""
