"""A finding explains itself inside the panel and leads to the fields it rests on, with the keyboard alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.findings import Finding, Verdict, Words
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.policy.screen import PolicyScreen
from desktop_app.ui.shell import Shell
from tests.ui.acting import compose, control, idle, open_demo, screen

OPEN_QUESTION = Finding(
    rule="R042",
    clause="四（二）2（1）",
    verdict=Verdict.ASK,
    says=Words(zh="报送流程尚未录入。", en="The way of the papers is not entered."),
    mend=Words(zh="请在“政策”中录入。", en="Enter it as a setting."),
    setting="local_route",
)


def choose(editor: EditorScreen, fits: Callable[[Finding], bool]) -> Finding:
    model = editor.findings.model
    at = next(n for n in range(model.rowCount()) if fits(model.finding(n)))
    editor.findings.list.setCurrentIndex(model.index(at))
    return model.finding(at)


def lines(editor: EditorScreen) -> list[str]:
    labels = editor.findings.explanation.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_a_chosen_finding_says_what_it_looked_at(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    assert not editor.findings.explanation.isVisible()
    finding = choose(editor, lambda one: any(fact.name == "track" for fact in one.facts))
    told = lines(editor)
    assert f"办法：{finding.mend.zh}" in told
    assert any(finding.clause in line for line in told)
    assert "评审方式：涉密线下" in [line.strip() for line in told]


def test_the_keyboard_goes_from_the_finding_to_the_field_and_back(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    choose(editor, lambda one: any(fact.field == "filing.track" for fact in one.facts))
    listed = editor.findings.list
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Right)
    focused = QApplication.focusWidget()
    assert focused in editor.findings.explanation.ways()
    qtbot.keyClick(focused, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is listed
    assert not editor.findings.explanation.isVisible()
    qtbot.keyClick(listed, Qt.Key.Key_Right)
    way = next(way for way in editor.findings.explanation.ways() if way.text() == "去：评审方式")
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_Space)
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    assert editor.sections.key() == "filing"
    assert page.where() == "filing.track"


def test_an_explanation_closes_when_its_finding_is_settled(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    field = control(editor, "person.name")
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    shown = editor.findings.explanation
    model = editor.findings.model
    qtbot.waitUntil(lambda: any(model.finding(n).field == "person.name" for n in range(model.rowCount())))
    choose(editor, lambda one: one.field == "person.name")
    assert shown.isVisible()
    compose(field, "苏日娜")
    qtbot.waitUntil(lambda: not shown.isVisible())


def test_an_open_question_leads_to_the_setting_that_answers_it(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window, "county_doctor.json")
    editor.findings.show_findings((OPEN_QUESTION,))
    asked = choose(editor, lambda one: bool(one.setting)).setting
    way = next(way for way in editor.findings.explanation.ways() if way.text() == "去设定")
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    shown = screen(desk_window, PolicyScreen)
    assert shown.place().subject == asked


@pytest.mark.parametrize("zoom", [80, 100, 200])
def test_beside_and_below_the_fields_nothing_is_cut(
    qtbot: QtBot, desk_window: Shell, shots: Callable[[QWidget, str], None], zoom: int
) -> None:
    theme.apply(QApplication.instance(), zoom)  # type: ignore[arg-type]
    try:
        editor = open_demo(qtbot, desk_window)
        editor.findings._passed.setChecked(True)
        model = editor.findings.model
        most = max((model.finding(n) for n in range(model.rowCount())), key=lambda one: len(one.facts))
        choose(editor, lambda one: one == most)
        idle(qtbot, desk_window)
        panel, shown = editor.findings, editor.findings.explanation
        assert most.verdict in Verdict
        assert panel.rect().contains(shown.geometry())
        inside = shown._area.widget()
        assert inside is not None
        assert inside.width() <= shown._area.viewport().width()
        for way in shown.ways():
            assert way.geometry().right() <= inside.width()
        shots(desk_window, f"explanation-{zoom}")
    finally:
        theme.apply(QApplication.instance(), 100)  # type: ignore[arg-type]
