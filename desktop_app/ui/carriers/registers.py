"""The registers as plain PDF: which, of which year, where to; warned of first."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.desk import carrier_registers
from desktop_app.desk.carrier_registers import Period
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets import confirm, files


class Registers:
    """A button whose menu has the five registers of this year and of the year before."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context = context
        self._owner = owner
        self.button = QPushButton(say("登记簿 PDF", "Registers as PDF"))
        self.button.setAccessibleName(self.button.text())
        menu = QMenu(self.button)
        for year in (context.today.year, context.today.year - 1):
            for document in carrier_registers.REGISTERS:
                name = say(f"{year} 年{word(document)}…", f"{year}: {word(document, language())}…")
                menu.addAction(name).triggered.connect(partial(self.ask, document, year))
            menu.addSeparator()
        self.button.setMenu(menu)

    def ask(self, document: Document, year: int, *_: object) -> None:
        """Warn, then ask where."""
        name = word(document, language())
        confirm.ask(
            self._owner,
            say(f"{name}上有内容名称和密级，PDF 是明文，会记入日志。", f"The {name} is plain text and is logged. ")
            + said(CARRIER),
            say("存为明文 PDF", "Save plain PDF"),
            lambda: QTimer.singleShot(0, self._owner, lambda: self._where(document, year)),
        )

    def _where(self, document: Document, year: int) -> None:
        name = word(document, language())
        files.save_file(
            self._owner,
            say(f"另存{name}", f"Save the {name}"),
            f"{name}-{year}.pdf",
            partial(self.save, document, year),
        )

    def save(self, document: Document, year: int, path: Path) -> None:
        """Write it, and say where it is."""
        name = word(document, language())
        self._context.ask(
            self._owner,
            lambda session, progress: carrier_registers.save(session, document, Period.year(year), path, progress),
            lambda _: self._context.note(
                say(f"{name}已明文写到 {path}，已记入日志。", f"The {name} is in {path} as plain PDF; the log says so.")
            ),
        )
