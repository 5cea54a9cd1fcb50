"""The groups of the seal label that are typed from the paper: first, last and two at random, or none at all."""

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_app.desk import contacts
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import column, text

_WIDTH = 5


class LabelGroups(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[int, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        for at, group in enumerate(contacts.groups_to_type()):
            words = say(f"第 {group + 1} 组", f"Group {group + 1}")
            field = QLineEdit()
            field.setMaxLength(_WIDTH)
            field.setProperty("role", "code")
            field.setAccessibleName(say(f"封条号第 {group + 1} 组", f"Seal code, group {group + 1}"))
            label = text(words, "label")
            label.setBuddy(field)
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at)
            self.fields[group] = field
        self.wrong = text("", "wrong")
        self.wrong.hide()
        advice = say(
            "照纸质标签输入；没有标签可留空，导入后会提醒。",
            "From the paper label. Without one leave them empty: the import then carries a warning.",
        )
        self.setLayout(
            column(text(say("核对封条号", "Seal label"), "label"), grid, self.wrong, text(advice, "muted"), space=6)
        )

    def typed(self) -> dict[int, str] | None:
        """What was typed, `None` for nothing at all."""
        groups = {group: field.text().strip() for group, field in self.fields.items()}
        return groups if any(groups.values()) else None

    def ready(self) -> bool:
        """Whether it is all or nothing; says what lacks and puts the keyboard there."""
        groups = self.typed() or {}
        for group, digits in groups.items():
            if len(digits) != _WIDTH or not digits.isdecimal():
                self.wrong.setText(
                    say(
                        f"第 {group + 1} 组要输满 {_WIDTH} 位数字；不核对就全部留空。",
                        f"Group {group + 1} has {_WIDTH} digits; to compare nothing leave all empty.",
                    )
                )
                self.wrong.show()
                self.fields[group].setFocus()
                return False
        self.wrong.hide()
        return True
