"""Laying values over an official blank: the page at the left, what is placed, chosen and tried at the right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QTabWidget, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, form_design, form_drafts, office_forms
from desktop_app.desk.blanks import Blank
from desktop_app.desk.form_design import Box, FormFile, Ref
from desktop_app.desk.form_drafts import Opened
from desktop_app.desk.form_history import History
from desktop_app.desk.form_lines import snapped_box
from desktop_app.desk.form_trial import Trial, Tried
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.designer.canvas import Canvas
from desktop_app.ui.designer.pictures import Pictures
from desktop_app.ui.designer.placing import Placing
from desktop_app.ui.designer.properties import Properties
from desktop_app.ui.designer.spin import Choice
from desktop_app.ui.designer.trying import Trying
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import button, column, row, scrolled, text

_SNAP = 1.5  # millimetres
_MM_PER_INCH = 25.4
_FIT, _TRUE, _LARGE = "fit", "true", "large"


@dataclass(slots=True)
class _Held:
    """A form on the table, with its blank; stays when the screen is left, until the lock."""

    history: History
    blank: Blank


class _Area(QScrollArea):
    """Where the page stands; it tells when there is more or less room."""

    resized = Signal()

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidget(inside)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.resized.emit()


def _leaf(sign: str, words: str, act: Callable[[], object]) -> QPushButton:
    made = button(sign, act)
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made


class DesignerScreen(Screen):
    """`place.subject` is the form, `place.spot` the page."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.held: _Held | None = None
        self.shown = int(place.spot) if place.spot.isdecimal() else 0
        self._ref: Ref | None = None
        self.canvas = Canvas()
        self.placing = Placing()
        self.properties = Properties()
        self.trying = Trying()
        self.pictures = Pictures(context, self)
        self._lay_out()
        self._connect()
        self._open()

    # --- putting together

    def _lay_out(self) -> None:
        self.heading = QLineEdit()
        self.heading.setMaxLength(office_forms.TITLE_LIMIT)
        self.heading.setAccessibleName(say("表样名称，印在页脚", "Title of the form, printed at the foot"))
        self.save_button = button(say("保存", "Save"), self.save, "main")
        self.state = text("", "muted")
        self.area = _Area(self.canvas)
        self.area.resized.connect(self._scale)
        self.back_button = _leaf("‹", say("上一页", "Previous page"), lambda: self.turn(-1))
        self.next_button = _leaf("›", say("下一页", "Next page"), lambda: self.turn(1))
        self.number = text("", wrap=False)
        self.zoom = Choice(
            say("显示比例", "Zoom"),
            [(_FIT, say("适合宽度", "Fit the width")), (_TRUE, "100 %"), (_LARGE, "200 %")],
        )
        left = QWidget()
        bar = row(None, self.back_button, self.number, self.next_button, None, space=6)
        whole = column(self.area, bar)
        whole.setStretch(0, 1)
        left.setLayout(whole)
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(say("放置、属性和试排", "Placing, properties and trying"))
        for inside, words in (
            (self.placing, say("放置", "Place")),
            (self.properties, say("属性", "Properties")),
            (self.trying, say("试排", "Try")),
        ):
            self.tabs.addTab(scrolled(inside), words)
        right = QWidget()
        right.setFixedWidth(theme.px(300))
        side = column(self.heading, row(self.save_button, self.zoom), self.state, self.tabs, space=6)
        side.setStretch(3, 1)
        right.setLayout(side)
        both = row(left, right, space=12, margins=12)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.setEnabled(False)

    def _connect(self) -> None:
        self.canvas.chosen.connect(self.choose)
        self.canvas.laid.connect(self._lay)
        self.canvas.boxed.connect(self._box)
        self.canvas.let_go.connect(self._let_go)
        self.canvas.removed.connect(self._remove)
        self.canvas.turned.connect(self.turn)
        self.placing.place.connect(self._put)
        self.placing.chosen.connect(self.choose)
        self.placing.undo.connect(self.undo)
        self.placing.redo.connect(self.redo)
        self.placing.everywhere.connect(lambda: self._on_ref(form_design.on_all_pages))
        self.placing.remove.connect(lambda: self._remove(self._ref))
        self.properties.changed.connect(self._changed)
        self.trying.wanted.connect(lambda _: self._try_again())
        self.trying.mend.connect(self._mend)
        self.pictures.drawn.connect(self._drawn)
        self.pictures.tried.connect(self._tried)
        self.pictures.failed.connect(self._failed)
        self.heading.editingFinished.connect(self._retitle)
        self.zoom.activated.connect(lambda: self._scale())
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo),
                          ("Ctrl+S", self.save)):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def title(self) -> str:
        held = self.held
        name = f"　{word(Document(held.history.now.document), language())}" if held else ""
        return say(f"设计表样{name}", f"Lay out a form{name}")

    def place(self) -> Place:
        return Place(ScreenKey.DESIGNER, self._place.subject, str(self.shown))

    def first_focus(self) -> QWidget | None:
        return self.canvas

    # --- opening and leaving

    def _open(self) -> None:
        kept = self.context.kept.get(ScreenKey.DESIGNER)
        if isinstance(kept, _Held) and kept.history.now.id == self._place.subject:
            self._show(kept)
            return
        self.state.setText(say("正在打开…", "Opening…"))
        name = self._place.subject
        self.context.ask(self, lambda session, _: form_drafts.opened(session, name), self._read)

    def _read(self, opened: Opened) -> None:
        """Reading the blank again finds its lines, and takes nothing on trust."""

        def job(progress: Progress) -> _Held:
            history = History(opened.saved, opened.saved)
            if opened.draft is not None:
                history.step(opened.draft)
            return _Held(history, blanks.rebuilt(opened.blank, progress))

        self.context.work(self, job, self._show)

    def _show(self, held: _Held) -> None:
        self.held = held
        self.context.kept[ScreenKey.DESIGNER] = held
        self.shown = min(self.shown, len(held.blank.pages) - 1)
        self.placing.offer(Document(held.history.now.document))
        self.setEnabled(True)
        self.setWindowTitle(self.title())
        self._scale()
        self.canvas.setFocus()

    def leave(self) -> None:
        held = self.held
        if held is not None and held.history.dirty:
            self._retitle()
            form = held.history.now
            self.context.ask(self, lambda session, _: form_drafts.keep(session, form), lambda _: None)

    # --- what is shown

    def _scale(self) -> None:
        held = self.held
        if held is None:
            return
        width, _ = form_design.size(held.history.now)
        true = self.logicalDpiX() / _MM_PER_INCH
        fitting = max(1.0, self.area.viewport().width() / width)
        self.canvas.zoom({_FIT: fitting, _TRUE: true, _LARGE: 2 * true}[self.zoom.currentData()])
        self._refresh(soon=True)

    def _refresh(self, *, soon: bool = False) -> None:
        held = self.held
        if held is None:
            return
        form, pages = held.history.now, len(held.blank.pages)
        if self._ref is not None and self._ref not in form_design.things(form, self.shown):
            self._ref = None
        self.canvas.show_form(form, self.shown, self._ref)
        self.placing.show_state(held.history, self.shown, self._ref)
        self.properties.show_thing(form, self._ref)
        if not self.heading.hasFocus():
            self.heading.setText(form.title)
        self.number.setText(say(f"第 {self.shown + 1} / {pages} 页", f"{self.shown + 1} of {pages}"))
        self.back_button.setEnabled(self.shown > 0)
        self.next_button.setEnabled(self.shown < pages - 1)
        dirty = held.history.dirty
        self.state.setText(say("有改动未保存", "Not saved yet") if dirty else say("已保存", "Saved"))
        self.save_button.setEnabled(dirty)
        who: Trial | None = self.trying.who.currentData()
        dpi = max(40, min(300, round(self.canvas.width() / form_design.size(form)[0] * _MM_PER_INCH * self._ratio())))
        self.pictures.want(form, held.blank.pdf, self.shown, dpi, who, soon=soon)

    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _drawn(self, image: QImage, with_values: bool) -> None:
        self.canvas.show_image(image, quiet=with_values)

    def _try_again(self) -> None:
        if self.trying.who.currentData() is None:
            self.trying.show_tried(None)
        else:
            self.trying.say_state(say("正在试排…", "Trying…"), "")
        self._refresh(soon=True)

    def _tried(self, made: Tried) -> None:
        if self.trying.who.currentData() is not None:
            self.trying.show_tried(made)

    def _failed(self, fault: Fault) -> None:
        self.trying.say_state(sentence(fault), "block")
        self.context.fault(fault)

    def _mend(self, page: int, field: str) -> None:
        """To the thing that does not fit."""
        held = self.held
        if held is not None:
            self.turn(page - self.shown)
            ref = form_design.found(held.history.now, self.shown, field)
            if ref is not None:
                self.choose(ref)
                self.canvas.setFocus()

    # --- what is done

    def choose(self, ref: Ref | None) -> None:
        """Another thing is the chosen one."""
        if self.held is None:
            return
        self.held.history.end()
        self._ref = ref
        self._refresh()
        if ref is not None:
            self.canvas_shows(ref)

    def canvas_shows(self, ref: Ref) -> None:
        """Scroll the page so that the thing is seen."""
        if self.held is not None:
            rect = self.canvas.rect_of(form_design.box_of(self.held.history.now, ref))
            middle = rect.center().toPoint()
            self.area.ensureVisible(middle.x(), middle.y(), theme.px(60), theme.px(60))

    def turn(self, by: int) -> None:
        """Leaf forth or back."""
        held = self.held
        if held is None:
            return
        to = max(0, min(len(held.blank.pages) - 1, self.shown + by))
        if to != self.shown:
            self.shown, self._ref = to, None
            held.history.end()
            self.area.verticalScrollBar().setValue(0)
            self.canvas.show_image(None, quiet=False)
            self._refresh(soon=True)

    def _step(self, form: FormFile, gesture: str = "") -> None:
        if self.held is not None:
            self.held.history.step(form, gesture)
            self._refresh()

    def _changed(self, form: FormFile, gesture: str) -> None:
        self._step(form, gesture)

    def _lay(self, box: Box) -> None:
        held = self.held
        if held is None:
            return
        box = snapped_box(box, held.blank, self.shown, _SNAP, moving=False)
        form, self._ref = self.placing.laid(held.history.now, self.shown, box)
        self._step(form)

    def _put(self) -> None:
        if self.held is not None:
            self._lay(self.placing.usual_box(self.held.history.now, self.shown))
            self.canvas.setFocus()
            if self._ref is not None:
                self.canvas_shows(self._ref)

    def _box(self, ref: Ref, box: Box, snaps: bool) -> None:
        held = self.held
        if held is None:
            return
        if snaps:
            moving = box[2:] == form_design.box_of(held.history.now, ref)[2:]
            box = snapped_box(box, held.blank, self.shown, _SNAP, moving=moving)
        self._step(form_design.boxed(held.history.now, ref, box), "box")

    def _let_go(self) -> None:
        if self.held is not None:
            self.held.history.end()

    def _remove(self, ref: Ref | None) -> None:
        if ref is not None:
            self._on_ref(form_design.removed)

    def _on_ref(self, make: Callable[[FormFile, Ref], FormFile]) -> None:
        if self.held is not None and self._ref is not None:
            self._step(make(self.held.history.now, self._ref))

    def undo(self) -> None:
        if self.held is not None:
            self.held.history.undo()
            self._refresh()

    def redo(self) -> None:
        if self.held is not None:
            self.held.history.redo()
            self._refresh()

    def _retitle(self) -> None:
        typed = self.heading.text().strip()
        if self.held is not None and typed and typed != self.held.history.now.title:
            self._step(form_design.titled(self.held.history.now, typed))

    def save(self) -> None:
        """Keep the form; a paper that is printed from it shows the change at once."""
        held = self.held
        if held is None:
            return
        self._retitle()
        form = held.history.now
        self.save_button.setEnabled(False)
        self.context.ask(
            self, lambda session, _: form_drafts.save(session, form, held.blank), lambda used: self._saved(form, used),
            on_end=self._refresh,
        )  # fmt: skip

    def _saved(self, form: FormFile, used: bool) -> None:
        assert self.held is not None
        self.held.history.saved = form
        if used:
            self.context.note(say("已保存，这项材料立即按它打印。", "Saved; the paper prints from it at once."))
        else:
            self.context.note(
                say("已保存。要用它打印，请在“表样”里选用。", "Saved. To print from it, choose it among the forms.")
            )
