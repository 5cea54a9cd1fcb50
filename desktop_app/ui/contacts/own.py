"""This desk's own card: its fingerprint, its file and papers, and the keys behind it."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop_app.desk import card_terms, contacts, revocations, standing, successions
from desktop_app.desk.contacts import OwnCard
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import RevocationReason
from desktop_app.domain.words import word
from desktop_app.ui import officepaper
from desktop_app.ui.contacts import suites
from desktop_app.ui.contacts.terms import Terms
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.rolewords import whose
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.parts import button, card, row, text


class OwnCardBox(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._last: date | None = None
        self._officer, self._least = "", Suite.CLASSICAL
        self.name = text("", "h2")
        self.fingerprint = text("", "code")
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.fingerprint.setAccessibleName(say("本台指纹", "This desk's fingerprint"))
        self.spoken = text("", "muted")
        self.spoken.setAccessibleName(say("电话念法", "As it is read aloud"))
        self.life = text("", "muted")
        self.save_button = button(say("导出名片…", "Save the card…"), self._save)
        self.save_button.setEnabled(False)
        paper = button(
            say("打印指纹卡…", "Print the fingerprint…"),
            partial(officepaper.ask, context, self, Document.CONTACT_CARD),
        )
        directory = button(
            say("打印联系名录…", "Print the directory…"),
            partial(officepaper.ask, context, self, Document.DIRECTORY),
        )
        self.keys_button = self._keys()
        self.terms = Terms(context, self, self._show)
        own = text(say("本台名片", "This desk's card"), "label")
        hint = say(
            "对方导入名片后，把这 30 位指纹当面或在电话里读给对方核对；不要和名片放在同一介质上传递。",
            "Read these 30 digits to the other desk by voice; never send them along with the card.",
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            card(
                row(own, None, directory, paper, self.keys_button, self.save_button),
                self.name,
                self.fingerprint,
                self.spoken,
                self.life,
                text(hint, "muted"),
                self.terms,
            )
        )
        self.load()

    def _keys(self) -> QPushButton:
        made = QPushButton(say("本台密钥", "This desk's keys"))
        made.setAccessibleName(made.text())
        self.menu = QMenu(made)
        for words, act in (
            (say("更换密钥…", "Change the keys…"), self.ask_change),
            (say("名片的最后一日…", "The card's last day…"), self.ask_last_day),
            (say("写明经办人…", "Name the officer…"), self.ask_officer),
            (say("本台最低算法…", "The weakest algorithms taken…"), self.ask_suite),
            (say("打印纸质名片…", "Print the card as codes…"), self._print_card),
            (say("打印备用吊销书…", "Print a revocation for the safe…"), self._print_spare),
            (say("作废本台密钥…", "Revoke these keys…"), self.ask_revoke),
        ):
            self.menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        made.setMenu(self.menu)
        may = self._context.opened.mine.may(Act.KEYS_CHANGED)
        made.setEnabled(may)
        made.setToolTip("" if may else whose(Act.KEYS_CHANGED))
        return made

    def load(self) -> None:
        """Show the card as it is now; the first look makes the keys."""
        self._context.ask(self, lambda session, _: contacts.ensure_identity(session), self._show)

    def _show(self, own: OwnCard) -> None:
        self.name.setText(f"{standing.named(own.card)}　{own.card.code}")
        self.fingerprint.setText(own.fingerprint)
        self.spoken.setText(contacts.spoken(own.fingerprint, language()))
        self._last, self._officer, self._least = (
            own.card.valid_until or None,
            own.card.officer or "",
            own.card.minimum_suite,
        )
        first, last = own.card.valid_from.isoformat(), own.card.valid_until
        self.life.setText(
            say(f"{first} 启用，{last.isoformat()} 到期", f"Since {first}, last day {last.isoformat()}")
            if last
            else say(f"{first} 启用，没有到期日", f"Since {first}, no last day")
        )
        self.save_button.setEnabled(True)
        self.terms.show_own(own)

    def _save(self) -> None:
        name = f"{self._context.opened.office.code}-card.json"
        files.save_file(self, say("导出本台名片", "Save this desk's card"), name, self.save_to)

    def save_to(self, path: Path) -> None:
        done = say(f"名片已写到 {path}。", f"The card is in {path}.")
        self._context.ask(
            self, lambda session, _: contacts.save_card(session, path), lambda _: self._context.note(done)
        )

    def ask_change(self) -> None:
        """New keys, after one question."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("更换密钥", "Change the keys"),
                say(
                    "新名片由旧密钥一并签名，对方核对两个指纹后确认一次即可跟随；旧密钥封的包，对方收到启用后第 90 天。"
                    "发给旧密钥的包，本台仍能拆封。密钥遗失或可能泄露的，不要在这里更换，先作废。",
                    "The old keys sign the new card, and others follow it with one confirmation after a look at both "
                    "fingerprints; packages under the old keys are taken for 90 days. What was sealed to the old keys "
                    "still opens here. Lost or leaked keys are not changed here: revoke them first.",
                ),
                say("更换密钥", "Change the keys"),
            ),
            [
                Asked(
                    "last",
                    say("最后一日（可不填）", "Last day (may be empty)"),
                    Kind.DAY,
                    hint=say("如 2027-12-31", "e.g. 2027-12-31"),
                ),
                Asked("officer", say("经办人（可不填）", "Officer (may be empty)"), begin=self._officer, most=20),
            ],
            lambda found: lambda session: successions.change_keys(session, found["last"], found["officer"]),
        )
        dialog.done_.connect(lambda _: self._changed())
        dialog.open()

    def _changed(self) -> None:
        self.load()
        self._context.note(
            say(
                "密钥已更换。请导出新名片交给各单位，重新打印指纹卡和备用吊销书。",
                "The keys are changed. Save the new card for every office; print fingerprint and revocation anew.",
            )
        )

    def _print_card(self) -> None:
        officepaper.ask(self._context, self, Document.CARD_SHEET)

    def _print_spare(self) -> None:
        officepaper.ask(self._context, self, Document.KEY_REVOCATION)

    def ask_last_day(self) -> None:
        """A day after which nothing is sealed to or under these keys."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("名片的最后一日", "The card's last day"),
                say(
                    "过了这一日，不能再向本台封装，本台也不能再封装；到期前三十天起提示。留空为不设。",
                    "After this day nothing is sealed to this desk or by it; home says so thirty days before. "
                    "Empty for none.",
                ),
                say("改名片", "Change the card"),
            ),
            [Asked("last", say("最后一日", "Last day"), Kind.DAY, begin=self._last)],
            lambda found: lambda session: card_terms.end_on(session, found["last"]),
        )
        dialog.done_.connect(lambda _: self._reissued())
        dialog.open()

    def ask_officer(self) -> None:
        """Whose keys these are, for an office where several officers have a card each."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("写明经办人", "Name the officer"),
                say(
                    "单位有几名经办人、各有一台和一张名片时，名片要写明经办人：对方核对过的，封装时一并封给，谁都能拆。"
                    "写明后不能改，换人须更换密钥。",
                    "Where an office has several officers with a desk and a card each, every card names its officer: a "
                    "sender seals to all that were compared, and each can open. It cannot be changed; somebody else "
                    "gets other keys.",
                ),
                say("写上名片", "Put it on the card"),
            ),
            [Asked("officer", say("经办人", "Officer"), begin=self._officer or self._context.opened.user, most=20)],
            lambda found: lambda session: card_terms.name_officer(session, found["officer"]),
        )
        dialog.done_.connect(lambda _: self._reissued())
        dialog.open()

    def ask_suite(self) -> None:
        """The weakest algorithms this desk takes and seals with."""
        dialog = suites.ask(
            self._context,
            self,
            say(
                "弱于此的来件不拆，对方名片没有这种密钥的不封；名片写明，各单位据此封装。",
                "Weaker packages are not opened, nor is anything sealed to a card without such a key; it tells others.",
            ),
            self._least,
            card_terms.require_suite,
        )
        dialog.done_.connect(lambda _: self._reissued())

    def _reissued(self) -> None:
        self.load()
        self._context.note(
            say(
                "名片已改。请导出新名片发给各单位；指纹不变。",
                "The card changed: save it for every office. The fingerprint stays.",
            )
        )

    def ask_revoke(self) -> None:
        """End these keys: why, from when, and where the statement goes."""
        name = f"{self._context.opened.office.code}-revocation.json"
        files.save_file(self, say("吊销书写到", "Where the revocation goes"), name, self.revoke_to)

    def revoke_to(self, path: Path) -> None:
        """Ask why and from when; the statement goes to `path`."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("作废本台密钥", "Revoke this desk's keys"),
                say(
                    "不能恢复。作废后本台不能封装，须更换密钥，与每个单位从头核对指纹。"
                    "吊销书交给各单位登记：所写日期以后封装的包，对方不再接收。",
                    "For good. Nothing can be sealed here until the keys are changed, and every office compares the "
                    "fingerprint from the start. Each office takes in the revocation and refuses what was sealed from "
                    "its day on.",
                ),
                say("作废本台密钥", "Revoke this desk's keys"),
            ),
            [
                Asked(
                    "reason",
                    say("理由", "Why"),
                    Kind.CHOICE,
                    choices=[(one, word(one, language())) for one in RevocationReason],
                ),
                Asked("on", say("自哪一日起", "From which day"), Kind.DAY, begin=self._context.today),
            ],
            lambda found: (
                lambda session: revocations.end_own(session, found["reason"], found["on"] or session.today(), path)
            ),
        )
        done = say(
            f"本台密钥已作废，吊销书在 {path}。请交各单位登记，再更换密钥。",
            f"This desk's keys are revoked; the statement is in {path}. Every office takes it in; change the keys.",
        )
        dialog.done_.connect(lambda _: self._revoked(done))
        dialog.open()

    def _revoked(self, done: str) -> None:
        self.load()
        self._context.note(done)
