"""What may be said of a bug: where in our code it happened, never a value that was being worked on."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from desktop_app import __version__

_PACKAGE = Path(__file__).resolve().parent.parent
#: How the interpreter writes a place when the process dies.
_FRAME = re.compile(r'^  File "(?P<file>[^"]*)", line (?P<line>\d+) in (?P<name>[\w<>.]+)$')
_FATAL = re.compile(r"^(Fatal Python error|Windows fatal exception): [\w ]+")


def crash_line(error: BaseException) -> str:
    """One line: the kind of error and the innermost place in our own code. No message, which may quote a field."""
    place = "?"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            place = f"{path.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return (
        f"程序内部出错（{type(error).__name__}，{place}），已保存的内容没有丢失。请重新启动；如再次出现，请把本行告知维护人员。"
        f" / Internal error ({type(error).__name__}, {place}); saved work is safe."
    )


def crash_report(error: BaseException) -> str:
    """Kinds of error and the places they passed through, the first cause last. Messages and values stay out."""
    lines = [_program()]
    for at, one in enumerate(_chain(error)):
        lines.append(f"{'<- ' if at else ''}{type(one).__name__}")
        lines += [
            f"  {_short(Path(frame.filename))}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(one.__traceback__)
        ]
    return "\n".join(lines)


def dead_report(left: str) -> str:
    """The same of a process that died, from what the interpreter wrote then; "" when there is nothing in it.

    Whatever is not a place or the name of the fault is left out: the file lay where others may have written.
    """
    lines = []
    for line in left.splitlines():
        if match := _FRAME.match(line):
            lines.append(f"  {_short(Path(match['file']))}:{match['line']} {match['name']}")
        elif match := _FATAL.match(line):
            lines.append(match[0])
    return "\n".join([_program(), *lines]) if lines else ""


def _program() -> str:
    import platform  # only a report needs it, and no start should wait for it

    return f"fengjuan {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"


def _short(path: Path) -> str:
    """Our own modules from the package on, others by name alone: a whole path names a user."""
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    return path.name


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
