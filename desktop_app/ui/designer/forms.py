"""The forms that papers are printed from: shipped ones and the office's own, made here, imported, chosen, shared."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import minute
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, form_design, office_forms
from desktop_app.desk.blanks import Blank
from desktop_app.desk.office_forms import Arrived, FormRow
from desktop_app.domain.copies import Document
from desktop_app.domain.records import KeptForm
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.designer.spin import Choice
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, button, card, column, readable, row, scrolled, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class FormsScreen(Screen):
    """`place.subject` is the paper, or the form, that is chosen in the table."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._rows: tuple[FormRow, ...] = ()
        self._reading: Progress | None = None
        self.table = table(
            say("材料和表样"),
            [say("材料"), say("forms|表样"), say("状态")],
            [230, 0, 80],
        )
        self.table.setMinimumHeight(theme.px(250))
        self.table.itemSelectionChanged.connect(self._offer)
        self.use_button = button(say("按它打印"), self._use, "main")
        self.edit_button = button(say("打开设计…"), self.edit)
        self.export_button = button(say("导出…"), self._choose_target)
        self.remove_button = button(say("forms|删除…"), self._ask_remove)
        self.told = text("", "muted")
        inside = QWidget()
        whole = column(self._intro(), self.table, self.told, self._acts(), self._make_new(), margins=PAGE)
        whole.setStretch(1, 1)
        inside.setLayout(whole)
        self.setLayout(column(scrolled(inside)))
        self._load()

    def _intro(self) -> QWidget:
        words = text(
            say(
                "程序自带每种材料的表样。有主管部门发的空白表（PDF）时，可以做成自制表样：数据叠印在空白表上，份号、密级、页脚照常。选定后立即用于打印；以前提交的版本再打印时也用现行表样，已印的份不变。谁选定的会记入日志。"
            ),
            "muted",
        )
        made = QWidget()
        made.setLayout(readable(words))
        return made

    def _acts(self) -> QWidget:
        made = QWidget()
        made.setLayout(row(self.use_button, self.edit_button, self.export_button, self.remove_button, None))
        return made

    def _make_new(self) -> QWidget:
        papers: list[tuple[object, str]] = [(paper, word(paper, language())) for paper in office_forms.PAPERS]
        self.paper = Choice(say("新表样用于哪种材料"), papers)
        self.paper.setMinimumWidth(theme.px(300))
        self.new_button = button(say("选空白表（PDF）新建…"), self._choose_blank)
        self.import_button = button(say("导入别处的表样…"), self._choose_form)
        self.stop_button = button(say("停止读取"), self._stop)
        self.stop_button.hide()
        self.paper.setMinimumContentsLength(14)
        return card(
            text(say("新的自制表样"), "h2"),
            row(self.paper, self.stop_button, None),
            row(self.new_button, self.import_button, None),
        )

    def title(self) -> str:
        return say("表样")

    def place(self) -> Place:
        chosen = self._row()
        if chosen is None:
            return Place(ScreenKey.FORMS, self._place.subject)
        return Place(ScreenKey.FORMS, _name(chosen) or chosen.document.value)

    def first_focus(self) -> QWidget | None:
        return self.table

    # --- the table

    def _load(self) -> None:
        self.context.ask(self, lambda session, _: office_forms.all_(session), self._show)

    def _show(self, rows: Sequence[FormRow]) -> None:
        wanted = self._place.subject
        self._rows = tuple(rows)
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        at = next((n for n, one in enumerate(rows) if one.document.value == wanted and one.in_force), 0)
        for number, one in enumerate(rows):
            if wanted and _name(one) == wanted:
                at = number
            for side, shown in enumerate(_cells(one)):
                self.table.setItem(number, side, cell(shown))
        self.table.clearSelection()
        self.table.blockSignals(False)
        self.table.selectRow(at)
        if not self.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        chosen = self._row()
        if chosen is not None:
            self.paper.show_value(chosen.document)

    def _row(self) -> FormRow | None:
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) and self.table.selectedItems() else None

    def _kept(self) -> KeptForm | None:
        chosen = self._row()
        return chosen.kept if chosen else None

    def _offer(self) -> None:
        chosen = self._row()
        own = chosen is not None and chosen.kept is not None
        self.use_button.setEnabled(chosen is not None and not chosen.in_force)
        for act in (self.edit_button, self.export_button, self.remove_button):
            act.setEnabled(own)
        self.told.setText(_history(chosen) if chosen else "")

    # --- acts on one form

    def _act(self, act: Callable[["Session"], object], done: str) -> None:
        self._place = self.place()
        self.context.ask(self, lambda session, _: act(session), lambda _: self._done(done))

    def _done(self, done: str) -> None:
        self.context.note(done)
        self._load()

    def _use(self) -> None:
        chosen = self._row()
        if chosen is None:
            return
        name, paper = _name(chosen), word(chosen.document, language())
        self._act(
            lambda session: office_forms.use(session, chosen.document, name),
            say("“{paper}”今后按选定的表样打印。", paper=paper),
        )

    def edit(self) -> None:
        """Lay the chosen form out."""
        kept = self._kept()
        if kept is not None:
            self.context.go(Place(ScreenKey.DESIGNER, kept.id))

    def _choose_target(self) -> None:
        kept = self._kept()
        if kept is not None:
            name = f"{kept.document.value}{office_forms.SUFFIX}"
            files.save_file(self, say("导出表样"), name, self.export)

    def export(self, path: Path) -> None:
        """Write the chosen form as one file."""
        kept = self._kept()
        if kept is not None:
            self._act(
                lambda session: office_forms.export(session, kept.id, path),
                say("已导出到 {path}，其中没有申报人的资料。", path=path),
            )

    def _ask_remove(self) -> None:
        kept, chosen = self._kept(), self._row()
        if kept is None or chosen is None:
            return
        back = say("这项材料将改回程序自带的表样。") if chosen.in_force else ""
        confirm.ask(
            self,
            say("删除自制表样“{title}”？{back}删除后不能恢复，可以先导出留存。", title=kept.title, back=back),
            say("删除表样"),
            lambda: self._act(lambda session: office_forms.remove(session, kept.id), say("已删除。")),
        )

    # --- new and imported ones

    def _choose_blank(self) -> None:
        files.open_file(
            self,
            say("选空白表"),
            say("PDF (*.pdf);;所有文件 (*)"),
            lambda path: QTimer.singleShot(0, self, lambda: self.begin(path)),
        )

    def begin(self, path: Path) -> None:
        """Read a blank and begin a form over it for the paper that is set."""
        document: Document = self.paper.currentData()
        self._read(
            lambda progress: blanks.read(path, progress),
            lambda session, blank: _begun(session, document, blank),
            lambda kept: self.context.go(Place(ScreenKey.DESIGNER, kept.id)),
        )

    def _choose_form(self) -> None:
        suffix = office_forms.SUFFIX
        files.open_file(
            self,
            say("导入表样"),
            say("表样 (*{suffix});;所有文件 (*)", suffix=suffix),
            lambda path: QTimer.singleShot(0, self, lambda: self.take_in(path)),
        )

    def take_in(self, path: Path) -> None:
        """Import a form of another office; it is not used before somebody chooses it."""
        self._read(lambda progress: office_forms.read(path, progress), _taken, self._arrived)

    def _arrived(self, kept: KeptForm) -> None:
        self._place = Place(ScreenKey.FORMS, kept.id)
        self._done(say("已导入。核对试排后，再按它打印。"))

    def _read(
        self,
        read: Callable[[Progress], Blank | Arrived],
        keep: "Callable[[Session, Blank | Arrived], KeptForm]",
        then: Callable[[KeptForm], None],
    ) -> None:
        self._busy(True)

        def came(found: Blank | Arrived) -> None:
            self.context.ask(self, lambda session, _: keep(session, found), then)

        self._reading = self.context.work(self, read, came, on_end=lambda: self._busy(False))

    def _busy(self, busy: bool) -> None:
        for act in (self.new_button, self.import_button):
            act.setEnabled(not busy)
        self.stop_button.setVisible(busy)
        self.told.setText(say("正在读取空白表…") if busy else "")

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()


def _begun(session: "Session", document: Document, blank: Blank | Arrived) -> KeptForm:
    assert isinstance(blank, Blank)
    form = form_design.begun(office_forms.new_name(session), document, blank)
    return office_forms.save(session, form_design.text_of(form), blank)


def _taken(session: "Session", arrived: Blank | Arrived) -> KeptForm:
    assert isinstance(arrived, Arrived)
    return office_forms.take_in(session, arrived)


def _history(one: FormRow) -> str:
    """Who saved the form and who chose it, and when."""
    told = []
    if one.kept is not None:
        when = minute(one.kept.saved_at)
        told.append(say("由 {saved_by} 于 {when} 保存。", saved_by=one.kept.saved_by, when=when))
    if one.chosen_at is not None:
        when = minute(one.chosen_at)
        told.append(say("由 {chosen_by} 于 {when} 选定。", chosen_by=one.chosen_by, when=when))
    return "".join(told)


def _name(one: FormRow) -> str:
    """What the form is chosen by; empty for the usual shipped one."""
    return one.kept.id if one.kept else one.variant


def _cells(one: FormRow) -> tuple[str, str, str]:
    state = say("现行") if one.in_force else ""
    shipped = say("程序自带，横向") if one.landscape else say("程序自带")
    form = one.kept.title if one.kept else shipped
    return word(one.document, language()), form, state
