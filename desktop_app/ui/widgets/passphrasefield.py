"""The field for a passphrase, and the tick that shows what was typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

#: What is typed here reaches no input method, which would compose it, remember it and keep it in a file of its own.
UNREMEMBERED = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhLatinOnly
)


def passphrase_field(name: str) -> QLineEdit:
    """A field that hides what is typed and lets no input method remember it."""
    made = QLineEdit()
    made.setAccessibleName(name)
    reveal(False, made)
    return made


def reveal(on: bool, *passphrases: QLineEdit) -> None:
    """Show or hide what was typed. Shown too, it is for no input method: Qt takes the hints away with the dots."""
    for one in passphrases:
        one.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        one.setInputMethodHints(UNREMEMBERED)
