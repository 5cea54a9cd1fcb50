"""The places of an export that stand for a value already: nothing that overlaps one of them stands for another."""

from collections.abc import Iterator

from desktop_app.policy.online_text import Place


class Taken:
    """Each place with the section of the form whose value stands there, "" for a row of a table."""

    def __init__(self) -> None:
        self._sections: dict[Place, str] = {}
        self._covered: set[int] = set()

    def take(self, place: Place, section: str = "") -> None:
        """From now on it stands for a value."""
        self._sections[place] = section
        self._covered.update(range(place.start, place.end))

    def free(self, place: Place) -> bool:
        """Whether nothing stands there. Places are whole words, so that their ends tell."""
        return place.start not in self._covered and place.end - 1 not in self._covered

    def of(self, section: str) -> Iterator[Place]:
        """Where the values of one section stand."""
        return (place for place, other in self._sections.items() if other == section)
