"""What stands in the way: a list that is new at every keystroke; Enter or a click goes to the field."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QCheckBox, QFrame, QListView, QWidget

from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.findingview import FindingPainter, FindingsModel, finding_at
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import column, text

Index = QModelIndex | QPersistentModelIndex
_ORDER = list(Verdict)


class _List(QListView):
    """Wraps anew when its width changes."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class FindingsPanel(QFrame):
    """The right-hand side of the editor."""

    wanted = Signal(str)  # a path to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Finding, ...] = ()
        self.model = FindingsModel()
        self.model.setParent(self)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingPainter(self.list))
        self.list.setAccessibleName(say("还有什么挡着", "What stands in the way"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.clicked.connect(lambda index: self._go(index))
        self.list.activated.connect(lambda index: self._go(index))
        self._summary = text("", "muted")
        self._passed = QCheckBox(say("也显示已符合的", "Show what is met, too"))
        self._passed.toggled.connect(self._fill)
        self._head = column(text(say("核对结果", "Findings"), "h2", wrap=False), self._summary, space=2, margins=12)
        self._foot = QWidget()
        self._foot.setLayout(column(self._passed, margins=8))
        whole = column(self._head, self.list, self._foot, space=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def stand(self, *, beside: bool) -> None:
        """Beside the fields, or below them with a share of the height."""
        most = 16_777_215
        self._foot.setVisible(beside)
        edge = theme.px(12 if beside else 4)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight)
        self._head.setStretch(1, 0 if beside else 1)
        self._head.setSpacing(theme.px(2 if beside else 12))
        self._head.setContentsMargins(theme.px(12), edge, edge, edge)
        self.setMinimumSize(theme.px(324) if beside else 0, 0)
        self.setMaximumSize(theme.px(324) if beside else most, most if beside else theme.px(150))

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show the policy's answers to the draft as it is now."""
        self._all = findings
        counts = [
            (verdict, sum(f.verdict is verdict for f in findings))
            for verdict in (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN)
        ]
        told = [f"{word(verdict, language())} {number}" for verdict, number in counts if number]
        self._summary.setText("　".join(told) or say("没有挡着的问题", "Nothing stands in the way"))
        self._fill()

    def _fill(self) -> None:
        shown = [f for f in self._all if self._passed.isChecked() or f.verdict is not Verdict.PASS]
        self.model.show(sorted(shown, key=lambda f: _ORDER.index(f.verdict)))

    def _go(self, index: Index) -> None:
        path = finding_at(index).field
        if path:
            self.wanted.emit(path)

    def go_first(self) -> None:
        """To the field of the worst finding."""
        if self.model.rowCount():
            first = self.model.index(0)
            self.list.setCurrentIndex(first)
            self._go(first)
