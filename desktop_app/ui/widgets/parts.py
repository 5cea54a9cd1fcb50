"""Small parts: texts in their roles, buttons that say what they do, cards, rows and columns on the 8 px grid."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui import theme
from desktop_app.ui.announcing import announce

#: What stays free around every screen, at 100 %; dialogs keep 24, cards 16.
PAGE = 20
#: The longest line of words that is read with ease, at 100 %.
READ = 980
#: Qt's own greatest width and height: nothing bounds the widget.
NO_BOUND = 16_777_215


def text(words: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """A label in one of the style sheet's roles (h1, h2, muted, label, number, wrong, code)."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class Complaint(QLabel):
    """What is wrong, under what it is about; a screen reader says it each time, wherever the keyboard is."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "wrong")

    def setText(self, words: str) -> None:  # noqa: N802 - Qt's name
        super().setText(words)
        if words:
            announce(self.parentWidget() or self, words, at_once=True)  # it is shown only now

    def follow(self, words: str) -> None:
        """The same while somebody types: said when it changes."""
        if words != self.text():
            self.setText(words)


def label_for(words: str, field: QWidget, *, wrap: bool = False) -> QLabel:
    """The label beside a field: its words name the field to screen readers, its access key leads there."""
    made = text(words, "label", wrap=wrap)
    made.setBuddy(field)
    field.setAccessibleName(words)
    return made


class Elided(QLabel):
    """One line with an ellipsis, at its end or as `mode` says, where there is no room; the whole is its tool tip."""

    def __init__(self, role: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if role:
            self.setProperty("role", role)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        whole = self.text()
        fitting = self.fontMetrics().elidedText(whole, self._mode, self.contentsRect().width())
        if fitting == whole:
            super().paintEvent(event)
        else:
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            QPainter(self).drawText(self.contentsRect(), int(middle), fitting)
        self.setToolTip("" if fitting == whole else whole)


def button(words: str, act: Callable[[], object], look: str = "") -> QPushButton:
    """A push button; `look` is main, quiet or nothing."""
    made = QPushButton(words)  # a screen reader says its words, also when they change
    made.setAutoDefault(False)
    if look:
        made.setProperty("look", look)
    made.clicked.connect(lambda: act())
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    polish(widget)


def polish(*widgets: QWidget) -> None:
    """Have the style sheet look at changed properties; what was never shown it looks at anyway, when it is."""
    for widget in widgets:
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            widget.style().unpolish(widget)
            widget.style().polish(widget)


def _filled(layout: QBoxLayout, parts: tuple[QWidget | QLayout | None, ...], space: int, margins: int) -> None:
    layout.setSpacing(theme.px(space))
    edge = theme.px(margins)
    layout.setContentsMargins(edge, edge, edge, edge)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def column(*parts: QWidget | QLayout | None, space: int = 8, margins: int = 0) -> QVBoxLayout:
    """Parts under one another; `None` is the stretch."""
    made = QVBoxLayout()
    _filled(made, parts, space, margins)
    return made


def row(*parts: QWidget | QLayout | None, space: int = 8, margins: int = 0) -> QHBoxLayout:
    """Parts beside one another; `None` is the stretch."""
    made = QHBoxLayout()
    _filled(made, parts, space, margins)
    return made


def readable(inside: QWidget) -> QHBoxLayout:
    """At the left, and no wider than a line that is read with ease."""
    inside.setMaximumWidth(theme.px(READ))
    made = row(inside, None)
    made.setStretch(0, 1000)
    return made


def card(*parts: QWidget | QLayout | None, space: int = 8, margins: int = 16) -> QFrame:
    """A framed group."""
    made = QFrame()
    made.setProperty("role", "card")
    made.setLayout(column(*parts, space=space, margins=margins))
    return made


def line() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


class UpDown(QScrollArea):
    """Scrolls up and down only, and so asks for the width that its content needs: nothing is cut at the side."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._carry)

    def _carry(self) -> None:
        """What one types in moves with the page, and so do the input method's candidates."""
        holder = self.focusWidget()
        if holder is not None and holder.hasFocus():
            from desktop_app.ui.widgets.composed import stands_at  # on use: the door stands before it

            stands_at(holder)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        hint = super().minimumSizeHint()
        inside = self.widget()
        if inside is not None:
            bar = self.verticalScrollBar().sizeHint().width()
            hint.setWidth(max(hint.width(), inside.minimumSizeHint().width() + bar))
        return hint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolled(inside: QWidget) -> QScrollArea:
    """`inside`, scrolling up and down only."""
    area = UpDown()
    area.setWidget(inside)
    return area


def hug(dialog: QWidget) -> None:
    """Give a dialog the height that its wrapped texts need at its width."""
    layout = dialog.layout()
    assert layout is not None
    if dialog.maximumHeight() < NO_BOUND:  # it scrolls, in as much room as there is
        return
    layout.activate()
    width = max(dialog.minimumWidth(), dialog.width() if dialog.isVisible() else 0, layout.minimumSize().width())
    dialog.resize(width, max(layout.totalHeightForWidth(width), layout.minimumSize().height()))


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)
