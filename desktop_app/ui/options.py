"""What the wiring decides for the window."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.core.clock import Clock


@dataclass(frozen=True, slots=True)
class Options:
    """`vault` is the folder to open instead of the usual one; `cost` a cheaper key derivation for new vaults.

    `arrived` is the folder of a package whose file started the program: the inbox opens on it, once.
    """

    clock: Clock
    vault: Path | None = None
    arrived: Path | None = None
    cost: Any = None  # the desk's KdfCost, unnamed here: the window must stand before cryptography is imported
