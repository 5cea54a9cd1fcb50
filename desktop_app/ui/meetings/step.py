"""What every step of a meeting is: a page that shows the meeting as it stands and tells when it changed something."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

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
from desktop_app.ui.widgets.parts import restyle, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class Step(ActingPart):
    """One page. `show_view` is called whenever the meeting was read anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.view: MeetingView | None = None
        self.findings = text("")

    def show_view(self, view: MeetingView) -> None:
        """Show the meeting as it stands."""
        self.view = view

    @property
    def meeting(self) -> str:
        """The meeting's id."""
        assert self.view is not None
        return self.view.at.kept.id

    def tell(self, found: Sequence[Finding]) -> None:
        """What the rules say, the gravest first, in the colour of the gravest."""
        stops = any(one.verdict in (Verdict.BLOCK, Verdict.TODO, Verdict.WARN) for one in found)
        restyle(self.findings, "tone", "block" if stops else "pass")
        lines = [finding_line(one) for one in found]
        self.findings.setText("\n".join(lines) or say("没有需要处理的事项。", "Nothing to settle."))

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


def finding_line(one: Finding) -> str:
    """Verdict, what is so, what to do, the clause."""
    mend = "" if one.verdict is Verdict.PASS else " " + said(one.mend)
    return f"{word(one.verdict, language())}　{said(one.says)}{mend}（{one.clause}）"
