"""The registers as plain PDF: which, of which year, where to; warned of first."""

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.desk import carrier_registers
from desktop_app.desk.carrier_registers import Period
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word, words_of
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.paperout import Paper, put_out


class Registers:
    """A button whose menu has the five registers of this year and of the year before."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context = context
        self._owner = owner
        self.button = QPushButton(say("打印登记簿"))
        self.button.setAccessibleName(self.button.text())
        menu = QMenu(self.button)
        for year in (context.today.year, context.today.year - 1):
            for document in carrier_registers.REGISTERS:
                name = say("{year} 年{document}…", year=year, document=words_of(document))
                menu.addAction(name).triggered.connect(partial(self.ask, document, year))
            menu.addSeparator()
        self.button.setMenu(menu)

    def ask(self, document: Document, year: int, *_: object) -> None:
        """Print it, or save it."""
        put_out(
            self._context,
            self._owner,
            Paper(
                document,
                f"{word(document, language())}-{year}.pdf",
                lambda session, where, progress: carrier_registers.save(
                    session, document, Period.year(year), where, progress
                ),
            ),
        )
