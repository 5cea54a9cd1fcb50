"""The seal label on paper: its QR scanned, or four of its groups typed (first, last, two at random), or none of it."""

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_app.desk import contacts
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.digitgroups import lead_on
from desktop_app.ui.widgets.parts import Complaint, column, text

_WIDTH = 5
#: A signed label is 216 characters; more is not one.
_SCANNED = 400


class LabelGroups(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[int, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        for at, group in enumerate(contacts.groups_to_type()):
            words = say("第 {group} 组", group=group + 1)
            field = QLineEdit()
            field.setMaxLength(_WIDTH)
            field.setProperty("role", "code")
            field.setAccessibleName(say("封条号第 {group} 组", group=group + 1))
            label = text(words, "label")
            label.setBuddy(field)
            grid.addWidget(label, 0, at)
            grid.addWidget(field, 1, at)
            self.fields[group] = field
        lead_on(tuple(self.fields.values()))
        self.scan = QLineEdit()
        self.scan.setMaxLength(_SCANNED)
        self.scan.setAccessibleName(say("扫描封条二维码"))
        self.scan.setPlaceholderText(say("或在此用扫码枪扫标签二维码"))
        self.wrong = Complaint()
        self.wrong.hide()
        advice = say("照纸质标签输入或扫描；不相符就停止拆封。没有标签可留空，导入后会提醒。")
        head = text(say("核对封条号"), "label")
        self.setLayout(column(head, grid, self.scan, self.wrong, text(advice, "muted"), space=6))

    def scanned(self) -> str | None:
        """What a hand scanner typed, `None` for nothing."""
        return self.scan.text().strip() or None

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
                    say("第 {group} 组要输满 {width} 位数字；不核对就全部留空。", group=group + 1, width=_WIDTH)
                )
                self.wrong.show()
                self.fields[group].setFocus()
                return False
        self.wrong.hide()
        return True
