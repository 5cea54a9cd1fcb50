"""Who asked for what is made and who approved it: two lines for the register of makings, wherever something is made."""

from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from desktop_app.domain.makings import Making
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import column, label_for, row

#: Letters of a name.
LONGEST = 60


class Makers:
    """The two lines themselves, for whatever lays them out; `user` is who asks unless somebody else is written."""

    def __init__(self, user: str) -> None:
        self.applicant, self.approved_by = QLineEdit(user), QLineEdit()
        self.named = ((say("makers|制作申请人"), self.applicant), (say("makers|制作审批人"), self.approved_by))
        for _, line in self.named:
            line.setMaxLength(LONGEST)

    def making(self) -> Making:
        return Making(applicant=self.applicant.text().strip(), approved_by=self.approved_by.text().strip())


class MakersField(QWidget):
    """Side by side; `stacked` where the place is narrow, each name over its line."""

    def __init__(self, user: str, *, stacked: bool = False) -> None:
        super().__init__()
        self._makers = Makers(user)
        self.applicant, self.approved_by = self._makers.applicant, self._makers.approved_by
        self.approved_by.setPlaceholderText(say("填入制作登记簿"))
        parts: list[QLayout] = []
        for words, line in self._makers.named:
            label = label_for(words, line)
            parts.append(column(label, line, space=6) if stacked else row(label, line))
        self.setLayout(row(*parts, space=8 if stacked else 12))

    def making(self) -> Making:
        return self._makers.making()
