"""What else can be done about a contact: a button whose menu knows the chosen one."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.desk import card_terms, paper_cards
from desktop_app.desk.revocations import Ended
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Contact, Trust
from desktop_app.ui.contacts import suites
from desktop_app.ui.contacts.register import RegisterDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind


class More:
    """`choose` tells it which contact is chosen; `then` is called after a change, `taken` with what came on paper."""

    def __init__(
        self, context: Context, owner: QWidget, then: Callable[[], None], taken: Callable[[Contact | Ended], None]
    ) -> None:
        self._context, self._owner, self._then, self._taken = context, owner, then, taken
        self._contact: Contact | None = None
        self.button = QPushButton(say("更多"))
        self.button.setAccessibleName(self.button.text())
        self.menu = QMenu(self.button)
        self.scan = self.menu.addAction(say("扫描或录入纸质名片、吊销书…"))
        self.scan.triggered.connect(lambda _=False: self.ask_scan())
        self.suite = self.menu.addAction(say("约定最低算法…"))
        self.suite.triggered.connect(lambda _=False: self.ask_suite())
        register = self.menu.addAction(say("核对登记簿…"))
        register.triggered.connect(lambda _=False: RegisterDialog(self._context, self._owner).open())
        self.button.setMenu(self.menu)
        self.choose(None)

    def choose(self, contact: Contact | None) -> None:
        """Only what can be done about this contact is offered."""
        self._contact = contact
        alive = contact is not None and contact.trust is not Trust.REVOKED
        self.suite.setEnabled(alive and self._context.opened.mine.may(Act.CONTACT_SUITE_SET))

    def ask_scan(self) -> None:
        """A field that a scanner or a hand types into."""
        dialog = AskDialog(
            self._context,
            self._owner,
            (
                say("扫描或录入"),
                say("用扫码枪逐个扫描纸面的码，每个一行，顺序不限；没有扫码枪的，逐行录入，行末两位校验也要录入。"),
                say("收入"),
            ),
            [
                Asked("lines", say("扫得或录入的内容"), Kind.TEXT),
                Asked("on", say("吊销书没写日期的，自"), Kind.DAY),
            ],
            lambda found: lambda session: paper_cards.take(session, found["lines"], found["on"]),
        )
        dialog.done_.connect(self._taken)
        dialog.open()

    def ask_suite(self) -> None:
        """The weakest algorithms with the chosen contact, in both directions."""
        chosen = self._contact
        if chosen is None:
            return
        dialog = suites.ask(
            self._context,
            self._owner,
            say("与“{card}”往来，弱于此的来件不拆，也不用更弱的算法封给它。", card=chosen.card.name),
            chosen.standing.minimum_suite,
            lambda session, least: card_terms.require_suite_of(session, chosen.id, least),
        )
        dialog.done_.connect(lambda _: self._then())
