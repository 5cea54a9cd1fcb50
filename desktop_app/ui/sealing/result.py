"""A package that lies proved on its medium: its folder, the thirty digits, and what is done with it next."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QWidget

from desktop_app.desk import covers, discs
from desktop_app.desk.discs import Disc, ImageMade
from desktop_app.desk.seal import SealedOutcome
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words
from desktop_app.domain.records import PackageRecord, PackageState
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.onway import dialogs
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, emptied, row, text


class SealCode(QWidget):
    """The thirty digits in six groups, large enough to be read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(2))
        self._grid.setColumnStretch(3, 1)

    def show_code(self, code: str) -> None:
        emptied(self._grid)
        self._shown = []
        for at, group in enumerate(code.split()):
            digits = text(group, "number", wrap=False)
            digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            digits.setAccessibleName(say("封条号第 {at} 组：{group}", at=at + 1, group=group))
            self._grid.addWidget(digits, at // 3, at % 3)
            self._shown.append(digits)

    def groups(self) -> list[str]:
        """The groups on screen."""
        return [label.text() for label in self._shown]


class ResultCard(QWidget):
    again = Signal()
    delivered = Signal()
    disc_wanted = Signal(Path, Path, object)  # the package's folder, the image, the kind of disc or none

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._record: PackageRecord | None = None
        self._folder = Path()
        self._name = text("", "code")
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._whom = text("", "muted")
        self.where = text("", "muted")
        self.code = SealCode()
        self.label_button = button(say("打印封条标签…"), lambda: self._save(Document.SEAL_LABEL))
        self.slip_button = button(say("打印递送单…"), lambda: self._save(Document.DELIVERY_SLIP))
        self.outer_button = button(say("打印外封封面…"), lambda: self._save(Document.OUTER_COVER))
        self.inner_button = button(say("打印内封封面…"), lambda: self._save(Document.INNER_COVER))
        self.deliver_button = button(say("登记已交递送"), self._deliver)
        self.strip_button = button(say("登记封签…"), self._strip)
        self.disc_button = button(say("写成光盘映像…"), self._disc)
        self.again_button = button(say("再封装一个"), self.again.emit, "quiet")
        done = text(say("已封装，写后回读一致"), "h2")
        done.setProperty("tone", "pass")
        self.setLayout(
            column(
                row(done, None, self.again_button),
                self._whom,
                self._name,
                self.where,
                text(say("result|封条号"), "label"),
                self.code,
                row(self.label_button, self.slip_button, None),
                row(self.inner_button, self.outer_button, None),
                row(self.strip_button, self.deliver_button, None),
                row(self.disc_button, None),
                None,
                space=6,
            )
        )

    def show_outcome(self, outcome: SealedOutcome) -> None:
        """Show a package that was just sealed."""
        self._record = outcome.record
        self._folder = outcome.folder
        self._name.setText(outcome.folder.name)
        self.where.setText(say("写在：{folder}", folder=outcome.folder.parent))
        whom = outcome.record.peer_name
        count = len(outcome.record.applications)
        self._whom.setText(
            say(
                "给“{whom}”第 {sequence} 号，{count} 份申报；载体编号 {medium}",
                whom=whom,
                sequence=outcome.record.sequence,
                count=count,
                medium=outcome.record.medium,
            )
        )
        if outcome.strip:
            self._whom.setText(self._whom.text() + say("；封签 {strip} 已签入封条", strip=outcome.strip))
        self.strip_button.setVisible(not outcome.strip)
        self.code.show_code(outcome.seal_code)
        self.follow(outcome.record)

    @property
    def package(self) -> str:
        """Which is shown, empty before the first."""
        return self._record.id if self._record is not None else ""

    def follow(self, record: PackageRecord) -> None:
        """It was handed over, or bears a strip, since: what is done is not offered again."""
        self._record = record
        self.deliver_button.setEnabled(record.state is PackageState.VERIFIED)
        self.strip_button.setEnabled(record.state is PackageState.VERIFIED)

    def _save(self, document: Document) -> None:
        if self._record is not None:
            ask_sheet(self._context, self, self._record, document)

    def _deliver(self) -> None:
        if self._record is not None:
            record = self._record
            dialogs.hand_over(self._context, self, record.id, self._gone)

    def _strip(self) -> None:
        if self._record is not None:
            dialogs.put_strip(self._context, self, self._record.id, lambda: None)

    def _disc(self) -> None:
        folder = self._folder
        self._context.work(self, lambda _: discs.ways(folder), self._offer)

    def _offer(self, ways: Sequence[tuple[Disc | None, int, Words]]) -> None:
        """One way is taken at once; of several the officer chooses."""
        if len(ways) < 2:
            self._ask_image(ways[0][0] if ways else None)
            return
        self.ways = QMenu(self)
        for kind, count, name in ways:
            self.ways.addAction(say("{count} 张 {disc}…", count=count, disc=name), partial(self._ask_image, kind))
        self.ways.popup(self.disc_button.mapToGlobal(self.disc_button.rect().bottomLeft()))

    def _ask_image(self, kind: Disc | None) -> None:
        files.save_file(
            self,
            say("写成光盘映像"),
            f"{self._folder.name}.iso",
            lambda path: self.disc_wanted.emit(self._folder, path, kind),
        )

    def _gone(self) -> None:
        self.deliver_button.setEnabled(False)
        self.strip_button.setEnabled(False)
        self._context.note(say("已登记交付递送。回执到后在下方“收回执”。"))
        self.delivered.emit()


def image_words(made: Sequence[ImageMade]) -> str:
    """What to do with an image that was written, or with several of one package."""
    first, last = made[0], made[-1]
    if len(made) > 1:
        return say(
            "{count} 个光盘映像已写到 {first} 至 {last}，回读一致，各刻一张，对方逐张打开。{afterwards}{carrier}",
            count=len(made),
            first=first.path,
            last=last.path.name,
            afterwards=discs.AFTERWARDS,
            carrier=CARRIER,
        )
    return say(
        "光盘映像已写到 {path}，回读一致，可刻录到{fits}。{afterwards}{carrier}",
        path=first.path,
        fits=first.fits,
        afterwards=discs.AFTERWARDS,
        carrier=CARRIER,
    )


def ask_sheet(context: Context, owner: QWidget, record: PackageRecord, document: Document) -> None:
    """Label, slip or cover of a package, printed or saved."""
    put_out(
        context,
        owner,
        Paper(
            document,
            f"{word(document, language())}-{record.sequence:06d}.pdf",
            lambda session, where, progress: covers.save(session, record.id, document, where, progress),
        ),
    )
