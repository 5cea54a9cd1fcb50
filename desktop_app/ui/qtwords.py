"""What Qt's own Chinese leaves in English, or says in other words than every office program, in the file dialog."""

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desktop_app.core.messages import Language
from desktop_app.ui.language import language, say


def speak_chinese() -> None:
    """Before the first file dialog: the window is painted without them, and a window in English needs none."""
    application = QApplication.instance()
    if language() is not Language.ZH or not isinstance(application, QApplication):
        return
    if application.findChild(QtWords) is None:
        application.installTranslator(QtWords(application))


class QtWords(QTranslator):
    """Installed after Qt's own translator, it is asked first; `None`, not an empty answer, passes the question on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        kinds = "QAbstractFileIconProvider"
        self._words = {
            (kinds, "Folder"): say("qt|文件夹"),
            (kinds, "File Folder"): say("qt|文件夹"),
            (kinds, "File"): say("qt|文件"),
            (kinds, "%1 File"): say("qt|%1 文件"),
            (kinds, "Drive"): say("qt|磁盘"),
            (kinds, "Unknown"): say("qt|未知"),
            ("QFileSystemModel", "Size"): say("qt|大小"),
        }

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Qt installs no translator that says it is empty."""
        return False

    def translate(self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]  # noqa: N803
        del disambiguation, n
        return self._words.get((context, sourceText))
