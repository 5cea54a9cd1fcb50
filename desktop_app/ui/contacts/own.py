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
from desktop_app.ui.widgets.parts import button, card, readable, row, text


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
        self.fingerprint.setAccessibleDescription(say("本台指纹"))
        self.spoken = text("", "muted")
        self.spoken.setAccessibleDescription(say("电话念法"))
        self.life = text("", "muted")
        self.save_button = button(say("导出名片…"), self._save)
        self.save_button.setEnabled(False)
        paper = button(
            say("打印指纹卡…"),
            partial(officepaper.ask, context, self, Document.CONTACT_CARD),
        )
        directory = button(
            say("打印联系名录…"),
            partial(officepaper.ask, context, self, Document.DIRECTORY),
        )
        self.keys_button = self._keys()
        self.terms = Terms(context, self, self._show)
        own = text(say("本台名片"), "label")
        hint = say("对方导入名片后，把这 30 位指纹当面或在电话里读给对方核对；不要和名片放在同一介质上传递。")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            card(
                row(own, None, directory, paper, self.keys_button, self.save_button),
                self.name,
                self.fingerprint,
                readable(self.spoken),
                self.life,
                text(hint, "muted"),
                self.terms,
            )
        )
        self.load()

    def _keys(self) -> QPushButton:
        made = QPushButton(say("本台密钥"))
        made.setAccessibleName(made.text())
        self.menu = QMenu(made)
        for words, act in (
            (say("更换密钥…"), self.ask_change),
            (say("名片的最后一日…"), self.ask_last_day),
            (say("写明经办人…"), self.ask_officer),
            (say("本台最低算法…"), self.ask_suite),
            (say("打印纸质名片…"), self._print_card),
            (say("打印备用吊销书…"), self._print_spare),
            (say("作废本台密钥…"), self.ask_revoke),
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
            say("{first} 启用，{last} 到期", first=first, last=last.isoformat())
            if last
            else say("{first} 启用，没有到期日", first=first)
        )
        self.save_button.setEnabled(True)
        self.terms.show_own(own)

    def _save(self) -> None:
        name = f"{self._context.opened.office.code}-card.json"
        files.save_file(self, say("导出本台名片"), name, self.save_to)

    def save_to(self, path: Path) -> None:
        done = say("名片已写到 {path}。", path=path)
        self._context.ask(
            self, lambda session, _: contacts.save_card(session, path), lambda _: self._context.note(done)
        )

    def ask_change(self) -> None:
        """New keys, after one question."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("更换密钥"),
                say(
                    "新名片由旧密钥一并签名，对方核对两个指纹后确认一次即可跟随；旧密钥封的包，"
                    "对方收到启用后第 90 天。发给旧密钥的包，本台仍能拆封。密钥遗失或可能泄露的，不要在这里更换，"
                    "先作废。"
                ),
                say("更换密钥"),
            ),
            [
                Asked(
                    "last",
                    say("最后一日（可不填）"),
                    Kind.DAY,
                    hint=say("如 2027-12-31"),
                ),
                Asked("officer", say("经办人（可不填）"), begin=self._officer, most=20),
            ],
            lambda found: lambda session: successions.change_keys(session, found["last"], found["officer"]),
        )
        dialog.done_.connect(lambda _: self._changed())
        dialog.open()

    def _changed(self) -> None:
        self.load()
        self._context.note(say("密钥已更换。请导出新名片交给各单位，重新打印指纹卡和备用吊销书。"))

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
                say("名片的最后一日"),
                say("过了这一日，不能再向本台封装，本台也不能再封装；到期前三十天起提示。留空为不设。"),
                say("改名片"),
            ),
            [Asked("last", say("最后一日"), Kind.DAY, begin=self._last)],
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
                say("写明经办人"),
                say(
                    "单位有几名经办人、各有一台和一张名片时，名片要写明经办人：对方核对过的，封装时一并封给，谁都能拆。写明后不能改，换人须更换密钥。"
                ),
                say("写上名片"),
            ),
            [Asked("officer", say("经办人"), begin=self._officer or self._context.opened.user, most=20)],
            lambda found: lambda session: card_terms.name_officer(session, found["officer"]),
        )
        dialog.done_.connect(lambda _: self._reissued())
        dialog.open()

    def ask_suite(self) -> None:
        """The weakest algorithms this desk takes and seals with."""
        dialog = suites.ask(
            self._context,
            self,
            say("弱于此的来件不拆，对方名片没有这种密钥的不封；名片写明，各单位据此封装。"),
            self._least,
            card_terms.require_suite,
        )
        dialog.done_.connect(lambda _: self._reissued())

    def _reissued(self) -> None:
        self.load()
        self._context.note(say("名片已改。请导出新名片发给各单位；指纹不变。"))

    def ask_revoke(self) -> None:
        """End these keys: why, from when, and where the statement goes."""
        name = f"{self._context.opened.office.code}-revocation.json"
        files.save_file(self, say("吊销书写到"), name, self.revoke_to)

    def revoke_to(self, path: Path) -> None:
        """Ask why and from when; the statement goes to `path`."""
        dialog = AskDialog(
            self._context,
            self,
            (
                say("作废本台密钥"),
                say(
                    "不能恢复。作废后本台不能封装，须更换密钥，与每个单位从头核对指纹。吊销书交给各单位登记：所写日期以后封装的包，对方不再接收。"
                ),
                say("作废本台密钥"),
            ),
            [
                Asked(
                    "reason",
                    say("ending|理由"),
                    Kind.CHOICE,
                    choices=[(one, word(one, language())) for one in RevocationReason],
                ),
                Asked("on", say("自哪一日起"), Kind.DAY, begin=self._context.today),
            ],
            lambda found: (
                lambda session: revocations.end_own(session, found["reason"], found["on"] or session.today(), path)
            ),
        )
        done = say("本台密钥已作废，吊销书在 {path}。请交各单位登记，再更换密钥。", path=path)
        dialog.done_.connect(lambda _: self._revoked(done))
        dialog.open()

    def _revoked(self, done: str) -> None:
        self.load()
        self._context.note(done)
