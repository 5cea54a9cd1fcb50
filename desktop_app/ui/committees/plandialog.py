"""Planning a draw: how many of each specialty and level, who is left out, and at once what the rules will say."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.core.errors import Fault
from desktop_app.desk import draws
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.desk.draws import Outlook, Wish
from desktop_app.domain.committees import DrawLot, LeftOut
from desktop_app.domain.kinds import Level
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.meetings.step import finding_line
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import Complaint, button, column, row, scrolled, text
from desktop_app.ui.widgets.tablelook import dress, set_widths

_FIGURES = 3  # seats, of them of other units, reserves
_FIRST = 3
_NAMED = 2  # of those for whom an expert should stay out


class PlanDialog(QDialog):
    """`done_` gives the sealed draw. A valid draw can be replaced, or drawn to."""

    done_ = Signal(object)

    def __init__(self, context: Context, parent: QWidget, view: CommitteeView) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("封存抽取方案"))
        self.resize(theme.px(900), theme.px(660))
        self._context, self._view = context, view
        inside = [one.expert for one in view.pool if one.in_pool and one.expert.level]
        pairs = {(one.specialty, one.level) for one in inside if one.specialty and one.level}
        self._kinds = sorted(pairs, key=lambda each: (each[0], list(Level).index(each[1])))
        self.figures: list[tuple[QSpinBox, ...]] = []
        self.table = self._table()
        self.people = self._people()
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.again = QCheckBox(say("替换上一次抽取"))
        self.valid = [one for one in view.draws if one.valid]
        self.reason = QLineEdit(self)  # laid out only where there is a draw already
        self.reason.setMaxLength(200)
        self.reason.setVisible(bool(self.valid))
        asked: list[tuple[str, QWidget]] = [(say("回避或不抽取的理由"), self.why)]
        if self.valid:
            asked.append((say("重新或补充抽取的理由"), self.reason))
        self.again.setVisible(bool(self.valid))
        self.again.setChecked(bool(self.valid))
        self.told = text(
            say("在上面填写名额，再按“核对方案”：这里写明可抽多少名、人数合不合规定。")
        )  # fmt: skip
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.wrong = Complaint()
        self.wrong.hide()
        self.look_button = button(say("核对方案"), self.look)
        self.act_button = button(say("封存方案"), self._act, "main")
        hint = text(
            say("封存后名单、名额都不能再改；程序同时选定随机数，只公布它的摘要。"),
            "muted",
        )  # fmt: skip
        below = row(None, button(say("不，返回"), self.reject), self.look_button, self.act_button)
        lists = row(
            column(text(say("不抽取的专家（回避等）"), "label"), self.people),
            column(text(say("核对结果"), "label"), scrolled(self.told)),
            space=16,
        )
        whole = column(hint, self.table, self.again, FieldGrid(asked), lists, self.wrong, below, space=10, margins=24)
        whole.setStretch(1, 3)
        whole.setStretch(4, 3)
        self.setLayout(whole)
        committee = view.kept.id
        context.ask(self, lambda session, _: draws.related(session, committee), self._suggest)

    def _table(self) -> QTableWidget:
        made = QTableWidget(len(self._kinds), _FIRST + _FIGURES)
        made.setAccessibleName(say("抽取组"))
        made.setHorizontalHeaderLabels(
            [say("专业"), say("层级"), say("在库"), say("评委名额"),
             say("其中外单位"), say("候补")]
        )  # fmt: skip
        dress(made, 40)
        set_widths(made, [0, 110, 100, 120, 130, 120])
        inside = [one.expert for one in self._view.pool if one.in_pool]
        for at, (specialty, level) in enumerate(self._kinds):
            have = sum((one.specialty, one.level) == (specialty, level) for one in inside)
            for side, shown in enumerate((specialty, word(level, language()), str(have))):
                item = QTableWidgetItem(shown)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                made.setItem(at, side, item)
            boxes = tuple(QSpinBox() for _ in range(_FIGURES))
            for side, box in enumerate(boxes):
                box.setRange(0, have)
                box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
                head = made.horizontalHeaderItem(_FIRST + side)
                box.setAccessibleName(f"{specialty} {word(level, language())} {head.text() if head else ''}")
                made.setCellWidget(at, _FIRST + side, box)
            self.figures.append(boxes)
        return made

    def _people(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(say("不抽取的专家"))
        for one in self._view.pool:
            if one.in_pool:
                item = QListWidgetItem(f"{one.expert.id}　{one.expert.name}　{one.expert.unit}")
                item.setData(Qt.ItemDataRole.UserRole, one.expert.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                made.addItem(item)
        return made

    def _suggest(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """Say beside an expert for whom they should stay out; whether they are left out is ticked by hand."""
        for at in range(self.people.count()):
            item = self.people.item(at)
            names = found.get(item.data(Qt.ItemDataRole.UserRole), ())
            if names:
                some = say("、").join(names[:_NAMED]) + (say("plandialog|等") if len(names) > _NAMED else "")
                item.setText(item.text() + say("　建议回避：{some}（{names} 人）", some=some, names=len(names)))
                item.setForeground(QColor(theme.colours().amber))

    def wish(self) -> Wish:
        """The plan as it was filled in. Raises `Fault(REASON_MISSING)`."""
        lots: list[DrawLot] = []
        for (specialty, level), boxes in zip(self._kinds, self.figures, strict=True):
            seats, outside, reserves = (box.value() for box in boxes)
            outside = min(outside, seats)
            lot = partial(DrawLot, specialty=specialty, level=level)
            # reserves stand in lot by lot: those of other units first, so that their share stays
            if outside:
                lots.append(lot(seats=outside, reserves=reserves if outside == seats else 0, outside=True))
            if seats > outside:
                lots.append(lot(seats=seats - outside, reserves=reserves))
        items = [self.people.item(at) for at in range(self.people.count())]
        left = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked]
        replaces = self.valid[-1].id if self.valid and self.again.isChecked() else ""
        return Wish(tuple(lots), draws.excluding(dict.fromkeys(left, self.why.text())), replaces, self.reason.text())

    def _wished(self) -> Wish | None:
        try:
            return self.wish()
        except Fault as fault:
            self._refused(fault)
            return None

    def look(self) -> None:
        """Say what the plan comes to."""
        wish, committee = self._wished(), self._view.kept.id
        if wish is not None:
            self.wrong.hide()
            self._context.ask(
                self,
                lambda session, _: draws.outlook(session, committee, wish),
                partial(self._show, wish),
                on_fault=self._refused,
            )

    def _show(self, wish: Wish, found: Outlook) -> None:
        who = found.eligible
        lines = [say("可抽取 {experts} 名。", experts=len(who.experts))]
        for lot, have in zip(wish.in_order, found.candidates, strict=True):
            short = have < lot.seats + lot.reserves
            lines.append(lot_words(lot) + say("，可抽 {have} 名", have=have) + (say("，不够") if short else ""))
        lines += [finding_line(one) for one in found.findings]
        lines += [
            say(
                "{expert}：{why}",
                expert=one.expert,
                why=_why(one),
            )
            for one in who.left_out
        ]
        self.told.setText("\n".join(lines))

    def _act(self) -> None:
        wish, committee = self._wished(), self._view.kept.id
        if wish is None:
            return
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: draws.commit(session, committee, wish),
            self._done,
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self.wrong.setText(sentence(fault))
        self.wrong.show()

    def _done(self, result: object) -> None:
        self.done_.emit(result)
        self.accept()


def lot_words(lot: DrawLot) -> str:
    """A lot in a line."""
    whom = say("（外单位）") if lot.outside else ""
    level = word(lot.level, language())
    return say(
        "{specialty}{level}{whom} 评委 {seats}、候补 {reserves}",
        specialty=lot.specialty,
        level=level,
        whom=whom,
        seats=lot.seats,
        reserves=lot.reserves,
    )


def _why(one: LeftOut) -> str:
    return say("，").join(filter(None, (word(one.why, language()), one.reason)))
