"""The workbench: how much there is, what waits for a hand, and how long each deadline leaves; or how to begin."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk import home
from desktop_app.desk.home import Overview, Waiting, WaitingKind
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking
from desktop_app.domain.status import Status
from desktop_app.domain.users import Reading
from desktop_app.domain.words import word, words_of
from desktop_app.ui import theme
from desktop_app.ui.applications.header import day_words, days_tone, days_words
from desktop_app.ui.context import Context
from desktop_app.ui.home.welcome import Welcome
from desktop_app.ui.language import language, said, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, button, card, column, emptied, restyle, row, scrolled, text
from desktop_app.ui.widgets.tablelook import set_widths
from desktop_app.ui.widgets.taborder import in_order
from desktop_app.ui.widgets.turning import Turning
from desktop_app.ui.widgets.wrapping import Wrapping

#: What a desk usually has filings in; any other state is told as soon as one is in it.
_OWN = (Status.DRAFT, Status.SUBMITTED, Status.SEALED, Status.DELIVERED, Status.RETURNED)
_OTHERS = (Status.RECEIVED, Status.FORWARDED, Status.DELIVERED, Status.RETURNED)
_USUAL = {Desk.APPLICANT: _OWN, Desk.UNIT: (Status.DRAFT, Status.SUBMITTED, *_OTHERS)}

RECOVERY_KINDS = tuple(kind for kind in WaitingKind if kind.value.startswith("recovery_"))
#: Where something that waits is dealt with; the others in the editor.
_LEADS_TO = {
    WaitingKind.NOT_SEALED: ScreenKey.SEALING,
    WaitingKind.RECEIPT_OUTSTANDING: ScreenKey.SEALING,
    WaitingKind.PACKAGE_INTERRUPTED: ScreenKey.SEALING,
    WaitingKind.RECEIPT_TO_GIVE: ScreenKey.INBOX,
    WaitingKind.RECEIPT_OVERDUE: ScreenKey.ON_THE_WAY,
    WaitingKind.ANSWER_OVERDUE: ScreenKey.ON_THE_WAY,
    WaitingKind.STRIP_WRONG: ScreenKey.ON_THE_WAY,
    WaitingKind.CARRIER_OVERDUE: ScreenKey.CARRIERS,
    WaitingKind.CARRIER_OF_AGE: ScreenKey.CARRIERS,
    WaitingKind.REVIEW: ScreenKey.REVIEW,
    WaitingKind.PASS_ON: ScreenKey.REVIEW,
    WaitingKind.TO_MEETING: ScreenKey.MEETINGS,
    WaitingKind.MENDING: ScreenKey.REVIEW,
    WaitingKind.MEND_LATE: ScreenKey.REVIEW,
    WaitingKind.HANGS: ScreenKey.NOTICES,
    WaitingKind.NOTICE: ScreenKey.NOTICES,
    WaitingKind.OBJECTION: ScreenKey.NOTICES,
    WaitingKind.POSTS: ScreenKey.POSTS,
    WaitingKind.RESULT_HANGS: ScreenKey.MEETINGS,
    WaitingKind.RESULT_DOWN: ScreenKey.MEETINGS,
    WaitingKind.COMPLAINT: ScreenKey.MEETINGS,
    WaitingKind.RESULT_TO_SEND: ScreenKey.MEETINGS,
    WaitingKind.BACKUP_DUE: ScreenKey.SETTINGS,
    WaitingKind.CHECK_DUE: ScreenKey.SETTINGS,
    WaitingKind.CLOCK_BACK: ScreenKey.SETTINGS,
    WaitingKind.EXPORT_INTERRUPTED: ScreenKey.AUDIT,
    WaitingKind.EXPORT_LEFT: ScreenKey.AUDIT,
    WaitingKind.CARD_ENDS: ScreenKey.CONTACTS,
    WaitingKind.CONTACT_ENDS: ScreenKey.CONTACTS,
    WaitingKind.KEYS_REVOKED: ScreenKey.CONTACTS,
    WaitingKind.SPARE_NEVER_PRINTED: ScreenKey.CONTACTS,
    **dict.fromkeys(RECOVERY_KINDS, ScreenKey.RECOVERY),
}
#: And where on that screen.
_SPOTS = {
    WaitingKind.CARRIER_OVERDUE: "pressing",
    WaitingKind.CARRIER_OF_AGE: "pressing",
    WaitingKind.REVIEW: "waits",
    WaitingKind.PASS_ON: "signed",
    WaitingKind.MENDING: "sent_back",
    WaitingKind.MEND_LATE: "sent_back",
    WaitingKind.BACKUP_DUE: "backup",
    WaitingKind.CHECK_DUE: "health",
    WaitingKind.CLOCK_BACK: "health",
}

#: The step of a meeting on which notice, complaints and confirmation stand.
_AFTER_MEETING = "6"

#: The pages: nothing read yet, nothing there, the usual.
_UNREAD, _EMPTY, _USUAL_PAGE = range(3)


def why(kind: WaitingKind) -> str:
    """Why something waits, as what to do about it."""
    return {
        WaitingKind.DRAFT_OPEN: say("草稿，待填完提交"),
        WaitingKind.NOT_SEALED: say("已提交，待打印封装"),
        WaitingKind.RECEIPT_OUTSTANDING: say("已封装，等回执"),
        WaitingKind.PACKAGE_INTERRUPTED: say("封装中断，待继续或作废"),
        WaitingKind.RECEIPT_TO_GIVE: say("已接收，待出具回执"),
        WaitingKind.RECEIPT_OVERDUE: say("回执超期未到，待催问"),
        WaitingKind.ANSWER_OVERDUE: say("回执超期未出具"),
        WaitingKind.STRIP_WRONG: say("封签不符，待处理"),
        WaitingKind.CARRIER_OVERDUE: say("载体借出超期，待收回"),
        WaitingKind.CARRIER_OF_AGE: say("载体保存到期，待决定去留"),
        WaitingKind.BACKUP_DUE: say("备份到期，待备份"),
        WaitingKind.CHECK_DUE: say("每月检查到期，待检查"),
        WaitingKind.CLOCK_BACK: say("本机时钟早于日志，待校准后重新解锁"),
        WaitingKind.EXPORT_INTERRUPTED: say("导出中断，没写完的已清除，待重新导出"),
        WaitingKind.EXPORT_LEFT: say("导出中断，介质不在；可能留有明文，待接上介质后重新解锁"),
        WaitingKind.CARD_ENDS: say("本台名片将到期，待更换密钥"),
        WaitingKind.CONTACT_ENDS: say("对方名片将到期，待索取新名片"),
        WaitingKind.KEYS_REVOKED: say("本台密钥已作废，待更换"),
        WaitingKind.SPARE_NEVER_PRINTED: say("备用吊销书还没有打印，待打印后存保险柜"),
        WaitingKind.REVIEW: say("待本级审核"),
        WaitingKind.PASS_ON: say("已签署，待报送"),
        WaitingKind.MENDING: say("已退回，等补正"),
        WaitingKind.MEND_LATE: say("补正期限已过，待登记放弃"),
        WaitingKind.TO_MEETING: say("已复核，待列入评审会"),
        WaitingKind.HANGS: say("公示中，到期揭下"),
        WaitingKind.NOTICE: say("公示期满，待揭下"),
        WaitingKind.OBJECTION: say("公示异议，待处理"),
        WaitingKind.POSTS: say("岗位超出，待核对"),
        WaitingKind.RESULT_HANGS: say("评审结果公示中，到期揭下"),
        WaitingKind.RESULT_DOWN: say("评审结果公示期满，待揭下"),
        WaitingKind.COMPLAINT: say("评审结果举报，待办结"),
        WaitingKind.RESULT_TO_SEND: say("评审结果待报送确认"),
        WaitingKind.RETURNED: say("被退回，待补正"),
        WaitingKind.RECOVERY_UNPROVED: say("恢复单待照单试用"),
        WaitingKind.RECOVERY_NEVER_MADE: say("没有恢复单，待制作"),
        WaitingKind.RECOVERY_USED: say("恢复单已用过，待另做"),
        WaitingKind.RECOVERY_NEVER_REHEARSED: say("恢复单待演练"),
    }[kind]


def name_of(one: Waiting) -> str:
    """What waits, by its name."""
    if one.kind in (WaitingKind.BACKUP_DUE, WaitingKind.CHECK_DUE, WaitingKind.CLOCK_BACK, *RECOVERY_KINDS):
        return say("本保险库")
    return one.name or say("（未填姓名）")


class HomeScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._mark: Marking | None = None
        self._writes = context.opened.mine.may(Act.APPLICATION_CREATED)
        self.waiting = self._list_of_waiting()
        self._counts = row()
        self._deadlines = QGridLayout()
        self._deadlines.setHorizontalSpacing(theme.px(16))
        self._deadlines.setVerticalSpacing(theme.px(10))
        self._deadlines.setColumnStretch(0, 1)
        self._idle = text(say("没有等着办的事。"), "muted")
        self.welcome = Welcome(context)
        self._middle = QStackedWidget()
        self._middle.addWidget(QWidget())
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self._usual())
        self.setLayout(column(self._middle))
        context.ask(self, lambda session, _: home.overview(session), self._show)

    def _list_of_waiting(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setAccessibleName(say("待办"))
        made.setColumnCount(4)
        made.setHeaderHidden(True)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.header().setStretchLastSection(False)
        set_widths(made, (0,))
        for at in (1, 2, 3):
            made.header().setSectionResizeMode(at, QHeaderView.ResizeMode.ResizeToContents)
        made.itemActivated.connect(self._open)
        made.itemClicked.connect(self._open)
        return made

    def _usual(self) -> QWidget:
        files_itself = self.context.opened.office.desk in (Desk.APPLICANT, Desk.UNIT)
        new = button(say("新建申请"), self._new, "main" if files_itself else "")
        if not self._writes:
            new.setEnabled(False)
            new.setToolTip(say("您的角色不填写申请，由经办填写"))
        self._new_button = new
        left = column(row(text(say("待办"), "h2"), None, new), self._idle, self.waiting, space=8)
        days = QWidget()
        days.setProperty("role", "surface")
        days.setLayout(column(self._deadlines, None, margins=16))
        head = text(say("期限"), "h2")
        head.setMinimumHeight(new.sizeHint().height())
        right = column(head, framed(scrolled(days)), space=8)
        both = Turning((left, right), wide=960, shares=(5, 4), space=24)  # what waits is read whole, days and all
        made = QWidget()
        whole = column(self._counts, both, space=24, margins=PAGE)
        whole.setStretch(1, 1)
        made.setLayout(whole)
        return made

    def title(self) -> str:
        return say("工作台")

    def place(self) -> Place:
        return Place(ScreenKey.HOME)

    def marking(self) -> Marking | None:
        """The highest of what may be named here."""
        return self._mark

    def first_focus(self) -> QWidget | None:
        if self._middle.currentIndex() == _UNREAD:  # where the keyboard starts is known with what waits
            return None
        if self._middle.currentIndex() == _EMPTY:
            return self.welcome.first()
        return self.waiting if self.waiting.topLevelItemCount() else self._new_button

    def _show(self, found: Overview) -> None:
        self._mark = found.marking
        self.context.mark_changed.emit()
        if self._writes and not sum(found.counts.values()) and not found.waiting:
            self._middle.setCurrentIndex(_EMPTY)
            self.welcome.first().setFocus()
            return
        self._middle.setCurrentIndex(_USUAL_PAGE)
        if self.context.opened.mine.may(Reading.CONTENTS):
            self._show_counts(found)
        else:
            self._idle.setText(say("申请内容不在您的角色之内。"))
        self._show_waiting(found.waiting)
        self._show_deadlines(found)
        self.take_keyboard()

    def _show_counts(self, found: Overview) -> None:
        emptied(self._counts)
        boxes = []
        usual = _USUAL.get(self.context.opened.office.desk, _OTHERS)
        for status in Status:
            number = found.counts.get(status, 0)
            if not number and status not in usual:
                continue
            look = button(say("查看"), partial(self._list, status), "quiet")
            look.setAccessibleName(say("查看{status}的 {number} 份申请", status=words_of(status), number=number))
            look.setEnabled(number > 0)
            box = card(
                text(str(number), "number"),
                row(text(word(status, language()), "label", wrap=False), None, look),
                space=0,
                margins=12,
            )
            boxes.append(box)
        self._counts.addWidget(Wrapping(boxes, even=True, space=12))
        in_order(*boxes, self._new_button, self.waiting)

    def _show_waiting(self, waiting: tuple[Waiting, ...]) -> None:
        self.waiting.clear()
        self._idle.setVisible(not waiting)
        self.waiting.setVisible(bool(waiting))
        ink = {"block": theme.colours().vermilion, "todo": theme.colours().amber, "pass": theme.colours().green}
        for one in sorted(waiting, key=_asked):
            left = days_words(one.days_left) if one.days_left is not None else ""
            name = name_of(one)
            if one.count > 1:
                name += say(" 等 {count} 件", count=one.count)
            item = QTreeWidgetItem([name, why(one.kind), left, word(home.question(one.kind), language())])
            item.setToolTip(0, name)
            item.setData(0, Qt.ItemDataRole.UserRole, one)
            if one.days_left is not None:
                item.setForeground(2, QColor(ink[days_tone(one.days_left)]))
            self.waiting.addTopLevelItem(item)

    def _show_deadlines(self, found: Overview) -> None:
        emptied(self._deadlines)
        if not found.deadlines:
            self._deadlines.addWidget(text(_none_words(found), "muted"), 0, 0)
        for at, one in enumerate(found.deadlines):
            words = text(said(one.words))
            words.setToolTip(one.clause)
            left = text(days_words(one.days_left), wrap=False)
            restyle(left, "tone", days_tone(one.days_left))
            day = day_words(one.day)
            if one.last_workday is not None and one.last_workday != one.day:
                day += say("（最后工作日 {day}）", day=day_words(one.last_workday))
            self._deadlines.addWidget(column_of(words, text(f"{day}　{one.clause}", "muted")), at, 0)
            self._deadlines.addWidget(left, at, 1, Qt.AlignmentFlag.AlignTop)

    def _list(self, status: Status) -> None:
        self.context.go(Place(ScreenKey.APPLICATIONS, "", f"{status.value} "))

    def _open(self, item: QTreeWidgetItem) -> None:
        one = item.data(0, Qt.ItemDataRole.UserRole)
        key = _LEADS_TO.get(one.kind, ScreenKey.EDITOR)
        if one.meeting:
            self.context.go(Place(key, one.meeting, _AFTER_MEETING))
            return
        if spot := _SPOTS.get(one.kind):
            self.context.go(Place(key, "", spot))
            return
        self.context.go(Place(key, one.application or one.package or ""))

    def _new(self) -> None:
        self.context.ask(self, lambda session, _: drafts.new(session), self._go)

    def _go(self, application: ApplicationId) -> None:
        self.context.go(Place(ScreenKey.EDITOR, application))


_ORDER = tuple(home.Question)


def _asked(one: Waiting) -> tuple[int, bool, int]:
    """By the five questions of the morning, then by the days left."""
    return _ORDER.index(home.question(one.kind)), one.days_left is None, one.days_left or 0


def framed(area: QScrollArea) -> QScrollArea:
    """A scrolling area that looks like a card."""
    area.setProperty("role", "card")
    return area


def column_of(*parts: QWidget) -> QWidget:
    """Parts under one another, as one widget."""
    made = QWidget()
    made.setLayout(column(*parts, space=0))
    return made


def _none_words(found: Overview) -> str:
    """Why no day is to come, and what brings next year's."""
    if found.year < found.today.year:
        return say(
            "现行政策包是 {year} 年度的，期限都已过去。"
            "收到 {now} 年度的政策包后，在“政策”里按“政策包…”导入，再设为现行。",
            year=found.year,
            now=found.today.year,
        )
    return say("今年的期限都已过去。")
