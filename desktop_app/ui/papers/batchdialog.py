"""Before a batch: how much for how many, on which printer and tray each size of paper, and who may print it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.desk import batch, print_centre
from desktop_app.desk.batch import Batch, Step
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.printer_ready import Access, PaperSize
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.confirming import ConfirmPanel
from desktop_app.ui.papers.printers import PrinterChoice
from desktop_app.ui.widgets.makers import MakersField
from desktop_app.ui.widgets.parts import button, column, line, row, scrolled, text

_MARGIN = 40


class BatchDialog(QDialog):
    """Only asks. The printer is asked about the most exacting document of each size."""

    def __init__(
        self, steps: Sequence[Step], context: Context, parent: QWidget, on_start: Callable[[Batch, Access], None]
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("批量打印"))
        parent.destroyed.connect(self.reject)  # nobody is left to follow the batch
        self._steps = tuple(steps)
        self._context = context
        self._on_start = on_start
        self.choices = {size: PrinterChoice(exacting(self._steps, size), context) for size in sizes(self._steps)}
        self._taken = dict.fromkeys(self.choices, False)
        self.makers = MakersField(context.opened.user)
        self.confirm = ConfirmPanel(context)
        self.facts = text(summed(self._steps), "h2")
        self.print_button = button(say("开始打印"), self._confirm, "main")
        self.print_button.setEnabled(False)
        self._lay_out()
        for size, choice in self.choices.items():
            choice.checked.connect(lambda taken, size=size: self._checked(size, taken))
            choice.spoke.connect(self._later)
            choice.search()
        self.confirm.changed.connect(self._confirmable)
        self.confirm.entered.connect(self.print_button.click)
        self.confirm.ask()

    def _lay_out(self) -> None:
        parts: list[QWidget] = [self.facts, text(listed(self._steps), "muted")]
        for size, choice in self.choices.items():
            parts += [line(), text(say("{size} 纸的打印机", size=size.name), "label"), choice]
        self._inside = QWidget()
        self._inside.setLayout(column(*parts, line(), self.makers, self.confirm, None, space=10, margins=24))
        no = button(say("不，返回"), self.reject)
        foot = row(None, no, self.print_button)
        foot.setContentsMargins(theme.px(24), 0, theme.px(24), theme.px(16))
        self._scroll = scrolled(self._inside)
        self.setLayout(column(self._scroll, foot))
        self._fit()

    def _later(self) -> None:
        QTimer.singleShot(0, self, self._fit)  # the choice has laid itself out anew only by then

    def _fit(self) -> None:
        """As high as its contents, and no higher than the window it stands before."""
        layout, window = self._inside.layout(), self.parentWidget()
        assert layout is not None
        layout.activate()
        width = min(theme.px(640), window.width() - _MARGIN)
        high = max(layout.totalHeightForWidth(width), layout.minimumSize().height()) + theme.px(64)
        self.resize(width, min(high, window.height() - _MARGIN))

    def _checked(self, size: PaperSize, taken: bool) -> None:
        self._taken[size] = taken
        self._offer()

    def _confirmable(self) -> None:
        self._offer()
        self._later()

    def _offer(self) -> None:
        self.print_button.setEnabled(all(self._taken.values()) and self.confirm.complete)

    def _confirm(self) -> None:
        self.print_button.setEnabled(False)
        self.confirm.run(self._start, self._offer)

    def _start(self) -> None:
        places = {size: Place(choice.uri, choice.tray) for size, choice in self.choices.items()}
        accepted = {size: choice.traces for size, choice in self.choices.items()}
        making = self.makers.making()
        access = next(iter(self.choices.values())).access
        self._context.ask(
            self,
            lambda session, _: batch.start(session, self._steps, places, accepted, making),
            lambda made: self._started(made, access),
            on_end=self._offer,
        )

    def _started(self, made: Batch, access: Access) -> None:
        self.accept()
        self._on_start(made, access)


def sizes(steps: Sequence[Step]) -> tuple[PaperSize, ...]:
    """The sizes of paper that are needed, A4 before A3."""
    needed = {step.size for step in steps}
    return tuple(size for size in PaperSize if size in needed)


def exacting(steps: Sequence[Step], size: PaperSize) -> Document:
    """The document of this size that asks most of a printer: a booklet is printed on both sides."""
    there = [step.document for step in steps if step.size is size]
    return next((document for document in print_centre.NUMBERED if document in there), there[0])


def summed(steps: Sequence[Step]) -> str:
    people, copies = len({step.application for step in steps}), sum(step.copies for step in steps)
    return say("为 {people} 人打印 {copies} 份", people=people, copies=copies)


def listed(steps: Sequence[Step]) -> str:
    """Each document with its copies."""
    parts = []
    for document in dict.fromkeys(step.document for step in steps):
        copies = sum(step.copies for step in steps if step.document is document)
        name = word(document, language())
        parts.append(say("{name} {copies} 份", name=name, copies=copies))
    return say("，").join(parts) + say("。编号件先登记份号，再发送。")
