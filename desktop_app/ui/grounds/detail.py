"""One ground beside the list: how it stands and why, its days, and the button that takes it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.desk.explain import Explanation
from desktop_app.desk.grounds import Ground, Openness, Option
from desktop_app.domain.findings import Finding
from desktop_app.domain.words import word
from desktop_app.ui.applications.findings import FindingsPanel
from desktop_app.ui.applications.header import day_words, days_words
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import button, card, column, restyle, row, text

#: The style sheet's tone for how a ground stands.
TONES = {Openness.OPEN: "pass", Openness.MISSING: "todo", Openness.ASKED: "ask", Openness.CLOSED: "block"}


def named(ground: Ground) -> str:
    """Level and ground in the notice's words."""
    return say("　").join((word(ground.level, language()), word(ground.path, language())))


def closing(option: Option) -> str:
    """The last day of its window and how long that is, or that another notice says it."""
    if option.ground.window is None or option.days_left is None:
        return say("另行通知")
    return f"{day_words(option.ground.window.last)}　{days_words(option.days_left)}"


class GroundDetail(QWidget):
    wanted = Signal(str)  # a path to go to
    setting_wanted = Signal(str)
    take = Signal()

    def __init__(self, explain: Callable[[Finding], Explanation], on_form: Callable[[str], bool]) -> None:
        super().__init__()
        self.name = text("", "h2")
        self.standing = text()
        self.filing = text("", "muted")
        self.due = text("", "muted")
        self.posting = text("", "muted")
        self.unruled = text(say("本通知没有写明这一层级按此类型申报的条件，须由人社部门核定。"))
        self.reasons = FindingsPanel(explain, on_form, title=say("依据和还差的"))
        self.reasons.wanted.connect(self.wanted)
        self.reasons.setting_wanted.connect(self.setting_wanted)
        self.take_button = button(say("选用这一项"), self.take.emit, "main")
        self.why_not = text("", "muted")
        head = card(self.name, self.standing, self.filing, self.due, self.posting, self.unruled, space=4, margins=12)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        foot = row(self.why_not, self.take_button)
        foot.setStretch(0, 1)
        whole = column(head, self.reasons, foot)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_option(self, option: Option, refusal: str) -> None:
        """Show one ground. `refusal` says why it cannot be taken, empty when it can."""
        ground = option.ground
        self.name.setText("　".join(part for part in (named(ground), ground.title) if part))
        self.standing.setText(word(ground.standing, language()))
        restyle(self.standing, "tone", TONES[ground.standing])
        self._days(option)
        self.unruled.setVisible(not ground.ruled)
        self.reasons.show_findings(option.findings)
        self.why_not.setText(refusal)
        self.take_button.setEnabled(not refusal)

    def _days(self, option: Option) -> None:
        window, due = option.ground.window, option.ground.due
        if window is None or option.days_left is None:
            self.filing.setText(say("申报期：另行通知"))
        else:
            first, last, left = day_words(window.first), day_words(window.last), days_words(option.days_left)
            self.filing.setText(say("申报期：{first} 至 {last}（{left}）", first=first, last=last, left=left))
        restyle(self.filing, "tone", "block" if option.late else "")
        self.due.setVisible(due is not None)
        if due is not None:
            self.due.setText(say("材料最迟送达：{day}", day=day_words(due)))
        posting = option.posting
        self.posting.setVisible(posting is not None)
        if posting is not None:
            self.posting.setText(say("单位最迟张贴公示：{day}", day=day_words(posting)))
