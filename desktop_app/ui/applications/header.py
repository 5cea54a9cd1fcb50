"""Above the form: whose it is, how many days are left, by when the notice must hang, and what can be done."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from desktop_app.desk.check import Assessment
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import MOVES, Move, Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import button, column, restyle, row, text

#: From here on the count of days is shown as pressing.
PRESSING = 10


def day_words(day: date) -> str:
    """A day of this year for people."""
    return say(f"{day.month} 月 {day.day} 日", f"{day:%d %b}")


def days_words(days: int) -> str:
    """How much time is left, in words."""
    if days < 0:
        return say(f"已过 {-days} 天", f"{-days} days past")
    if days == 0:
        return say("今天截止", "closes today")
    return say(f"还剩 {days} 天", f"{days} days left")


def days_tone(days: int) -> str:
    """The style sheet's tone for a count of days."""
    return "block" if days < 0 else "todo" if days <= PRESSING else "pass"


#: From this width on (at 100 %) facts and buttons stand in one line.
WIDE = 900


class EditorHeader(QFrame):
    submit = Signal()
    withdraw = Signal()
    undo = Signal()
    versions = Signal()
    give_out = Signal()
    remove = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._name = text("", "h2", wrap=False)
        self._what = text("", "muted", wrap=False)
        self._days = text("", "h2", wrap=False)
        self._posting = text("", "muted", wrap=False)
        self.undo_button = button(say("撤销", "Undo"), self.undo.emit, "quiet")
        self.undo_button.setToolTip("Ctrl+Z")
        self.versions_button = button(say("版本与差异", "Versions"), self.versions.emit, "quiet")
        self.give_out_button = button(say("导出交换文件", "Export"), self.give_out.emit, "quiet")
        self.remove_button = button(say("删除草稿", "Remove the draft"), self.remove.emit, "quiet")
        self.withdraw_button = button(say("撤回修改", "Withdraw"), self.withdraw.emit)
        self.submit_button = button(say("提交", "Submit"), self.submit.emit, "main")
        self._facts = QWidget()
        self._facts.setLayout(
            row(column(self._name, self._what, space=2), column(self._days, self._posting, space=2), space=24)
        )
        acts = QWidget()
        acts.setLayout(
            row(
                None,
                self.undo_button,
                self.versions_button,
                self.give_out_button,
                self.remove_button,
                self.withdraw_button,
                self.submit_button,
                space=4,
            )
        )
        for label in (self._name, self._what, self._days, self._posting):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(theme.px(24), theme.px(8), theme.px(16), theme.px(8))
        self._line.setSpacing(theme.px(8))
        self._line.addWidget(self._facts, 1)
        self._line.addWidget(acts)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One line where there is room, two where there is none."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def show_record(self, record: ApplicationRecord) -> None:
        """What can be done with it where it stands."""
        self._status = record.status
        draft = record.status is Status.DRAFT
        self.submit_button.setVisible(draft)
        self.undo_button.setVisible(draft)
        self.remove_button.setVisible(draft and record.latest_version == 0)
        self.withdraw_button.setVisible((record.status, Move.WITHDRAW) in MOVES)
        self.versions_button.setEnabled(record.latest_version > 0)
        self.show_application(record.draft)

    def show_application(self, now: Application) -> None:
        """Whose it is."""
        name = now.person.name or say("（还没有姓名）", "(no name yet)")
        self._name.setText(name)
        self._name.setToolTip(name)
        self._what.setText("　".join(p for p in (now.filing.title, word(self._status, language())) if p))

    def show_assessment(self, answer: Assessment, can_undo: bool) -> None:
        """Days left for this level, and the last day on which posting the notice still keeps the chain's dates."""
        self.undo_button.setEnabled(can_undo)
        if answer.days_left is None or answer.window is None:
            self._days.setText(say("期限：选定层级后显示", "Deadline: choose a level"))
            restyle(self._days, "tone", "")
        else:
            self._days.setText(f"{days_words(answer.days_left)}（{day_words(answer.window.last)}）")
            restyle(self._days, "tone", days_tone(answer.days_left))
        posting = answer.latest_posting
        if posting is not None:
            whose = say("单位最迟张贴公示", "Unit's last day to post the notice")
            if self._desk is Desk.APPLICANT:
                whose = say("请提醒单位：最迟张贴公示", "Remind the unit: last day to post")
            self._posting.setText(f"{whose}：{day_words(posting)}")
        else:
            self._posting.setText(say("公示期限：填写单位隶属后显示", "Posting day: say whose unit it is"))
        open_ = len(answer.standing)
        self.submit_button.setText(
            say(f"提交（还差 {open_} 项）", f"Submit ({open_} open)") if open_ else say("提交", "Submit")
        )
