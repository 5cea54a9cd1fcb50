"""A value with the characters that differ underlined and set bold: in a table's cell, or whole in a label."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.ui import theme
from desktop_app.ui.comparing.model import Index, marked_of
from desktop_app.ui.language import say

Spans = Sequence[tuple[int, int]]
#: In a cell the first differing character is brought into view with so many characters before it.
_BEFORE = 8


def as_html(value: str, spans: Spans) -> str:
    """`value` as rich text; nothing in it is read as markup."""
    parts, at = [], 0
    ground = theme.colours().amber_soft
    for start, end in spans:
        parts.append(escape(value[at:start]))
        parts.append(f'<span style="text-decoration: underline; font-weight: bold; background-color: {ground}">')
        parts.append(f"{escape(value[start:end])}</span>")
        at = end
    parts.append(escape(value[at:]))
    return f'<span style="white-space: pre-wrap">{"".join(parts)}</span>'


def around(value: str, spans: Spans) -> tuple[str, Spans]:
    """The end of a long value from shortly before its first difference on."""
    start = max(0, spans[0][0] - _BEFORE) if spans else 0
    if start <= 1:
        return value, spans
    return "…" + value[start:], [(first - start + 1, last - start + 1) for first, last in spans]


def fitting(value: str, spans: Spans, measure: QFontMetricsF, width: float) -> tuple[str, Spans]:
    """As much of a value as a cell is wide, with an ellipsis where it was cut."""
    kept = measure.elidedText(value, Qt.TextElideMode.ElideRight, width)
    if kept == value:
        return value, spans
    length = len(kept) - 1
    return kept, [(start, min(end, length)) for start, end in spans if start < length]


def spoken(value: str, spans: Spans) -> str:
    """What a screen reader says: the value, then the stretches that differ."""
    told = say("、").join(value[start:end] for start, end in spans)
    return f"{value}{say('；不同的字：')}{told}" if told else value


class MarkedLabel(QLabel):
    """One side of a value, whole, in lines."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_value(self, value: str, spans: Spans, nothing: str) -> None:
        self.setText(as_html(value, spans) if value else escape(nothing))
        self.setAccessibleName(f"{self._name}{spoken(value, spans) if value else nothing}")


class MarkedDelegate(QStyledItemDelegate):
    """Paints the two columns of values."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        value, spans = marked_of(index)
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""  # type: ignore[attr-defined]
        style = option.widget.style() if option.widget else QApplication.style()  # type: ignore[attr-defined]
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)  # type: ignore[attr-defined]
        document = QTextDocument()
        document.setDefaultFont(drawn.font)  # type: ignore[attr-defined]
        document.setDocumentMargin(0)
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.NoWrap)
        document.setDefaultTextOption(wrapping)
        area = QRectF(drawn.rect).adjusted(theme.px(8), 0, -theme.px(4), 0)  # type: ignore[attr-defined]
        measured = QFont(drawn.font)  # type: ignore[attr-defined]
        measured.setBold(bool(spans))  # what is marked is bold, and bold is wider
        shown = fitting(*around(value, spans), QFontMetricsF(measured), area.width())
        document.setHtml(as_html(*shown))
        looks = QAbstractTextDocumentLayout.PaintContext()
        looks.palette.setColor(QPalette.ColorRole.Text, QColor(theme.colours().ink))  # type: ignore[attr-defined]
        painter.save()
        painter.setClipRect(area)
        painter.translate(area.left(), area.top() + max(0.0, (area.height() - document.size().height()) / 2))
        document.documentLayout().draw(painter, looks)
        painter.restore()
