"""The one place that joins the parts: a hardened process, then the window or a verb."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.clock import SystemClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.host import CONFINED, hardening

if TYPE_CHECKING:
    from desktop_app.host import confined

#: How the file ends by which the system knows a package.
_SEAL = ".fengjuan"
#: How the name of a package's folder begins.
_PACKAGE = "FJ-"


def start(arguments: Sequence[str]) -> int:
    """Run the window (no arguments, `--vault DIR`, a package that was double-clicked) or a verb."""
    hardening.harden()
    if len(arguments) == 2 and arguments[0] == CONFINED:
        return _reader(arguments[1])
    if not arguments:
        return _window(None)
    if arguments[0] == "--vault" and len(arguments) == 2:
        return _window(Path(arguments[1]))
    if len(arguments) == 1 and (arrived := _arrived(arguments[0])):
        return _window(None, arrived)
    return _verb(arguments)


def _arrived(argument: str) -> Path | None:
    """The folder to look in for what was double-clicked or dropped on the program; `None` for a verb.

    A verb is one word: a folder in the working directory that happens to bear its name is not meant.
    """
    path = Path(argument)
    if argument.endswith(_SEAL):
        return path.resolve().parent
    meant = path.name.startswith(_PACKAGE) or path.is_absolute() or os.sep in argument
    return path.resolve() if meant and path.is_dir() else None


def _reader(name: str) -> int:
    """Be a reader of untrusted bytes, and nothing else."""
    from desktop_app.host import confined

    def pdf_text() -> "confined.Reader":
        from desktop_app.papers import pdf_text

        return pdf_text.pages

    def blank() -> "confined.Reader":
        from desktop_app.papers import blank

        return blank.read

    def foreign_page() -> "confined.Reader":
        from desktop_app.papers import foreign_page

        return foreign_page.pixels

    def scan_page() -> "confined.Reader":
        from desktop_app.papers import scan_page

        return scan_page.drawn

    def office_font() -> "confined.Reader":
        from desktop_app.papers import office_font

        return office_font.read

    def workbook() -> "confined.Reader":
        from desktop_app.papers import workbook_cells

        return workbook_cells.read

    readers = {
        "office_font": office_font,
        "pdf_text": pdf_text,
        "blank": blank,
        "foreign_page": foreign_page,
        "scan_page": scan_page,
        "workbook": workbook,
    }
    return confined.serve(readers[name]) if name in readers else _complain(Fault(Code.ARGUMENT, detail=name))


def _window(vault: Path | None, arrived: Path | None = None) -> int:
    if not _has_screen():
        return _complain(Fault(Code.NO_SCREEN))
    gc.disable()  # a start makes next to no garbage; the window's own sweep takes over
    from desktop_app.host import crash_file, instance, knocking, paths

    folder = paths.settings_folder()
    try:
        right = instance.Instance(folder)
    except Fault as fault:
        return 0 if vault is None and _heard(fault, folder, arrived) else _refuse(fault)
    from desktop_app.ui import app

    with right, crash_file.watched(folder) as left:
        door = knocking.Door(folder)
        door.close()  # what a killed program left
        try:
            return app.run(app.Options(vault=vault, arrived=arrived, clock=SystemClock(), door=door), left)
        finally:
            door.close()


def _heard(fault: Fault, folder: Path, arrived: Path | None) -> bool:
    """Whether the program that runs already took over what this start was for."""
    from desktop_app.host import knocking

    try:
        return fault.code is Code.PROGRAM_RUNNING and knocking.knock(folder, arrived)
    except Fault:
        return False


def _refuse(fault: Fault) -> int:
    from desktop_app.ui import app

    return app.refuse(fault)


def _has_screen() -> bool:
    """Qt would end the process with a message of its own."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def _complain(fault: Fault) -> int:
    """One sentence in both languages: before the window there is no setting that says which."""
    sys.stderr.write(f"{sentence(fault)} / {sentence(fault, Language.EN)}\n")
    return 2


def _verb(arguments: Sequence[str]) -> int:
    from desktop_app.cli import main

    return main.run(arguments, SystemClock())
