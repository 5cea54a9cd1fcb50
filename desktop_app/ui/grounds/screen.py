"""What could I file for, and by when: every ground and level above the present title, one press to take one."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk import grounds, kept_packs
from desktop_app.desk.explain import explain
from desktop_app.desk.grounds import Openness, Option
from desktop_app.desk.kept_packs import Pack
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Track
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications import layout
from desktop_app.ui.context import Context
from desktop_app.ui.grounds import optiontable
from desktop_app.ui.grounds.detail import GroundDetail, named
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import NO_BOUND, PAGE, Elided, button, column, row, scrolled, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

#: From this width on (at 100 %) list and detail stand side by side.
WIDE = 820
#: The least height of both side by side; a lower window scrolls.
LEAST = 520


class GroundsScreen(Screen):
    """`place.subject` is the application; `place.spot` the review looked at, then the chosen level and ground."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.application = ApplicationId(place.subject)
        self._record: ApplicationRecord | None = None
        self._now: Application | None = None
        self._before: Application | None = None
        self._options: tuple[Option, ...] = ()
        self._pack, desk = context.opened.session.pack, context.opened.office.desk
        self._plans = [plan for plan in layout.plan(self._pack) if layout.belongs(plan.key, desk)]
        self.who = Elided("h2")
        self.track = QComboBox()
        self.track.setAccessibleName(say("评审方式"))
        self.track.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.track.currentIndexChanged.connect(lambda: self._fill())
        self.all = QCheckBox(say("也列出不得申报的"))
        self.all.setChecked(True)
        self.all.toggled.connect(lambda: self._fill())
        self.hint = text("", "muted")
        self.title_button = button(say("去填现有职称"), self._to_title, "quiet")
        self.table = optiontable.made()
        self.table.itemSelectionChanged.connect(self._chosen)
        self.table.cellActivated.connect(lambda *_: self._enter())
        self.detail = GroundDetail(lambda finding: explain(finding, self._pack), self._holds)
        self.detail.wanted.connect(self._go)
        self.detail.setting_wanted.connect(lambda setting: context.go(Place(ScreenKey.POLICY, setting)))
        self.detail.take.connect(self._take)
        self.undo_button = button(say("撤回选用"), self._undo, "quiet")
        self.undo_button.setToolTip("Ctrl+Z")
        self.undo_button.setEnabled(False)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self).activated.connect(self._undo)
        self._lay_out()
        self.setEnabled(False)
        self._load()

    def _load(self) -> None:
        def look(session: "Session", _: Progress) -> tuple[ApplicationRecord, Pack]:
            return drafts.load(session, self.application), kept_packs.of_application(session, self.application).pack

        self.context.ask(self, look, lambda found: self._loaded(*found))

    def _lay_out(self) -> None:
        label = text(say("按评审方式"), "label", wrap=False)
        label.setBuddy(self.track)
        form = button(say("打开申请表"), self._to_form)
        series = text(
            say("“没有障碍”只指本通知；各系列自己的评审条件另须符合。"),
            "muted",
        )
        listed = QWidget()
        listed.setLayout(column(self.table, series))
        self.table.setMinimumHeight(theme.px(200))
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(theme.px(16))
        self._sides.addWidget(listed, 1)
        self._sides.addWidget(self.detail)
        head = row(self.who, form, self.undo_button)
        head.setStretch(0, 1)
        self._asked = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._asked.setSpacing(theme.px(12))
        self._asked.addLayout(row(label, self.track, None, space=12))
        self._asked.addWidget(self.all)
        self._asked.addStretch(1)
        hinted = row(self.hint, self.title_button)
        hinted.setStretch(0, 1)
        self._inside = QWidget()
        whole = column(head, self._asked, hinted, self._sides, space=12, margins=PAGE)
        whole.setStretch(3, 1)
        self._inside.setLayout(whole)
        self.setLayout(column(scrolled(self._inside)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where the width does not hold both, the detail goes below the list."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        for side in (self._sides, self._asked):
            side.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.detail.setMinimumSize(theme.px(400) if wide else 0, 0 if wide else theme.px(480))
        self.detail.setMaximumWidth(theme.px(400) if wide else NO_BOUND)
        self._inside.setMaximumHeight(max(event.size().height(), theme.px(LEAST)) if wide else NO_BOUND)
        optiontable.fit(self.table, wide=wide)

    def title(self) -> str:
        return say("能报什么，什么时候截止")

    def place(self) -> Place:
        track, chosen = self.track.currentData(), self._option()
        if self._now is None:
            return self._place
        ground = (chosen.ground.level.value, chosen.ground.path.value) if chosen else ("", "")
        return Place(ScreenKey.GROUNDS, self.application, " ".join((track.value if track else "-", *ground)))

    def marking(self) -> Marking | None:
        return whole_mark(self._now) if self._now else None

    def leave(self) -> None:
        """What was taken is on its way already; send it now."""
        self.context.autosave.flush()

    def first_focus(self) -> QWidget | None:
        return self.table

    @property
    def read_only(self) -> bool:
        """A submitted version never changes."""
        return self._record is None or self._record.status is not Status.DRAFT

    def _loaded(self, record: ApplicationRecord, pack: Pack) -> None:
        self._record, self._pack = record, pack
        self._now = self.context.autosave.pending(self.application) or record.draft
        self.setEnabled(True)
        self._offer_tracks()
        self._show_person(self._now)
        self._fill(self._place.spot)
        self.table.setFocus()
        self.context.mark_changed.emit()

    def _show_person(self, now: Application) -> None:
        post = now.post
        level = word(post.title_level, language()) if post.title_level else ""
        name = now.person.name or say("（未填姓名）")
        held = " ".join(part for part in (level, post.title_held) if part) or say("（未填）")
        self.who.setText("　".join(p for p in (name, say("现有：") + held, now.unit.name) if p))
        self.title_button.setVisible(self._untold(now))

    @staticmethod
    def _untold(now: Application) -> bool:
        return now.post.title_level is None and not now.post.title_held

    def _offer_tracks(self) -> None:
        assert self._now is not None
        wanted = self._place.spot.partition(" ")[0] or (self._now.filing.track.value if self._now.filing.track else "")
        self.track.blockSignals(True)
        self.track.clear()
        if self._now.filing.track is None:
            self.track.addItem(say("（未选）"), None)
        for track in Track:
            if track is not Track.ONLINE or self._now.filing.track is Track.ONLINE:
                self.track.addItem(word(track, language()), track)
        values = [track.value if (track := self.track.itemData(n)) else "-" for n in range(self.track.count())]
        self.track.setCurrentIndex(values.index(wanted) if wanted in values else 0)
        self.track.blockSignals(False)

    def _fill(self, spot: str = "") -> None:
        if self._now is None:
            return
        wanted = spot.split(" ")[1:] or self.place().spot.split(" ")[1:]
        opened = self.context.opened
        found = grounds.options(self._now, self.track.currentData(), self.context.today, self._pack, opened.office.desk)
        self._options = tuple(
            one for one in found if self.all.isChecked() or one.ground.standing is not Openness.CLOSED
        )
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setRowCount(len(self._options))
        at = next((n for n, one in enumerate(self._options) if one.taken), 0)
        for number, one in enumerate(self._options):
            optiontable.put(self.table, number, one)
            if [one.ground.level.value, one.ground.path.value] == wanted:
                at = number
        self.table.blockSignals(False)
        if self._options:
            self.table.selectRow(at)
        self._show_hint(self._now, any_found=bool(found))
        self._chosen()

    def _show_hint(self, now: Application, *, any_found: bool) -> None:
        told = []
        if self._untold(now):
            told.append(say("没有填现有职称，按没有职称列出各层级。"))
        if not now.filing.series:
            told.append(say("没有选系列，不能显示职称名称。"))
        if not any_found:
            told = [say("已是最高层级，没有更高的可以申报。")]
        elif not self._options:
            told = [say("各项都不得申报；勾选上面的选项可以看原因。")]
        self.hint.setText(say("gap|").join(told))
        self.hint.setVisible(bool(told))

    def _option(self) -> Option | None:
        at = self.table.currentRow()
        return self._options[at] if self.table.selectedItems() and 0 <= at < len(self._options) else None

    def _chosen(self) -> None:
        chosen = self._option()
        self.detail.setVisible(chosen is not None)
        if chosen is not None:
            self.detail.show_option(chosen, self._refusal(chosen))

    def _refusal(self, option: Option) -> str:
        if self.read_only:
            return say("已提交的版本不能改，撤回后可以选用。")
        return say("申请表现在填的就是这一项。") if option.taken else ""

    def _enter(self) -> None:
        ways = (self.detail.take_button, self.detail.reasons.list)
        next(way for way in ways if way.isEnabled()).setFocus()

    def _holds(self, path: str) -> bool:
        return any(plan.holds(path) for plan in self._plans)

    def _take(self) -> None:
        option = self._option()
        if option is None or self._now is None or self.read_only:
            return
        self._keep(grounds.chosen(self._now, option.ground, self.track.currentData()), before=self._now)
        self.context.note(say("申请表已改为：{named}。按“撤回选用”或 Ctrl+Z 改回。", named=named(option.ground)))
        self.table.setFocus()

    def _undo(self) -> None:
        if self._before is not None and not self.read_only:
            self._keep(self._before, before=None)
            self.context.note(say("申请表已改回原来所填。"))

    def _keep(self, application: Application, before: Application | None) -> None:
        """Into the draft the same way as everything that is typed in the editor."""
        self._before, self._now = before, application
        self.context.autosave.put(self.application, application)
        self.undo_button.setEnabled(before is not None)
        self._fill()

    def _go(self, path: str) -> None:
        self.context.go(Place(ScreenKey.EDITOR, self.application, layout.spot(self.context.opened.session, path)))

    def _to_title(self) -> None:
        self._go("post.title_level")

    def _to_form(self) -> None:
        self._go("filing.path")
