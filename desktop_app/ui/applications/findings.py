"""What stands in the way: a list that is new at every keystroke; Enter or a click goes to the field.

The chosen finding is explained in the panel itself; → takes the keyboard there, Esc back to the list.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QCheckBox, QFrame, QListView, QWidget

from desktop_app.desk.explain import Explanation
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.explanation import ExplanationView
from desktop_app.ui.applications.findingview import FindingPainter, FindingsModel, finding_at
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import NO_BOUND, column, text
from desktop_app.ui.widgets.taborder import in_order

Index = QModelIndex | QPersistentModelIndex
_ORDER = list(Verdict)


class _List(QListView):
    """Wraps anew when its width changes; → asks for the explanation of the current row.

    A press opens the explanation, which takes room from the list and moves its rows: what counts is the row pressed,
    wherever it is when the button is let go.
    """

    explain = Signal()
    taken = Signal(object)  # the row that was clicked
    _pressed: QPersistentModelIndex | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._pressed = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.taken.emit(pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Right and self.currentIndex().isValid():
            self.explain.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()


class FindingsPanel(QFrame):
    """The right-hand side of the editor."""

    wanted = Signal(str)  # a path to go to
    setting_wanted = Signal(str)  # a setting by which the office answers a finding

    def __init__(
        self,
        explain: Callable[[Finding], Explanation],
        on_form: Callable[[str], bool],
        parent: QWidget | None = None,
        *,
        title: str = "",
    ) -> None:
        """`title` stands above the list instead of the editor's own word, for a panel that has no met rules to show."""
        super().__init__(parent)
        self._explain = explain
        self._all: tuple[Finding, ...] = ()
        self._explained: Finding | None = None
        self.model = FindingsModel()
        self.model.setParent(self)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingPainter(self.list))
        self.list.setAccessibleName(title or say("还有什么挡着"))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.taken.connect(self._go)
        self.list.activated.connect(lambda index: self._go(index))
        self.list.explain.connect(self._enter_explanation)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._choose(index))
        self.explanation = ExplanationView(on_form)
        self.explanation.wanted.connect(self.wanted)
        self.explanation.setting_wanted.connect(self.setting_wanted)
        self.explanation.closed.connect(self._close_explanation)
        self.explanation.hide()
        self._summary = text("", "muted")
        self._passed = QCheckBox(say("也显示已符合的"))
        if title:  # a panel that is about one choice tells what speaks for it, too
            self._passed.setChecked(True)
            self._passed.hide()
        self._passed.toggled.connect(self._fill)
        named = text(title or say("findings|核对结果"), "h2", wrap=False)
        self._head = column(named, self._summary, space=2, margins=12)
        self._foot = QWidget()
        self._foot.setLayout(column(self._passed, margins=8))
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.list, 1)
        self._middle.addWidget(self.explanation, 1)
        whole = column(self._head, self._middle, self._foot, space=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def stand(self, *, beside: bool, width: int, height: int) -> None:
        """Beside the fields, `width` wide at 100 %, or below them with a third of `height`."""
        share = max(theme.px(72), min(theme.px(150), height // 3))
        self._foot.setVisible(beside)
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight)
        edge = theme.px(12 if beside else 4)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if beside else QBoxLayout.Direction.LeftToRight)
        self._head.setStretch(1, 0 if beside else 1)
        self._head.setSpacing(theme.px(2 if beside else 12))
        self._head.setContentsMargins(theme.px(12), edge, edge, edge)
        self.setMinimumSize(theme.px(width) if beside else 0, 0)
        self.setMaximumSize(theme.px(width) if beside else NO_BOUND, NO_BOUND if beside else share)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show the policy's answers to the draft as it is now."""
        self._all = findings
        counts = [
            (verdict, sum(f.verdict is verdict for f in findings))
            for verdict in (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN)
        ]
        told = [f"{word(verdict, language())} {number}" for verdict, number in counts if number]
        self._summary.setText("　".join(told) or say("没有挡着的问题"))
        self._fill()

    def _fill(self) -> None:
        shown = [f for f in self._all if self._passed.isChecked() or f.verdict is not Verdict.PASS]
        self.model.show(sorted(shown, key=lambda f: _ORDER.index(f.verdict)))
        self.list.setAccessibleDescription("" if shown else self._summary.text())
        self._explain_anew()

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self._show_explanation(finding_at(index))

    def _show_explanation(self, finding: Finding) -> None:
        self._explained = finding
        self.explanation.show_finding(finding, self._explain(finding))
        in_order(self.list, self.explanation, self._foot)
        if self.explanation.isHidden():
            self.explanation.show()
            QTimer.singleShot(0, self.list, lambda: self.list.scrollTo(self.list.currentIndex()))

    def _explain_anew(self) -> None:
        """Every keystroke brings new findings: follow the one explained, or close when it is settled."""
        before = self._explained
        if before is None:
            return
        same = [f for f in self._all if (f.rule, f.field, f.verdict) == (before.rule, before.field, before.verdict)]
        if not same:
            self._hide_explanation()
        elif before not in same:
            self._show_explanation(same[0])

    def _enter_explanation(self) -> None:
        if self._explained is None:
            self._choose(self.list.currentIndex())
        self.explanation.enter()

    def _hide_explanation(self) -> None:
        self._explained = None
        self.explanation.hide()

    def _close_explanation(self) -> None:
        self._hide_explanation()
        self.list.setFocus()

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
