"""The file dialog speaks Chinese throughout: Qt's own catalogue leaves some of its words in English."""

from PySide6.QtCore import QCoreApplication, QFileInfo
from PySide6.QtWidgets import QApplication, QFileIconProvider

from desktop_app.core.messages import Language
from desktop_app.ui import app


def test_kinds_of_files_are_named_in_chinese(dressed: QApplication) -> None:
    held = app._qt_words(dressed, Language.ZH)
    try:
        assert QFileIconProvider().type(QFileInfo("/")) in {"磁盘", "文件夹"}
        assert QCoreApplication.translate("QFileSystemModel", "Size") == "大小"
        assert QCoreApplication.translate("QFileDialog", "Look in:") == "查找范围："
    finally:
        for one in held:
            dressed.removeTranslator(one)


def test_english_is_qts_own(dressed: QApplication) -> None:
    assert app._qt_words(dressed, Language.EN) == ()
