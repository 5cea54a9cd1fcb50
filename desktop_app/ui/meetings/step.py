"""What every step of a meeting is: a page that shows the meeting as it stands and tells when it changed something."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_app.core.progress import Progress
from desktop_app.desk import meeting_papers
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.papers import paperout
from desktop_app.ui.papers.paperout import Paper
from desktop_app.ui.widgets.actingpart import ActingPart
from desktop_app.ui.widgets.parts import column, readable, restyle, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


_STOPS = (Verdict.BLOCK, Verdict.TODO, Verdict.WARN, Verdict.ASK)


class Step(ActingPart):
    """One page. `show_view` is called whenever the meeting was read anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: MeetingView | None = None
        self.findings = Told()

    def show_view(self, view: MeetingView) -> None:
        """Show the meeting as it stands."""
        self.view = view

    @property
    def meeting(self) -> str:
        """The meeting's id."""
        assert self.view is not None
        return self.view.at.kept.id

    def tell(self, found: Sequence[Finding]) -> None:
        """What the rules say, the gravest first."""
        self.findings.show_findings(found)

    def print_paper(self, document: Document, batch: int = 0) -> None:
        """Print one of the meeting's papers, or save it."""
        paperout.put_out(self.context, self, self._paper(document, batch, ".pdf"))

    def save_word(self, document: Document) -> None:
        """One of the meeting's papers as a Word file to be edited."""
        paperout.ask_and_save(self.context, self, self._paper(document, 0, ".docx"))

    def _paper(self, document: Document, batch: int, kind: str) -> Paper:
        meeting = self.meeting
        return Paper(
            document,
            f"{word(document, language())}{kind}",
            lambda session, where, progress: meeting_papers.save(session, meeting, document, where, progress, batch),
        )

    def put_out(
        self,
        document: Document,
        file: str,
        write: "Callable[[Session, Outlet, Progress], Any]",
        after: Callable[[Any], str] = lambda _: "",
    ) -> None:
        """Print it, or ask where to save it; `after` is said of what writing gave back."""
        paperout.put_out(self.context, self, Paper(document, file, write, after))


class Told(QWidget):
    """What the rules say: what stands in the way in red, under it what is in order in green."""

    def __init__(self) -> None:
        super().__init__()
        self._open, self._met = text(""), text("")
        restyle(self._open, "tone", "block")
        restyle(self._met, "tone", "pass")
        both = QWidget()
        both.setLayout(column(self._open, self._met, space=4))
        self.setLayout(readable(both))

    def text(self) -> str:
        """All that is said."""
        return "\n".join(label.text() for label in (self._open, self._met) if label.text())

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Say what was found."""
        stops = [one for one in found if one.verdict in _STOPS]
        met = [one for one in found if one.verdict not in _STOPS]
        self._open.setText("\n".join(map(finding_line, stops)))
        self._met.setText("\n".join(map(finding_line, met)) or ("" if stops else say("没有需要处理的事项。")))
        for label in (self._open, self._met):
            label.setVisible(bool(label.text()))


def finding_line(one: Finding) -> str:
    """Verdict, what is so, what to do, the clause."""
    mend = "" if one.verdict is Verdict.PASS else " " + said(one.mend)
    # nobody files here: the word for what an applicant may not do says nothing
    verdict = say("不合规") if one.verdict is Verdict.BLOCK else word(one.verdict, language())
    return f"{verdict}　{said(one.says)}{mend}" + say("（{clause}）", clause=one.clause)
