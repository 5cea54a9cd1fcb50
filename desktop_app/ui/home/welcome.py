"""An empty vault: what the three steps are, and an example that can be tried and thrown away."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import draft as drafts
from desktop_app.desk import examples
from desktop_app.domain.kinds import Desk
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, card, column, restyle, row, text

Steps = tuple[tuple[str, str], tuple[str, str], tuple[str, str]]


def _lead(desk: Desk) -> str:
    if desk is Desk.APPLICANT:
        return say("三步完成一份线下申报：")
    return say("一份线下申报在这里走三步：")


def _own_steps() -> Steps:
    return (
        (
            say("填写"),
            say("左边是表格各部分，中间填写，右边随时列出还挡着什么、依据哪一条、怎样补正。填写即保存。"),
        ),
        (
            say("打印"),
            say("提交后打印评审表（A4）和送审表（A3），份数按通知要求，逐份编号登记。"),
        ),
        (
            say("封装"),
            say("先与收件单位互换名片，再加密封装到介质，附封条和递送单；对方回执回来即办结。"),
        ),
    )


def _unit_steps() -> Steps:
    return (
        (
            say("收件或填写"),
            say("个人报来的封装在“收件”里核验导入；也可以在本单位替申报人填写。"),
        ),
        (
            say("公示、审核"),
            say("公示期满无异议，逐项核对原件，签署推荐意见，右边列出还差哪一步。"),
        ),
        (
            say("打印、封装报送"),
            say("打印评审表、送审表，与上一级互换名片后封装报送；对方回执回来即办结。"),
        ),
    )


def _office_steps() -> Steps:
    return (
        (
            say("换名片"),
            say("导出本台名片交给报送单位，导入对方的名片，当面或电话核对指纹。没有名片收不了件。"),
        ),
        (
            say("welcome|收件"),
            say("插入介质，照封条输入数字，十几项核验都通过才导入，随即出具回执。"),
        ),
        (
            say("审核"),
            say("逐份核对，签署本级意见或一次告知补正，再报送下一级或列入评审会。"),
        ),
    )


def _committee_steps() -> Steps:
    return (
        *_office_steps()[:2],
        (
            say("复核、开评审会"),
            say(
                "逐份复核、签署或一次告知补正。在“评审会”里登记评委会、抽取评委、表决、公示。计票须两人，请在“用户”添加。"
            ),
        ),
    )


_STEPS = {Desk.APPLICANT: _own_steps, Desk.UNIT: _unit_steps, Desk.COMMITTEE_OFFICE: _committee_steps}


class Welcome(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.new_button = button(say("新建申请"), self._new, "main")
        take = button(say("从交换文件导入…"), self._choose)
        self.example_button = button(say("放入示例申请"), self._example)
        hint = text(
            say("示例为虚构人物，姓名前标有“示例”，可以提交、打印着试，不会报送出去；看过以后在申请的“更多”里移除。"),
            "muted",
        )
        desk = context.opened.office.desk
        office = desk not in (Desk.APPLICANT, Desk.UNIT)  # what others file comes to it; it files nothing itself
        acts = [self.new_button, take]
        if desk is not Desk.APPLICANT:
            acts.insert(1, button(say("收件"), partial(self._to, ScreenKey.INBOX)))
        if office:
            restyle(self.new_button, "look", "")
            acts.insert(0, button(say("换名片"), partial(self._to, ScreenKey.CONTACTS), "main"))
        inside = column(
            text(say("这里还没有申请"), "h1"),
            text(_lead(desk), "label"),
            self._steps(_STEPS[desk]() if desk in _STEPS else _office_steps()),
            row(*acts, None, space=12),
            self._beside(hint),
            None,
            space=16,
            margins=32,
        )
        self._first = acts[0]
        self.setLayout(inside)

    def _steps(self, told: Steps) -> QHBoxLayout:
        """The whole way in three cards."""
        steps = row(*(self._step(str(at), name, words) for at, (name, words) in enumerate(told, 1)), space=16)
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
        return self._first

    def _to(self, screen: ScreenKey) -> None:
        self._context.go(Place(screen))

    def _new(self) -> None:
        self._context.ask(self, lambda session, _: drafts.new(session), self._go)

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择交换文件"),
            say("交换文件 (*.json)"),
            self._take,
        )

    def _take(self, path: Path) -> None:
        self._context.ask(self, lambda session, _: drafts.take_in(session, path), self._go)

    def _example(self) -> None:
        self._context.ask(self, lambda session, _: examples.put_in(session), self._go)

    def _go(self, application: ApplicationId) -> None:
        self._context.go(Place(ScreenKey.EDITOR, application))
