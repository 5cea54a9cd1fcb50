"""A paper that bears no copy number leaves: from memory to a printer, or, for who needs it, as a plain file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QSpinBox, QWidget

from desktop_app.core.progress import Progress
from desktop_app.desk import direct_print
from desktop_app.desk.direct_print import Outlet, Sent, ToPrinter
from desktop_app.desk.printer_choice import Place
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import capital, language, said, say
from desktop_app.ui.papers.printers import PrinterChoice
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, hug, line, row, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


def _nothing(_: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What leaves. `file` is the name proposed for it; `after` tells more, from what `write` gave back."""

    document: Document
    file: str
    write: "Callable[[Session, Outlet, Progress], Any]"
    after: Callable[[Any], str] = _nothing
    done: Callable[[], object] = lambda: None  # it is drawn and on record; a printer may still be at it

    @property
    def name(self) -> str:
        """What the paper is called."""
        return word(self.document, language())


class PaperOut(QDialog):
    """Only asks: drawing and printing go on behind it, so that a lock may close this."""

    def __init__(self, context: Context, owner: QWidget, paper: Paper) -> None:
        super().__init__(owner.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(600))
        self.setWindowTitle(capital(paper.name))
        owner.destroyed.connect(self.reject)  # nobody is left to hear what became of it
        self._context = context
        self._owner = owner
        self._paper = paper
        self.copies = QSpinBox()
        self.copies.setRange(1, direct_print.MOST)
        self.copies.setFixedWidth(theme.px(72))
        self.copies.setAccessibleName(say("打印份数"))
        self.printer = PrinterChoice(paper.document, context)
        self.print_button = button(say("打印"), self._print, "main")
        self.print_button.setEnabled(False)
        self.save_button = button(say("存为明文文件…"), self._save, "quiet")
        self._lay_out()
        self.printer.checked.connect(self.print_button.setEnabled)
        # the choice has laid itself out anew only once its layout request has come through
        self.printer.spoke.connect(lambda: QTimer.singleShot(0, self, lambda: hug(self)))
        self.printer.search()

    def _lay_out(self) -> None:
        label = text(say("manual_rules|份数"), "label", wrap=False)
        label.setBuddy(self.copies)
        about = say("打印不经过文件。存成的文件是明文。两种都记入日志。")
        self.setLayout(
            column(
                text(capital(self._paper.name), "h2"),
                row(label, self.copies, None),
                text(say("打印机"), "label"),
                self.printer,
                line(),
                text(about + said(CARRIER), "muted"),
                row(self.save_button, None, button(say("不，返回"), self.reject), self.print_button),
                space=12,
                margins=24,
            )
        )

    def _print(self) -> None:
        place, choice = Place(self.printer.uri, self.printer.tray), self.printer
        where = ToPrinter(place, self.copies.value(), choice.traces, choice.access)
        context, owner, paper = self._context, self._owner, self._paper
        self.accept()

        def drawn(made: object) -> None:
            paper.done()
            context.note(say("正在打印{paper}……", paper=paper.name))
            context.work(
                context,
                lambda progress: direct_print.send(where, progress),
                lambda sent: context.note(_printed(paper.name, where.copies, sent) + paper.after(made)),
            )

        context.ask(owner, lambda session, progress: paper.write(session, where, progress), drawn)

    def _save(self) -> None:
        context, owner, paper = self._context, self._owner, self._paper
        self.accept()
        QTimer.singleShot(0, owner, lambda: ask_and_save(context, owner, paper))


def _printed(name: str, copies: int, sent: Sent) -> str:
    done = say("{name}已打印 {copies} 份，共 {pages} 页。", name=name, copies=copies, pages=sent.pages)
    doubt = say("join|打印机没有报全页数，请清点。")
    return done if sent.proved else done + doubt


def put_out(context: Context, owner: QWidget, paper: Paper) -> None:
    """Ask where to, and let it leave."""
    PaperOut(context, owner, paper).open()


def ask_and_save(context: Context, owner: QWidget, paper: Paper) -> None:
    """Ask for a file's name, and write it."""
    title = say("另存{paper}", paper=paper.name)
    files.save_file(owner, title, paper.file, lambda path: save(context, owner, paper, path))


def save(context: Context, owner: QWidget, paper: Paper, path: Path) -> None:
    """Write it, and say that it lies there in plain text."""
    name = paper.name
    done = say("{name}已明文写到 {path}，已记入日志。", name=name, path=path)

    def written(made: object) -> None:
        paper.done()
        context.note(done + paper.after(made))

    context.ask(owner, lambda session, progress: paper.write(session, path, progress), written)
