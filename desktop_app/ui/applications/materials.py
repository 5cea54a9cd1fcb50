"""The papers handed in beside the forms: what is asked for, what is there; drop or choose a scan for each."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QFrame, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.sizes import size_words
from desktop_app.desk import draft as drafts
from desktop_app.desk import lowering, scan_view
from desktop_app.desk.check import Assessment
from desktop_app.domain import paths
from desktop_app.domain.application import Application, Material
from desktop_app.domain.findings import Paper
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import Marking, MarkState
from desktop_app.domain.whole_mark import lowered, whole_mark
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.applications import samefile
from desktop_app.ui.applications.draft import Draft
from desktop_app.ui.applications.filemark import FileMarkDialog, mark_words
from desktop_app.ui.applications.lowermark import LowerDialog
from desktop_app.ui.applications.photo import PhotoDialog
from desktop_app.ui.applications.scanview import ScanDialog
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, UpDown, button, column, emptied, restyle, row, text
from desktop_app.ui.widgets.taborder import in_order
from desktop_app.ui.widgets.turning import Turning

#: The two forms are made by the program, never handed in.
_MADE_HERE = (MaterialKind.REVIEW_FORM, MaterialKind.SUBMISSION_FORM)
#: What the photo can be cut out of.
_PICTURES = (".jpg", ".jpeg", ".png")
#: Kinds of which there is one a year.
_YEARLY = (MaterialKind.CONTINUING_EDUCATION_CARD, MaterialKind.YEARLY_ASSESSMENT)
#: How many years back the sheets of the yearly assessment go (annex 1, 5).
_ASSESSED = 3
_FILES = "PDF, JPEG, PNG, TIFF (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.PDF *.JPG *.JPEG *.PNG *.TIF *.TIFF)"
#: The least width at 100 % for a paper's name and its buttons beside each other: what the longest word leaves.
_BESIDE, _BESIDE_LONGEST = {Language.ZH: 520}, 548


class KindRow(QFrame):
    """One kind of paper with its files; files dropped on it are taken in."""

    wanted = Signal(object, object, object)  # kind, path, year or None
    crop_wanted = Signal(object)  # path of a photo
    look_wanted = Signal(object)  # Material
    unwanted = Signal(object)  # Material
    mark_wanted = Signal(object)  # Material

    def __init__(self, kind: MaterialKind, year: int, desk: Desk) -> None:
        super().__init__()
        self.kind = kind
        self._year = year
        #: Annex 1, 6: the unit makes it out, after the applicant has submitted.
        self._by_unit = kind is MaterialKind.PUBLIC_NOTICE_REPORT and desk is Desk.APPLICANT
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self._name = text(word(kind, language()), "h2")
        self._note = text("", "muted")
        self._state = text("", "muted", wrap=False)
        self._years = QComboBox()
        self._years.addItem(say("不分年度"), None)
        for one in range(year, year - 8, -1):
            self._years.addItem(say("{one} 年度", one=one), one)
        self._years.setVisible(kind in _YEARLY)
        self._years.setAccessibleName(say("{kind}的年度", kind=word(kind, language())))
        self.choose_button = button(say("选择扫描件…"), self._open)
        self.choose_button.setAccessibleName(say("为{kind}选择扫描件", kind=word(kind, language())))
        self._files = QVBoxLayout()
        self._files.setSpacing(theme.px(2))
        acts = row(self._state, None, self._years, self.choose_button)
        head = Turning(
            (column(self._name, self._note, space=2), acts),
            wide=_BESIDE.get(language(), _BESIDE_LONGEST),
            shares=(1, 0),
            space=8,
        )
        self.setLayout(column(head, self._files, margins=12, space=4))
        self._read_only = False

    def show_state(self, papers: list[Paper], there: list[Material], *, written: bool) -> None:
        """What annex 1 says about this kind, and the files that are there; `written`: in a section instead."""
        asked = [paper for paper in papers if paper.kind is self.kind]
        required = any(paper.required for paper in asked)
        names = {said(paper.name) for paper in asked}
        notes = [said(p.note) for p in asked if said(p.note)]
        self._note.setText(say("；").join([*sorted(names - {word(self.kind, language())}), *notes]))
        self._note.setVisible(bool(self._note.text()))
        if there:
            words, tone = say("已有 {there} 份", there=len(there)), "pass"
        elif written:
            words, tone = say("已填写"), "pass"
        elif self._by_unit:
            words, tone = say("由单位添加"), ""
        elif required:
            words, tone = say("必交，尚缺"), "todo"
        else:
            words, tone = say("有则提交"), ""
        self._state.setText(words)
        restyle(self._state, "tone", tone)
        self._offer_year({material.year for material in there})
        emptied(self._files)
        for material in there:
            self._files.addWidget(self._file(material))

    def _offer_year(self, there: set[int | None]) -> None:
        """The sheet of which year is likely to come next: the newest that is missing."""
        if self.kind is not MaterialKind.YEARLY_ASSESSMENT:
            return
        missing = [year for year in range(self._year - 1, self._year - 1 - _ASSESSED, -1) if year not in there]
        if missing:
            self._years.setCurrentIndex(self._years.findData(missing[0]))

    def _file(self, material: Material) -> QWidget:
        year = say("{year} 年度　", year=material.year) if material.year else ""
        name = text(f"{year}{material.name}")
        remove = button(say("移除"), lambda: self.unwanted.emit(material), "quiet")
        remove.setAccessibleName(say("移除 {material}", material=material.name))
        remove.setEnabled(not self._read_only)
        mark = button(mark_words(material.marking), lambda: self.mark_wanted.emit(material), "quiet")
        mark.setAccessibleName(say("{material} 的密级：{words}", material=material.name, words=mark.text()))
        mark.setEnabled(not self._read_only)
        look = button(say("查看"), lambda: self.look_wanted.emit(material), "quiet")
        look.setAccessibleName(say("查看 {material}", material=material.name))
        line = QWidget()
        line.setLayout(row(name, look, mark, text(size_words(material.size), "muted", wrap=False), remove, space=12))
        layout = line.layout()
        assert layout is not None
        layout.setStretch(0, 1)  # type: ignore[attr-defined]
        return line

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        self.choose_button.setEnabled(not on)
        self._years.setEnabled(not on)
        self.setAcceptDrops(not on)

    def _open(self) -> None:
        files.open_file(self, word(self.kind, language()), _FILES, lambda path: self._want(path))

    def _want(self, path: Path) -> None:
        """A photo is cropped first; a PDF or TIFF of one cannot be."""
        if self.kind is MaterialKind.PHOTO and path.suffix.lower() in _PICTURES:
            self.crop_wanted.emit(path)
            return
        self.wanted.emit(self.kind, path, self._years.currentData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self._want(Path(url.toLocalFile()))
        event.acceptProposedAction()


def _with_mark(application: Application, material: Material, mark: Marking) -> Application:
    changed = tuple(
        msgspec.structs.replace(one, marking=mark) if one.digest == material.digest else one
        for one in application.materials
    )
    return msgspec.structs.replace(application, materials=changed)


class MaterialsPage(UpDown):
    """The section 材料 of the editor."""

    def __init__(self, title: str, draft: Draft, application: ApplicationId, context: Context) -> None:
        super().__init__()
        self._draft = draft
        self._application = application
        self._context = context
        self._papers: list[Paper] = []
        self._summary = False
        desk = context.opened.office.desk
        self._rows = [KindRow(kind, draft.now.year, desk) for kind in MaterialKind if kind not in _MADE_HERE]
        self._bar = QProgressBar()
        self._bar.setAccessibleName(say("存入进度"))
        self._bar.hide()
        for one in self._rows:
            one.wanted.connect(self._attach)
            one.crop_wanted.connect(self._ask_crop)
            one.look_wanted.connect(self._look)
            one.unwanted.connect(self._ask_detach)
            one.mark_wanted.connect(self._ask_mark)
        inside = QWidget()
        explained = say("把扫描件拖到对应的材料上，或点“选择扫描件”。文件加密存入保险库，原文件不动。")
        inside.setLayout(
            column(text(title, "h1"), text(explained, "muted"), self._bar, *self._rows, None, space=8, margins=PAGE)
        )
        self.setWidget(inside)
        draft.shown.connect(self.refresh)
        draft.assessed.connect(self._assessed)
        self.refresh()

    def _assessed(self, answer: Assessment) -> None:
        summary = bool(self._draft.now.work_summary.strip())
        if (list(answer.papers), summary) != (self._papers, self._summary):
            self._papers, self._summary = list(answer.papers), summary
            self.refresh()

    def refresh(self) -> None:
        """Show the draft's files."""
        for one in self._rows:
            there = [m for m in self._draft.now.materials if m.kind is one.kind]
            summary = one.kind is MaterialKind.WORK_SUMMARY and bool(self._draft.now.work_summary.strip())
            one.show_state(self._papers, there, written=summary)
        in_order(*self._rows)

    def _ask_crop(self, path: Path) -> None:
        dialog = PhotoDialog(path, self)
        dialog.cropped.connect(self._take_photo)
        dialog.open()

    def _take_photo(self, name: str, content: bytes) -> None:
        """The cropped photo goes into the vault from memory; no file of it is made."""
        self._context.autosave.flush()
        self._context.ask(
            self,
            lambda session, _: drafts.attach_stream(
                session, self._application, MaterialKind.PHOTO, name, "image/jpeg", BytesIO(content)
            ),
            self._taken,
        )

    def _attach(self, kind: MaterialKind, path: Path, year: int | None) -> None:
        self._context.autosave.flush()
        self._bar.setRange(0, 0)
        self._bar.show()
        self._context.ask(
            self,
            lambda session, progress: drafts.attach(session, self._application, kind, path, year, progress),
            self._attached,
            on_progress=self._moved,
            on_end=self._bar.hide,
        )

    def _moved(self, done: int, total: int, _: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _attached(self, stored: Application) -> None:
        """What was complained of before is over; a scan that was there already is told of."""
        words = samefile.told(self._draft.now.materials, stored.materials[-1])
        self._taken(stored)
        self._context.hush()
        if words:
            self._context.caution(words)

    def _taken(self, stored: Application) -> None:
        """Only the list of files is taken over: fields may have been typed into meanwhile."""
        self._draft.edit("materials", stored.materials)
        self.refresh()

    def _look(self, material: Material) -> None:
        own = material.marking.state is not MarkState.UNDECIDED
        mark = material.marking if own else whole_mark(self._draft.now)
        application, digest = self._application, material.digest
        ScanDialog(
            self._context, self, material.name, mark, lambda session: scan_view.read(session, application, digest)
        ).open()

    def _ask_detach(self, material: Material) -> None:
        question = say("移除“{material}”？扫描件将从保险库中删除。", material=material.name)
        confirm.ask(self, question, say("移除扫描件"), lambda: self._detach(material))

    def _detach(self, material: Material) -> None:
        self._context.autosave.flush()
        self._context.ask(
            self,
            lambda session, _: drafts.detach(session, self._application, material.digest, material.kind),
            self._taken,
        )

    def _ask_mark(self, material: Material) -> None:
        FileMarkDialog(material, self._context.opened.machine, partial(self._mark, material), self).open()

    def _mark(self, material: Material, mark: Marking) -> None:
        """Raise it as said, or ask for what a lower mark needs."""
        changed = _with_mark(self._draft.now, material, mark)
        if not lowered(self._draft.now, changed):
            self._draft.edit("materials", changed.materials)
            self.refresh()
            return
        change = say(
            "把“{material}”的密级由 {printed} 改为“{mark}”",
            material=material.name,
            printed=material.marking.printed(),
            mark=mark_words(mark),
        )
        LowerDialog(change, "", partial(self._lower, material, mark), self).open()

    def _lower(
        self,
        material: Material,
        mark: Marking,
        reason: str,
        decided_by: str,
        on_done: Callable[[], None],
        on_fault: Callable[[Fault], None],
    ) -> None:
        def done(stored: Application) -> None:
            on_done()
            self._taken(stored)

        self._context.autosave.flush()
        self._context.ask(
            self,
            lambda session, _: lowering.lower(
                session, self._application, mark, reason=reason, decided_by=decided_by, material=material.digest
            ),
            done,
            on_fault=on_fault,
        )

    def set_read_only(self, on: bool) -> None:
        """A submitted version's files stand."""
        for one in self._rows:
            one.set_read_only(on)
        self.refresh()

    def first(self) -> QWidget | None:
        """Where the keyboard starts: the first scan that can be chosen; a version that stands has none."""
        return next((one.choose_button for one in self._rows if one.choose_button.isEnabled()), None)

    def go(self, path: str) -> bool:
        """To the paper that is meant; any other place among the materials is this page."""
        meant = next((one for one in self._rows if one.kind is paths.handed_in(path)), None)
        chosen = meant.choose_button if meant is not None and meant.choose_button.isEnabled() else self.first()
        if chosen is not None:
            chosen.setFocus()
            self.ensureWidgetVisible(meant or chosen)
        return path.startswith("materials")

    def where(self) -> str:
        """One page, one place."""
        return "materials"
