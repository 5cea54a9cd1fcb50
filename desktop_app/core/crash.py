"""What may be said of a bug: where in our code it happened, never a value that was being worked on."""

import traceback
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


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
