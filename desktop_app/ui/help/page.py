"""The manual over the window: chapters and a search on the left, the open chapter on the right, back and close.

It lies over a screen that stays as it is beneath, so reading on while something runs or is half typed costs nothing.
"""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QTextDocument
from PySide6.QtWidgets import QFrame, QLineEdit, QTextBrowser, QTreeWidget, QTreeWidgetItem, QWidget

from desktop_app.core.messages import own
from desktop_app.desk import manual
from desktop_app.desk.manual import Hit, Part, Picture
from desktop_app.ui import theme
from desktop_app.ui.help import html
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, row, text

_NAME = Qt.ItemDataRole.UserRole
_PAUSE_MS = 200
#: A line of more Chinese characters than this is hard to follow.
_TEXT = 800


class _Browser(QTextBrowser):
    """Asks nobody but the manual for pictures, and follows no address by itself."""

    widened = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Pictures are to follow the width of the text."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.widened.emit()

    def loadResource(self, kind: int, address: QUrl | str) -> object:  # noqa: N802 - Qt's name
        name = address if isinstance(address, str) else address.toString()
        if kind == QTextDocument.ResourceType.ImageResource.value and name.startswith(html.PICTURE):
            image = QImage.fromData(manual.picture(Picture(name.removeprefix(html.PICTURE), ""), language()))
            return image.scaledToWidth(
                min(image.width(), round(self.page_width() * self.devicePixelRatioF())),
                Qt.TransformationMode.SmoothTransformation,
            )
        return None

    def page_width(self) -> int:
        """How wide text and pictures are."""
        return max(theme.px(200), min(theme.px(_TEXT), self.viewport().width() - theme.px(48)))


class HelpPage(QWidget):
    """`chapter` is shown first; `closed` is heard when the user has read enough."""

    closed = Signal()

    def __init__(self, tasks: Tasks, chapter: str, parent: QWidget | None = None, *, beside: bool = False) -> None:
        """`beside`: next to a dialog's questions there is room for the text alone, and no other dialog may come up."""
        super().__init__(parent)
        self._beside = beside
        self.setObjectName("deskPage")
        self._tasks = tasks
        self._parts: tuple[Part, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._before: list[str] = []
        self.chapter = chapter
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("在手册中查找"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setClearButtonEnabled(True)
        self.names = QTreeWidget()
        self.names.setHeaderHidden(True)
        self.names.setAccessibleName(say("手册目录"))
        self.told = text("", "muted")
        self.told.hide()
        self.text = _Browser()
        self.text.setOpenLinks(False)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the width swings with it
        self.text.setAccessibleName(say("手册正文"))
        self.back_button = button(say("‹ 上一章"), self.back, "quiet")
        self.close_button = button(say("关闭手册"), self.closed.emit)
        self.close_button.setToolTip("F1")
        self.save_button = button(say("存为 PDF…"), self._choose, "quiet")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._find)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._lay_out()
        self._connect()
        self._show()
        tasks.start(
            self,
            lambda _: manual.contents(language()),
            on_done=self._list,
            on_fault=lambda fault: self._say(sentence(fault)),
            lane=Lane.WORKER,
        )

    def _lay_out(self) -> None:
        left = QWidget()
        left.setFixedWidth(theme.px(300))
        left.setLayout(column(self.search, self.told, self.names))
        self.title = text(say("使用手册"), "h2", wrap=False)
        head = row(self.back_button, self.title, None, self.save_button, self.close_button)
        both = row(left, self.text, space=16)
        both.setStretch(1, 1)
        self.setLayout(column(head, both, margins=16, space=12))
        left.setVisible(not self._beside)
        self.save_button.setVisible(not self._beside)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._to_first)
        self.names.currentItemChanged.connect(lambda item, _: self._chosen(item))
        self.text.widened.connect(self._soon.start)  # not within the event: the document is being laid out
        self._soon.timeout.connect(self._again)
        self.text.anchorClicked.connect(lambda address: self.open_(address.toString()))
        for keys, act in (("Esc", self.closed.emit), ("Alt+Left", self.back), ("Ctrl+F", self.search.setFocus)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def find_first(self, wanted: Iterable[str]) -> None:
        """Scroll to the first of these words that the chapter has."""
        any(self.text.find(words) for words in wanted if words.strip())

    def open_(self, name: str) -> None:
        """Another chapter; `back` returns to this one."""
        if name != self.chapter and manual.named(name):
            self._before.append(self.chapter)
            self.chapter = name
            self._show()
            self._light()

    def back(self) -> None:
        """The chapter that was read before; from the first one out of the manual."""
        if not self._before:
            self.closed.emit()
            return
        self.chapter = self._before.pop()
        self._show()
        self._light()

    def _show(self) -> None:
        self.text.document().clear()  # with the pictures of another width
        self.text.document().setDefaultStyleSheet(html.style())
        self.text.setHtml(html.page(manual.chapter(self.chapter, language()), self.text.page_width()))
        self.back_button.setEnabled(bool(self._before))

    def _again(self) -> None:
        """At another width, at the same place."""
        bar = self.text.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._show()
        bar.setValue(round(share * bar.maximum()))

    def _choose(self) -> None:
        from desktop_app.desk.manual_file import NAMES

        files.save_file(self, say("手册存为 PDF"), own(NAMES, language()), self.save)

    def save(self, path: Path) -> None:
        """Write the whole manual; the dialog has asked whether over another file."""
        from desktop_app.desk import manual_file  # with the PDF library, which nobody's F1 waits for

        self.save_button.setEnabled(False)
        self._say(say("正在排版整本手册……"))
        speech = language()
        self._tasks.start(
            self,
            lambda _: manual_file.write(path, speech, replace=True),
            on_done=lambda _: self._say(say("手册已写到 {path}。", path=path)),
            on_fault=lambda fault: self._say(sentence(fault)),
            on_end=lambda: self.save_button.setEnabled(True),
            lane=Lane.WORKER,
        )

    def _list(self, parts: tuple[Part, ...]) -> None:
        self._parts = parts
        self._contents()

    def _contents(self) -> None:
        self.names.blockSignals(True)
        self.names.clear()
        for part in self._parts:
            above = QTreeWidgetItem(self.names, [part.title])
            above.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for chapter in part.chapters:
                below = QTreeWidgetItem(above, [chapter.title])
                below.setData(0, _NAME, chapter.name)
                below.setToolTip(0, chapter.title)
        self.names.expandAll()
        self.names.blockSignals(False)
        self._light()

    def _light(self) -> None:
        """Mark the open chapter in the contents."""
        self.names.blockSignals(True)
        for at in range(self.names.topLevelItemCount()):
            above = self.names.topLevelItem(at)
            for child in (above.child(n) for n in range(above.childCount())) if above else ():
                if child.data(0, _NAME) == self.chapter:
                    self.names.setCurrentItem(child)
        self.names.blockSignals(False)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is None or item.data(0, _NAME) is None:
            return
        self.open_(str(item.data(0, _NAME)))
        if self._hits:
            self.text.find(self.search.text().split()[0])

    def _find(self) -> None:
        """Search; an empty line brings the contents back."""
        words = self.search.text()
        self._hits = manual.found(words, language()) if self._parts else ()
        if not words.strip():
            self.told.hide()
            self._contents()
            return
        self._say(say("{hits} 处", hits=len(self._hits)) if self._hits else self._none())
        self.names.blockSignals(True)
        self.names.clear()
        for chapter in dict.fromkeys(hit.chapter for hit in self._hits):
            above = QTreeWidgetItem(self.names, [chapter.title])
            above.setData(0, _NAME, chapter.name)
            for hit in self._hits:
                if hit.chapter is chapter and hit.around != chapter.title:
                    below = QTreeWidgetItem(above, [hit.around])
                    below.setData(0, _NAME, chapter.name)
                    below.setToolTip(0, hit.around)
        self.names.expandAll()
        self.names.blockSignals(False)

    def _none(self) -> str:
        return say("手册里没有这些词，换个词试试。")

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _to_first(self) -> None:
        """Enter in the search goes to the first place."""
        self._pause.stop()
        self._find()
        if first := self.names.topLevelItem(0):
            self.names.setCurrentItem(first)
            self.names.setFocus()
