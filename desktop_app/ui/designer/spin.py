"""Numbers to type or step: the wheel scrolls the page, never the value."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox


class Millimetres(QDoubleSpinBox):
    """Half a millimetre a step."""

    def __init__(self, name: str, most: float = 450.0, least: float = 0.0, *, unit: str = " mm") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSingleStep(0.5)
        self.setDecimals(1 if unit == " pt" else 2)
        self.setSuffix(unit)
        self.setAccessibleName(name)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class Count(Millimetres):
    """A whole number."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__(name, most, least, unit="")
        self.setDecimals(0)
        self.setSingleStep(1)


class Choice(QComboBox):
    """A short list of words, each with its value."""

    def __init__(self, name: str, choices: list[tuple[object, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        for value, words in choices:
            self.addItem(words, value)

    def show_value(self, value: object) -> None:
        self.setCurrentIndex(max(0, self.findData(value)))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()
