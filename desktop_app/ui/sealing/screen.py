"""Sealing: choose applications, a desk and a medium; then follow every package until its receipt is in."""

from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import discs, erasing, seal, settling
from desktop_app.desk.discs import Disc
from desktop_app.desk.seal import SealedOutcome
from desktop_app.desk.settling import Settled
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import PackageState
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.messages import Message, Tone
from desktop_app.ui.papers.confirming import confirmed
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.choosing import Choosing
from desktop_app.ui.sealing.result import ResultCard, image_words
from desktop_app.ui.sealing.running import Running, carry
from desktop_app.ui.sealing.sent import Sent
from desktop_app.ui.sealing.tables import modest
from desktop_app.ui.sealing.target import Target
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.parts import PAGE, card, column, text
from desktop_app.ui.widgets.turning import Turning


class SealingScreen(Screen):
    """`place.subject` is a package to choose below or an application to tick above; `place.spot` ticks several."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._ended = False
        self.choosing = Choosing(context, [*filter(None, [place.subject]), *place.spot.split()])
        self.target = Target(context)
        self.running = Running()
        self.result = ResultCard(context)
        self.message = Message()
        self.sent = Sent(context, place.subject)
        self._right = QStackedWidget()
        self._right.addWidget(self.target)
        self._right.addWidget(modest(self.result))
        self._lay_out()
        self.choosing.changed.connect(self._ticked)
        self.target.wanted.connect(self._ask_again)
        self.result.again.connect(self._another)
        self.result.delivered.connect(self.sent.load)
        self.result.disc_wanted.connect(self._image)
        self.sent.receipt.nothing.connect(self.message.show_text)
        self.sent.changed.connect(self.choosing.load)
        self.sent.listed.connect(self._follow)
        self.sent.look_wanted.connect(self._look_at)
        self._ticked()

    def _lay_out(self) -> None:
        rule = text(
            said(CARRIER),
            "muted",
        )
        side = column(card(self._right, self.running, margins=12), rule)
        side.setStretch(0, 1)
        upper = Turning((self.choosing, side), wide=940, shares=(5, 3), space=24)
        both = self._both = column(self.message, upper, self.sent, space=16, margins=PAGE)
        both.setStretch(1, 11)
        self.setLayout(both)

    def title(self) -> str:
        return say("封装")

    def place(self) -> Place:
        return Place(ScreenKey.SEALING, self.sent.subject(), " ".join(self.choosing.ticked()))

    def marking(self) -> Marking | None:
        return self.choosing.marking()

    def first_focus(self) -> QWidget | None:
        return self.choosing.search

    def _ticked(self) -> None:
        self.target.set_ticked(self.choosing.ticked())
        self.context.mark_changed.emit()

    def _ask_again(self) -> None:
        again = self.choosing.again()
        if not again:
            self._confirmed()
            return
        names = say("、").join(again[:3]) + (say("等") if len(again) > 3 else "")
        confirm.ask(
            self,
            say(
                "{names} 共 {again} 份已在别的封装里。再封装一次？原来的封装如已遗失，请在下方作废。",
                names=names,
                again=len(again),
            ),
            say("再封装一次"),
            self._confirmed,
        )

    def _confirmed(self) -> None:
        self._busy(True)  # a second press seals no second package
        confirmed(self.context, self, say("封装"), self._seal, lambda: self._busy(False))

    def _seal(self) -> None:
        ids, recipient, folder = self.choosing.ticked(), self.target.recipient(), self.target.folder()
        if not ids or recipient is None or folder is None:
            self._busy(False)
            return
        number, strip = self.target.number(), self.target.strip.text().strip()
        largest, making = self.target.pieces.largest(), self.target.makers.making()
        self._ended = False
        self.message.clear()
        self._busy(True)
        progress = carry(
            self.context,
            self,
            lambda session, progress: seal.seal(
                session,
                ids,
                recipient,
                folder,
                progress,
                carrier=number,
                strip=strip,
                largest=largest,
                making=making,
            ),
            self._done,
            lambda outcome: say("封装完成：{folder}。", folder=outcome.folder.name),
            on_fault=self._failed,
            on_progress=self.running.heard,
            on_end=self._over,
        )
        self.running.start(say("正在准备…"), progress)

    def _busy(self, busy: bool) -> None:
        self.choosing.setEnabled(not busy)
        self.target.set_busy(busy)
        self.sent.setEnabled(not busy)

    def _done(self, outcome: SealedOutcome) -> None:
        self._ended = True
        self.target.carrier.clear()  # the next medium has another
        self.target.strip.clear()
        self.result.show_outcome(outcome)
        self._right.setCurrentIndex(1)
        self.sent.choose(outcome.record.id)
        self.choosing.clear()

    def _failed(self, fault: Fault) -> None:
        self._ended = True
        self.message.show_fault(fault)

    def _over(self) -> None:
        self.running.end()
        self._busy(False)
        self.sent.load()
        if not self._ended:
            self.message.show_text(
                say("已取消：介质上没有留下文件，这个编号作废，申请可重新封装。"),
                Tone.NOTICE,
            )
        elif self._right.currentIndex() == 1:
            self.result.label_button.setFocus()

    def _look_at(self, folder: Path) -> None:
        """What became of a seal that was interrupted."""
        self._busy(True)
        self.message.clear()
        progress = carry(
            self.context,
            self,
            lambda session, progress: settling.settle(session, folder, progress),
            self._settled,
            lambda found: said(found.words),
            on_fault=self.message.show_fault,
            on_progress=self.running.heard,
            on_end=self._looked,
        )
        self.running.start(say("正在核对介质…"), progress)

    def _settled(self, found: Settled) -> None:
        if found.outcome is not None:
            self._done(found.outcome)
        honest = "" if found.outcome is not None else said(erasing.HONEST)
        self.message.show_text(said(found.words) + honest, Tone.DONE)

    def _looked(self) -> None:
        self.running.end()
        self._busy(False)
        self.sent.load()
        self.choosing.load()

    def _image(self, package: Path, target: Path, kind: Disc | None) -> None:
        self.result.setEnabled(False)
        self.message.clear()
        progress = carry(
            self.context,
            self,
            lambda session, progress: discs.image(session, package, target, progress, kind),
            lambda made: self.message.show_text(image_words(made), Tone.DONE),
            image_words,
            on_fault=self.message.show_fault,
            on_progress=self.running.heard,
            on_end=self._image_over,
        )
        self.running.start(say("正在核对封装…"), progress)

    def _image_over(self) -> None:
        self.running.end()
        self.result.setEnabled(True)
        self.result.disc_button.setFocus()

    def _follow(self) -> None:
        """What was just sealed may have been given up or handed over in the list below."""
        self._both.setStretch(2, 0 if self.sent.empty else 4)
        now = self.sent.record(self.result.package)
        if now is None:
            return
        self.result.follow(now)
        if now.state is PackageState.VOID:
            self._right.setCurrentIndex(0)

    def _another(self) -> None:
        self._right.setCurrentIndex(0)
        self.choosing.table.setFocus()
