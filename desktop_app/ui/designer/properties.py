"""What is chosen on the page, in fields: its value or words, its place, how it is set, a list's columns."""

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from desktop_app.desk import form_design, form_values
from desktop_app.desk.form_design import Box, FormFile, PlacedList, Ref, Text
from desktop_app.domain.copies import Document
from desktop_app.ui import theme
from desktop_app.ui.designer.columns import Columns
from desktop_app.ui.designer.looks import Looks
from desktop_app.ui.designer.spin import Count, Millimetres
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.formats import ChoiceFormat
from desktop_app.ui.widgets.parts import column, row, text


def value_choices(document: Document) -> ChoiceFormat:
    """Every value of a paper by its words."""
    return ChoiceFormat(tuple((one.name, said(one.words)) for one in form_values.values(document)))


class Properties(QWidget):
    changed = Signal(object, str)  # FormFile, gesture

    def __init__(self) -> None:
        super().__init__()
        self._form: FormFile | None = None
        self._ref: Ref | None = None
        self.name = text("", "h2")
        self.value = ChoiceBox(ChoiceFormat(()))
        self.value.setAccessibleName(say("显示的数据"))
        self.value.picked.connect(self._picked)
        self.words = QLineEdit()
        self.words.setMaxLength(500)
        self.words.setAccessibleName(say("文字"))
        self.words.editingFinished.connect(self._typed)
        self.vertical = QCheckBox(say("竖排"))
        self.vertical.clicked.connect(self._turn)
        self.sides = tuple(Millimetres(words) for words in (say("左"), say("上"), say("宽"), say("高")))
        for side in self.sides:
            side.valueChanged.connect(self._moved)
        self.margins = tuple(Millimetres(words, 60.0, 5.0) for words in (say("页边距左"), say("页边距右")))
        for margin in self.margins:
            margin.valueChanged.connect(self._framed)
        self._margin_label = text(
            say("份号、密级、页脚和二维码离纸边（毫米）"),
            "label",
        )
        self.count = Count(say("行数"), 1, 60)
        self.count.valueChanged.connect(self._counted)
        self.columns = Columns()
        self.columns.changed.connect(self._relisted)
        self.looks = Looks()
        self.looks.changed.connect(self._styled)
        self._value_label = text(say("数据（可输入拼音查找）"), "label")
        self._words_label = text(say("文字"), "label")
        self._count_label = text(say("行数"), "label")
        self._lay_out()
        self.show_thing(None, None)

    def _lay_out(self) -> None:
        self.setLayout(
            column(
                self.name,
                self._margin_label,
                row(*self.margins),
                self._value_label,
                self.value,
                self._words_label,
                self.words,
                self._place_box(),
                self._count_label,
                self.count,
                self.columns,
                self.looks,
                self.vertical,
                None,
                space=6,
            )
        )

    def _place_box(self) -> QWidget:
        self.place = QWidget()
        grid = QGridLayout(self.place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        for at, side in enumerate(self.sides):
            label = text(side.accessibleName(), "label")
            label.setBuddy(side)
            grid.addWidget(label, at // 2 * 2, at % 2)
            grid.addWidget(side, at // 2 * 2 + 1, at % 2)
        return self.place

    def show_thing(self, form: FormFile | None, ref: Ref | None) -> None:
        """Fill anew without telling anyone."""
        if form is not None and (self._form is None or self._form.document != form.document):
            self.value.offer(value_choices(Document(form.document)))
        self._form, self._ref = form, ref
        held = form_design.text_at(form, ref) if form and ref else None
        placed = form_design.list_at(form, ref) if form and ref else None
        bound = form_design.bound_of(held) if held else ""
        none = form is not None and ref is None
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.place, ref is not None), (self._margin_label, none),
            (self.margins[0], none), (self.margins[1], none),
            (self._value_label, bool(bound)), (self.value, bool(bound)),
            (self._words_label, held is not None and not bound), (self.words, held is not None and not bound),
            (self._count_label, placed is not None), (self.count, placed is not None),
            (self.columns, placed is not None), (self.looks, held is not None or placed is not None),
            (self.vertical, held is not None),
        )  # fmt: skip
        for widget, seen in shown:
            widget.setVisible(seen)
        if form is None or ref is None:
            self.name.setText(say("没有选中任何一项"))
            for margin, millimetres in zip(self.margins, form_design.margins(form) if form else (), strict=False):
                _quietly(margin, lambda m=margin, value=millimetres: m.setValue(value))  # type: ignore[misc]
            return
        self.name.setText(said(form_design.words_of(form, ref)))
        self._fill(form, ref, held, placed, bound)

    def _fill(self, form: FormFile, ref: Ref, held: Text | None, placed: PlacedList | None, bound: str) -> None:
        for side, millimetres in zip(self.sides, form_design.box_of(form, ref), strict=True):
            _quietly(side, lambda side=side, value=millimetres: side.setValue(value))  # type: ignore[misc]
        if held is not None:
            self.value.show_value(bound)
            _quietly(self.words, lambda: self.words.setText(held.text))
            self.vertical.setChecked(held.vertical)
            self.looks.show_style(form_design.style_of(form, held.style))
        if placed is not None:
            _quietly(self.count, lambda: self.count.setValue(placed.count))
            self.columns.show_list(placed, Document(form.document))
            self.looks.show_style(form_design.style_of(form, placed.columns[0].style))

    # --- what is changed

    def _change(self, make: Callable[[FormFile, Ref], FormFile], gesture: str = "") -> None:
        if self._form is not None and self._ref is not None:
            self.changed.emit(make(self._form, self._ref), gesture)

    def _on_text(self, make: Callable[[Text], Text]) -> None:
        def changed(form: FormFile, ref: Ref) -> FormFile:
            held = form_design.text_at(form, ref)
            return form_design.replaced(form, ref, make(held)) if held is not None else form

        self._change(changed)

    def _picked(self, name: object) -> None:
        if isinstance(name, str):
            self._on_text(lambda held: form_design.showing(held, name))

    def _typed(self) -> None:
        words = form_design.fixed(self.words.text().strip())
        if words:
            self._on_text(lambda held: structs.replace(held, text=words, name=words[:20]))

    def _turn(self, vertical: bool) -> None:
        self._on_text(lambda held: structs.replace(held, vertical=vertical))

    def _moved(self) -> None:
        box: Box = tuple(side.value() for side in self.sides)  # type: ignore[assignment]
        self._change(lambda form, ref: form_design.boxed(form, ref, box), "place")

    def _framed(self) -> None:
        if self._form is not None:
            left, right = (margin.value() for margin in self.margins)
            self.changed.emit(form_design.framed(self._form, left, right), "margins")

    def _counted(self, typed: float) -> None:
        """The rows keep their height: a blank has the same rows, only more of them are used."""

        def changed(form: FormFile, ref: Ref) -> FormFile:
            placed = form_design.list_at(form, ref)
            return form_design.relisted(form, ref, structs.replace(placed, count=round(typed))) if placed else form

        self._change(changed, "count")

    def _relisted(self, columns: object) -> None:
        def changed(form: FormFile, ref: Ref) -> FormFile:
            placed = form_design.list_at(form, ref)
            return form_design.relisted(form, ref, structs.replace(placed, columns=columns)) if placed else form

        self._change(changed)

    def _styled(self, style: object) -> None:
        self._change(lambda form, ref: form_design.styled(form, ref, style))  # type: ignore[arg-type]


def _quietly(widget: QWidget, act: Callable[[], object]) -> None:
    with QSignalBlocker(widget):
        act()
