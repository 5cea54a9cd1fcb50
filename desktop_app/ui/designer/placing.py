"""What a box drawn on the page takes in, the things on the page to choose from, and acts on the chosen one."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop_app.desk import form_design, form_values
from desktop_app.desk.form_design import Box, FormFile, Kind, Ref
from desktop_app.desk.form_history import History
from desktop_app.domain.copies import Document
from desktop_app.ui import theme
from desktop_app.ui.designer.properties import value_choices
from desktop_app.ui.designer.spin import Choice
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.formats import ChoiceFormat
from desktop_app.ui.widgets.parts import button, column, text

VALUE, WORDS, PHOTO, LIST = "value", "words", "photo", "list"


class Placing(QWidget):
    place = Signal()
    chosen = Signal(object)  # Ref
    undo = Signal()
    redo = Signal()
    everywhere = Signal()
    remove = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._refs: tuple[Ref, ...] = ()
        self._document: Document | None = None
        self.kind = Choice(
            say("放入什么"),
            [
                (VALUE, say("申报数据")),
                (WORDS, say("固定文字")),
                (PHOTO, say("照片框")),
                (LIST, say("列表（多行）")),
            ],
        )
        self.kind.currentIndexChanged.connect(self._switch)
        self.value = ChoiceBox(ChoiceFormat(()))
        self.value.setAccessibleName(say("要放入的数据，可输入拼音查找"))
        self.words = QLineEdit(say("文字"))
        self.words.setMaxLength(200)
        self.words.setAccessibleName(say("要放入的文字"))
        self.list = Choice(say("要放入的列表"), [])
        self.place_button = button(say("放到页上"), self.place.emit, "main")
        self.things = QListWidget()
        self.things.setAccessibleName(say("本页各项"))
        self.things.setMinimumHeight(theme.px(96))
        self.things.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.things.currentRowChanged.connect(self._took)
        self.undo_button = button(say("撤销"), self.undo.emit)
        self.redo_button = button(say("重做"), self.redo.emit)
        self.everywhere_button = button(say("复制到各页"), self.everywhere.emit)
        self.remove_button = button(say("删除这一项"), self.remove.emit)
        self._lay_out()
        self._switch()

    def _lay_out(self) -> None:
        acts = QGridLayout()
        acts.setSpacing(theme.px(8))
        for at, act in enumerate((self.undo_button, self.redo_button, self.everywhere_button, self.remove_button)):
            acts.addWidget(act, at // 2, at % 2)
        hint = text(
            say("选好内容，在页上拖出一个框；或按下面的按钮。"),
            "muted",
        )
        whole = column(
            hint,
            self.kind,
            self.value,
            self.words,
            self.list,
            self.place_button,
            text(say("本页各项（毫米）"), "label"),
            self.things,
            acts,
            space=6,
        )
        whole.setStretch(7, 1)
        self.setLayout(whole)

    def offer(self, document: Document) -> None:
        """What this paper can print."""
        if document is self._document:
            return
        self._document = document
        self.value.offer(value_choices(document))
        self.value.show_value("person.name")
        self.list.clear()
        for one in form_values.lists(document):
            self.list.addItem(said(one.words), one.name)

    def _switch(self) -> None:
        kind = self.kind.currentData()
        for widget, of in ((self.value, VALUE), (self.words, WORDS), (self.list, LIST)):
            widget.setVisible(kind == of)

    def laid(self, form: FormFile, page: int, box: Box) -> tuple[FormFile, Ref]:
        """The form with what is set here in this box."""
        match self.kind.currentData():
            case "words":
                return form_design.lay_words(form, page, box, self.words.text().strip() or say("文字"))
            case "photo":
                return form_design.lay_photo(form, page, box)
            case "list":
                return form_design.lay_list(form, page, box, self.list.currentData())
        self.value.settle()
        name = next((value for value, words in self.value.form.choices if words == self.value.currentText()), None)
        return form_design.lay_value(form, page, box, str(name or "person.name"))

    def usual_box(self, form: FormFile, page: int) -> Box:
        """Where a thing is put by the button: in the middle of the page, or below or else beside what was put there."""
        width, height = form_design.size(form)
        wide, high = {PHOTO: (30.0, 40.0), LIST: (150.0, 45.0)}.get(self.kind.currentData(), (50.0, 8.0))
        box = ((width - wide) / 2, (height - high) / 2, wide, high)
        there = {form_design.box_of(form, ref)[:2] for ref in form_design.things(form, page)}
        while box[:2] in there:
            if box[1] + 2 * high < height:
                box = (box[0], box[1] + high, wide, high)
            elif box[0] + 2 * wide < width:
                box = (box[0] + wide, 2 * high, wide, high)
            else:
                break
        return box

    def show_state(self, history: History, page: int, ref: Ref | None) -> None:
        """Fill anew without telling anyone."""
        self._refs = form_design.things(history.now, page)
        with QSignalBlocker(self.things):
            self.things.clear()
            for each in self._refs:
                item = QListWidgetItem(_line(history.now, each))
                item.setToolTip(item.text())
                self.things.addItem(item)
            self.things.setCurrentRow(self._refs.index(ref) if ref in self._refs else -1)
        self.undo_button.setEnabled(history.can_undo)
        self.redo_button.setEnabled(history.can_redo)
        self.remove_button.setEnabled(ref is not None)
        self.everywhere_button.setEnabled(ref is not None and len(history.now.pages) > 1)

    def _took(self, at: int) -> None:
        if 0 <= at < len(self._refs):
            self.chosen.emit(self._refs[at])


def _line(form: FormFile, ref: Ref) -> str:
    x, y, width, height = (round(side, 1) for side in form_design.box_of(form, ref))
    place = say("左 {x:g} 上 {y:g}　{width:g}×{height:g}", x=x, y=y, width=width, height=height)
    mark = {Kind.PHOTO: "▣ ", Kind.LIST: "☰ "}.get(ref.kind, "")
    return f"{mark}{said(form_design.words_of(form, ref))}　{place}"
