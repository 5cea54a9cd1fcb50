"""What came of a package: the applications that were imported, the warnings, and the receipt to give."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk.receive import Received
from desktop_app.desk.session import Session
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.records import PackageKind
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets.parts import Elided, button, column, emptied, row, text

#: Beyond these the table of applications serves better.
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Import:
    """A package that is in the vault, with what the window says of its applications."""

    received: Received
    names: tuple[tuple[ApplicationId, str], ...]
    marking: Marking


def imported(session: Session, received: Received) -> Import:
    """Look up names and marks of what came in."""
    records = [drafts.load(session, one) for one in received.applications]
    return Import(
        received,
        tuple((record.id, record.draft.person.name) for record in records),
        combined([whole_mark(record.draft) for record in records]),
    )


def _head(kind: PackageKind, count: int) -> str:
    """What came, by the kind of the package."""
    if not count:
        return say("已收入", "Taken in")
    if kind is PackageKind.RETURN:
        return say(f"收到退回 {count} 份，请按告知补正", f"{count} application(s) sent back, to mend")
    if kind is PackageKind.CORRECTION:
        return say(f"已导入 {count} 份补正", f"{count} correction(s) imported")
    return say(f"已导入 {count} 份申报", f"{count} application(s) imported")


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
        self.receipt_button = button(say("出具回执…", "Give a receipt…"), self._give, "main")
        self.setLayout(column(self.head, self._names, self._warnings, row(self.receipt_button, None), space=8))

    def show_import(self, made: Import) -> None:
        """Show what was just imported."""
        self.shown = made
        count = len(made.names)
        self.head.setText(_head(made.received.package.kind, count))
        emptied(self._names)
        emptied(self._warnings)
        for words in made.received.told:
            self._names.addWidget(text(said(words)))
        for application, name in made.names[:_SHOWN]:
            self._names.addLayout(self._line(application, name))
        if count > _SHOWN:
            every = button(
                say(f"其余 {count - _SHOWN} 份在申请列表", f"{count - _SHOWN} more among the applications"),
                lambda: self._context.go(Place(ScreenKey.APPLICATIONS)),
                "quiet",
            )
            self._names.addWidget(every, 0, Qt.AlignmentFlag.AlignLeft)
        for words in made.received.warnings:
            warning = text(said(words), "wrong")
            self._warnings.addWidget(warning)
        self.receipt_button.setEnabled(True)

    def _line(self, application: ApplicationId, name: str) -> QHBoxLayout:
        shown = Elided()
        shown.setText(name or say("（未填姓名）", "(no name)"))
        go = button(say("打开", "Open"), lambda: self._context.go(Place(ScreenKey.EDITOR, application)), "quiet")
        go.setAccessibleName(say(f"打开{shown.text()}的申请", f"Open the application of {shown.text()}"))
        made = row(shown, go)
        made.setStretch(0, 1)
        return made

    def _give(self) -> None:
        if self.shown is not None:
            self.receipt_wanted.emit(self.shown.received.package)
