"""Packages that lie on a medium, as their outside shows them: readable or not, whole or lacking volumes."""

from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Fault
from desktop_app.sealing import gathering, reader
from desktop_app.sealing.checks import SealHead


@dataclass(frozen=True, slots=True)
class Found:
    """A package lying on a medium; `head` is absent when the folder is unfinished or unreadable, with the reason."""

    folder: Path
    head: SealHead | None
    fault: Fault | None = None
    absent: tuple[int, ...] = ()  # its volumes that do not lie there


def found(folder: Path) -> list[Found]:
    """Packages below a folder, unfinished ones included. Needs no vault; call it off the database thread."""
    return [_looked_at(path) for path in reader.find_packages(folder)]


def _looked_at(path: Path) -> Found:
    try:
        head = reader.inspect(path)
        return Found(path, head, absent=tuple(one.n for one in gathering.lacking(path, head.volumes)))
    except Fault as fault:
        return Found(path, None, fault)


def readable(folder: Path) -> list[SealHead]:
    """What can be read below a folder; one that somebody left unfinished there keeps no other package shut.

    Raises what the reader says of the first where all are so.
    """
    lying = found(folder)
    heads = [one.head for one in lying if one.head is not None]
    if lying and not heads:
        assert lying[0].fault is not None  # why it has no head
        raise lying[0].fault
    return heads
