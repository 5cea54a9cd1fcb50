"""What came of a package: the applications that were imported, the warnings, and the receipt to give."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk.arriving import Came
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.records import PackageKind, PackageRecord
from desktop_app.domain.users import Reading
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.rosters import show_rosters
from desktop_app.ui.language import language, said, say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets.parts import Elided, button, column, emptied, restyle, row, text

#: Beyond these the table of applications serves better.
_SHOWN = 6
#: What this desk takes a step on.
_REVIEWED = (PackageKind.APPLICATION, PackageKind.FORWARD, PackageKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Import:
    """A package that is in the vault, with what the window says of its applications."""

    came: Came
    names: tuple[tuple[ApplicationId, str], ...]
    marking: Marking

    @property
    def package(self) -> PackageRecord:
        """The package that came; for a receipt, the one that it answers."""
        record = self.came.answered or (self.came.received.package if self.came.received else None)
        assert record is not None
        return record

    def head(self) -> str:
        """What came, by the kind of the package."""
        count = len(self.names)
        if self.came.answered is not None:
            return say("收到回执，已登记")
        if not count:
            return say("result|已收入")
        if self.package.kind is PackageKind.RETURN:
            return say("收到退回 {count} 份，请按告知补正", count=count)
        if self.package.kind is PackageKind.CORRECTION:
            return say("已导入 {count} 份补正", count=count)
        return say("已导入 {count} 份申报", count=count)

    def told(self) -> list[str]:
        """What else is to be known of it."""
        record = self.came.answered
        if record is not None:
            state = word(record.state, language())
            return [
                say(
                    "答复给“{peer_name}”的第 {sequence} 号封装：{state}。",
                    peer_name=record.peer_name,
                    sequence=record.sequence,
                    state=state,
                )
            ]
        return [said(words) for words in self.came.received.told] if self.came.received else []


def imported(session: Session, came: Came) -> Import:
    """Look up names and marks of what came in."""
    received = came.received
    records = [drafts.load(session, one) for one in received.applications] if received else []
    return Import(
        came,
        tuple((record.id, record.draft.person.name) for record in records),
        combined([*([received.marking] if received else []), *(whole_mark(record.draft) for record in records)]),
    )


def may_review(context: Context) -> bool:
    """Whether what came in is reviewed at this desk, by this user."""
    return context.opened.office.desk is not Desk.APPLICANT and context.opened.mine.may(Reading.CONTENTS)


class ResultCard(QWidget):
    receipt_wanted = Signal(object)  # PackageRecord

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.shown: Import | None = None
        self.head = text("", "h2")
        self.head.setProperty("tone", "pass")
        self._names = column(space=2)
        self._warnings = column(space=4)
        self.receipt_button = button(say("出具回执…"), self._give, "main")
        self.sent_button = button(say("看已发出的封装"), self._go_to_sent, "main")
        self.review_button = button(say("去审核"), self._review)
        self.review_button.hide()
        self.roster_button = button(say("看花名册…"), self._show_roster)
        foot = row(self.receipt_button, self.sent_button, self.roster_button, self.review_button, None)
        self.setLayout(column(self.head, self._names, self._warnings, foot, space=8))

    def show_import(self, made: Import) -> None:
        """Show what was just imported."""
        self.shown = made
        count = len(made.names)
        self.head.setText(made.head())
        emptied(self._names)
        emptied(self._warnings)
        for words in made.told():
            self._names.addWidget(text(words))
        for application, name in made.names[:_SHOWN]:
            self._names.addLayout(self._line(application, name))
        if count > _SHOWN:
            every = button(
                say("其余 {count} 份在申请列表", count=count - _SHOWN),
                lambda: self._context.go(Place(ScreenKey.APPLICATIONS)),
                "quiet",
            )
            self._names.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
        for against in made.came.against:
            self._warnings.addWidget(text(said(against), "wrong"))
        for warning in made.came.received.warnings if made.came.received else ():
            self._warnings.addWidget(text(said(warning), "wrong"))
        if made.came.late:
            refusal = say("逾期的在回执中写明不予接收；点“出具回执”即按此答复。")
            self._warnings.addWidget(text(refusal, "muted"))
        self.receipt_button.setVisible(made.came.received is not None)
        self.roster_button.setVisible(made.came.answered is None and made.package.kind is PackageKind.ROSTER)
        self.sent_button.setVisible(made.came.answered is not None)
        self.receipt_button.setEnabled(True)
        wanted = made.package.kind in _REVIEWED and bool(made.names) and not made.came.late
        self.review_button.setVisible(may_review(self._context) and wanted)
        restyle(self.review_button, "look", "")

    def answered(self) -> None:
        """The receipt is given: what comes next is the review."""
        self.receipt_button.setEnabled(False)
        restyle(self.review_button, "look", "main")
        if self.review_button.isVisibleTo(self):
            self.review_button.setFocus()

    def first_focus(self) -> QWidget:
        """What is to be done next."""
        return self.sent_button if self.receipt_button.isHidden() else self.receipt_button

    def _show_roster(self) -> None:
        if self.shown is not None:
            show_rosters(self._context, self, self.shown.package.id)

    def _go_to_sent(self) -> None:
        if self.shown is not None:
            self._context.go(Place(ScreenKey.SEALING, self.shown.package.id))

    def _line(self, application: ApplicationId, name: str) -> QHBoxLayout:
        shown = Elided()
        shown.setText(name or say("（未填姓名）"))
        go = button(say("打开"), lambda: self._context.go(Place(ScreenKey.EDITOR, application)), "quiet")
        go.setAccessibleName(say("打开{words}的申请", words=shown.text()))
        made = row(shown, go)
        made.setStretch(0, 1)
        return made

    def _review(self) -> None:
        if self.shown is not None:
            self._context.go(Place(ScreenKey.REVIEW, self.shown.names[0][0]))

    def _give(self) -> None:
        if self.shown is not None:
            self.receipt_wanted.emit(self.shown.package)
