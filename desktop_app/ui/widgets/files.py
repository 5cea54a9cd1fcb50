"""Choosing files and folders with Qt's own dialog: a lock can close it, the system keeps no recent list."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.ui.qtwords import speak_chinese

Chosen = Callable[[Path], None]


def _dialog(parent: QWidget, title: str, on_path: Chosen) -> QFileDialog:
    speak_chinese()
    made = QFileDialog(parent.window(), title)
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.fileSelected.connect(lambda name: on_path(Path(name)))
    return made


def open_file(parent: QWidget, title: str, filters: str, on_path: Chosen) -> QFileDialog:
    """Choose one file that exists."""
    made = _dialog(parent, title, on_path)
    made.setFileMode(QFileDialog.FileMode.ExistingFile)
    made.setNameFilter(filters)
    made.open()
    return made


def save_file(parent: QWidget, title: str, name: str, on_path: Chosen) -> QFileDialog:
    """Choose where to write; an existing file is asked about."""
    made = _dialog(parent, title, on_path)
    made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    made.setFileMode(QFileDialog.FileMode.AnyFile)
    made.selectFile(name)
    made.open()
    return made


def folder(parent: QWidget, title: str, on_path: Chosen) -> QFileDialog:
    """Choose a folder."""
    made = _dialog(parent, title, on_path)
    made.setFileMode(QFileDialog.FileMode.Directory)
    made.setOption(QFileDialog.Option.ShowDirsOnly)
    made.open()
    return made
