"""The offices' directory of annex 3: read, changed where an office moved or its number is another, saved as PDF."""

from PySide6.QtWidgets import QWidget

from desktop_app.desk import directory
from desktop_app.desk.directory import DirectoryLine
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.ui import officepaper, theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.rolewords import whose
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog, Asked
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text


class DirectoryScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._lines: list[DirectoryLine] = []
        self.table = Table(
            say("部门电话"),
            [
                say("地区"),
                say("部门"),
                say("科室"),
                say("电话"),
                say("来源"),
            ],
            [180, 0, 240, 160, 140],
        )
        self.table.setMinimumHeight(theme.px(240))
        self.change_button = button(say("变更…"), self.ask_change, "main")
        self.restore_button = button(say("恢复通知所列…"), self.ask_restore)
        paper = button(
            say("打印电话表…"),
            lambda: officepaper.ask(context, self, Document.DIRECTORY),
        )
        told = text(say("附件3 各地职称工作部门。"), "muted")
        top = row(told, paper, self.restore_button, self.change_button, space=12)
        top.setStretch(0, 1)
        whole = column(top, self.table, space=12, margins=PAGE)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._enable)
        self._enable()
        self.load()

    def title(self) -> str:
        return say("部门电话")

    def place(self) -> Place:
        return Place(ScreenKey.DIRECTORY)

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        """Read the directory anew."""
        self.context.ask(self, lambda session, _: directory.lines(session), self._show)

    def _show(self, found: list[DirectoryLine]) -> None:
        self._lines = found
        mine, theirs = say("本单位更改"), say("通知附件")
        self.table.fill([(o.name, o.office, o.section, o.phone, mine if o.changed else theirs) for o in found])
        self._enable()

    def _enable(self) -> None:
        at = self.table.chosen()
        mine = self.context.opened.mine.may(Act.DIRECTORY_CHANGED)
        self.change_button.setEnabled(mine and at >= 0)
        self.restore_button.setEnabled(mine and 0 <= at < len(self._lines) and self._lines[at].changed)
        for one in (self.change_button, self.restore_button):
            one.setToolTip("" if mine else whose(Act.DIRECTORY_CHANGED))

    def ask_restore(self) -> None:
        """Give up what this office recorded for the chosen line."""
        at = self.table.chosen()
        if not 0 <= at < len(self._lines):
            return
        one = self._lines[at]
        question = say(
            "“{name}”改回通知附件3所列？本单位登记的“{office}　{section}　{phone}”不再使用。",
            name=one.name,
            office=one.office,
            section=one.section,
            phone=one.phone,
        )
        confirm.ask(self, question, say("恢复"), lambda: self._restore(one.area))

    def _restore(self, area: str) -> None:
        self.context.ask(self, lambda session, _: directory.restore(session, area), lambda _: self.load())

    def ask_change(self) -> None:
        """What the office is called now and how it is reached."""
        at = self.table.chosen()
        if not 0 <= at < len(self._lines):
            return
        one = self._lines[at]
        dialog = AskDialog(
            self.context,
            self,
            (say("变更部门电话"), one.name, say("登记变更")),
            [
                Asked("office", say("部门"), begin=one.office, most=60),
                Asked("section", say("科室"), begin=one.section, most=60),
                Asked("phone", say("电话"), begin=one.phone, most=60),
            ],
            lambda found: lambda session: directory.change(session, one.area, **found),
        )
        dialog.done_.connect(lambda _: self.load())
        dialog.open()
