"""Forgets what was copied here when the vault locks, and leaves alone what was copied elsewhere."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication


class CopiedHere(QObject):
    """Knows whether the clipboard's content came from this window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ours = False
        QApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        self._ours = QApplication.activeWindow() is not None

    def forget(self) -> None:
        """Empty the clipboard if it holds something of ours."""
        clipboard = QApplication.clipboard()
        if self._ours or clipboard.ownsClipboard():
            clipboard.clear()
        self._ours = False
