"""The preview in a user's hands: turn, zoom, thumbnails, two pages, frames and values that lead to fields."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.desk import draft as drafts
from desktop_app.desk.demo import DEMO_DAY
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.papers.arrangement import Arrangement
from desktop_app.ui.papers.pageview import PageView
from desktop_app.ui.papers.work import WorkPage
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, press, screen
from tests.ui.papers.test_papers import at_papers, done, filled, submitted
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DEMO_DAY)


def look(qtbot: QtBot, shell: Shell, application: str, document: Document) -> WorkPage:
    work = at_papers(qtbot, shell, application, document)
    view = work.preview.view
    qtbot.waitUntil(lambda: view.shown(view.index))
    idle(qtbot, shell)
    return work


def wheel(view: PageView, down: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, -down), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def middle(view: PageView, field: str) -> QPoint:
    """Where in the view a field's value stands; it is scrolled into view."""
    assert view._seen is not None
    for page in range(view.pages):
        for spot in view._seen.preview.spots(page):
            if spot.field == field:
                view.turn_to(page)
                per_mm, area = view.arrangement.width / view._seen.size_mm[0], view.arrangement.area(page)
                x = area.x + (spot.x + spot.width / 2) * per_mm
                y = area.y + (spot.y + spot.height / 2) * per_mm
                view.verticalScrollBar().setValue(round(y - view.viewport().height() / 2))
                offset = QPointF(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
                return (QPointF(x, y) - offset).toPoint()
    raise AssertionError(field)


def test_pages_are_turned_by_scrolling_keys_and_thumbnails(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, submitted)
    work = look(qtbot, desk_window, application, Document.REVIEW_FORM)
    view, pane = work.preview.view, work.preview
    assert pane.page.text() == f"第 1 / {view.pages} 页"
    while view.index == 0:
        wheel(view, 240)
    assert pane.page.text().startswith("第 2 /")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.index == view.pages - 1
    press(qtbot, pane, "缩略图")
    idle(qtbot, desk_window)
    assert pane.thumbnails.count() == view.pages
    assert pane.thumbnails.currentRow() == view.pages - 1
    assert not pane.thumbnails.item(0).icon().isNull()
    pane.thumbnails.setCurrentRow(2)
    idle(qtbot, desk_window)
    assert view.index == 2
    assert view.shown(2)
    shots(desk_window, "preview-thumbnails")
    assert unnamed(desk_window) == []
    press(qtbot, pane, "双页")
    idle(qtbot, desk_window)
    assert view.arrangement.columns == 2
    assert view.index in (1, 2)
    shots(desk_window, "preview-pairs")


def test_zoom_by_wheel_keys_and_choice(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, submitted)
    work = look(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    view, choice = work.preview.view, work.preview.zoom
    fitted = view.percent
    control = Qt.KeyboardModifier.ControlModifier
    wheel(view, -120, control)
    assert view.percent > fitted
    for _ in range(12):
        qtbot.keyClick(view, Qt.Key.Key_Plus, control)
    assert (view.percent, choice.currentText()) == (400, "400 %")
    idle(qtbot, desk_window)
    drawn = view.pictures.picture(0)
    assert drawn is not None
    assert drawn[1].width() * drawn[1].height() <= 24_100_000
    shots(desk_window, "preview-400")
    for _ in range(12):
        wheel(view, 120, control)
    assert view.percent == 50
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    idle(qtbot, desk_window)
    assert view.verticalScrollBar().maximum() == 0  # the whole page
    shots(desk_window, "preview-whole")


def test_a_value_says_its_field_and_leads_there(qtbot: QtBot, desk_window: Shell) -> None:
    application = done(qtbot, desk_window, filled)
    work = look(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    view = work.preview.view
    at = middle(view, "person.name")
    told = QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at))
    QApplication.sendEvent(view.viewport(), told)
    assert "姓名" in QToolTip.text()
    qtbot.mouseMove(view.viewport(), at)
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.application == application
    assert editor.place().spot.endswith("person.name")


def test_what_does_not_fit_is_framed_and_leads_to_its_field(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, filled)

    def spoil(session: Session) -> None:
        held = drafts.load(session, application).draft
        person = msgspec.structs.replace(held.person, name=held.person.name + "\ue123")
        unit = msgspec.structs.replace(held.unit, name=held.unit.name + "\ue124")
        drafts.save(session, application, msgspec.structs.replace(held, person=person, unit=unit))

    done(qtbot, desk_window, spoil)
    work = look(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    frames = work.preview.view.frames
    assert {frame.obstacle.field for frame in frames} >= {"person.name", "unit.name"}
    wrong = next(frame for frame in frames if frame.obstacle.field == "unit.name")
    assert "U+E124" in wrong.accessibleName()
    rows = [work.preview.obstacles.item(at).text() for at in range(work.preview.obstacles.count())]
    work.preview.obstacles.setCurrentRow(rows.index(wrong.accessibleName()))
    assert work.preview.view.viewport().rect().intersects(wrong.geometry())
    idle(qtbot, desk_window)
    shots(desk_window, "preview-framed")
    assert unnamed(desk_window) == []
    qtbot.mouseClick(wrong, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert screen(desk_window, EditorScreen).place().spot.endswith("unit.name")


@pytest.mark.parametrize(("pages", "pairs"), [(1, True), (1, False), (5, True), (16, True), (7, False)])
def test_no_two_pages_overlap_and_all_lie_inside(pages: int, pairs: bool) -> None:
    laid = Arrangement(pages, 210.0, 297.0, 8.0, 600.0, pairs)
    wide, high = laid.total
    areas = [laid.area(index) for index in range(pages)]
    for at, one in enumerate(areas):
        assert one.x >= 0
        assert one.x + one.width <= wide
        assert one.y + one.height <= high
        for other in areas[at + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
        assert laid.at(one.x + 1, one.y + 1) == at
        assert laid.current(one.y - 8, 300) in (at, at - 1)
