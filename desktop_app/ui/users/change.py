"""One change of the users: who, which roles, a first passphrase; always with the passphrase of whoever makes it."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import users
from desktop_app.desk.passphrases import typed
from desktop_app.desk.session import Session
from desktop_app.desk.users import User
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, label_for, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal


class Change(Enum):
    """What is being done."""

    ADD = "add"
    ROLES = "roles"
    RESET = "reset"
    REMOVE = "remove"
    REKEY = "rekey"


#: Which changes ask for roles, and which for a new passphrase.
_WITH_ROLES = (Change.ADD, Change.ROLES)
_WITH_NEW = (Change.ADD, Change.RESET)


class ChangeDialog(QDialog):
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget, change: Change, user: User | None, first: bool) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._change = change
        self._user = user
        self.setMinimumWidth(theme.px(520))
        title, hint, yes = _words(change, user.name if user else "", first)
        self.setWindowTitle(title)
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.roles = {role: QCheckBox(word(role, language())) for role in users.GIVEN}
        for role, box in self.roles.items():
            box.setChecked(user is not None and role in user.roles)
        self.new, self.again, self.own = (passphrase_field("") for _ in range(3))
        show = QCheckBox(say("change|显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.new, self.again, self.own))
        self.wrong = Complaint()
        self.wrong.hide()
        self.yes = button(yes, self._do, "main")
        no = button(say("不，返回"), self.reject)
        foot = row(show, None, no, self.yes)
        self.setLayout(column(text(hint, "muted"), self._grid(), self.wrong, foot, space=16, margins=24))
        (self.name if change is Change.ADD else self.new if change is Change.RESET else self.own).setFocus()
        hug(self)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        boxes = QWidget()
        boxes.setLayout(column(*self.roles.values(), space=4))
        asked: list[tuple[str, QWidget, bool]] = [
            (say("姓名"), self.name, self._change is Change.ADD),
            (say("角色"), boxes, self._change in _WITH_ROLES),
            (say("给对方的口令"), self.new, self._change in _WITH_NEW),
            (say("再输一次"), self.again, self._change in _WITH_NEW),
            (say("您自己的口令"), self.own, True),
        ]
        for at, (words, field, wanted) in enumerate(asked):
            label = label_for(words, field)
            for part, side in ((label, 0), (field, 1)):
                part.setVisible(wanted)
                grid.addWidget(part, at, side)
        return grid

    def _missing(self) -> tuple[str, QWidget] | None:
        if self._change is Change.ADD and not self.name.text().strip():
            return say("请填写姓名。"), self.name
        if self._change in _WITH_ROLES and not any(box.isChecked() for box in self.roles.values()):
            return say("请至少选一个角色。"), next(iter(self.roles.values()))
        if self._change in _WITH_NEW and not self.new.text():
            return say("请由对方输入口令。"), self.new
        if self._change in _WITH_NEW and self.new.text() != self.again.text():
            return say("两次输入的口令不一样，请重新输入。"), self.again
        if not self.own.text():
            return say("请输入您自己的口令。"), self.own
        return None

    def _do(self) -> None:
        missing = self._missing()
        if missing is not None:
            self._say(missing[0])
            missing[1].setFocus()
            return
        self.wrong.hide()
        self.yes.setEnabled(False)
        act = self._act()
        self._context.ask(
            self,
            lambda session, _: act(session),
            lambda _: self._done(),
            on_fault=self._refused,
            on_end=lambda: self.yes.setEnabled(True),
        )

    def _act(self) -> Callable[[Session], object]:
        own, name, new = self.own.text(), self.name.text().strip(), self.new.text()
        given = [role for role, box in self.roles.items() if box.isChecked()]
        whom = self._user.id if self._user else ""
        acts: dict[Change, Callable[[Session], object]] = {
            Change.ADD: lambda session: users.add(session, own, name, given, new),
            Change.ROLES: lambda session: users.set_roles(session, own, whom, given),
            Change.RESET: lambda session: users.reset(session, own, whom, new),
            Change.REMOVE: lambda session: users.remove(session, own, whom),
            Change.REKEY: lambda session: users.rekey(session, own),
        }
        act = acts[self._change]

        def once(session: Session) -> object:
            with typed(own, new):
                return act(session)

        return once

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()
        hug(self)

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))
        self.own.selectAll()

    def _done(self) -> None:
        for field in (self.new, self.again, self.own):
            field.clear()
        self.changed.emit()
        self.accept()


def _words(change: Change, name: str, first: bool) -> tuple[str, str, str]:
    """Title, what it means, and the button."""
    if change is Change.ADD:
        hint = say("请对方当面输入一个口令；对方第一次解锁后必须改成只有自己知道的。")
        if first:
            hint += say(
                "添加第二人后，您不再兼有全部角色，而是经办、安全保密管理员和系统管理员；各人解锁时都要填姓名。"
            )
        return say("change|添加用户"), hint, say("添加用户")
    if change is Change.ROLES:
        hint = say("审计员不能兼安全保密管理员或系统管理员，经办不能兼审核。")
        return say("改变角色：{name}", name=name), hint, say("改变角色")
    if change is Change.RESET:
        hint = say("请对方当面输入新口令。重设记入日志；在场知道这个口令的人都能以对方名义解锁，本人须立即改掉。")
        return say("重设口令：{name}", name=name), hint, say("重设口令")
    if change is Change.REMOVE:
        hint = say("移除后其口令打不开这个保险库；此前复制出去的保险库文件夹仍能打开，请随后更换密钥。")
        return say("移除用户：{name}", name=name), hint, say("移除用户")
    hint = say("用新的密钥重新加密整个保险库。各人的口令和封存的恢复单不变；中途断电不会丢失内容。")
    return say("change|更换密钥"), hint, say("change|更换密钥")
