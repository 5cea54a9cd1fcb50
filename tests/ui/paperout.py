"""What a user does to a paper that leaves: print it on a printer within reach, or save it as a file."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.ui.papers.paperout import PaperOut
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.pdf_words import pages
from tests.ui.acting import idle, press


def asked(qtbot: QtBot) -> PaperOut:
    """The dialog that asks where to."""

    def found() -> list[PaperOut]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, PaperOut) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def save_paper(qtbot: QtBot, shell: Shell, path: Path) -> None:
    """Save what was asked for into `path`."""
    press(qtbot, asked(qtbot), "存为明文文件…")
    idle(qtbot, shell)
    chooser = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
    chooser.fileSelected.emit(str(path))
    chooser.reject()
    idle(qtbot, shell)


def print_paper(qtbot: QtBot, shell: Shell, printer: LoopbackPrinter, copies: int = 1) -> list[list[str]]:
    """Print what was asked for; the text of each page of each job that reached the printer."""
    before = len(printer.jobs)
    dialog = asked(qtbot)
    qtbot.keyClicks(dialog.printer.address, printer.uri)
    press(qtbot, dialog, "加入")
    dialog.copies.setValue(copies)
    idle(qtbot, shell)
    qtbot.waitUntil(dialog.print_button.isEnabled)
    press(qtbot, dialog, "打印")
    idle(qtbot, shell)
    qtbot.waitUntil(lambda: len(printer.jobs) == before + copies and not shell.tasks.busy)
    return [pages(job.pdf) for job in printer.jobs[before:]]
