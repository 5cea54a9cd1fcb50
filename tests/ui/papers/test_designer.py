"""Laying a form over an official blank by hand: drawn with the mouse, moved with keys, tried, saved, printed from."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import form_design, office_forms
from desktop_app.desk import submit as submitting
from desktop_app.desk.demo import SCANS
from desktop_app.desk.form_design import Box, Kind, Ref
from desktop_app.desk.form_trial import Trial
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.ui.designer.forms import FormsScreen
from desktop_app.ui.designer.placing import LIST, PHOTO, WORDS
from desktop_app.ui.designer.screen import DesignerScreen
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from tests.support import blanks as made
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import compose, go, idle, paused, press, screen, tabbed, unlock
from tests.ui.papers.test_papers import order
from tests.ui.test_walk import unnamed

T = TypeVar("T")
Shots = Callable[[QWidget, str], None]


def done(qtbot: QtBot, shell: Shell, act: Callable[[Session], T]) -> T:
    """Something the desk does, on its own thread."""
    found: list[T] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: act(session), found.append)
    idle(qtbot, shell)
    return found[0]


def started(
    qtbot: QtBot, shell: Shell, tmp_path: Path, document: Document = Document.PLEDGE, blank: bytes | None = None
) -> DesignerScreen:
    """From the list of forms, a blank for a paper, on the table."""
    path = tmp_path / "blank.pdf"
    path.write_bytes(blank or made.drawn())
    forms = go(qtbot, shell, Place(ScreenKey.FORMS, document.value), FormsScreen)
    assert forms.paper.currentData() is document
    forms.begin(path)
    return on_table(qtbot, shell)


def on_table(qtbot: QtBot, shell: Shell) -> DesignerScreen:
    qtbot.waitUntil(
        lambda: (
            shell.desk is not None and isinstance(shell.desk.shown, DesignerScreen) and shell.desk.shown.isEnabled()
        ),
    )
    settle(qtbot, shell)
    return screen(shell, DesignerScreen)


def settle(qtbot: QtBot, shell: Shell) -> None:
    """Until what was asked for while boxes moved is drawn."""
    paused(qtbot, shell)


def drag(qtbot: QtBot, page: DesignerScreen, start: tuple[float, float], end: tuple[float, float]) -> None:
    """The mouse from one place of the page to another, in millimetres."""
    points = [_point(page, *start), _point(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2), _point(page, *end)]
    qtbot.mousePress(page.canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(page.canvas, point)
    qtbot.mouseRelease(page.canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def _point(page: DesignerScreen, x: float, y: float) -> QPoint:
    return page.canvas.rect_of((x, y, 0.0, 0.0)).topLeft().toPoint()


def own(forms: FormsScreen) -> list[int]:
    """The rows of the office's own forms."""
    named = [forms.table.item(at, 1) for at in range(forms.table.rowCount())]
    return [at for at, item in enumerate(named) if item is not None and not item.text().startswith("程序自带")]


def boxes(page: DesignerScreen) -> list[Box]:
    assert page.bench is not None
    form = page.bench.form
    return [form_design.box_of(form, ref) for ref in form_design.things(form, page.bench.page)]


def test_a_box_is_drawn_with_the_mouse_and_filled_from_the_list_of_values(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = started(qtbot, desk_window, tmp_path)
    assert unnamed(page) == []
    compose(page.placing.value.lineEdit(), "")
    page.placing.value.setEditText("dwmc")  # the initials of 单位名称
    page.placing.value.settle()
    drag(qtbot, page, (80, 74), (140, 84))
    (box,) = boxes(page)
    assert box == pytest.approx((80, 74, 60, 10), abs=0.6)  # a dot is a third of a millimetre
    assert page.bench is not None
    text = form_design.text_at(page.bench.form, Ref(0, Kind.TEXT, 0))
    assert text is not None
    assert (text.text, text.name) == ("{unit.name}", "单位名称")
    assert page.placing.things.item(0).text().startswith("单位名称")
    assert "未保存" in page.state.text()
    shots(desk_window, "designer-first-box")


def test_edges_go_to_lines_that_are_near(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path)
    drag(qtbot, page, (70.8, 100.9), (149.1, 129.2))
    assert boxes(page)[0] == pytest.approx((70, 100, 80, 30), abs=0.15)
    drag(qtbot, page, (100, 115), (101, 86))  # moved up by 29: its edges come near the lines at 70 and 100
    assert boxes(page)[0] == pytest.approx((70, 70, 80, 30), abs=0.15)


def test_keys_move_resize_and_remove(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path)
    press(qtbot, page, "放到页上")
    start = boxes(page)[0]
    assert page.canvas.hasFocus()
    none, shift, control = (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ShiftModifier,
        Qt.KeyboardModifier.ControlModifier,
    )
    for key, held in (
        (Qt.Key.Key_Right, none),
        (Qt.Key.Key_Down, shift),
        (Qt.Key.Key_Right, control),
        (Qt.Key.Key_Down, control | shift),
    ):
        qtbot.keyClick(page.canvas, key, held)
    x, y, width, height = start
    assert boxes(page)[0] == pytest.approx((x + 0.5, y + 5, width + 0.5, height + 5), abs=0.01)
    for _ in range(60):
        qtbot.keyClick(page.canvas, Qt.Key.Key_Left, shift)
    assert boxes(page)[0][0] == 0  # never off the paper
    qtbot.keyClick(page.canvas, Qt.Key.Key_Delete)
    assert boxes(page) == []
    qtbot.keyClick(page.canvas, Qt.Key.Key_Z, control)
    assert len(boxes(page)) == 1


def test_steps_are_taken_back_and_made_again(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path)
    drag(qtbot, page, (40, 200), (90, 210))
    drag(qtbot, page, (60, 205), (90, 235))  # one drag is one step, however many moves it had
    drag(qtbot, page, (120, 250), (160, 260))
    assert len(boxes(page)) == 2
    for left in (1, 1, 0):
        press(qtbot, page, "撤销")
        assert len(boxes(page)) == left
    assert not page.placing.undo_button.isEnabled()
    for there in (1, 1, 2):
        press(qtbot, page, "重做")
        assert len(boxes(page)) == there
    assert boxes(page)[0] == pytest.approx((70, 230, 50, 10), abs=1)


def test_an_edge_is_dragged(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path)
    drag(qtbot, page, (40, 200), (90, 220))
    drag(qtbot, page, (90, 210), (120, 210))
    assert boxes(page)[0] == pytest.approx((40, 200, 80, 20), abs=0.8)
    drag(qtbot, page, (40, 200), (50, 205))
    assert boxes(page)[0] == pytest.approx((50, 205, 70, 15), abs=0.8)


def test_properties_change_what_is_chosen(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    page = started(qtbot, desk_window, tmp_path)
    press(qtbot, page, "放到页上")
    page.tabs.setCurrentIndex(1)
    assert unnamed(page) == []
    panel = page.properties
    for side, millimetres in zip(panel.sides, (31, 42, 53.5, 7), strict=True):
        side.setValue(millimetres)
    assert boxes(page) == [(31, 42, 53.5, 7)]
    panel.value.show_value("person.identity_number")
    panel.value.picked.emit("person.identity_number")
    panel.looks.points.setValue(14)
    panel.looks.face.setCurrentIndex(2)
    panel.looks.face.activated.emit(2)
    panel.looks.align.setCurrentIndex(0)
    panel.looks.align.activated.emit(0)
    panel.vertical.click()
    assert page.bench is not None
    form = page.bench.form
    text = form_design.text_at(form, Ref(0, Kind.TEXT, 0))
    assert text is not None
    style = form_design.style_of(form, text.style)
    assert (text.text, text.vertical) == ("{person.identity_number}", True)
    assert (style.face, style.size, style.align) == ("hei", 14, "left")
    shots(desk_window, "designer-properties")


def test_marks_and_foot_keep_their_distance_from_the_edges(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path, blank=made.drawn(pages=2))
    page.tabs.setCurrentIndex(1)
    for margin, millimetres in zip(page.properties.margins, (28, 26), strict=True):
        margin.setValue(millimetres)
    assert unnamed(page) == []
    assert page.bench is not None
    assert [spec.frame[0::2] for spec in page.bench.form.pages] == [(28, 156), (28, 156)]
    tried = page.bench.form
    page.bench.undo()
    assert page.bench.form != tried


def test_words_photo_and_a_list_with_its_columns(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = started(qtbot, desk_window, tmp_path)
    placing = page.placing
    placing.kind.show_value(WORDS)
    placing.words.setText("同意{推荐}")
    drag(qtbot, page, (35, 140), (95, 150))
    placing.kind.show_value(PHOTO)
    drag(qtbot, page, (155, 75), (185, 115))
    placing.kind.show_value(LIST)
    placing.list.show_value("work")
    drag(qtbot, page, (30, 160), (150, 205))
    assert page.bench is not None
    form = page.bench.form
    words = form_design.text_at(form, Ref(0, Kind.TEXT, 0))
    assert words is not None
    assert words.text == "同意｛推荐｝"
    ref = Ref(0, Kind.LIST, 0)
    placed = form_design.list_at(form, ref)
    assert placed is not None
    assert (placed.rows, placed.count, [c.bind for c in placed.columns][:2]) == ("work", 5, ["span", "unit"])
    page.tabs.setCurrentIndex(1)
    panel = page.properties
    panel.count.setValue(3)
    choice, width = panel.columns.fields[0]
    width.setValue(30)
    choice.show_value("post")
    choice.activated.emit(choice.currentIndex())
    while len(panel.columns.fields) > 2:
        panel.columns.less_button.click()
    placed = form_design.list_at(page.bench.form, ref)
    assert placed is not None
    assert (placed.count, [c.bind for c in placed.columns], placed.columns[0].width) == (3, ["post", "unit"], 30)
    assert unnamed(page) == []
    shots(desk_window, "designer-list")


def test_the_form_is_tried_on_examples(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    page = started(qtbot, desk_window, tmp_path, blank=made.drawn(more=made.with_words))
    drag(qtbot, page, (70.8, 100.9), (149.1, 129.2))
    page.tabs.setCurrentIndex(2)
    page.trying.who.show_value(Trial.ORDINARY)
    settle(qtbot, desk_window)
    assert page.trying.issues.count() == 0
    assert "没有嵌入" in page.trying.archive.text()
    shots(desk_window, "designer-tried")
    page.choose(Ref(0, Kind.TEXT, 0))
    page.properties.sides[2].setValue(6)
    page.properties.sides[3].setValue(4)
    page.trying.who.show_value(Trial.CROWDED)
    settle(qtbot, desk_window)
    assert "姓名" in page.trying.issues.item(0).text()
    shots(desk_window, "designer-crowded")
    page.choose(None)
    page.trying.issues.itemActivated.emit(page.trying.issues.item(0))
    assert page.properties.name.text() == "姓名"
    page.bench.undo()
    page.bench.undo()
    page.trying.who.show_value(Trial.RARE)
    settle(qtbot, desk_window)
    assert page.trying.issues.count() == 0
    assert unnamed(page) == []


def test_a_thing_is_copied_to_all_pages(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path, blank=made.drawn(pages=3))
    press(qtbot, page, "放到页上")
    press(qtbot, page, "复制到各页")
    for number in range(3):
        assert page.pane.number.text() == f"第 {number + 1} / 3 页"
        assert len(boxes(page)) == 1
        qtbot.keyClick(page.canvas, Qt.Key.Key_PageDown)
    press(qtbot, page, "撤销")
    assert boxes(page) == []


def test_what_is_not_saved_is_there_again_after_a_lock(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = started(qtbot, desk_window, tmp_path)
    press(qtbot, page, "放到页上")
    left = boxes(page)
    desk_window.lock()
    unlock(qtbot, desk_window)
    page = on_table(qtbot, desk_window)
    assert boxes(page) == left
    assert "未保存" in page.state.text()
    qtbot.keyClick(page.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk_window)
    assert page.state.text() == "已保存"
    name = page.place().subject
    text, _ = done(qtbot, desk_window, lambda session: office_forms.content(session, name))
    assert 'text = "{person.name}"' in text


def test_a_blank_that_will_not_do_is_refused_with_a_sentence(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(made.drawn((612, 792)))
    forms = go(qtbot, desk_window, Place(ScreenKey.FORMS), FormsScreen)
    forms.begin(path)
    settle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert "216×279" in desk_window.desk.message.text()
    assert forms.new_button.isEnabled()
    assert done(qtbot, desk_window, lambda session: [row for row in office_forms.all_(session) if row.kept]) == []


def test_from_blank_to_fifteen_numbered_sheets(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, printer: LoopbackPrinter, shots: Shots
) -> None:
    def filed(session: Session) -> str:
        application = drafts.take_in(session, resource("demo", "classified_engineer.json"))
        for kind, name, year in SCANS:
            drafts.attach(session, application, kind, resource("demo", "files", name), year)
        submitting.submit(session, application)
        return application

    application = done(qtbot, desk_window, filed)
    papers = go(qtbot, desk_window, Place(ScreenKey.PAPERS, application, "submission_form 0 0"), PapersScreen)
    press(qtbot, papers, "表样…")
    idle(qtbot, desk_window)
    forms = screen(desk_window, FormsScreen)
    assert forms.paper.currentData() is Document.SUBMISSION_FORM
    path = tmp_path / "blank.pdf"
    path.write_bytes(made.drawn((297 * made.MM, 420 * made.MM)))
    forms.begin(path)
    page = on_table(qtbot, desk_window)
    drag(qtbot, page, (71, 101), (149, 129))
    qtbot.keyClick(page.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desk_window)
    forms = go(qtbot, desk_window, Place(ScreenKey.FORMS, page.place().subject), FormsScreen)
    press(qtbot, forms, "按它打印")
    settle(qtbot, desk_window)
    assert "陆怀谷" in forms.told.text()  # who chose it
    assert unnamed(forms) == []
    shots(desk_window, "forms")
    papers = go(qtbot, desk_window, Place(ScreenKey.PAPERS, application, "submission_form 0 0"), PapersScreen)
    settle(qtbot, desk_window)
    assert papers.work is not None
    assert "自制表样" in papers.work.preview.state.text()
    assert "PDF/A-1b" in papers.work.preview.state.text()
    shots(desk_window, "papers-on-own-form")
    press(qtbot, order(qtbot, desk_window, papers.work, printer), "开始打印")
    qtbot.waitUntil(lambda: PrintRun.running(desk_window.context) is None and bool(printer.jobs))
    idle(qtbot, desk_window)
    sheets = pypdfium2.PdfDocument(printer.jobs[0].pdf)
    words = [sheet.get_textpage().get_text_range() for sheet in sheets]
    sheets.close()
    assert len(words) == 15
    assert all("沈砚舟" in one and f"{n:06d}" in one for n, one in enumerate(words, start=1))


def test_forms_are_reached_from_settings_and_removed(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    started(qtbot, desk_window, tmp_path)
    settings = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    press(qtbot, settings, "打开表样")
    idle(qtbot, desk_window)
    forms = screen(desk_window, FormsScreen)
    (at,) = own(forms)
    forms.table.selectRow(at)
    file = tmp_path / "x.fjform"
    forms.export(file)
    settle(qtbot, desk_window)
    (at,) = own(forms)
    forms.table.selectRow(at)
    press(qtbot, forms, "删除…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, dialog, "删除表样")
    settle(qtbot, desk_window)
    assert own(forms) == []
    forms.take_in(file)
    settle(qtbot, desk_window)
    assert len(own(forms)) == 1


@pytest.mark.parametrize("zoom", [100, 200])
def test_at_every_size_and_by_keyboard_alone(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots, zoom: int
) -> None:
    page = started(qtbot, desk_window, tmp_path, Document.REVIEW_FORM, made.official(Document.REVIEW_FORM))
    assert desk_window.context is not None
    for number in (0, 2):
        page.bench.turn(number)
        for _ in range(3):
            press(qtbot, page, "放到页上")
    desk_window.context.preferences.zoom = zoom
    desk_window.context.redress.emit()
    page = on_table(qtbot, desk_window)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    assert len(boxes(page)) == 3
    shots(desk_window, f"designer-zoom-{zoom}")
    page.canvas.setFocus()
    seen = tabbed(qtbot, desk_window)
    assert {page.placing.kind, page.placing.place_button, page.placing.things, page.save_button} <= seen


def test_the_submission_form_can_lie_across(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    forms = go(qtbot, desk_window, Place(ScreenKey.FORMS, "submission_form_landscape"), FormsScreen)
    settle(qtbot, desk_window)
    at = forms.table.currentRow()
    assert [item.text() for side in range(3) if (item := forms.table.item(at, side))] == [
        "专业技术职称送审表（A3）",
        "程序自带，横向",
        "",
    ]
    press(qtbot, forms, "按它打印")
    settle(qtbot, desk_window)
    assert forms.table.currentRow() == at
    assert [forms.table.item(row, 2).text() for row in (at - 1, at)] == ["", "现行"]  # type: ignore[union-attr]
    assert not forms.edit_button.isEnabled()
    shots(desk_window, "forms-landscape")
    forms.table.selectRow(at - 1)
    press(qtbot, forms, "按它打印")
    settle(qtbot, desk_window)
    assert [forms.table.item(row, 2).text() for row in (at - 1, at)] == ["现行", ""]  # type: ignore[union-attr]


@pytest.mark.parametrize("spoken", [Language.ZH, Language.EN])
def test_the_list_of_forms_fits_at_twice_the_size(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots, spoken: Language
) -> None:
    page = started(qtbot, desk_window, tmp_path)
    press(qtbot, page, "放到页上")
    assert desk_window.context is not None
    desk_window.context.preferences.language = spoken
    desk_window.context.redress.emit()
    page = on_table(qtbot, desk_window)
    for at in range(3):
        page.tabs.setCurrentIndex(at)
        shots(desk_window, f"designer-{spoken.value}-{at}")
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    on_table(qtbot, desk_window)
    forms = go(qtbot, desk_window, Place(ScreenKey.FORMS), FormsScreen)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    assert forms.table.horizontalScrollBar().maximum() == 0
    assert forms.table.columnWidth(1) > 200
    shots(desk_window, f"forms-{spoken.value}-200")
