"""What else can be done about a contact: a button whose menu knows the chosen one."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.desk import card_terms
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Contact, Trust
from desktop_app.ui.contacts import suites
from desktop_app.ui.context import Context
from desktop_app.ui.language import say


class More:
    """`choose` tells it which contact is chosen; `then` is called after a change."""

    def __init__(self, context: Context, owner: QWidget, then: Callable[[], None]) -> None:
        self._context, self._owner, self._then = context, owner, then
        self._contact: Contact | None = None
        self.button = QPushButton(say("更多", "More"))
        self.button.setAccessibleName(self.button.text())
        self.menu = QMenu(self.button)
        self.suite = self.menu.addAction(say("约定最低算法…", "Agree on the weakest algorithms…"))
        self.suite.triggered.connect(lambda _=False: self.ask_suite())
        self.button.setMenu(self.menu)
        self.choose(None)

    def choose(self, contact: Contact | None) -> None:
        """Only what can be done about this contact is offered."""
        self._contact = contact
        alive = contact is not None and contact.trust is not Trust.REVOKED
        self.suite.setEnabled(alive and self._context.opened.mine.may(Act.CONTACT_SUITE_SET))

    def ask_suite(self) -> None:
        """The weakest algorithms with the chosen contact, in both directions."""
        chosen = self._contact
        if chosen is None:
            return
        dialog = suites.ask(
            self._context,
            self._owner,
            say(
                f"与“{chosen.card.name}”往来，弱于此的来件不拆，也不用更弱的算法封给它。",
                f"From “{chosen.card.name}” nothing weaker is opened, and nothing weaker is sealed to it.",
            ),
            chosen.standing.minimum_suite,
            lambda session, least: card_terms.require_suite_of(session, chosen.id, least),
        )
        dialog.done_.connect(lambda _: self._then())
