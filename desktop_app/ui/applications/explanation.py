"""Why a finding says what it says: what it looked at, where that was entered, the clause, the mend, the way to each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from desktop_app.desk.explain import Explanation, Seen
from desktop_app.domain.findings import Finding, Words
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets.parts import button, column, emptied, line, row, scrolled, text


class ExplanationView(QFrame):
    """One finding explained. `on_form` says whether this desk's form shows a field, so that no button leads nowhere."""

    wanted = Signal(str)  # a path to go to
    setting_wanted = Signal(str)
    closed = Signal()

    def __init__(self, on_form: Callable[[str], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_form = on_form
        self._parts = column(space=4, margins=12)
        self._ways: list[QPushButton] = []
        inside = QWidget()
        inside.setLayout(self._parts)
        self._area = scrolled(inside)
        self.setAccessibleName(say("核对依据"))
        self._close = button(say("收起"), self.closed.emit, "quiet")
        self._close.setToolTip("Esc")
        title = text(say("核对依据"), "label", wrap=False)
        head = row(title, None, self._close)
        head.setContentsMargins(theme.px(12), theme.px(4), theme.px(4), 0)
        whole = column(line(), head, self._area, space=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_finding(self, finding: Finding, why: Explanation) -> None:
        """Explain this finding in place of the one before."""
        emptied(self._parts)
        self._ways.clear()
        verdict = word(finding.verdict, language())
        clause = say("{verdict}　依据：{clause}", verdict=verdict, clause=finding.clause)
        self._put(text(clause, "muted"))
        self._put(text(said(finding.says)))
        if finding.mend.zh:
            self._put(text(say("办法：") + said(finding.mend)))
        self._facts(why)
        if why.question.zh:
            self._setting(why)
        self._parts.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def _put(self, part: QLabel | QPushButton) -> None:
        side = Qt.AlignmentFlag.AlignLeft if isinstance(part, QPushButton) else Qt.AlignmentFlag(0)
        self._parts.addWidget(part, 0, side)
        part.show()  # at once, so that the keyboard can go there
        if isinstance(part, QPushButton):
            self._ways.append(part)

    def _facts(self, why: Explanation) -> None:
        fields = list(dict.fromkeys(seen.field for seen in why.seen if seen.field))
        for path in fields:
            together = [seen for seen in why.seen if seen.field == path]
            self._lines(together)
            if not why.field.startswith(f"{path}."):  # the way below leads nearer
                self._way(path, together[0].place)
        self._lines([seen for seen in why.seen if not seen.field])
        if why.field and why.field not in fields:
            self._way(why.field, why.place)

    def _lines(self, together: list[Seen]) -> None:
        for seen in together:
            self._put(text(said(seen.told)))

    def _way(self, path: str, place: Words) -> None:
        if not self._on_form(path):
            return
        name = said(place) or path
        go = button(say("去：{name}", name=name), lambda: self.wanted.emit(path), "quiet")
        self._put(go)

    def _setting(self, why: Explanation) -> None:
        asked = say("通知没有写明，由本单位设定：")
        self._put(text(asked + said(why.question)))
        self._put(button(say("去设定"), lambda: self.setting_wanted.emit(why.setting), "quiet"))

    def ways(self) -> list[QPushButton]:
        """The buttons that lead somewhere, in reading order."""
        return list(self._ways)

    def enter(self) -> None:
        """Bring the keyboard here: to the first way out, or to closing."""
        (self.ways() or [self._close])[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left):
            self.closed.emit()
        else:
            super().keyPressEvent(event)
