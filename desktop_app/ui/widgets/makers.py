"""Who asked for what is made and who approved it: two lines for the register of makings, wherever something is made."""

from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from desktop_app.domain.makings import Making
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import column, row, text

_LONGEST = 60


class MakersField(QWidget):
    """Side by side; `stacked` where the place is narrow, each name over its line."""

    def __init__(self, user: str, *, stacked: bool = False) -> None:
        super().__init__()
        self.applicant, self.approved_by = QLineEdit(user), QLineEdit()
        parts: list[QLayout] = []
        for line, words in ((self.applicant, say("申请人")), (self.approved_by, say("审批人"))):
            line.setMaxLength(_LONGEST)
            line.setAccessibleName(words)
            label = text(words, "label", wrap=False)
            label.setBuddy(line)
            parts.append(column(label, line, space=6) if stacked else row(label, line))
        self.approved_by.setPlaceholderText(say("填入制作登记簿"))
        self.setLayout(row(*parts, space=8 if stacked else 12))

    def making(self) -> Making:
        return Making(applicant=self.applicant.text().strip(), approved_by=self.approved_by.text().strip())
