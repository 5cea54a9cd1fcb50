"""What the wiring decides for the window."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from desktop_app.core.clock import Clock


class Door(Protocol):
    """Where a second start of the program says what it was started with."""

    @property
    def folder(self) -> Path: ...

    def listen(self) -> None: ...

    def answer(self) -> tuple[Path | None] | None: ...


@dataclass(frozen=True, slots=True)
class Options:
    """`vault` is the folder to open instead of the usual one; `cost` a cheaper key derivation for new vaults.

    `arrived` is the folder of a package whose file started the program: the inbox opens on it, once.
    """

    clock: Clock
    vault: Path | None = None
    arrived: Path | None = None
    door: Door | None = None  # none where nobody else can start it
    cost: Any = None  # the desk's KdfCost, unnamed here: the window must stand before cryptography is imported
