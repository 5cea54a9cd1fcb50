"""The field for a passphrase, and the tick that shows what was typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit


def passphrase_field(name: str) -> QLineEdit:
    """A field that hides what is typed and lets no input method remember it."""
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(name)
    made.setInputMethodHints(
        Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return made


def reveal(on: bool, *passphrases: QLineEdit) -> None:
    """Show or hide what was typed."""
    for one in passphrases:
        one.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
