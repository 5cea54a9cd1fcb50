"""Fields under one another, each behind its label; one can be left out for a while."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.ui import theme
from desktop_app.ui.widgets.parts import label_for


class FieldGrid(QGridLayout):
    """`rows` are a label's words and its field. `space` is between the rows; the style's own where none is given."""

    def __init__(self, rows: Sequence[tuple[str, QWidget]], *, labels: int = 136, space: int | None = 8) -> None:
        super().__init__()
        self.setHorizontalSpacing(theme.px(12))
        if space is not None:
            self.setVerticalSpacing(theme.px(space))
        self.setColumnMinimumWidth(0, theme.px(labels))
        self.setColumnStretch(1, 1)
        self._labels: dict[QWidget, QLabel] = {}
        for at, (words, field) in enumerate(rows):
            label = label_for(words, field, wrap=True)
            self._labels[field] = label
            self.addWidget(label, at, 0)
            self.addWidget(field, at, 1)

    def put_beside(self, field: QWidget, other: QWidget) -> None:
        """Something at the end of a field's row."""
        self.addWidget(other, list(self._labels).index(field), 2)

    def ask(self, field: QWidget, wanted: bool) -> None:
        """Show the field with its label, or neither."""
        field.setVisible(wanted)
        self._labels[field].setVisible(wanted)

    def rename(self, field: QWidget, words: str) -> None:
        """Other words for what is asked."""
        self._labels[field].setText(words)
        field.setAccessibleName(words)
