"""The calendar in an officer's hands: the year's days by month and by list, whose they are, how each is counted."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import policy_settings
from desktop_app.desk.deadlines import CalendarDay, CalendarKind, DayState, Unsettled
from desktop_app.desk.session import Session
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.calendar.month import Cell, turned
from desktop_app.ui.calendar.screen import CalendarScreen
from desktop_app.ui.policy.screen import PolicyScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import packs
from tests.ui.acting import go, idle, press, screen, unlock
from tests.ui.paperout import save_paper
from tests.ui.test_packs import doing
from tests.ui.test_walk import DEMOS, put, unnamed

Shots = Callable[[QWidget, str], None]
NEXT = "开始,结束,安排,依据\n2027-01-01,2027-01-03,休,国办通知\n2027-01-09,,班,\n"


def at(qtbot: QtBot, shell: Shell, spot: str = "") -> CalendarScreen:
    made = go(qtbot, shell, Place(ScreenKey.CALENDAR, "", spot), CalendarScreen)
    qtbot.waitUntil(made.grid.isVisible)
    return made


def cell(shown: CalendarScreen, day: date) -> Cell:
    found = shown.grid.cell(day)
    assert found is not None, day
    return found


def told(shown: CalendarScreen) -> list[str]:
    return [shown.days.list.item(n).text() for n in range(shown.days.list.count())]


def pick(shown: CalendarScreen, kind: CalendarKind, day: date, words: str = "") -> CalendarDay:
    """Click the entry of the list."""
    for row, entry in enumerate(shown.days.entries()):
        if isinstance(entry, CalendarDay) and (entry.kind, entry.day) == (kind, day) and words in entry.words.zh:
            shown.days.list.setCurrentRow(row)
            return entry
    raise AssertionError(told(shown))


def choose(shown: CalendarScreen, qtbot: QtBot, shell: Shell, box: str, words: str) -> None:
    made = getattr(shown.filters, box)
    number = made.findText(words)
    assert number > 0, words
    made.setCurrentIndex(number)
    idle(qtbot, shell)


def test_it_opens_on_today_with_the_days_to_come(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    shown = at(qtbot, desk_window)
    assert shown.month_name.text() == "2026年6月"
    today = cell(shown, date(2026, 6, 1))
    assert today.words == "6月1日 周一，工作日，今天"
    assert cell(shown, date(2026, 6, 10)).words == "6月10日 周三，工作日，中级最迟公示，中级申报截止"
    assert cell(shown, date(2026, 6, 19)).state is DayState.HOLIDAY
    assert cell(shown, date(2026, 6, 18)).words == "6月18日 周四，工作日"
    assert "6月20日 周六　报送期限　还剩 17 天" in "\n".join(told(shown)), "17 days to the last workday, 18 June"
    assert "6月15日 周一，工作日，中级公示期" in cell(shown, date(2026, 6, 15)).words
    assert unnamed(shown) == []
    shots(desk_window, "calendar-june")


@pytest.mark.parametrize(
    ("day", "whose", "limit"),
    [
        (date(2026, 7, 7), "市直属单位", "从7月15日（周三）材料报送至市人社部门往回数"),
        (date(2026, 7, 10), "旗县区及以下单位", "从7月20日（周一）材料报送至市人社部门往回数"),
        (date(2026, 6, 10), "市直属单位", "从6月18日（周四）材料报送至评委会办事机构往回数"),
    ],
)
def test_a_last_posting_day_says_how_it_is_counted(
    qtbot: QtBot, desk_window: Shell, shots: Shots, day: date, whose: str, limit: str
) -> None:
    shown = at(qtbot, desk_window)
    entry = pick(shown, CalendarKind.LATEST_POSTING, day, whose)
    assert limit in shown.days.counted.text()
    assert "须满 5 个工作日" in shown.days.counted.text()
    assert "六（一）1" in shown.days.clause.text()
    assert shown.grid.chosen() == day, "the month goes with the list"
    for notice in entry.notice:
        found = shown.grid.cell(notice)
        assert found is None or any("公示期" in chip.words for chip in found.chips)
    shots(desk_window, f"calendar-posting-{day}")


def test_days_off_and_made_up_days_are_told_in_words(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    shown = at(qtbot, desk_window, "2026-05-09 - - - - -")
    assert cell(shown, date(2026, 5, 9)).words.startswith("5月9日 周六，上班")
    assert cell(shown, date(2026, 5, 10)).words == "5月10日 周日，休息，部门期限"
    assert "5月1日–5月5日　放假" in "\n".join(told(shown))
    assert "按放假通知上班" in shown.days.counted.text()
    shots(desk_window, "calendar-may")


def test_it_is_walked_with_the_keyboard_over_the_end_of_the_month(qtbot: QtBot, desk_window: Shell) -> None:
    shown = at(qtbot, desk_window, "2026-06-29 - - - - -")
    shown.grid.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(shown.grid, key)
    assert shown.grid.chosen() == date(2026, 7, 8)
    assert shown.month_name.text() == "2026年7月"
    qtbot.keyClick(shown.grid, Qt.Key.Key_Left)
    assert shown.days.what.text().startswith("高级")
    assert "7月7日 周二" in shown.days.when.text()
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageDown)
    assert shown.grid.chosen() == date(2026, 8, 7)
    assert shown.days.when.text() == "当天没有期限。"
    qtbot.keyClick(shown.grid, Qt.Key.Key_PageUp)
    qtbot.keyClick(shown.grid, Qt.Key.Key_Return)
    assert shown.focusWidget() is shown.days.list
    qtbot.keyClick(shown.days.list, Qt.Key.Key_Tab)
    assert desk_window.focusWidget() is not shown.days.list
    qtbot.keyClick(shown, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert shown.grid.chosen() == date(2026, 6, 1)


def test_a_month_on_is_never_a_day_that_is_not_there() -> None:
    assert turned(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert turned(date(2026, 12, 31), 1) == date(2027, 1, 31)
    assert turned(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_it_is_asked_for_one_unit_one_series_and_one_district(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    shown = at(qtbot, desk_window)
    choose(shown, qtbot, desk_window, "level", "正高级")
    choose(shown, qtbot, desk_window, "affiliation", "旗县区及以下单位")
    days = [e for e in shown.days.entries() if isinstance(e, CalendarDay) and e.kind is CalendarKind.LATEST_POSTING]
    assert {e.day for e in days} == {date(2026, 7, 7), date(2026, 7, 10)}, "the new area has a day of its own"
    choose(shown, qtbot, desk_window, "area", "内蒙古和林格尔新区")
    days = [e for e in shown.days.entries() if isinstance(e, CalendarDay) and e.kind is CalendarKind.LATEST_POSTING]
    assert [e.day for e in days] == [date(2026, 7, 7)]
    days = [e for e in shown.days.entries() if isinstance(e, CalendarDay) and e.levels]
    assert not any("中级" in e.words.zh or "初级" in e.words.zh for e in days)
    shots(desk_window, "calendar-asked")
    choose(shown, qtbot, desk_window, "series", "中小学教师")
    kinds = {e.kind for e in shown.days.entries() if isinstance(e, CalendarDay) and e.levels}
    assert kinds == {CalendarKind.WINDOW_OPENS, CalendarKind.WINDOW_CLOSES}, "teachers' own due day is not settled"
    spot = shown.place().spot
    again = at(qtbot, desk_window, spot)
    assert again.filters.series.currentText() == "中小学教师"
    assert again.place().spot == spot


def test_a_level_that_is_gained_by_examination_is_said(qtbot: QtBot, desk_window: Shell) -> None:
    shown = at(qtbot, desk_window)
    choose(shown, qtbot, desk_window, "series", "会计人员")
    choose(shown, qtbot, desk_window, "level", "中级")
    assert "以考代评" in shown.notes.text()
    assert not any(isinstance(e, CalendarDay) and e.levels for e in shown.days.entries())


def test_what_is_not_settled_leads_to_its_question(qtbot: QtBot, desk_window: Shell) -> None:
    shown = at(qtbot, desk_window)
    entries = shown.days.entries()
    row = next(n for n, e in enumerate(entries) if isinstance(e, Unsettled) and e.setting == "school_senior_due")
    assert all(isinstance(e, Unsettled) for e in entries[row:]), "they stand last"
    shown.days.list.setCurrentRow(row)
    press(qtbot, shown, "去设定这个日期")
    idle(qtbot, desk_window)
    assert screen(desk_window, PolicyScreen).place().subject == "school_senior_due"


def test_the_applications_concerned_open(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    put(qtbot, desk_window, *DEMOS, "mongolian_name.json", "rare_name.json")
    shown = at(qtbot, desk_window)
    pick(shown, CalendarKind.WINDOW_CLOSES, date(2026, 7, 10))
    names = [shown.days.people.item(n).text() for n in range(shown.days.people.count())]
    assert "沈砚舟" in names
    shots(desk_window, "calendar-crowded")
    posting = pick(shown, CalendarKind.LATEST_POSTING, date(2026, 7, 7), "市直属单位")
    posted = {shown.days.people.item(n).text() for n in range(shown.days.people.count())}
    assert posted < set(names)
    assert posting.affiliations
    shown.days.people.setFocus()
    shown.days.people.setCurrentRow(0)
    name = shown.days.people.item(0).text()
    qtbot.keyClick(shown.days.people, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.draft is not None
    assert name in (editor.draft.now.person.name, "（未填姓名）")


def test_a_year_without_a_table_is_shown_as_such_until_one_is_imported(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    shown = at(qtbot, desk_window, "2027-01-04 - - - - -")
    assert "没有 2027 年的工作日表" in shown.notes.text()
    assert cell(shown, date(2027, 1, 9)).state is DayState.UNKNOWN
    assert not shown.after_button.isEnabled() or shown.month_name.text() != "2027年12月"
    shots(desk_window, "calendar-unknown")
    table = tmp_path / "2027.csv"
    table.write_text(NEXT, encoding="gb18030")
    shown.take_in(table)
    idle(qtbot, desk_window)
    assert not shown.notes.isVisible()
    assert cell(shown, date(2027, 1, 9)).words == "1月9日 周六，上班"
    assert desk_window.desk is not None
    assert "全年工作日 261 天" in desk_window.desk.message.text()
    table.write_text(NEXT.replace("01-03", "01-04"), encoding="utf-8")
    shown.take_in(table)
    idle(qtbot, desk_window)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert cell(shown, date(2027, 1, 4)).state is DayState.WORKDAY
    press(qtbot, dialog, "以新表替换")
    idle(qtbot, desk_window)
    assert cell(shown, date(2027, 1, 4)).state is DayState.HOLIDAY
    table.write_text(NEXT.replace("2027-01-09", "2027-01-08"), encoding="utf-8")
    shown.take_in(table)
    idle(qtbot, desk_window)
    assert "第 3 行" in desk_window.desk.message.text()
    assert cell(shown, date(2027, 1, 4)).state is DayState.HOLIDAY


def test_where_an_import_parts_from_the_pack_it_is_said(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    own = resource("policy", "hohhot-2026", "workdays.toml").read_text(encoding="utf-8")
    table = tmp_path / "2026.toml"
    table.write_text(own.replace("2026-06-19, ", "2026-06-18, 2026-06-19, "), encoding="utf-8")
    shown = at(qtbot, desk_window)
    shown.take_in(table, replace=True)
    idle(qtbot, desk_window)
    assert "与政策包自带的不同，按导入的计算：2026-06-18" in shown.notes.text()
    assert "中级最迟公示" in cell(shown, date(2026, 6, 9)).words


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("language", [Language.ZH, Language.EN])
def test_at_every_zoom_and_in_both_languages(
    qtbot: QtBot, desk_window: Shell, shots: Shots, zoom: int, language: Language
) -> None:
    at(qtbot, desk_window, "2026-07-07 - - - - -")
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = zoom
    desk_window.context.preferences.language = language
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    shown = screen(desk_window, CalendarScreen)
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    assert unnamed(shown) == []
    assert shown.grid.columnWidth(0) >= 56 * zoom // 100
    inside = shown.area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.width() <= shown.area.viewport().width())  # nothing is cut off
    words = cell(shown, date(2026, 7, 7)).words
    assert ("高级最迟公示" if language is Language.ZH else "Senior post by") in words
    shots(desk_window, f"calendar-{language.value}-{zoom}")


def test_where_i_was_is_kept_over_a_lock(qtbot: QtBot, desk_window: Shell) -> None:
    shown = at(qtbot, desk_window)
    pick(shown, CalendarKind.DUE, date(2026, 7, 20))
    choose(shown, qtbot, desk_window, "level", "副高级")
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    again = screen(desk_window, CalendarScreen)
    assert again.grid.chosen() == date(2026, 7, 20)
    assert again.filters.level.currentText() == "副高级"


def test_a_settled_day_is_there_at_once(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None

    def settle(session: Session, progress: Progress) -> None:
        policy_settings.set_(session, "school_senior_due", date(2026, 7, 24), "通知")

    desk_window.context.ask(desk_window, settle, lambda _: None)
    idle(qtbot, desk_window)
    shown = at(qtbot, desk_window, "2026-07-24 - - - - -")
    assert "高级报送期限" in cell(shown, date(2026, 7, 24)).words


def test_the_calendar_of_another_year_whose_pack_lies_here(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    shown = at(qtbot, desk_window)
    assert not shown.years.isVisible(), "one year, nothing to choose"
    doing(qtbot, desk_window, lambda session: packs.taken_in(session, packs.year(tmp_path / "hohhot-2027", 2027)))
    shown = at(qtbot, desk_window)
    assert shown.years.isVisible()
    assert [shown.years.itemText(at) for at in range(shown.years.count())] == ["2026 年", "2027 年"]
    shown.years.setCurrentIndex(1)
    shown.years.activated.emit(1)
    idle(qtbot, desk_window)
    assert "2027年" in shown.month_name.text()
    assert "没有 2027 年的工作日表" in shown.notes.text()
    shots(desk_window, "calendar-another-year")
    press(qtbot, shown, "张贴用日程…")
    qtbot.waitUntil(lambda: shown.sheet.view.shown(0))
    press(qtbot, shown, "‹ 回到日历")


def test_the_sheet_for_the_wall_is_looked_at_and_saved(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    shown = at(qtbot, desk_window)
    press(qtbot, shown, "张贴用日程…")
    qtbot.waitUntil(lambda: shown.sheet.view.shown(0))
    assert "A3 横版，共 1 页" in shown.sheet.state.text()
    assert unnamed(shown) == []
    shots(desk_window, "calendar-sheet")
    out = tmp_path / "wall.pdf"
    press(qtbot, shown, "打印…")
    save_paper(qtbot, desk_window, out)
    assert out.read_bytes().startswith(b"%PDF-1.4")
    assert desk_window.desk is not None
    assert "wall.pdf" in desk_window.desk.message.text()
    press(qtbot, shown, "‹ 回到日历")
    assert shown.grid.isVisible()
    assert shown.focusWidget() is shown.sheet_button


def test_at_a_high_zoom_the_chosen_day_stays_in_sight(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    at(qtbot, desk_window, "2026-07-07 - - - - -")
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    shown = screen(desk_window, CalendarScreen)
    shown.grid.setFocus()
    for _ in range(3):
        qtbot.keyClick(shown.grid, Qt.Key.Key_Down)
    assert shown.grid.chosen() == date(2026, 7, 28)
    centre = shown.grid.visualItemRect(shown.grid.currentItem()).center()
    assert shown.area.viewport().rect().contains(shown.grid.viewport().mapTo(shown.area.viewport(), centre))
    shots(desk_window, "calendar-zoom-walked")


def test_more_applications_than_are_asked_about_at_once(
    qtbot: QtBot, desk_window: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(qtbot, desk_window, *(DEMOS * 2))
    whole = at(qtbot, desk_window)
    pick(whole, CalendarKind.WINDOW_CLOSES, date(2026, 7, 10))
    count = whole.days.people.count()
    assert count > 3
    monkeypatch.setattr("desktop_app.ui.calendar.screen.AT_ONCE", 3)
    pieces = at(qtbot, desk_window)
    idle(qtbot, desk_window)
    pick(pieces, CalendarKind.WINDOW_CLOSES, date(2026, 7, 10))
    qtbot.waitUntil(lambda: pieces.days.people.count() == count)
