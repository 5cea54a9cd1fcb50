"""Choosing files and folders with Qt's own dialog: a lock can close it, the system keeps no recent list."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QSplitter, QTreeView, QWidget

from desktop_app.core.progress import Progress
from desktop_app.ui import theme
from desktop_app.ui.qtwords import speak_chinese
from desktop_app.ui.tasks import Lane, Tasks

Chosen = Callable[[Path], None]

#: At 100 %: room for a name, its size, kind and day, and beside them for what a stick is called.
_WIDE, _HIGH, _SIDE, _NAME = 860, 520, 170, 300
#: What the frame and the edges of the window before which it stands want.
_MARGIN = 60


def _dialog(parent: QWidget, title: str, on_path: Chosen) -> QFileDialog:
    speak_chinese()
    window = parent.window()
    made = QFileDialog(window, title)
    made.setOption(QFileDialog.Option.DontUseNativeDialog)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.fileSelected.connect(lambda name: on_path(Path(name)))
    if made.directory().absolutePath() == QDir.currentPath():  # else where something was chosen last
        made.setDirectory(_home())
    made.resize(min(theme.px(_WIDE), window.width() - _MARGIN), min(theme.px(_HIGH), window.height() - _MARGIN))
    _look(made)
    made.finished.connect(partial(_forget, made, made.sidebarUrls(), made.history()))
    _offer_media(made, window)
    return made


def _forget(made: QFileDialog, places: list[QUrl], history: list[str], _: int) -> None:
    """Qt keeps places and folders in the user's settings when a dialog goes: each stick ever put in would stand there.

    They stay as they were before it.
    """
    made.setSidebarUrls(places)
    made.setHistory(history)


def _home() -> str:
    """The user's documents, not the folder that the program happens to have been started in."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if documents and QDir(documents).exists() else QDir.homePath()


def _look(made: QFileDialog) -> None:
    """Names are seen whole, and the places beside them."""
    splitter, details = made.findChild(QSplitter, "splitter"), made.findChild(QTreeView, "treeView")
    if splitter is not None and details is not None:
        splitter.setSizes([theme.px(_SIDE), made.width()])
        details.header().resizeSection(0, theme.px(_NAME))


def _offer_media(made: QFileDialog, window: QWidget) -> None:
    """Name sticks and discs among the places: Qt names none, and nobody knows where a system lays them."""
    tasks = _tasks(window)
    if tasks is None:
        return

    def look(_: Progress) -> Sequence[Path]:
        from desktop_app.desk import media  # the door before the lock does not wait for it

        return [one.folder for one in media.found()]

    def name(found: Sequence[Path]) -> None:
        own = {url.toLocalFile() for url in made.sidebarUrls()}
        made.setSidebarUrls(
            [*(QUrl.fromLocalFile(str(one)) for one in found if str(one) not in own), *made.sidebarUrls()]
        )

    tasks.start(made, look, on_done=name, on_fault=lambda _: None, lane=Lane.WORKER)


def _tasks(window: QWidget) -> Tasks | None:
    """Of the window behind the dialogs."""
    at: QWidget | None = window
    while at is not None:
        if isinstance(found := getattr(at, "tasks", None), Tasks):
            return found
        at = at.parentWidget()
    return None


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
