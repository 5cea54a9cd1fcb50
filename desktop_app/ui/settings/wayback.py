"""恢复与绑定: the way to the recovery sheet, and whether the own passphrase works on this machine only."""

from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import device, recovery
from desktop_app.desk.device import Bond
from desktop_app.desk.passphrases import typed
from desktop_app.desk.recovery import Standing
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.rolewords import whose
from desktop_app.ui.widgets.parts import Complaint, button, column, line, restyle, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field


class WayBackCard(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self.bond: Bond | None = None
        self.standing = text("", "muted")
        self.open_button = button(say("打开恢复单"), lambda: context.go(Place(ScreenKey.RECOVERY)))
        self._reached = context.opened.mine.may(Act.RECOVERY_PREPARED)
        self.open_button.setEnabled(self._reached)
        self.state = text("")
        self.why = text("", "muted")
        self.label = text(say("口令"), "label", wrap=False)
        self.passphrase = passphrase_field(say("绑定时的口令确认"))
        self.passphrase.returnPressed.connect(self.change)
        self.label.setBuddy(self.passphrase)
        self.message = Complaint()
        self.change_button = button(say("绑定本机"), self.change)
        self._typed: tuple[QWidget, ...] = (self.label, self.passphrase, self.change_button)
        self._lay_out()
        for one in (*self._typed, self.why, self.message):
            one.hide()
        self.load()

    def _lay_out(self) -> None:
        about = say(
            "绑定后，口令要与本机密钥环里的一个随机密钥合用：连口令带保险库一起被拷走，在别的机器上也打不开。恢复单不受影响。重装系统或换账户会丢失这个密钥，请先备好恢复单。"
        )
        self.setLayout(
            column(
                text(say("恢复单"), "h2"),
                row(self.standing, None, self.open_button),
                *(() if self._reached else (text(whose(Act.RECOVERY_PREPARED), "muted"),)),
                line(),
                text(say("只在本机打开"), "h2"),
                text(about, "muted"),
                self.state,
                self.why,
                self.message,
                row(*self._typed),
                margins=16,
            )
        )

    def load(self) -> None:
        """Find out how both stand."""
        self._context.ask(self, lambda session, _: (recovery.standing(session), device.look(session)), self._show)

    def _show(self, found: tuple[Standing, Bond]) -> None:
        standing, bond = found
        self.bond = bond
        well = say("已启用并演练过。")
        self.standing.setText(word(standing.need, language()) if standing.need else well)
        restyle(self.standing, "tone", "todo" if standing.need else "pass")
        self.state.setText(say("口令已绑定本机。") if bond.bound else say("没有绑定：口令在任何机器上都有效。"))
        if bond.trouble is not None:
            why = word(bond.trouble, language())
            self.why.setText(say("本机不能绑定：{why}。", why=why))
        self.why.setVisible(bond.trouble is not None)
        self.change_button.setText(say("解除绑定") if bond.bound else say("绑定本机"))
        for one in self._typed:
            one.setVisible(bond.bound or bond.trouble is None)

    def change(self) -> None:
        """Bind, or unbind, with the passphrase typed again."""
        own, bound = self.passphrase.text(), bool(self.bond and self.bond.bound)
        if not own:
            self._tell(say("请输入口令。"))
            return
        self.change_button.setEnabled(False)
        self.message.hide()
        act = device.unbind if bound else device.bind

        def change(session: Session, _: Progress) -> object:
            with typed(own):
                return act(session, own)

        self._context.ask(
            self,
            change,
            lambda _: self._changed(),
            on_fault=self._refused,
            on_end=lambda: self.change_button.setEnabled(True),
        )

    def _changed(self) -> None:
        self.passphrase.clear()
        self.load()

    def _refused(self, fault: Fault) -> None:
        self._tell(sentence(fault))

    def _tell(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
