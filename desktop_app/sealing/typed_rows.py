"""A line of capitals in rows for a hand: groups of five and a check of two, so that a slip is named by its row."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.core.errors import Fault
from desktop_app.sealing.label import crockford

_CHECK = 2


def plain_line(untrusted_text: str) -> str:
    """A scanned line as it was printed: a Chinese input method widens the colon of what a scanner types through it."""
    return untrusted_text.strip().upper().replace("\uff1a", ":")


@dataclass(frozen=True, slots=True)
class TypedRows:
    """How one sort of paper is typed. `tag` is what its scanned line begins with and what its checks are bound to."""

    tag: str
    width: int
    shortest: int
    refusal: Callable[[int], Fault]

    def written(self, line: str) -> tuple[str, ...]:
        """The rows of a line `TAG:…`, each with its check."""
        letters = line.removeprefix(self.tag + ":")
        parts = [letters[at : at + self.width] for at in range(0, len(letters), self.width)]
        return tuple(_spaced(part) + "  " + self._check(number, part) for number, part in enumerate(parts, start=1))

    def line(self, untrusted_typed: str) -> str:
        """A scanned line as it is; rows that a hand typed, joined. Raises `refusal` for the first wrong row."""
        scanned = plain_line(untrusted_typed)
        if scanned.startswith(self.tag[:3]):
            return scanned
        written = [_plain(row) for row in untrusted_typed.splitlines() if row.strip()]
        if len(written) == 1:
            whole = self.width + _CHECK
            written = [written[0][at : at + whole] for at in range(0, len(written[0]), whole)]
        parts = []
        for number, row in enumerate(written, start=1):
            part, check = row[:-_CHECK], row[-_CHECK:]
            short = len(part) != self.width and number != len(written)
            if short or not part or len(part) > self.width or check != self._check(number, part):
                raise self.refusal(number)
            parts.append(part)
        if len("".join(parts)) < self.shortest:
            raise self.refusal(len(parts) + 1)
        return f"{self.tag}:" + "".join(parts)

    def _check(self, number: int, part: str) -> str:
        return crockford(hashlib.sha256(f"{self.tag} {number} {part}".encode()).digest())[-_CHECK:]


def _plain(row: str) -> str:
    """As it is compared: capitals, plain width, nothing between, and what a pen confuses read as one sign."""
    letters = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", row)).upper()
    return letters.translate(str.maketrans("OIL", "011"))


def _spaced(part: str) -> str:
    return " ".join(part[at : at + 5] for at in range(0, len(part), 5))
