"""The ceremony that makes a card trusted: groups of digits heard from the other desk, typed here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import contacts
from desktop_app.domain.records import Compared, Contact
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.digitgroups import lead_on
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, label_for, row, text


class VerifyDialog(QDialog):
    """Never shows the fingerprint it compares with: what is typed must come from the other side."""

    verified = Signal()

    def __init__(self, contact: Contact, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("核对指纹"))
        self.setMinimumWidth(theme.px(520))
        self._contact = contact
        self._context = context
        self.groups: dict[int, QLineEdit] = {}
        self.who = QLineEdit(context.opened.user)
        self.who.setMaxLength(200)
        self.who.setAccessibleName(say("核对人"))
        self.how = QComboBox()
        for one in Compared:
            self.how.addItem(word(one, language()), one)
        self.how.setAccessibleName(say("verify|方式"))
        self.wrong = Complaint()
        self.wrong.hide()
        self.verify_button = button(say("一致，设为已核对"), self._verify, "main")
        asked = say("请“{card}”的经办人当面或在电话里念出下列各组数字（每组 5 位），逐组输入：", card=contact.card.name)
        told = text("", "muted")
        told.hide()
        self.setLayout(
            column(
                text(asked),
                told,
                self._grid(),
                text(say("核对方式和核对人（记入登记簿）"), "label"),
                row(self.how, self.who),
                self.wrong,
                row(None, button(say("不，返回"), self.reject), self.verify_button),
                space=12,
                margins=24,
            )
        )
        if contact.card.officer:
            told.setText(
                say(
                    "名片写明经办人“{officer}”：核对以后，封给“{card}”的包也封给此人。",
                    officer=contact.card.officer,
                    card=contact.card.name,
                )
            )
            told.show()
        hug(self)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        for at, group in enumerate(contacts.groups_to_type()):
            words = say("第 {group} 组", group=group + 1)
            field = QLineEdit()
            field.setMaxLength(5)
            field.setProperty("role", "code")
            grid.addWidget(label_for(words, field, wrap=True), 0, at)
            grid.addWidget(field, 1, at)
            self.groups[group] = field
        lead_on(tuple(self.groups.values()))
        return grid

    def _verify(self) -> None:
        typed = {group: field.text().strip() for group, field in self.groups.items()}
        who = self.who.text().strip()
        for group, digits in typed.items():
            if len(digits) != 5 or not digits.isdecimal():
                self._say(say("第 {group} 组要输满 5 位数字。", group=group + 1))
                self.groups[group].setFocus()
                return
        if not who:
            self._say(say("请写明核对人。"))
            self.who.setFocus()
            return
        how = self.how.currentData()
        self.verify_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: contacts.verify(session, self._contact.id, typed, who, how),
            lambda _: self._done(),
            on_fault=self._refused,
            on_end=lambda: self.verify_button.setEnabled(True),
        )

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        hug(self)

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))
        wrong = self.groups.get(int(str(fault.fields.get("group", 0))) - 1)
        if wrong is not None:
            wrong.setFocus()
            wrong.selectAll()

    def _done(self) -> None:
        self.verified.emit()
        self.accept()
