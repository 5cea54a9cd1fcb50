"""To whom and onto what: the recipient among verified desks, the medium, and the act itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.core.ids import ApplicationId, ContactId
from desktop_app.core.messages import told
from desktop_app.desk import next_desk, office_cards, seal
from desktop_app.desk.next_desk import Next
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import Contact
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.sealing.media import MediaList
from desktop_app.ui.sealing.pieces import Pieces
from desktop_app.ui.sealing.tables import modest, narrow
from desktop_app.ui.widgets.makers import MakersField
from desktop_app.ui.widgets.parts import button, column, row, text


class Target(QWidget):
    wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._ticked: tuple[ApplicationId, ...] = ()
        self._next: dict[ApplicationId, Next] = {}
        self._desks: dict[ContactId, Desk] = {}
        self._chosen_by_hand = False
        self._busy = False
        self.recipients = QComboBox()
        self.recipients.setAccessibleName(say("收件单位"))
        narrow(self.recipients)
        self.recipients.currentIndexChanged.connect(self._changed)
        self.recipients.activated.connect(self._by_hand)
        self.nobody = QWidget()
        self.contacts_button = button(say("到通讯录"), lambda: context.go(Place(ScreenKey.CONTACTS)))
        self.nobody.setLayout(
            column(
                text(
                    say("还没有核对过指纹的收件单位。先导入对方名片并核对指纹，才能封装给它。"),
                    "wrong",
                ),
                row(self.contacts_button, None),
                space=6,
            )
        )
        self.nobody.hide()
        self.carrier = _field(
            say("载体编号"),
            say("留空自动编号"),
            say("介质上已有编号的填写；留空自动编号"),
        )
        self.strip = _field(
            say("封签号"),
            say("可留空"),
            say("已备好封签的填写：号码签入封条，换过封签对方就会发现"),
            20,
        )
        self.makers = MakersField(context.opened.user, stacked=True)
        self.media = MediaList(context, writing=True)
        self.pieces = Pieces(context)
        self.media.chosen.connect(self._put_on)
        self.lacking = text("", "muted")
        self.astray = text("", "wrong")
        self.seal_button = button(say("封装到所选介质"), self.wanted.emit, "main")
        self._lay_out()
        context.ask(self, lambda session, _: _offered(session), self._show)
        self._changed()

    def _lay_out(self) -> None:
        label = text(say("收件单位"), "label", wrap=False)
        label.setBuddy(self.recipients)
        whom = column(label, self.recipients, space=6)  # one above the other: else the code at its end is cut
        whom.setStretch(1, 1)
        number = text(say("载体编号"), "label")
        number.setBuddy(self.carrier)
        strip = text(say("封签号"), "label")
        strip.setBuddy(self.strip)
        inside = QWidget()
        inside.setProperty("role", "surface")
        inside.setLayout(
            column(
                whom,
                self.nobody,
                self.media,
                self.pieces,
                row(column(number, self.carrier, space=6), column(strip, self.strip, space=6), space=8),
                self.makers,
                None,
                margins=4,
            )
        )
        # the form scrolls, the button stays in sight
        parts = column(modest(inside), self.astray, self.lacking, self.seal_button, space=12)
        parts.setStretch(0, 1)
        self.setLayout(parts)
        self.setMinimumHeight(theme.px(232))

    def _show(self, found: Sequence[tuple[Contact, str]]) -> None:
        self.recipients.clear()
        self._desks = {one.id: one.card.desk for one, _ in found}
        for one, officers in found:
            who = say("（{officers}）", officers=officers) if officers else ""
            self.recipients.addItem(f"{one.card.name}{who}　{one.card.code}", one.id)
        if len(found) > 1:
            self.recipients.setCurrentIndex(-1)
            self.recipients.setPlaceholderText(say("选择收件单位"))
        self.recipients.setVisible(bool(found))
        self.nobody.setVisible(not found)
        self._lead()

    def set_ticked(self, ticked: Sequence[ApplicationId]) -> None:
        """Which applications go into the package."""
        self._ticked = tuple(ticked)
        self.pieces.weigh(ticked)
        unknown = [one for one in ticked if one not in self._next]
        if unknown:
            self._context.ask(self, lambda session, _: next_desk.after_here(session, unknown), self._learn)
        self._lead()

    def _learn(self, found: Sequence[Next]) -> None:
        self._next |= {one.application: one for one in found}
        self._lead()

    def _by_hand(self) -> None:
        self._chosen_by_hand = True

    def _lead(self) -> None:
        """Offer the one desk that all that is ticked goes to next, until the officer chooses another."""
        coming = [self._next[one] for one in self._ticked if one in self._next]
        if coming and not self._chosen_by_hand and self.recipients.count() > 1:
            certain = all(one.station is not None for one in coming)
            fit = [at for at in range(self.recipients.count()) if all(map(self._fits(at), coming))]
            self.recipients.setCurrentIndex(fit[0] if certain and len(fit) == 1 else -1)
        self._changed()

    def _fits(self, at: int) -> Callable[[Next], bool]:
        desk = self._desks[self.recipients.itemData(at)]
        return lambda one: one.fits(desk)

    def _astray_words(self) -> str:
        """Whose route goes to another desk than the one that is chosen."""
        at = self.recipients.currentIndex()
        if at < 0:
            return ""
        coming = [self._next[one] for one in self._ticked if one in self._next]
        question = next_desk.astray(coming, self._desks[self.recipients.itemData(at)])
        return told(question, language()) if question else ""

    def _put_on(self) -> None:
        self.pieces.set_medium(self.media.medium())
        self._changed()

    def set_busy(self, busy: bool) -> None:
        """Nothing is chosen anew while a package is written."""
        self._busy = busy
        self.recipients.setEnabled(not busy)
        self.media.setEnabled(not busy)
        self.pieces.setEnabled(not busy)
        self.carrier.setEnabled(not busy)
        self.strip.setEnabled(not busy)
        self.makers.setEnabled(not busy)
        self._changed()

    def _changed(self) -> None:
        lacking = []
        if not self._ticked:
            lacking.append(say("申请（在名单里打勾）"))
        if self.recipient() is None:
            lacking.append(say("target|收件单位"))
        if self.folder() is None:
            lacking.append(say("target|介质"))
        self.lacking.setText(say("还要选择：") + say("、").join(lacking))
        self.lacking.setVisible(bool(lacking))
        self.astray.setText(self._astray_words())
        self.astray.setVisible(bool(self.astray.text()))
        self.seal_button.setEnabled(not lacking and not self._busy)

    def recipient(self) -> ContactId | None:
        """The chosen desk."""
        found: ContactId | None = self.recipients.currentData()
        return found

    def number(self) -> str:
        """The number that stands on the medium, empty to have it recognised or numbered."""
        return self.carrier.text().strip()

    def folder(self) -> Path | None:
        """The chosen medium's folder."""
        return self.media.folder()


def _field(name: str, hint: str, whole: str, most: int = 60) -> QLineEdit:
    made = QLineEdit()
    made.setMaxLength(most)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setToolTip(whole)
    return made


def _offered(session: Session) -> list[tuple[Contact, str]]:
    """One line an office, with the officers whom a package for it goes to."""
    found = seal.recipients(session)
    return [(one, office_cards.officers(office_cards.of_office(session, one))) for one in found]
