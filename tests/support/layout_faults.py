"""What is wrong with how a window is laid out, found from its widgets: cut words, overlaps, scroll bars."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QTextEdit,
    QWidget,
)

from desktop_app.ui.widgets.parts import Elided

#: What rounding at a zoom may cost.
_SLACK = 2


def faults(root: QWidget) -> list[str]:
    """One line for each fault under `root`, which is on screen."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            found += [f"{_name(widget)}: {what}" for what in _of(widget)]
    return found


def _of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QPushButton):
        yield from _button(widget)
    elif isinstance(widget, QAbstractButton):
        if widget.text() and widget.width() + _SLACK < widget.minimumSizeHint().width():
            yield f"{widget.width()} px for words of {widget.minimumSizeHint().width()}"
    elif isinstance(widget, QLineEdit) and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox):
        yield from _field(widget)
    elif isinstance(widget, QComboBox):
        if widget.height() + _SLACK < widget.minimumSizeHint().height():
            yield f"is {widget.height()} px high, needs {widget.minimumSizeHint().height()}"
    elif isinstance(widget, QTableView):
        yield from _heads(widget.horizontalHeader())
    if isinstance(widget, QAbstractScrollArea):
        yield from _scrolling(widget)
    yield from _inside(widget)
    yield from _apart(widget)


def _name(widget: QWidget) -> str:
    words = getattr(widget, "text", lambda: "")() if isinstance(widget, QLabel | QAbstractButton) else ""
    said = (words or widget.accessibleName() or widget.objectName())[:24].replace("\n", "⏎")
    above: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(above) < 3:
        if type(parent) is not QWidget:
            above.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{type(widget).__name__} “{said}” in {'/'.join(above)}"


def _label(label: QLabel) -> Iterator[str]:
    if not label.text() or (label.pixmap() and not label.pixmap().isNull()):
        return
    room = label.contentsRect()
    if isinstance(label, Elided):
        if room.height() + _SLACK < label.fontMetrics().height():
            yield f"line of {label.fontMetrics().height()} px in {room.height()}"
        return
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if label.height() + _SLACK < needed:
            yield f"is {label.height()} px high, its words need {needed}"
        widest = (
            max(label.fontMetrics().horizontalAdvance(word) for word in label.text().split() or [""])
            if label.text().isascii()
            else 0
        )
        if widest > room.width() + _SLACK:
            yield f"a word of {widest} px in {room.width()}"
    elif label.sizeHint().width() > label.width() + _SLACK:
        yield f"is {label.width()} px wide, its words need {label.sizeHint().width()}"
    elif label.sizeHint().height() > label.height() + _SLACK:
        yield f"is {label.height()} px high, its line needs {label.sizeHint().height()}"


def _button(button: QPushButton) -> Iterator[str]:
    wanted = button.sizeHint()
    if button.width() + _SLACK < wanted.width():
        yield f"is {button.width()} px wide, its words need {wanted.width()}"
    if button.height() + _SLACK < wanted.height():
        yield f"is {button.height()} px high, needs {wanted.height()}"


def _field(field: QLineEdit) -> Iterator[str]:
    wanted = field.fontMetrics().horizontalAdvance(field.placeholderText())
    if not field.text() and wanted > field.contentsRect().width() - 4:
        yield f"hint of {wanted} px in {field.contentsRect().width()}"
    if field.height() + _SLACK < field.minimumSizeHint().height():
        yield f"is {field.height()} px high, needs {field.minimumSizeHint().height()}"


def _heads(heads: QHeaderView) -> Iterator[str]:
    if not heads.isVisible():
        return
    for at in range(heads.count()):
        words = heads.model().headerData(at, Qt.Orientation.Horizontal)
        if not words or heads.isSectionHidden(at):
            continue
        wanted = heads.sectionSizeFromContents(at).width()
        if heads.sectionSize(at) + _SLACK < wanted and "\n" not in str(words):
            yield f"column “{words}” is {heads.sectionSize(at)} px wide, its head needs {wanted}"


def _scrolling(area: QAbstractScrollArea) -> Iterator[str]:
    sideways = area.horizontalScrollBar().maximum() > 0
    if not sideways or area.property("wide"):
        return
    if isinstance(area, QScrollArea | QAbstractItemView | QPlainTextEdit | QTextEdit):
        hidden = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        yield f"{'hides' if hidden else 'scrolls'} {area.horizontalScrollBar().maximum()} px sideways"


def _viewport(widget: QWidget) -> bool:
    """Whether what is inside may be larger, because it scrolls."""
    parent = widget.parentWidget()
    return isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget


def _inside(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _viewport(parent):
        return
    out = widget.geometry()
    room = parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    if not room.contains(out) and not isinstance(parent, QHeaderView | QComboBox):
        yield f"{_box(out)} sticks out of {_box(parent.rect())}"


def _apart(widget: QWidget) -> Iterator[str]:
    """Neighbours in one layout that lie on one another."""
    if widget.layout() is None:
        return
    placed = [
        w for w in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly) if _laid(w, widget)
    ]
    for at, one in enumerate(placed):
        for other in placed[at + 1 :]:
            common = one.geometry().intersected(other.geometry())
            if common.width() > _SLACK and common.height() > _SLACK:
                yield f"{_name(one)} and {_name(other)} overlap by {common.width()} x {common.height()}"


def _laid(child: QWidget, parent: QWidget) -> bool:
    """Whether a layout placed it: what lies over the rest on purpose says so by the property `over`."""
    return child.isVisibleTo(parent) and not child.isWindow() and not child.property("over")


def _box(rect: QRect) -> str:
    return f"{rect.width()}x{rect.height()}+{rect.x()}+{rect.y()}"
