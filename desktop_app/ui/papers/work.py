"""The papers of one application: annex 1 with the preview beside it, and the register of copies."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import paper
from desktop_app.domain.audit import Act
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.status import Status
from desktop_app.domain.words import word
from desktop_app.ui.applications import layout
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers import dossier
from desktop_app.ui.papers.alarms import Alarms, destroyable
from desktop_app.ui.papers.annex import AnnexTable
from desktop_app.ui.papers.cameout import CameOutDialog
from desktop_app.ui.papers.dossier import Dossier
from desktop_app.ui.papers.pane import PreviewPane
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.register import RegisterPage, ask_destroy
from desktop_app.ui.papers.run import Order, PrintRun
from desktop_app.ui.papers.runbar import RunBar
from desktop_app.ui.papers.sides import Sides
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, Elided, button, column, restyle, row

#: Stepping through the table with the arrow keys draws only where one stops.
_SETTLE_MS = 200


class WorkPage(QWidget):
    loaded = Signal()
    another = Signal()

    def __init__(self, context: Context, application: ApplicationId, wanted: Document, page: int) -> None:
        super().__init__()
        self._context = context
        self._application = application
        self._wanted = wanted
        self._page = page
        self.held: Dossier | None = None
        self._run: PrintRun | None = None
        self.annex = AnnexTable()
        self.preview = PreviewPane(context)
        self.register = RegisterPage(context, self.load)
        self.alarms = Alarms(lambda: self.count(""), self._ask_destroy)
        self.bar = RunBar()
        self.print_button = button(say("打印"), self.ask_print, "main")
        self.print_button.setToolTip("Ctrl+P")
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_button.click)
        self.seal_button = button(say("去封装"), self._seal, "main")
        self.seal_button.hide()
        self.save_button = button(say("存为 PDF（明文）…"), self._ask_save)
        self._lay_out()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._look)
        self.annex.chosen.connect(self._chosen)
        self.preview.mend.connect(self._mend)
        self._follow()
        self.load()

    def _lay_out(self) -> None:
        self.name = Elided("h2")
        self.what = Elided("muted")
        facts = column(self.name, self.what, space=0)
        edit = button(say("打开申请"), self._edit)
        other = button(say("换一份…"), self.another.emit)
        forms = button(say("表样…"), self._forms)
        head = row(facts, edit, forms, other)
        head.setStretch(0, 1)
        left = QWidget()
        left.setLayout(column(self.annex, row(self.seal_button, self.print_button, self.save_button, None)))
        self.tabs = Sides(left, self.register, self.preview)
        whole = column(head, self.alarms, self.tabs, self.bar, margins=PAGE)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setEnabled(False)

    def load(self) -> None:
        """Read everything again, as after every act."""
        self._context.ask(self, lambda session, _: dossier.load(session, self._application), self._show)

    def _show(self, held: Dossier) -> None:
        before, self.held = self.held, held
        self.name.setText(held.name or say("（未填姓名）"))
        version = say("第 {version} 版", version=held.version) if held.version else ""
        self.what.setText("　".join(part for part in (held.what, word(held.status, language()), version) if part))
        wanted = self.annex.document if before else self._wanted
        self.annex.show_dossier(held, wanted or self._wanted)
        self.register.show_dossier(held)
        self.alarms.show_dossier(held, printing=PrintRun.running(self._context) is not None)
        self.setEnabled(True)
        self._offer()
        if before is None or before.copies != held.copies:
            self._look()
        self.loaded.emit()

    def _offer(self) -> None:
        held, document = self.held, self.annex.document
        final = held is not None and held.status is not Status.DRAFT and held.version > 0
        final = final or (document is not None and document.of_a_draft)
        self.print_button.setEnabled(final and document is not None and PrintRun.running(self._context) is None)
        self.save_button.setEnabled(document is not None)
        line = held.line(document) if held and document else None
        if not final:
            self.print_button.setText(say("提交后才能正式打印"))
        elif line is None or line.balance is None:
            self.print_button.setText(say("打印…"))
        elif line.balance.unconfirmed:
            self.print_button.setText(say("先清点印出的份…"))
        elif line.balance.missing:
            self.print_button.setText(say("打印所缺 {missing} 份…", missing=line.balance.missing))
        else:
            self.print_button.setText(say("已齐，加印…"))
        ready = held is not None and held.status is Status.SUBMITTED and held.complete
        self.seal_button.setVisible(ready and self._context.opened.mine.may(Act.PACKAGE_SEALED))
        restyle(self.print_button, "look", "" if ready else "main")  # one button says what comes next

    def _chosen(self, _document: object) -> None:
        self._offer()
        self._settle.start(_SETTLE_MS)

    def _look(self) -> None:
        document = self.annex.document
        if self.held is None or document is None:
            self.preview.clear()
            return
        same = document is self.preview.document
        index = self.preview.view.index if same else self._page
        self._page = 0
        self.preview.show_document(self.held, document, index)

    def ask_print(self) -> None:
        """Ask on which printer; while copies wait to be counted, ask about those first."""
        document = self.annex.document
        if self.held is None or document is None:
            return
        line = self.held.line(document)
        if line is not None and line.balance is not None and line.balance.unconfirmed:
            self.count("")
        else:
            PrintDialog(self.held, document, self._context, self, self.start).open()

    def start(self, order: Order) -> None:
        """Print; the copies of this print are asked about only when it is over."""
        run = PrintRun(order, self._context)
        run.start()
        self._follow()
        self._offer()

    def _follow(self) -> None:
        run = PrintRun.running(self._context)
        if run is not None:
            self.bar.follow(run)
            self._run = run
            run.ended.connect(self._printed)  # a slot of this page: gone with it, while the print goes on

    def _printed(self) -> None:
        run, self._run = self._run, None
        self._offer()
        if run is not None and run.why and run.order.application == self._application:
            why = run.why
            self._context.ask(
                self,
                lambda session, _: dossier.load(session, self._application),
                lambda held: self._show_and_count(held, why),
            )
        else:
            self.load()

    def _show_and_count(self, held: Dossier, why: str) -> None:
        self._show(held)
        self.count(why)

    def count(self, why: str) -> None:
        """Ask which copies came out."""
        if self.held is not None and self.held.unconfirmed:
            dialog = CameOutDialog(self.held.unconfirmed, why, self._context, self)
            dialog.done_.connect(self.load)
            dialog.open()

    def _ask_destroy(self) -> None:
        if self.held is not None:
            ask_destroy(self, self._context, destroyable(self.held.stale), self.load)

    def _ask_save(self) -> None:
        document = self.annex.document
        if document is None:
            return
        form = say("带“校样”字样，不编份号。")
        warned = say(
            "PDF 是明文：没有加密，会记入日志。{carrier}{form}确定需要吗？",
            carrier=CARRIER,
            form=form if document.numbered else "",
        )
        name = f"{document.value}.pdf"
        confirm.ask(
            self,
            warned,
            say("存为明文 PDF"),
            lambda: QTimer.singleShot(
                0,
                self,
                lambda: files.save_file(self, say("存为 PDF"), name, partial(self.save, document)),
            ),
        )

    def save(self, document: Document, path: Path) -> None:
        """Write the document as plain PDF."""
        done = say("已存到 {path}（明文）。", path=path)
        self._context.ask(
            self,
            lambda session, progress: paper.save_pdf(session, self._application, document, path, progress),
            lambda _: self._context.note(done),
        )

    def _forms(self) -> None:
        document = self.annex.document or Document.REVIEW_FORM
        self._context.go(Place(ScreenKey.FORMS, document.value))

    def _seal(self) -> None:
        self._context.go(Place(ScreenKey.SEALING, self._application))

    def _edit(self) -> None:
        self._context.go(Place(ScreenKey.EDITOR, self._application))

    def _mend(self, field: str) -> None:
        spot = layout.spot(self._context.opened.session, field)
        self._context.go(Place(ScreenKey.EDITOR, self._application, spot))
