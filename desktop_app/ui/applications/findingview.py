"""The findings as a list model and how one of them is drawn."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said

Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


def tone(verdict: Verdict) -> tuple[str, str]:
    """Ink and ground of a verdict; the word always stands beside them."""
    now = theme.colours()
    return {
        Verdict.BLOCK: (now.vermilion, now.vermilion_soft),
        Verdict.TODO: (now.amber, now.amber_soft),
        Verdict.ASK: (now.accent, now.accent_soft),
        Verdict.WARN: (now.amber, now.surface),
        Verdict.INFO: (now.muted, now.surface),
        Verdict.PASS: (now.green, now.surface),
    }[verdict]


class FindingsModel(QAbstractListModel):
    """Findings, the worst first. Unchanged rows are not touched, so the list stays where it is."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Finding] = []

    def show(self, findings: list[Finding]) -> None:
        if findings == self._shown:
            return
        if len(findings) == len(self._shown):
            self._shown = findings
            self.dataChanged.emit(self.index(0), self.index(len(findings) - 1))
            return
        self.beginResetModel()
        self._shown = findings
        self.endResetModel()

    def finding(self, at: int) -> Finding:
        return self._shown[at]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return said(one.says)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "\n".join(
                p for p in (word(one.verdict, language()), said(one.says), said(one.mend), one.clause) if p
            )
        return None


class FindingPainter(QStyledItemDelegate):
    """Verdict and clause in one line, then the sentence, then what mends it."""

    def _fonts(self, base: QFont) -> tuple[QFont, QFont]:
        main, small = QFont(base), QFont(base)
        main.setPixelSize(theme.px(14))
        small.setPixelSize(theme.px(theme.SMALL))
        return main, small

    def _height(self, font: QFont, words: str, width: int) -> int:
        return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, words).height() if words else 0

    def sizeHint(self, option: Any, index: Index) -> QSize:  # noqa: N802 - Qt's name
        one = finding_at(index)
        main, small = self._fonts(option.font)
        view = option.widget
        width = (view.viewport().width() if isinstance(view, QListView) else option.rect.width()) - theme.px(28)
        height = QFontMetrics(small).height() + self._height(main, said(one.says), width)
        height += self._height(small, said(one.mend), width)
        return QSize(width, height + theme.px(24))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        one = finding_at(index)
        ink, _ = tone(one.verdict)
        main, small = self._fonts(option.font)
        now = theme.colours()
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, QColor(now.accent_soft if chosen else now.surface))
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), theme.px(4), option.rect.height()), QColor(ink))
        painter.setPen(QColor(now.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        self._texts(
            painter, option.rect.adjusted(theme.px(16), theme.px(8), -theme.px(12), -theme.px(8)), one, main, small
        )
        painter.restore()

    def _texts(self, painter: QPainter, area: QRect, one: Finding, main: QFont, small: QFont) -> None:
        now = theme.colours()
        ink, ground = tone(one.verdict)
        named = word(one.verdict, language())
        painter.setFont(small)
        measure = QFontMetrics(small)
        tag = QRect(area.left(), area.top(), measure.horizontalAdvance(named) + theme.px(12), measure.height())
        painter.fillRect(tag, QColor(ground))
        painter.setPen(QColor(ink))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), named)
        painter.setPen(QColor(now.muted))
        clause = QRect(
            tag.right() + theme.px(8), area.top(), area.right() - tag.right() - theme.px(8), measure.height()
        )
        painter.drawText(
            clause,
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            measure.elidedText(one.clause, Qt.TextElideMode.ElideRight, clause.width()),
        )
        top = tag.bottom() + theme.px(4)
        painter.setFont(main)
        painter.setPen(QColor(now.ink))
        height = self._height(main, said(one.says), area.width())
        painter.drawText(QRect(area.left(), top, area.width(), height), _WRAP, said(one.says))
        painter.setFont(small)
        painter.setPen(QColor(now.muted))
        below = QRect(area.left(), top + height + theme.px(2), area.width(), area.bottom())
        painter.drawText(below, _WRAP, said(one.mend))


def finding_at(index: Index) -> Finding:
    model = index.model()
    assert isinstance(model, FindingsModel)
    return model.finding(index.row())
