"""A printer to make the acquaintance of: its certificate compared by an officer, or a name and password given."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit

from desktop_app.core.errors import Code, Fault
from desktop_app.ui.language import say
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.parts import button, column, row, text

CERTIFICATE = (Code.PRINTER_CERTIFICATE, Code.PRINTER_CERTIFICATE_CHANGED)
PASSWORD = (Code.PRINTER_PASSWORD_NEEDED, Code.PRINTER_PASSWORD_WRONG, Code.PRINTER_PASSWORD_FORM)
_DIGITS_A_LINE = 47  # sixteen bytes with their colons: a SHA-256 makes two lines


class CertificatePanel(QFrame):
    """Shows the fingerprint; only an officer's word makes it trusted."""

    trusted = Signal(str)
    withdrawn = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._fingerprint = ""
        self.words = text("")
        self.fingerprint = text("", "code")
        self.fingerprint.setAccessibleDescription(say("证书指纹"))
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.trust_button = button(say("指纹一致，信任它"), self._trust)
        self.withdraw_button = button(say("撤销原来的信任…"), self._ask_withdraw)
        self.setLayout(
            column(self.words, self.fingerprint, row(self.trust_button, self.withdraw_button, None), margins=12)
        )
        self.hide()

    def show_fault(self, fault: Fault) -> None:
        """The certificate is unknown, or another than the one that is trusted."""
        changed = fault.code is Code.PRINTER_CERTIFICATE_CHANGED
        self._fingerprint = str(fault.fields["fingerprint"])
        known = say("打印机的证书与已信任的不同，可能有人冒充，什么也没有发出。现在的 SHA-256 指纹是：")
        new = say("第一次用这台加密打印机：请在它的面板或配置页上核对证书的 SHA-256 指纹。")
        self.words.setText(known if changed else new)
        lines = (self._fingerprint[:_DIGITS_A_LINE], self._fingerprint[_DIGITS_A_LINE + 1 :])
        self.fingerprint.setText("\n".join(lines))
        self.trust_button.setVisible(not changed)
        self.withdraw_button.setVisible(changed)
        self.show()

    def _trust(self) -> None:
        self.trusted.emit(self._fingerprint)

    def _ask_withdraw(self) -> None:
        confirm.ask(
            self,
            say("只有确知换过打印机或证书，才可撤销。撤销后要重新核对指纹，密码也要重新填写。确定撤销吗？"),
            say("撤销信任"),
            self.withdrawn.emit,
        )


class PasswordPanel(QFrame):
    """Asks for a name and a password; they stay in the vault or in memory."""

    given = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.user = QLineEdit()
        self.user.setPlaceholderText(say("打印机的用户名"))
        self.user.setAccessibleName(say("打印机的用户名"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(say("打印机的密码"))
        self.password.setAccessibleName(say("打印机的密码"))
        self.keep = QCheckBox(say("记在保险库里，下次不再问"))
        self.sign_button = button(say("登录"), self._give)
        self.password.returnPressed.connect(self._give)
        self.setLayout(column(row(self.user, self.password), row(self.keep, None, self.sign_button), margins=12))
        self.hide()

    def ask(self) -> None:
        """Show the fields; what was typed before is gone."""
        self.password.clear()
        self.show()
        (self.password if self.user.text() else self.user).setFocus()

    def _give(self) -> None:
        typed = self.password.text()
        self.password.clear()
        self.given.emit(self.user.text().strip(), typed, self.keep.isChecked())
