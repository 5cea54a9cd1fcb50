"""How long a mark of secrecy holds: a number of years or of months."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import row

_DIGITS = 4
_YEAR = 12


class TermField(QWidget):
    """Whole years are shown as years, anything else as months."""

    def __init__(self) -> None:
        super().__init__()
        self.number = QLineEdit()
        self.number.setMaxLength(_DIGITS)
        self.number.setAccessibleName(say("保密期限数字"))
        self.unit = QComboBox()
        self.unit.setAccessibleName(say("保密期限单位"))
        self.unit.addItem(say("年"), _YEAR)
        self.unit.addItem(say("个月"), 1)
        self.setLayout(row(self.number, self.unit))

    def months(self) -> int:
        """What is typed, in months; 0 for nothing and for what is no number."""
        typed = self.number.text().strip()
        return int(typed) * int(self.unit.currentData()) if typed.isdecimal() else 0

    def show_months(self, months: int) -> None:
        """Show a term; 0 is none. What is typed is left alone where it says the same."""
        years = months % _YEAR == 0
        self.unit.setCurrentIndex(0 if years else 1)
        number = months // _YEAR if years else months
        shown = str(number) if number else ""
        if self.number.text() != shown:
            self.number.setText(shown)
