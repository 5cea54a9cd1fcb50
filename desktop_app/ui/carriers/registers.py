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
    """A button whose menu has the five registers of this year, and of each earlier year of which there is an entry."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context = context
        self._owner = owner
        self.button = QPushButton(say("打印登记簿"))
        self.button.setAccessibleName(self.button.text())
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)
        self._years: tuple[int, ...] = ()
        self.earlier: dict[int, QMenu] = {}
        self._offer((context.today.year,))

    def refresh(self) -> None:
        """Look again of which years there are entries."""
        self._context.ask(self._owner, lambda session, _: carrier_registers.years(session), self._offer)

    def _offer(self, years: tuple[int, ...]) -> None:
        if years == self._years:
            return
        self._years = years
        self._menu.clear()
        self.earlier = {year: QMenu(say("{year} 年", year=year), self._menu) for year in years[1:]}
        for at, year in enumerate(years):
            menu = self.earlier.get(year, self._menu)
            if at:
                self._menu.addMenu(menu)
            for document in carrier_registers.REGISTERS:
                name = say("{year} 年{document}…", year=year, document=words_of(document))
                menu.addAction(name).triggered.connect(partial(self.ask, document, year))
            if at == 0 and len(years) > 1:
                menu.addSeparator()

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
