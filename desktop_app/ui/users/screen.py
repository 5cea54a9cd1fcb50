"""Users and roles: who may open this vault, since when with the present passphrase, and what may be changed here."""

from datetime import date

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.desk import users
from desktop_app.desk.users import User
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.users.change import Change, ChangeDialog
from desktop_app.ui.widgets.parts import PAGE, button, card, column, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths

_NEEDS = {
    Change.ADD: Act.USER_ADDED,
    Change.ROLES: Act.ROLES_CHANGED,
    Change.RESET: Act.PASSPHRASE_RESET,
    Change.REMOVE: Act.USER_REMOVED,
    Change.REKEY: Act.REKEYED,
}


class UsersScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._users: list[User] = []
        self.dialog: ChangeDialog | None = None
        self.table = self._make_table()
        self.buttons: dict[Change, QPushButton] = {
            Change.ROLES: button(say("改变角色…"), lambda: self._ask(Change.ROLES)),
            Change.RESET: button(say("重设口令…"), lambda: self._ask(Change.RESET)),
            Change.REMOVE: button(say("移除…"), lambda: self._ask(Change.REMOVE)),
            Change.ADD: button(say("添加用户…"), lambda: self._ask(Change.ADD), "main"),
            Change.REKEY: button(say("screen|更换密钥…"), lambda: self._ask(Change.REKEY)),
        }
        self.reason = text("", "muted")
        who = row(
            text(say("用户与权限"), "h2"),
            None,
            *(self.buttons[one] for one in (Change.ROLES, Change.RESET, Change.REMOVE, Change.ADD)),
        )
        self.setLayout(
            column(who, self.table, self.reason, self._roles(), self._key(), space=16, margins=PAGE),
        )
        self._enable()
        self._load()

    def _make_table(self) -> QTableWidget:
        made = QTableWidget(0, 3)
        made.setAccessibleName(say("用户"))
        made.setHorizontalHeaderLabels([say("姓名"), say("角色"), say("口令设于")])
        dress(made, 36)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_widths(made, (200, 0, 168))
        made.itemSelectionChanged.connect(self._enable)
        return made

    def _roles(self) -> QWidget:
        lines = say(
            "经办：申请、材料、封装、收件　　审核：审核意见、退回\n安全保密管理员：用户、通讯录、载体、"
            "恢复单，不看申请内容　　安全审计员：只查阅和导出日志\n系统管理员：备份、政策包、设置，"
            "不看申请内容"
        )
        return card(text(say("各角色办理的事项"), "label"), text(lines, "muted"))

    def _key(self) -> QWidget:
        about = say("移除用户之后，或怀疑保险库被复制过，用新的密钥重新加密。")
        self.rotation = QComboBox()
        for days in users.ROTATIONS:
            words = say("每 {days} 天", days=days) if days else say("不要求")
            self.rotation.addItem(words, days)
        self.rotation.setAccessibleName(say("定期更换口令"))
        self.rotation.setCurrentIndex(self.rotation.findData(self.context.opened.mine.rotation))
        self.rotation.setEnabled(self.context.opened.mine.may(Act.SETTINGS_CHANGED))
        self.rotation.activated.connect(self._rotate)
        return card(
            text(say("口令与数据库密钥"), "label"),
            text(about, "muted"),
            row(
                text(say("定期更换口令"), wrap=False),
                self.rotation,
                None,
                self.buttons[Change.REKEY],
            ),
        )

    def _rotate(self) -> None:
        days: int = self.rotation.currentData()
        self.context.ask(
            self,
            lambda session, _: users.set_rotation(session, days),
            lambda _: self.context.look_again(self),
        )

    def title(self) -> str:
        return say("用户与权限")

    def place(self) -> Place:
        return Place(ScreenKey.USERS)

    def first_focus(self) -> QWidget | None:
        return self.table

    def _load(self) -> None:
        self.context.ask(self, lambda session, _: users.list_(session), self._show)

    def _show(self, found: list[User]) -> None:
        self._users = found
        self.table.setRowCount(len(found))
        for at, one in enumerate(found):
            me = say("（您）") if one.id == self.context.opened.mine.user else ""
            held = say("、").join(word(role, language()) for role in one.roles)
            since = one.passphrase_on.isoformat() if one.passphrase_on > date.min else ""
            for side, shown in enumerate((one.name + me, held, since)):
                item = QTableWidgetItem(shown)
                item.setToolTip(shown)
                self.table.setItem(at, side, item)
        self._enable()

    def _chosen(self) -> User | None:
        at = self.table.currentRow()
        picked = self.table.selectionModel() is not None and self.table.selectionModel().hasSelection()
        return self._users[at] if picked and 0 <= at < len(self._users) else None

    def _enable(self) -> None:
        opened, chosen = self.context.opened, self._chosen()
        mine = opened.mine
        for change, pressed in self.buttons.items():
            whom = change in (Change.ADD, Change.REKEY) or (
                chosen is not None and len(self._users) > 1 and (change is Change.ROLES or chosen.id != mine.user)
            )
            pressed.setEnabled(mine.may(_NEEDS[change]) and whom and self._wanted(change))
        self.reason.setText(self._why())
        self.reason.setVisible(bool(self.reason.text()))

    def _wanted(self, change: Change) -> bool:
        return change is Change.REKEY or self.context.opened.office.desk is not Desk.APPLICANT

    def _why(self) -> str:
        if self.context.opened.office.desk is Desk.APPLICANT:
            return say("个人保险库只有本人一个用户，拥有全部权限。")
        if not self.context.opened.mine.may(Act.USER_ADDED):
            return say("用户由安全保密管理员管理。")
        return ""

    def _ask(self, change: Change) -> None:
        user = None if change in (Change.ADD, Change.REKEY) else self._chosen()
        self.dialog = ChangeDialog(self.context, self, change, user, first=len(self._users) == 1)
        self.dialog.changed.connect(lambda: self._changed(change))
        self.dialog.open()

    def _changed(self, change: Change) -> None:
        done = {
            Change.ADD: say("已添加，请对方解锁后修改口令。"),
            Change.ROLES: say("角色已改变。"),
            Change.RESET: say("口令已重设，请对方立即解锁并修改。"),
            Change.REMOVE: say("已移除。此前的副本仍能用其口令打开，请更换密钥。"),
            Change.REKEY: say("已用新的密钥重新加密。"),
        }
        self.context.note(done[change])
        self.context.look_again(self, self._load)
