"""What every step of a meeting is: a page that shows the meeting as it stands and tells when it changed something."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.core.progress import Progress
from desktop_app.desk import meeting_papers
from desktop_app.desk.meeting_view import MeetingView
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets import files
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

    def save_paper(self, document: Document, batch: int = 0, kind: str = ".pdf") -> None:
        """Ask where, and write one of the meeting's papers as PDF, or by its name as Word or Excel."""
        meeting, name = self.meeting, word(document, language())
        self.save_to(
            f"{name}{kind}",
            lambda session, path: meeting_papers.save(session, meeting, document, path, Progress(), batch),
        )

    def save_to(
        self, name: str, write: "Callable[[Session, Path], object]", more: Callable[[Any], str] = lambda _: ""
    ) -> None:
        """Ask where, write it, and say that it lies there in plain text; `more` is said of what writing gave back."""

        def chosen(path: Path) -> None:
            told = say(f"已明文写到 {path}，已记入日志。", f"It is in {path} as plain text; the log says so.")
            self.context.ask(
                self, lambda session, _: write(session, path), lambda made: self.context.note(told + more(made))
            )

        files.save_file(self, say("另存为", "Save as"), name, chosen)


def finding_line(one: Finding) -> str:
    """Verdict, what is so, what to do, the clause."""
    mend = "" if one.verdict is Verdict.PASS else " " + said(one.mend)
    return f"{word(one.verdict, language())}　{said(one.says)}{mend}（{one.clause}）"
