"""Step two: the scheme of the review, what it lacks, and until when it must be filed."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec import structs
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop_app.desk import meetings, scheme
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.copies import Document
from desktop_app.domain.meetings import KeptMeeting
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.meetings.step import Step
from desktop_app.ui.sealing.tables import modest
from desktop_app.ui.widgets.asking import Asked, Kind
from desktop_app.ui.widgets.parts import button, card, column, row, text
from desktop_app.ui.widgets.turning import Turning
from desktop_app.ui.widgets.wrapping import Wrapping


class PlanStep(Step):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told = text("", "muted")
        self.procedure = _field(say("五、评审工作程序"))
        self.measures = _field(say("六、工作措施"))
        self.usual_button = button(say("填入常用文字"), self.usual)
        self.keep_button = button(say("保存方案"), self.keep, "main")
        self.file_button = button(say("登记备案…"), self.ask_filed)
        self.word_button = button(say("导出 Word…"), partial(self.save_word, Document.REVIEW_SCHEME))
        self.pdf_button = button(say("打印方案…"), partial(self.print_paper, Document.REVIEW_SCHEME))
        acts = Wrapping(
            (self.word_button, self.pdf_button, self.file_button, self.usual_button, self.keep_button), right=True
        )
        top = Turning((self.told, acts), wide=1000, shares=(1, 0), space=8)
        left = column(
            text(say("五、评审工作程序"), "label"), self.procedure,
            text(say("六、工作措施"), "label"), self.measures, space=6,
        )  # fmt: skip
        left.setStretch(1, 1)
        left.setStretch(3, 1)
        middle = row(space=16)
        middle.addLayout(left, 3)
        middle.addWidget(modest(card(text(say("核对"), "h2"), self.findings, None)), 2)
        whole = column(top, middle, space=12, margins=12)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_view(self, view: MeetingView) -> None:
        super().show_view(view)
        kept = view.at.kept
        for field, words in ((self.procedure, kept.scheme.procedure), (self.measures, kept.scheme.measures)):
            if field.toPlainText() != words and not field.document().isModified():
                field.setPlainText(words)
                field.document().setModified(False)
        applicants, members = len(view.at.applicants), len(view.at.members)
        self.told.setText(
            say(
                "申报人 {applicants} 名、评委 {members} 名、时间、地点由登记的内容生成，改动按上面的“变更…”。",
                applicants=applicants,
                members=members,
            )
        )
        self.tell(view.scheme)

    def usual(self) -> None:
        """Fill what is empty with the usual text; it counts once it is kept."""
        for field, words in ((self.procedure, scheme.PROCEDURE), (self.measures, scheme.MEASURES)):
            if not field.toPlainText().strip():
                field.setPlainText(words)
                field.document().setModified(True)

    def keep(self) -> None:
        """Keep both texts."""
        meeting = self.meeting
        texts = {"procedure": self.procedure.toPlainText(), "measures": self.measures.toPlainText()}
        for field in (self.procedure, self.measures):
            field.document().setModified(False)

        self.act(lambda session: meetings.change(session, _told(meetings.get(session, meeting), texts)))

    def ask_filed(self) -> None:
        """When, where and under which number the scheme was filed."""
        assert self.view is not None
        meeting, told = self.meeting, self.view.at.kept.scheme
        self.ask(
            (say("登记备案"), "", say("plan|登记备案")),
            [
                Asked("filed_on", say("备案日期"), Kind.DAY, told.filed_on or self.context.today),
                Asked("filed_with", say("备案部门"), begin=told.filed_with),
                Asked("filed_number", say("文号"), begin=told.filed_number),
            ],
            lambda found: lambda session: meetings.change(session, _told(meetings.get(session, meeting), found)),
        )


def _told(kept: KeptMeeting, told: Mapping[str, Any]) -> KeptMeeting:
    return structs.replace(kept, scheme=structs.replace(kept.scheme, **told))


def _field(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setMinimumHeight(theme.px(100))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # takes what the window has
    made.setAccessibleName(name)
    return made
