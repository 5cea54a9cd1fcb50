"""The whole list checked in a user's hands: by rule, by unit, by verdict, to the field, stopped, saved."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import keep
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.findings import Verdict
from desktop_app.domain.status import Status
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.listcheck.groups import BY_UNIT
from desktop_app.ui.listcheck.model import VERDICT
from desktop_app.ui.listcheck.screen import ListCheckScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import vaults
from tests.support.holding import held
from tests.ui.acting import compose, go, idle, press, screen, tabbed
from tests.ui.test_walk import DEMOS, put, unnamed

Shots = Callable[[QWidget, str], None]


def crowd(qtbot: QtBot, shell: Shell, count: int) -> None:
    """Applicants of five units, who lack most of what is asked for."""
    assert shell.context is not None

    def act(session: Session, _: Progress) -> None:
        with session.vault.act(Act.APPLICATION_CREATED, {}):
            for serial in range(1, count + 1):
                unit = f"呼和浩特市第{serial % 5 + 1}人民医院蒙医中医骨伤科与康复医学研究中心"
                one = vaults.filing(f"申报人{serial}", serial, unit=unit)
                session.vault.applications.create(one, Status.DRAFT)

    shell.context.ask(shell, act, lambda _: None)
    qtbot.waitUntil(lambda: not shell.tasks.busy)


def checked(qtbot: QtBot, shell: Shell) -> ListCheckScreen:
    """Through the applications table, as a user comes here."""
    table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, table, "整批检查")
    qtbot.waitUntil(lambda: not shell.tasks.busy)
    return screen(shell, ListCheckScreen)


def names(page: ListCheckScreen) -> list[str]:
    return [page.model.index(at, 0).data() for at in range(page.model.rowCount())]


def rules(page: ListCheckScreen) -> list[list[str]]:
    return [
        [page.groups.rules.item(at, side).text() for side in range(4)] for at in range(page.groups.rules.rowCount())
    ]


def log(qtbot: QtBot, shell: Shell) -> AuditEntry:
    """The newest entry."""
    found: list[AuditEntry] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: keep.audit(session, 1, 0), found.extend)
    idle(qtbot, shell)
    return found[0]


def test_the_list_is_counted_and_sifted_by_verdict_rule_and_word(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    put(qtbot, desk_window, *DEMOS)
    crowd(qtbot, desk_window, 20)
    page = checked(qtbot, desk_window)
    total = len(DEMOS) + 20
    shots(desk_window, "list-usual")
    assert page.told.text().startswith(f"共 {total} 份，")
    assert rules(page)[0] == ["全部", str(total), "", "整个名单"]
    assert page.model.rowCount() == total
    shown = {v: b.text() for v, b in page.verdicts.buttons.items()}
    assert shown[None] == f"全部　{total}"
    assert sum(int(words.split("　")[1]) for verdict, words in shown.items() if verdict) == total
    todo = page.verdicts.buttons[Verdict.TODO]
    qtbot.mouseClick(todo, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == int(todo.text().split("　")[1])
    assert {page.model.index(at, 3).data() for at in range(page.model.rowCount())} == {"待补充"}
    press(qtbot, page, shown[None])
    at = next(n for n, row in enumerate(rules(page)) if row[1] == "20" or int(row[1]) in range(20, total))
    page.groups.rules.selectRow(at)
    assert page.model.rowCount() == int(rules(page)[at][1])
    assert page.groups.sentence.text().startswith("R") or page.groups.sentence.text().startswith("N")
    shots(desk_window, "list-rule")
    page.groups.rules.selectRow(0)
    page.search.setFocus()
    compose(page.search, "沈砚舟")
    assert names(page) == ["沈砚舟"]
    assert unnamed(desk_window) == []


def test_units_with_most_to_do_stand_first_and_show_their_people(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    crowd(qtbot, desk_window, 23)
    put(qtbot, desk_window, "mongolian_name.json", "rare_name.json")
    page = checked(qtbot, desk_window)
    page.groups.setCurrentIndex(BY_UNIT)
    units = page.groups.units
    stopped = [int(units.item(at, 2).text()) for at in range(1, units.rowCount())]
    assert stopped == sorted(stopped, reverse=True)
    assert int(units.item(0, 2).text()) == sum(stopped)
    units.setFocus()
    qtbot.keyClick(units, Qt.Key.Key_Down)
    shots(desk_window, "list-units")
    assert page.model.rowCount() == int(units.item(1, 1).text()) == 5
    assert {page.model.index(at, 1).data() for at in range(5)} == {units.item(1, 0).text()}


def test_enter_opens_the_application_at_the_field_of_the_rule_and_back_finds_the_row_again(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    put(qtbot, desk_window, "classified_engineer.json")
    crowd(qtbot, desk_window, 6)
    page = checked(qtbot, desk_window)
    group = next(n for n, row in enumerate(rules(page)) if "个人承诺" in row[3])
    page.groups.rules.selectRow(group)
    before = names(page)
    assert len(before) == 6
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(desk_window.desk and desk_window.desk.shown, EditorScreen))
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.draft is not None
    assert editor.draft.now.person.name == before[1]
    assert editor.place().spot == "pledge pledge.signed"
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    page = screen(desk_window, ListCheckScreen)
    assert page.groups.rules.currentRow() == group
    assert names(page) == [before[0], f"✓ {before[1]}", *before[2:]]
    assert page.table.currentIndex().row() == 1
    assert "打开过 1 份" in page.which.text()
    shots(desk_window, "list-opened")


def test_what_was_mended_is_gone_after_checking_again(qtbot: QtBot, desk_window: Shell) -> None:
    id_ = ApplicationId(put(qtbot, desk_window, "classified_engineer.json")[0])
    assert desk_window.context is not None

    def change(session: Session, name: str) -> None:
        draft = drafts.load(session, id_).draft
        person = msgspec.structs.replace(draft.person, ethnic_group=name)
        drafts.save(session, id_, msgspec.structs.replace(draft, person=person))

    code = exchange.read(resource("demo", "classified_engineer.json")).person.ethnic_group
    desk_window.context.ask(desk_window, lambda session, _: change(session, ""), lambda _: None)
    page = checked(qtbot, desk_window)
    line = page.model.line(0)
    assert line is not None
    missing = line.standing
    page.groups.rules.selectRow(next(n for n, row in enumerate(rules(page)) if "公示书面报告" in row[3]))
    desk_window.context.ask(desk_window, lambda session, _: change(session, code), lambda _: None)
    idle(qtbot, desk_window)
    page.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_F5)
    idle(qtbot, desk_window)
    line = page.model.line(0)
    assert line is not None
    assert line.standing == missing - 1
    assert page.groups.rule is not None
    assert "公示书面报告" in page.groups.rule.says.zh


def test_the_filter_of_the_table_is_the_range_of_the_check(qtbot: QtBot, desk_window: Shell) -> None:
    put(qtbot, desk_window, "classified_engineer.json", "county_teacher.json")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    compose(table.search, "沈砚")
    table.state.setCurrentIndex(table.state.findData(Status.DRAFT))
    press(qtbot, table, "整批检查")
    idle(qtbot, desk_window)
    page = screen(desk_window, ListCheckScreen)
    assert names(page) == ["沈砚舟"]
    assert page.which.text().startswith("核对范围：草稿、“沈砚”")


def test_an_empty_vault_has_nothing_to_check_and_nothing_to_save(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    page = checked(qtbot, desk_window)
    shots(desk_window, "list-empty")
    assert page.told.text() == "没有可核对的申请"
    assert not page.groups.isVisible()
    assert not page.save_button.isEnabled()
    assert unnamed(desk_window) == []


def test_a_thousand_are_checked_while_the_window_lives_and_the_check_can_be_stopped(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    crowd(qtbot, desk_window, 1000)
    go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    beats: list[float] = []  # processor time of the window's thread: other programs take none of it
    pulse = QTimer(desk_window)
    pulse.timeout.connect(lambda: beats.append(time.thread_time()))
    assert desk_window.context is not None
    with held("check_list", 20):
        desk_window.context.go(Place(ScreenKey.LIST_CHECK, "", " "))
        page = screen(desk_window, ListCheckScreen)
        qtbot.waitUntil(lambda: page.running.bar.value() == 20)
        assert "/ 1,000 份" in page.running.words.text()
        shots(desk_window, "list-running")
        assert QApplication.focusWidget() is page.running.stop_button
        qtbot.keyClick(page.running.stop_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not desk_window.tasks.busy)
    assert page.told.text() == "还没有核对"
    assert not page.running.isVisible()
    shots(desk_window, "list-stopped")
    pulse.start(5)
    with held("check_list", 500) as going_on:
        began, whole = time.thread_time(), time.process_time()
        press(qtbot, page, "重新核对")
        qtbot.waitUntil(lambda: page.running.bar.value() == 500)
        beats.clear()
        qtbot.waitUntil(lambda: len(beats) > 3)  # the window answers in the middle
        going_on.set()
        qtbot.waitUntil(lambda: not desk_window.tasks.busy)
    pulse.stop()
    longest = max(after - before for before, after in pairwise([began, *beats, time.thread_time()]))
    assert longest < (time.process_time() - whole) / 2  # what it waits for is not its own work
    assert page.told.text().startswith("共 1,000 份，1,000 份不能提交")
    assert page.model.rowCount() == 1000
    shots(desk_window, "list-thousand")
    with held("check_list", 20):
        press(qtbot, page, "重新核对")
        qtbot.waitUntil(lambda: page.running.bar.value() == 20)
        press(qtbot, page, "停止核对")
        qtbot.waitUntil(lambda: not desk_window.tasks.busy)
    assert page.model.rowCount() == 1000  # the answer before stays


def test_leaving_stops_a_check(qtbot: QtBot, desk_window: Shell) -> None:
    crowd(qtbot, desk_window, 10)
    assert desk_window.context is not None
    with held("check_list", 5):
        desk_window.context.go(Place(ScreenKey.LIST_CHECK, "", " "))
        page = screen(desk_window, ListCheckScreen)
        qtbot.waitUntil(lambda: page.running.bar.value() == 5)
        go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    assert ScreenKey.LIST_CHECK not in desk_window.context.kept


@pytest.mark.parametrize("typed", ["名单.xlsx", "名单"])
def test_the_workbook_is_warned_about_saved_and_logged(
    qtbot: QtBot, desk_window: Shell, shots: Shots, tmp_path: Path, typed: str
) -> None:
    put(qtbot, desk_window, "mongolian_name.json", "rare_name.json")
    page = checked(qtbot, desk_window)
    press(qtbot, page, "导出表格…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    shots(asked, "list-warning")
    press(qtbot, asked, "不，返回")
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible()]
    press(qtbot, page, "导出表格…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, asked, "导出明文表格")
    qtbot.waitUntil(lambda: any(isinstance(w, QFileDialog) and w.isVisible() for w in QApplication.topLevelWidgets()))
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(tmp_path / typed))
    qtbot.keyClick(name, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    book = load_workbook(tmp_path / "名单.xlsx")
    named = {row[1].value for row in book["名单"].iter_rows(min_row=2)}
    assert named == {"孟𪨰", "孛儿只斤·阿拉坦苏和·巴雅尔图·额尔敦毕力格·那木斯来扎布"}
    assert desk_window.desk is not None
    assert "明文" in desk_window.desk.message.text()
    entry = log(qtbot, desk_window)
    assert entry.act is Act.PLAIN_TEXT_WRITTEN
    assert entry.objects["applications"] == "2"
    assert not any(name in value for name in named for value in entry.objects.values())


def test_a_place_that_cannot_be_written_is_said(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    put(qtbot, desk_window, "rare_name.json")
    page = checked(qtbot, desk_window)
    assert page._kept is not None
    page.workbook.save(page._kept.answer, tmp_path / "nowhere" / "x.xlsx", page.save_button)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert "nowhere" in desk_window.desk.message.text()
    assert page.save_button.isEnabled()


def test_the_mark_is_that_of_the_whole_list_and_the_lock_forgets_it(qtbot: QtBot, desk_window: Shell) -> None:
    put(qtbot, desk_window, "rare_name.json", "classified_engineer.json")
    page = checked(qtbot, desk_window)
    mark = page.marking()
    assert mark is not None
    assert mark.printed().startswith("机密")
    desk_window.lock()
    idle(qtbot, desk_window)
    assert desk_window.context is None


def test_tab_goes_round_and_the_window_speaks_english_at_twice_the_size(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    put(qtbot, desk_window, *DEMOS)
    checked(qtbot, desk_window)
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    shots(desk_window, "list-zoom-200")
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    shots(desk_window, "applications-zoom-200")
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    press(qtbot, desk_window, "整批检查")
    desk_window.context.preferences.language = Language.EN
    desk_window.context.preferences.zoom = 100
    desk_window.context.preferences.high_contrast = True
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    page = screen(desk_window, ListCheckScreen)
    shots(desk_window, "list-english-contrast")
    seen = tabbed(qtbot, desk_window)
    assert {page.table, page.groups.rules, page.search, page.again_button, page.verdicts.buttons[None]} <= seen


def test_in_english_a_verdict_is_read_whole_and_of_a_rule_more_than_its_beginning(
    qtbot: QtBot, desk_window: Shell
) -> None:
    crowd(qtbot, desk_window, 40)
    context = desk_window.context
    assert context is not None
    context.preferences.language = Language.EN
    context.redress.emit()
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.LIST_CHECK), ListCheckScreen)
    wanted = page.table.fontMetrics().horizontalAdvance("to be decided") + 8
    qtbot.waitUntil(lambda: page.groups.rules.rowCount() > 1)
    qtbot.waitUntil(lambda: page.groups.rules.columnWidth(3) >= 175)
    qtbot.waitUntil(lambda: page.table.columnWidth(VERDICT) >= wanted)
    speak(Language.ZH)
