"""What is wrong with how a window is laid out, found from its widgets: cut words, overlaps, scroll bars."""

import itertools
from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
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
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTableView,
    QTextEdit,
    QWidget,
)

from desktop_app.ui.widgets.grid import Grid
from desktop_app.ui.widgets.parts import Elided
from tests.support.turns import drained

#: What rounding at a zoom may cost.
_SLACK = 2


def settled(look: Callable[[], list[str]]) -> list[str]:
    """What is wrong once the window has come to rest: parts that find a width arrange themselves anew."""
    drained()
    return look()


def faults(root: QWidget, *, narrow: bool = False) -> list[str]:
    """One line for each fault under `root`, which is on screen; where it is `narrow`, tables may scroll sideways."""
    found = []
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            found += [f"{_name(widget)}: {what}" for what in _of(widget, narrow)]
    return found


#: The longest line that is read with ease, in characters of its font; the least height of what is pressed, in lines.
_LONGEST, _LEAST = 72, 1.1


def reading_faults(root: QWidget) -> list[str]:
    """Lines that are too long to find the next one, and controls that are too low to be hit."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root):
            continue
        em = widget.fontMetrics().horizontalAdvance("国")
        if isinstance(widget, QLabel) and widget.wordWrap() and (long := _longest(widget)) > _LONGEST * em:
            found.append(f"{_name(widget)}: a line of {long // em} characters")
        if isinstance(widget, QAbstractButton) and 0 < widget.height() < _LEAST * widget.fontMetrics().height():
            found.append(f"{_name(widget)}: {widget.height()} px high")
    return found


def _longest(label: QLabel) -> int:
    """The longest line as it is drawn; what is broken fills the width."""
    room = label.contentsRect().width()
    return max(min(room, label.fontMetrics().horizontalAdvance(part)) for part in label.text().split("\n"))


#: More steps than any screen has; a table of a form takes one for each cell.
_MOST_STEPS = 600


def tab_faults(root: QWidget) -> list[str]:
    """Where Tab goes against the way one reads, in lines from the left and in columns from the top, or never leaves."""
    order = _walked(root)
    if len(order) == _MOST_STEPS:
        return [f"Tab never leaves {_name(order[-1])}"]
    return [
        f"from {_name(one)} {_box(_in(root, one))} back to {_name(other)} {_box(_in(root, other))}"
        for one, other in itertools.pairwise(order)
        if _back(*_seen(root, one, other))
    ]


def _back(here: QRect, there: QRect) -> bool:
    common = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
    if common > min(here.height(), there.height()) / 2:  # one line
        return there.left() < here.left()
    return there.top() < here.top() and there.left() < here.right()


def _walked(root: QWidget) -> list[QWidget]:
    """What takes the keyboard under `root`, by pressing Tab from its first."""
    window = root.window()
    window.activateWindow()
    window.setFocus()
    order: list[QWidget] = []
    for _ in range(_MOST_STEPS):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        now = window.focusWidget()
        inside = now is not None and root.isAncestorOf(now)
        if order and (not inside or now is order[0]):  # out of a screen; round and round in a dialog
            return order
        if inside and now is not None and (not order or now is not order[-1]):
            order.append(now)
    return [order[-1] if order else root] * _MOST_STEPS


def _seen(root: QWidget, one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """Where both are; what scrolled away counts as at the edge of where it scrolls, unless both scroll together."""
    here, there = _area(one), _area(other)
    if here is there:
        return _in(root, one), _in(root, other)
    return _clamped(root, one, here), _clamped(root, other, there)


def _area(widget: QWidget) -> QAbstractScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _clamped(root: QWidget, widget: QWidget, area: QAbstractScrollArea | None) -> QRect:
    own = _in(root, widget)
    if area is None or not root.isAncestorOf(area):
        return own
    room = _in(root, area.viewport())
    own.moveTop(max(room.top(), min(own.top(), room.bottom())))
    return own


def _in(root: QWidget, widget: QWidget) -> QRect:
    """Where a widget is on the page, also where it is scrolled away."""
    return QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size())


def _of(widget: QWidget, narrow: bool) -> Iterator[str]:
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
        yield from _chosen(widget)
    elif isinstance(widget, QTableView):
        yield from _heads(widget.horizontalHeader())
    if isinstance(widget, QAbstractScrollArea) and not (narrow and isinstance(widget, QTableView)):
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
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field).width() - 4
    if not field.text() and wanted > room:
        yield f"hint of {wanted} px in {room}"
    if field.height() + _SLACK < field.minimumSizeHint().height():
        yield f"is {field.height()} px high, needs {field.minimumSizeHint().height()}"


def _chosen(box: QComboBox) -> Iterator[str]:
    """A word that was chosen is read whole."""
    if box.height() + _SLACK < box.minimumSizeHint().height():
        yield f"is {box.height()} px high, needs {box.minimumSizeHint().height()}"
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    line = box.lineEdit()
    room = line.width() - 4 if line else box.style().subControlRect(control, option, field, box).width()
    wanted = box.fontMetrics().horizontalAdvance(box.currentText())
    if wanted > room + _SLACK:
        yield f"“{box.currentText()}” of {wanted} px in {room}"


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
    if not sideways or isinstance(area, Grid):  # a sheet of a dozen columns scrolls as sheets do
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
