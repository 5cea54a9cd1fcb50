"""The page with its boxes: at the size that was asked for, scrolled to what is chosen, leafed through."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from desktop_app.desk import form_design
from desktop_app.desk.form_design import FormFile, Ref
from desktop_app.ui import theme
from desktop_app.ui.designer.canvas import Canvas
from desktop_app.ui.designer.spin import Choice
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, column, row, text

_MM_PER_INCH = 25.4
_LEAST_DPI, _MOST_DPI = 40, 300
_FIT, _TRUE, _LARGE = "fit", "true", "large"


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


class PagePane(QWidget):
    """`zoom` is made here and stands where the screen has room for it."""

    scaled = Signal()
    turn = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._form: FormFile | None = None
        self.canvas = Canvas()
        self.area = _Area(self.canvas)
        self.back_button = _leaf("‹", say("上一页"), lambda: self.turn.emit(-1))
        self.next_button = _leaf("›", say("下一页"), lambda: self.turn.emit(1))
        self.number = text("", wrap=False)
        self.zoom = Choice(
            say("显示比例"),
            [(_FIT, say("适合宽度")), (_TRUE, "100 %"), (_LARGE, "200 %")],
        )
        whole = column(self.area, row(None, self.back_button, self.number, self.next_button, None, space=6))
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.canvas.turned.connect(self.turn)
        self.area.resized.connect(self.scale)
        self.zoom.activated.connect(lambda: self.scale())

    def show_form(self, form: FormFile, page: int, ref: Ref | None) -> None:
        """Another state of the form, page or choice."""
        first = self._form is None
        self._form = form
        self.canvas.show_form(form, page, ref)
        pages = len(form.pages)
        self.number.setText(say("page|第 {page} / {pages} 页", page=page + 1, pages=pages))
        self.back_button.setEnabled(page > 0)
        self.next_button.setEnabled(page < pages - 1)
        if first:
            self.scale()

    def scale(self) -> None:
        """As large as the zoom says, or as there is room."""
        if self._form is None:
            return
        fitting = max(1.0, self.area.viewport().width() / form_design.size(self._form)[0])
        true = self.logicalDpiX() / _MM_PER_INCH
        self.canvas.zoom({_FIT: fitting, _TRUE: true, _LARGE: 2 * true}[self.zoom.currentData()])
        self.scaled.emit()

    def dpi(self) -> int:
        """The resolution in which the page fills its place dot for dot."""
        width = form_design.size(self._form)[0] if self._form else 1.0
        exact = self.canvas.width() / width * _MM_PER_INCH * self.devicePixelRatioF()
        return max(_LEAST_DPI, min(_MOST_DPI, round(exact)))

    def see(self, form: FormFile, ref: Ref) -> None:
        """Scroll so that a thing is seen."""
        middle = self.canvas.rect_of(form_design.box_of(form, ref)).center().toPoint()
        self.area.ensureVisible(middle.x(), middle.y(), theme.px(60), theme.px(60))

    def begin(self) -> None:
        """Another page: its top, without the picture of the last one."""
        self.area.verticalScrollBar().setValue(0)
        self.canvas.show_image(None, quiet=False)


def _leaf(sign: str, words: str, act: Callable[[], object]) -> QPushButton:
    made = button(sign, act)
    made.setAccessibleName(words)
    made.setToolTip(words)
    return made
