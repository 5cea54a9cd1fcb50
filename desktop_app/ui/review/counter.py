"""A paper dossier is handed in: what was counted is typed, and the certificate of receipt is printed or saved."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import counter
from desktop_app.desk.counter import Counted
from desktop_app.desk.review_desk import ReviewCase
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Paper as Owed
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.parts import button


class Counter:
    """The button of the review screen for what comes over the counter."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner
        self._case: ReviewCase | None = None
        self.button = button(say("接收凭证…"), self.ask)
        self.show_case(None)

    def show_case(self, case: ReviewCase | None) -> None:
        self._case = case
        self.button.setEnabled(case is not None)

    def ask(self) -> None:
        """How many of each paper there are."""
        if self._case is not None:
            application = self._case.application
            self._context.ask(
                self._owner, lambda session, _: counter.owed(session, application), partial(self._ask, application)
            )

    def _ask(self, application: ApplicationId, owed: tuple[Owed, ...]) -> None:
        dialog = AskDialog(
            self._context,
            self._owner,
            (
                say("纸质材料接收凭证"),
                say("逐项填实收份数，少于应交份数的在凭证上注明缺；留空的印成空格，由人手填。"),
                say("出具凭证"),
            ),
            [
                Asked("delivered_by", say("递交人"), most=60),
                Asked("number", say("凭证编号"), most=40, hint=say("没有编号的留空")),
                *map(_asked, owed),
            ],
            lambda found: partial(_counted, found, owed),
        )
        dialog.done_.connect(partial(self._put_out, application))
        dialog.open()

    def _put_out(self, application: ApplicationId, counted: object) -> None:
        assert isinstance(counted, Counted)
        put_out(
            self._context,
            self._owner,
            Paper(
                Document.RECEIPT_CERTIFICATE,
                say("材料接收凭证.pdf"),
                lambda session, where, progress: counter.certificate(session, application, counted, where, progress),
            ),
        )


def _asked(one: Owed) -> Asked:
    hint = say("应交 {copies} 份", copies=one.copies) if one.copies else ""
    return Asked(one.kind.value, said(one.name), Kind.NUMBER, "", most=5, hint=hint, blank=None)


def _counted(found: Mapping[str, Any], owed: tuple[Owed, ...], session: object) -> Counted:
    del session
    counts = {one.kind.value: found[one.kind.value] for one in owed}
    present = {kind: count for kind, count in counts.items() if count is not None}
    return Counted(found["delivered_by"], present, found["number"])
