"""Settings: what the window looks like, when it locks itself, the passphrase, and the vault's health."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.messages import NATIVE
from desktop_app.core.progress import Progress
from desktop_app.desk.passphrases import typed
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.preferences import LOCK_MINUTES, ZOOMS
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.rolewords import reserve
from desktop_app.ui.settings.backup import BackupCard
from desktop_app.ui.settings.fonts import FontsCard
from desktop_app.ui.settings.formal import FormalPrintTerms
from desktop_app.ui.settings.health import HealthCard
from desktop_app.ui.settings.machine import MachineCard
from desktop_app.ui.settings.wayback import WayBackCard
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import PAGE, button, card, column, row, scrolled, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal

#: Spots that one is led to.
BACKUP, HEALTH = "backup", "health"


class SettingsScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        inside = QWidget()
        inside.setMaximumWidth(theme.px(760))
        self.machine = MachineCard(context)
        self.fonts = FontsCard(context)
        self.backup = BackupCard(context)
        self.health = HealthCard(context)
        self.way_back = WayBackCard(context)
        mine = context.opened.mine
        reserve(self.fonts, mine, Act.FONT_ADDED)
        reserve(self.backup, mine, Act.VAULT_BACKED_UP)
        reserve(self.health, mine, Act.VAULT_CHECKED)
        habits = (self._window(), self._passphrase(), self.way_back, self.backup, self.health)
        parts = (*habits, self._formal(), self._forms(), self.fonts, self.machine)
        inside.setLayout(column(*parts, None, space=16, margins=PAGE))
        self._area = scrolled(inside)
        self.setLayout(column(self._area))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever comes for the backup or the check sees it at once."""
        super().showEvent(event)
        if (card := self._asked_for()) is not None:
            QTimer.singleShot(0, card, lambda: self._area.verticalScrollBar().setValue(card.y() - theme.px(16)))

    def _asked_for(self) -> QWidget | None:
        return {BACKUP: self.backup, HEALTH: self.health}.get(self._place.spot)

    def title(self) -> str:
        return say("设置")

    def place(self) -> Place:
        return Place(ScreenKey.SETTINGS)

    def first_focus(self) -> QWidget | None:
        if self.context.opened.mine.passphrase_from_another:
            return self.old
        return {BACKUP: self.backup.make, HEALTH: self.health.check}.get(self._place.spot, self.zoom)

    def _window(self) -> QWidget:
        habits = self.context.preferences
        self.zoom = QComboBox()
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.setCurrentIndex(self.zoom.findData(habits.zoom))
        self.minutes = QComboBox()
        for minutes in LOCK_MINUTES:
            self.minutes.addItem(say("{minutes} 分钟不操作", minutes=minutes), minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(habits.lock_minutes))
        self.tongue = QComboBox()
        for tongue, name in NATIVE.items():
            self.tongue.addItem(name, tongue)
        self.tongue.setCurrentIndex(self.tongue.findData(habits.language))
        self.contrast = QCheckBox(say("高对比度"))
        self.contrast.setChecked(habits.high_contrast)
        self.zoom.activated.connect(self._dress)
        self.tongue.activated.connect(self._dress)
        self.contrast.clicked.connect(self._dress)
        self.minutes.activated.connect(self._dress)
        return card(
            text(say("窗口"), "h2"),
            FieldGrid(
                [
                    (say("显示大小"), self.zoom),
                    (say("自动锁定"), self.minutes),
                    (say("界面语言"), self.tongue),
                    (say("对比度"), self.contrast),
                ]
            ),
        )

    def _dress(self) -> None:
        habits = self.context.preferences
        habits.zoom = self.zoom.currentData()
        habits.lock_minutes = self.minutes.currentData()
        habits.language = self.tongue.currentData()
        habits.high_contrast = self.contrast.isChecked()
        self.context.redress.emit()

    def _passphrase(self) -> QWidget:
        self.old, self.new, self.again = (passphrase_field("") for _ in range(3))
        show = QCheckBox(say("显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.old, self.new, self.again))
        self.again.returnPressed.connect(self._change)
        self.change = button(say("修改口令"), self._change)
        self.told = text("", "wrong")
        self.told.hide()
        if self.context.opened.mine.passphrase_from_another:
            self._tell(
                self.told,
                say("现在的口令是别人设的。请先改成只有您知道的口令，再办其他事项。"),
            )
        return card(
            text(say("口令"), "h2"),
            text(self._age_of_passphrase(), "muted"),
            FieldGrid(
                [
                    (say("现在的口令"), self.old),
                    (say("新口令"), self.new),
                    (say("再输一次新口令"), self.again),
                ]
            ),
            self.told,
            row(show, None, self.change),
        )

    def _age_of_passphrase(self) -> str:
        mine = self.context.opened.mine
        used = say("已用 {passphrase_days} 天", passphrase_days=mine.passphrase_days)
        if not mine.rotation:
            return used + say("；本单位不要求定期更换。")
        return used + say("；本单位规定每 {rotation} 天更换。", rotation=mine.rotation)

    def _change(self) -> None:
        if not self.old.text() or not self.new.text():
            self._tell(self.told, say("请填写现在的口令和新口令。"))
            return
        if self.new.text() != self.again.text():
            self._tell(self.told, say("两次输入的新口令不一样，请重新输入。"))
            self.again.setFocus()
            return
        self.told.hide()
        self.change.setEnabled(False)
        old, new = self.old.text(), self.new.text()

        def change(session: Session, _: Progress) -> None:
            with typed(old, new):
                session.change_passphrase(old, new)

        self.context.ask(
            self,
            change,
            lambda _: self._changed(),
            on_fault=self._refused,
            on_end=lambda: self.change.setEnabled(True),
        )

    @staticmethod
    def _tell(where: QLabel, words: str) -> None:
        where.setText(words)
        where.show()

    def _refused(self, fault: Fault) -> None:
        self._tell(self.told, sentence(fault))

    def _changed(self) -> None:
        for field in self._passphrases():
            field.clear()
        self.context.look_again(self)
        self.context.note(say("口令已修改，下次解锁用新口令。"))

    def _passphrases(self) -> tuple[QLineEdit, ...]:
        return self.old, self.new, self.again

    def _formal(self) -> QWidget:
        self.formal = FormalPrintTerms(self.context)
        made = card(text(say("正式打印"), "h2"), self.formal)
        reserve(made, self.context.opened.mine, Act.SETTINGS_CHANGED)
        return made

    def _forms(self) -> QWidget:
        go = button(say("打开表样"), lambda: self.context.go(Place(ScreenKey.FORMS)))
        about = say("各项材料按哪个表样打印；在主管部门的空白表（PDF）上叠印数据。")
        return card(text(say("表样"), "h2"), text(about, "muted"), row(None, go))
