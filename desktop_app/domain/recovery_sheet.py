"""What stands on a recovery sheet: one code, or one share of several. Whoever holds it may open the vault."""

from datetime import date
from typing import Annotated

import msgspec

from desktop_app.domain.values import Line, Short, Value

_LONGEST_NUMBER = 12
VaultNumber = Annotated[str, msgspec.Meta(max_length=_LONGEST_NUMBER)]
Piece = Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
Portion = Annotated[int, msgspec.Meta(ge=1, le=16)]


class RecoverySheet(Value, frozen=True, kw_only=True):
    """One sheet: the `groups` of a code with its `check`, or the `words` of share `number` of `of`, `needed` to open.

    `vault_number` tells one vault of the office from another; the vault's own id is too long for it, and stays out.
    """

    vault_name: Line
    vault_number: VaultNumber = ""
    desk_name: Line
    made_on: date
    holder: Short = ""
    groups: tuple[Piece, ...] = ()
    check: Annotated[str, msgspec.Meta(max_length=12)] = ""
    words: tuple[Piece, ...] = ()
    number: Portion = 1
    of: Portion = 1
    needed: Portion = 1

    def __post_init__(self) -> None:
        if bool(self.groups) == bool(self.words):
            raise ValueError("a sheet bears either a code or a share")
        if not self.number <= self.of >= self.needed:
            raise ValueError("no share of that number, or more needed than there are")
        if len(self.vault_number) > _LONGEST_NUMBER:
            raise ValueError("a vault's id is no number for paper")

    def __repr__(self) -> str:
        """Says nothing of what it bears: a value is easily written into a report of an error."""
        return f"RecoverySheet({self.number} of {self.of})"
