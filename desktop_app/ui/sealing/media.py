"""The media that a package can go to or come from: those found on this machine, and any folder chosen by hand."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from desktop_app.core.sizes import size_words
from desktop_app.desk import media
from desktop_app.desk.media import Medium
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, row, text

#: The height of one medium, and how many are seen without scrolling.
_LINE = 34
_LINES = 3
#: A medium that was put in is noticed within this time.
_LOOK_MS = 2000


def medium_name(medium: Medium) -> str:
    """What a medium is called."""
    return medium.label or medium.folder.name or str(medium.folder)


def medium_words(medium: Medium) -> str:
    """Label, room and file system in one line."""
    name = medium_name(medium)
    size = size_words(medium.free)
    room = say("只读") if medium.read_only else say("剩余 {size}", size=size)
    return f"{name}　{room}　{medium.file_system}"


class MediaList(QWidget):
    """`writing` media must take a package; others are only read."""

    chosen = Signal(object)  # Path | None

    def __init__(self, context: Context, *, writing: bool) -> None:
        super().__init__()
        self._context = context
        self._writing = writing
        self._added: list[Medium] = []
        self._found: Sequence[Medium] = ()
        self._list = QListWidget()
        self._list.setAccessibleName(say("media|介质"))
        self._none = text(
            say("没有找到 U 盘或光盘。插入后稍候会自动列出；也可以选择一个文件夹。"),
            "muted",
        )
        self._again = button(say("重新查找"), self.look, "quiet")
        self.folder_button = button(say("选择文件夹…"), self._choose)
        head = row(text(say("介质"), "label"), None, self._again, self.folder_button)
        self.setLayout(column(head, self._none, self._list, space=6))
        self._list.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._list.currentItemChanged.connect(lambda: self.chosen.emit(self.folder()))
        self.look()
        watch = QTimer(self)
        watch.setInterval(_LOOK_MS)
        watch.timeout.connect(self._notice)
        watch.start()

    def medium(self) -> Medium | None:
        """The chosen medium."""
        item = self._list.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return None
        found: Medium = item.data(Qt.ItemDataRole.UserRole)
        return found

    def folder(self) -> Path | None:
        """The chosen medium's folder."""
        chosen = self.medium()
        return chosen.folder if chosen else None

    def look(self) -> None:
        """Find the media of this machine again."""
        self._again.setEnabled(False)
        self._context.work(self, lambda _: media.found(), self._show, on_end=lambda: self._again.setEnabled(True))

    def _notice(self) -> None:
        if self.isVisible() and self.isEnabled():
            self._context.work(self, lambda _: media.found(), self._noticed)

    def _noticed(self, found: Sequence[Medium]) -> None:
        if [one.folder for one in found] != [one.folder for one in self._found]:
            self._show(found)

    def _show(self, found: Sequence[Medium]) -> None:
        self._found, before = found, self.folder()
        self._list.clear()
        for medium in (*self._added, *(m for m in found if m.folder not in {a.folder for a in self._added})):
            self._add(medium)
        usable = [
            item for item in map(self._list.item, range(self._list.count())) if item.flags() & Qt.ItemFlag.ItemIsEnabled
        ]
        wanted = next((item for item in usable if item.data(Qt.ItemDataRole.UserRole).folder == before), None)
        if wanted is None and len(usable) == 1:
            wanted = usable[0]
        if wanted is not None:
            self._list.setCurrentItem(wanted)
        self._list.setVisible(self._list.count() > 0)
        self._list.setFixedHeight(theme.px(_LINE * min(_LINES, self._list.count()) + 4))
        self._none.setVisible(self._list.count() == 0)

    def _add(self, medium: Medium) -> None:
        item = QListWidgetItem(medium_words(medium))
        item.setToolTip(str(medium.folder))
        item.setData(Qt.ItemDataRole.UserRole, medium)
        if self._writing and medium.read_only:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(item)

    def _choose(self) -> None:
        files.folder(self, say("选择文件夹"), self.take)

    def take(self, folder: Path) -> None:
        """Use a folder that was chosen by hand."""
        self._context.work(self, lambda _: media.under(folder), self._take)

    def _take(self, medium: Medium) -> None:
        self._added = [medium, *(one for one in self._added if one.folder != medium.folder)]
        self._show(self._found)
        self._list.setCurrentRow(0)
