"""补字字体: fonts for characters that the program lacks: chosen, looked at, kept on a stated ground, withdrawn."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QLineEdit

from desktop_app.core.clock import minute
from desktop_app.core.errors import Fault
from desktop_app.core.text import code_points
from desktop_app.desk import added_fonts
from desktop_app.desk.added_fonts import AddedFont, Arrived
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.settings.fontdialog import FontDialog
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import button, column, row, text

#: At 100 %; what a font was added for takes the rest.
_WIDTHS = (72, 176, 0, 96)


class FontsCard(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._fonts: Sequence[AddedFont] = ()
        about = say(
            "姓名等内容里有本程序印不出的字时，从本单位有权使用的 TrueType 字体文件（.ttf、.ttc）补上。"
            "补的字存在保险库里，随备份走；哪一版材料用过，补印时仍用它，停用也不受影响。"
        )
        heads = [say("状态"), say("fonts|字体"), say("补的字"), say("摘要")]
        self.table = table(say("补字字体"), heads, _WIDTHS)
        self.table.setFixedHeight(theme.px(170))
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.hide()
        self.only = QLineEdit()
        self.only.setPlaceholderText(say("留空：补上所缺的全部字；也可写 U+30EDD"))
        self.of = QLineEdit()
        self.of.setPlaceholderText(say("字形在文件里是别的编码时才填，如 U+E000"))
        self.told = text("", "wrong")
        self.told.hide()
        self.take = button(say("选择字体文件…"), self._choose)
        self.stop = button(say("停用所选字体…"), self._ask_withdraw, "quiet")
        self.stop.setEnabled(False)
        head = text(say("补字字体"), "h2")
        end = row(self.stop, None, self.take)
        self.setLayout(column(head, text(about, "muted"), self.table, self._fields(), self.told, end, margins=16))
        self._load()

    def _fields(self) -> FieldGrid:
        return FieldGrid(((say("只补这些字"), self.only), (say("字形的编码"), self.of)))

    def _load(self) -> None:
        self._context.ask(self, lambda session, _: added_fonts.all_(session), self._show)

    def _show(self, fonts: Sequence[AddedFont]) -> None:
        self._fonts = fonts
        self.table.setVisible(bool(fonts))
        self.table.setRowCount(len(fonts))
        for at, font in enumerate(fonts):
            when = minute(font.added_at)
            state = say("已停用") if font.withdrawn else say("在用")
            for side, words in enumerate((state, font.family, added_for(font), font.id[:8])):
                made = cell(words)
                made.setToolTip(f"{words}\n{font.added_by} {when}\n{font.ground}")
                self.table.setItem(at, side, made)
        self._chosen()

    def _row(self) -> AddedFont | None:
        rows = chosen_rows(self.table)
        return self._fonts[rows[0]] if rows else None

    def _chosen(self) -> None:
        font = self._row()
        self.stop.setEnabled(font is not None and not font.withdrawn)

    def _choose(self) -> None:
        kinds = "*.ttf *.ttc *.tte"
        filters = say("TrueType 字体 ({kinds});;所有文件 (*)", kinds=kinds)
        files.open_file(self, say("选择字体文件"), filters, self.read)

    def read(self, path: Path) -> None:
        """Judge a font file, apart from the vault, and show what it would add."""
        self.told.hide()
        only, of = added_fonts.characters(self.only.text()), added_fonts.characters(self.of.text())
        self.take.setEnabled(False)
        self._context.work(
            self,
            lambda progress: added_fonts.read(path, only, outline_of=of, progress=progress),
            self._arrived,
            on_fault=self._refused,
            on_end=lambda: self.take.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self.told.setText(sentence(fault))
        self.told.show()

    def _arrived(self, arrived: Arrived) -> None:
        dialog = FontDialog(self, arrived)
        dialog.accepted.connect(lambda: self._keep(arrived, dialog.ground.text()))
        dialog.open()

    def _keep(self, arrived: Arrived, ground: str) -> None:
        self._context.ask(
            self, lambda session, _: added_fonts.add(session, arrived, ground), self._kept, on_fault=self._refused
        )

    def _kept(self, font: AddedFont) -> None:
        self.only.clear()
        self.of.clear()
        self._context.note(say("已补字：{added_for}。", added_for=added_for(font)))
        self._load()

    def _ask_withdraw(self) -> None:
        font = self._row()
        if font is None:
            return
        question = say(
            "停用“{family}”（{font_id}）后，新的材料不再用它；用它打印过的版本补印时仍用它。",
            family=font.family,
            font_id=font.id[:8],
        )
        confirm.ask(self, question, say("停用"), lambda: self._withdraw(font))

    def _withdraw(self, font: AddedFont) -> None:
        self._context.ask(self, lambda session, _: added_fonts.withdraw(session, font.id), lambda _: self._load())


def added_for(font: AddedFont) -> str:
    """What a font was added for, in words."""
    if font.characters:
        return f"{font.characters}　{code_points(font.characters)}"
    return say("所缺的 {count} 字", count=font.count)
