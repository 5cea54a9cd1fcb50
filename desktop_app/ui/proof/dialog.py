"""The evidence of one application or package: its stations and signers in order, to print, or to take along."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QTabWidget, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import evidence, proof_sheet, proofs
from desktop_app.desk.proofs import Proof
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import in_lines

#: The sheet has all.
_FACTS = 8


class ProofDialog(QDialog):
    """Only shows; printing goes on behind it. `application` is one whose evidence can be written as a folder."""

    def __init__(self, context: Context, owner: QWidget, proof: Proof, application: ApplicationId | None) -> None:
        super().__init__(owner.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("流转证据"))
        self.resize(theme.px(980), theme.px(600))
        self._context, self._owner, self.proof, self._application = context, owner, proof, application
        self.hands = _hands(proof)
        self.signers = _signers(proof)
        self.commands = QPlainTextEdit(_commands(proof))
        self.commands.setReadOnly(True)
        self.commands.setAccessibleName(say("核验命令"))
        self.commands.setProperty("role", "code")
        self.commands.setTabChangesFocus(True)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.hands, say("经手流转"))
        self.tabs.addTab(self.signers, say("签署单位"))
        self.tabs.addTab(self.commands, say("核验命令"))
        self.print_button = button(say("打印核验单…"), self._print, "main")
        self.folder_button = button(say("存为证据文件夹…"), self._ask_folder, "quiet")
        self.folder_button.setVisible(application is not None)
        for one in (self.print_button, self.folder_button):
            one.setEnabled(context.opened.mine.may(Act.PLAIN_TEXT_WRITTEN))
        self._lay_out()

    def _lay_out(self) -> None:
        facts = QWidget()
        lines = [text(f"{said(name)}　{value}", "muted") for name, value in self.proof.facts[:_FACTS]]
        facts.setLayout(column(*lines, space=2))
        for line in lines:
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = button(say("关闭"), self.reject)
        whole = column(
            text(f"{said(self.proof.about)}　{self.proof.id}", "h2"),
            facts,
            self.tabs,
            row(self.folder_button, None, close, self.print_button, space=12),
            space=12,
            margins=24,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _print(self) -> None:
        proof, context, owner = self.proof, self._context, self._owner
        self.accept()
        put_out(context, owner, proof_paper(proof))

    def _ask_folder(self) -> None:
        application, context, owner = self._application, self._context, self._owner
        if application is None:
            return
        self.accept()
        title = say("证据放在哪个文件夹下")
        files.folder(owner, title, lambda folder: write_evidence(context, owner, application, folder))


def proof_paper(proof: Proof) -> Paper:
    """The sheet of a proof, on its way out."""
    return Paper(
        Document.PROOF_SHEET,
        say("核验单-{proof_id}.pdf", proof_id=proof.id[-8:]),
        lambda session, where, progress: proof_sheet.save(session, proof, where, progress),
    )


def write_evidence(context: Context, owner: QWidget, application: ApplicationId, folder: Path) -> None:
    """A folder of its own below the chosen one, with every signed step."""
    context.ask(
        owner,
        lambda session, _: evidence.write(session, application, folder / f"evidence-{application[-8:]}"),
        lambda made: context.note(
            say(
                "已明文写出 {steps} 步签署和 {packages} 个封装的记录：{folder}，已记入日志。",
                steps=made.steps,
                packages=made.packages,
                folder=made.folder,
            )
        ),
    )


def _show(
    context: Context, owner: QWidget, find: Callable[[Session, Progress], Proof], application: ApplicationId | None
) -> None:
    context.ask(owner, find, lambda proof: ProofDialog(context, owner, proof, application).open())


def show_application(context: Context, owner: QWidget, application: ApplicationId) -> None:
    """Look the evidence of an application up, and show it."""
    _show(context, owner, lambda session, _: proofs.of_application(session, application), application)


def show_package(context: Context, owner: QWidget, package: PackageId) -> None:
    """Look the evidence of a package on record up, and show it."""
    _show(context, owner, lambda session, _: proofs.of_package(session, package), None)


def show_found(context: Context, owner: QWidget, folder: Path) -> None:
    """Check a package as it lies on its medium, unopened, and show what proves it."""
    _show(context, owner, lambda session, progress: proofs.of_found(session, folder, progress), None)


def _hands(proof: Proof) -> Table:
    heads = (
        say("时间"),
        say("单位、人员"),
        say("事项"),
        say("摘要"),
    )
    table = Table(say("经手流转"), heads, (144, 220, 0, 190))
    in_lines(table)
    table.fill([(minute(one.at), one.who, said(one.what), one.digest) for one in proof.hands])
    return table


def _signers(proof: Proof) -> Table:
    heads = (say("dialog|单位"), say("密钥标识"), say("指纹（与名片核对）"))
    table = Table(say("签署单位"), heads, (0, 160, 340))
    table.fill([(one.name + say("（{code}）", code=one.code), one.kid, one.fingerprint) for one in proof.signers])
    return table


def _commands(proof: Proof) -> str:
    return "\n\n".join(f"# {said(one.what)}\n{proof_sheet.as_printed(one)}" for one in proof.commands)
