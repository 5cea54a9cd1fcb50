"""Buffers used in turn, so that a long stream takes no new memory.

Memory that is new for every block costs as much as digesting the block does (1,230 against 1,550 MiB/s): the system
must give each of its pages, emptied.
"""

from collections import deque
from concurrent.futures import Future
from typing import Any, Protocol


class Source(Protocol):
    """Where bytes come from; may fill less than it was offered, and nothing at the end."""

    def readinto(self, buffer: memoryview, /) -> int | None: ...


def fill(source: Source, room: memoryview) -> memoryview:
    """The part of `room` that is filled now: less than all of it only at the end of `source`."""
    filled = 0
    while filled < len(room) and (size := source.readinto(room[filled:])):
        filled += size
    return room[:filled]


class Rooms:
    """Enough buffers that nobody need wait for another; each is free again once the work begun with it is done.

    A buffer is made when all those before it are in use: a receipt needs one, not sixteen.
    """

    def __init__(self, size: int, count: int = 16) -> None:
        self._size = size
        self._unmade = count
        self._waiting: deque[tuple[memoryview, Future[Any]]] = deque()

    def take(self) -> memoryview:
        """The buffer whose work was begun first. Waits for that, and raises what it raised."""
        if self._unmade and not (self._waiting and self._waiting[0][1].done()):
            self._unmade -= 1
            return memoryview(bytearray(self._size))
        room, work = self._waiting.popleft()
        work.result()
        return room

    def give(self, room: memoryview, work: Future[Any]) -> None:
        """`room` may be used again when `work` is done."""
        self._waiting.append((room, work))

    def settle(self) -> None:
        """Wait until all work is done; raises what the first that failed raised."""
        for _, work in self._waiting:
            work.result()
