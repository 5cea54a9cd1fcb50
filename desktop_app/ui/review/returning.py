"""Sending an application back: one notice with every point and its day, sealed or on paper; recorded as given up."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import returns
from desktop_app.desk.returns import NoticePoint, Planned
from desktop_app.desk.review_desk import ReviewCase
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
from desktop_app.domain.status import Status
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.onto import onto_medium
from desktop_app.ui.widgets.parts import button


class Returning:
    """The buttons of the review screen that send things back. `done` is called when something moved."""

    def __init__(self, context: Context, owner: QWidget, done: Callable[[], None]) -> None:
        self._context, self._owner, self._done = context, owner, done
        self._case: ReviewCase | None = None
        self.return_button = button(say("退回补正…"), self.ask)
        self.letter_button = button(say("打印告知书…"), self.ask_letter)
        self.give_up_button = button(say("登记为放弃…"), self.ask_give_up)
        self.buttons: tuple[QPushButton, ...] = (self.give_up_button, self.letter_button, self.return_button)

    def show_case(self, case: ReviewCase | None) -> None:
        """Offer what can be done with this application now."""
        self._case = case
        back = case is not None and case.status is Status.RETURNED
        self.return_button.setVisible(case is not None)
        self.return_button.setEnabled(case is not None and case.status in (Status.RECEIVED, Status.RETURNED))
        self.letter_button.setVisible(back)
        self.give_up_button.setVisible(back)

    def ask(self) -> None:
        """Every point in one notice: from the findings, from what was found not to be met, and the officer's own."""
        case = self._case
        if case is None:
            return
        application = case.application
        self._context.ask(
            self._owner,
            lambda session, _: (returns.passed_down(session, application), returns.usual_day(session, application)),
            lambda found: self._ask(case, *found),
        )

    def _ask(self, case: ReviewCase, came: Planned | None, usual: date) -> None:
        found = came.points if came else (*returns.suggested(case.about), *_failed(case))
        begin = came.mend_by if came else usual
        dialog = AskDialog(
            self._context,
            self._owner,
            (
                say("退回补正：{name}", name=case.content.person.name),
                say("全部需补正的内容一次告知，写明期限；逾期没有补正的视为放弃（三（四）5）。")
                + ("" if found else say("程序核对没有发现要补正的，请逐项写在下面。")),
                say("登记告知并退回"),
            ),
            [
                *(
                    [Asked("points", say("核对发现的"), Kind.PEOPLE, found, [(p, p.says) for p in found])]
                    if found
                    else []
                ),
                Asked(
                    "own",
                    say("其他需补正的"),
                    Kind.TEXT,
                    hint=say("一行一项。写成“联系电话：少一位”，本人打开时就标在“联系电话”一栏。"),
                ),
                Asked("mend_by", say("补正期限"), Kind.DAY, begin),
                Asked(
                    "way",
                    say("退回方式"),
                    Kind.CHOICE,
                    "package",
                    [
                        ("package", say("封装退回包")),
                        ("paper", say("只出纸质告知书")),
                    ],
                ),
            ],
            lambda told: partial(_prepared, case.application, told),
        )
        dialog.done_.connect(partial(self._prepared, case.application))
        dialog.open()

    def _prepared(self, application: ApplicationId, result: object) -> None:
        """The rules allow it: on paper it is done; a sealed return needs to know where to."""
        if not isinstance(result, Planned):
            self._context.note(say("已登记告知，请打印告知书送达。"))
            self._done()
            return
        title = say("退回包写到哪个介质")
        onto_medium(
            self._context, self._owner, title, lambda folder, made: self.give(application, result, folder, made)
        )

    def give(
        self,
        application: ApplicationId,
        planned: Planned,
        folder: Path,
        making: Making = Making(),
    ) -> None:
        """Seal the return onto a medium."""
        self._context.ask(
            self._owner,
            lambda session, progress: returns.give(session, {application: planned}, folder, progress, making=making),
            lambda outcome: self._given(outcome.folder, outcome.seal_code),
        )

    def _given(self, folder: Path, code: str) -> None:
        self._context.note(
            say("退回包在 {folder}，封条号 {code}；标签和递送单在“封装”页打印。", folder=folder, code=code)
        )
        self._done()

    def ask_letter(self) -> None:
        """The written notice, printed or saved."""
        case = self._case
        if case is None:
            return
        application = case.application
        put_out(
            self._context,
            self._owner,
            Paper(
                Document.CORRECTION_NOTICE,
                say("补正告知书.pdf"),
                lambda session, where, progress: returns.letter(session, application, where, progress),
            ),
        )

    def ask_give_up(self) -> None:
        """The day passed and nothing was mended."""
        case = self._case
        if case is None:
            return
        application = case.application
        confirm.ask(
            self._owner,
            say("到期没有补正，登记为放弃申报？登记后不再受理。"),
            say("登记为放弃"),
            partial(self._give_up, application),
        )

    def _give_up(self, application: ApplicationId) -> None:
        self._context.ask(self._owner, lambda session, _: returns.give_up(session, application), lambda _: self._done())


def _failed(case: ReviewCase) -> tuple[NoticePoint, ...]:
    return tuple(
        NoticePoint(says=(f"{case.point_words[one.point].zh}：不符合。{one.remark}")[:200])
        for one in case.work.failed
        if one.point in case.point_words
    )


def _prepared(application: ApplicationId, told: dict[str, Any], session: Any) -> object:
    """Check the notice against the rules; one on paper is given at once."""
    planned = Planned((*told.get("points", ()), *returns.own_points(told["own"])), told["mend_by"] or session.today())
    if told["way"] == "paper":
        return returns.tell_on_paper(session, application, planned)
    returns.require_allowed(session, application, planned)
    return planned
