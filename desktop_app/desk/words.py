"""Words, labels and choices for screens and verbs: enum members, fields of the forms, code tables, titles. Pure."""

from desktop_app.domain.kinds import Level
from desktop_app.domain.words import choices, word
from desktop_app.policy.labels import FieldLabel, labels, sections
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Confidence

__all__ = [
    "FieldLabel",
    "choices",
    "codes",
    "labels",
    "sections",
    "series",
    "series_tracks",
    "title",
    "title_choices",
    "track_choices",
    "word",
]

#: Beside names that no document found bears out.
_ASK = "（名称待核实，请问评委会）"
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


def track_choices(pack: Pack, code: str) -> list[tuple[str, str]]:
    """(track, what the list shows) of one series; a track whose titles are not certain says whom to ask."""
    return [(name, name + _unsure(pack, code, name)) for name in series_tracks(pack, code)]


def title_choices(pack: Pack, code: str, track: str) -> list[tuple[str, str]]:
    """(title, what the list shows) of one track, the lowest level first."""
    found = dict.fromkeys(title(pack, code, track, level) for level in Level)
    return [(name, name + _unsure(pack, code, track)) for name in found if name]


def _unsure(pack: Pack, code: str, track: str) -> str:
    row = pack.series_track(code, track)
    return _ASK if row is not None and row.names_from is Confidence.LOW else ""


def title(pack: Pack, code: str, track: str, level: Level | None) -> str:
    """The title that a level of a track gives, empty when there is none."""
    return pack.series_title(code, track, level) if level else ""
