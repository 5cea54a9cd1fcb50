"""Every check of a package as it is made: waiting, passed, failed, or not asked for."""

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.desk.receive import Check, CheckLine
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import restyle, text

_ROWS = 7
_PASSED = "passed:"
_FAILED = "failed:"


def as_step(line: CheckLine) -> str:
    """A check as the short key that a job's progress carries to the window."""
    return (_PASSED if line.ok else _FAILED) + line.check.value


def from_step(what: str) -> CheckLine | None:
    """The check that `as_step` put into a key; `None` for any other key."""
    for prefix in (_PASSED, _FAILED):
        if what.startswith(prefix):
            return CheckLine(Check(what.removeprefix(prefix)), prefix == _PASSED)
    return None


class Checks(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.made: list[CheckLine] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._labels: dict[Check, QLabel] = {}
        for at, check in enumerate(Check):
            label = text("")
            grid.addWidget(label, at % _ROWS, at // _ROWS)
            self._labels[check] = label
        self.start()

    def start(self) -> None:
        """Nothing was checked yet."""
        self.made = []
        self._left_out: set[Check] = set()
        for check in Check:
            self._mark(check, "·", "", say("未核验"))

    def begin(self, *, label: bool) -> None:
        """The first check is being made; without a typed or scanned label there is nothing to compare it with."""
        self.start()
        if not label:
            self._leave_out(Check.LABEL)
        self._make_next()

    def _leave_out(self, check: Check) -> None:
        self._left_out.add(check)
        self._mark(check, "—", "todo", say("没有核对"))

    def _make_next(self) -> None:
        over = {one.check for one in self.made} | self._left_out
        check = next((one for one in Check if one not in over), None)
        if check is not None:
            self._mark(check, "▸", "", say("正在核验"))

    def _mark(self, check: Check, sign: str, tone: str, state: str) -> None:
        label = self._labels[check]
        label.setText(f"{sign}　{word(check, language())}")
        label.setAccessibleName(say("{check}：{state}", check=word(check, language()), state=state))
        restyle(label, "tone", tone)

    def heard(self, line: CheckLine) -> None:
        """One check was made; those above it that were not are left out for good."""
        for check in Check:
            if check is line.check:
                break
            if check not in {one.check for one in self.made}:
                self._leave_out(check)
        self.made.append(line)
        if line.ok:
            self._mark(line.check, "✓", "pass", say("符合"))
            self._make_next()
        else:
            self._mark(line.check, "✗", "block", say("checks|不符合"))

    def last(self) -> QWidget | None:
        """The check that was made last."""
        return self._labels[self.made[-1].check] if self.made else None

    def words(self) -> list[str]:
        """What is on screen, top to bottom."""
        return [label.text() for label in self._labels.values()]
