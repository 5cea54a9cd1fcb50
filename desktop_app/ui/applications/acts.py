"""What can be done with a whole application: submit, withdraw, compare, export, remove."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop_app.desk import draft as drafts
from desktop_app.desk import examples, returns
from desktop_app.desk import submit as submitting
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.records import Version
from desktop_app.ui.applications.moving import MoveDialog
from desktop_app.ui.applications.versions import VersionsDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.proof import dialog as proof
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets import confirm, files

if TYPE_CHECKING:
    from desktop_app.ui.applications.editor import EditorScreen


class EditorActs:
    """Belongs to one editor; its jobs end with it."""

    def __init__(self, editor: "EditorScreen", context: Context) -> None:
        self._editor = editor
        self._context = context

    def submit(self) -> None:
        assert self._editor.draft is not None
        if self._editor.draft.assessment().standing:
            self._editor.findings.go_first()
        self._context.autosave.flush()
        self._context.ask(
            self._editor, lambda session, _: submitting.submit(session, self._editor.application), self._submitted
        )

    def _submitted(self, version: Version) -> None:
        self._context.note(say("已提交第 {version_number} 版，可以打印和封装。", version_number=version.number))
        self._editor.load()

    def ask_withdraw(self) -> None:
        confirm.ask_reason(
            self._editor,
            say("撤回后可以修改，再次提交会成为新的一版；已印的份要收回。请写明理由："),
            say("撤回修改"),
            self._withdraw,
        )

    def _withdraw(self, reason: str) -> None:
        self._context.ask(
            self._editor,
            lambda session, _: submitting.withdraw(session, self._editor.application, reason),
            lambda _: self._editor.load(),
        )

    def revise(self) -> None:
        """Open what came back; the version stays, and nothing typed is lost."""
        self._context.ask(
            self._editor,
            lambda session, _: returns.revise(session, self._editor.application),
            lambda _: self._editor.load(),
        )

    def show_versions(self) -> None:
        self._context.ask(
            self._editor, lambda session, _: drafts.versions(session, self._editor.application), self._compare
        )

    def _compare(self, versions: list[Version]) -> None:
        assert self._editor.draft is not None
        VersionsDialog(versions, self._editor.draft.now, self._editor).open()

    def ask_move(self) -> None:
        """What was typed is saved first: the move changes the draft that is in the vault."""
        self._context.autosave.flush()
        dialog = MoveDialog(self._editor.application, self._context, self._editor)
        dialog.moved.connect(self._editor.load)
        dialog.open()

    def go_to_papers(self) -> None:
        self._context.go(Place(ScreenKey.PAPERS, self._editor.application))

    def go_to_grounds(self) -> None:
        self._context.go(Place(ScreenKey.GROUNDS, self._editor.application))

    def go_to_comparison(self) -> None:
        self._context.go(Place(ScreenKey.COMPARE, self._editor.application))

    def show_evidence(self) -> None:
        """Every signed step, and every package that carried it."""
        proof.show_application(self._context, self._editor, self._editor.application)

    def ask_give_out(self) -> None:
        warned = say("导出的文件是明文：没有加密，会记入日志。{carrier}确定需要吗？", carrier=CARRIER)
        confirm.ask(
            self._editor,
            warned,
            say("导出明文"),
            lambda: QTimer.singleShot(
                0,
                self._editor,
                lambda: files.save_file(self._editor, say("导出交换文件"), "application.json", self._give_out),
            ),
        )

    def _give_out(self, path: Path) -> None:
        self._context.autosave.flush()
        done = say("已导出到 {path}（明文）。", path=path)
        self._context.ask(
            self._editor,
            lambda session, _: drafts.give_out(session, self._editor.application, path),
            lambda _: self._context.note(done),
        )

    def ask_remove(self) -> None:
        if self._editor.example:
            confirm.ask(
                self._editor,
                say("移除这份示例，连同它的版本、份号和扫描件？日志里留有记录。"),
                say("移除示例"),
                self._remove,
            )
            return
        confirm.ask(
            self._editor,
            say("删除这份草稿和它的扫描件？删除后无法恢复。"),
            say("删除草稿"),
            self._remove,
        )

    def _remove(self) -> None:
        self._context.autosave.forget(self._editor.application)
        self._editor.setEnabled(False)
        act = examples.remove if self._editor.example else drafts.remove
        self._context.ask(
            self._editor,
            lambda session, _: act(session, self._editor.application),
            lambda _: self._context.go(Place(ScreenKey.APPLICATIONS)),
            on_end=lambda: self._editor.setEnabled(True),
        )
