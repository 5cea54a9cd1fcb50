"""A folder of scans: whose each file is and what it is, settled by an officer where the name does not say, attached."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QDialog, QProgressBar, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import scan_folder, scan_view
from desktop_app.desk.scan_folder import Owner, Scan, ScanDoubt
from desktop_app.domain import identity_number
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications.scanview import ScanDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text
from desktop_app.ui.widgets.tablelook import teach
from desktop_app.ui.widgets.turning import Turning

_MADE_HERE = (MaterialKind.REVIEW_FORM, MaterialKind.SUBMISSION_FORM)
_DOUBT = 4


class ScansDialog(QDialog):
    """Choose a folder, look, settle, attach. What stays in doubt is not attached."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._context = context
        self._scans: list[Scan] = []
        self._owners: tuple[Owner, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("挂接一批扫描件"))
        # no wider than the window: what stands beside one another turns at the width that there is
        self.resize(min(theme.px(1040), parent.window().width()), theme.px(600))
        self.told = text(
            say(
                "选择一个文件夹。文件名（或所在文件夹名）写有证件号码或姓名的，自动认领到本年度的草稿；认不清的在下方指定。"
            ),
            "muted",
        )
        self.wrong = Complaint()
        self.wrong.hide()
        self.table = table(
            say("扫描件"),
            [say("scans|文件"), say("申报人"), say("材料"), say("年度"),
             say("结论")],
            [0, 210, 170, 70, 220],
            many=True,
        )  # fmt: skip
        teach(self.table, say("选择文件夹以后，其中的扫描件列在这里。"))
        self.table.itemSelectionChanged.connect(self._selected)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("进度"))
        self.bar.hide()
        self._controls()
        self._lay_out()

    def _controls(self) -> None:
        self.owner = QComboBox()
        self.owner.setAccessibleName(say("所选文件属于"))
        self.owner.setMinimumWidth(theme.px(300))
        self.kind = QComboBox()
        self.kind.setAccessibleName(say("所选文件的材料种类"))
        self.kind.addItem("—", None)
        for kind in MaterialKind:
            if kind not in _MADE_HERE:
                self.kind.addItem(word(kind, language()), kind)
        self.year = QComboBox()
        self.year.setAccessibleName(say("所选文件的年度"))
        self.year.addItem(say("不分年度"), None)
        for year in range(self._context.today.year, self._context.today.year - 8, -1):
            self.year.addItem(str(year), year)
        self.view = button(say("查看…"), self._view)
        self.settle = button(say("用于所选文件"), self._settle)
        self.choose = button(say("选择文件夹…"), self._ask_folder)
        self.attach = button(say("挂接"), self._attach, "main")
        for one in (self.owner, self.kind, self.year, self.settle, self.view, self.attach):
            one.setEnabled(False)

    def _lay_out(self) -> None:
        whose = row(text(say("属于"), "muted", wrap=False), self.owner, None)
        what = row(text(say("材料"), "muted", wrap=False), self.kind, self.year, None)
        acts = row(self.settle, self.view, None)
        settled = Turning((whose, what, acts), wide=880, shares=(0, 0, 1), space=8)
        self.setLayout(
            column(
                self.told,
                self.wrong,
                self.table,
                settled,
                self.bar,
                row(self.choose, None, button(say("关闭"), self.reject), self.attach, space=12),
                margins=16,
                space=12,
            )
        )

    def _ask_folder(self) -> None:
        files.folder(self, say("选择扫描件文件夹"), self.look)

    def look(self, folder: Path) -> None:
        """Match a folder's files; nothing is attached."""
        self.wrong.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._context.ask(
            self,
            lambda session, progress: (scan_folder.look(session, folder, progress), scan_folder.owners(session)),
            self._show,
            on_fault=self._complain,
            on_progress=self._moved,
            on_end=self.bar.hide,
        )

    def _moved(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _complain(self, fault: Fault) -> None:
        self.wrong.setText(sentence(fault))
        self.wrong.show()

    def _show(self, found: tuple[tuple[Scan, ...], tuple[Owner, ...]]) -> None:
        self._scans, self._owners = list(found[0]), found[1]
        self.owner.clear()
        self.owner.addItem("—", None)
        for one in self._owners:
            self.owner.addItem(_owner_words(one), one)
        self._fill()
        doubtful = next((at for at, one in enumerate(self._scans) if _settles(one)), 0)
        self.table.selectRow(doubtful)

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._scans))
            for at, scan in enumerate(self._scans):
                self._fill_row(at, scan)
        ready = sum(scan.doubt is ScanDoubt.NONE for scan in self._scans)
        rest = len(self._scans) - ready
        self.told.setText(
            say(
                "共 {scans} 个文件：{ready} 个可以挂接，{rest} 个待定。待定的请在下方指定，也可留着。",
                scans=len(self._scans),
                ready=ready,
                rest=rest,
            )
        )
        self.attach.setText(say("挂接 {ready} 个", ready=ready))
        self.attach.setEnabled(ready > 0)

    def _fill_row(self, at: int, scan: Scan) -> None:
        whose = _owner_words(scan.owner) if scan.owner else _candidate_words(scan.candidates)
        kind = word(scan.kind, language()) if scan.kind else ""
        year = str(scan.year) if scan.year else ""
        for side, shown in enumerate((scan.shown, whose, kind, year, word(scan.doubt, language()))):
            self.table.setItem(at, side, cell(shown))
        item = self.table.item(at, _DOUBT)
        assert item is not None
        ink = theme.colours().green if scan.doubt is ScanDoubt.NONE else theme.colours().vermilion
        item.setForeground(QColor(ink))

    def _selected(self) -> None:
        """Show what is said of the first chosen file; those whom its name may mean come first in the list."""
        rows = chosen_rows(self.table)
        for one in (self.owner, self.kind, self.year, self.settle, self.view):
            one.setEnabled(bool(rows))
        if not rows:
            return
        scan = self._scans[rows[0]]
        guess = scan.owner or (scan.candidates[0] if scan.candidates else None)
        self.owner.setCurrentIndex(self._owners.index(guess) + 1 if guess in self._owners else 0)
        self.kind.setCurrentIndex(max(0, self.kind.findData(scan.kind)))
        self.year.setCurrentIndex(max(0, self.year.findData(scan.year)))

    def _view(self) -> None:
        """The first chosen file, drawn as attached ones are: whose it is often stands only on the page."""
        scan = self._scans[chosen_rows(self.table)[0]]
        ScanDialog(self._context, self, scan.shown, None, lambda _: scan_view.from_outside(scan.path)).open()

    def _settle(self) -> None:
        owner, kind, year = self.owner.currentData(), self.kind.currentData(), self.year.currentData()
        rows = chosen_rows(self.table)
        for at in rows:
            self._scans[at] = self._scans[at].settled(owner, kind, year)
        self._fill()
        later = [at for at, one in enumerate(self._scans) if _settles(one)]
        following = next((at for at in later if at > max(rows)), later[0] if later else -1)
        if following >= 0:
            self.table.selectRow(following)

    def _attach(self) -> None:
        ready = tuple(self._scans)
        self.attach.setEnabled(False)
        self.bar.show()
        self._context.autosave.flush()
        self._context.ask(
            self,
            lambda session, progress: scan_folder.attach(session, ready, progress),
            self._attached,
            on_fault=self._complain,
            on_progress=self._moved,
            on_end=self.bar.hide,
        )

    def _attached(self, count: int) -> None:
        self._context.note(say("已挂接 {count} 个扫描件，原文件不动。", count=count))
        self._scans = [scan for scan in self._scans if scan.doubt is not ScanDoubt.NONE]
        if not self._scans:
            self.accept()
            return
        self._fill()
        self.table.clearSelection()  # the row under the old number is another file now
        self.table.selectRow(next((at for at, one in enumerate(self._scans) if _settles(one)), 0))


def _settles(scan: Scan) -> bool:
    """Whether an officer's word would let it be attached."""
    return scan.doubt not in (ScanDoubt.NONE, ScanDoubt.NOT_A_SCAN)


def _candidate_words(candidates: Sequence[Owner]) -> str:
    """Whom a name may mean; those of one name are told apart by the end of their numbers."""
    names = [one.name for one in candidates]
    return say("、").join(
        f"{one.name} {identity_number.masked(one.number)[-4:]}" if names.count(one.name) > 1 else one.name
        for one in candidates
    )


def _owner_words(owner: Owner) -> str:
    return f"{owner.name}　{identity_number.masked(owner.number)[-4:]}　{owner.unit}"
