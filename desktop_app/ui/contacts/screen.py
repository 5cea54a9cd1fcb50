"""Cards: this desk's own with its fingerprint, and other desks' with how far each is trusted."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.ids import ContactId
from desktop_app.desk import contacts, trust_register
from desktop_app.desk.contacts import OwnCard
from desktop_app.desk.trust_register import TrustStep
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Contact, Trust
from desktop_app.domain.words import word
from desktop_app.ui import officepaper
from desktop_app.ui.contacts.sharing import Sharing
from desktop_app.ui.contacts.terms import Terms
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, button, card, column, restyle, row, text
from desktop_app.ui.widgets.tablelook import dress, set_widths
from desktop_app.ui.widgets.turning import Turning


class ContactsScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._contacts: list[Contact] = []
        self.table = self._make_table()
        nothing = text(
            say(
                "还没有通讯录。请对方导出名片文件，在这里导入，再当面或电话核对指纹。",
                "No contacts yet. Import another desk's card, then compare the fingerprint by voice or face to face.",
            ),
            "muted",
        )
        nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(nothing)
        self.verify_button = button(say("核对指纹…", "Verify the fingerprint…"), self._verify)
        self.revoke_button = button(say("作废名片…", "Revoke the card…"), self._ask_revoke)
        self.sharing = Sharing(context, self)
        self.take_button = button(say("导入名片…", "Import a card…"), self._choose, "main")
        self.register = text("", "muted")
        self.register.setAccessibleName(say("核对与作废的记录", "Who confirmed and revoked"))
        name = text(say("其他单位的名片", "Other desks' cards"), "h2")
        finding = row(
            None,
            button(say("部门电话", "Offices"), lambda: context.go(Place(ScreenKey.DIRECTORY)), "quiet"),
            self.sharing.button,
        )
        trusting = row(None, self.verify_button, self.revoke_button, self.take_button)
        head = Turning((name, finding, trusting), wide=840, shares=(1, 0, 0), space=8)
        self.setLayout(column(self._own(), head, self._middle, self.register, space=16, margins=PAGE))
        self._chosen()
        context.ask(self, lambda session, _: contacts.ensure_identity(session), self._show_own)
        self._load()

    def _own(self) -> QWidget:
        self.name = text("", "h2")
        self.fingerprint = text("", "code")
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.fingerprint.setAccessibleName(say("本台指纹", "This desk's fingerprint"))
        self.save_button = button(say("导出名片…", "Save the card…"), self._save)
        self.save_button.setEnabled(False)
        self.paper_button = button(
            say("打印指纹卡…", "Print the fingerprint…"),
            partial(officepaper.ask, self.context, self, Document.CONTACT_CARD),
        )
        self.directory_button = button(
            say("打印联系名录…", "Print the directory…"),
            partial(officepaper.ask, self.context, self, Document.DIRECTORY),
        )
        self.terms = Terms(self.context, self, self._show_own)
        own = text(say("本台名片", "This desk's card"), "label")
        return card(
            row(own, None, self.directory_button, self.paper_button, self.save_button),
            self.name,
            self.fingerprint,
            text(
                say(
                    "对方导入名片后，把这 30 位指纹当面或在电话里读给对方核对；不要和名片放在同一介质上传递。",
                    "Read these 30 digits to the other desk by voice; never send them along with the card.",
                ),
                "muted",
            ),
            self.terms,
        )

    def _make_table(self) -> QTableWidget:
        made = QTableWidget(0, 5)
        made.setAccessibleName(say("通讯录", "Contacts"))
        made.setHorizontalHeaderLabels(
            [
                say("单位", "Office"),
                say("代号", "Code"),
                say("类型", "Kind"),
                say("状态", "Trust"),
                say("核对人", "Verified by"),
            ]
        )
        dress(made, 36)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        set_widths(made, (0, 120, 144, 96, 160))
        made.itemSelectionChanged.connect(self._chosen)
        return made

    def title(self) -> str:
        return say("通讯录与密钥", "Contacts and keys")

    def place(self) -> Place:
        chosen = self._contact()
        return Place(ScreenKey.CONTACTS, chosen.id if chosen else "")

    def first_focus(self) -> QWidget | None:
        return self.take_button

    def _show_own(self, own: OwnCard) -> None:
        self.name.setText(f"{own.card.name}　{own.card.code}")
        self.fingerprint.setText(own.fingerprint)
        self.save_button.setEnabled(True)
        self.terms.show_own(own)

    def _load(self) -> None:
        self.context.ask(self, lambda session, _: contacts.all_(session), self._show)

    def _show(self, found: list[Contact]) -> None:
        chosen = self.place().subject or self._place.subject
        self._contacts = found
        self._middle.setCurrentIndex(0 if found else 1)
        self.table.setRowCount(len(found))
        for at, one in enumerate(found):
            cells = (
                one.card.name,
                one.card.code,
                word(one.card.desk, language()),
                word(one.trust, language()),
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
        self.verify_button.setEnabled(chosen is not None and chosen.trust is Trust.UNVERIFIED)
        self.revoke_button.setEnabled(chosen is not None and chosen.trust is not Trust.REVOKED)
        self.sharing.choose(chosen)
        self.register.setVisible(False)
        if chosen is not None:
            self.context.ask(
                self,
                lambda session, _: (chosen.id, trust_register.steps(session, chosen)),
                lambda found: self._show_register(*found),
            )
        restyle(self.verify_button, "look", "main" if self.verify_button.isEnabled() else "")

    def _show_register(self, contact: ContactId, steps: list[TrustStep]) -> None:
        chosen = self._contact()
        if chosen is not None and chosen.id == contact and steps:
            self.register.setText("\n".join(map(step_words, steps)))
            self.register.setVisible(True)

    def _save(self) -> None:
        name = f"{self.context.opened.office.code}-card.json"
        files.save_file(self, say("导出本台名片", "Save this desk's card"), name, self._save_to)

    def _save_to(self, path: Path) -> None:
        done = say(f"名片已写到 {path}。", f"The card is in {path}.")
        self.context.ask(self, lambda session, _: contacts.save_card(session, path), lambda _: self.context.note(done))

    def _choose(self) -> None:
        files.open_file(
            self, say("选择名片文件", "Choose a card"), say("名片 (*.json *)", "Cards (*.json *)"), self.take_in
        )

    def take_in(self, path: Path) -> None:
        """Import one card; it is not trusted until its fingerprint was compared."""
        self.context.ask(self, lambda session, _: contacts.take_in(session, path), self._taken)

    def _taken(self, contact: Contact) -> None:
        self._place = Place(ScreenKey.CONTACTS, contact.id)
        self.table.clearSelection()
        self._load()
        self.context.note(
            say(
                f"已导入“{contact.card.name}”，请核对指纹。",
                f"“{contact.card.name}” is in; now verify the fingerprint.",
            )
        )

    def _verify(self) -> None:
        chosen = self._contact()
        if chosen is not None:
            dialog = VerifyDialog(chosen, self.context, self)
            dialog.verified.connect(self._load)
            dialog.open()

    def _ask_revoke(self) -> None:
        chosen = self._contact()
        if chosen is not None:
            confirm.ask_reason(
                self,
                say(
                    f"作废“{chosen.card.name}”的名片后，不能再封装给它，也不再接收它的包。请写明理由：",
                    f"Nothing will be sealed to “{chosen.card.name}” nor opened from it. Why?",
                ),
                say("作废名片", "Revoke the card"),
                lambda reason: self._revoke(chosen.id, reason),
            )

    def _revoke(self, contact: ContactId, reason: str) -> None:
        self.context.ask(self, lambda session, _: contacts.revoke(session, contact, reason), lambda _: self._load())


def step_words(step: TrustStep) -> str:
    """One line of the register."""
    at = minute(step.at)
    user = say(f"（操作：{step.user}）", f" (at the desk: {step.user})") if step.user else ""
    if step.trust is Trust.VERIFIED:
        return say(f"{at} 核对指纹一致：{step.by}", f"{at} fingerprint compared and equal: {step.by}") + user
    why = say(f"：{step.reason}", f": {step.reason}") if step.reason else ""
    return say(f"{at} 作废名片", f"{at} card revoked") + why + user
