"""One application: sections on the left, fields in the middle, findings on the right; every change is kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk import examples, kept_packs, mending
from desktop_app.desk.check import Assessment
from desktop_app.desk.explain import explain
from desktop_app.desk.kept_packs import Judged, Pack
from desktop_app.desk.mending import Mending
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.ui import theme
from desktop_app.ui.applications import layout
from desktop_app.ui.applications.acts import EditorActs
from desktop_app.ui.applications.draft import Draft
from desktop_app.ui.applications.findings import FindingsPanel
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.header import EditorHeader
from desktop_app.ui.applications.layout import SectionPlan
from desktop_app.ui.applications.marking import MarkingPage
from desktop_app.ui.applications.materials import MaterialsPage
from desktop_app.ui.applications.nextsection import NextSection
from desktop_app.ui.applications.sections import SectionList
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import column, line
from desktop_app.ui.widgets.taborder import in_order

#: From this width on (at 100 %) sections, fields and findings stand side by side.
WIDE = 900
#: From this width on they are at ease.
ROOMY = 1000

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

Page = SectionPage | MarkingPage | MaterialsPage


class EditorScreen(Screen):
    """`place.subject` is the application, `place.spot` the section and the field in it (`study study[0].school`)."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.application = ApplicationId(place.subject)
        self.draft: Draft | None = None
        self.example = False  # an invented person, as the vault says
        self._record: ApplicationRecord | None = None
        self._judged: Judged | None = None
        self._mending: Mending | None = None
        self._plans = self._planned(context.opened.session.pack)
        self._pages: dict[str, Page] = {}
        self.header = EditorHeader(context.opened.office.desk)
        self.sections = SectionList(self._plans)
        self.stack = QStackedWidget()
        self.next = NextSection(self)
        self.findings = FindingsPanel(lambda finding: explain(finding, self._pack), self.holds)
        self.acts = EditorActs(self, context)
        self._lay_out()
        self._connect()
        self.load()

    def _lay_out(self) -> None:
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(0)
        middle = column(self.stack, self.next, space=0)
        middle.setStretch(0, 1)
        self._sides.addLayout(middle, 1)
        self._sides.addWidget(self.findings)
        parts = QHBoxLayout()
        parts.setContentsMargins(theme.px(8), 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self.sections)
        parts.addLayout(self._sides, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(line())
        whole.addLayout(parts, 1)
        self.setEnabled(False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where the width does not hold three columns, the findings go below the fields."""
        super().resizeEvent(event)
        wide = event.size().width() >= theme.px(WIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        roomy = event.size().width() >= theme.px(ROOMY)
        height = event.size().height() - self.header.height()
        self.findings.stand(beside=wide, width=324 if roomy else 276, height=height)
        self.next.setVisible(wide)  # elsewhere its line is worth more as room for fields
        self.sections.fit(roomy=roomy)

    def _connect(self) -> None:
        self.sections.chosen.connect(self._open_section)
        self.next.wanted.connect(self._turn_to)
        self.findings.wanted.connect(self.jump)
        self.findings.setting_wanted.connect(self._go_to_setting)
        self.header.submit.connect(self.acts.submit)
        self.header.withdraw.connect(self.acts.ask_withdraw)
        self.header.revise.connect(self.acts.revise)
        self.header.versions.connect(self.acts.show_versions)
        self.header.compare.connect(self.acts.go_to_comparison)
        self.header.evidence.connect(self.acts.show_evidence)
        self.header.give_out.connect(self.acts.ask_give_out)
        self.header.remove.connect(self.acts.ask_remove)
        self.header.to_pack.connect(self.acts.ask_move)
        self.header.papers.connect(self.acts.go_to_papers)
        self.header.grounds.connect(self.acts.go_to_grounds)
        self.header.undo.connect(self._undo)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.header.submit_button.click)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.findings.go_first)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_pane)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self._undo)

    def title(self) -> str:
        name = self.draft.now.person.name if self.draft else ""
        return say("申请　{name}", name=name)

    def place(self) -> Place:
        key = self.sections.key()
        page = self._pages.get(key)
        return Place(ScreenKey.EDITOR, self.application, f"{key} {page.where() if page else ''}")

    def marking(self) -> Marking | None:
        return whole_mark(self.draft.now) if self.draft else None

    def load(self) -> None:
        def look(session: "Session", _: Progress) -> tuple[ApplicationRecord, Judged, Mending | None, bool]:
            told, example = mending.standing(session, self.application), examples.is_example(session, self.application)
            record, judged = drafts.load(session, self.application), kept_packs.compared(session, self.application)
            return record, judged, told, example

        self.context.ask(self, look, lambda found: self._loaded(*found))

    def _loaded(self, record: ApplicationRecord, judged: Judged, told: Mending | None, example: bool) -> None:
        self._record, self._mending, self.example = record, told, example
        now = self.context.autosave.pending(self.application) or record.draft
        self._use(judged)
        shown = self.draft is not None
        if self.draft is None:
            self.draft = Draft(now, judged.pack, self.context.opened, self.context.today, self)
            self.draft.changed.connect(self._changed)
            self.draft.assessed.connect(self._assessed)
        else:
            self.draft.pack = judged.pack
            self.draft.take(now)
        if self.example:
            self.header.show_example()
        self.header.show_judged(judged)
        self.header.show_record(record)
        self.header.show_mending(ours=told is not None and told.ours)
        self.setWindowTitle(self.title())
        self.setEnabled(True)
        submitted = shown and self.read_only and not self.draft.final
        self.draft.final = self.read_only
        self._set_read_only()
        self._come_back()
        if submitted:  # what had the keyboard greyed or went: on to what comes next
            self.header.papers_button.setFocus()
        self.draft.assess()
        self.context.mark_changed.emit()

    def _planned(self, pack: Pack) -> list[SectionPlan]:
        desk = self.context.opened.office.desk
        return [plan for plan in layout.plan(pack) if layout.belongs(plan.key, desk)]

    @property
    def _pack(self) -> Pack:
        """What this application is judged by; until it is loaded, what a new one would be."""
        return self._judged.pack if self._judged else self.context.opened.session.pack

    def _use(self, judged: Judged) -> None:
        """Pages offer the pack's own choices: under another pack they are made anew."""
        if self._judged is None or judged.pack is not self._judged.pack:
            self._plans = self._planned(judged.pack)
            for page in self._pages.values():
                self.stack.removeWidget(page)
                page.deleteLater()
            self._pages.clear()
        self._judged = judged

    def _come_back(self) -> None:
        section, _, path = self._place.spot.partition(" ")
        self.sections.choose(self.sections.key() or section)
        self._open_section(self.sections.key())
        page = self._pages.get(self.sections.key())
        if page is not None and path:
            page.go(path)
        elif page is not None and (first := page.first()) is not None:
            first.setFocus()

    def _next_pane(self) -> None:
        """Sections, fields, findings, and from anywhere else the sections."""
        if self.sections.hasFocus():
            page = self._pages.get(self.sections.key())
            first = page.first() if page is not None else None
            (first or self.findings.list).setFocus()
        elif self.stack.isAncestorOf(self.window().focusWidget() or self):
            self.findings.list.setFocus()
        else:
            self.sections.setFocus()

    @property
    def read_only(self) -> bool:
        """A submitted version never changes."""
        return self._record is None or self._record.status is not Status.DRAFT

    def _set_read_only(self) -> None:
        for page in self._pages.values():
            page.set_read_only(self.read_only)

    def _open_section(self, key: str) -> None:
        if self.draft is None or not key:
            return
        if key not in self._pages:
            page = self._make_page(key, self.draft)
            page.set_read_only(self.read_only)
            self._pages[key] = page
            self.stack.addWidget(page)
            in_order(page, self.next, self.findings)
            self.draft.assess()
        self.stack.setCurrentWidget(self._pages[key])
        self.next.show_between(self._plans, key)

    def _turn_to(self, key: str) -> None:
        """Another section, the keyboard in its first field."""
        self.sections.choose(key)
        if (first := self._pages[key].first()) is not None:
            first.setFocus()

    def _make_page(self, key: str, draft: Draft) -> Page:
        plan = next(plan for plan in self._plans if plan.key == key)
        if key == "marking":
            return MarkingPage(plan.title, draft, self.application, self.context)
        if key == "materials":
            return MaterialsPage(plan.title, draft, self.application, self.context)
        return SectionPage(plan, draft)

    def holds(self, path: str) -> bool:
        """Whether this desk's form shows a field."""
        return any(plan.holds(path) for plan in self._plans)

    def _go_to_setting(self, setting: str) -> None:
        self.context.go(Place(ScreenKey.POLICY, setting))

    def jump(self, path: str) -> None:
        """Go to the field a finding names; to its section when the field itself is not on screen."""
        for plan in self._plans:
            if plan.holds(path):
                self.sections.choose(plan.key)
                self._pages[plan.key].go(path)
                return

    def _changed(self) -> None:
        assert self.draft is not None
        self.context.autosave.put(self.application, self.draft.now)
        self.header.show_application(self.draft.now)
        self.header.undo_button.setEnabled(self.draft.can_undo)
        self.setWindowTitle(self.title())
        self.context.mark_changed.emit()

    def _assessed(self, answer: Assessment) -> None:
        assert self.draft is not None
        told = mending.findings(self._mending, self.draft.now, self.context.today) if self._mending else ()
        places = {plan.key: at for at, plan in enumerate(self._plans)}
        found = [(finding, self._section_of(finding)) for finding in (*told, *answer.findings)]
        found.sort(key=lambda one: places.get(one[1], len(places)))  # as the form is filled in, first things first
        self.findings.show_findings(tuple(finding for finding, _ in found))
        self.header.show_assessment(answer, self.draft.can_undo)
        missing = dict.fromkeys(places, 0)
        for finding, key in found:
            if finding.verdict in (Verdict.BLOCK, Verdict.TODO) and key:
                missing[key] += 1
        self.sections.show_missing(missing)

    def _section_of(self, finding: Finding) -> str:
        """Where the field is that a finding names; "" for none."""
        return next((plan.key for plan in self._plans if finding.field and plan.holds(finding.field)), "")

    def _undo(self) -> None:
        if self.draft is not None and not self.read_only:
            self.draft.undo()

    def leave(self) -> None:
        """Everything typed is on its way already; send it now."""
        self.context.autosave.flush()

    def first_focus(self) -> QWidget | None:
        return self.sections
