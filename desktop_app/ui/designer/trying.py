"""Trying the form on fictional people: whose values, what does not fit, and what an archive says to the file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_app.desk.form_trial import Trial, Tried
from desktop_app.ui import theme
from desktop_app.ui.designer.spin import Choice
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.parts import column, restyle, text


class Trying(QWidget):
    wanted = Signal(object)  # Trial, or None for the blank alone
    mend = Signal(int, str)  # page from 0, field

    def __init__(self) -> None:
        super().__init__()
        self.who = Choice(
            say("试排用谁的数据"),
            [
                (None, say("不试排，只看空白表")),
                (Trial.ORDINARY, say("示例：一般情况")),
                (Trial.CROWDED, say("示例：内容最多")),
                (Trial.RARE, say("示例：生僻字姓名")),
            ],
        )
        self.who.currentIndexChanged.connect(lambda: self.wanted.emit(self.who.currentData()))
        self.state = text("", "muted")
        self.issues = QListWidget()
        self.issues.setAccessibleName(say("排版问题"))
        self.issues.setWordWrap(True)
        self.issues.setMinimumHeight(theme.px(120))
        self.issues.setToolTip(say("回车或双击：到这一项"))
        self.issues.itemActivated.connect(lambda item: self.mend.emit(*item.data(Qt.ItemDataRole.UserRole)))
        self.archive = text("", "muted")
        whole = column(
            text(say("试排用谁的数据"), "label"),
            self.who,
            self.state,
            self.issues,
            self.archive,
            space=6,
        )
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.show_tried(None)

    def say_state(self, words: str, tone: str) -> None:
        self.state.setText(words)
        restyle(self.state, "tone", tone)

    def show_tried(self, made: Tried | None) -> None:
        """What was found; `None` while nothing is tried."""
        self.issues.clear()
        self.archive.setText("")
        if made is None:
            self.say_state(say("选一位示例人员，每次改动后即时试排。"), "")
            return
        for issue in made.issues:
            item = QListWidgetItem(said(issue.words()))
            item.setData(Qt.ItemDataRole.UserRole, (max(0, issue.page - 1), issue.field))
            self.issues.addItem(item)
        count = len(made.issues)
        if count:
            self.say_state(say("有 {count} 处排不下或印不出。", count=count), "block")
        else:
            self.say_state(say("都排得下。"), "pass")
        if made.not_archival:
            why = say("、").join(said(words) for words in made.not_archival)
            self.archive.setText(say("PDF 不合归档格式：{why}。不影响纸质材料。", why=why))
        else:
            self.archive.setText(say("PDF 合归档格式（PDF/A-1b）。"))
