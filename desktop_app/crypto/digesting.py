"""Digests on a thread of their own, beside reading, enciphering and writing: hashing lets the interpreter lock go."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Protocol

#: So many pieces may wait: enough to keep the thread busy.
_BEHIND = 4


class Hash(Protocol):
    def update(self, data: bytes | memoryview, /) -> None: ...


class Digests:
    """Feeds hashes in order, a few pieces behind the caller, who must not change a piece once it was fed.

    What the thread raises comes to the caller at a later `feed`, at `settle`, or at the end of the `with` block.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="digest")
        self._pending: deque[Future[None]] = deque()

    def __enter__(self) -> "Digests":
        return self

    def feed(self, to: Hash | None, piece: bytes | memoryview) -> None:
        """Let `to` take in `piece`."""
        if to is not None:
            self._put(self._thread.submit(to.update, piece))

    def then(self, check: Callable[[], None]) -> None:
        """Do `check` once everything fed so far is taken in."""
        self._put(self._thread.submit(check))

    def settle(self) -> None:
        """Wait until everything fed is taken in."""
        while self._pending:
            self._pending.popleft().result()

    def _put(self, running: "Future[None]") -> None:
        self._pending.append(running)
        if len(self._pending) > _BEHIND:
            self._pending.popleft().result()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._thread.shutdown(wait=True, cancel_futures=kind is not None)
        if kind is None:
            self.settle()
