"""Public notices: who hangs where until when, objections and what became of them; the list and the record on paper."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import held_notices, notice_overview, notice_papers
from desktop_app.desk.held_notices import HeldNotice, NoticeMode
from desktop_app.desk.notice_overview import NoticeLine, NoticeOverview
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import ObjectionState
from desktop_app.domain.marking import Marking
from desktop_app.domain.public_notices import Objection
from desktop_app.domain.words import choices, word
from desktop_app.ui.applications.header import day_words
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.notices.words import (
    asked,
    cells,
    notices_table,
    objection_cells,
    objections_table,
    planned,
    span_words,
)
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.formats import Unreadable
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text


class NoticesScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._lines: tuple[NoticeLine, ...] = ()
        self._found: NoticeOverview | None = None
        self._mark: Marking | None = None
        self.told = text("", "muted")
        self.table, self.objections = notices_table(), objections_table()
        self.order = HeadSort(self.table)
        self.order.changed.connect(self._again)
        self.new_button = button(say("登记公示…"), self.ask_new, "main")
        self.change_button = button(say("更改…"), self.ask_change)
        self.down_button = button(say("揭下…"), self.ask_down)
        self.object_button = button(say("登记异议…"), self.ask_objection)
        self.handle_button = button(say("处理异议…"), self.ask_outcome)
        self.paper_buttons: dict[Document, QPushButton] = {
            one: button(words, partial(self.ask_paper, one))
            for one, words in (
                (Document.NOTICE_LIST, say("打印公示名单…")),
                (Document.POSTING_RECORD, say("打印张贴记录…")),
            )
        }
        self._lay_out()
        self.load()

    def _lay_out(self) -> None:
        papers = row(None, *self.paper_buttons.values(), self.down_button, self.change_button, space=12)
        handling = row(text(say("异议"), "h2", wrap=False), None, self.handle_button, self.object_button, space=12)
        top = row(self.told, self.new_button, space=12)
        top.setStretch(0, 1)
        whole = column(top, self.table, papers, handling, self.objections, space=12, margins=PAGE)
        whole.setStretch(1, 3)
        whole.setStretch(4, 2)
        self.setLayout(whole)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.objections.itemSelectionChanged.connect(self._enable)
        self._enable()

    def title(self) -> str:
        return say("公示")

    def place(self) -> Place:
        return Place(ScreenKey.NOTICES)

    def marking(self) -> Marking | None:
        """The highest of those who are named here."""
        return self._mark

    def first_focus(self) -> QWidget | None:
        return self.table if self._lines else self.new_button

    def load(self, wanted: str = "") -> None:
        """Read everything anew; `wanted` is chosen, else the row that was."""
        picked = self.picked()
        chosen = wanted or (picked.notice.id if picked else "")
        self.context.ask(
            self,
            lambda session, _: notice_overview.overview(session),
            lambda found: self._show(found, chosen),
        )

    def _again(self) -> None:
        """In another order; the chosen notice stays chosen."""
        picked = self.picked()
        if self._found is not None:
            self._show(self._found, picked.notice.id if picked else "")

    def _show(self, found: NoticeOverview, chosen: str) -> None:
        self._found, self._mark = found, found.marking
        self._lines = tuple(self.order.ordered(found.lines, cells))
        latest = say("最迟张贴日：{day}。", day=day_words(found.latest_posting)) if found.latest_posting else ""
        rest = say("还有 {candidates} 人没有公示。", candidates=len(found.candidates))
        self.told.setText(latest + rest)
        self.table.fill([cells(line) for line in self._lines])
        at = next((n for n, line in enumerate(self._lines) if line.notice.id == chosen), 0 if found.lines else -1)
        if at >= 0:
            self.table.selectRow(at)
        self._chosen()
        self.context.mark_changed.emit()

    def picked(self) -> NoticeLine | None:
        """The chosen notice."""
        at = self.table.chosen()
        return self._lines[at] if 0 <= at < len(self._lines) else None

    def picked_objection(self) -> Objection | None:
        """The chosen objection."""
        line, at = self.picked(), self.objections.chosen()
        return line.notice.objections[at] if line and 0 <= at < len(line.notice.objections) else None

    def _chosen(self) -> None:
        line = self.picked()
        shown = line.notice.objections if line else ()
        names: dict[str, str] = dict(line.people) if line else {}
        self.objections.fill(
            [
                objection_cells(one, names.get(one.about, say("全部")), late=line is not None and line.notice.late(one))
                for one in shown
            ]
        )
        self._enable()

    def _enable(self) -> None:
        line, one = self.picked(), self.picked_objection()
        hangs = line is not None and not line.notice.over
        self.change_button.setEnabled(hangs)
        self.down_button.setEnabled(hangs)
        self.object_button.setEnabled(line is not None and line.notice.mode is not NoticeMode.WITHHELD)
        self.handle_button.setEnabled(one is not None and one.state is ObjectionState.OPEN)
        for document, look in self.paper_buttons.items():
            hung = line is not None and line.notice.mode is not NoticeMode.WITHHELD
            look.setEnabled(line is not None and (hung or document is Document.POSTING_RECORD))

    def ask_new(self) -> None:
        """Who, how, from when."""
        self._ask_notice(None)

    def ask_change(self) -> None:
        """The same of a notice that hangs."""
        if line := self.picked():
            self._ask_notice(line)

    def _ask_notice(self, line: NoticeLine | None) -> None:
        if self._found is None:
            return
        waiting = self._found.candidates
        only = (waiting[0][0],) if len(waiting) == 1 else ()  # nobody else could be meant
        known = line.notice if line else HeldNotice(id="", mode=NoticeMode.POSTED, applications=only)
        people = [*(line.people if line else ()), *waiting]
        dialog = AskDialog(
            self.context,
            self,
            (
                say("screen|登记公示"),
                say("张贴日和放假、休息的日子不计入；期满日留空由程序计算。"),
                say("登记公示"),
            ),
            asked(known, people, None if line else self.context.today, self.context.opened.user),
            lambda found: lambda session: held_notices.hold(session, planned(known, found)),
        )
        dialog.changed.connect(partial(self._tell_span, dialog))
        dialog.done_.connect(self._recorded)
        dialog.open()
        self._tell_span(dialog)

    def _tell_span(self, dialog: AskDialog) -> None:
        try:
            first = dialog.value("first_day")
        except Unreadable:
            return
        if first is None or dialog.value("mode") is NoticeMode.WITHHELD:
            dialog.tell("")
            return

        def unknown(_: Fault) -> None:
            dialog.tell(say("没有该年的工作日表，无法计算。"))

        self.context.ask(
            dialog,
            lambda session, _: held_notices.span(session, first),
            lambda span: dialog.tell(span_words(span)),
            on_fault=unknown,
        )

    def _recorded(self, notice: object) -> None:
        assert isinstance(notice, HeldNotice)
        until = notice.last_day.isoformat() if notice.last_day else ""
        self.context.note(say("公示已登记，{until} 期满。", until=until) if until else say("已登记为不公示。"))
        self.load(notice.id)

    def ask_objection(self) -> None:
        """What is objected to, by whom if they said so."""
        line = self.picked()
        if line is None:
            return
        notice = line.notice.id
        fields = [
            Asked("on", say("收到日期"), Kind.DAY, self.context.today),
            Asked(
                "about",
                say("涉及人员"),
                Kind.CHOICE,
                "",
                [("", say("全部")), *((str(one), name) for one, name in line.people)],
            ),
            Asked("by", say("反映人"), most=60, hint=say("没有署名的留空")),
            Asked("says", say("异议内容"), Kind.TEXT),
        ]
        self._open(
            (say("screen|登记异议"), "", say("登记异议")),
            fields,
            lambda found: (
                lambda session: held_notices.object_(
                    session,
                    notice,
                    Objection(
                        number=0,
                        on=found["on"] or session.today(),
                        by=found["by"],
                        about=found["about"],
                        says=found["says"],
                    ),
                )
            ),
            self._objected,
        )

    def ask_outcome(self) -> None:
        """How the objection was looked into, and with what outcome."""
        line, one = self.picked(), self.picked_objection()
        if line is None or one is None:
            return
        notice, number = line.notice.id, one.number
        outcomes = [choice for choice in choices(ObjectionState, language()) if choice[0] is not ObjectionState.OPEN]
        self._open(
            (say("处理异议"), one.says, say("登记处理结果")),
            [
                Asked("state", say("screen|结论"), Kind.CHOICE, ObjectionState.NOT_UPHELD, outcomes),
                Asked("handling", say("核查经过"), Kind.TEXT),
                Asked("handled_by", say("核查人"), begin=self.context.opened.user, most=60),
            ],
            lambda found: (
                lambda session: held_notices.handle(
                    session, notice, number, found["state"], found["handling"], found["handled_by"]
                )
            ),
            self._settled,
        )

    def _settled(self, notice: object) -> None:
        """What was true stops the filing: what to do is told at once."""
        assert isinstance(notice, HeldNotice)
        if any(notice.upheld(one) for one in notice.applications):
            self.context.note(say("异议属实，不得照原样上报：改正内容，揭下后重新公示，或者不予推荐。"))
        self.load(notice.id)

    def ask_down(self) -> None:
        """Who takes it down."""
        line = self.picked()
        if line is None:
            return
        notice = line.notice.id
        hint = say("期满后的工作日揭下，日期记为今天。")
        self._open(
            (say("揭下公示"), hint, say("登记揭下")),
            [Asked("by", say("揭下人"), begin=self.context.opened.user, most=60)],
            lambda found: lambda session: held_notices.take_down(session, notice, found["by"]),
        )

    def _objected(self, notice: object) -> None:
        assert isinstance(notice, HeldNotice)
        one = notice.objections[-1]
        if notice.late(one):
            self.context.note(say("异议 {number} 已登记；公示已于 {last} 期满，记为期满后收到。",
                                  number=one.number, last=notice.last_day))  # fmt: skip
        self.load(notice.id)

    def _open(
        self,
        words: tuple[str, str, str],
        fields: list[Asked],
        act: Any,
        done: Callable[[object], None] | None = None,
    ) -> None:
        dialog = AskDialog(self.context, self, words, fields, act)
        dialog.done_.connect(done or (lambda _: self.load()))
        dialog.open()

    def ask_paper(self, document: Document) -> None:
        """Print it, or save it."""
        line = self.picked()
        if line is None:
            return
        notice = line.notice.id
        put_out(
            self.context,
            self,
            Paper(
                document,
                f"{word(document, language())}.pdf",
                lambda session, where, progress: notice_papers.save(session, notice, document, where, progress),
            ),
        )
