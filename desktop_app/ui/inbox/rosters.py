"""Rosters that came in: whose and when on top, the people of the chosen one below, to look through and to print."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QSizePolicy, QTableView, QWidget

from desktop_app.core.clock import minute
from desktop_app.desk import rosters_in
from desktop_app.desk.rosters_in import CameRoster
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.sealing.tables import Table, mark_words
from desktop_app.ui.widgets.parts import button, column, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths, teach

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = {"number": 56, "name": 120, "sex": 48, "birth": 84, "unit": 240, "education": 130, "mark": 110}
_USUAL = 110


def _head(name: str) -> str:
    """A column in words; one that only a later program knows bears its own name."""
    return {
        "number": say("序号"),
        "name": say("姓名"),
        "sex": say("性别"),
        "birth": say("出生年月"),
        "unit": say("工作单位"),
        "education": say("学历、学位"),
        "title": say("现职称"),
        "title_since": say("取得时间"),
        "level": say("层级"),
        "series": say("系列"),
        "specialty": say("专业"),
        "wanted": say("rosters|申报职称"),
        "path": say("rosters|申报类型"),
        "notice": say("rosters|公示情况"),
        "mark": say("密级"),
    }.get(name, name)


class PeopleModel(QAbstractTableModel):
    """The rows of one roster, as many as there are; `want` leaves those that hold what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[str] = ()
        self._all: Sequence[tuple[str, ...]] = ()
        self._rows: Sequence[tuple[str, ...]] = ()

    def show_roster(self, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        """Another roster."""
        self.beginResetModel()
        self._columns, self._all, self._rows = columns, rows, rows
        self.endResetModel()

    def want(self, typed: str) -> None:
        """Only rows with these letters anywhere."""
        self.beginResetModel()
        self._rows = [one for one in self._all if any(typed in cell for cell in one)] if typed else self._all
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _head(self._columns[section]) if orientation is Qt.Orientation.Horizontal else section + 1


class RostersDialog(QDialog):
    """`package` is the one whose roster is chosen first."""

    def __init__(self, context: Context, owner: QWidget, came: Sequence[CameRoster], package: str = "") -> None:
        super().__init__(owner.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("收到的花名册"))
        self.resize(theme.px(1080), theme.px(640))
        self._context, self._owner, self._came = context, owner, came
        heads = (
            say("发来单位"),
            say("名称"),
            say("年度"),
            say("人数"),
            say("密级"),
            say("收到时间"),
            say("bulk|编号"),
        )
        self.table = Table(say("收到的花名册"), heads, (240, 0, 64, 64, 110, 144, 76))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.setFixedHeight(theme.px(160))
        teach(self.table, say("还没有收到过花名册。"))
        self.table.fill([_cells(one) for one in came])
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("按姓名、单位或其他内容查找"))
        self.search.setAccessibleName(say("查找"))
        self.search.setClearButtonEnabled(True)
        self.found = text("", "muted", wrap=False)
        self.model = PeopleModel()
        self.people = self._people()
        self.print_button = button(say("打印花名册…"), self._print, "main")
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.table.itemSelectionChanged.connect(self._chosen)
        first = next((at for at, one in enumerate(came) if one.package == package), 0)
        self.table.selectRow(first)
        self._chosen()

    def _people(self) -> QTableView:
        made = QTableView()
        made.setModel(self.model)
        self.model.setParent(made)
        made.setAccessibleName(say("名单"))
        dress(made, 32)
        teach(made, say("没有要列的人：上面选一份花名册，或换一个查找的词。"))
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setWordWrap(False)
        return made

    def _lay_out(self) -> None:
        whole = column(
            self.table,
            row(self.search, self.found, space=12),
            self.people,
            row(None, button(say("关闭"), self.reject), self.print_button, space=12),
            space=12,
            margins=24,
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def roster(self) -> CameRoster | None:
        """The chosen one."""
        at = self.table.chosen()
        return self._came[at] if 0 <= at < len(self._came) else None

    def _chosen(self) -> None:
        one = self.roster()
        self.print_button.setEnabled(one is not None and self._context.opened.mine.may(Act.PLAIN_TEXT_WRITTEN))
        if one is not None:
            self.model.show_roster(one.roster.columns, one.roster.rows)
            set_widths(self.people, [_WIDTHS.get(name, _USUAL) for name in one.roster.columns])
            self._search(self.search.text())

    def _search(self, typed: str) -> None:
        self.model.want(typed.strip())
        count = self.model.rowCount()
        self.found.setText(say("{count:,} 人", count=count))

    def _print(self) -> None:
        one, context, owner = self.roster(), self._context, self._owner
        if one is None:
            return
        self.accept()
        put_out(
            context,
            owner,
            Paper(
                Document.ROSTER,
                say("{sender}-花名册.pdf", sender=one.sender),
                lambda session, where, progress: rosters_in.save(session, one, where, progress),
            ),
        )


def show_rosters(context: Context, owner: QWidget, package: str = "") -> None:
    """Look the rosters up, and show them."""
    context.ask(
        owner,
        lambda session, _: rosters_in.all_(session),
        lambda came: RostersDialog(context, owner, came, package).open(),
    )


def _cells(one: CameRoster) -> tuple[str, ...]:
    return (
        one.sender,
        one.roster.title,
        str(one.roster.year),
        f"{len(one.roster.rows):,}",
        mark_words(one.marking),
        minute(one.came),
        f"{one.sequence:06d}",
    )
