"""An empty vault: what the three steps are, and an example that can be tried and thrown away."""

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain import paths
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, card, column, row, text

EXAMPLE = "classified_engineer.json"


class Welcome(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.new_button = button(say("新建申请", "New application"), self._new, "main")
        take = button(say("从交换文件导入…", "Import…"), self._choose)
        self.example_button = button(say("放入示例申请", "Put in the example"), self._example)
        hint = text(
            say(
                "示例为虚构人物，姓名前标有“示例”，看过以后可在申请里“删除草稿”。",
                "The example is an invented person, marked 示例; remove the draft when you have seen it.",
            ),
            "muted",
        )
        inside = column(
            text(say("这里还没有申请", "No application yet"), "h1"),
            text(say("三步完成一份线下申报：", "Three steps make a filing:"), "label"),
            self._steps(),
            row(self.new_button, take, None, space=12),
            self._beside(hint),
            None,
            space=16,
            margins=32,
        )
        self.setLayout(inside)

    def _steps(self) -> QHBoxLayout:
        """The whole way in three cards."""
        steps = row(
            self._step(
                "1",
                say("填写", "Fill in"),
                say(
                    "左边是表格各部分，中间填写，右边随时列出还挡着什么、依据哪一条、怎样补正。填写即保存。",
                    "Sections on the left, fields in the middle, what stands in the way on the right. It saves itself.",
                ),
            ),
            self._step(
                "2",
                say("打印", "Print"),
                say(
                    "提交后打印评审表（A4）和送审表（A3），份数按通知要求，逐份编号登记。",
                    "Once submitted, the review form (A4) and the submission form (A3) print in the right number.",
                ),
            ),
            self._step(
                "3",
                say("封装", "Seal"),
                say(
                    "加密封装到介质，附封条和递送单，只有接收单位能打开；对方回执回来即办结。",
                    "Sealed so that only the receiving office can open it; its receipt closes the loop.",
                ),
            ),
            space=16,
        )
        for at in range(3):
            steps.setStretch(at, 1)
        return steps

    def _beside(self, hint: QWidget) -> QHBoxLayout:
        made = row(self.example_button, hint, space=12)
        made.setStretch(1, 1)
        return made

    @staticmethod
    def _step(number: str, name: str, words: str) -> QWidget:
        made = card(
            row(text(number, "number", wrap=False), text(name, "h2"), None, space=12), text(words), None, margins=20
        )
        made.setMinimumHeight(theme.px(176))
        return made

    def first(self) -> QPushButton:
        """Where the keyboard starts."""
        return self.new_button

    def _new(self) -> None:
        self._context.ask(self, lambda session, _: drafts.new(session), self._go)

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择交换文件", "Choose an exchange file"),
            say("交换文件 (*.json)", "Exchange files (*.json)"),
            self._take,
        )

    def _take(self, path: Path) -> None:
        self._context.ask(self, lambda session, _: drafts.take_in(session, path), self._go)

    def _example(self) -> None:
        self._context.ask(self, lambda session, _: example(session), self._go)

    def _go(self, application: ApplicationId) -> None:
        self._context.go(Place(ScreenKey.EDITOR, application))


def example(session: Session) -> ApplicationId:
    """The invented applicant as a draft, with 示例 before the name so that nobody takes it for a filing."""
    made = drafts.take_in(session, resource("demo", EXAMPLE))
    draft = drafts.load(session, made).draft
    drafts.save(session, made, paths.replace(draft, "person.name", f"示例·{draft.person.name}"))
    return made
