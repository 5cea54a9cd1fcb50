"""The log as it stands in the chain: when, who, what, on which object; filtered, printed, exported, checked."""

from pathlib import Path

from PySide6.QtWidgets import QTableView, QWidget

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import audit_file, audit_paper, audit_view
from desktop_app.desk.audit_file import Checked, Exported
from desktop_app.domain.copies import Document
from desktop_app.ui.audit.model import AuditModel
from desktop_app.ui.audit.wishes import Wishes
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths, teach


class AuditScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.model = AuditModel(context)
        self.model.setParent(self)
        self.wishes = Wishes()
        self.wishes.wished.connect(self.model.want)
        self.found = text("", "muted", wrap=False)
        self.model.counted.connect(lambda number: self.found.setText(say("共 {number} 条", number=number)))
        self.table = self._made_table()
        explained = say("日志随每项操作写入，前后相扣，任何人不能改动或删除；其中没有填报内容。")
        acts = row(
            self.found,
            None,
            button(say("核验导出的日志…"), self._ask_checked, "quiet"),
            button(say("导出全文…"), self._ask_exported),
            button(say("打印…"), self._ask_paper),
        )
        self.setLayout(column(text(explained, "muted"), self.wishes, self.table, acts, space=12, margins=PAGE))
        self.model.fetchMore(self.table.rootIndex())
        context.ask(self, lambda session, _: audit_view.users(session), self.wishes.know)

    def _made_table(self) -> QTableView:
        made = QTableView()
        made.setModel(self.model)
        made.setAccessibleName(say("日志"))
        dress(made, 32)
        made.setAlternatingRowColors(True)
        made.setWordWrap(False)
        set_widths(made, (72, 168, 120, 160, 0))
        teach(
            made,
            say("没有符合条件的记录。换个条件，或清除条件。"),
        )
        return made

    def title(self) -> str:
        return say("日志")

    def place(self) -> Place:
        return Place(ScreenKey.AUDIT)

    def first_focus(self) -> QWidget | None:
        return self.table

    def _ask_paper(self) -> None:
        """What is filtered, to a printer from memory, or as PDF with its signature beside it."""
        wish, name = self.model.wish, say("操作日志")
        put_out(
            self.context,
            self,
            Paper(
                Document.AUDIT_LOG,
                f"{name}.pdf",
                lambda session, where, progress: audit_paper.save(session, wish, where, progress),
                lambda beside: say("签名在 {beside}。", beside=beside.name) if beside else "",
                lambda: self.model.want(wish),
            ),
        )

    def _ask_exported(self) -> None:
        files.save_file(self, say("导出日志全文并签名"), "log.jsonl", self.export)

    def export(self, path: Path) -> None:
        """Write the whole log as lines, with its signature beside it."""
        self.context.ask(self, lambda session, progress: audit_file.export(session, path, progress), self._exported)

    def _exported(self, made: Exported) -> None:
        self._done(
            say(
                "日志 {entries} 条已写到 {path}，签名在 {signature}。",
                entries=made.entries,
                path=made.path,
                signature=made.signature.name,
            )
        )

    def _done(self, words: str) -> None:
        self.model.want(self.model.wish)
        self.context.note(words)

    def _ask_checked(self) -> None:
        kinds = say("导出的日志 (*.jsonl);;所有文件 (*)")
        files.open_file(self, say("选择导出的日志"), kinds, self.check)

    def check(self, path: Path) -> None:
        """Check a log that some office exported; the vault is not needed."""
        self.context.work(
            self, lambda progress: audit_file.check(path, progress), lambda found: self._checked(path, found)
        )

    def _checked(self, path: Path, found: Checked) -> None:
        if found.broken is not None:
            where = {"line": found.broken.line, "sequence": found.broken.sequence}
            self.context.fault(Fault(Code.AUDIT_FILE_BROKEN, path=str(path), **where))
            return
        head = found.head
        self.context.note(
            say(
                "日志完整：{office}（{code}）{entries} 条，签名与文件所载密钥相符；请与该单位名片核对密钥。",
                office=head.office,
                code=head.code,
                entries=head.entries,
            )
        )
