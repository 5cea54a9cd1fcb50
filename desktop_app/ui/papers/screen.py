"""Papers and printing (材料与打印): first whose, then the papers of that application."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import Marking
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.picker import Picker
from desktop_app.ui.papers.work import WorkPage
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import column, scrolled


class PapersScreen(Screen):
    """`place.subject` is the application, `place.spot` the document, the page and the tab (`review_form 3 0`)."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.picker: Picker | None = None
        self.work: WorkPage | None = None
        self._middle = QStackedWidget()
        self.setLayout(column(self._middle))
        if place.subject:
            self._open(place)
        else:
            self.picker = Picker(context)
            self.picker.chosen.connect(self._chosen)
            self._middle.addWidget(self.picker)

    def _open(self, place: Place) -> None:
        document, page, tab = _spot(place.spot)
        self.work = WorkPage(self.context, ApplicationId(place.subject), document, page)
        self.work.tabs.setCurrentIndex(tab)
        self.work.loaded.connect(self._loaded)
        self.work.another.connect(lambda: self.context.go(Place(ScreenKey.PAPERS)))
        self._middle.addWidget(scrolled(self.work))  # at a large zoom the page is higher than the window

    def _chosen(self, application: str) -> None:
        self.context.go(Place(ScreenKey.PAPERS, application))

    def _loaded(self) -> None:
        self.setWindowTitle(self.title())
        self.take_keyboard()
        self.context.mark_changed.emit()

    def title(self) -> str:
        held = self.work.held if self.work else None
        name = f"　{held.name}" if held else ""
        return say("材料与打印{name}", name=name)

    def place(self) -> Place:
        if self.work is None:
            return Place(ScreenKey.PAPERS)
        document = self.work.annex.document or Document.REVIEW_FORM
        spot = f"{document.value} {self.work.preview.view.index} {self.work.tabs.currentIndex()}"
        return Place(ScreenKey.PAPERS, self._place.subject, spot)

    def marking(self) -> Marking | None:
        held = self.work.held if self.work else None
        return held.marking if held else None

    def first_focus(self) -> QWidget | None:
        if self.work is not None:
            return self.work.annex.table
        return self.picker.search if self.picker else None


def _spot(spot: str) -> tuple[Document, int, int]:
    """Document, page and tab; anything unreadable is the beginning."""
    name, _, rest = spot.partition(" ")
    page, _, tab = rest.partition(" ")
    document = next((one for one in Document if one.value == name), Document.REVIEW_FORM)
    return document, int(page) if page.isdecimal() else 0, int(tab) if tab.isdecimal() else 0
