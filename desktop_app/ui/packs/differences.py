"""What is different between two packs, in words: a table, and a dialog around it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTableWidget, QWidget

from desktop_app.desk.pack_choices import Difference, Step
from desktop_app.ui import theme
from desktop_app.ui.language import said, say
from desktop_app.ui.papers.lists import cell
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import dress, in_lines, set_widths


class DifferenceTable(QTableWidget):
    """Part and clause, before, after; every cell shows the whole of its text."""

    def __init__(self) -> None:
        super().__init__(0, 4)
        self.setAccessibleName(say("不同之处"))
        self.setHorizontalHeaderLabels([say("部分"), say("条款"), say("对比前"), say("对比后")])
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        dress(self, 34)
        self.setShowGrid(True)  # cells of many lines stand apart
        in_lines(self)
        set_widths(self, (176, 128, 0, 0))

    def show_differences(self, found: Sequence[Difference]) -> None:
        """Fill the table anew."""
        self.setRowCount(len(found))
        for at, one in enumerate(found):
            cells = (
                "\n".join(part for part in (said(one.part), said(one.about)) if part),
                one.clause,
                said(one.before),
                said(one.after),
            )
            for side, shown in enumerate(cells):
                self.setItem(at, side, cell(shown))


def count_words(found: Sequence[Difference]) -> str:
    """How many differences there are."""
    if not found:
        return say("没有不同。")
    return say("共 {found} 处不同。", found=len(found))


class DifferenceDialog(QDialog):
    """Two packs compared, the older on the left."""

    def __init__(self, step: Step, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("两个政策包的不同"))
        self.resize(theme.px(1040), theme.px(600))
        self.table = DifferenceTable()
        self.setLayout(
            column(
                text(f"{step.before.version} → {step.after.version}", "h2"),
                text(count_words(step.differences), "muted"),
                self.table,
                row(None, button(say("关闭"), self.accept)),
                margins=16,
            )
        )
        self.table.show_differences(step.differences)
