"""The editor: live findings, autosave, jumping, tables, marking, scans, submitting, versions."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Level, MaterialKind, Sex
from desktop_app.domain.marking import MarkState, SecrecyLevel
from desktop_app.domain.status import Status
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.filemark import FileMarkDialog
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.layout import SectionPlan
from desktop_app.ui.applications.lowermark import LowerDialog
from desktop_app.ui.applications.marking import MarkingPage
from desktop_app.ui.applications.materials import KindRow, MaterialsPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.applications.sections import SectionList
from desktop_app.ui.applications.versions import VersionsDialog
from desktop_app.ui.language import speak
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.fields import ChoiceField
from tests.ui.acting import compose, control, go, idle, open_demo, press, screen
from tests.ui.test_focus_in_dialogs import keyboard_faults

Shots = Callable[[QWidget, str], None]

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def stored(qtbot: QtBot, shell: Shell, editor: EditorScreen) -> object:
    """The draft as the vault has it."""
    found: list[object] = []
    assert shell.context is not None

    def act(session: Session, progress: Progress) -> object:
        return drafts.load(session, editor.application).draft

    shell.context.ask(editor, act, found.append)
    idle(qtbot, shell)
    return found[0]


def new(qtbot: QtBot, shell: Shell) -> EditorScreen:
    table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, table, "新建申请")
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, EditorScreen))
    idle(qtbot, shell)
    return screen(shell, EditorScreen)


def fields_in_the_way(editor: EditorScreen) -> set[str]:
    model = editor.findings.model
    shown = [model.finding(at) for at in range(model.rowCount())]
    return {one.field for one in shown if one.verdict in (Verdict.TODO, Verdict.BLOCK)}


def test_sections_are_as_wide_as_english_titles_need_and_no_wider_in_chinese(
    qtbot: QtBot, dressed: QApplication
) -> None:
    titles = ("著作、论文及重要技术报告、工作报告", "Present post and title")
    plans = [SectionPlan(title, title, [], []) for title in titles]
    chinese = SectionList(plans)
    speak(Language.EN)
    english = SectionList(plans)
    speak(Language.ZH)
    for made in (chinese, english):
        qtbot.addWidget(made)
    assert chinese.width() == 196 < english.width() <= 240


def test_a_finding_goes_away_as_soon_as_its_field_is_filled(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    assert "person.name" in fields_in_the_way(editor)
    compose(control(editor, "person.name"), "苏日娜")
    idle(qtbot, desk_window)  # no pause: at the next turn
    assert "person.name" not in fields_in_the_way(editor)


def test_what_is_typed_is_in_the_vault_within_a_second(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    assert desk_window.context is not None
    waits = desk_window.context.autosave._timer
    field = control(editor, "person.name")
    compose(field, "孛儿只斤·")
    assert waits.isActive()
    assert waits.interval() < 1000
    waits.start(1)
    compose(field, "阿拉坦苏和")
    assert waits.interval() == 1, "who types on does not put it off"
    qtbot.waitUntil(lambda: desk_window.status().startswith("已保存"))
    draft = stored(qtbot, desk_window, editor)
    assert draft.person.name == "孛儿只斤·阿拉坦苏和"  # type: ignore[attr-defined]
    assert desk_window.status() == "已保存 10:00:00"


def test_a_finding_jumps_to_its_field(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    model = editor.findings.model
    at = next(n for n in range(model.rowCount()) if model.finding(n).field == "person.name")
    editor.findings.list.setCurrentIndex(model.index(at))
    editor.findings.list.setFocus()
    qtbot.keyClick(editor.findings.list, Qt.Key.Key_Return)
    assert editor.sections.key() == "person"
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    assert page.where() == "person.name"


def test_a_click_goes_to_the_field_though_the_explanation_moves_the_rows(qtbot: QtBot, desk_window: Shell) -> None:
    desk_window.resize(1366, 768)
    editor = new(qtbot, desk_window)
    shown, model = editor.findings.list, editor.findings.model
    low = shown.viewport().rect().bottomLeft() + QPoint(40, -12)
    wanted = model.finding(shown.indexAt(low).row()).field
    assert wanted
    qtbot.mousePress(shown.viewport(), Qt.MouseButton.LeftButton, pos=low)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: shown.indexAt(low) != shown.currentIndex())
    qtbot.mouseRelease(shown.viewport(), Qt.MouseButton.LeftButton, pos=low)
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    assert page.where() == wanted


def test_every_finding_of_an_empty_application_leads_somewhere(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    lost = [path for path in fields_in_the_way(editor) if not any(plan.holds(path) for plan in editor._plans)]
    assert lost == []
    for path in sorted(fields_in_the_way(editor)):
        editor.jump(path)
        assert editor.sections.key()


def test_the_identity_number_fills_birth_and_sex(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    qtbot.keyClicks(control(editor, "person.identity_number"), "150102198606069991")
    assert editor.draft is not None
    assert editor.draft.now.person.sex is Sex.MALE
    assert control(editor, "person.birth").text() == "1986-06-06"


def test_series_and_level_choose_the_title_and_undo_takes_it_back(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    editor.jump("filing.series")
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    series, level, title = (page.field(f"filing.{name}") for name in ("series", "level", "title"))
    assert isinstance(series, ChoiceField)
    assert isinstance(level, ChoiceField)
    assert isinstance(title, ChoiceField)
    qtbot.keyClicks(series.control, "gcjs")
    qtbot.keyClick(series.control, Qt.Key.Key_Return)
    assert editor.draft is not None
    assert editor.draft.now.filing.series == "05"
    compose(level.control, "副高级")
    qtbot.keyClick(level.control, Qt.Key.Key_Return)
    assert editor.draft.now.filing.level is Level.ASSOCIATE_SENIOR
    assert editor.draft.now.filing.title == "高级工程师"
    assert title.control.currentText() == "高级工程师"
    press(qtbot, editor, "撤销")
    assert editor.draft.now.filing.level is None
    assert level.control.currentText() == ""


def test_days_left_and_the_last_posting_day_stand_in_the_header(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    assert "39 天" in editor.header._days.text()
    assert "7 月 7 日" in editor.header._posting.text()


def test_days_that_another_notice_must_say_are_not_asked_of_the_applicant(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window, "county_doctor.json")
    assert editor.header._days.text() == "期限：另行通知"
    assert editor.header._posting.text() == "公示期限：报送日期另行通知"
    assert editor.draft is not None
    editor.draft.edit("filing.level", None)
    qtbot.waitUntil(lambda: editor.header._days.text() == "期限：选定层级后显示")
    assert editor.header._posting.text() == "公示期限：填写单位隶属后显示"


def test_a_table_of_the_form_is_pasted_into_and_saved(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    editor.sections.choose("study")
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    table = page.table("study")
    table.go(0, 0)
    QApplication.clipboard().setText(
        "2005.9\t2009.7\t北疆理工大学\t测绘工程\n2014.3\t2014.7\t阴山职工进修学院\t地理信息"
    )
    qtbot.keyClick(table.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: desk_window.status().startswith("已保存"))
    draft = stored(qtbot, desk_window, editor)
    assert [row.school for row in draft.study] == ["北疆理工大学", "阴山职工进修学院"]  # type: ignore[attr-defined]
    press(qtbot, editor, "撤销")
    assert table.model.rows == ()


def test_the_mark_is_decided_and_never_above_the_machine(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    editor = new(qtbot, desk_window)
    assert "未定" in desk_window.mark.text()
    editor.sections.choose("marking")
    page = editor.stack.currentWidget()
    assert isinstance(page, MarkingPage)
    page._radios[MarkState.MARKED].click()
    levels = [page._level.itemData(n) for n in range(page._level.count())]
    assert SecrecyLevel.TOP_SECRET not in levels
    page._level.setCurrentIndex(levels.index(SecrecyLevel.SECRET))
    page._level.activated.emit(page._level.currentIndex())
    assert page._wrong.text()
    qtbot.keyClicks(page._term.number, "10")
    assert page._printed.text() == "机密★10年"
    assert desk_window.mark.text() == "机密★10年"
    page._radios[MarkState.NOT_SECRET].click()
    assert desk_window.mark.text() == "机密★10年"  # lower: not before reason and name are given
    page.lower_button.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, LowerDialog) and w.isVisible())
    assert keyboard_faults(qtbot, dialog) == []
    shots(dialog, "dialog-lower-mark")
    dialog.act_button.click()
    assert "定密责任人" in dialog.wrong.text()
    compose(dialog.reason, "误标，内容可以公开")
    compose(dialog.decided_by, "葛景明")
    dialog.act_button.click()
    idle(qtbot, desk_window)
    assert desk_window.mark.text() == "不属于国家秘密"
    assert not page.lower_button.isVisible()
    assert desk_window.context is not None
    desk_window.context.autosave.flush()
    idle(qtbot, desk_window)
    assert desk_window.context.autosave.clean  # what the act wrote is what the editor has


def test_a_file_raises_the_mark_of_the_whole_and_a_step_back_does_not_lower_it(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    editor, page = open_materials(qtbot, desk_window)
    scan = tmp_path / "聘书.pdf"
    scan.write_bytes(PDF)
    drop(kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT), scan)
    qtbot.waitUntil(lambda: bool(editor.draft and editor.draft.now.materials))
    idle(qtbot, desk_window)
    assert editor.draft is not None
    editor.draft.edit("person.phone", "0471-0000009")  # so that the mark is a step of its own to take back
    press(qtbot, page, "密级随申请")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FileMarkDialog) and w.isVisible())
    assert keyboard_faults(qtbot, dialog) == []
    dialog.level.setCurrentIndex(dialog.level.findText("机密"))
    dialog.level.activated.emit(dialog.level.currentIndex())
    qtbot.keyClicks(dialog.term.number, "8")
    shots(dialog, "dialog-file-mark")
    press(qtbot, dialog, "确定密级")
    idle(qtbot, desk_window)
    assert desk_window.mark.text() == "机密★8年"
    shots(desk_window, "usual-file-mark")
    editor.draft.undo()
    assert desk_window.mark.text() == "机密★8年"
    idle(qtbot, desk_window)
    press(qtbot, page, "机密★8年")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FileMarkDialog) and w.isVisible())
    dialog.level.setCurrentIndex(0)
    press(qtbot, dialog, "确定密级")
    lower = next(w for w in QApplication.topLevelWidgets() if isinstance(w, LowerDialog) and w.isVisible())
    compose(lower.reason, "原件已变更密级")
    compose(lower.decided_by, "葛景明")
    lower.act_button.click()
    idle(qtbot, desk_window)
    assert desk_window.mark.text() == "机密★5年"


def kind_row(page: MaterialsPage, kind: MaterialKind) -> KindRow:
    return next(row for row in page.findChildren(KindRow) if row.kind is kind)


def open_materials(qtbot: QtBot, window: Shell) -> tuple[EditorScreen, MaterialsPage]:
    editor = open_demo(qtbot, window)
    editor.sections.choose("materials")
    page = editor.stack.currentWidget()
    assert isinstance(page, MaterialsPage)
    return editor, page


def drop(row: KindRow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    row.dropEvent(QDropEvent(QPointF(5, 5), action, data, button, key))


def test_a_scan_is_dropped_kept_and_removed(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    editor, page = open_materials(qtbot, desk_window)
    scan = tmp_path / "聘书.pdf"
    scan.write_bytes(PDF)
    drop(kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT), scan)
    assert editor.draft is not None
    qtbot.waitUntil(lambda: bool(editor.draft and editor.draft.now.materials))
    idle(qtbot, desk_window)
    assert "已有 1 份" in kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT)._state.text()
    press(qtbot, page, "移除")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, dialog, "移除扫描件")
    qtbot.waitUntil(lambda: bool(editor.draft and not editor.draft.now.materials))
    idle(qtbot, desk_window)


def test_a_finding_about_a_paper_goes_to_that_paper(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    desk_window.resize(1366, 768)
    model = editor.findings.model
    wanted = {model.finding(at).field for at in range(model.rowCount())}
    assert {"materials.letter_of_appointment", "materials.achievement_proof"} <= wanted
    for kind in (MaterialKind.ACHIEVEMENT_PROOF, MaterialKind.LETTER_OF_APPOINTMENT):
        editor.jump(f"materials.{kind.value}")
        page = editor.stack.currentWidget()
        assert isinstance(page, MaterialsPage)
        button = kind_row(page, kind).choose_button
        assert desk_window.focusWidget() is button
        assert button.visibleRegion().boundingRect() == button.rect()


def test_what_is_done_with_a_scan_comes_after_its_paper(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    editor, page = open_materials(qtbot, desk_window)
    scan = tmp_path / "聘书.pdf"
    scan.write_bytes(PDF)
    row = kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT)
    drop(row, scan)
    qtbot.waitUntil(lambda: bool(editor.draft and editor.draft.now.materials))
    idle(qtbot, desk_window)
    row.choose_button.setFocus()
    reached = []
    for _ in range(3):
        qtbot.keyClick(desk_window.focusWidget(), Qt.Key.Key_Tab)
        found = desk_window.focusWidget()
        assert isinstance(found, QPushButton)
        reached.append(found.text())
    assert reached == ["查看", "密级随申请", "移除"]


def test_the_sheet_of_the_newest_year_that_is_missing_is_offered(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path
) -> None:
    editor, page = open_materials(qtbot, desk_window)
    row = kind_row(page, MaterialKind.YEARLY_ASSESSMENT)
    offered = []
    for number in range(3):
        offered.append(row._years.currentData())
        sheet = tmp_path / f"{number}.pdf"
        sheet.write_bytes(PDF + str(number).encode())
        drop(row, sheet)
        qtbot.waitUntil(lambda: bool(editor.draft and len(editor.draft.now.materials) == len(offered)))
        idle(qtbot, desk_window)
    assert offered == [2025, 2024, 2023]
    assert not any(editor.findings.model.finding(at).rule == "R106" for at in range(editor.findings.model.rowCount()))


def test_a_file_that_is_no_scan_is_refused_with_a_sentence(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    editor, page = open_materials(qtbot, desk_window)
    wrong = tmp_path / "聘书.pdf"
    wrong.write_bytes(b"MZ not a pdf")
    drop(kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT), wrong)
    assert desk_window.desk is not None
    message = desk_window.desk.message
    qtbot.waitUntil(lambda: bool(message.text()))
    assert editor.draft is not None
    assert editor.draft.now.materials == ()


def attach_everything(qtbot: QtBot, shell: Shell, editor: EditorScreen, tmp_path: Path) -> None:
    """Scans for every finding about materials, until nothing stands in the way."""
    editor.sections.choose("materials")
    page = editor.stack.currentWidget()
    assert isinstance(page, MaterialsPage)
    for row in page.findChildren(KindRow):
        scan = tmp_path / f"{row.kind.value}.pdf"
        scan.write_bytes(PDF + row.kind.value.encode())
        if row._years.count() and not row._years.isHidden():
            for year in range(1, row._years.count()):
                row._years.setCurrentIndex(year)
                one = tmp_path / f"{row.kind.value}-{year}.pdf"
                one.write_bytes(PDF + row.kind.value.encode() + str(year).encode())
                drop(row, one)
        else:
            drop(row, scan)
    idle(qtbot, shell)
    idle(qtbot, shell)


def test_submitting_freezes_withdrawing_opens_and_versions_differ(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, clock: FixedClock
) -> None:
    clock.advance(days=30)
    editor = open_demo(qtbot, desk_window)
    attach_everything(qtbot, desk_window, editor, tmp_path)
    qtbot.waitUntil(lambda: editor.header.submit_button.text() == "提交")
    press(qtbot, editor, "提交")
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    qtbot.waitUntil(lambda: editor.read_only)
    assert desk_window.focusWidget() is editor.header.papers_button
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert "第 1 版" in desk_window.desk.message.text()
    name = control(editor, "person.birthplace")
    assert name.isReadOnly()
    press(qtbot, editor, "撤回修改")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    reason = dialog.findChild(QLineEdit)
    assert reason is not None
    compose(reason, "出生地写错")
    press(qtbot, dialog, "撤回修改")
    qtbot.waitUntil(lambda: not editor.read_only)
    field = control(editor, "person.birthplace")
    field.selectAll()
    compose(field, "内蒙古武川县")
    editor.header.versions.emit()
    qtbot.waitUntil(lambda: any(isinstance(w, VersionsDialog) for w in QApplication.topLevelWidgets()))
    versions = next(w for w in QApplication.topLevelWidgets() if isinstance(w, VersionsDialog))
    assert keyboard_faults(qtbot, versions) == []
    table = versions.findChild(QTableWidget)
    assert table is not None
    cells = [[table.item(row, side).text() for side in range(3)] for row in range(table.rowCount())]
    assert ["基本情况 · 出生地", "内蒙古呼和浩特市新城区", "内蒙古武川县"] in cells
    versions.accept()
    idle(qtbot, desk_window)


def test_submitting_too_early_says_so_and_goes_to_the_first_finding(qtbot: QtBot, desk_window: Shell) -> None:
    editor = new(qtbot, desk_window)
    qtbot.mouseClick(editor.header.submit_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert desk_window.desk.message.text()
    assert editor._record is not None
    assert editor._record.status is Status.DRAFT


def test_a_draft_is_removed_after_a_question(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    editor.header.remove.emit()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, dialog, "删除草稿")
    qtbot.waitUntil(lambda: desk_window.desk is not None and isinstance(desk_window.desk.shown, ApplicationsScreen))
    idle(qtbot, desk_window)
    assert screen(desk_window, ApplicationsScreen).model.rowCount() == 0


def test_a_refused_save_is_said_and_nothing_is_lost(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    gone: list[object] = []
    assert desk_window.context is not None
    desk_window.context.ask(editor, lambda session, _: drafts.remove(session, editor.application), gone.append)
    idle(qtbot, desk_window)
    compose(control(editor, "person.birthplace"), "内")
    qtbot.waitUntil(lambda: desk_window.status().startswith("未保存"))
    assert desk_window.desk is not None
    assert desk_window.desk.message.text()
    pending = desk_window.context.autosave.pending(editor.application)
    assert pending is not None
    assert "内" in pending.person.birthplace
    desk_window.context.autosave.forget(editor.application)
