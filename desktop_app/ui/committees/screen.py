"""Committees: choose or record one; its members and approval, its pool, its draws on a page each."""

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

from desktop_app.desk import committee_view, committees
from desktop_app.desk.committee_view import CommitteeView
from desktop_app.domain.committees import KeptCommittee
from desktop_app.domain.findings import Verdict
from desktop_app.domain.review_meeting import Committee
from desktop_app.ui.committees.approval import ApprovalPage, filled, task_fields
from desktop_app.ui.committees.drawing import DrawingPage
from desktop_app.ui.committees.page import Page
from desktop_app.ui.committees.pool import PoolPage
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.asking import AskDialog
from desktop_app.ui.widgets.parts import PAGE, button, column, restyle, row, text
from desktop_app.ui.widgets.turning import Turning


class CommitteesScreen(Screen):
    """`place.subject` is the committee, `place.spot` the page's number."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._series: tuple[tuple[str, str], ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName(say("评委会"))
        self.choice.setSizePolicy(self.choice.sizePolicy().Policy.Expanding, self.choice.sizePolicy().Policy.Fixed)
        self.new_button = button(say("登记评委会…"), self.ask_new, "main")
        self.meetings_button = button(say("评审会"), lambda: context.go(Place(ScreenKey.MEETINGS)), "quiet")
        self.told = text("", "muted")
        self.pages: tuple[tuple[str, Page], ...] = (
            (say("评委会"), ApprovalPage(context)),
            (say("专家库"), PoolPage(context)),
            (say("抽取"), DrawingPage(context)),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(say("分页"))
        for name, page in self.pages:
            self.tabs.addTab(page, name)
            page.changed.connect(self.reload)
        # a long name at twice the size leaves the buttons no room beside it
        buttons = row(None, self.meetings_button, self.new_button, space=12)
        top = Turning((self.choice, buttons), wide=900, shares=(1, 0), space=12)
        self._rest = QWidget()
        whole = column(top, self.told, self.tabs, self._rest, space=12, margins=PAGE)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        if place.spot.isdecimal() and int(place.spot) < len(self.pages):
            self.tabs.setCurrentIndex(int(place.spot))
        self.choice.currentIndexChanged.connect(lambda _: self.reload())
        self._empty(True)
        self.load()

    def title(self) -> str:
        return say("评委会与专家")

    def place(self) -> Place:
        return Place(ScreenKey.COMMITTEES, self._committee(), str(self.tabs.currentIndex()))

    def first_focus(self) -> QWidget | None:
        return self.choice if self.choice.count() else self.new_button

    def _committee(self) -> str:
        return str(self.choice.currentData() or "")

    def load(self, chosen: str = "") -> None:
        """Read the committees anew; `chosen` is then shown, else the one that was."""
        wanted = chosen or self._committee() or self._place.subject
        self.context.ask(
            self,
            lambda session, _: (committee_view.names(session), committee_view.all_series(session)),
            partial(self._offer, wanted),
        )

    def _offer(self, wanted: str, found: tuple[list[tuple[str, str]], tuple[tuple[str, str], ...]]) -> None:
        names, self._series = found
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for id_, name in names:
                self.choice.addItem(name, id_)
            self.choice.setCurrentIndex(max(0, self.choice.findData(wanted)) if names else -1)
        self.reload()

    def reload(self) -> None:
        """Read the chosen committee anew."""
        committee = self._committee()
        if committee:
            self.context.ask(self, lambda session, _: committee_view.opened(session, committee), self._show)
            return
        self._empty(True)
        self.told.setText(
            say("还没有评委会。点“登记评委会…”，登记名称、会议日期和评审范围；登记后再填备案、建专家库、抽取评委。")
        )

    def _empty(self, nothing: bool) -> None:
        self.tabs.setVisible(not nothing)  # pages on which nothing can be done yet
        self._rest.setVisible(nothing)

    def _show(self, found: CommitteeView) -> None:
        self._empty(False)
        people, pool = len(found.kept.committee.members), len(found.kept.committee.pool.experts)
        open_ = sum(one.verdict is not Verdict.PASS for one in found.findings)
        self.told.setText(
            say("评委 {people} 名，专家库 {pool} 名，待处理 {open} 项。", people=people, pool=pool, open=open_)
        )
        ready = bool(people) and not open_  # what comes next is a meeting, not another committee
        restyle(self.meetings_button, "look", "main" if ready else "quiet")
        restyle(self.new_button, "look", "")
        for _, page in self.pages:
            page.show_view(found)

    def ask_new(self) -> None:
        """Name, day, and what is reviewed."""
        dialog = AskDialog(
            self.context,
            self,
            (say("登记评委会"), "", say("登记")),
            task_fields(Committee(), self._series),
            lambda found: lambda session: committees.keep(session, filled(Committee(), found)),
        )
        dialog.done_.connect(self._made)
        dialog.open()

    def _made(self, made: object) -> None:
        assert isinstance(made, KeptCommittee)
        self.load(made.id)
