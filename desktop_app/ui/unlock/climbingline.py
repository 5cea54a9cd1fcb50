"""The line under a door while the vault of an older release is saved and brought to this one's format."""

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop_app.ui.language import said
from desktop_app.ui.widgets.parts import column, text


class ClimbingLine(QWidget):
    """What is done and how far it is; hidden as long as nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = text("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.setLayout(column(self.words, self.bar))
        self.hide()

    def move_to(self, done: int, total: int, what: str) -> None:
        """For a job's `on_progress`; a step of which nobody need hear hides the line."""
        from desktop_app.desk import climbing  # on use: the door stands before what lies behind it is read

        told = climbing.told(done, total, what)
        if told is not None:
            self.words.setText(said(told))
            # a bar takes 32 bits
            self.bar.setRange(0, 1000 if total else 0)
            self.bar.setValue(done * 1000 // total if total else 0)
        self.setVisible(told is not None)
