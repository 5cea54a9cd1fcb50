"""Where a code or two shares are typed from paper; a group that cannot be right is named while it is typed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_app.desk import way_back
from desktop_app.domain.users import RecoveryKind
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import Complaint, column, text
from desktop_app.ui.widgets.passphrasefield import UNREMEMBERED

_LINES = 3


class TypedRecovery(QWidget):
    """Shows what is typed: whoever has the paper in hand reads it there anyway, and mistakes must be seen."""

    entered = Signal()  # Enter was pressed in the code

    def __init__(self, kind: RecoveryKind) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.kind = kind
        self.hint = Complaint()
        self.hint.hide()
        self.code = QLineEdit()
        self.code.setInputMethodHints(UNREMEMBERED)
        self.code.setMaxLength(120)
        self.code.setAccessibleName(say("恢复码"))
        self.code.setPlaceholderText(say("7 组，每组 5 个字符，连字符可省"))
        self.code.textChanged.connect(self._judge)
        self.code.returnPressed.connect(self.entered)
        self.shares = tuple(self._share(number) for number in range(1, way_back.NEEDED + 1))
        if kind is RecoveryKind.CODE:
            label = text(say("照恢复单输入恢复码"), "label")
            label.setBuddy(self.code)
            self.setLayout(column(label, self.code, self.hint))
            return
        parts: list[QWidget] = []
        for number, field in enumerate(self.shares, 1):
            label = text(
                say(
                    "任取两份中的第 {number} 份（{words} 个词，每词可只输前四个字母）",
                    number=number,
                    words=way_back.WORDS,
                ),
                "label",
            )
            label.setBuddy(field)
            parts += [label, field]
        self.setLayout(column(*parts, self.hint))

    def _share(self, number: int) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setInputMethodHints(UNREMEMBERED)
        made.setTabChangesFocus(True)
        made.setAccessibleName(say("份额 {number}", number=number))
        made.setFixedHeight(made.fontMetrics().lineSpacing() * _LINES + theme.px(20))
        return made

    def first_focus(self) -> QWidget:
        """Where the keyboard starts."""
        return self.code if self.kind is RecoveryKind.CODE else self.shares[0]

    @property
    def pieces(self) -> list[str]:
        """The code, or each of the shares."""
        if self.kind is RecoveryKind.CODE:
            return [self.code.text()]
        return [field.toPlainText() for field in self.shares]

    @property
    def complete(self) -> bool:
        """Whether something stands in every field."""
        return all(piece.strip() for piece in self.pieces)

    def clear(self) -> None:
        """Forget what was typed."""
        self.code.clear()
        for field in self.shares:
            field.clear()

    def _judge(self, typed: str) -> None:
        wrong = say("、").join(map(str, way_back.wrong_groups(typed)))
        self.hint.follow(say("第 {wrong} 组有误，请对照恢复单核对。", wrong=wrong))
        self.hint.setVisible(bool(wrong))
