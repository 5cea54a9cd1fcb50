"""How long the office keeps each kind of carrier: months after which it may go, and after which it must have gone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QSpinBox, QWidget

from desktop_app.desk import retention
from desktop_app.domain.carriers import CarrierKind
from desktop_app.domain.retention import RetentionRule
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import button, column, hug, row, text

_LONGEST = 600


def _months(name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(0, _LONGEST)
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setSpecialValueText(say("不设"))
    made.setSuffix(say(" 个月"))
    made.setAccessibleName(name)
    return made


class KeepingDialog(QDialog):
    done_ = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.setWindowTitle(say("保存期限"))
        self.fields: dict[CarrierKind, tuple[QSpinBox, QSpinBox]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        for side, head in enumerate(
            (
                say("类别"),
                say("多久后可以处理"),
                say("最迟多久后处理"),
            )
        ):
            grid.addWidget(text(head, "label"), 0, side)
        for at, kind in enumerate(CarrierKind, start=1):
            name = word(kind, language())
            pair = (
                _months(say("{name}：可以处理", name=name)),
                _months(say("{name}：最迟处理", name=name)),
            )
            self.fields[kind] = pair
            grid.addWidget(text(name), at, 0)
            for side, box in enumerate(pair, start=1):
                grid.addWidget(box, at, side)
        hint = say("从制作或收到之日起算。到期只在工作台和列表中提醒，程序不会自行处理；处理指清退、归档或销毁。")
        self.act_button = button(say("按此提醒"), self._act, "main")
        no = button(say("不，返回"), self.reject)
        self.setMinimumWidth(theme.px(520))
        self.setLayout(column(text(hint, "muted"), grid, row(None, no, self.act_button), space=16, margins=24))
        hug(self)
        context.ask(self, lambda session, _: retention.rules(session), self._show)

    def _show(self, rules: tuple[RetentionRule, ...]) -> None:
        for rule in rules:
            may, must = self.fields[rule.kind]
            may.setValue(rule.may_go_after)
            must.setValue(rule.must_go_after)

    def _act(self) -> None:
        wanted = [
            RetentionRule(kind=kind, may_go_after=may.value(), must_go_after=must.value())
            for kind, (may, must) in self.fields.items()
        ]
        self._context.ask(self, lambda session, _: retention.set_rules(session, wanted), lambda _: self._done())

    def _done(self) -> None:
        self._context.note(say("保存期限已设定。"))
        self.done_.emit()
        self.accept()
