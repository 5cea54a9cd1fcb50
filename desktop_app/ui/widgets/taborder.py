"""Tab goes as one reads, also where parts are made anew after what stands behind them."""

import itertools

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_order(first: QWidget, *then: QWidget) -> None:
    """What takes the keyboard in each further part comes after the part before it.

    `first` is in order already. Inside a part the order is that of its children, as layouts took them in.
    """
    stops = [*_stops(first)[-1:], *(stop for part in then for stop in _stops(part))]
    for one, other in itertools.pairwise(stops):
        QWidget.setTabOrder(one, other)


def _stops(part: QWidget) -> list[QWidget]:
    window = part.window()  # the list of a combo box is a window of its own
    return [
        widget
        for widget in (part, *part.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None and widget.window() is window
    ]
