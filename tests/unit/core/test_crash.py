"""What is told of a bug: kinds and places, the cause behind it; never what was being worked on."""

import faulthandler
import tempfile

from desktop_app.core.crash import crash_line, crash_report, dead_report
from desktop_app.domain import paths
from desktop_app.domain.application import Application

SECRET = "150102198606069991"


def broken() -> BaseException:
    """A bug inside our own code with somebody's number in the message, in the locals, and in the first cause."""
    number = SECRET
    try:
        try:
            {}[number]
        except KeyError as first:
            raise ValueError(f"bad {number}") from first
    except ValueError as second:
        try:
            paths.get(Application(), f"person.{number}")
        except Exception as last:  # noqa: BLE001 - whatever our code raises of it
            last.__cause__ = second
            return last
    raise AssertionError


def test_the_report_names_kinds_places_and_causes_and_no_value() -> None:
    told = crash_report(broken())
    assert SECRET not in told
    assert "domain/paths.py:" in told
    assert "<- ValueError" in told
    assert "<- KeyError" in told
    assert "broken" in told
    assert "/home" not in told
    assert "/tmp" not in told


def test_the_line_names_the_innermost_place_of_ours() -> None:
    line = crash_line(broken())
    assert SECRET not in line
    assert "domain/paths.py:" in line
    assert "\n" not in line


def test_a_ring_of_causes_ends() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert crash_report(one).count("KeyError") == 1


def test_what_a_dead_process_left_is_read_line_by_line() -> None:
    with tempfile.TemporaryFile("w+") as stream:
        faulthandler.dump_traceback(stream)
        stream.seek(0)
        frames = stream.read()
    told = dead_report(f"Fatal Python error: Segmentation fault\n\n{frames}\n  {SECRET}\nFile {SECRET}\n")
    assert "Fatal Python error: Segmentation fault" in told
    assert "test_crash.py:" in told
    assert SECRET not in told
    assert dead_report("") == ""
    assert dead_report(SECRET) == ""
