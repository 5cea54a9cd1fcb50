"""Sealing for a desk what desks share beside applications: this desk's card, its roster, the policy pack in force."""

from pathlib import Path

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_app.core.ids import ContactId
from desktop_app.desk import sharing, standing
from desktop_app.domain.makings import Making
from desktop_app.domain.records import CardState, Contact, PackageRecord
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets.onto import onto_medium


class Sharing:
    """A button whose menu has what may be sealed for the chosen desk; `choose` tells it which one that is."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        self._context, self._owner = context, owner
        self._desk: Contact | None = None
        self.button = QPushButton(say("封装给该单位"))
        self.button.setAccessibleName(self.button.text())
        menu = QMenu(self.button)
        for words, what in (
            (say("本台名片…"), lambda session, _: sharing.card(session)),
            (say("花名册…"), sharing.roster),
            (say("现行政策包…"), lambda session, _: sharing.policy_in_force(session)),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, what=what: self._ask(what))
        self.button.setMenu(menu)
        self.choose(None)

    def choose(self, desk: Contact | None) -> None:
        """Only a desk whose fingerprint was compared is sealed to."""
        self._desk = desk
        in_force = desk is not None and standing.state(desk, self._context.today) is CardState.IN_FORCE
        self.button.setEnabled(in_force)

    def _ask(self, what: sharing.Maker) -> None:
        if self._desk is not None:
            desk = self._desk.id
            title = say("封装到哪个介质或文件夹")
            onto_medium(self._context, self._owner, title, lambda folder, making: self.seal(what, desk, folder, making))

    def seal(
        self,
        what: sharing.Maker,
        desk: ContactId,
        folder: Path,
        making: Making = Making(),
    ) -> None:
        """Seal it, and lead to its label and slip."""
        self.button.setEnabled(False)
        self._context.ask(
            self._owner,
            lambda session, progress: sharing.seal(
                session, what(session, progress), desk, folder, progress, making=making
            ),
            self._sealed,
            on_end=lambda: self.choose(self._desk),
        )

    def _sealed(self, record: PackageRecord) -> None:
        self._context.note(
            say(
                "已封装，给“{peer_name}”第 {sequence} 号；标签和递送单在这里另存。",
                peer_name=record.peer_name,
                sequence=record.sequence,
            )
        )
        self._context.go(Place(ScreenKey.SEALING, record.id))
