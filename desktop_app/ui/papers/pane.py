"""The preview: what it is (proof or formal), the page, leafing and zoom, and below it what does not fit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers import dossier
from desktop_app.ui.papers.dossier import Dossier, Seen
from desktop_app.ui.papers.fieldnames import bare, field_names
from desktop_app.ui.papers.pageview import PageView
from desktop_app.ui.papers.thumbnails import Thumbnails
from desktop_app.ui.papers.zoomchoice import ZoomChoice, switch
from desktop_app.ui.widgets.parts import Elided, button, column, restyle, row, text
from desktop_app.ui.widgets.wrapping import Wrapping


class PreviewPane(QWidget):
    mend = Signal(str)  # a field's path

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked: Progress | None = None
        self._seen: Seen | None = None
        self.document: Document | None = None
        self.name = Elided("h2")
        self.state = text("", "muted")
        self._names = field_names()
        self.view = PageView(context, self._name)
        self.thumbnails = Thumbnails(context)
        self.page = text("", wrap=False)
        self.page.setAccessibleDescription(say("页码"))
        self.back_button = button(say("上一页"), lambda: self.view.turn(-1))
        self.next_button = button(say("下一页"), lambda: self.view.turn(1))
        self.zoom = ZoomChoice(self.view)
        self.small_button = switch(say("缩略图"), self.thumbnails.setVisible)
        self.pairs_button = switch(say("双页"), self.view.show_pairs)
        self.obstacles = QListWidget()
        self.obstacles.setAccessibleName(say("排版问题"))
        self.obstacles.setWordWrap(True)
        self.obstacles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.obstacles.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.obstacles.setMaximumHeight(theme.px(112))
        self.obstacles.itemActivated.connect(lambda item: self.mend.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.obstacles.currentRowChanged.connect(self._look_at)
        self.view.turned.connect(self._turned)
        self.view.mend.connect(self.mend)
        self.thumbnails.wanted.connect(self.view.turn_to)
        leafing = (self.back_button, self.page, self.next_button)
        bar = Wrapping((*leafing, self.small_button, self.pairs_button, self.zoom))
        pages = row(self.thumbnails, self.view)
        pages.setStretch(1, 1)
        whole = column(self.name, self.state, pages, self.obstacles, bar)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.clear()

    def clear(self) -> None:
        """Nothing chosen that this program draws."""
        self._cancel()
        self.document = None
        self.name.setText(say("预览"))
        self._say(say("在左边选一份由本程序印制的表，这里显示印出来的样子。"), "")
        self.obstacles.hide()
        self._seen = None
        self.thumbnails.show_seen(None)
        self.view.show_seen(None)

    def show_document(self, held: Dossier, document: Document, index: int = 0) -> None:
        """Draw a document of the application as it would print now."""
        self._cancel()
        self.document = document
        self.name.setText(word(document, language()))
        self._say(say("正在排版……"), "")
        self.obstacles.hide()
        self._seen = None
        self.thumbnails.show_seen(None)
        self.view.show_seen(None)
        self._asked = self._context.ask(
            self,
            lambda session, progress: dossier.look(session, held.application, document, progress),
            lambda seen: self._show(held, document, seen, index),
            on_fault=self._refused,
        )

    def _cancel(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault), "block")

    def _show(self, held: Dossier, document: Document, seen: Seen, index: int) -> None:
        if document is not self.document:  # another was chosen while this one was drawn
            return
        self._show_state(held, seen, document)
        self.state.setText(self.state.text() + _on_which_form(seen))
        self.obstacles.clear()
        for one in seen.obstacles:
            item = QListWidgetItem(said(one.words))
            item.setData(Qt.ItemDataRole.UserRole, one.field)
            item.setToolTip(say("回车或双击：去改这一项"))
            self.obstacles.addItem(item)
        self.obstacles.setVisible(bool(seen.obstacles))
        self._seen = seen
        self.thumbnails.show_seen(seen)
        self.view.show_seen(seen, index)

    def _look_at(self, at: int) -> None:
        """The place of the obstacle that is chosen in the list."""
        if self._seen is not None and 0 <= at < len(self._seen.obstacles):
            self.view.show_obstacle(self._seen.obstacles[at])

    def _name(self, field: str) -> str:
        """A field's name for people; empty for what no field of the application holds."""
        return self._names.get(bare(field), "")

    def _show_state(self, held: Dossier, seen: Seen, document: Document) -> None:
        version = held.version
        if seen.obstacles:
            count = len(seen.obstacles)
            told = say("有 {count} 处排不下或印不出，改好前不能正式打印（双击下面的一条去改）。", count=count)
            self._say(told, "block")
        elif not seen.preview.formal:
            told = say("校样：带“校样”字样，提交后才能正式打印。")
            self._say(told, "todo")
        elif document.of_a_draft:
            told = say("可以打印：内容是现在所填的，不编份号；改动后要重新打印。")
            self._say(told, "pass")
        elif document.numbered:
            number = f"{held.next_number(document):06d}"
            told = say("正式件：第 {version} 版，显示的是下一份，份号 {number}。", version=version, number=number)
            self._say(told, "pass")
        else:
            self._say(say("正式件：第 {version} 版，不编份号。", version=version), "pass")

    def _say(self, words: str, tone: str) -> None:
        self.state.setText(words)
        restyle(self.state, "tone", tone)

    def _turned(self, page: int, pages: int) -> None:
        self.page.setText(say("第 {page} / {pages} 页", page=page, pages=pages) if pages else "")
        self.back_button.setEnabled(page > 1)
        self.next_button.setEnabled(page < pages)
        self.thumbnails.turned(page - 1)


def _on_which_form(seen: Seen) -> str:
    """Of a paper on the office's own form: that it is, and whether an archive takes the file."""
    if not seen.preview.over_blank:
        return ""
    made = seen.preview.rendered
    if not made.not_archival:
        return say("　用自制表样，PDF 合归档格式（PDF/A-1b）。")
    why = say("、").join(said(fault.words()) for fault in made.not_archival)
    return say("　用自制表样，PDF 不合归档格式 PDF/A-1b：{why}。纸质材料不受影响。", why=why)
