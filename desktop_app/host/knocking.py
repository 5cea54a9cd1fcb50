"""What a second start tells the program that runs already: through a file in this user's settings folder, no socket.

The file names a folder or nothing. It is taken away by whoever reads it, so a start that finds it gone was heard.
"""

import contextlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_app.host import atomic
from desktop_app.host.paths import ensure_private_folder

_NAME = "instance.asked"
#: There while a window listens.
_OPEN = "instance.listening"
#: Longer than any path of the systems this runs on.
_MOST = 32 * 1024
#: One that is just starting takes about a second to listen; one that listens answers when its machine lets it.
_PATIENCE, _LISTENS = 2.5, 20.0
_LOOK = 0.05


def knock(folder: Path, arrived: Path | None) -> bool:
    """Ask the running program to come forward, with the package that was double-clicked.

    Whether it heard in time; otherwise nothing is left behind. Raises what `write_atomic` raises.
    """
    asked = ensure_private_folder(folder) / _NAME
    atomic.write_atomic(asked, os.fsencode(arrived) if arrived else b"")
    begun = time.monotonic()
    while asked.exists():
        if time.monotonic() - begun > (_LISTENS if (folder / _OPEN).exists() else _PATIENCE):
            break
        time.sleep(_LOOK)
    try:
        asked.unlink()
    except OSError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class Door:
    """The side of the program that runs: where knocks come, and what was said by the last of them."""

    folder: Path

    def answer(self) -> tuple[Path | None] | None:
        """The folder that a start was asked to show, as a tuple of one, which may hold nothing; `None`: nobody knocked.

        The file is anybody's of this user: it only ever says where to look.
        """
        asked = self.folder / _NAME
        try:
            with asked.open("rb") as file:
                said = file.read(_MOST)
            asked.unlink()
        except OSError:
            return None
        return (_folder(said),)

    def listen(self) -> None:
        """From now on somebody answers."""
        with contextlib.suppress(OSError):
            (self.folder / _OPEN).touch()

    def close(self) -> None:
        """Nobody answers any more, and what nobody heard is over."""
        for name in (_OPEN, _NAME):
            with contextlib.suppress(OSError):
                (self.folder / name).unlink()


def _folder(said: bytes) -> Path | None:
    if not said or b"\0" in said:
        return None
    path = Path(os.fsdecode(said))
    return path if path.is_absolute() else None
