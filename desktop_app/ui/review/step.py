"""The fields of one step of review: points with answer and remark, recommendation, opinion, officer, day, seal."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop_app.desk.review_desk import PointAnswer, PointAsked, ReviewCase, ReviewWork
from desktop_app.domain.application import Recommendation
from desktop_app.domain.kinds import Desk
from desktop_app.ui import theme
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.formats import DateFormat, Unreadable
from desktop_app.ui.widgets.parts import column, emptied, row, text


def _answers() -> list[tuple[bool | None, str]]:
    return [(None, say("未核")), (True, say("step|符合")), (False, say("不符合"))]


class StepForm(QWidget):
    """`changed` tells that what is filled in is another."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._unit = desk is Desk.UNIT
        self._points: Sequence[PointAsked] = ()
        self.answers: dict[str, tuple[QComboBox, QLineEdit]] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(2, 2)
        self.how = _long(say("推荐人选产生方式"))
        self.conditions = _long(say("具备的资格条件"))
        self.notice = _long(say("公示情况"))
        self.considered = QCheckBox(say("已结合平时考核、年度考核"))
        self.committed = QCheckBox(say("单位对申报程序和材料作出承诺"))
        self.opinion = _long(say("审核意见"), 64)
        self.reviewer = QLineEdit()
        self.reviewer.setMaxLength(60)
        self.reviewer.setAccessibleName(say("审核人"))
        self.on = QLineEdit()
        self.on.setMaxLength(20)
        self.on.setAccessibleName(say("审核日期"))
        self.sealed = QCheckBox(say("纸件已签字、盖公章"))
        self._lay_out()
        for area in (self.how, self.conditions, self.notice, self.opinion):
            area.textChanged.connect(self.changed)
        for line in (self.reviewer, self.on):
            line.textChanged.connect(self.changed)
        for box in (self.considered, self.committed, self.sealed):
            box.toggled.connect(self.changed)

    def _lay_out(self) -> None:
        parts: list[QWidget] = []
        if self._unit:
            for words, area in (
                (say("推荐人选产生方式"), self.how),
                (say("具备的资格条件"), self.conditions),
                (say("公示情况"), self.notice),
            ):
                parts += [text(words, "label"), area]
            ticks = QWidget()
            ticks.setLayout(row(self.considered, self.committed, None))
            parts.append(ticks)
        else:  # no other desk recommends: they belong to the form and are not seen
            for one in (self.how, self.conditions, self.notice, self.considered, self.committed):
                one.setParent(self)
                one.hide()
        self.reviewer.setMinimumWidth(theme.px(120))
        signed = QWidget()
        signed.setLayout(
            row(
                text(say("审核人"), "label", wrap=False),
                self.reviewer,
                text(say("日期"), "label", wrap=False),
                self.on,
                self.sealed,
            )
        )
        points = QWidget()
        points.setLayout(self._grid)
        self.setLayout(column(points, *parts, text(say("审核意见"), "label"), self.opinion, signed, space=6))

    def show_case(self, case: ReviewCase) -> None:
        """Fill in what was kept of this step."""
        self._points = case.points
        emptied(self._grid)
        self.answers.clear()
        kept = {one.point: one for one in case.work.answers}
        for at, point in enumerate(case.points):
            self._point(at, point, kept.get(point.point))
        work, recommended = case.work, case.work.recommendation
        fields = (
            (self.how, recommended.how_chosen),
            (self.conditions, recommended.conditions),
            (self.notice, recommended.notice),
            (self.opinion, work.text),
        )
        for area, words in fields:
            with QSignalBlocker(area):
                area.setPlainText(words)
        for line, shown in ((self.reviewer, work.reviewer), (self.on, work.on.isoformat() if work.on else "")):
            with QSignalBlocker(line):
                line.setText(shown)
        ticks = (
            (self.considered, recommended.assessments_considered),
            (self.committed, recommended.committed),
            (self.sealed, work.sealed),
        )
        for box, ticked in ticks:
            with QSignalBlocker(box):
                box.setChecked(ticked)

    def _point(self, at: int, point: PointAsked, kept: PointAnswer | None) -> None:
        words = said(point.says)
        named = text(words + say("（{clause}）", clause=point.clause))
        answer = QComboBox()
        answer.setAccessibleName(words)
        for value, shown in _answers():
            answer.addItem(shown, value)
        answer.setCurrentIndex([value for value, _ in _answers()].index(kept.met if kept else None))
        remark = QLineEdit(kept.remark if kept else "")
        remark.setMaxLength(200)
        remark.setAccessibleName(say("说明：{words}", words=words))
        remark.setPlaceholderText(say("step|说明"))
        answer.currentIndexChanged.connect(self.changed)
        remark.textChanged.connect(self.changed)
        named.setBuddy(answer)
        self.answers[point.point] = (answer, remark)
        for side, widget in enumerate((named, answer, remark)):
            self._grid.addWidget(widget, at, side)

    def work(self) -> ReviewWork:
        """What is filled in now; a day that cannot be read counts as none."""
        return ReviewWork(
            answers=tuple(
                PointAnswer(point=name, met=answer.currentData(), remark=remark.text().strip())
                for name, (answer, remark) in self.answers.items()
                if answer.currentData() is not None or remark.text().strip()
            ),
            text=self.opinion.toPlainText().strip()[:4000],
            reviewer=self.reviewer.text().strip(),
            on=self._day(),
            sealed=self.sealed.isChecked(),
            recommendation=Recommendation(
                how_chosen=_line(self.how),
                conditions=_line(self.conditions),
                notice=_line(self.notice),
                assessments_considered=self.considered.isChecked(),
                committed=self.committed.isChecked(),
            ),
        )

    def _day(self) -> date | None:
        try:
            return DateFormat().read(self.on.text())
        except Unreadable:
            return None

    def unread_day(self) -> str:
        """What is typed where the day belongs and is none, empty where it is a day or nothing."""
        return self.on.text().strip() if self._day() is None else ""

    def unanswered(self) -> QWidget | None:
        """The first thing that is still to be said; `None` when all of it was."""
        for answer, _ in self.answers.values():
            if answer.currentData() is None:
                return answer
        if not self.opinion.toPlainText().strip():
            return self.opinion
        if not self.reviewer.text().strip():
            return self.reviewer
        if self._day() is None:
            return self.on
        return None if self.sealed.isChecked() else self.sealed

    def all_met(self) -> None:
        """Answer what is still unanswered with yes."""
        for answer, _ in self.answers.values():
            if answer.currentData() is None:
                answer.setCurrentIndex(1)


def _long(name: str, height: int = 48) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.px(height))
    made.setAccessibleName(name)
    return made


def _line(area: QPlainTextEdit) -> str:
    """A recommendation's part is one line of at most 200 characters on the form."""
    return " ".join(area.toPlainText().split())[:200]
