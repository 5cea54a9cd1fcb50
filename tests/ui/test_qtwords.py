"""The file dialog speaks Chinese throughout: Qt's own catalogue leaves some of its words in English."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QFileInfo, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QFileIconProvider, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.ui import app
from desktop_app.ui.language import speak
from desktop_app.ui.qtwords import QtWords
from desktop_app.ui.widgets import files


@pytest.fixture
def chosen(qtbot: QtBot, dressed: QApplication, request: pytest.FixtureRequest) -> Iterator[QFileDialog]:
    """A dialog for a folder, in the language that the test names."""
    window = QWidget()
    qtbot.addWidget(window)
    _silence(dressed, dressed.findChild(QtWords))
    speak(request.param)
    held = app._qt_words(dressed, request.param)
    yield files.folder(window, "", lambda path: None)
    speak(Language.ZH)
    _silence(dressed, held)
    _silence(dressed, dressed.findChild(QtWords))


def _silence(application: QApplication, translator: QTranslator | None) -> None:
    """The application outlives the test."""
    if translator is not None:
        application.removeTranslator(translator)
        translator.setParent(None)


@pytest.mark.parametrize("chosen", [Language.ZH], indirect=True)
@pytest.mark.usefixtures("chosen")
def test_kinds_of_files_are_named_in_chinese() -> None:
    assert QFileIconProvider().type(QFileInfo("/")) in {"磁盘", "文件夹"}
    assert QCoreApplication.translate("QFileSystemModel", "Size") == "大小"
    assert QCoreApplication.translate("QFileDialog", "Look in:") == "查找范围："


@pytest.mark.parametrize("chosen", [Language.EN], indirect=True)
@pytest.mark.usefixtures("chosen")
def test_english_is_qts_own(dressed: QApplication) -> None:
    assert dressed.findChild(QtWords) is None
    assert QCoreApplication.translate("QFileSystemModel", "Size") == "Size"


@pytest.mark.parametrize("chosen", [Language.ZH], indirect=True)
def test_a_second_dialog_installs_no_second_translator(dressed: QApplication, chosen: QFileDialog) -> None:
    files.folder(chosen.parentWidget(), "", lambda path: None)
    assert len(dressed.findChildren(QtWords)) == 1
