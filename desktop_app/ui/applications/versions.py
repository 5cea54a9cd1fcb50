"""Submitted versions, and what differs between any two of them or from the draft."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.core.clock import minute
from desktop_app.desk import draft as drafts
from desktop_app.desk import words
from desktop_app.domain.application import Application
from desktop_app.domain.records import Version
from desktop_app.ui import theme
from desktop_app.ui.applications.layout import without_rows
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.parts import button, column, row, text


def place_words(path: str) -> str:
    """A path in the form's own words, with the row's number."""
    bare = without_rows(path)
    table, _, name = bare.partition(".")
    label = words.labels().get(bare) or words.labels().get(f"{table}[].{name}")
    if label is None:
        return path
    section = words.sections()[label.section]
    inside = path.partition("[")[2].partition("]")[0]
    where = said(section)
    if inside.isdecimal():
        where = say("{where}第 {inside} 行", where=where, inside=int(inside) + 1)
    return f"{where} · {said(label)}"


class VersionsDialog(QDialog):
    """Side by side: before and after."""

    def __init__(self, versions: list[Version], draft: Application, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("版本与差异"))
        self.resize(theme.px(980), theme.px(560))
        self._choices: list[tuple[str, Application]] = [(self._named(version), version.content) for version in versions]
        self._choices.append((say("现在的草稿"), draft))
        self._before = self._chooser(say("对比前"), max(0, len(self._choices) - 2))
        self._after = self._chooser(say("对比后"), len(self._choices) - 1)
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(say("差异"))
        self.table.setHorizontalHeaderLabels([say("位置"), say("对比前"), say("对比后")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._told = text("", "muted")
        self.setLayout(
            column(
                row(self._before, text(say("对比"), "muted", wrap=False), self._after, None),
                self._told,
                self.table,
                row(None, button(say("关闭"), self.accept)),
                margins=16,
            )
        )
        self._compare()

    @staticmethod
    def _named(version: Version) -> str:
        when = minute(version.made_at)
        return say(
            "第 {version_number} 版　{when}　{made_by}",
            version_number=version.number,
            when=when,
            made_by=version.made_by,
        )

    def _chooser(self, name: str, at: int) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.addItems([words for words, _ in self._choices])
        made.setCurrentIndex(at)
        made.currentIndexChanged.connect(self._compare)
        return made

    def _compare(self) -> None:
        before = self._choices[self._before.currentIndex()][1]
        after = self._choices[self._after.currentIndex()][1]
        found = drafts.differences(before, after)
        self.table.setRowCount(len(found))
        for at, one in enumerate(found):
            for side, shown in enumerate((place_words(one.path), one.before, one.after)):
                self.table.setItem(at, side, QTableWidgetItem(shown))
        self.table.resizeRowsToContents()
        self._told.setText(say("共 {found} 处不同", found=len(found)) if found else say("没有不同"))
