"""Above the form: whose it is, how many days are left, by when the notice must hang, and what can be done."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QPushButton, QWidget

from desktop_app.desk.check import Assessment
from desktop_app.desk.kept_packs import Judged
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Desk, Track
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import MOVES, Move, Status
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import Elided, button, column, restyle, row

#: From here on the count of days is shown as pressing.
PRESSING = 10


def day_words(day: date) -> str:
    """A day of this year for people."""
    return say("{day.month} 月 {day.day} 日", day=day)


def days_words(days: int) -> str:
    """How much time is left, in words."""
    if days < 0:
        return say("已过 {days} 天", days=-days)
    if days == 0:
        return say("今天截止")
    return say("还剩 {days} 天", days=days)


def days_tone(days: int) -> str:
    """The style sheet's tone for a count of days."""
    return "block" if days < 0 else "todo" if days <= PRESSING else "pass"


#: Who files like this surely has an online half (四（三）); for the others it is in the menu.
_COMPARED = (Track.TARGETED, Track.GREEN_REGION, Track.GREEN_CITY, Track.OTHER_PAPER)


def under_words(judged: Judged) -> str:
    """By which pack an application is judged; empty where it is the year's current one."""
    edition = judged.pack.head.edition
    if not judged.own:
        return say("原政策包无法读取，暂按 {edition} 版", edition=edition)
    if judged.current is not None:
        now = judged.current.head.edition
        if now == edition:  # a program that was replaced brings the same edition in other words
            return say("按修订前的 {edition} 版政策", edition=edition)
        return say("按 {edition} 版政策（现行 {now}）", edition=edition, now=now)
    return ""


#: From this width on (at 100 %) facts and buttons stand in one line.
WIDE = 640


class EditorHeader(QFrame):
    submit = Signal()
    withdraw = Signal()
    revise = Signal()
    undo = Signal()
    versions = Signal()
    compare = Signal()
    give_out = Signal()
    grounds = Signal()
    papers = Signal()
    evidence = Signal()
    remove = Signal()
    to_pack = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._level_chosen = False
        self._example = False
        self._under = ""
        self._name = Elided("h2")
        self._what = Elided("muted")
        self._days = Elided("h2")
        self._posting = Elided("muted")
        self.undo_button = button(say("撤销"), self.undo.emit, "quiet")
        self.undo_button.setToolTip("Ctrl+Z")
        self.grounds_button = button(say("能报什么"), self.grounds.emit, "quiet")
        self.grounds_button.hide()  # until there is room for it; in the menu otherwise
        self.more_button = self._more()
        self.compare_button = button(say("线上线下对照"), self.compare.emit)
        self.compare_button.hide()
        self.papers_button = button(say("材料与打印"), self.papers.emit)
        self.withdraw_button = button(say("撤回修改"), self.withdraw.emit)
        self.revise_button = button(say("修改补正"), self.revise.emit, "main")
        self.revise_button.hide()
        self.submit_button = button(say("提交"), self.submit.emit, "main")
        self.submit_button.setToolTip("Ctrl+Enter")
        self._facts = QWidget()
        self._facts.setLayout(
            row(column(self._name, self._what, space=2), column(self._days, self._posting, space=2), space=24)
        )
        acts = QWidget()
        acts.setLayout(
            row(
                None,
                self.grounds_button,
                self.undo_button,
                self.more_button,
                self.withdraw_button,
                self.revise_button,
                self.compare_button,
                self.papers_button,
                self.submit_button,
                space=4,
            )
        )
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(theme.px(24), theme.px(8), theme.px(16), theme.px(8))
        self._line.setSpacing(theme.px(8))
        self._line.addWidget(self._facts, 1)
        self._line.addWidget(acts)

    def _more(self) -> QPushButton:
        made = QPushButton(say("更多"))
        made.setProperty("look", "quiet")
        made.setAccessibleName(made.text())
        menu = QMenu(made)
        self.grounds_action = QAction(say("能报什么"), menu)
        self.papers_action = QAction(say("材料与打印"), menu)
        self.compare_action = QAction(say("线上线下对照"), menu)
        self.versions_action = QAction(say("版本与差异…"), menu)
        self.evidence_action = QAction(say("流转证据…"), menu)
        self.give_out_action = QAction(say("导出交换文件…"), menu)
        self.move_action = QAction(say("改按另一政策包…"), menu)
        self.remove_action = QAction(say("删除草稿…"), menu)
        for action, wanted in (
            (self.grounds_action, self.grounds),
            (self.papers_action, self.papers),
            (self.compare_action, self.compare),
            (self.versions_action, self.versions),
            (self.evidence_action, self.evidence),
            (self.give_out_action, self.give_out),
            (self.move_action, self.to_pack),
            (self.remove_action, self.remove),
        ):
            action.triggered.connect(lambda _=False, wanted=wanted: wanted.emit())
            menu.addAction(action)
        made.setMenu(menu)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """One line where there is room, two where there is none."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self.grounds_button.setVisible(wide)
        self.grounds_action.setVisible(not wide)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def show_record(self, record: ApplicationRecord) -> None:
        """What can be done with it where it stands."""
        self._status = record.status
        draft = record.status is Status.DRAFT
        self.submit_button.setVisible(draft)
        self.undo_button.setVisible(draft)
        self.move_action.setVisible(draft)
        self.remove_action.setVisible(self._example or (draft and record.latest_version == 0))
        self.papers_button.setVisible(not draft)
        restyle(self.papers_button, "look", "main" if record.status is Status.SUBMITTED else "")
        self.papers_action.setVisible(draft)
        self.withdraw_button.setVisible((record.status, Move.WITHDRAW) in MOVES)
        self.versions_action.setEnabled(record.latest_version > 0)
        self.show_application(record.draft)

    def show_example(self) -> None:
        """An invented person goes at any time; call it before `show_record`."""
        self._example = True
        self.remove_action.setText(say("移除示例…"))

    def show_mending(self, *, ours: bool) -> None:
        """What came back is opened to be mended where it was written."""
        self.revise_button.setVisible(ours and self._status is Status.RETURNED)

    def show_judged(self, judged: Judged) -> None:
        """By which pack it is judged, where that is not the one in force."""
        self._under = under_words(judged)

    def show_application(self, now: Application) -> None:
        """Whose it is."""
        self._level_chosen = now.filing.level is not None
        self.compare_button.setVisible(now.filing.track in _COMPARED)
        self._name.setText(now.filing.title or say("（还没有选职称）"))
        what = say("示例") if self._example else ""
        facts = (what, word(self._status, language()), self._under, now.unit.name)
        self._what.setText("　".join(part for part in facts if part))

    def show_assessment(self, answer: Assessment, can_undo: bool) -> None:
        """Days left for this level, and the last day on which posting the notice still keeps the chain's dates."""
        self.undo_button.setEnabled(can_undo)
        if answer.days_left is None or answer.window is None:
            self._days.setText(say("期限：另行通知") if self._level_chosen else say("期限：选定层级后显示"))
            restyle(self._days, "tone", "")
        else:
            self._days.setText(days_words(answer.days_left) + say("（{day}）", day=day_words(answer.window.last)))
            restyle(self._days, "tone", days_tone(answer.days_left))
        posting = answer.latest_posting
        if posting is not None:
            whose = say("单位最迟张贴公示")
            if self._desk is Desk.APPLICANT:
                whose = say("请提醒单位：最迟张贴公示")
            self._posting.setText(say("{what}：{day}", what=whose, day=day_words(posting)))
        else:
            self._posting.setText(
                say("公示期限：报送日期另行通知") if answer.route.stops else say("公示期限：填写单位隶属后显示")
            )
        open_ = len(answer.standing)
        self.submit_button.setText(say("提交（还差 {open} 项）", open=open_) if open_ else say("提交"))
