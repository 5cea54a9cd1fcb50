"""People typed in a workbook: the empty sheet, what taking a filled one in would do, and doing it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import people_sheet, words
from desktop_app.desk.people_sheet import PeopleImport, PersonLine, RowFate
from desktop_app.desk.typed_sheet import CellFault
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text
from desktop_app.ui.widgets.tablelook import teach

_LINES, _FAULTS = 0, 1
_FILES = "Excel (*.xlsx)"


class PeopleDialog(QDialog):
    """Nothing is taken in before it is looked at; with one cell that does not fit there is no button to press."""

    taken = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._context = context
        self._found: PeopleImport | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("从表格导入申报人员"))
        self.resize(theme.px(1000), theme.px(580))
        self.told = text(
            say("先取空白表，在 Excel 或 WPS 里填写，再选择填好的表。导入前先在这里查看；有一格不合要求就全部不导入。"),
            "muted",
        )
        self.wrong = Complaint()
        self.wrong.hide()
        self.lines = Table(
            say("表中人员"),
            [say("行"), say("姓名"), say("people|证件号码"), say("单位"),
             say("导入后"), say("变更的项目")],
            [56, 180, 170, 220, 110, 0],
        )  # fmt: skip
        teach(self.lines, say("选择填好的表以后，表中人员列在这里。"))
        self.faults = Table(
            say("不合要求的单元格"),
            [say("位置"), say("项目"), say("现为"), say("应为")],
            [120, 160, 180, 0],
        )
        self.tables = QStackedWidget()
        self.tables.addWidget(self.lines)
        self.tables.addWidget(self.faults)
        self.template = button(say("取空白表…"), self._ask_template)
        self.choose = button(say("选择填好的表…"), self._ask_file)
        self.take = button(say("全部导入"), self._take, "main")
        self.take.setEnabled(False)
        self.setLayout(
            column(
                self.told,
                self.wrong,
                self.tables,
                row(self.template, self.choose, None, button(say("关闭"), self.reject), self.take, space=12),
                margins=16,
                space=12,
            )
        )

    def _ask_template(self) -> None:
        name = say("申报人员表.xlsx")
        files.save_file(self, say("保存空白表"), name, self.save_template)

    def save_template(self, path: Path) -> None:
        """Write the empty sheet."""
        done = say("空白表已写到 {path}。", path=path)
        self._context.ask(
            self,
            lambda session, _: people_sheet.save_template(session.pack, path),
            lambda _: self.told.setText(done),
            on_fault=self._complain,
        )

    def _ask_file(self) -> None:
        files.open_file(self, say("选择填好的表"), _FILES, self.look)

    def look(self, path: Path) -> None:
        """Read a filled-in sheet; what was typed into drafts is saved first, for it is compared with them."""
        self._context.autosave.flush()
        self._busy(on=True)
        self._context.ask(
            self,
            lambda session, progress: people_sheet.read(session, path, progress),
            self._show,
            on_fault=self._complain,
            on_end=lambda: self._busy(on=False),
        )

    def _busy(self, *, on: bool) -> None:
        self.choose.setEnabled(not on)
        self.take.setEnabled(not on and self._takes())
        if not on:  # what was pressed had greyed meanwhile, and the keyboard had gone on to closing
            (self.take if self.take.isEnabled() else self.choose).setFocus()

    def _takes(self) -> bool:
        found = self._found
        return found is not None and not found.faults and bool(found.count(RowFate.NEW) + found.count(RowFate.CHANGED))

    def _complain(self, fault: Fault) -> None:
        self.wrong.setText(sentence(fault))
        self.wrong.show()

    def _show(self, found: PeopleImport) -> None:
        self._found = found
        self.wrong.hide()
        self.lines.fill([_line(one) for one in found.lines])
        self.faults.fill([_fault(one) for one in found.faults])
        self.tables.setCurrentIndex(_FAULTS if found.faults else _LINES)
        if found.faults:
            count = len(found.faults)
            self.told.setText(say("有 {count} 格不合要求，全部没有导入。改正后再选择一次。", count=count))
            return
        self.told.setText(_counts(found))

    def _take(self) -> None:
        found = self._found
        assert found is not None
        self._busy(on=True)
        self.take.setEnabled(False)
        self._context.ask(
            self,
            lambda session, progress: people_sheet.take_in(session, found, progress),
            self._taken,
            on_fault=self._complain,
            on_end=lambda: self._busy(on=False),
        )

    def _taken(self, done: PeopleImport) -> None:
        self._found = None
        self._context.note(say("已导入。") + _counts(done))
        self.taken.emit()
        self.accept()


def _counts(found: PeopleImport) -> str:
    told = [f"{word(fate, language())} {found.count(fate)}" for fate in RowFate if found.count(fate)]
    return say("共 {lines} 人：", lines=len(found.lines)) + say("，").join(told)


def _line(line: PersonLine) -> tuple[str, ...]:
    labels = words.labels()
    shown = [labels[path] for path in line.changes if path in labels]
    changes = say("、").join(said(one) for one in shown)
    if line.earlier_years:
        years = say("、").join(map(str, line.earlier_years))
        changes = say("{years} 年在本台申报过", years=years)
    return str(line.row), line.name, line.number, line.unit, word(line.fate, language()), changes


def _fault(fault: CellFault) -> tuple[str, ...]:
    return f"{fault.column}{fault.row}", fault.head, fault.found, said(fault.expected)
