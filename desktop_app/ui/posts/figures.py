"""The year in figures (附件2): each with the list behind it; roster, annex 2 and data saved as files to edit."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk import system_data, year_figures, year_papers
from desktop_app.desk.year_figures import Behind, Figure
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text
from desktop_app.ui.widgets.tablelook import teach

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

_Write = Callable[["Session", Path, Progress], object]


class FiguresScreen(Screen):
    """`place.spot` is the key of the chosen figure."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._came: tuple[Figure, ...] = ()
        self._figures: tuple[Figure, ...] = ()  # in the order that was asked for
        self._mark: Marking | None = None
        self._wanted = place.spot
        self.told = text(
            say("附件2 各项数字。点一项，右边列出它数的每一份。"),
            "muted",
        )
        self.table = Table(
            say("附件2 各项数字"),
            [say("项"), say("数字"), say("数量")],
            [48, 0, 72],
        )
        self.behind = Table(
            say("背后的名单"),
            [say("姓名"), say("单位"), say("figures|事项"), say("计")],
            [150, 0, 220, 56],
        )
        self.figures_order = HeadSort(self.table)
        self.figures_order.changed.connect(self._again)
        self.order = HeadSort(self.behind)
        self.order.changed.connect(self._chosen)
        self._lines: list[Behind] = []
        teach(self.behind, say("这一项没有名单。"))
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._chosen)
        self.behind.doubleClicked.connect(lambda index: self._open(index.row()))
        self.load()

    def _lay_out(self) -> None:
        self.open_button = button(say("打开申请"), lambda: self._open(self.behind.chosen()))
        self.open_button.setEnabled(False)
        self.behind.itemSelectionChanged.connect(self._enable)
        acts = row(
            self.told,
            self.open_button,
            button(say("花名册…"), lambda: self._ask_paper(Document.ROSTER)),
            button(say("附件2 总结…"), lambda: self._ask_paper(Document.ANNEX2_SUMMARY)),
            button(say("职称系统数据…"), self._ask_data),
            space=12,
        )
        acts.setStretch(0, 1)
        lists = row(self.table, self.behind, space=12)
        lists.setStretch(0, 2)
        lists.setStretch(1, 3)
        whole = column(acts, lists, space=12, margins=PAGE)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def title(self) -> str:
        return say("年度统计")

    def place(self) -> Place:
        figure = self._figure()
        return Place(ScreenKey.YEAR_FIGURES, "", figure.key if figure else "")

    def marking(self) -> Marking | None:
        """The highest of those who are named."""
        return self._mark

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        """Count anew."""

        def counted(session: "Session", progress: Progress) -> tuple[tuple[Figure, ...], Marking | None]:
            found = year_figures.figures(session, progress)
            return found, drafts.mark(session, RowFilter(year=session.pack.year))

        self.context.ask(self, counted, self._show)

    def _show(self, found: tuple[tuple[Figure, ...], Marking | None]) -> None:
        self._came, self._mark = found
        self.context.mark_changed.emit()
        self._fill()

    def _again(self) -> None:
        """In another order; the chosen figure stays chosen."""
        figure = self._figure()
        self._wanted = figure.key if figure else ""
        self._fill()

    def _fill(self) -> None:
        self._figures = tuple(self.figures_order.ordered(self._came, _figure_cells))
        self.table.fill([_figure_cells(one) for one in self._figures])
        at = next((n for n, one in enumerate(self._figures) if one.key == self._wanted), 0)
        self.table.selectRow(at)

    def _figure(self) -> Figure | None:
        at = self.table.chosen()
        return self._figures[at] if 0 <= at < len(self._figures) else None

    def _chosen(self) -> None:
        figure = self._figure()
        self._lines = self.order.ordered(figure.behind if figure else (), _cells)
        self.behind.fill([_cells(one) for one in self._lines])
        self._enable()

    def _enable(self) -> None:
        at = self.behind.chosen()
        self.open_button.setEnabled(0 <= at < len(self._lines) and self._lines[at].application is not None)

    def _open(self, at: int) -> None:
        if 0 <= at < len(self._lines) and (one := self._lines[at].application):
            self.context.go(Place(ScreenKey.EDITOR, one))

    def _ask_paper(self, document: Document) -> None:
        """Print it, or save it: .pdf as printed, .docx or .xlsx to be edited."""
        put_out(
            self.context,
            self,
            Paper(
                document,
                f"{word(document, language())}.docx",
                lambda session, where, progress: year_papers.save(session, document, where, progress),
            ),
        )

    def _ask_data(self) -> None:
        name = say("职称系统数据")
        self._ask(name, f"{name}.xlsx", say("（.xlsx 或 .csv）"), system_data.save)

    def _ask(self, name: str, file: str, hint: str, write: _Write) -> None:
        warned = say(
            "{name}上有申报人信息，写出的是明文，会记入日志。{carrier}确定需要吗？", name=name, carrier=CARRIER
        )
        confirm.ask(
            self,
            warned,
            say("写成明文"),
            lambda: QTimer.singleShot(
                0,
                self,
                lambda: files.save_file(
                    self, say("另存{name}", name=name) + hint, file, lambda path: self.save(name, path, write)
                ),
            ),
        )

    def save(self, name: str, path: Path, write: _Write) -> None:
        """Write it, and say where it is."""
        done = say("{name}已明文写到 {path}，已记入日志。", name=name, path=path)
        self.context.ask(
            self, lambda session, progress: write(session, path, progress), lambda _: self.context.note(done)
        )


def _figure_cells(one: Figure) -> tuple[str, str, str]:
    return str(one.item), said(one.says), str(one.count)


def _cells(one: Behind) -> tuple[str, str, str, str]:
    return one.name, one.unit, said(one.about), str(one.counts)
