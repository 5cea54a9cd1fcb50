"""One value on both sides, where it stands in the export, and the officer's ruling on it or on several at once."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.text import alike
from desktop_app.desk.comparing import REASON_LIMIT, Compared, History, Judged, Outcome, Ruling
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.comparing.marked import MarkedLabel
from desktop_app.ui.comparing.model import place, spans
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets.parts import Complaint, Elided, button, card, column, row, text

#: The key that rules, in the order of the buttons.
KEYS = {ruling: str(number) for number, ruling in enumerate(Ruling, start=1)}


class Detail(QWidget):
    """What is typed as a reason belongs to the next ruling and is gone with it."""

    ruled = Signal(object, object, str)  # Ruling, paths, reason
    wanted = Signal(str)  # a field to go to

    def __init__(self) -> None:
        super().__init__()
        self._values: Sequence[Compared] = ()
        self._waiting: Ruling | None = None
        self._allowed = False
        self.name = text("", "h2")
        self.outcome = text("", "label", wrap=False)
        self.paper = MarkedLabel(say("detail|纸质："))
        self.online = MarkedLabel(say("线上："))
        self._sides = [
            text(say("纸质"), "label"),
            self.paper,
            text(say("线上"), "label"),
            self.online,
        ]
        self.place = text("", "muted")
        self.go_button = button(say("去修改这一项"), self._go, "quiet")
        self.go_button.setToolTip("Ctrl+Enter")
        self.explained = text("", "muted")
        self.reason = QLineEdit()
        self.reason.setMaxLength(REASON_LIMIT)
        self.reason.setAccessibleName(say("理由"))
        self.reason.setPlaceholderText(say("理由：认定为同一内容或表中没有时必填"))
        self.reason.returnPressed.connect(self._confirm)
        self.wrong = Complaint()
        self.buttons = {ruling: self._button(ruling) for ruling in Ruling}
        keys = QGridLayout()
        keys.setSpacing(theme.px(6))
        for at, made in enumerate(self.buttons.values()):
            keys.addWidget(made, at // 2, at % 2)
        self._past = column(space=2)
        self.setLayout(
            column(
                card(
                    row(self.name, self.outcome),
                    *self._sides,
                    self.place,
                    row(self.go_button, None),
                    space=6,
                    margins=12,
                ),
                card(self.explained, self.reason, self.wrong, keys, self._past, space=6, margins=12),
                None,
                space=8,
            )
        )

    def _button(self, ruling: Ruling) -> QPushButton:
        made = button(f"{KEYS[ruling]} {word(ruling, language())}", lambda: self.rule(ruling), "pick")
        made.setToolTip(KEYS[ruling])
        return made

    def show_values(self, values: Sequence[Compared], history: History, *, allowed: bool) -> None:
        """One value with all about it, or how many were chosen."""
        self._values, self._waiting = values, None
        self._allowed = allowed
        self.complain("")
        self.reason.clear()
        one = values[0] if len(values) == 1 else None
        for side in (*self._sides, self.place, self.outcome):
            side.setVisible(one is not None)
        if one is not None:
            self._show_one(one)
        else:
            self.name.setText(say("已选 {values} 项，一并认定", values=len(values)))
        self.go_button.setVisible(one is not None)
        open_ones = bool(values) and all(value.outcome is not Outcome.SAME for value in values)
        for control in (self.reason, *self.buttons.values()):
            control.setEnabled(allowed and open_ones)
        self.explained.setText(self._why(open_ones))
        self._show_past(history, one)

    def _show_one(self, one: Compared) -> None:
        left, right = spans(one.paper, one.online) if one.outcome is not Outcome.SAME else ((), ())
        self.name.setText(said(one.label))
        self.outcome.setText(word(one.outcome, language()))
        self.paper.show_value(one.paper, left, say("（无）"))
        self.online.show_value(one.online, right, say("（没有找到）"))
        near = say("{place}：{near}", place=place(one), near=one.near) if one.page else ""
        self.place.setText("　".join(filter(None, (near, _coded(one)))))
        self.place.setVisible(bool(self.place.text()))

    def _why(self, open_ones: bool) -> str:
        if not self._allowed:
            return say("这是早先的结果，只供查看。")
        if not open_ones:
            return say("两边一致，不需要认定。")
        return say("填错的，改正后重新导出、再比对一次；实为同一内容或表中没有的，写明理由认定后不再提示。")

    def _show_past(self, history: History, one: Compared | None) -> None:
        while (item := self._past.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for ruling in history.rulings:
            if one is not None and one.path in ruling.paths:
                shown = Elided("muted")
                shown.setText(told(ruling))
                self._past.addWidget(shown)

    def rule(self, ruling: Ruling) -> None:
        """Rule now, or ask for the reason first; Enter in the reason's line then rules."""
        if not self.buttons[ruling].isEnabled():
            return
        why = self.reason.text().strip()
        if ruling.settles and not why:
            self._waiting = ruling
            named = word(ruling, language())
            self.complain(say("请写明“{named}”的理由，按回车认定。", named=named))
            self.reason.setFocus()
            return
        self.ruled.emit(ruling, tuple(value.path for value in self._values), why)

    def _confirm(self) -> None:
        if self._waiting is not None and self.reason.text().strip():
            self.rule(self._waiting)

    def _go(self) -> None:
        if len(self._values) == 1:
            self.wanted.emit(self._values[0].path)

    def complain(self, words: str) -> None:
        """Say what is missing; empty takes it away."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))


def told(ruling: Judged) -> str:
    """Who ruled what, when and why."""
    at = minute(ruling.at)
    brought = say("（沿用）") if ruling.brought_from else ""
    why = say("：{why}", why=ruling.reason) if ruling.reason else ""
    return f"{at}　{ruling.by}　{word(ruling.ruling, language())}{brought}{why}"


def _coded(one: Compared) -> str:
    """Why two sides that look the same are not."""
    paper, online = alike(one.paper, one.online)
    if not (paper or online):
        return ""
    none = say("无")
    paper, online = paper or none, online or none
    return say("看似相同，编码不同：纸质 {paper}，线上 {online}", paper=paper, online=online)
