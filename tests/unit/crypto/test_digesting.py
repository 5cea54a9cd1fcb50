"""Digests on a thread of their own: in order, whole at the end, and nothing of the thread stays behind."""

import hashlib
import threading

import pytest

from desktop_app.crypto.digesting import Digests
from tests.support.patience import AT_MOST_S


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("digest")]


def test_what_was_fed_is_taken_in_when_the_block_ends_and_the_thread_is_gone() -> None:
    whole, before = hashlib.sha256(), []
    with Digests() as digests:
        for number in range(50):
            digests.feed(whole, bytes([number]) * 1000)
        digests.feed(None, b"nobody wants it")
        digests.then(lambda: before.append(whole.hexdigest()))
        digests.settle()
        assert before == [hashlib.sha256(b"".join(bytes([number]) * 1000 for number in range(50))).hexdigest()]
        assert threads()
    assert threads() == []


def test_what_fails_on_the_thread_comes_to_the_caller() -> None:
    def wrong() -> None:
        raise ValueError("another digest")

    with pytest.raises(ValueError, match="another digest"), Digests() as digests:
        digests.then(wrong)
    assert threads() == []


def test_a_block_that_fails_waits_for_nothing_that_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, held, done = threading.Event(), threading.Event(), []

    def first() -> None:
        begun.set()
        assert held.wait(AT_MOST_S)

    with pytest.raises(RuntimeError), Digests() as digests:  # noqa: PT012
        leave = digests._thread.shutdown

        def left(*, wait: bool, cancel_futures: bool) -> None:
            leave(wait=False, cancel_futures=cancel_futures)
            held.set()
            leave(wait=wait)

        monkeypatch.setattr(digests._thread, "shutdown", left)
        digests.then(first)
        digests.then(lambda: done.append("later"))
        assert begun.wait(AT_MOST_S)
        raise RuntimeError
    assert (done, threads()) == ([], [])
