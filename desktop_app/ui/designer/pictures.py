"""Pictures of the page under the boxes: the blank, or the paper with an example's values. Drawn off the main thread."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, form_design, form_trial
from desktop_app.desk.blanks import RasterPage
from desktop_app.desk.form_design import FormFile
from desktop_app.desk.form_trial import Trial, Tried
from desktop_app.ui.context import Context

#: While boxes move, the last picture stays; it is drawn anew when they rest.
_SETTLE_MS = 350


class Pictures(QObject):
    drawn = Signal(object, bool)  # QImage, whether with values
    tried = Signal(object)  # Tried
    failed = Signal(object)  # Fault

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: Progress | None = None
        self._kept: dict[tuple[int, int], QImage] = {}
        self._next: tuple[FormFile, bytes, int, int, Trial | None] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._start)

    def want(self, form: FormFile, blank: bytes, page: int, dpi: int, who: Trial | None, *, soon: bool) -> None:
        """Ask for a picture; an earlier wish that was not met yet is dropped."""
        self._next = (form, blank, page, dpi, who)
        if who is None and (page, dpi) in self._kept:
            self._settle.stop()
            self._cancel()
            self.drawn.emit(self._kept[page, dpi], False)
        else:
            self._settle.start(0 if soon else _SETTLE_MS)

    def _cancel(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _start(self) -> None:
        self._cancel()
        if self._next is None:
            return
        form, blank, page, dpi, who = self._next
        if who is None:
            self._asked = self._context.work(
                self,
                lambda progress: _image(blanks.picture(blank, page, dpi, progress)),
                lambda image: self._keep(image, page, dpi),
                on_fault=self._fail,
            )
        else:
            text, pack = form_design.text_of(form), self._context.opened.session.pack

            def job(progress: Progress) -> tuple[Tried, QImage]:
                made = form_trial.tried(pack, text, blank, who, progress)
                return made, _image(form_trial.page(made, page, dpi, progress))

            self._asked = self._context.work(self, job, self._show, on_fault=self._fail)

    def _keep(self, image: QImage, page: int, dpi: int) -> None:
        self._kept = {key: kept for key, kept in self._kept.items() if key[1] == dpi}
        self._kept[page, dpi] = image
        self.drawn.emit(image, False)

    def _show(self, made: tuple[Tried, QImage]) -> None:
        self.tried.emit(made[0])
        self.drawn.emit(made[1], True)

    def _fail(self, fault: Fault) -> None:
        self.failed.emit(fault)


def _image(page: RasterPage) -> QImage:
    return QImage(page.data, page.width, page.height, page.stride, QImage.Format.Format_RGB888).copy()
