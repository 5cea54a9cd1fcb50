"""The policy screen in an officer's hands: a day entered there answers the question in the editor at once."""

from collections.abc import Callable
from datetime import date

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import policy_settings, submit
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Verdict
from desktop_app.ui.policy.answer import RouteField
from desktop_app.ui.policy.screen import PolicyScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.fields import ChoiceField, LineField
from tests.ui.acting import compose, go, idle, open_demo, press, unlock
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def at(qtbot: QtBot, shell: Shell, name: str) -> PolicyScreen:
    return go(qtbot, shell, Place(ScreenKey.POLICY, name), PolicyScreen)


def shown(screen: PolicyScreen) -> dict[str, tuple[str, str]]:
    """Question -> state and answer, as the list says them."""
    cells = [[screen.table.item(n, side).text() for side in range(3)] for n in range(screen.table.rowCount())]
    return {asks: (state, answer) for state, asks, answer in cells}


def type_into(qtbot: QtBot, field: object, words: str) -> None:
    assert isinstance(field, LineField)
    field.control.setFocus()
    field.control.selectAll()
    if words.isascii():
        qtbot.keyClicks(field.control, words)
    else:
        compose(field.control, words)


def asked(qtbot: QtBot, shell: Shell) -> set[str]:
    """The questions that a targeted health filing leaves to the office."""
    found: list[set[str]] = []

    def act(session: Session, _: Progress) -> set[str]:
        id_ = drafts.take_in(session, resource("demo", "county_teacher.json"))
        content = drafts.load(session, id_).draft
        filing = msgspec.structs.replace(content.filing, series="04")
        drafts.save(session, id_, msgspec.structs.replace(content, filing=filing))
        findings = submit.would_meet(session, id_).findings
        drafts.remove(session, id_)
        return {finding.setting for finding in findings if finding.verdict is Verdict.ASK}

    assert shell.context is not None
    shell.context.ask(shell, act, found.append)
    idle(qtbot, shell)
    return found[0]


def test_days_entered_by_keyboard_make_the_question_vanish(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    assert "targeted_health_first" in asked(qtbot, desk_window)
    for name, day in (("targeted_health_first", "2026.6.1"), ("targeted_health_last", "20260731")):
        screen = at(qtbot, desk_window, name)
        assert screen.place().subject == name
        assert not screen.detail.clear_button.isEnabled()
        type_into(qtbot, screen.detail.answer, day)
        type_into(qtbot, screen.detail.ground, "呼卫健发〔2026〕12 号")
        assert screen.detail.unsaved.isVisible()
        screen.detail.save_button.setFocus()
        qtbot.keyClick(screen.detail.save_button, Qt.Key.Key_Space)
        idle(qtbot, desk_window)
        assert not screen.detail.unsaved.isVisible()
        assert screen.place().subject == name
        assert "陆怀谷 于 2026-06-01 10:00 设定" in screen.detail.settled_by.text()
    shots(desk_window, "policy_settled")
    assert shown(screen)["定向评价卫生高级申报何时截止？"] == ("已设定", "2026-07-31")
    assert not {"targeted_health_first", "targeted_health_last"} & asked(qtbot, desk_window)
    press(qtbot, screen, "撤销设定")
    idle(qtbot, desk_window)
    assert shown(screen)["定向评价卫生高级申报何时截止？"] == ("待设定", "")
    assert "targeted_health_last" in asked(qtbot, desk_window)


def test_open_questions_stand_first_and_every_control_has_a_name(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    screen = at(qtbot, desk_window, "")
    states = [state for state, _ in shown(screen).values()]
    assert states[0].startswith("待设定")
    assert states[-1].startswith("默认")
    assert "A6" in " ".join(states)
    for row in range(screen.table.rowCount()):
        screen.table.selectRow(row)
        assert unnamed(screen) == [], row
        assert screen.detail.clause.text().startswith("依据条款")
    shots(desk_window, "policy_open")


def test_an_answer_needs_a_value_a_ground_and_an_order(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    screen = at(qtbot, desk_window, "green_city_first")
    press(qtbot, screen, "保存设定")
    assert screen.detail.wrong.text() == "请先填写答案。"
    type_into(qtbot, screen.detail.answer, "2026-08-01")
    press(qtbot, screen, "保存设定")
    assert "依据" in screen.detail.wrong.text()
    type_into(qtbot, screen.detail.ground, "通知")
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    screen = at(qtbot, desk_window, "green_city_last")
    type_into(qtbot, screen.detail.answer, "2026-07-01")
    type_into(qtbot, screen.detail.ground, "通知")
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    assert "申报开始日 2026-08-01 晚于截止日 2026-07-01" in screen.detail.wrong.text()
    assert screen.detail.unsaved.isVisible()
    shots(desk_window, "policy_refused")
    assert shown(screen)["市绿色通道中级申报何时截止？"] == ("未保存", "")


def test_what_is_typed_waits_while_the_user_looks_at_another_question(qtbot: QtBot, desk_window: Shell) -> None:
    screen = at(qtbot, desk_window, "school_senior_due")
    here = screen.table.currentRow()
    type_into(qtbot, screen.detail.answer, "2026-08-03")
    screen.table.selectRow(here + 1)
    assert not screen.detail.unsaved.isVisible()
    screen.table.selectRow(here)
    assert isinstance(screen.detail.answer, LineField)
    assert screen.detail.answer.control.text() == "2026-08-03"
    assert screen.detail.unsaved.isVisible()


def test_what_is_typed_waits_while_the_user_is_on_another_screen(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    screen = at(qtbot, desk_window, "school_senior_due")
    type_into(qtbot, screen.detail.answer, "2026-08-03")
    type_into(qtbot, screen.detail.ground, "校发")
    asks = next(row.asks.zh for row in screen._rows if row.name == "school_senior_due")
    assert shown(screen)[asks][0] == "未保存"
    go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    assert desk_window.context is not None
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    screen = at(qtbot, desk_window, "")
    assert shown(screen)[asks][0] == "未保存"
    screen = at(qtbot, desk_window, "school_senior_due")
    shots(desk_window, "policy_unsaved")
    assert screen.detail.unsaved.isVisible()
    assert isinstance(screen.detail.answer, LineField)
    assert screen.detail.answer.control.text() == "2026-08-03"
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    assert shown(screen)[asks] == ("已设定", "2026-08-03")
    assert not screen.detail.unsaved.isVisible()


def test_a_chain_of_offices_is_put_in_order(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    screen = at(qtbot, desk_window, "local_route")
    field = screen.detail.answer
    assert isinstance(field, RouteField)
    for station in ("评委会办事机构", "用人单位", "旗县区人社部门"):
        field.station.setCurrentIndex(field.station.findText(station))
        press(qtbot, screen, "加入")
    press(qtbot, screen, "加入")
    assert field.wrong.text() == "这个部门已在其中。"
    field.control.setCurrentRow(0)
    press(qtbot, screen, "下移")
    press(qtbot, screen, "下移")
    assert not field.down_button.isEnabled()
    type_into(qtbot, screen.detail.ground, "区人社局 6 月 3 日答复")
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    shots(desk_window, "policy_route")
    answer = shown(screen)["本地区（本单位）中初级材料依次经过哪些部门？"][1]
    assert answer == "用人单位 → 旗县区人社部门 → 评委会办事机构"


def test_a_choice_is_made_in_words_and_outlasts_a_lock(qtbot: QtBot, desk_window: Shell) -> None:
    screen = at(qtbot, desk_window, "years_counted_to")
    field = screen.detail.answer
    assert isinstance(field, ChoiceField)
    field.control.setFocus()
    qtbot.keyClick(field.control, Qt.Key.Key_Down)
    qtbot.keyClick(field.control, Qt.Key.Key_Down)
    assert field.control.currentText() == "当年年底"
    type_into(qtbot, screen.detail.ground, "市局答复")
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    assert desk_window.context is not None
    desk_window.context.lock_wanted.emit()
    qtbot.waitUntil(lambda: desk_window.desk is None)
    unlock(qtbot, desk_window)
    assert desk_window.desk is not None
    again = desk_window.desk.shown
    assert isinstance(again, PolicyScreen)
    assert again.place().subject == "years_counted_to"
    assert shown(again)["“满 N 年”算到申报截止日还是年底？"] == ("已设定 A7", "当年年底")
    assert desk_window.context is not None
    pack = desk_window.context.opened.session.pack
    assert pack.settings["years_counted_to"] == "year_end"


def test_the_day_is_kept_as_a_day(qtbot: QtBot, desk_window: Shell) -> None:
    screen = at(qtbot, desk_window, "school_senior_due")
    type_into(qtbot, screen.detail.answer, "2026年8月3日")
    type_into(qtbot, screen.detail.ground, "校发 7 号")
    press(qtbot, screen, "保存设定")
    idle(qtbot, desk_window)
    assert desk_window.context is not None
    kept: list[policy_settings.Row] = []
    desk_window.context.ask(
        desk_window, lambda session, _: policy_settings.one(session, "school_senior_due"), kept.append
    )
    idle(qtbot, desk_window)
    assert kept[0].value == date(2026, 8, 3)


def test_a_finding_leads_to_the_question_that_answers_it(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    editor.findings.setting_wanted.emit("notice_counts_posting_day")
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    shown_now = desk_window.desk.shown
    assert isinstance(shown_now, PolicyScreen)
    assert shown_now.detail.asks.text() == "公示张贴当日是否计入 5 个工作日？"
