"""Laying values over an official blank: the page at the left, what is placed, chosen and tried at the right."""

from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QTabWidget, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, form_design, form_drafts, office_forms
from desktop_app.desk.form_design import Box, FormFile, Ref
from desktop_app.desk.form_drafts import Opened
from desktop_app.desk.form_history import History
from desktop_app.desk.form_trial import Tried
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.designer.bench import Bench, Held
from desktop_app.ui.designer.page import PagePane
from desktop_app.ui.designer.pictures import Pictures
from desktop_app.ui.designer.placing import Placing
from desktop_app.ui.designer.properties import Properties
from desktop_app.ui.designer.trying import Trying
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import PAGE, button, column, row, scrolled, text


class DesignerScreen(Screen):
    """`place.subject` is the form, `place.spot` the page."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.bench: Bench | None = None
        self.pane = PagePane()
        self.canvas = self.pane.canvas
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
        self.heading.setAccessibleName(say("表样名称，印在页脚"))
        self.save_button = button(say("保存"), self.save, "main")
        self.state = text("", "muted")
        self.tabs = QTabWidget()
        self.tabs.tabBar().setAccessibleName(say("放置、属性和试排"))
        for inside, words in (
            (self.placing, say("放置")),
            (self.properties, say("属性")),
            (self.trying, say("试排")),
        ):
            self.tabs.addTab(scrolled(inside), words)
        right = QWidget()
        right.setFixedWidth(theme.px(300))
        side = column(self.heading, row(self.save_button, self.pane.zoom), self.state, self.tabs, space=6)
        side.setStretch(3, 1)
        right.setLayout(side)
        both = row(self.pane, right, space=12, margins=PAGE)
        both.setStretch(0, 1)
        self.setLayout(both)
        self.setEnabled(False)

    def _connect(self) -> None:
        self.placing.place.connect(self._put)
        self.trying.wanted.connect(lambda _: self._try_again())
        self.trying.mend.connect(self._mend)
        self.pictures.drawn.connect(self._drawn)
        self.pictures.tried.connect(self._tried)
        self.pictures.failed.connect(self._failed)
        self.pane.scaled.connect(self._picture_now)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)

    def _take_up(self, bench: Bench) -> None:
        """What is done on the page and beside it is done to this form."""
        self.canvas.chosen.connect(self.choose)
        self.canvas.laid.connect(self._lay)
        self.canvas.boxed.connect(bench.box)
        self.canvas.let_go.connect(bench.let_go)
        self.canvas.removed.connect(lambda _: bench.remove())
        self.pane.turn.connect(bench.turn)
        self.placing.chosen.connect(self.choose)
        self.placing.undo.connect(bench.undo)
        self.placing.redo.connect(bench.redo)
        self.placing.everywhere.connect(bench.everywhere)
        self.placing.remove.connect(bench.remove)
        self.properties.changed.connect(bench.step)
        self.heading.editingFinished.connect(lambda: bench.retitle(self.heading.text()))
        bench.changed.connect(self._refresh)
        bench.turned.connect(self.pane.begin)
        for keys, act in (("Ctrl+Z", bench.undo), ("Ctrl+Y", bench.redo), ("Ctrl+Shift+Z", bench.redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def title(self) -> str:
        name = f"　{word(Document(self.bench.form.document), language())}" if self.bench else ""
        return say("设计表样{name}", name=name)

    def place(self) -> Place:
        spot = str(self.bench.page) if self.bench else self._place.spot
        return Place(ScreenKey.DESIGNER, self._place.subject, spot)

    def first_focus(self) -> QWidget | None:
        return self.canvas

    # --- opening, leaving, saving

    def _open(self) -> None:
        kept = self.context.kept.get(ScreenKey.DESIGNER)
        if isinstance(kept, Held) and kept.history.now.id == self._place.subject:
            self._show(kept)
            return
        self.state.setText(say("正在打开…"))
        name = self._place.subject
        self.context.ask(self, lambda session, _: form_drafts.opened(session, name), self._read)

    def _read(self, opened: Opened) -> None:
        """Reading the blank again finds its lines, and takes nothing on trust."""

        def job(progress: Progress) -> Held:
            history = History(opened.saved, opened.saved)
            if opened.draft is not None:
                history.step(opened.draft)
            return Held(history, blanks.rebuilt(opened.blank, progress))

        self.context.work(self, job, self._show)

    def _show(self, held: Held) -> None:
        spot = self._place.spot
        self.bench = Bench(held, int(spot) if spot.isdecimal() else 0, self)
        self.context.kept[ScreenKey.DESIGNER] = held
        self.placing.offer(Document(self.bench.form.document))
        self._take_up(self.bench)
        self.setEnabled(True)
        self.setWindowTitle(self.title())
        self._refresh()
        self._picture_now()
        self.canvas.setFocus()

    def leave(self) -> None:
        bench = self.bench
        if bench is not None:
            bench.retitle(self.heading.text())
            if bench.history.dirty:
                form = bench.form
                self.context.ask(self, lambda session, _: form_drafts.keep(session, form), lambda _: None)

    def save(self) -> None:
        """Keep the form; a paper that is printed from it shows the change at once."""
        bench = self.bench
        if bench is None:
            return
        bench.retitle(self.heading.text())
        form, blank = bench.form, bench.held.blank
        self.save_button.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: form_drafts.save(session, form, blank),
            lambda used: self._saved(bench, form, used),
            on_end=self._refresh,
        )

    def _saved(self, bench: Bench, form: FormFile, used: bool) -> None:
        bench.history.saved = form
        if used:
            self.context.note(say("已保存，这项材料立即按它打印。"))
        else:
            self.context.note(say("已保存。要用它打印，请在“表样”里选用。"))

    # --- what is shown

    def _refresh(self) -> None:
        bench = self.bench
        if bench is None:
            return
        self.pane.show_form(bench.form, bench.page, bench.ref)
        self.placing.show_state(bench.history, bench.page, bench.ref)
        self.properties.show_thing(bench.form, bench.ref)
        if not self.heading.hasFocus():
            self.heading.setText(bench.form.title)
        dirty = bench.history.dirty
        self.state.setText(say("有改动未保存") if dirty else say("已保存"))
        self.save_button.setEnabled(dirty)
        self._picture(soon=False)

    def _picture_now(self) -> None:
        self._picture(soon=True)

    def _picture(self, *, soon: bool) -> None:
        bench = self.bench
        if bench is not None:
            who = self.trying.who.currentData()
            self.pictures.want(bench.form, bench.held.blank.pdf, bench.page, self.pane.dpi(), who, soon=soon)

    def _drawn(self, image: QImage, with_values: bool) -> None:
        self.canvas.show_image(image, quiet=with_values)

    def _try_again(self) -> None:
        if self.trying.who.currentData() is None:
            self.trying.show_tried(None)
        else:
            self.trying.say_state(say("正在试排…"), "")
        self._picture_now()

    def _tried(self, made: Tried) -> None:
        if self.trying.who.currentData() is not None:
            self.trying.show_tried(made)

    def _failed(self, fault: Fault) -> None:
        self.trying.say_state(sentence(fault), "block")
        self.context.fault(fault)

    def _mend(self, page: int, field: str) -> None:
        """To the thing that does not fit."""
        bench = self.bench
        if bench is not None:
            bench.turn(page - bench.page)
            ref = form_design.found(bench.form, bench.page, field)
            if ref is not None:
                self.choose(ref)
                self.canvas.setFocus()

    # --- what is done with the choice beside the page

    def choose(self, ref: Ref | None) -> None:
        """Another thing is the chosen one, and seen."""
        if self.bench is not None:
            self.bench.choose(ref)
            if ref is not None:
                self.pane.see(self.bench.form, ref)

    def _lay(self, box: Box) -> None:
        if self.bench is not None:
            self.bench.lay(box, self.placing.laid)

    def _put(self) -> None:
        bench = self.bench
        if bench is not None:
            self._lay(self.placing.usual_box(bench.form, bench.page))
            self.canvas.setFocus()
            if bench.ref is not None:
                self.pane.see(bench.form, bench.ref)
