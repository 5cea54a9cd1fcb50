"""What the rail is to a screen reader: a list of page tabs, one of them selected, each saying its place among them."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QPushButton, QWidget

_PRESS = "Press"


class RailTab(QPushButton):
    """One entry. To Qt a button that stays down is a check box; nothing is ticked here."""


class RailTabs(QWidget):
    """What holds the entries, and nothing else."""


class _TabFace(QAccessibleWidget):
    def __init__(self, tab: RailTab) -> None:
        super().__init__(tab, QAccessible.Role.PageTab, tab.text())
        self._tab = tab

    def state(self) -> QAccessible.State:
        found = super().state()
        found.selectable = 1  # type: ignore[attr-defined]
        found.selected = int(self._tab.isChecked())  # type: ignore[attr-defined]
        return found

    def actionNames(self) -> list[str]:  # noqa: N802 - Qt's name
        return [_PRESS, *super().actionNames()]

    def doAction(self, name: str) -> None:  # noqa: N802 - Qt's name
        if name == _PRESS:
            self._tab.click()
        else:
            super().doAction(name)


def _face(_class: str, of: QObject) -> QAccessibleInterface | None:
    """Ours for these two classes; Qt makes all others."""
    if isinstance(of, RailTab):
        return _TabFace(of)
    return QAccessibleWidget(of, QAccessible.Role.PageTabList, "") if isinstance(of, RailTabs) else None


def tell_selected(tab: RailTab) -> None:
    """That another entry is the present one."""
    QAccessible.updateAccessibility(QAccessibleEvent(tab, QAccessible.Event.Selection))


QAccessible.installFactory(_face)
