"""Secret bytes lie apart, locked, out of dumps and of children, and are gone when they are given up."""

import ctypes
import gc
import os
import sys
from pathlib import Path

import pytest

from desktop_app.crypto.locked import LockedBytes, overwrite, passing

SECRET = bytes(range(1, 33))


def test_a_copy_is_equal_and_outlives_the_first() -> None:
    first = LockedBytes.of(SECRET)
    second = first.copy()
    assert first == second
    assert first != LockedBytes(32)
    first.wipe()
    first.wipe()
    assert second.view == SECRET
    with pytest.raises(ValueError, match="wiped"):
        _ = first.view


def test_nothing_shows_in_a_traceback_or_a_log() -> None:
    assert repr(LockedBytes.of(SECRET)) == "LockedBytes()"


def test_a_view_keeps_the_bytes_until_they_are_wiped() -> None:
    view = LockedBytes.of(SECRET).view
    gc.collect()
    assert view == SECRET
    kept = LockedBytes.of(SECRET)
    seen = kept.view
    kept.wipe()
    assert seen == bytes(32)


def test_the_last_reference_takes_the_bytes_with_it() -> None:
    secret = LockedBytes.of(SECRET)
    address = ctypes.addressof(ctypes.c_char.from_buffer(secret.view))
    held = secret.view  # keeps the page, so that there is something to look at
    secret.wipe()
    assert ctypes.string_at(address, 32) == bytes(32)
    del held


@pytest.mark.parametrize("text", ["骏马 ridge 41 lantern 云", "plain letters only", "naïve café", "𠮷野家 and more"])
def test_a_copy_that_nobody_else_has_is_overwritten_whatever_its_letters(text: str) -> None:
    copy = text[:2] + text[2:]
    with passing(copy):
        assert copy == text
    assert {ord(character) for character in copy} == {0}


def test_bytes_of_a_library_are_overwritten_once_taken() -> None:
    given = b"".join([SECRET, SECRET])
    taken = LockedBytes.taken(given)
    assert taken.view == SECRET + SECRET
    assert given == bytes(64)
    array = bytearray(SECRET)
    overwrite(array)
    assert array == bytearray(32)


def test_short_texts_are_left_alone_for_the_interpreter_shares_them() -> None:
    copy = "A"
    overwrite(copy)
    assert copy == chr(65)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/self/smaps")
def test_the_system_was_asked_to_keep_the_page_from_swap_and_dumps() -> None:
    secret = LockedBytes.of(SECRET)
    assert secret.locked
    address = ctypes.addressof(ctypes.c_char.from_buffer(secret.view))
    flags, inside = "", False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in (head := line.split(" ")[0]) and not head.endswith(":"):
            begin, end = (int(one, 16) for one in head.split("-"))
            inside = begin <= address < end
        elif inside and line.startswith("VmFlags:"):
            flags = line
    assert {"lo", "dd", "wf"} <= set(flags.split()), flags


@pytest.mark.skipif(sys.platform != "linux", reason="only there a child can be told to find nothing")
def test_a_forked_child_finds_zeros() -> None:
    secret = LockedBytes.of(SECRET)
    child = os.fork()
    if child == 0:
        os._exit(0 if secret.view == bytes(32) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert secret.view == SECRET
