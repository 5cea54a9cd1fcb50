"""Cards: this desk's own with its fingerprint, and other desks' with how far each is trusted."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.core.ids import ContactId
from desktop_app.desk import contacts, standing, successions, trust_register
from desktop_app.desk.revocations import Ended
from desktop_app.desk.trust_register import TrustStep
from desktop_app.domain.records import Contact, Trust
from desktop_app.domain.words import word
from desktop_app.ui.contacts import ending, following
from desktop_app.ui.contacts.more import More
from desktop_app.ui.contacts.own import OwnCardBox
from desktop_app.ui.contacts.sharing import Sharing
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import PAGE, button, column, restyle, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths
from desktop_app.ui.widgets.turning import Turning


class ContactsScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._contacts: list[Contact] = []
        self._follows: Contact | None = None
        self.table = self._make_table()
        nothing = text(
            say("还没有通讯录。请对方导出名片文件，在这里导入，再当面或电话核对指纹。"),
            "muted",
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(nothing)
        self.verify_button = button(say("核对指纹…"), self._verify)
        self.revoke_button = button(say("作废名片…"), self._ask_revoke)
        self.sharing = Sharing(context, self)
        self.more = More(context, self, self._load, self._taken)
        self.take_button = button(say("导入名片…"), self._choose, "main")
        self.register = text("", "muted")
        self.register.setAccessibleName(say("核对与作废的记录"))
        name = text(say("其他单位的名片"), "h2")
        finding = row(
            None,
            button(say("部门电话"), lambda: context.go(Place(ScreenKey.DIRECTORY)), "quiet"),
            self.sharing.button,
        )
        trusting = row(None, self.more.button, self.verify_button, self.revoke_button, self.take_button)
        head = Turning((name, finding, trusting), wide=840, shares=(1, 0, 0), space=8)
        self.own = OwnCardBox(context)
        self.fingerprint, self.terms = self.own.fingerprint, self.own.terms
        self.setLayout(column(self.own, head, self._middle, self.register, space=16, margins=PAGE))
        self._chosen()
        self._load()

    def _make_table(self) -> QTableWidget:
        made = QTableWidget(0, 5)
        made.setAccessibleName(say("通讯录"))
        made.setHorizontalHeaderLabels(
            [
                say("register|单位"),
                say("代号"),
                say("类型"),
                say("screen|状态"),
                say("核对人"),
            ]
        )
        dress(made, 36)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_widths(made, (0, 152, 136, 112, 152))
        made.itemSelectionChanged.connect(self._chosen)
        return made

    def title(self) -> str:
        return say("通讯录与密钥")

    def place(self) -> Place:
        chosen = self._contact()
        return Place(ScreenKey.CONTACTS, chosen.id if chosen else "")

    def first_focus(self) -> QWidget | None:
        return self.take_button

    def _load(self, next_step: QWidget | None = None) -> None:
        """Show all; `next_step` takes the keyboard then."""

        def show(found: list[Contact]) -> None:
            self._show(found)
            if next_step is not None:
                next_step.setFocus()

        self.context.ask(self, lambda session, _: contacts.all_(session), show)

    def _show(self, found: list[Contact]) -> None:
        chosen = self.place().subject or self._place.subject
        self._contacts = found
        self._middle.setCurrentIndex(0 if found else 1)
        self.table.setRowCount(len(found))
        for at, one in enumerate(found):
            cells = (
                standing.named(one.card),
                one.card.code,
                word(one.card.desk, language()),
                word(standing.state(one, self.context.today), language()),
                one.verified_by,
            )
            for side, shown in enumerate(cells):
                self.table.setItem(at, side, QTableWidgetItem(shown))
            if one.id == chosen:
                self.table.selectRow(at)
        self._chosen()

    def _contact(self) -> Contact | None:
        at = self.table.currentRow()
        return self._contacts[at] if 0 <= at < len(self._contacts) and self.table.selectedItems() else None

    def _chosen(self) -> None:
        chosen = self._contact()
        self._follows = None
        self.verify_button.setText(say("核对指纹…"))
        self.verify_button.setEnabled(chosen is not None and chosen.trust is Trust.UNVERIFIED)
        self.revoke_button.setEnabled(chosen is not None and chosen.trust is not Trust.REVOKED)
        self.sharing.choose(chosen)
        self.more.choose(chosen)
        self.register.setVisible(False)
        if chosen is not None:
            self.context.ask(
                self,
                lambda session, _: (
                    chosen.id,
                    trust_register.steps(session, chosen),
                    successions.to_follow(session, chosen),
                ),
                lambda found: self._show_register(*found),
            )
        restyle(self.verify_button, "look", "main" if self.verify_button.isEnabled() else "")
        restyle(self.take_button, "look", "" if self.verify_button.isEnabled() else "main")

    def _show_register(self, contact: ContactId, steps: list[TrustStep], follows: Contact | None) -> None:
        chosen = self._contact()
        if chosen is None or chosen.id != contact:
            return
        self._follows = follows
        if follows is not None:
            self.verify_button.setText(say("跟随新密钥…"))
        if steps:
            self.register.setText("\n".join(said(told) for told in map(trust_register.said, steps)))
            self.register.setVisible(True)

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择名片文件"),
            say("名片或吊销书 (*.json *)"),
            self.take_in,
        )

    def take_in(self, path: Path) -> None:
        """Import one card, which is not trusted until its fingerprint was compared, or the end of one."""

        self.context.ask(self, lambda session, _: ending.taken_in(session, path), self._taken)

    def _taken(self, came: Contact | Ended) -> None:
        if isinstance(came, Ended):
            self.context.note(ending.said(came.contact))
            self._ended(came)
            return
        contact = came
        self._place = Place(ScreenKey.CONTACTS, contact.id)
        self.table.clearSelection()
        self._load(self.verify_button)
        self.context.ask(
            self,
            lambda session, _: successions.to_follow(session, contact),
            lambda follows: self._say_what_next(contact, follows),
        )

    def _say_what_next(self, contact: Contact, follows: Contact | None) -> None:
        if follows is not None:
            self.context.note(say("已导入“{card}”的新名片，请跟随其新密钥。", card=contact.card.name))
        else:
            self.context.note(_taken_words(contact))

    def _verify(self) -> None:
        chosen = self._contact()
        if chosen is not None and self._follows is not None:
            following.ask(self.context, self, chosen, self._follows, partial(self._verified, chosen))
        elif chosen is not None:
            dialog = VerifyDialog(chosen, self.context, self)
            dialog.verified.connect(partial(self._verified, chosen))
            dialog.open()

    def _verified(self, contact: Contact) -> None:
        """The button that had the keyboard greys, and the next one revokes: the list takes it.

        What was asked for when the card came is done, so it is said no longer.
        """
        self.context.note(say("“{card}”已核对，可以向它封装。", card=contact.card.name))
        self.table.setFocus()
        self._load()

    def _ask_revoke(self) -> None:
        chosen = self._contact()
        if chosen is not None:
            ending.ask(self.context, self, chosen, self._ended)

    def _ended(self, ended: Ended) -> None:
        self._load()
        if ended.doubted is not None:
            self.context.note(ending.doubt(ended.doubted))


def _taken_words(contact: Contact) -> str:
    """What to do with a card that was imported: nothing where its fingerprint was compared before."""
    name = contact.card.name
    return {
        Trust.VERIFIED: say("“{name}”的名片本台已有，指纹核对过，不用再核对。", name=name),
        Trust.REVOKED: say("“{name}”的这张名片已经作废，不能再用；请向对方要新的名片。", name=name),
        Trust.UNVERIFIED: say("已导入“{card}”，请核对指纹。", card=name),
    }[contact.trust]
